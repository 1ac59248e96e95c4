from collections.abc import Callable
from pathlib import Path

import pytest

from kagemi.domain.constraints import Constraints
from kagemi.domain.message import Fault
from kagemi.domain.rules import Budget, TagDays
from kagemi.files.constraints import load_constraints
from kagemi.files.extends import MOST_PARENTS
from tests.files.test_schema import FACTS, TABLE

CITY = """\
canteen: Kota Malang
meal: lunch
days: [monday, tuesday, wednesday, thursday, friday]
groups:
  - {id: boys, akg: male_13_15, headcount: 310}
  - {id: girls, akg: female_13_15, headcount: 325}
slots:
  staple: {pick: 1, portion: [0.7, 1.4]}
  animal: {pick: 1}
rules:
  - {kind: budget, name: budget, max: 10000}
  - {kind: tag_days, name: fish_days, tag: fish, at_least: 2}
  - {kind: tag_days, tag: fried, at_most: 2}
objective:
  - minimise: cost
"""
Load = Callable[..., tuple[Constraints | None, tuple[Fault, ...]]]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Read school.yaml, which extends city.yaml."""
    monkeypatch.chdir(tmp_path)

    def from_text(
        school: str, /, city: str = CITY, **others: str
    ) -> tuple[Constraints | None, tuple[Fault, ...]]:
        texts = {"city": city, "school": f"extends: city.yaml\n{school}", **others}
        for name, text in texts.items():
            Path(f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_constraints(Path("school.yaml"), TABLE, FACTS)

    return from_text


def sound(read: tuple[Constraints | None, tuple[Fault, ...]]) -> Constraints:
    constraints, faults = read
    assert [str(f.what) for f in faults] == []
    assert constraints is not None
    return constraints


def told(read: tuple[Constraints | None, tuple[Fault, ...]]) -> list[str]:
    constraints, faults = read
    assert constraints is None
    return [f"{f.where}: {f.what}" for f in faults]


def overridden(constraints: Constraints) -> list[str]:
    return [f"{o.name}: {o.here} {'drops' if o.dropped else 'for'} {o.there}" for o in constraints.overridden]


def test_a_file_with_nothing_of_its_own_is_its_parent(load: Load) -> None:
    constraints = sound(load(""))
    assert constraints.canteen == "Kota Malang"
    assert [r.name for r in constraints.rules] == ["budget", "fish_days", "tag_days_3"]
    assert constraints.overridden == ()


def test_every_rule_keeps_its_place(load: Load) -> None:
    constraints = sound(load("rules:\n- {kind: ban, name: no_santan, dishes: [tuna_bakar]}\n"))
    assert [str(w) for w in constraints.places.values()] == [
        "city.yaml:11:5", "city.yaml:12:5", "city.yaml:13:5", "school.yaml:3:3",
    ]  # fmt: skip


def test_a_top_level_key_replaces_the_one_of_the_parent(load: Load) -> None:
    constraints = sound(load("canteen: SMPN 10\ndays: [friday, monday, tuesday]\n"))
    assert (constraints.canteen, constraints.days) == ("SMPN 10", ("monday", "tuesday", "friday"))
    assert overridden(constraints) == [
        "canteen: school.yaml:2:1 for city.yaml:1:1",
        "days: school.yaml:3:1 for city.yaml:3:1",
    ]


def test_a_rule_replaces_the_one_of_its_name_in_its_place(load: Load) -> None:
    constraints = sound(load("rules:\n- {kind: tag_days, name: fish_days, tag: fish, at_least: 1}\n"))
    fish = constraints.rules[1]
    assert isinstance(fish, TagDays)
    assert (fish.at_least, fish.at_most) == (1, None)
    assert overridden(constraints) == ["fish_days: school.yaml:3:3 for city.yaml:12:5"]


def test_a_nameless_rule_of_the_parent_can_be_replaced_by_the_name_kagemi_gives_it(load: Load) -> None:
    constraints = sound(load("rules:\n- {kind: tag_days, name: tag_days_3, tag: fried, at_most: 1}\n"))
    assert len(constraints.rules) == 3


def test_names_that_kagemi_gives_stay_when_a_rule_before_is_left_out(load: Load) -> None:
    constraints = sound(load("without: [budget]\nrules:\n- {kind: tag_days, tag: fish, at_most: 4}\n"))
    assert [r.name for r in constraints.rules] == ["fish_days", "tag_days_3", "tag_days_4"]


def test_a_rule_can_be_left_out(load: Load) -> None:
    constraints = sound(load("without: [fish_days]\n"))
    assert [r.name for r in constraints.rules] == ["budget", "tag_days_3"]
    assert overridden(constraints) == ["fish_days: school.yaml:2:11 drops city.yaml:12:5"]


def test_a_rule_that_is_left_out_makes_room_for_one_of_another_kind(load: Load) -> None:
    constraints = sound(
        load("without: [fish_days]\nrules:\n- {kind: ban, name: fish_days, dishes: [tuna_bakar]}\n")
    )
    assert [r.kind for r in constraints.rules] == ["budget", "tag_days", "ban"]


def test_groups_are_merged_by_their_ids(load: Load) -> None:
    constraints = sound(load("groups:\n- {id: girls, headcount: 20}\n- {id: teachers, headcount: 9}\n"))
    assert [(g.id, g.headcount) for g in constraints.groups] == [("boys", 310), ("girls", 20), ("teachers", 9)]
    assert overridden(constraints) == ["groups.girls: school.yaml:3:3 for city.yaml:6:5"]


def test_slots_are_merged_by_their_names(load: Load) -> None:
    constraints = sound(load("slots: {staple: {portion: 1}, plant: }\n"))
    assert [(s.id, s.portion) for s in constraints.slots] == [
        ("staple", (1, 1)), ("animal", (1, 1)), ("plant", (1, 1)),
    ]  # fmt: skip
    assert overridden(constraints) == ["slots.staple: school.yaml:2:9 for city.yaml:8:3"]


def test_a_chain_of_files_is_read_from_the_oldest_on(load: Load) -> None:
    city = "extends: country.yaml\nrules:\n- {kind: budget, name: budget, max: 9000}\n"
    constraints = sound(load("rules:\n- {kind: budget, name: budget, max: 8000}\n", city, country=CITY))
    budget = constraints.rules[0]
    assert isinstance(budget, Budget)
    assert budget.max.value == 8000
    assert overridden(constraints) == [
        "budget: city.yaml:3:3 for country.yaml:11:5",
        "budget: school.yaml:3:3 for city.yaml:3:3",
    ]


def test_the_parent_may_stand_in_another_folder(load: Load, tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "city.yaml").write_text(CITY, encoding="utf-8")
    read = load("", school="extends: base/city.yaml\n")
    assert str(sound(read).places["budget"]) == "base/city.yaml:11:5"


def test_a_file_may_lack_what_its_child_has(load: Load) -> None:
    head, _, objective = CITY.partition("objective:")
    assert sound(load(f"objective:{objective}", head)).objective


def test_a_fault_of_the_parent_stands_in_the_parent(load: Load) -> None:
    assert told(load("", CITY.replace("at_least: 2", "at_least: two"))) == [
        "city.yaml:12:60: at_least must be a whole number, not two"
    ]


def test_a_parent_of_broken_yaml_stops_the_reading(load: Load) -> None:
    assert [t.partition(": ")[0] for t in told(load("colour: red\n", "rules: [\n"))] == ["city.yaml:2:1"]


def test_a_faulty_rule_of_the_parent_is_no_matter_once_it_is_replaced(load: Load) -> None:
    city = CITY.replace("at_least: 2", "at_least: two")
    sound(load("rules:\n- {kind: tag_days, name: fish_days, tag: fish, at_least: 1}\n", city))


def test_what_no_file_of_the_chain_has_is_missing_in_the_child(load: Load) -> None:
    assert told(load("", CITY.replace("meal: lunch\n", ""))) == ['school.yaml:1:1: the key "meal" is missing']


def test_a_key_too_many_is_named_in_its_own_file(load: Load) -> None:
    assert told(load("colour: red\n", f"{CITY}taste: good\n")) == [
        'city.yaml:16:1: there is no key "taste" here',
        'school.yaml:2:1: there is no key "colour" here',
    ]


def test_a_rule_cannot_replace_one_of_another_kind(load: Load) -> None:
    assert told(load("rules:\n- {kind: ban, name: fish_days, tags: [fish]}\n")) == [
        'school.yaml:3:10: the rule "fish_days" is of the kind tag_days in city.yaml:12:5, not ban'
    ]


@pytest.mark.parametrize(
    ("school", "fault"),
    [
        ("without: [fish_day]\n", '2:11: there is no rule "fish_day" to leave out in city.yaml'),
        ("without: fish_days\n", "2:10: without must be a list of rules of the parent file"),
        ("without: [3]\n", "2:11: this is not the name of a rule"),
        ("groups: []\n", "2:9: groups is empty"),
        ("rules: {}\n", "2:8: rules must be a list"),
        ("slots: [a]\n", "2:8: slots must be a group of keys"),
    ],
)
def test_a_slip_of_the_child_is_told_in_its_place(load: Load, school: str, fault: str) -> None:
    assert told(load(school)) == [f"school.yaml:{fault}"]


def test_a_slip_in_without_is_met_with_the_name_that_may_be_meant(load: Load) -> None:
    (fault,) = load("without: [fish_day]\n")[1]
    assert str(fault.hint) == "did you mean fish_days?"


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", "1:1: extends names no file"),
        ("[city.yaml]", "1:1: extends names no file"),
        ("town.yaml", "1:10: there is no file town.yaml"),
        ("/city.yaml", "1:10: extends names a file from this file's folder on, not /city.yaml"),
        ("school.yaml", "1:10: school.yaml extends itself, by way of this line"),
    ],
)
def test_a_parent_that_cannot_be_is_told_at_its_line(load: Load, written: str, fault: str) -> None:
    assert told(load("", school=f"extends: {written}\n")) == [f"school.yaml:{fault}"]


def test_files_that_extend_one_another_in_a_ring_are_refused(load: Load) -> None:
    assert told(load("", "extends: school.yaml\n")) == [
        "city.yaml:1:10: school.yaml extends itself, by way of this line"
    ]


def test_a_parent_that_is_too_large_is_refused(load: Load) -> None:
    (fault,) = told(load("", "#" * 1_000_001))
    assert fault.startswith("city.yaml: the file is too large")


def test_a_chain_has_an_end(load: Load) -> None:
    files = {f"p{n}": f"extends: p{n + 1}.yaml\n" for n in range(MOST_PARENTS + 1)}
    last = f"p{MOST_PARENTS + 1}"
    (fault,) = told(load("", "extends: p0.yaml\n", **{**files, last: CITY}))
    assert fault.endswith(f"more than {MOST_PARENTS} files extend one another")


def test_without_needs_a_parent(load: Load) -> None:
    assert told(load("", school=f"{CITY}without: [budget]\n")) == [
        "school.yaml:16:1: without leaves out rules of a parent file, and this file extends none"
    ]
