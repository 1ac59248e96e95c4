"""A PostgreSQL of the tests' own: on 127.0.0.1, a free port, its data in a temporary folder."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "kagemi"
STARTS = 3
"""Another program may take the free port first."""


def missing() -> str | None:
    """What is not installed, as a sentence; None if all is there."""
    try:
        import psycopg
    except ImportError:
        return "no driver of PostgreSQL: pip install psycopg[binary]"
    assert psycopg
    return None if binaries() else "no PostgreSQL server: apt-get install postgresql"


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: Debian keeps it off the PATH."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


@contextmanager
def cluster() -> Iterator[str]:
    """Run a server; yields the address of a database server without a database's name."""
    folder = binaries()
    assert folder is not None
    home = Path(tempfile.mkdtemp(prefix="kagemi-postgresql-"))
    data = home / "data"
    try:
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(home, "postgres")
        _run(home, folder / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        port = _start(home, folder, data)
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}"
        finally:
            _run(home, folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _start(home: Path, folder: Path, data: Path) -> int:
    for attempt in range(STARTS):
        port = _free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        try:
            log = home / "log"
            _run(home, folder / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-t", "60", "start")
        except subprocess.CalledProcessError:
            if attempt == STARTS - 1:
                raise
        else:
            break
    return port


def _run(home: Path, *command: str | Path) -> None:
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # stdout goes to a file: the server that pg_ctl leaves behind would hold a pipe open
    with (home / "output").open("ab") as output:
        subprocess.run([*as_user, *map(str, command)], cwd=home, check=True, stdout=output, stderr=output)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
