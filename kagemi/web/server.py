"""Serving the page: on this machine without login, beyond it only to those who have an account."""

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.files.workspace import Workspace


def is_here(host: str) -> bool:
    """True if only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_installed() -> None:
    """Raise InvalidInput if the extra `web` is not installed."""
    if any(find_spec(name) is None for name in ("starlette", "uvicorn", "argon2", "python_multipart")):
        what = say("the page needs more programs than are installed")
        raise InvalidInput((Fault(Where(), what, say("install them: pip install kagemi[web]")),))


def serve(
    workspace: Workspace,
    environment: Mapping[str, str],
    host: str,
    port: int,
    *,
    names: Sequence[str] = (),
    public_menu: bool = False,
    today: Callable[[], date] = date.today,
    ready: Callable[[int], None] = lambda _port: None,
) -> None:
    """Answer requests until Ctrl-C; `names`: more names of this server. `ready` gets the port it listens at.

    Raises InvalidInput if the extra is missing, the port is taken, or others could come in without an account.
    """
    check_installed()
    import uvicorn

    from kagemi.web.accounts import everybody
    from kagemi.web.app import HERE_ONLY, create_app
    from kagemi.web.desk import Desk

    _check_workspace(workspace)
    needs_login = not (is_here(host) and all(map(is_here, names)))
    if needs_login and not any(p.role == "admin" for p in everybody(workspace, environment)):
        told = host if not is_here(host) else next(n for n in names if not is_here(n))
        what = say("as {host} other machines can come in, and there is no admin account yet", host=told)
        hint = say("make one first: kagemi accounts set NAME --role admin")
        raise InvalidInput((Fault(Where(), what, hint),))
    desk = Desk(
        Path(workspace.root), environment, needs_login=needs_login, public_menu=public_menu, today=today
    )
    hosts = (*HERE_ONLY, host, *names)

    class Server(uvicorn.Server):
        async def startup(self, sockets: object = None) -> None:
            await super().startup(sockets)  # type: ignore[arg-type]
            if self.started:
                ready(self.servers[0].sockets[0].getsockname()[1])

    config = uvicorn.Config(
        create_app(desk, hosts),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1,::1",  # a proxy on this machine, and nobody else, says who asks
        timeout_graceful_shutdown=5,
    )
    try:
        Server(config).run()
    except SystemExit as error:
        what = say("port {port} of {host} cannot be used; another program has it?", port=port, host=host)
        raise InvalidInput((Fault(Where(), what, say("take another one with --port")),)) from error


def _check_workspace(workspace: Workspace) -> None:
    if workspace.is_example:
        what = say("there is no workspace here")
        raise InvalidInput((Fault(Where(), what, say("make one with kagemi init, and work in its folder")),))
