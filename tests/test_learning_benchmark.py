"""The simulated schools of benchmarks/learning.py: they run, repeat, and their children are found out."""

from functools import cache

from benchmarks.learning import SLOTS, TRAYS, Simulated, simulate, simulated_kitchen, true_tastes
from kagemi.domain.learning import LearningConstants, believe, weigh
from kagemi.domain.record import Record

WEEKS, DAYS = 6, 5
SCHOOL = 3


@cache
def lived() -> Simulated:
    return simulate(SCHOOL, "learns", WEEKS)


def test_each_dish_of_each_day_is_looked_at() -> None:
    assert len(lived().weeks) == WEEKS
    assert len(lived().records) == WEEKS * DAYS * len(SLOTS)
    assert all(sum(r.trays or ()) == TRAYS for r in lived().records)
    assert all(week.fish_g > 0 and 0 < week.waste < 1 for week in lived().weeks)


def test_the_same_school_lives_the_same_weeks_and_another_one_others() -> None:
    assert simulate(SCHOOL, "learns", WEEKS) == lived()
    assert simulate(SCHOOL + 1, "learns", WEEKS) != lived()


def test_all_planners_begin_with_the_same_children() -> None:
    learns, estimates = lived(), simulate(SCHOOL, "estimates", WEEKS)
    assert learns.weeks[0] == estimates.weeks[0]
    assert learns.weeks != estimates.weeks


def test_the_planner_finds_out_which_dish_is_liked_more_and_which_less_than_it_thought() -> None:
    tastes = true_tastes(SCHOOL)
    thought = {f.id: f.acceptance for f in simulated_kitchen().facts}
    seen: dict[str, list[Record]] = {}
    for record in lived().records:
        seen.setdefault(record.dish, []).append(record)
    often = [dish for dish, records in seen.items() if len(records) >= 2]
    liked = max(often, key=lambda d: tastes[d] - thought[d])
    disliked = min(often, key=lambda d: tastes[d] - thought[d])
    constants, last = LearningConstants(), lived().records[-1].day
    believed = {d: believe(thought[d], weigh(seen[d], last, constants), constants) for d in (liked, disliked)}
    assert thought[liked] < tastes[liked]
    assert tastes[disliked] < thought[disliked]
    assert abs(believed[liked].mean - tastes[liked]) < tastes[liked] - thought[liked]
    assert abs(believed[disliked].mean - tastes[disliked]) < thought[disliked] - tastes[disliked]
    assert believed[liked].below(thought[liked]) < 0.5 < believed[disliked].below(thought[disliked])
