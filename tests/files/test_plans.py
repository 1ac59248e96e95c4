"""Plans written and read again."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.food import Price
from kagemi.domain.message import InvalidInput, Where, say
from kagemi.domain.plan import Finding, Outcome, Plan, Serving, TierResult
from kagemi.domain.rules import AnyRule, Ban, Budget
from kagemi.files.plans import plan_schema, read_plan, to_json, write_plan
from tests.build import dish, problem


def a_plan(cost: float = 1234.5678912345) -> Plan:
    rules: list[AnyRule] = [
        Budget(name="budget_1", max=Amount(10000, "idr")),
        Ban(name="ban_2", tags=("fried",)),
    ]
    menu = problem([dish("tuna", cost=cost, tags=["fish", "ladder_3", "grilled"])], rules=rules)
    servings = tuple(Serving(d.index, "tuna", {"boys": 1.0}) for d in menu.days)
    outcome = Outcome("optimal", (TierResult("minimise", "cost", cost, cost, "idr"),), "direct", "HiGHS 1.13")
    finding = Finding("budget_1", "budget", "", (0, 1), cost, None, 10000, "idr", False)
    price = Price("kg", 1000, 40000, date(2026, 9, 1), "Malang", "estimate", "market")
    return Plan(1, menu, servings, outcome, (finding,), "abc", "0.1.0", {"ikan_tuna": price})


def faults_of(path: Path, change: Any) -> list[str]:
    data = json.loads(to_json(a_plan()))
    change(data)
    path.write_text(json.dumps(data))
    with pytest.raises(InvalidInput) as caught:
        read_plan(path)
    return [str(f.what) for f in caught.value.faults]


def test_a_plan_is_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    plan = a_plan(cost=1234.5)
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan


def test_a_plan_read_and_written_again_has_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    write_plan(a_plan(), first)
    write_plan(read_plan(first), second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("part", ["days", "servings"])
def test_a_plan_without_days_or_dishes_is_refused(tmp_path: Path, part: str) -> None:
    def change(data: dict[str, Any]) -> None:
        data["servings"] = []
        if part == "days":
            data["problem"]["days"] = []

    assert faults_of(tmp_path / "plan.json", change) == ["the plan has no days, or no dishes on them"]


def test_a_plan_for_no_children_is_refused(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        for group in data["problem"]["groups"]:
            group["headcount"] = 0

    assert faults_of(tmp_path / "plan.json", change) == ["the plan is for no children"]


def test_numbers_have_nine_significant_digits() -> None:
    assert json.loads(to_json({"a": 1 / 3, "b": 123456.7891234, "c": -0.0, "d": 2.0})) == {
        "a": 0.333333333,
        "b": 123456.789,
        "c": 0,
        "d": 2,
    }


def test_sets_and_keys_are_sorted() -> None:
    assert to_json({"b": frozenset({"y", "x"}), "a": ()}) == '{\n "a": [],\n "b": [\n  "x",\n  "y"\n ]\n}\n'


def test_messages_and_places_are_written_as_words() -> None:
    assert json.loads(to_json([say("buy {n} kg", n=2), Where("f", 1, 2), Path("a/b")])) == [
        "buy 2 kg",
        {"file": "f", "line": 1, "column": 2},
        "a/b",
    ]


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_a_number_that_is_none_is_not_written(number: float) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        to_json(number)


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_an_unknown_value_of_a_finding_is_null_in_the_file(tmp_path: Path, value: float) -> None:
    plan = a_plan()
    unknown = replace(plan.findings[0], value=value)
    write_plan(replace(plan, findings=(unknown,)), tmp_path / "plan.json")
    written = json.loads((tmp_path / "plan.json").read_text())
    assert written["findings"][0]["value"] is None
    jsonschema.validate(written, plan_schema())
    assert not read_plan(tmp_path / "plan.json").findings[0].kept


def test_a_plan_fits_its_schema() -> None:
    jsonschema.validate(json.loads(to_json(a_plan())), plan_schema())


def test_a_serving_of_a_dish_that_the_plan_does_not_hold_is_a_fault(tmp_path: Path) -> None:
    def change(data: Any) -> None:
        data["servings"][0] = {"day": 9, "dish": "nasi", "portions": {"girls": 1}}

    assert faults_of(tmp_path / "p", change) == [
        'servings.0 names the dish "nasi", which the plan does not hold',
        "servings.0 names day 9, which the plan does not hold",
        'servings.0 and the groups of the plan differ in "boys"',
        'servings.0 and the groups of the plan differ in "girls"',
    ]


def test_a_rule_is_held_against_its_own_kind_only(tmp_path: Path) -> None:
    def change(data: Any) -> None:
        del data["problem"]["rules"][0]["max"]
        data["problem"]["rules"][1]["kind"] = "bann"

    assert faults_of(tmp_path / "p", change) == [
        'problem.rules.0.max: the key "max" is missing',
        'problem.rules.1: there is no kind of rule "bann"',
    ]


def test_every_wrong_value_is_named_with_its_way(tmp_path: Path) -> None:
    def change(data: Any) -> None:
        data["problem"]["groups"][0]["headcount"] = "many"
        data["outcome"]["status"] = "good"

    assert faults_of(tmp_path / "p", change) == [
        "problem.groups.0.headcount: headcount must be a whole number, not many",
        'outcome.status: status cannot be "good"',
    ]


def test_a_plan_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        read_plan(tmp_path / "none.json")
