import math
from dataclasses import replace

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.dish import Serve
from kagemi.domain.message import Text
from kagemi.domain.plan import Finding, Serving
from kagemi.domain.problem import Slot
from kagemi.domain.rules import KINDS, Ban, NutrientRange
from kagemi.report.bounds import nutrient_bound
from kagemi.report.check import CHECKS, check, compliance, miss, shortfall
from tests.build import dish, group, problem

TWO_DAYS = ("monday", "tuesday")
TRAY = problem([dish("nasi", slots=["staple"]), dish("tuna"), dish("ayam")], days=TWO_DAYS)


def served(day: int, id: str, portion: float = 1.0) -> Serving:
    return Serving(day, id, {"boys": portion})


SOUND = (served(0, "nasi"), served(0, "tuna"), served(1, "nasi"), served(1, "ayam"))


def wrong(servings: tuple[Serving, ...]) -> list[Finding]:
    return [f for f in check(TRAY, servings) if not f.kept]


def finding(**fields: object) -> Finding:
    soft = Finding("r", "nutrient_range", "boys", (0,), 8.0, 10.0, None, "g", soft=True)
    return replace(soft, **fields)  # type: ignore[arg-type]


def test_every_rule_kind_has_its_check() -> None:
    assert set(CHECKS) == set(KINDS)
    assert all(function.__name__ == f"check_{kind}" for kind, function in CHECKS.items())


def test_a_sound_tray_has_one_kept_finding_a_day_and_slot() -> None:
    findings = check(TRAY, SOUND)
    assert [(f.kind, f.rule, f.days, f.about, f.value) for f in findings] == [
        ("tray", "", (0,), "staple", 1),
        ("tray", "", (0,), "animal", 1),
        ("tray", "", (1,), "staple", 1),
        ("tray", "", (1,), "animal", 1),
    ]
    assert compliance(findings)


def test_an_empty_slot_is_found() -> None:
    (missed,) = wrong(SOUND[:3])
    assert (missed.days, missed.about, missed.value, missed.low) == ((1,), "animal", 0, 1)


def test_a_second_dish_in_a_slot_is_found() -> None:
    (missed,) = wrong((*SOUND, served(0, "ayam")))
    assert (missed.days, missed.about, missed.value, missed.high) == ((0,), "animal", 2, 1)


def test_a_dish_served_twice_on_a_day_is_found() -> None:
    twice = problem([dish("tuna"), dish("ayam")], slots=[Slot("animal", 2)], days=("monday",))
    missed = [f for f in check(twice, (served(0, "tuna"), served(0, "tuna"))) if not f.kept]
    assert [(f.about, f.value, f.high, f.unit) for f in missed] == [("tuna", 2, 1, "serving")]


def test_an_unknown_dish_is_found_and_fills_no_slot() -> None:
    assert [(f.about, f.unit) for f in wrong((*SOUND[:3], served(1, "hiu")))] == [
        ("hiu", "dish"),
        ("animal", "dish"),
    ]


def test_a_dish_for_a_slot_that_the_tray_lacks_is_unknown() -> None:
    tray = problem([dish("tuna"), dish("teh", slots=["drink"])], slots=[Slot("animal")], days=("monday",))
    missed = [f for f in check(tray, (served(0, "tuna"), served(0, "teh"))) if not f.kept]
    assert [(f.about, f.unit) for f in missed] == [("teh", "dish")]


def test_a_day_off_the_menu_is_found() -> None:
    (missed,) = wrong((*SOUND, served(2, "tuna")))
    assert (missed.days, missed.unit) == ((2,), "day")


def test_an_unknown_group_is_found() -> None:
    (missed,) = wrong((Serving(0, "nasi", {"boys": 1.0, "giants": 3.0}), *SOUND[1:]))
    assert (missed.group, missed.unit) == ("giants", "group")


@pytest.mark.parametrize("portion", [0.9, 1.1, 0.0, -1.0, math.nan, math.inf])
def test_a_portion_out_of_range_is_found(portion: float) -> None:
    (missed,) = wrong((served(0, "nasi", portion), *SOUND[1:]))
    assert (missed.group, missed.about, missed.low, missed.high) == ("boys", "nasi", 1.0, 1.0)


def test_a_group_without_a_portion_is_found() -> None:
    (missed,) = wrong((Serving(0, "nasi", {}), *SOUND[1:]))
    assert (missed.group, missed.value) == ("boys", 0)


def test_a_portion_must_lie_on_a_step_that_can_be_served() -> None:
    pieces = replace(dish("nugget"), serve=Serve(Text("potong", "piece"), 4, 1))  # quarters of a portion
    tray = problem([pieces], slots=[Slot("animal", 1, (0.5, 2.0))], days=("monday",))
    assert compliance(check(tray, (served(0, "nugget", 1.25),)))
    (missed,) = [f for f in check(tray, (served(0, "nugget", 1.3),)) if not f.kept]
    assert (missed.value, missed.low, missed.high) == (1.3, 1.25, 1.25)


@pytest.mark.parametrize("portion", [math.nan, math.inf])
def test_a_portion_that_is_no_number_is_found_where_portions_have_steps(portion: float) -> None:
    tray = problem([dish("tuna", step=10.0)], days=("monday",))
    assert not compliance(check(tray, (served(0, "tuna", portion),)))


def test_free_portions_may_be_anything_up_to_the_slots_limit() -> None:
    diet = problem([dish("tuna"), dish("ayam")], slots=[Slot("animal", None, (0.5, 10.0))], days=("monday",))
    assert compliance(check(diet, (served(0, "tuna", 7.3), served(0, "ayam", 0.1))))
    assert not compliance(check(diet, (served(0, "tuna", 10.1),)))


def test_a_missed_soft_rule_does_not_break_compliance() -> None:
    for soft in (True, False):
        ruled = replace(TRAY, rules=(Ban(name="b", dishes=("tuna",), soft=soft),))
        assert compliance(check(ruled, SOUND)) is soft


def test_a_finding_within_the_solvers_tolerance_is_kept() -> None:
    assert finding(value=10 - 1e-8).kept
    assert not finding(value=9.999).kept


def test_an_unknown_value_is_never_kept() -> None:
    assert not finding(value=math.inf, low=None, high=5.0).kept
    assert not finding(value=math.nan).kept


def test_shortfall_is_a_fraction_for_each_day_of_the_span() -> None:
    assert shortfall(TRAY, [finding()]) == pytest.approx(0.2)
    assert shortfall(TRAY, [finding(days=(0, 1))]) == pytest.approx(0.4)


def test_shortfall_counts_units_of_counting_kinds_once() -> None:
    assert shortfall(TRAY, [finding(kind="tag_days", value=1.0, low=3.0, days=(0, 1))]) == 2


def test_shortfall_leaves_hard_rules_out() -> None:
    assert shortfall(TRAY, [finding(soft=False)]) == 0


def test_an_unknown_value_misses_by_the_whole() -> None:
    assert miss(finding(value=math.inf, low=None, high=5.0)) == 1.0


def test_a_bound_of_zero_is_missed_in_the_findings_unit() -> None:
    assert miss(finding(value=3.0, low=None, high=0.0)) == 3.0


def test_a_unit_that_cannot_be_the_nutrients_is_refused() -> None:
    with pytest.raises(ValueError, match="energy is in kcal"):
        nutrient_bound(Amount(5, "g"), "energy", group())
    rule = NutrientRange(nutrient="iron", min=Amount(2000, "ug"))
    assert nutrient_bound(rule.min, rule.nutrient, group()) == pytest.approx(2.0)
