"""What a menu is judged by: every quantity is a mean over the plan, linear in the model's variables."""

from kagemi.domain.problem import Tier
from kagemi.optimizer.constraints.planet import emitted
from kagemi.optimizer.constraints.variety import keys
from kagemi.optimizer.model import Expression, MenuModel
from kagemi.optimizer.ruled import RuledModel


def quantity(name: str, ruled: RuledModel) -> Expression:
    """A quantity of the objective as a linear expression.

    Shortfall, cost (rupiah per portion), acceptance (share of 1), emissions (kg CO2e per portion), variety
    (different main ingredients of the plan), extra_dishes (a day) or a nutrient (its unit per portion).
    """
    m = ruled.model
    days = len(m.problem.days)
    if name == "shortfall":
        return ruled.shortfall()
    if name == "cost":
        return m.cost(m.problem.groups, m.whole_plan) * (1 / days)
    if name == "acceptance":
        return acceptance(m)
    if name == "emissions":
        return m.mean(emitted, m.problem.groups, m.whole_plan) * (1 / days)
    if name == "extra_dishes":
        return m.extra_dishes(m.whole_plan) * (1 / days)
    if name == "variety":
        return m.kinds_served(keys(m, "main_ingredient", ()), m.whole_plan)
    children = m.problem.headcount
    total = Expression()
    for g in m.problem.groups:
        total += m.nutrient(name, "floor", g, m.whole_plan) * (g.headcount / children / days)
    return total


def acceptance(m: MenuModel) -> Expression:
    """Mean expected share eaten over all picks; a dish that fills two slots counts twice."""
    picked = {s.id: s.pick for s in m.problem.slots if s.pick}
    picks = sum(picked.values()) * len(m.problem.days)
    terms = [
        (m.y[d.index, i.id], i.acceptance * sum(s in picked for s in i.slots) / picks)
        for d in m.days
        for i in m.dishes
        if (d.index, i.id) in m.y
    ]
    return Expression(terms)


def to_minimise(tier: Tier, ruled: RuledModel) -> Expression:
    """The tier's quantity with the sign that makes less better."""
    expression = quantity(tier.quantity, ruled)
    return expression if tier.sense == "minimise" else -expression
