"""The schema of constraints files accepts and refuses what the loader does, as far as shape goes."""

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import kagemi
from kagemi.domain.amount import Amount
from kagemi.domain.arithmetic import dish_facts
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.problem import WEEKDAYS
from kagemi.domain.rules import KINDS, RULE_KINDS, AnyRule, Budget, kind_of
from kagemi.files.constraints import load_constraints
from kagemi.files.dishes import load_dishes
from kagemi.files.nutrition import FOOD_GROUPS, load_food_table
from kagemi.files.plans import to_json
from kagemi.files.rule_checks import RuleCheck
from kagemi.files.schema import constraints_schema
from tests.files.cases import BASE, DATA, DISHES

SHIPPED = Path(kagemi.__file__).parents[1] / "menus" / "constraints"
TABLE = load_food_table(BASE / DATA)[0]
FACTS = [dish_facts(d, TABLE) for d in load_dishes(BASE / DISHES, TABLE)[0]]
WEEK = YAML(typ="safe").load((BASE / "menus/constraints/week.yaml").read_text(encoding="utf-8"))
SCHEMA = jsonschema.Draft202012Validator(constraints_schema())

BEYOND = (
    "there is no AKG",
    "there is no slot",
    "there are two",
    "no dish fills the slot",
    "no portion of these dishes fits",
    "dishes are picked for",
    "the low end",
    "the closed days end before",
    "stands in the objective twice",
    "is not measured in",
    "a portion of 0 to 0 ",
)
"""What a schema cannot know: whether names exist and are unique, and whether figures go together."""

WORDS = {"nutrient": list(BY_ID), "food_group": sorted(FOOD_GROUPS)}
DAYS = st.sampled_from([*WEEKDAYS, "2026-12-25"])
AMOUNTS = st.sampled_from(["30 % AKG", "668 kcal", "20,5 g", "2 %", "12 KG", 0, 75, 2.5])
BUDGETS = st.sampled_from([10000, 500, "rp 10000", "10000 idr"])
ANYTHING = st.sampled_from([None, True, 3, 2.5, -1, "monday", ["monday"], [3], [], {}, {"monday": 3}])
"""What a slip may put in the place of a value; "monday" is a word for a name and a day alike."""


def values(rule_class: type[AnyRule], key: str, hint: Any) -> st.SearchStrategy[Any]:
    """What may stand under a key of a rule."""
    if key in WORDS:
        return st.sampled_from(WORDS[key])
    if key in ("days", "only_on", "never_on"):
        return st.lists(DAYS, max_size=2)
    if hint is Amount:
        return BUDGETS if rule_class is Budget else AMOUNTS
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) is tuple:
        return st.lists(st.sampled_from(["fish", "tempe"]), max_size=2)
    if NoneType in get_args(hint):
        (other,) = (a for a in get_args(hint) if a is not NoneType)
        return st.none() | values(rule_class, key, other)
    plain = {
        bool: st.booleans(),
        int: st.integers(1, 9),
        float: st.sampled_from([1, 0.5]),
        str: st.just("monday"),
    }
    return plain[hint]


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    """A rule of sound shape: the required keys and some others."""
    rule_class = draw(st.sampled_from(RULE_KINDS))
    hints = get_type_hints(rule_class)
    chosen = [
        f.name
        for f in fields(rule_class)
        if f.name not in ("kind", "name") and (f.default is MISSING or draw(st.integers(0, 3)) == 0)
    ]
    return {"kind": kind_of(rule_class), **{k: draw(values(rule_class, k, hints[k])) for k in chosen}}


CALENDARS = st.fixed_dictionaries(
    {},
    optional={
        "holidays": st.just("indonesia"),
        "closed": st.lists(
            st.sampled_from(["2026-12-25", {"from": "2026-12-14", "to": "2027-01-02", "why": "ujian"}]),
            max_size=2,
        ),
        "open": st.lists(st.just("2026-12-25"), max_size=1),
    },
)


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """A constraints file of sound shape."""
    made: dict[str, Any] = json.loads(json.dumps(WEEK))
    made["rules"] = draw(st.lists(rules(), max_size=3))
    if draw(st.booleans()):
        made["groups"][0] |= {"name": {"id": "Putra", "en": "Boys"}, "portions": {"staple": [0.8, 1.2]}}
    if draw(st.booleans()):
        made["slots"]["plant"] = draw(
            st.sampled_from([None, {}, {"pick": "any", "portion": 1}, {"portion": None}])
        )
    if draw(st.booleans()):
        made["calendar"] = draw(CALENDARS)
    return made


def places(value: Any, loc: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all values inside a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*loc, key)
        yield from places(inner, (*loc, key))


@st.composite
def slips(draw: st.DrawFn) -> dict[str, Any]:
    """A constraints file with a value replaced or left out, or a key too many."""
    made = draw(files())
    loc = draw(st.sampled_from(list(places(made))))
    around: Any = made
    for step in loc[:-1]:
        around = around[step]
    match draw(st.sampled_from(["replace", "leave_out", "add", "literal"])):
        case "replace":
            around[loc[-1]] = draw(ANYTHING)
        case "leave_out":
            del around[loc[-1]]
        case "add" if isinstance(around, dict) and loc[:-1] != ("slots",) and loc[-2:-1] != ("portions",):
            around["colour_of_plates"] = draw(ANYTHING)
        case "literal" if loc[-1] in ("kind", "per", "over", "of", "pick", "holidays", "minimise", "maximise"):
            around[loc[-1]] = "fortnight"
    return made


def is_accepted(path: Path, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> bool:
    """True if the loader finds nothing wrong with the shape."""
    path.write_text(json.dumps(made), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(RuleCheck, "all", lambda *_: None)
        patched.setattr("kagemi.files.constraints.check_together", lambda *_: None)
        faults = load_constraints(path, TABLE, FACTS)[1]
    return not [f for f in faults if f.severity == "error" and not any(b in str(f.what) for b in BEYOND)]


SEARCH = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@SEARCH
@given(made=files())
def test_a_sound_file_is_accepted_by_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: dict[str, Any]
) -> None:
    assert is_accepted(tmp_path / "week.yaml", made, monkeypatch)
    assert [e.message for e in SCHEMA.iter_errors(made)] == []


@SEARCH
@given(made=slips())
def test_a_slip_is_judged_alike_by_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: dict[str, Any]
) -> None:
    assert SCHEMA.is_valid(made) == is_accepted(tmp_path / "week.yaml", made, monkeypatch)


@pytest.mark.parametrize(
    "slip",
    [
        {"color": "red"},
        {"days": "monday"},
        {"groups": None},
        {"rules": [{"kind": "bugdet", "max": 10000}]},
        {"rules": [{"max": 10000}]},
        {"rules": [{"kind": "budget"}]},
        {"rules": [{"kind": "budget", "max": 10}]},
        {"rules": [{"kind": "budget", "max": 10000, "over": "fortnight"}]},
        {"rules": [{"kind": "nutrient_range", "nutrient": "protein", "min": "30 percent"}]},
        {"rules": [{"kind": "nutrient_range", "nutrient": "protien", "min": "20 g"}]},
        {"objective": [{"maximise": "cost"}]},
        {"calendar": {"holidays": "japan"}},
        {"without": ["fish_days"]},
    ],
    ids=str,
)
def test_a_slip_is_refused_by_both(tmp_path: Path, slip: dict[str, Any]) -> None:
    made = {**WEEK, **slip}
    (tmp_path / "week.yaml").write_text(json.dumps(made), encoding="utf-8")
    assert load_constraints(tmp_path / "week.yaml", TABLE, FACTS)[0] is None
    assert not SCHEMA.is_valid(made)


def test_a_file_that_extends_another_may_leave_keys_to_it() -> None:
    assert SCHEMA.is_valid({"extends": "city.yaml", "without": ["fried_days"], "rules": []})


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda p: p.stem)
def test_a_shipped_file_names_the_schema_and_fits_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=constraints.schema.json\n")
    assert [e.message for e in SCHEMA.iter_errors(YAML(typ="safe").load(text))] == []


def test_the_shipped_schema_is_the_one_of_the_code() -> None:
    shipped = (SHIPPED / "constraints.schema.json").read_text(encoding="utf-8")
    assert shipped == to_json(constraints_schema()), "run make schema"


def test_the_schema_is_sound_itself_and_knows_every_kind() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA.schema)
    assert constraints_schema()["$defs"]["rule"]["properties"]["kind"]["enum"] == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_says_what_a_kind_is_for(kind: str) -> None:
    assert constraints_schema()["$defs"][kind]["description"]
