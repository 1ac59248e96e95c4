"""What is believed of dishes, and by what a plan judges them."""

from datetime import timedelta

import pytest

from kagemi.domain.acceptance import judge, ladder_evidence, learn, pooled, school_classes, usual_seed
from kagemi.domain.learning import LearningConstants
from kagemi.domain.problem import DishFacts, Judging
from kagemi.domain.record import Record
from tests.build import MONDAY, dish

CONSTANTS = LearningConstants()
DISHES = (
    dish("bakso", acceptance=0.9, ladder=1, species="tuna", method="soup", tags=["fish"]),
    dish("pepes", acceptance=0.7, ladder=3, species="tuna", method="steamed", tags=["fish"]),
    dish("lele", acceptance=0.7, ladder=3, species="lele", method="fried", tags=["fish"]),
    dish("ayam", acceptance=0.9, method="fried"),
    dish("bayam", slots=("vegetable",), acceptance=0.6),
)
LOVED, HATED = (20, 0, 0, 0, 0), (0, 0, 0, 0, 20)


def records(**trays: tuple[int, int, int, int, int]) -> list[Record]:
    return [Record("Test", MONDAY, name, 100, counted) for name, counted in trays.items()]


def judged(
    trying: float = 0.0, seed: int = 0, cautious: bool = False, **trays: tuple[int, int, int, int, int]
) -> tuple[dict[str, DishFacts], Judging]:
    learned = learn(DISHES, records(**trays), MONDAY, CONSTANTS)
    dishes, judging = judge(DISHES, learned, CONSTANTS, trying=trying, seed=seed, cautious=cautious)
    return {d.id: d for d in dishes}, judging


def test_a_dish_without_records_keeps_its_estimate() -> None:
    dishes, judging = judged()
    assert tuple(dishes.values()) == DISHES
    assert judging == Judging()


def test_what_came_back_moves_the_dish_and_no_other() -> None:
    dishes, judging = judged(pepes=LOVED)
    assert dishes["pepes"].acceptance == pytest.approx((7 + 20) / 30)
    assert dishes["lele"].acceptance == 0.7
    assert judging.recorded == ("pepes",)


def test_the_share_of_dishes_to_be_tried_is_drawn_by_the_seed() -> None:
    dishes, judging = judged(trying=0.4, seed=7)
    assert len(judging.tried) == 2
    assert judging.seed == 7
    changed = {name for name, d in dishes.items() if d.acceptance != {x.id: x for x in DISHES}[name].acceptance}
    assert changed == set(judging.tried)


def test_the_same_seed_gives_the_same_draws_and_another_one_others() -> None:
    assert judged(trying=1.0, seed=7) == judged(trying=1.0, seed=7)
    assert judged(trying=1.0, seed=7)[0] != judged(trying=1.0, seed=8)[0]


def test_a_draw_does_not_depend_on_the_other_dishes() -> None:
    few = DISHES[:2]
    alone, _ = judge(few, learn(few, (), MONDAY, CONSTANTS), CONSTANTS, trying=1.0, seed=7)
    among, _ = judged(trying=1.0, seed=7)
    assert [d.acceptance for d in alone] == [among[d.id].acceptance for d in few]


def test_draws_scatter_around_what_is_believed() -> None:
    drawn = [judged(trying=1.0, seed=seed, pepes=LOVED)[0] for seed in range(400)]
    for name, mean in (("pepes", 0.9), ("lele", 0.7)):
        shares = [dishes[name].acceptance for dishes in drawn]
        assert sum(shares) / len(shares) == pytest.approx(mean, abs=0.02)
    spread = {
        name: max(d[name].acceptance for d in drawn) - min(d[name].acceptance for d in drawn)
        for name in drawn[0]
    }
    assert spread["pepes"] < spread["lele"]  # of the one that was seen, less is unknown


def test_in_exam_weeks_a_dish_that_is_known_goes_before_one_that_is_hoped_for() -> None:
    dishes, judging = judged(trying=1.0, cautious=True, bakso=(18, 0, 0, 0, 2))
    assert judging.cautious
    assert judging.tried == ()
    assert dishes["ayam"].acceptance < dishes["bakso"].acceptance < 0.9


def test_the_usual_seed_is_that_of_the_canteen_and_day() -> None:
    assert usual_seed("Kantin", MONDAY) == 1_306_562_839
    assert usual_seed("Kantin", MONDAY) != usual_seed("Kantin", MONDAY + timedelta(days=1))
    assert usual_seed("Kantin", MONDAY) != usual_seed("Warung", MONDAY)


def test_dishes_are_pooled_by_what_they_have_in_common() -> None:
    learned = learn(DISHES, records(pepes=LOVED, bakso=HATED), MONDAY, CONSTANTS)
    by_species = {x.about: x for x in pooled(DISHES, learned, "species", CONSTANTS)}
    assert set(by_species) == {"tuna", "lele"}
    assert by_species["tuna"].estimate == pytest.approx(0.8)
    assert by_species["tuna"].belief.mean == pytest.approx((8 + 20) / 50)
    assert by_species["lele"].is_estimate
    assert {x.about for x in pooled(DISHES, learned, "ladder", CONSTANTS)} == {"ladder_1", "ladder_3"}
    assert {x.about for x in pooled(DISHES, learned, "slot", CONSTANTS)} == {"animal", "vegetable"}
    assert {x.about for x in pooled(DISHES, learned, "method", CONSTANTS)} == {"soup", "steamed", "fried"}
    assert pooled(DISHES, learned, "dish", CONSTANTS) == tuple(sorted(learned.values(), key=lambda x: x.about))


def of_class(name: str, dish: str, trays: tuple[int, int, int, int, int], days: int = 0) -> Record:
    return Record("Test", MONDAY + timedelta(days=days), dish, 100, trays, school_class=name)


def test_trays_of_classes_are_one_day_s_trays() -> None:
    several = [of_class("7A", "pepes", (15, 0, 0, 0, 0)), of_class("7B", "pepes", (0, 0, 0, 0, 15))]
    together = [Record("Test", MONDAY, "pepes", 100, (15, 0, 0, 0, 15))]
    assert learn(DISHES, several, MONDAY, CONSTANTS) == learn(DISHES, together, MONDAY, CONSTANTS)
    found = learn(DISHES, several, MONDAY, CONSTANTS)["pepes"].evidence
    assert (found.trays, found.records, found.eaten + found.left) == (30, 1, CONSTANTS.trays_a_day_at_most)


def test_a_class_is_told_by_the_dishes_of_which_its_own_trays_were_recorded() -> None:
    told = [
        of_class("7A", "pepes", LOVED),
        of_class("7A", "bayam", HATED),
        of_class("7B", "pepes", HATED),
        of_class("", "lele", HATED),
        Record("Test", MONDAY, "ayam", 100, school_class="8C"),
        of_class("9A", "ayam", LOVED, days=1),
    ]
    found = {x.about: x for x in school_classes(DISHES, told, MONDAY, CONSTANTS)}
    assert set(found) == {"7A", "7B"}
    assert found["7A"].estimate == pytest.approx((0.7 + 0.6) / 2)
    assert found["7A"].belief.mean == pytest.approx((6.5 + 20) / 50)
    assert (found["7A"].evidence.records, found["7A"].evidence.trays) == (2, 40)
    assert found["7B"].belief.mean == pytest.approx(7 / 30)


def test_a_step_of_the_ladder_has_evidence_only_where_something_was_recorded() -> None:
    assert ladder_evidence(DISHES, learn(DISHES, (), MONDAY, CONSTANTS), CONSTANTS) == {}
    learned = learn(DISHES, records(pepes=LOVED, lele=LOVED, ayam=LOVED), MONDAY, CONSTANTS)
    shares = ladder_evidence(DISHES, learned, CONSTANTS)
    assert set(shares) == {3}
    assert shares[3] == pytest.approx(0.1 ** (1 / 41), abs=1e-6)  # Beta(41, 1)
