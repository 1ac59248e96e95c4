"""A writer that is killed leaves whole transactions and files, and loses nothing that it spoke of."""

import json
import random
import signal
import time
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy import func, select

from kagemi.canteen.backup import back_up, restore
from kagemi.domain.purchase import OrderLine, Receipt
from kagemi.domain.stock import Lot, Movement
from kagemi.domain.supplier import Quote
from kagemi.files.archive import unpack, write_archive
from kagemi.files.atomic import write_text
from kagemi.files.plans import read_plan, to_json
from kagemi.files.workspace import find_workspace
from kagemi.store import publications, purchases, quotes, stock
from kagemi.store.database import Store, open_store
from kagemi.store.integrity import problems
from kagemi.store.purchases import Arrival, StoredPurchase
from kagemi.store.schema import MOVEMENTS, PLANS, PUBLICATIONS, QUOTES, RECEIPTS
from tests.store.processes import Done, start
from tests.store.sample import NOON, a_plan
from tests.store.test_backup import FRIDAY, new_database
from tests.workspaces import canteen

KILLS = 200
OF_A_CLIENT = 20
"""Kills of a client of PostgreSQL, whose server stays."""
MOST, LONGEST = 3, 0.02
"""Things that a writer has done, and seconds that it works on, before it is killed."""
BATCH = 5
PLAN_FILE = "2026-W49.json"
OPEN = "open"


def write_on(place: str | Path, folder: Path, run: int, done: Done) -> None:
    """Write whatever the canteen writes, without end; each time it lasts, say what it was."""
    chance = random.Random(run)
    with open_store(place) as store:
        done(OPEN)
        for n in count():
            name = f"{run}-{n}"
            chance.choice([_quotes, _stock, _publish, _orders, _files])(store, folder, name)
            done(name)


def _quotes(store: Store, _folder: Path, name: str) -> None:
    batch = [Quote("slamet", f"{name}-{i}", "kg", 1000.0, 100 + i, FRIDAY, None, name) for i in range(BATCH)]
    quotes.add(store, batch, NOON)


def _stock(store: Store, _folder: Path, name: str) -> None:
    lot = stock.receive(store, Lot(name, "slamet", FRIDAY, "freezer"), 1000 * BATCH, NOON)
    stock.move(store, [Movement(lot.id, "used", -1000, FRIDAY, name) for _ in range(BATCH)], NOON)


def _publish(store: Store, _folder: Path, name: str) -> None:
    publications.publish(store, a_plan(name), json.dumps({"name": name}), NOON, "week.yaml", why=name)


def _orders(store: Store, _folder: Path, name: str) -> None:
    lines = [OrderLine("slamet", f"{name}-{i}", FRIDAY, "kg", 1000.0, 2.0, 9) for i in range(BATCH)]
    ordered = StoredPurchase(0, name, FRIDAY, FRIDAY, name, NOON, tuple(lines))
    purchase = purchases.record(store, ordered)
    arrivals = [
        Arrival(
            Receipt("slamet", line.food, FRIDAY, 2000, 500, 18, order_line=line.id, note=name),
            Lot(line.food, "slamet", FRIDAY, "freezer"),
        )
        for line in purchase.lines
    ]
    purchases.receive(store, arrivals, NOON)


def _files(_store: Store, folder: Path, name: str) -> None:
    write_text(folder / "plans" / PLAN_FILE, to_json(a_plan(name, menu={0: ["tuna"], 1: ["rawon"]})))
    write_archive(folder / f"{name}.zip", folder, [folder / "plans" / PLAN_FILE], None, "0.1.0", "")


def rows_that_are_there(store: Store) -> set[object]:
    """The names of all batches, each of which is whole."""
    of_quotes = select(QUOTES.c.source, func.count()).group_by(QUOTES.c.source)
    of_stock = (
        select(MOVEMENTS.c.note, func.count()).where(MOVEMENTS.c.kind == "used").group_by(MOVEMENTS.c.note)
    )
    of_orders = select(RECEIPTS.c.note, func.count()).group_by(RECEIPTS.c.note)
    with store.reading() as connection:
        batches = [
            tuple(row) for query in (of_quotes, of_stock, of_orders) for row in connection.execute(query)
        ]
        published = set(connection.scalars(select(PUBLICATIONS.c.why)))
        recorded = set(connection.scalars(select(PLANS.c.fingerprint)))
    assert [batch for batch in batches if batch[1] != BATCH] == []
    assert published == recorded, "a plan is recorded and published at once"
    return {name for name, _ in batches} | published


def files_that_are_there(folder: Path, scratch: Path) -> set[object]:
    """The names of all backups, each of which is whole, as the plan's file is."""
    if (folder / "plans" / PLAN_FILE).exists():
        read_plan(folder / "plans" / PLAN_FILE)
    for backup in folder.glob("*.zip"):
        (scratch / backup.stem).mkdir()
        unpack(backup, scratch / backup.stem, "kagemi.db")
        backup.unlink()
    return {unpacked.name for unpacked in scratch.iterdir()}


def kill_often(place: str | Path, tmp_path: Path, times: int) -> set[object]:
    """Kill a writer so many times, and look each time; what the writers said they had done."""
    folder, scratch = tmp_path / "ws", tmp_path / "scratch"
    folder.mkdir()
    scratch.mkdir()
    open_store(place).close()
    chance = random.Random(7)
    said: set[object] = set()
    for run in range(times):
        writer = start(partial(write_on, place, folder, run))
        writer.kill_after(1 + chance.randint(0, MOST), chance.uniform(0, LONGEST))
        said |= set(writer.done) - {OPEN}
        with open_store(place) as store:
            assert run % 10 or problems(store) == ()
            there = rows_that_are_there(store) | files_that_are_there(folder, scratch)
        assert not said - there, f"lost: {said - there}"
    with open_store(place) as store:
        assert problems(store) == ()
    return said


def make(path: Path, done: Done) -> None:
    """Make a database, and wait."""
    done("begun")
    open_store(path).close()
    done("made")
    signal.pause()


def test_a_sqlite_file_bears_a_writer_that_is_killed_200_times(tmp_path: Path) -> None:
    said = kill_often(tmp_path / "kagemi.db", tmp_path, KILLS)
    assert len(said) > KILLS, "the writers wrote something"
    left = [p for p in (tmp_path / "ws").rglob("*") if p.is_file() and not p.name.startswith(".")]
    assert [p.name for p in left] == [PLAN_FILE], "what is left half done is hidden"


def test_a_server_bears_a_client_that_is_killed(server: str, tmp_path: Path) -> None:
    assert len(kill_often(new_database(server), tmp_path, OF_A_CLIENT)) > OF_A_CLIENT


def test_a_database_is_made_whole_or_made_anew(tmp_path: Path) -> None:
    chance = random.Random(8)
    for run in range(OF_A_CLIENT):
        path = tmp_path / f"{run}.db"
        writer = start(partial(make, path))
        writer.kill_after(1, chance.uniform(0, 2 * LONGEST))
        with open_store(path) as store:
            assert problems(store) == ()


def restore_on(archive: Path, folder: Path, done: Done) -> None:
    """Make a workspace of a backup, and wait."""
    done("begun")
    restore(archive, folder, {})
    done("made")
    signal.pause()


def test_a_restore_that_is_killed_leaves_a_whole_workspace_or_none(tmp_path: Path) -> None:
    source = canteen(tmp_path / "ws")
    with open_store(source / "kagemi.db") as store:
        for n in range(9):
            _publish(store, source, str(n))
    archive = tmp_path / "b.zip"
    before = back_up(find_workspace(source, source), archive, NOON, {})
    began = time.monotonic()
    restore(archive, tmp_path / "timed", {})
    longest = time.monotonic() - began
    chance = random.Random(9)
    for run in range(OF_A_CLIENT):
        folder = tmp_path / f"new-{run}"
        writer = start(partial(restore_on, archive, folder))
        writer.kill_after(1, chance.uniform(0, 1.5 * longest))
        assert folder.exists() or "made" not in writer.done
        if folder.exists():
            after = back_up(find_workspace(folder, folder), tmp_path / f"{run}.zip", NOON, {})
            assert (after.rows, after.manifest.members) == (before.rows, before.manifest.members)
