"""Groups that avoid allergens: what they get instead, when, and what that costs the kitchen."""

from dataclasses import replace

import pytest

from kagemi.domain.amount import Amount
from kagemi.domain.plan import Outcome, Serving
from kagemi.domain.problem import DishFacts, NutrientAmount, PlanningProblem, Slot, Tier
from kagemi.domain.rules import Alternative, AnyRule, Labour, NutrientRange, Pin
from kagemi.optimizer.menu import best_menu
from kagemi.optimizer.tiers import Limits
from kagemi.report.check import check, compliance, shortfall
from tests.build import WEEK, dish, group, problem

CHEAPEST = (Tier("minimise", "cost"),)
FEWEST = (Tier("minimise", "extra_dishes"), Tier("minimise", "cost"))
TUNA = dish("tuna", cost=1000, allergens=frozenset({"fish"}))
TERI = dish("teri", cost=900, allergens=frozenset({"fish"}))
EGG = dish("telur", cost=1500, allergens=frozenset({"egg"}))
TEMPE = dish("tempe", cost=2000)
BEEF = dish("daging", cost=9000)
NO_FISH = Alternative(name="no_fish", avoids=("fish",), groups=("few",))


def kitchen(
    *dishes: DishFacts,
    rules: tuple[AnyRule, ...] = (NO_FISH,),
    groups: tuple[str, ...] = ("few",),
    days: int = 1,
    objective: tuple[Tier, ...] = CHEAPEST,
) -> PlanningProblem:
    """A hundred children eat all; ten in each of `groups` may avoid something."""
    return problem(
        dishes,
        rules=rules,
        groups=[group("most"), *(group(g, headcount=10) for g in groups)],
        days=WEEK[:days],
        objective=objective,
    )


def solved(asked: PlanningProblem) -> tuple[dict[int, dict[str, set[str]]], Outcome]:
    """Day -> dish -> the groups that get it; the plan passes the independent check."""
    servings, outcome = best_menu(asked, limits=Limits(20.0, gap=0.0))
    assert servings is not None, outcome
    findings = check(asked, servings)
    assert compliance(findings), [f for f in findings if not f.kept]
    for tier in outcome.tiers:
        if tier.quantity == "shortfall":
            assert tier.value == pytest.approx(shortfall(asked, findings))
    return eaten(servings), outcome


def eaten(servings: tuple[Serving, ...]) -> dict[int, dict[str, set[str]]]:
    found: dict[int, dict[str, set[str]]] = {}
    for s in servings:
        found.setdefault(s.day, {})[s.dish] = {g for g, p in s.portions.items() if p}
    return found


def test_the_cheapest_safe_dish_comes_on_days_with_fish_only() -> None:
    pins = (
        Pin(name="fish", dish="tuna", days=("monday",)),
        Pin(name="beef", dish="daging", days=("tuesday",)),
    )
    menu, _ = solved(kitchen(TUNA, TEMPE, BEEF, rules=(NO_FISH, *pins), days=2, objective=FEWEST))
    assert menu == {0: {"tuna": {"most"}, "tempe": {"few"}}, 1: {"daging": {"most", "few"}}}


def test_without_a_tier_for_extra_dishes_the_group_still_eats_the_common_dish_where_it_can() -> None:
    """The slot is full then: a cheaper dish beside it would be one too many."""
    pin = Pin(name="beef", dish="daging", days=("monday",))
    menu, _ = solved(kitchen(TUNA, TEMPE, BEEF, rules=(NO_FISH, pin)))
    assert menu == {0: {"daging": {"most", "few"}}}


def test_on_other_days_the_group_eats_with_all_the_others() -> None:
    rule = replace(NO_FISH, days=("tuesday",))
    menu, _ = solved(kitchen(TUNA, TEMPE, rules=(rule,), days=2))
    assert menu == {0: {"tuna": {"most", "few"}}, 1: {"tuna": {"most"}, "tempe": {"few"}}}


def test_two_groups_share_an_extra_dish_where_that_is_one_dish_less_to_cook() -> None:
    no_egg = Alternative(name="no_egg", avoids=("fish", "tree_nut"), groups=("others",))
    nuts = dish("kacang", cost=1200, allergens=frozenset({"tree_nut"}))
    pin = Pin(name="fish", dish="tuna", days=("monday",))

    def asked(objective: tuple[Tier, ...]) -> PlanningProblem:
        rules = (NO_FISH, no_egg, pin)
        return kitchen(TUNA, nuts, TEMPE, rules=rules, groups=("few", "others"), objective=objective)

    assert solved(asked(CHEAPEST))[0][0] == {"tuna": {"most"}, "kacang": {"few"}, "tempe": {"others"}}
    menu, outcome = solved(asked(FEWEST))
    assert menu[0] == {"tuna": {"most"}, "tempe": {"few", "others"}}
    assert outcome.tiers[0].value == pytest.approx(1)


def test_a_hidden_allergen_counts_as_much_as_one_in_the_name() -> None:
    """Shrimp paste in a vegetable: a dish without fish to look at."""
    sambal = dish("tempe_sambal", cost=500, allergens=frozenset({"crustacean"}))
    rule = replace(NO_FISH, avoids=("crustacean",))
    pin = Pin(name="sambal", dish="tempe_sambal", days=("monday",))
    menu, _ = solved(kitchen(sambal, TEMPE, rules=(rule, pin)))
    assert menu[0] == {"tempe_sambal": {"most"}, "tempe": {"few"}}


def test_the_extra_dish_is_free_of_all_that_the_group_avoids() -> None:
    rules = (
        NO_FISH,
        replace(NO_FISH, name="no_egg", avoids=("egg",)),
        Pin(name="fish", dish="tuna", days=("monday",)),
    )
    menu, _ = solved(kitchen(TUNA, TERI, EGG, TEMPE, rules=rules))
    assert menu[0] == {"tuna": {"most"}, "tempe": {"few"}}


def test_a_soft_rule_may_leave_the_place_empty_and_says_so() -> None:
    aims = (Tier("minimise", "shortfall"), *CHEAPEST)
    asked = kitchen(TUNA, TERI, rules=(replace(NO_FISH, soft=True),), objective=aims)
    menu, outcome = solved(asked)
    assert menu[0] == {"teri": {"most"}}
    assert outcome.tiers[0].value == pytest.approx(1)


def test_a_hard_rule_that_no_dish_can_keep_is_named() -> None:
    servings, outcome = best_menu(kitchen(TUNA, TERI))
    assert servings is None
    assert outcome.clash == ("no_fish",)


def test_a_dish_that_fills_two_places_leaves_both_to_be_filled() -> None:
    tray = replace(dish("nasi_tuna", cost=1000, allergens=frozenset({"fish"})), slots=("animal", "staple"))
    rice = dish("nasi", slots=["staple"], cost=1500)
    menu, _ = solved(kitchen(tray, TEMPE, rice))
    assert menu[0] == {"nasi_tuna": {"most"}, "tempe": {"few"}, "nasi": {"few"}}


def test_a_rule_for_one_slot_leaves_the_others_empty_for_the_group() -> None:
    soup = dish("sup_ikan", slots=["soup"], cost=1000, allergens=frozenset({"fish"}))
    clear = dish("sup_bening", slots=["soup"], cost=3000)
    menu, _ = solved(kitchen(TUNA, TEMPE, soup, clear, rules=(replace(NO_FISH, slots=("animal",)),)))
    assert menu[0] == {"tuna": {"most"}, "tempe": {"few"}, "sup_ikan": {"most"}}


def test_two_picks_get_one_extra_dish_for_the_one_that_is_not_safe() -> None:
    asked = replace(kitchen(TUNA, EGG, TEMPE), slots=(Slot("animal", pick=2),))
    menu, _ = solved(asked)
    assert menu[0] == {"tuna": {"most"}, "telur": {"most", "few"}, "tempe": {"few"}}


def test_the_work_for_an_extra_dish_is_that_for_the_children_who_get_it() -> None:
    tuna, tempe = replace(TUNA, labour_minutes=30.0, batch=50), replace(TEMPE, labour_minutes=30.0, batch=50)
    pin = Pin(name="fish", dish="tuna", days=("monday",))
    enough, short = Labour(name="hands", hours=2.0), Labour(name="hands", hours=1.9)
    # three batches for all 110 children, one for the ten
    menu, _ = solved(kitchen(tuna, tempe, rules=(NO_FISH, pin, enough)))
    assert menu[0] == {"tuna": {"most"}, "tempe": {"few"}}
    assert best_menu(kitchen(tuna, tempe, rules=(NO_FISH, pin, short)))[0] is None


def test_an_unknown_nutrient_is_not_served_as_an_extra_dish_either() -> None:
    """A maximum is never met by ignorance, whoever eats it."""
    limit = NutrientRange(name="sodium", nutrient="sodium", max=Amount(500))
    unknown = NutrientAmount(100, 100, None, 1, 2)
    dishes = (
        replace(TUNA, nutrients={"sodium": NutrientAmount(100, 100, 100, 1, 1)}),
        replace(TEMPE, nutrients={"sodium": unknown}),
        replace(BEEF, nutrients={"sodium": NutrientAmount(100, 100, 100, 1, 1)}),
    )
    pin = Pin(name="fish", dish="tuna", days=("monday",))
    menu, _ = solved(kitchen(*dishes, rules=(NO_FISH, pin, limit)))
    assert menu[0] == {"tuna": {"most"}, "daging": {"few"}}
