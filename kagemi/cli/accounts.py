"""`kagemi accounts`: who may use the page from another machine."""

import os
import sys
from datetime import UTC, datetime

import click

from kagemi.cli.commands import CONTEXT, DefaultGroup, argument, command, option
from kagemi.cli.session import current
from kagemi.domain.message import say
from kagemi.domain.page import RIGHTS


class AccountsGroup(DefaultGroup):
    """`kagemi accounts` lists."""

    default = "list"


@click.group(cls=AccountsGroup, context_settings=CONTEXT)
def accounts() -> None:
    """List, set, end."""


@command(say("List who has an account for the page, and with which role."))
def listing() -> int:
    """List people by name."""
    session = current()
    from kagemi.web.accounts import everybody

    found = everybody(session.workspace, os.environ)
    for person in found:
        click.echo(f"{person.name}\t{person.role}")
    if not found:
        session.note(say("Nobody has an account yet: kagemi accounts set NAME --role admin"))
    return 0


@command(
    say(
        "Give somebody an account for the page, or another role or password. The password is asked for, or "
        "read from standard input."
    ),
    epilog=say("Example:\n  kagemi accounts set bu_tini --role staff"),
)
@argument("name", help=say("The name to log in with."))
@option(
    "--role",
    type=click.Choice(list(RIGHTS)),
    required=True,
    help=say(
        "teacher looks and prints, staff works, nutritionist also changes rules, admin also makes accounts."
    ),
)
def setting(name: str, role: str) -> int:
    """Ask for the password, and enter."""
    session = current()
    from kagemi.web.accounts import enter
    from kagemi.web.server import check_installed

    check_installed()
    if sys.stdin.isatty():
        password = click.prompt(session.text(say("Password")), hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    person = enter(session.workspace, os.environ, name, role, password, datetime.now(UTC))
    session.print(say("{name} has an account: {role}", name=person.name, role=person.role))
    return 0


@command(say("End somebody's account."))
@argument("name", help=say("The name."))
def ending(name: str) -> int:
    """End it."""
    session = current()
    from kagemi.web.accounts import end

    end(session.workspace, os.environ, name, datetime.now(UTC))
    session.print(say("{name} has no account any more", name=name))
    return 0


accounts.add_command(listing, "list")
accounts.add_command(setting, "set")
accounts.add_command(ending, "end")
