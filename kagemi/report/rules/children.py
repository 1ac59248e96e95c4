"""What children like, get used to, and must not eat."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kagemi.domain.plan import Finding
from kagemi.domain.problem import Day, DishFacts
from kagemi.domain.rules import Acceptance, Alternative, FishForm, NewDishes
from kagemi.report.bounds import percent_bound
from kagemi.report.findings import found, selection
from kagemi.report.menu import Menu
from kagemi.report.totals import mean_acceptance


def check_acceptance(menu: Menu, rule: Acceptance) -> Iterator[Finding]:
    """For each span, in %: at_least <= mean acceptance of the picks. Nothing picked, nothing asked."""
    for days in menu.spans(rule.per, rule.days):
        mean = mean_acceptance(menu, days, rule.slots)
        if mean is not None:
            yield found(rule, days, 100 * mean, percent_bound(rule.at_least), None, "%", "acceptance")


def check_fish_form(menu: Menu, rule: FishForm) -> Iterator[Finding]:
    """For each day: no fish dish beyond the step that children have come to, nor one whose step is unknown."""
    for day in menu.days(rule.days):
        step = _step_reached(rule, day, menu.problem.ladder)
        count = sum(_is_beyond(i.dish, step) for i in menu.common([day], rule.slots))
        yield found(rule, [day], count, None, 0, "dish", f"ladder_{step}")


def _step_reached(rule: FishForm, day: Day, shown: Mapping[int, float]) -> int:
    """The step that is allowed on the day.

    One more than `up_to` for every so many calendar weeks since `since`; where records must have shown that
    children eat the step below (`accepted`), not beyond the first step of which they have not.
    """
    by_date = _step_by_date(rule, day)
    if rule.accepted is None:
        return rule.up_to if by_date is None else by_date
    liked = {step for step, share in shown.items() if share >= rule.accepted.share}
    unproven = next(step for step in range(rule.up_to, 5) if step not in liked or step == 4)
    return unproven if by_date is None else min(unproven, by_date)


def _step_by_date(rule: FishForm, day: Day) -> int | None:
    """The step that the calendar allows; None: the rule says no dates."""
    if rule.since is None or not rule.weeks_a_step:
        return None
    weeks = (_monday(day.date) - _monday(date.fromisoformat(rule.since))).days // 7
    return rule.up_to + max(0, weeks // rule.weeks_a_step)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _is_beyond(dish: DishFacts, step: int) -> bool:
    return "fish" in dish.tags if dish.ladder is None else dish.ladder > step


def check_new_dishes(menu: Menu, rule: NewDishes) -> Iterator[Finding]:
    """For each week or the plan: servings of dishes that are neither tried nor served lately <= at_most."""
    lately = {b.id for b in menu.problem.before if b.day.index >= -rule.within_days}
    for days in menu.spans(rule.over, rule.days):
        served = [i.dish.id for i in menu.common(days, rule.slots)]
        count = sum(dish not in lately and dish not in rule.tried for dish in served)
        yield found(rule, days, count, None, rule.at_most, "serving", "new")


def check_alternative(menu: Menu, rule: Alternative) -> Iterator[Finding]:
    """For each day and group: no dish with an allergen, and in each slot as many others as it picks."""
    slots = [s for s in menu.problem.slots if s.pick is not None and (not rule.slots or s.id in rule.slots)]
    for day in menu.days(rule.days):
        for group in menu.problem.groups:
            if group.id not in rule.groups:
                continue
            dishes = [i.dish for i in menu.lines([day]) if i.portion(group.id) > 0]
            safe = [i for i in dishes if i.allergens.isdisjoint(rule.avoids)]
            about = selection(rule.avoids, ())
            yield found(rule, [day], len(dishes) - len(safe), None, 0, "dish", about, group=group.id)
            for slot in slots:
                count = sum(slot.id in i.slots for i in safe)
                yield found(rule, [day], count, slot.pick, slot.pick, "dish", slot.id, group=group.id)
