"""Each test of the store runs on SQLite and, where a server can be had, on PostgreSQL."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from kagemi.store.database import Store, open_store
from kagemi.store.engine import database_url
from tests.store.cluster import cluster, missing

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server; without one its tests are skipped on a desk and fail on CI."""
    if reason := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return tmp_path / "kagemi.db"
    address = str(request.getfixturevalue("server"))
    name = f"test_{next(_NUMBERS)}"
    admin = create_engine(database_url(f"{address}/postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"{address}/{name}"


@pytest.fixture
def store(place: str | Path) -> Iterator[Store]:
    with open_store(place) as opened:
        yield opened
