"""Cases in plain language, one file a rule kind: for the re-check and for the optimiser alike.

A file holds what its cases share (`dishes`, `foods`, `groups`, `days`), then `cases`; a case may add to or
replace it.

    dishes:                          # dish: slot(s), facts of the standard portion
      tuna: {slot: animal, cost: 5000, tags: [fish], protein: 20}
      teri: {slot: animal, iron: {total: 3, floor: 2, ceiling: unknown, known: 1, of: 2}}
      nasi: {slot: staple, edible: {cereal: 60}, gross: {beras: 62}, emissions: 0.2, batch: 50}
    foods:                           # for rules about what is bought: rupiah a kilogram
      beras: {group: cereal, price: 14000, tags: [local], kg_co2e: 3}
    before: [[tuna, nasi]]           # the school days before the plan, the last one at the end
    ladder: {1: 0.9}                 # share of a step's fish dishes that is surely eaten
    groups:                          # default: 100 boys; portions are fixed, 1 where nothing is said
      girls: {headcount: 50, akg: {iron: 15}, portions: {staple: 0.8}}
    cases:
      - it: fails when ...           # a sentence that begins with the rule
        rule: {tag: fish, at_least: 3}
        menu: [[tuna, nasi], nasi]   # one entry a menu day; days: weekdays, Monday to Friday if not given
                                     # {tuna: [girls]} in a tray: the dish is for these groups only
        missed:                      # every finding that misses; a case without passes
          - {days: 1-2, value: 1, low: 3}     # days count from 1; say only what matters
        kept:                        # some of the findings that are kept
          - {day: 1, value: 1}
        shortfall: 2                 # of a soft rule

Portions are fixed by group and slot: a case with its menu pinned is feasible just if `Expectation.feasible`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

from ruamel.yaml import YAML

from kagemi.domain.amount import Amount, parse_amount
from kagemi.domain.food import Food, Price
from kagemi.domain.message import Text
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.plan import Finding, Serving
from kagemi.domain.problem import (
    WEEKDAYS,
    Day,
    DishFacts,
    Group,
    NutrientAmount,
    PlanningProblem,
    ServedBefore,
    Slot,
)
from kagemi.domain.rules import RULE_KINDS, AnyRule, kind_of
from tests.build import MONDAY, WEEK, dish, known, problem

FOLDER = Path(__file__).parent
CLASSES = {kind_of(c): c for c in RULE_KINDS}
CASE_KEYS = {
    "it", "rule", "menu", "missed", "kept", "shortfall", "dishes", "foods", "groups", "days", "before", "ladder"
}  # fmt: skip


@dataclass(frozen=True)
class Expectation:
    """What a case expects; each finding as the fields that matter."""

    soft: bool
    missed: tuple[Mapping[str, Any], ...]
    """All findings that miss."""
    kept: tuple[Mapping[str, Any], ...]
    """Some of those that are kept."""
    shortfall: float | None

    @property
    def passes(self) -> bool:
        """True if the menu keeps the rule."""
        return not self.missed

    @property
    def feasible(self) -> bool:
        """True if a planner that is bound to this menu has a plan."""
        return self.passes or self.soft


class Case(NamedTuple):
    name: str
    problem: PlanningProblem
    servings: tuple[Serving, ...]
    expectation: Expectation


def kinds() -> set[str]:
    """The rule kinds that have a file of cases."""
    return {path.stem for path in FOLDER.glob("*.yaml")}


def load_cases(*only: str) -> tuple[Case, ...]:
    """The cases of these kinds; of all if none is named."""
    return tuple(case for kind in sorted(only or kinds()) for case in _file(kind))


def matches(finding: Finding, expected: Mapping[str, Any]) -> bool:
    """True if the finding has all the fields of `expected`; numbers to six figures."""
    return all(_same(getattr(finding, field), value) for field, value in expected.items())


def _same(value: object, expected: object) -> bool:
    if isinstance(value, float | int) and isinstance(expected, float | int):
        return value == expected or abs(value - expected) <= 1e-6 * max(1.0, abs(expected))
    return value == expected


def _file(kind: str) -> list[Case]:
    shared = YAML(typ="safe").load((FOLDER / f"{kind}.yaml").read_text(encoding="utf-8"))
    return [_case(kind, shared, case) for case in shared["cases"]]


def _case(kind: str, shared: Mapping[str, Any], case: Mapping[str, Any]) -> Case:
    title = f"{kind} {case['it']}"
    assert CASE_KEYS.issuperset(case), f"{title}: {set(case) - CASE_KEYS}"
    dishes = [
        _dish(name, facts) for name, facts in {**shared.get("dishes", {}), **case.get("dishes", {})}.items()
    ]
    groups = case.get("groups", shared.get("groups", {"boys": {}}))
    menu = [_tray(day) for day in case["menu"]]
    days = case.get("days", shared.get("days", WEEK[: len(menu)]))
    slots = tuple(dict.fromkeys(s for d in dishes for s in d.slots))
    rule = _rule(kind, case["rule"])
    asked = problem(
        dishes,
        rules=[rule],
        groups=[_group(name, facts, slots) for name, facts in groups.items()],
        slots=[Slot(s) for s in slots],
        days=days,
        weeks=len(menu) // len(days),
    )
    assert len(asked.days) == len(menu), title
    foods = {**shared.get("foods", {}), **case.get("foods", {})}
    asked = replace(
        asked,
        foods={name: _food(name, facts) for name, facts in foods.items()},
        before=_before([_tray(day) for day in case.get("before", ())], days, asked),
        ladder=case.get("ladder", {}),
    )
    servings = tuple(
        Serving(day, served, _portions(asked, served, tray[served]))
        for day, tray in enumerate(menu)
        for served in tray
    )
    expectation = Expectation(
        soft=rule.soft,
        missed=tuple(map(_expected, case.get("missed", ()))),
        kept=tuple(map(_expected, case.get("kept", ()))),
        shortfall=case.get("shortfall"),
    )
    return Case(title, asked, servings, expectation)


def _tray(written: Any) -> dict[str, Sequence[str] | None]:
    """Dish -> the groups that it is for; None: for all."""
    tray: dict[str, Sequence[str] | None] = {}
    for entry in [written] if isinstance(written, str) else written:
        tray.update({entry: None} if isinstance(entry, str) else entry)
    return tray


def _portions(asked: PlanningProblem, served: str, groups: Sequence[str] | None) -> dict[str, float]:
    assert set(groups or ()) <= {g.id for g in asked.groups}, f"{served}: {groups}"
    return {
        g.id: asked.portion_range(g, asked.dish(served))[0]
        for g in asked.groups
        if groups is None or g.id in groups
    }


def _before(
    trays: Sequence[Mapping[str, object]], days: Sequence[str], asked: PlanningProblem
) -> tuple[ServedBefore, ...]:
    """What was served on the last weekdays of `days` before the plan."""
    earlier = [MONDAY - timedelta(days=n) for n in range(1, 7 * len(trays) + 1)]
    dates = [d for d in earlier if WEEKDAYS[d.weekday()] in days][: len(trays)]
    return tuple(
        ServedBefore(Day(-n, day, -1), i.id, i.slots, i.main, i.main_group, i.method, i.colour, i.species)
        for n, (day, tray) in reversed(list(enumerate(zip(dates, reversed(trays), strict=True), start=1)))
        for i in map(asked.dish, tray)
    )


def _food(id: str, facts: Mapping[str, Any]) -> Food:
    unknown = facts.keys() - {"group", "species", "tags", "price", "kg_co2e"}
    assert not unknown, f"{id}: {unknown}"
    price = facts.get("price")
    return Food(
        id=id,
        name_id=id,
        name_en=id,
        food_group=facts.get("group", "vegetable"),
        edible_pct=100.0,
        edible_basis="",
        cooking_group="",
        species=facts.get("species", ""),
        tags=frozenset(facts.get("tags", ())),
        price=None if price is None else Price("kg", 1000.0, price, MONDAY, "", "estimate", ""),
        kg_co2e_per_kg=facts.get("kg_co2e"),
    )


def _dish(id: str, facts: Mapping[str, Any]) -> DishFacts:
    rest = {k: v for k, v in facts.items() if k not in BY_ID}
    slots = [rest.pop("slot")] if isinstance(facts["slot"], str) else rest.pop("slot")
    nutrients = {n: _nutrient(a) for n, a in facts.items() if n in BY_ID}
    rest["edible_g"], rest["gross_g"] = rest.pop("edible", {}), rest.pop("gross", {})
    rest["allergens"] = frozenset(rest.pop("allergens", ()))
    if "emissions" in rest:
        rest["emissions"] = _nutrient(rest["emissions"])
    return dish(id, slots=slots, nutrients=nutrients, **rest)


def _nutrient(written: float | Mapping[str, Any]) -> NutrientAmount:
    if isinstance(written, int | float):
        return known(float(written))
    ceiling = None if written["ceiling"] == "unknown" else float(written["ceiling"])
    return NutrientAmount(
        float(written["total"]), float(written["floor"]), ceiling, written["known"], written["of"]
    )


def _group(id: str, facts: Mapping[str, Any], slots: Sequence[str]) -> Group:
    portions = {s: facts.get("portions", {}).get(s, 1.0) for s in slots}
    return Group(
        id=id,
        headcount=facts.get("headcount", 100),
        name=Text(id, id),
        requirement=facts.get("akg", {}),
        portions={s: (float(p), float(p)) for s, p in portions.items()},
    )


def _rule(kind: str, written: Mapping[str, Any]) -> AnyRule:
    types = get_type_hints(CLASSES[kind])
    fields: dict[str, Any] = {"name": kind}
    for field, value in written.items():
        if Amount in (types[field], *get_args(types[field])):
            fields[field] = parse_amount(value)
            assert isinstance(fields[field], Amount), value
        elif isinstance(value, list):
            fields[field] = tuple(map(str, value))  # dates as written
        else:
            fields[field] = str(value) if isinstance(value, date) else value
    return CLASSES[kind](**fields)


def _expected(written: Mapping[str, Any]) -> dict[str, Any]:
    expected = dict(written)
    if "day" in expected:
        expected["days"] = (expected.pop("day") - 1,)
    elif "days" in expected:
        first, _, last = str(expected["days"]).partition("-")
        expected["days"] = tuple(range(int(first) - 1, int(last)))
    for field in ("value", "low", "high"):
        if field in expected:
            expected[field] = {"unknown": float("inf"), "none": None}.get(expected[field], expected[field])
    return expected
