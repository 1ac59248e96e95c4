"""`kagemi serve`."""

import os

import click

from kagemi.cli.commands import command, option
from kagemi.cli.session import current
from kagemi.domain.message import say


@command(
    say(
        "Serve the page in the browser: the week to work on, the kitchen's day, prices, history, sheets. On "
        "this machine alone nobody has to log in; with --host other machines come in, each person with an "
        "account."
    ),
    epilog=say(
        "Examples:\n  kagemi serve\n  kagemi accounts set bu_tini --role staff\n  kagemi serve --host 0.0.0.0 "
        "--name kantin.local\nCtrl-C ends it."
    ),
)
@option("--host", default="127.0.0.1", show_default=True, help=say("The address to listen at."))
@option("--port", type=click.IntRange(0, 65535), default=8050, show_default=True, help=say("The port."))
@option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help=say("A name under which other machines know this one, as in kantin.local."),
)
@option(
    "--public-menu",
    is_flag=True,
    help=say("Show the published menu at /menu to everybody, parents too, without a login."),
)
def serve(host: str, port: int, names: tuple[str, ...], public_menu: bool) -> int:
    """Serve until Ctrl-C."""
    session = current()
    from kagemi.web.server import serve as answer

    def ready(listens_at: int) -> None:
        everywhere = host in ("0.0.0.0", "::")
        shown = "127.0.0.1" if everywhere else f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listens_at}/"
        session.print(say("The page: {address}  (Ctrl-C ends it)", address=address))
        if everywhere and not names:
            session.note(
                say("Other machines reach it by a name or address that --name tells, as in --name 192.168.1.5")
            )

    answer(session.workspace, os.environ, host, port, names=names, public_menu=public_menu, ready=ready)
    return 0
