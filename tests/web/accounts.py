"""A canteen whose page asks for a login, and people who have one."""

from datetime import UTC, datetime
from pathlib import Path

from kagemi.files.workspace import find_workspace
from kagemi.web.accounts import enter
from tests.web.page import Client

WORD = "nasi dan ikan"
"""Everybody's password."""
ROLES = ("teacher", "staff", "nutritionist", "admin")
NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)


def give_accounts(ws: Path) -> Path:
    """An account for each role, called as the role is."""
    for role in ROLES:
        enter(find_workspace(ws, ws), {}, role, role, WORD, NOW)
    return ws


def entered(ws: Path, role: str) -> Client:
    """The browser of somebody who logged in."""
    client = Client(ws, needs_login=True)
    answer = client.log_in(role, WORD)
    assert (answer.status, answer.location) == (303, "/")
    return client
