"""The workspace's database: opening it, what a plan builds on, and noting what was planned."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kagemi import __version__
from kagemi.domain.constraints import Constraints
from kagemi.domain.experience import Experience
from kagemi.domain.food import Price
from kagemi.domain.kitchen_use import outstanding, used_by_day
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.plan import Plan
from kagemi.domain.price_basis import BASES, prices_by
from kagemi.domain.purchase import Need
from kagemi.files.plans import plan_of, to_json
from kagemi.files.suppliers import basis_fault, load_suppliers
from kagemi.files.workspace import SETTINGS_FILE, Workspace, from_root

if TYPE_CHECKING:
    from kagemi.store.database import Reading, Store

CALENDAR_DAYS = 7
"""Calendar days that are searched for each school day that a rule looks back: holidays are long."""


@contextmanager
def workspace_store(workspace: Workspace, environment: Mapping[str, str]) -> "Iterator[Store]":
    """The database of a workspace, made if there is none; raises `StoreError`, an InvalidInput.

    The shipped example has none: its files are only read. Before an old database is upgraded, a SQLite file is
    copied beside itself; with another kind of database, a backup of the workspace is written.
    """
    if workspace.is_example:
        what = say("there is no workspace here that could remember this")
        raise InvalidInput((Fault(Where(), what, say("make one with kagemi init, and work in its folder")),))
    from kagemi.store.database import open_store
    from kagemi.store.engine import FILE, usual_place

    def keep(schema: str, database: Iterator[str]) -> None:
        from kagemi.files.archive import write_archive
        from kagemi.files.own_files import BACKUPS, free_name, own_files

        path = free_name(workspace.root / BACKUPS / f"before-upgrade-of-{schema}.zip")
        files = own_files(workspace.root, [workspace.root / FILE])
        write_archive(path, workspace.root, files, database, __version__, "")

    with open_store(usual_place(workspace.root, environment), keep) as store:
        yield store


@contextmanager
def store_if_any(workspace: Workspace, environment: Mapping[str, str]) -> "Iterator[Store | None]":
    """The database of a workspace, None where there is none yet; nothing is made. Raises `StoreError`."""
    if workspace.is_example:
        yield None
        return
    from kagemi.store.engine import is_missing, usual_place

    if is_missing(usual_place(workspace.root, environment)):
        yield None
        return
    with workspace_store(workspace, environment) as store:
        yield store


def price_basis_of(workspace: Workspace, wished: str = "") -> str:
    """How prices are chosen: as wished, else as the settings say; raises InvalidInput if that is unknown."""
    basis = wished or workspace.settings.prices
    if basis not in BASES:
        suppliers = load_suppliers(workspace.nutrition_data, ())[0]
        where = Where() if wished else Where((workspace.root / SETTINGS_FILE).as_posix())
        fault = basis_fault(basis, suppliers, where)
        if fault:
            raise InvalidInput((fault,))
    return basis


def read_experience(
    workspace: Workspace, environment: Mapping[str, str], today: date, price_basis: str = ""
) -> Experience:
    """What the workspace's database knows; raises `StoreError`, and InvalidInput if the basis is unknown.

    `price_basis`: how prices are chosen among quotes, "" for what the workspace's settings say.
    """
    basis = price_basis_of(workspace, price_basis)
    with store_if_any(workspace, environment) as store:
        if store is None:
            return Experience(today, basis)
        from kagemi.store import purchases, quotes, records, stock

        asked = quotes.current(store, today)
        prices: Mapping[str, Price] = {}
        if asked:
            suppliers = load_suppliers(workspace.nutrition_data, ())[0]
            prices = prices_by(basis, asked, suppliers, today)
        with store.reading() as connection:
            lots = stock.balances(connection)
            canteens = {b.lot.canteen for b in lots}
            needed = {c: needs_ahead(connection, store.place, c, today) for c in canteens}
            states = {c: purchases.states(connection, canteen=c) for c in canteens}
        coming = {
            c: tuple(s.still for s in of if s.open_g and s.line.deliver_on >= today) for c, of in states.items()
        }
        return Experience(today, basis, prices, lots, needed, coming, records.read(store, until=today))


def first_day_to_cook(workspace: Workspace, environment: Mapping[str, str], canteen: str, today: date) -> date:
    """Today, or tomorrow once it is recorded that today was served or cooked; raises `StoreError`."""
    with store_if_any(workspace, environment) as store:
        if store is None:
            return today
        from kagemi.store import records, stock

        with store.reading() as connection:
            lots = stock.balances(connection, canteen, with_empty=True)
            cooked = used_by_day(stock.movements(connection, lots=lots), lots)
        is_served = any(r.day == today for r in records.read(store, canteen, today))
        is_cooked = any(day == today and grams > 0 for (_, day), grams in cooked.items())
    return today + timedelta(days=1) if is_served or is_cooked else today


def needs_ahead(
    connection: "Reading", place: str, canteen: str, first: date, before: date | None = None
) -> tuple[Need, ...]:
    """What a canteen's plans still cook from `first` on, less what was cooked; by day. Raises `StoreError`.

    `before`: the day after the last one that counts; None: there is none. Each day is told by the plan that
    holds on it.
    """
    from kagemi.report.needs import needs
    from kagemi.store import plans, stock

    texts = plans.texts_from(connection, canteen, first)
    texts = {day: text for day, text in texts.items() if before is None or day < before}
    by_text = {text: needs(plan_of(text, place)) for text in set(texts.values())}
    wanted = [n for day in sorted(texts) for n in by_text[texts[day]] if n.day == day]
    lots = stock.balances(connection, canteen, with_empty=True)
    return outstanding(wanted, used_by_day(stock.movements(connection, lots=lots), lots))


def planned_before(
    workspace: Workspace, constraints: Constraints, first: date, environment: Mapping[str, str]
) -> Mapping[date, tuple[str, ...]]:
    """The dishes of the days before `first`, by date, as the published or newest plan for each of them says.

    The workspace's database has the plans; where there is none, nothing was planned. Raises `StoreError`.
    """
    days = constraints.days_to_look_back
    if not days:
        return {}
    with store_if_any(workspace, environment) as store:
        if store is None:
            return {}
        from kagemi.store import plans

        return plans.servings_before(store, constraints.canteen, first, CALENDAR_DAYS * days)


def published_of(plan: Plan, workspace: Workspace, environment: Mapping[str, str]) -> frozenset[str]:
    """The texts of all published versions of the plan's canteen and days; raises `StoreError`."""
    days = [d.date for d in plan.problem.days]
    with store_if_any(workspace, environment) as store:
        if store is None:
            return frozenset()
        from kagemi.store import publications

        found = publications.versions(store, plan.problem.canteen, min(days), max(days))
        return frozenset(each.plan_json for each in found)


def record_plan(
    plan: Plan, workspace: Workspace, constraints: Path, made_at: datetime, environment: Mapping[str, str]
) -> None:
    """Note in the workspace's database that the plan was made; raises `StoreError`, an InvalidInput.

    The shipped example has no database.
    """
    if workspace.is_example:
        return
    from kagemi.store import plans

    with workspace_store(workspace, environment) as store:
        plans.record(store, plan, to_json(plan), made_at, from_root(str(constraints), workspace.root))
