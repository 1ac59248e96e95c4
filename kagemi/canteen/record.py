"""What came back: from lines and forms, by way of the plan of their day, into the workspace's database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from kagemi.domain.message import Fault, InvalidInput, Message, Where, say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Day, DishFacts
from kagemi.domain.record import Record
from kagemi.files.days import HOW, NAMES, last_day, read_day
from kagemi.files.hints import did_you_mean
from kagemi.files.plans import plan_of, read_plan
from kagemi.files.record_import import Entry
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any, workspace_store
from kagemi.planning import newest_plan

MOST_SERVED = 100_000


@dataclass(frozen=True)
class ServedDay:
    """A day of a plan, of which something is to be recorded."""

    plan: Plan
    day: Day

    @property
    def dishes(self) -> tuple[DishFacts, ...]:
        """What is on the day's menu."""
        return tuple(self.plan.problem.dish(i) for i in self.portions())

    def portions(self) -> dict[str, dict[str, float]]:
        """Dish id -> group id -> portion, where it is more than nothing."""
        found: dict[str, dict[str, float]] = {}
        for serving in self.plan.servings:
            if serving.day == self.day.index:
                eaten = {g: p for g, p in serving.portions.items() if p > 0}
                found[serving.dish] = found.get(serving.dish, {}) | eaten
        return found

    def eaters(self, dish: str) -> int:
        """The children who get the dish."""
        return sum(self.plan.problem.group(g).headcount for g in self.portions()[dish])

    def cooked_g(self, dish: str) -> float:
        """Cooked grams for all eaters."""
        problem = self.plan.problem
        portions = self.portions()[dish]
        return problem.dish(dish).served_g * sum(problem.group(g).headcount * p for g, p in portions.items())


class Days:
    """Finds the day that somebody means, in the plan that tells what was served on it."""

    def __init__(
        self, workspace: Workspace, environment: Mapping[str, str], today: date, plan: Path | None = None
    ) -> None:
        self.workspace, self.environment, self.today = workspace, environment, today
        self.newest = read_plan(plan or newest_plan(workspace))
        """The plan that was named, or else the one that was written last; raises InvalidInput."""
        self.is_named = plan is not None
        self.found: dict[str, ServedDay | Fault] = {}

    def find(self, written: str, where: Where) -> ServedDay | Fault:
        """The day of a date, or of a weekday: the last one up to today with a plan, or the newest plan's."""
        key = written.strip().casefold()
        if key not in self.found:
            self.found[key] = self._find(key, written)
        found = self.found[key]
        return Fault(where, found.what, found.hint) if isinstance(found, Fault) else found

    def _find(self, key: str, written: str) -> ServedDay | Fault:
        named, last = read_day(written), last_day(written, self.today)
        if named is None or last is None:
            close = did_you_mean(key, NAMES)
            hint = close if close and "close" in close.params else HOW
            return Fault(Where(), say('"{written}" is no day', written=written), hint)
        dates = [last]
        if isinstance(named, int):
            own = [d.date for d in self.newest.problem.days if d.date.weekday() == named]
            dates = own if self.is_named else [last, *own]
        for each in dates:
            plan = self._plan_of(each)
            day_of = next((d for d in plan.problem.days if d.date == each), None) if plan else None
            if plan and day_of and any(s.day == day_of.index for s in plan.servings):
                return ServedDay(plan, day_of)
        choices = [d.date.isoformat() for d in self.newest.problem.days]
        return Fault(
            Where(),
            say('no plan tells what is served on "{written}"', written=written),
            did_you_mean(key, choices),
        )

    def _plan_of(self, day: date) -> Plan | None:
        """The plan that tells a day: the named one, else what the database says, else the newest file."""
        if not self.is_named:
            with store_if_any(self.workspace, self.environment) as store:
                if store is not None:
                    from kagemi.store import plans

                    told = plans.plan_of_day(store, self.newest.problem.canteen, day)
                    if told is not None:
                        return plan_of(told, store.place)
        return self.newest


def records_of(
    entries: Iterable[Entry],
    days: Days,
    source: str,
    day: str = "",
    noted: Iterable[Record] = (),
    unread: Iterable[Fault] = (),
) -> tuple[Record, ...]:
    """The records of all entries; raises InvalidInput with what is wrong with any of them.

    `day`: that of the entries that name none. `noted`: what is recorded already, the last entered last; what an
    entry does not say stays as it is there. `unread`: faults of rows that are no entries, told with the others.
    Nothing is recorded of days to come.
    """
    before = list(noted)
    found: list[Record] = []
    faults: list[Fault] = list(unread)
    seen: dict[tuple[date, str, str], Where] = {}
    for entry in entries:
        served_day = days.find(entry.day or day, entry.where)
        if isinstance(served_day, Fault):
            faults.append(served_day)
            continue
        if served_day.day.date > days.today:
            what = say("{day} is still to come: nothing of it can have come back yet", day=served_day.day.date)
            faults.append(Fault(entry.where, what, say("name a day up to today")))
            continue
        record = record_of(entry, served_day, source, before)
        if isinstance(record, Fault):
            faults.append(record)
            continue
        key = (record.day, record.dish, record.school_class)
        if key in seen:
            what = _twice(record)
            faults.append(
                Fault(entry.where, what, say("the first is {place}: keep one of them", place=str(seen[key])))
            )
        seen.setdefault(key, entry.where)
        found.append(record)
        before.append(record)
    if faults:
        raise InvalidInput(tuple(sorted(faults, key=lambda f: f.where)))
    return tuple(found)


def _twice(record: Record) -> Message:
    if record.school_class:
        return say(
            "{dish} is written down twice for {day} and class {school_class}",
            dish=record.dish,
            day=record.day,
            school_class=record.school_class,
        )
    return say("{dish} is written down twice for {day}", dish=record.dish, day=record.day)


def record_of(entry: Entry, served_day: ServedDay, source: str, noted: Iterable[Record] = ()) -> Record | Fault:
    """The record of an entry, or why it cannot be right.

    Where nothing is said, as many portions were served as was `noted` last, or else as the plan has eaters; and
    where only the portions are said, what was noted of the class came back. Grams served are the plan's
    portions, for so many children.
    """
    dish = dish_of(entry.dish, served_day, entry.where)
    if isinstance(dish, Fault):
        return dish
    eaters = served_day.eaters(dish.id)
    of_dish = noted_of(served_day, dish.id, noted)
    entry = _with_what_stays(entry, of_dish)
    served = (of_dish[-1].served if of_dish else eaters) if entry.served is None else entry.served
    served_g = served_day.cooked_g(dish.id) * served / eaters if eaters else 0.0
    wrong = _cannot_be(entry, served, served_g)
    if wrong:
        return Fault(entry.where, *wrong)
    left_g = None if entry.left_kg is None else 1000 * entry.left_kg
    canteen = served_day.plan.problem.canteen
    return Record(
        canteen,
        served_day.day.date,
        dish.id,
        served,
        entry.trays,
        left_g,
        served_g,
        source,
        school_class=entry.school_class,
    )


def noted_of(served_day: ServedDay, dish: str, noted: Iterable[Record]) -> tuple[Record, ...]:
    """Of what was noted, the records of this canteen, day and dish."""
    about = (served_day.plan.problem.canteen, served_day.day.date, dish)
    return tuple(r for r in noted if (r.canteen, r.day, r.dish) == about)


def _with_what_stays(entry: Entry, noted: Iterable[Record]) -> Entry:
    """The entry with what was noted of its class, if it says only that some were served."""
    if entry.trays or entry.left_kg is not None or entry.served == 0:
        return entry
    own = [r for r in noted if r.school_class == entry.school_class]
    if not own:
        return entry
    left_g = own[-1].left_g
    return replace(entry, trays=own[-1].trays, left_kg=None if left_g is None else left_g / 1000)


def dish_of(written: str, served_day: ServedDay, where: Where) -> DishFacts | Fault:
    """The dish of the day that somebody means, or that there is none."""
    dish = _dish(written, served_day.dishes)
    if dish is not None:
        return dish
    what = say('there is no dish "{written}" on the menu of {day}', written=written, day=served_day.day.date)
    return Fault(where, what, did_you_mean(written, tuple(d.id for d in served_day.dishes)))


def _dish(written: str, dishes: tuple[DishFacts, ...]) -> DishFacts | None:
    """The dish with this id or name, or the only one of the day whose id or name has the words in it."""
    wanted = written.strip().casefold()
    names = {d.id: (d.id, d.name.id.casefold(), d.name.en.casefold()) for d in dishes}
    exact = [d for d in dishes if wanted in names[d.id]]
    parts = [d for d in dishes if any(wanted in name for name in names[d.id])]
    found = exact or parts
    return found[0] if wanted and len(found) == 1 else None


def _cannot_be(entry: Entry, served: int, served_g: float) -> tuple[Message, Message] | None:
    """What of an entry cannot be right, and what to do."""
    if not 0 <= served <= MOST_SERVED:
        what = say("{key}: {written} cannot be right", key="served", written=served)
        return what, say("it must be between {low} and {high}", low=0, high=MOST_SERVED)
    trays = sum(entry.trays or ())
    if entry.trays and not trays:
        return say("no tray was looked at"), say("write how many trays had none of it left, a quarter, ...")
    if trays > served:
        what = say(
            "{trays} trays were looked at, and only {served} portions served", trays=trays, served=served
        )
        return what, say("compare the figures with the sheet")
    if entry.left_kg is not None and entry.school_class:
        what = say("kilograms are of all portions, and a class is named")
        return what, say("count trays, or leave the class out")
    if entry.left_kg is not None and 1000 * entry.left_kg > served_g:
        what = say(
            "{left:g} kg came back of {served:.1f} kg that were served",
            left=entry.left_kg,
            served=served_g / 1000,
        )
        return what, say("compare the figures with the sheet")
    return None


def enter(
    workspace: Workspace, records: Iterable[Record], entered_at: datetime, environment: Mapping[str, str]
) -> int:
    """Write records into the database, all or none; returns how many are new; raises `StoreError`."""
    from kagemi.store import records as stored

    with workspace_store(workspace, environment) as store:
        return stored.add(store, records, entered_at)
