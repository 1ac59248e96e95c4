"""The schema: made, brought up to date, and never at the cost of what is stored."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from threading import Thread, Timer

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Table, inspect, text

from kagemi.store import plans, schema, upgrade
from kagemi.store.database import open_store
from kagemi.store.engine import database_url, make_engine
from kagemi.store.errors import StoreError
from kagemi.store.schema import METADATA, PLANS, REVISIONS, VERSION_TABLE
from tests.store.sample import a_plan, record

ROWS = {
    "0001": (
        "INSERT INTO plans VALUES (7, '2026-11-27 12:00:00+00:00', '2026-11-30', '2026-12-04', 'Kantin', "
        "'week.yaml', 'optimal', 9500.5, 0.001, 'abc', '0.1.0', '{}')",
    ),
    "0002": (
        "INSERT INTO plans VALUES (7, '2026-11-27 12:00:00+00:00', '2026-11-30', '2026-12-04', 'Kantin', "
        "'week.yaml', 'optimal', 9500.5, 0.001, 'abc', '0.1.0', '{}')",
        "INSERT INTO publications VALUES (1, 7, 'Kantin', '2026-11-30', '2026-12-04', 1, "
        "'2026-11-27 13:00:00+00:00', '')",
        "INSERT INTO quotes VALUES (1, 'pak_slamet', 'ikan_tuna', 'kg', 1000.0, 62000, '2026-11-27', NULL, "
        "'2026-11-27 13:00:00+00:00', 'week.csv')",
        "INSERT INTO column_mappings VALUES (1, 'prices', '[]', '{}', '2026-11-27 13:00:00+00:00')",
        "INSERT INTO lots VALUES (1, 'Kantin', 'tuna', 'slamet', '2026-11-27', '2026-12-20', 'freezer', "
        "62000.0, '')",
        "INSERT INTO movements VALUES (1, 1, 'received', 40000, '2026-11-27', '2026-11-27 13:00:00+00:00', '', "
        "NULL)",
        "INSERT INTO movements VALUES (2, 1, 'corrected', -500, '2026-11-28', '2026-11-28 13:00:00+00:00', '', "
        "1)",
        "INSERT INTO purchases VALUES (1, 'Kantin', '2026-11-30', '2026-12-04', 'abc', "
        "'2026-11-27 13:00:00+00:00')",
        "INSERT INTO order_lines VALUES (1, 1, 'slamet', 'ikan_tuna', '2026-11-30', 'kg', 1000.0, 40.0, 62000)",
        "INSERT INTO receipts VALUES (1, 1, 'pak_slamet', 'ikan_tuna', '2026-11-30', 40000, 0, 2480000, 1, "
        "'2026-11-27 13:00:00+00:00', '')",
        "INSERT INTO records VALUES (1, 'Kantin', '2026-11-30', 'tuna', '7A', 620, '12,5,3,2,1', NULL, NULL, "
        "'2026-11-30 13:00:00+00:00', '', NULL)",
    ),
}
ROWS["0003"] = (
    *ROWS["0002"],
    "INSERT INTO people VALUES (1, 'Bu Tini', 'staff', 'x', '2026-11-27 13:00:00+00:00')",
    "INSERT INTO audit VALUES (1, '2026-11-27 13:00:00+00:00', 'Bu Tini', 'login', '')",
    "INSERT INTO drafts VALUES (1, 'Kantin', '2026-11-30', '2026-12-04', 1, 'begin', '{}', 'Bu Tini', "
    "'2026-11-27 13:00:00+00:00', '{}')",
)
"""Revision -> rows as that revision's program wrote them; every released revision has some."""

NEXT = """
    import sqlalchemy as sa
    from alembic import op

    revision = "9999"
    down_revision = "{newest}"

    def upgrade() -> None:
        op.create_table("child", sa.Column("plan", sa.Integer, sa.ForeignKey("plans.id", ondelete="CASCADE")))
        op.execute("INSERT INTO child SELECT id FROM plans")
        with op.batch_alter_table("plans", recreate="{recreate}") as batch:
            batch.alter_column("canteen", new_column_name="kitchen")
        {more}
"""


@pytest.fixture
def engine(place: str | Path) -> Iterator[Engine]:
    made = make_engine(database_url(place))
    yield made
    made.dispose()


def add_revision(
    folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "", *, recreate: str = "auto"
) -> None:
    """Pretend that this is a later Kagemi, with one revision more."""
    migrations = folder / "100 % migrations"
    shutil.copytree(upgrade.MIGRATIONS, migrations)
    script = dedent(NEXT).format(newest=REVISIONS[-1], recreate=recreate, more=more)
    (migrations / "versions" / "r9999_next.py").write_text(script)
    monkeypatch.setattr(upgrade, "MIGRATIONS", migrations)
    monkeypatch.setattr(upgrade, "REVISIONS", (*REVISIONS, "9999"))


def migrate_to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(upgrade.MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def test_an_empty_database_gets_all_tables(place: str | Path, engine: Engine) -> None:
    open_store(place).close()
    assert set(inspect(engine).get_table_names()) == {*METADATA.tables, VERSION_TABLE}


def test_the_migrations_make_the_tables_that_the_program_knows(place: str | Path, engine: Engine) -> None:
    open_store(place).close()
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": VERSION_TABLE,
                "compare_server_default": True,
                "include_object": lambda _, name, kind, *__: (kind, name) != ("table", VERSION_TABLE),
            },
        )
        assert compare_metadata(context, METADATA) == []


def test_every_name_follows_the_convention(place: str | Path, engine: Engine) -> None:
    open_store(place).close()
    made = inspect(engine)
    assert [i["name"] for i in made.get_indexes("plans")] == [i.name for i in PLANS.indexes]
    assert made.get_pk_constraint("plans")["name"] == "pk_plans"


def test_the_program_knows_all_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", str(upgrade.MIGRATIONS))
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert tuple(s.revision for s in reversed(scripts)) == REVISIONS


def test_every_revision_has_rows_to_be_tested_with() -> None:
    assert set(ROWS) == set(REVISIONS)


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_released_revision_is_upgraded_with_its_data(
    place: str | Path, engine: Engine, revision: str
) -> None:
    with engine.begin() as connection:
        migrate_to(connection, revision)
        for row in ROWS[revision]:
            connection.execute(text(row.replace("+00:00", "") if isinstance(place, Path) else row))
    with open_store(place) as store:
        found = plans.newest_first(store, 10)
        assert [(p.id, p.canteen, p.cost_idr_per_portion) for p in found] == [(7, "Kantin", 9500.5)]
        assert found[0].made_at.isoformat() == "2026-11-27T12:00:00+00:00"
        assert record(store, a_plan("another"))


def test_an_upgrade_keeps_rows_and_the_rows_that_refer_to_them(
    place: str | Path, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(place) as store:
        record(store, a_plan())
    is_sqlite = isinstance(place, Path)  # there, tables are rebuilt
    add_revision(tmp_path, monkeypatch, recreate="always" if is_sqlite else "auto")
    open_store(place).close()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT kitchen, plan FROM plans, child")).all() == [("Test", 1)]
        assert connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) == "9999"


def test_an_upgrade_that_fails_changes_nothing(
    place: str | Path, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(place) as store:
        record(store, a_plan())
    with monkeypatch.context() as later:
        add_revision(tmp_path, later, more='op.execute("SELECT * FROM nothing")')
        with pytest.raises(StoreError, match="nothing"):
            open_store(place)
    assert "child" not in inspect(engine).get_table_names()
    with open_store(place) as store:
        assert len(plans.newest_first(store, 10)) == 1


def test_a_sqlite_file_is_copied_before_an_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kagemi.db"
    with open_store(path) as store:
        record(store, a_plan())
    add_revision(tmp_path, monkeypatch)
    open_store(path).close()
    monkeypatch.undo()
    with open_store(tmp_path / f"kagemi.db.{REVISIONS[-1]}.backup") as copy:
        assert [p.fingerprint for p in plans.newest_first(copy, 10)] == ["abc"]


def test_a_copy_that_is_there_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(tmp_path / "kagemi.db").close()
    first = tmp_path / f"kagemi.db.{REVISIONS[-1]}.backup"
    first.write_text("precious")
    add_revision(tmp_path, monkeypatch)
    open_store(tmp_path / "kagemi.db").close()
    assert first.read_text() == "precious"
    assert (tmp_path / f"kagemi.db.{REVISIONS[-1]}-2.backup").exists()


def test_a_new_file_has_no_copy(tmp_path: Path) -> None:
    open_store(tmp_path / "kagemi.db").close()
    assert [p.name for p in tmp_path.iterdir()] == ["kagemi.db"]


def test_a_migration_that_orphans_rows_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path / "kagemi.db") as store:
        record(store, a_plan())
    add_revision(tmp_path, monkeypatch, more='op.execute("DELETE FROM plans")')
    with pytest.raises(StoreError, match="the upgrade would lose rows of the table child"):
        open_store(tmp_path / "kagemi.db")


def test_many_who_open_a_new_database_at_once_all_succeed(place: str | Path) -> None:
    failures: list[Exception] = []

    def open_it() -> None:
        try:
            open_store(place).close()
        except Exception as error:
            failures.append(error)

    threads = [Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_new_file_that_another_program_is_making_is_waited_for(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "kagemi.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = Timer(0.1, other.close)
    timer.start()
    open_store(tmp_path / "kagemi.db").close()
    timer.join()


def test_a_newer_database_is_refused(place: str | Path, engine: Engine) -> None:
    open_store(place).close()
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9000'"))
    with pytest.raises(StoreError) as caught:
        open_store(place)
    fault = caught.value.faults[0]
    assert str(fault.what) == "the database was written by a newer Kagemi (its schema is 9000)"
    assert str(fault.hint) == "update Kagemi"


def test_the_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kagemi.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE songs (id)")
    other.close()
    with pytest.raises(StoreError, match="this database belongs to another program"):
        open_store(path)


def test_alembic_is_not_loaded_for_a_database_that_is_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "kagemi.db"
    open_store(path).close()
    script = (
        "import sys; from pathlib import Path; from kagemi.store.database import open_store; "
        "open_store(Path(sys.argv[1])).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script, str(path)], check=False).returncode == 0


def test_sqlite_keeps_a_write_ahead_log_and_checks_foreign_keys(tmp_path: Path) -> None:
    open_store(tmp_path / "kagemi.db").close()
    engine = make_engine(database_url(tmp_path / "kagemi.db"))
    with engine.connect() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]
    engine.dispose()
    assert settings == ["wal", 1, 5000]


def test_no_text_is_limited_on_one_database_and_not_on_the_other() -> None:
    def limited(table: Table) -> list[str]:
        return [c.name for c in table.columns if getattr(c.type, "length", None)]

    assert {t.name: names for t in schema.METADATA.sorted_tables if (names := limited(t))} == {}
