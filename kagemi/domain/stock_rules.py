"""What lies in stock, as rules of a plan: lots that have to be cooked soon are used up as far as possible."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from kagemi.domain.amount import Amount
from kagemi.domain.food import Food
from kagemi.domain.problem import PlanningProblem, Tier
from kagemi.domain.rules import UseUp
from kagemi.domain.stock import LotBalance, oldest_first

PREFIX = "stock_lot_"

SMALLEST_GRAMS = 1000
"""A smaller lot is left to the cook: a menu is not chosen for a bunch of leaves."""


def use_up_rules(
    stock: Iterable[LotBalance], first: date, last: date, foods: Mapping[str, Food]
) -> tuple[UseUp, ...]:
    """Soft rules that use up what may be cooked from `first` on and no longer than `last`.

    `foods`: what the dishes are made of, by id; without a dish there is no rule. The rules of a food add up: by
    the day of a later lot, earlier lots are used up too. A rule is named after the lot whose day it has.
    """
    lots = [b for b in _expiring(stock, first, last) if b.lot.food in foods and not foods[b.lot.food].seasoning]
    rules = []
    for food, of_food in groupby(sorted(lots, key=lambda b: b.lot.food), key=lambda b: b.lot.food):
        so_far: list[LotBalance] = []
        for by, of_day in groupby(oldest_first(of_food), key=lambda b: b.lot.use_before):
            so_far.extend(of_day)
            kg = sum(b.grams for b in so_far) / 1000
            why = "; ".join(_told(b) for b in so_far)
            rules.append(
                UseUp(
                    name=f"{PREFIX}{so_far[-1].lot.id}",
                    soft=True,
                    why=why,
                    source="kagemi stock",
                    food=food,
                    amount=Amount(kg, "kg"),
                    by=str(by),
                )
            )
    return tuple(rules)


def with_stock(problem: PlanningProblem, stock: Iterable[LotBalance]) -> PlanningProblem:
    """The problem with the rules that use up what has to be cooked before the week after it begins."""
    dates = [d.date for d in problem.days]
    return with_rules(problem, use_up_rules(stock, min(dates), _sunday(max(dates)), problem.foods))


def with_rules(problem: PlanningProblem, rules: Collection[UseUp]) -> PlanningProblem:
    """The problem with rules of the stock; where no rule was soft before, their shortfall comes first."""
    if not rules:
        return problem
    taken = {r.name for r in problem.rules}
    named = tuple(replace(r, name=_free(r.name, taken)) for r in rules)
    asks_already = any(t.quantity == "shortfall" for t in problem.objective) or any(
        r.soft for r in problem.rules
    )
    first = () if asks_already else (Tier("minimise", "shortfall"),)
    return replace(problem, rules=(*problem.rules, *named), objective=(*first, *problem.objective))


def stock_rules(problem: PlanningProblem) -> tuple[UseUp, ...]:
    """The rules that came from the stock: no file has a place for them."""
    return tuple(
        r
        for r in problem.rules
        if isinstance(r, UseUp) and r.name.startswith(PREFIX) and r.name not in problem.places
    )


def lots_without_dish(stock: Iterable[LotBalance], problem: PlanningProblem) -> tuple[LotBalance, ...]:
    """Lots that have to be cooked before the week after the plan begins, of foods that no dish is made of."""
    dates = [d.date for d in problem.days]
    expiring = _expiring(stock, min(dates), _sunday(max(dates)))
    return tuple(b for b in expiring if b.lot.food not in problem.foods)


def _expiring(stock: Iterable[LotBalance], first: date, last: date) -> list[LotBalance]:
    """Lots worth a rule whose last day is one of these, what has to be cooked first in front."""
    return [
        b
        for b in oldest_first(stock)
        if b.lot.use_before is not None and first <= b.lot.use_before <= last and b.grams >= SMALLEST_GRAMS
    ]


def _told(balance: LotBalance) -> str:
    """A lot without a word that a language has: lot 12 (pak_slamet): 8 kg, 2026-12-04."""
    lot = balance.lot
    supplier = f" ({lot.supplier})" if lot.supplier else ""
    return f"lot {lot.id}{supplier}: {balance.kg:g} kg, {lot.use_before}"


def _free(name: str, taken: Collection[str]) -> str:
    """The name, or one like it that no rule of the file has."""
    while name in taken:
        name += "_"
    return name


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
