"""Children: acceptance, fish_form, new_dishes, alternative."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kagemi.domain.problem import Day, DishFacts
from kagemi.domain.rules import Acceptance, Alternative, FishForm, NewDishes
from kagemi.optimizer.model import Expression, MenuModel, Row

TOP_STEP = 4
"""Whole fish."""


def acceptance(rule: Acceptance, m: MenuModel) -> Iterator[Row]:
    """For t in T(per): sum_{d in t, i} k(i) accepted[i] y[d,i] >= at_least |t| K, with K the picks of a day.

    accepted[i]: the expected share eaten; k(i): how many picked slots the dish fills.
    """
    share = rule.at_least.share
    picks = sum(s.pick for s in m.problem.slots if s.pick and (not rule.slots or s.id in rule.slots))
    for t in m.spans(rule.per, rule.days):
        low = share * picks * len(t)
        eaten = m.picks(t, rule.slots, lambda i: i.acceptance)
        yield Row(t.label, t, eaten >= low, low or 1.0, len(t), "at_least")


def fish_form(rule: FishForm, m: MenuModel) -> Iterator[Row]:
    """For d in D(rule): sum_{fish dishes i of a step above step(d)} y[d,i] <= 0.

    step(d) = up_to + whole weeks since `since` / weeks_a_step, rounded down. A fish dish without a step is
    above every step. With `accepted`, step(d) is the highest s <= 4 (<= that sum, if `since` is said) for which
    e(r) >= accepted for every step r with up_to <= r < s; e(r) is the share that is surely eaten of the dishes
    of step r, 0 where nothing was recorded.
    """
    for t in m.spans("day", rule.days):
        step = allowed_step(rule, m.problem.days[t.days[0]], m.problem.ladder)

        def too_far(i: DishFacts) -> bool:
            above = i.ladder > step if i.ladder is not None else "fish" in i.tags  # noqa: B023 - called at once
            return above and m.is_in_slots(i, rule.slots)

        yield Row(t.label, t, m.served(too_far, t) <= 0, bound="up_to")


def allowed_step(rule: FishForm, day: Day, surely_eaten: Mapping[int, float]) -> int:
    """How far up the fish ladder a day may go."""
    farthest = rule.up_to if rule.accepted is None else TOP_STEP
    if rule.since is not None and rule.weeks_a_step:
        weeks = (_monday(day.date) - _monday(date.fromisoformat(rule.since))).days // 7
        farthest = rule.up_to + max(0, weeks // rule.weeks_a_step)
    if rule.accepted is None:
        return farthest
    step = rule.up_to
    while step < farthest and surely_eaten.get(step, 0.0) >= rule.accepted.share:
        step += 1
    return step


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def new_dishes(rule: NewDishes, m: MenuModel) -> Iterator[Row]:
    """For t in T(over): sum_{d in t, i untried} y[d,i] <= at_most.

    Untried: neither in `tried` nor served in the `within_days` school days before the plan.
    """
    known = {b.id for b in m.problem.before if b.day.index >= -rule.within_days} | set(rule.tried)
    for t in m.spans(rule.over, rule.days):
        served = m.served(lambda i: i.id not in known and m.is_in_slots(i, rule.slots), t)
        yield Row(t.label, t, served <= rule.at_most, bound="at_most")


def alternative(rule: Alternative, m: MenuModel) -> Iterator[Row]:
    """For d in D(rule), g in groups, slots s: sum_{i of s, safe for g} (y[d,i] + x[g,d,i]) = pick(s).

    A dish with an allergen that g avoids is not safe and has no portion for g; x[g,d,i] is 1 where g gets dish
    i as an extra dish.
    """
    for t in m.spans("day", rule.days):
        day = m.problem.days[t.days[0]]
        for g in m.groups(rule):
            avoided = m.problem.avoided(g, day)
            safe = [i for i in m.dishes if avoided.isdisjoint(i.allergens)]
            for s in m.problem.slots:
                if s.pick is None:
                    continue
                served = Expression()
                for i in safe:
                    if s.id in i.slots:
                        served += m.tray(g, day.index, i)
                if not rule.slots or s.id in rule.slots:
                    yield Row(f"min__{g.id}__{s.id}__{t.label}", t, served >= s.pick)
                yield Row(f"max__{g.id}__{s.id}__{t.label}", t, served <= s.pick)
