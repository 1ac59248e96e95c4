"""Puts chosen day menus in an order that suits the rules about neighbouring days."""

import pulp

from kagemi.optimizer.direct import DirectMethod
from kagemi.optimizer.master import DayClass
from kagemi.optimizer.model import Expression
from kagemi.optimizer.ruled import evaluate, right_side, slack_sign
from kagemi.optimizer.tiers import Menu


def in_order(
    classes: tuple[DayClass, ...],
    chosen: dict[tuple[int, str], int],
    week: DirectMethod,
    ordered: tuple[str, ...],
) -> Menu | None:
    """The plan that serves each (class, day menu) so often, or None if no order keeps the `ordered` rows.

    Shortfalls of soft rows are as small as an order can make them. Ties are broken by rule: menus that sort
    first (by their dishes' ids) come first.
    """
    seats = [
        (day.index, c, key)
        for c, day_class in enumerate(classes)
        for day in day_class.days
        for key in sorted(k for n, k in chosen if n == c)
    ]
    lp = pulp.LpProblem("order", pulp.LpMinimize)
    sits = {seat: pulp.LpVariable(f"sits_{n}", cat=pulp.LpBinary) for n, seat in enumerate(seats)}
    for c, day_class in enumerate(classes):
        for day in day_class.days:
            lp += pulp.lpSum(x for (d, k, _), x in sits.items() if (d, k) == (day.index, c)) == 1
    for (c, key), times in chosen.items():
        lp += pulp.lpSum(x for (_, k, other), x in sits.items() if (k, other) == (c, key)) == times
    ties = [(x, 1e-6 * n * d) for n, ((d, _, _), x) in enumerate(sits.items())]
    objective = Expression([(x, -t) for x, t in ties])
    day_values = {(d, c, key): week.ruled.values(_on(d, classes[c].columns[key].menu)) for d, c, key in seats}
    for name in ordered:
        row = week.ruled.rows[name]
        left = Expression([(x, evaluate(row.constraint, day_values[seat])) for seat, x in sits.items()])
        if week.ruled.rule_of[name].soft:
            short = pulp.LpVariable(f"short_{name}", 0)
            left.addterm(short, slack_sign(row.constraint.sense) * row.scale)
            objective.addterm(short, row.weight)
        lp += pulp.LpConstraint(left, row.constraint.sense, name, right_side(row))
    lp.setObjective(objective)
    if not week.solver.solve(lp, seconds=5.0).has_values:
        return None
    menu: Menu = {}
    for (day_index, c, key), x in sits.items():
        if (x.varValue or 0.0) > 0.5:
            menu |= _on(day_index, classes[c].columns[key].menu)
    return menu


def _on(day: int, dishes: dict[str, dict[str, float]]) -> Menu:
    return {(day, dish): portions for dish, portions in dishes.items()}
