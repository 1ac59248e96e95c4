from pathlib import Path

import pytest

from tests.cli.runner import kagemi
from tests.workspaces import canteen


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    """A small workspace."""
    return canteen(tmp_path / "ws")


@pytest.fixture(scope="package")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workspace with a plan of 2026-W49; tests only read it."""
    folder = canteen(tmp_path_factory.mktemp("planned") / "ws")
    assert kagemi(folder, "plan", "--week", "2026-W49").exit_code == 0
    return folder
