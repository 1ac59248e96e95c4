"""The page of the benchmarks has room for each of them, and what they compare is what they say."""

from dataclasses import replace

import benchmarks.__main__ as program
from benchmarks.replan import first_fish, other_dishes
from kagemi.domain.food import Food
from kagemi.domain.plan import Plan
from kagemi.domain.problem import Serving
from tests.report.test_history import plan


def with_fish(made: Plan) -> Plan:
    """The same plan with its tuna made of tuna and rice."""
    foods = {
        "rice": Food("rice", "Beras", "Rice", "cereal", 100.0, "published", "rice"),
        "tuna": Food("tuna", "Tuna", "Tuna", "fish", 70.0, "assumption", "fish_lean"),
    }
    gross = {"tuna": {"rice": 90.0, "tuna": 60.0}}
    dishes = tuple(replace(d, gross_g=gross.get(d.id, {"rice": 90.0})) for d in made.problem.dishes)
    return replace(made, problem=replace(made.problem, dishes=dishes, foods=foods))


def test_each_part_has_its_place_on_the_page_and_its_name_in_the_help() -> None:
    page = (program.DOCS / "benchmarks.md").read_text(encoding="utf-8")
    for part in program.PARTS:
        assert page.count(f"<!-- {part} -->\n") == page.count(f"<!-- end of {part} -->\n") == 1
        assert part in (program.__doc__ or "").partition("all by default")[0]


def test_the_fish_that_is_missing_is_one_of_the_plan() -> None:
    assert first_fish(with_fish(plan(["tempe", "tuna"]))) == "tuna"


def test_dishes_that_only_moved_are_others_on_their_day() -> None:
    old = plan(["tuna", "tempe", "tempe"])
    moved = tuple(Serving(n, dish, {}) for n, dish in enumerate(["tempe", "tuna", "tempe"]))
    assert other_dishes(old, old) == 0
    assert other_dishes(old, replace(old, servings=moved)) == 2
