"""`kagemi serve`: it says where it is, lets nobody in by accident, and ends when it is told to."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.request import urlopen

import pytest

from kagemi.web.desk import Desk
from kagemi.web.server import is_here
from tests.cli.runner import kagemi


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Instead of serving: whether a login would be asked."""
    import uvicorn

    from kagemi.web import app

    asked: list[bool] = []
    create = app.create_app

    def noted(desk: Desk, hosts: Sequence[str]) -> object:
        asked.append(desk.needs_login)
        return create(desk, hosts)

    monkeypatch.setattr(app, "create_app", noted)
    monkeypatch.setattr(uvicorn.Server, "run", lambda _self: None)
    return asked


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_here_is_only_this_machine(host: str) -> None:
    assert is_here(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "kantin.local", "", "127.0.0.1.evil.test"])
def test_there_is_anything_else(host: str) -> None:
    assert not is_here(host)


@pytest.mark.parametrize("args", [["--host", "0.0.0.0"], ["--host", "::"], ["--name", "kantin.local"]])
def test_beyond_this_machine_it_needs_an_admin(ws: Path, served: list[bool], args: list[str]) -> None:
    result = kagemi(ws, "serve", *args)
    assert result.exit_code == 4
    assert "kagemi accounts set NAME --role admin" in result.output
    assert served == []


@pytest.mark.parametrize("args", [["--host", "0.0.0.0"], ["--name", "kantin.local"]])
def test_staff_alone_do_not_open_it_and_with_an_admin_all_log_in(
    ws: Path, served: list[bool], args: list[str]
) -> None:
    assert kagemi(ws, "accounts", "set", "tini", "--role", "staff", typed="long enough\n").exit_code == 0
    assert kagemi(ws, "serve", *args).exit_code == 4
    assert kagemi(ws, "accounts", "set", "budi", "--role", "admin", typed="long enough\n").exit_code == 0
    assert kagemi(ws, "serve", *args).exit_code == 0
    assert served == [True]


def test_on_this_machine_nobody_logs_in(ws: Path, served: list[bool]) -> None:
    assert kagemi(ws, "serve").exit_code == 0
    assert served == [False]


def test_without_a_workspace_there_is_nothing_to_serve(tmp_path: Path) -> None:
    result = kagemi(tmp_path, "serve")
    assert result.exit_code == 4
    assert "kagemi init" in result.output


def test_a_port_that_another_program_has_is_told(ws: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = (sys.executable, "-m", "kagemi", "serve", "--port", str(taken.getsockname()[1]))
        result = subprocess.run(command, cwd=ws, capture_output=True, text=True, check=False)
    assert result.returncode == 4
    assert "--port" in result.stderr


@pytest.mark.parametrize(
    ("how", "codes"), [(signal.SIGINT, {0, 130}), (signal.SIGTERM, {0, -signal.SIGTERM, 143})]
)
def test_it_says_its_port_and_ends_when_told(ws: Path, how: signal.Signals, codes: set[int]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kagemi", "--lang", "en", "serve", "--port", "0"],
        cwd=ws,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={k: v for k, v in os.environ.items() if k != "KAGEMI_DATABASE_URL"} | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        assert found is not None
        assert found[1] != "0"
        with urlopen(found[0]) as page:
            assert page.status == 200
            assert "server" not in {name.lower() for name in page.headers}
            assert "Test school" in page.read().decode()
        process.send_signal(how)
        _, errors = process.communicate(timeout=20)
        assert process.returncode in codes
        assert "Traceback" not in errors
    finally:
        process.kill()
        process.communicate()
