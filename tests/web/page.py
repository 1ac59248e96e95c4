"""A browser without a screen: the page of a small canteen, its forms filled in and its jobs waited for."""

import os
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from starlette.testclient import TestClient

from kagemi.web.app import create_app
from kagemi.web.desk import Desk

FRIDAY = date(2026, 11, 27)
ORIGIN = "http://127.0.0.1"


class Client(TestClient):
    """Reads pages and fills in forms as a browser does."""

    def __init__(
        self, root: Path, today: date = FRIDAY, needs_login: bool = False, public_menu: bool = False
    ) -> None:
        environment = {k: v for k, v in os.environ.items() if k != "KAGEMI_DATABASE_URL"}
        now = datetime(2026, 11, 27, 8, tzinfo=UTC)
        self.desk = Desk(
            root,
            environment,
            today=lambda: today,
            now=lambda: now,
            needs_login=needs_login,
            public_menu=public_menu,
        )
        super().__init__(create_app(self.desk), base_url=ORIGIN, follow_redirects=False)

    def token(self, path: str = "/") -> str:
        """The proof, in a page, that a form comes from it."""
        found = re.search(r'"X-CSRF": "([^"]+)"', self.get(path).text)
        assert found is not None, "the page has no token"
        return found[1]

    def fill(self, path: str, fields: Mapping[str, str], **files: tuple[str, bytes]) -> "Answer":
        """Send a form with the token of a page."""
        data = {"csrf": self.token("/people" if not self.desk.needs_login else "/"), **fields}
        response = self.post(path, data=data, files=files or None, headers={"Origin": ORIGIN})
        return Answer(response.status_code, response.text, response.headers.get("Location", ""))

    def log_in(self, name: str, password: str) -> "Answer":
        """Fill in the login."""
        response = self.post("/login", data={"name": name, "password": password}, headers={"Origin": ORIGIN})
        return Answer(response.status_code, response.text, response.headers.get("Location", ""))

    def wait(self, path: str, until: Callable[[str], bool], seconds: float = 60) -> str:
        """Load a page until it says what is waited for."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            text = self.get(path, follow_redirects=True).text
            if until(text):
                return text
            time.sleep(0.1)
        raise AssertionError(f"{path} does not say it: {text[-2000:]}")


class Answer:
    """What came back of a form."""

    def __init__(self, status: int, text: str, location: str) -> None:
        self.status, self.text, self.location = status, text, location


def is_over(text: str) -> bool:
    """True if no job on the page is still running."""
    return "<progress" not in text
