import os
import shutil
from datetime import date
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def friday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run on the Friday before the week of most plans, whenever the tests run."""
    monkeypatch.setattr("kagemi.cli.session.today", lambda: date(2026, 11, 27))


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A Chromium to print with; without one its tests are skipped on a desk and fail on CI."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return Path(found)
    reason = "no chromium on PATH: apt-get install chromium"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
