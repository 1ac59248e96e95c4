"""A week planned anew because the day is not what the plan said: as few dishes as possible change."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kagemi.canteen.buy import buy
from kagemi.domain.message import Fault, InvalidInput, Message, Where, say
from kagemi.domain.plan import Outcome, Plan
from kagemi.domain.problem import Day, DishFacts, PlanningProblem, Tier
from kagemi.domain.purchase import OrderChange, OrderLine
from kagemi.domain.rules import AnyRule, Ban, Pin
from kagemi.domain.stock import oldest_first
from kagemi.files.hints import did_you_mean
from kagemi.files.suppliers import load_suppliers
from kagemi.files.workspace import Workspace
from kagemi.memory import store_if_any
from kagemi.planning import Kitchen, Progress, Search, make_plan
from kagemi.report.needs import needs
from kagemi.report.purchase import order_changes

if TYPE_CHECKING:
    from kagemi.optimizer.solve import Stop

MOST_CHILDREN = 100_000
FEWEST_CHANGES = Tier("minimise", "changes")


@dataclass(frozen=True)
class OnDay:
    """A dish or food by id, and the day it is about; None: every day from the first open one on."""

    id: str
    day: int | None = None


@dataclass(frozen=True)
class Wish:
    """What is not as the plan said."""

    pin: tuple[OnDay, ...] = ()
    ban: tuple[OnDay, ...] = ()
    swap: tuple[tuple[OnDay, str], ...] = ()
    """A dish of the plan, and the dish that takes its place."""
    missing: tuple[OnDay, ...] = ()
    """Foods that cannot be had."""
    headcounts: Mapping[str, int] | None = None
    """Group -> children from now on."""

    @property
    def is_empty(self) -> bool:
        """True if nothing is asked."""
        return not (self.pin or self.ban or self.swap or self.missing or self.headcounts)


def first_open_day(plan: Plan, from_day: date) -> int:
    """The index of the first day that may change; raises InvalidInput if all days are over."""
    open_days = [d.index for d in plan.problem.days if d.date >= from_day]
    if not open_days:
        last = plan.problem.days[-1].date
        what = say("the plan's last day, {last}, is over", last=last)
        raise InvalidInput((Fault(Where(), what, say("name the day with --from, or plan the next week")),))
    return open_days[0]


def problem_anew(
    plan: Plan, today: PlanningProblem, kitchen: Kitchen, wish: Wish, first: int
) -> PlanningProblem:
    """The plan's problem from day `first` on, with what is wished for, the fewest changes first.

    `today`: the problem of the same days as the files have it now. Dishes of the plan keep the facts and prices
    it was made with. Raises InvalidInput where a wish cannot be meant.
    """
    was = plan.problem
    stays = {d.id for d in today.dishes} | {s.dish for s in plan.servings if s.day < first}
    facts = {**{d.id: d for d in today.dishes}, **{d.id: d for d in was.dishes if d.id in stays}}
    foods = {**kitchen.table.foods, **was.foods}
    headcounts = wish.headcounts or {}
    groups = tuple(replace(g, headcount=headcounts.get(g.id, was.group(g.id).headcount)) for g in today.groups)
    bought = {food for dish in facts.values() for food in dish.gross_g}
    faults = tuple(_faults(plan, today, facts, foods, wish, first))
    if faults:
        raise InvalidInput(tuple(Fault(Where(), what) for what in faults))
    asked = replace(
        today,
        groups=groups,
        dishes=tuple(facts.values()),
        foods={food: foods[food] for food in bought if food in foods},
        objective=(FEWEST_CHANGES, *(t for t in today.objective if t.quantity != "changes")),
        before=was.before,
        published=plan.servings,
        fixed=tuple(s for s in plan.servings if s.day < first),
        first_open=first,
    )
    kept = (*today.rules, *wishes_before(plan, {r.name for r in today.rules}))
    return replace(asked, rules=(*kept, *_rules(asked, wish, first, {r.name for r in kept})))


def wishes_before(plan: Plan, names: Collection[str]) -> tuple[Pin | Ban, ...]:
    """What was wished for when the plan itself was made anew: rules of no file, but for those with `names`."""
    mine = (r for r in plan.problem.rules if isinstance(r, Pin | Ban) and r.name not in names)
    return tuple(r for r in mine if r.name not in plan.problem.places)


def _faults(
    plan: Plan,
    today: PlanningProblem,
    facts: Mapping[str, DishFacts],
    foods: Collection[str],
    wish: Wish,
    first: int,
) -> Iterator[Message]:
    """What cannot be meant: days that are over, dishes that are not on the day, groups that there are not."""
    days = plan.problem.days
    if [s.id for s in today.slots] != [s.id for s in plan.problem.slots]:
        yield say("the constraints file has other slots than the plan")
    for asked in (*wish.pin, *wish.ban, *(old for old, _ in wish.swap), *wish.missing):
        if asked.day is not None and asked.day < first:
            yield say("{day} is over: what was served stays", day=days[asked.day].date)
    served = {(s.day, s.dish) for s in plan.servings}
    for old, _ in wish.swap:
        if not any((d.index, old.id) in served for d in _days_of(old, days, first)):
            name = facts[old.id].name if old.id in facts else old.id
            yield say("the plan does not serve {dish} on such a day", dish=name)
    groups = [g.id for g in plan.problem.groups]
    for group, children in (wish.headcounts or {}).items():
        if group not in groups:
            yield say('there is no group "{group}": the groups are {groups}', group=group, groups=tuple(groups))
        elif not 0 <= children <= MOST_CHILDREN:
            yield say("a group cannot have {children} children", children=children)
    if not any((wish.headcounts or {}).get(g.id, g.headcount) for g in plan.problem.groups):
        yield say("nobody would eat any more: at least one group needs children")
    yield from (say('there is no food "{food}"', food=f.id) for f in wish.missing if f.id not in foods)


def _days_of(asked: OnDay, days: tuple[Day, ...], first: int) -> tuple[Day, ...]:
    return tuple(d for d in days if d.index >= first and asked.day in (None, d.index))


def _rules(problem: PlanningProblem, wish: Wish, first: int, taken: Collection[str]) -> list[AnyRule]:
    """The wishes as rules, on dates, with names of their own."""
    rules: list[AnyRule] = []

    def add(kind: type[Pin] | type[Ban], name: str, on: Iterable[Day], **what: Any) -> None:
        free = (n for n in (name, *(f"{name}_{k}" for k in range(2, 1000))))
        used = {*taken, *(r.name for r in rules)}
        dates = tuple(d.date.isoformat() for d in on)
        rules.append(kind(name=next(n for n in free if n not in used), days=dates, **what))

    for asked in wish.pin:
        add(Pin, f"pin_{asked.id}", _days_of(asked, problem.days, first), dish=asked.id)
    for asked in wish.ban:
        add(Ban, f"ban_{asked.id}", _days_of(asked, problem.days, first), dishes=(asked.id,))
    for old, new in wish.swap:
        on = [
            d
            for d in _days_of(old, problem.days, first)
            if any(s.dish == old.id and s.day == d.index for s in problem.published)
        ]
        add(Ban, f"ban_{old.id}", on, dishes=(old.id,))
        add(Pin, f"pin_{new}", on, dish=new)
    for asked in wish.missing:
        without = tuple(sorted(d.id for d in problem.dishes if asked.id in d.gross_g))
        if without:
            add(Ban, f"missing_{asked.id}", _days_of(asked, problem.days, first), dishes=without)
    return rules


def plan_anew(
    problem: PlanningProblem,
    kitchen: Kitchen,
    search: Search,
    *,
    root: Path,
    stop: "Stop | None" = None,
    progress: Progress | None = None,
) -> tuple[Plan | None, Outcome]:
    """The menu with the fewest changes, checked again; see `kagemi.planning.make_plan`."""
    return make_plan(
        problem, kitchen, replace(search, method="direct"), root=root, stop=stop, progress=progress
    )


def late_foods(
    plan: Plan,
    traders: Collection[str],
    first: int,
    workspace: Workspace,
    environment: Mapping[str, str],
    today: date,
) -> tuple[OnDay, ...]:
    """The foods that are missing on day `first` because these traders do not come by then.

    What was ordered from them may be in stock, or another trader may still bring it: only the rest is missing.
    Raises InvalidInput if there is no such trader, or nothing of them is open.
    """
    if not traders:
        return ()
    suppliers, _, _ = load_suppliers(workspace.nutrition_data, {})
    day, faults = plan.problem.days[first].date, []
    due = {(i.supplier, i.food) for i in open_lines(workspace, environment, plan) if i.deliver_on <= day}
    for trader in traders:
        if trader not in suppliers:
            hint = did_you_mean(trader, suppliers)
            faults.append(Fault(Where(), say('there is no trader "{trader}"', trader=trader), hint))
        elif not any(supplier == trader for supplier, _ in due):
            what = say("nothing that {trader} was to bring by {day} is open", trader=trader, day=day)
            faults.append(Fault(Where(), what, say("kagemi buy notes the orders of a plan")))
    if faults:
        raise InvalidInput(tuple(faults))
    late = {food for supplier, food in due if supplier in traders}
    away = [(trader, day) for trader in traders]
    missing = buy(plan, workspace, environment, today, day, away=away).purchase.missing
    return tuple(OnDay(food, first) for food in sorted({n.food for n in missing if n.day == day} & late))


def open_lines(workspace: Workspace, environment: Mapping[str, str], plan: Plan) -> tuple[OrderLine, ...]:
    """What was ordered for the plan's days, as much of it as is still to come; raises InvalidInput."""
    days = [d.date for d in plan.problem.days]
    with store_if_any(workspace, environment) as store:
        if store is None:
            return ()
        from kagemi.store import purchases

        with store.reading() as connection:
            states = purchases.states_of_days(connection, plan.problem.canteen, min(days), max(days))
        return tuple(state.still for state in states if state.open_g)


@dataclass(frozen=True)
class InStock:
    """A food that is missing, and of which enough lies in stock for the cooking of a day."""

    food: str
    day: date
    grams: float


def without_stock(
    plan: Plan, missing: Iterable[OnDay], first: int, workspace: Workspace, environment: Mapping[str, str]
) -> tuple[tuple[OnDay, ...], tuple[InStock, ...]]:
    """The foods that are missing on days for which the stock is not enough, and what it is enough for.

    The stock is given to the days in their order; no lot is cooked after its day. Raises InvalidInput.
    """
    with store_if_any(workspace, environment) as store:
        if store is None:
            return tuple(missing), ()
        from kagemi.store import stock

        lots = stock.balances(store, plan.problem.canteen)
    left = {b.lot.id: float(b.grams) for b in lots}
    still: list[OnDay] = []
    found: list[InStock] = []
    wanted = {(n.food, n.day): n.grams for n in needs(plan)}
    for asked in missing:
        days = [d for d in _days_of(asked, plan.problem.days, first) if (asked.id, d.date) in wanted]
        saved: set[int] = set()
        for day in days:
            grams = wanted[asked.id, day.date]
            here = [b for b in lots if b.lot.food == asked.id and b.usable(day.date)]
            if sum(left[b.lot.id] for b in here) < grams:
                continue
            saved.add(day.index)
            found.append(InStock(asked.id, day.date, grams))
            for b in oldest_first(here):
                taken = min(grams, left[b.lot.id])
                left[b.lot.id] -= taken
                grams -= taken
        if saved and len(saved) == len(days):
            continue
        others = _days_of(asked, plan.problem.days, first)
        still += [asked] if not saved else [OnDay(asked.id, d.index) for d in others if d.index not in saved]
    return tuple(still), tuple(found)


def changed_orders(
    plan: Plan,
    workspace: Workspace,
    environment: Mapping[str, str],
    today: date,
    from_day: date,
    late: Collection[str] = (),
) -> tuple[OrderChange, ...] | None:
    """What to tell the traders from a day on: what is ordered, held against the best purchase for a new plan.

    None where nothing is ordered that is still to come. `late`: traders who do not come on `from_day`. Raises
    InvalidInput.
    """
    before = [i for i in open_lines(workspace, environment, plan) if i.deliver_on >= from_day]
    if not before:
        return None
    away = [(trader, from_day) for trader in late]
    return order_changes(
        before, buy(plan, workspace, environment, today, from_day, before, away).purchase.lines
    )
