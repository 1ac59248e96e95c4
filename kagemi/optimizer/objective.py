"""What a menu is judged by: every quantity is a mean over the plan, linear in the model's variables."""

from kagemi.domain.problem import Tier
from kagemi.optimizer.constraints.planet import emitted
from kagemi.optimizer.constraints.variety import keys
from kagemi.optimizer.model import Expression, MenuModel, among
from kagemi.optimizer.ruled import RuledModel


def quantity(name: str, ruled: RuledModel) -> Expression:
    """A quantity of the objective as a linear expression.

    Shortfall, cost (rupiah per portion), acceptance (share of 1), emissions (kg CO2e per portion), variety
    (different main ingredients of the plan), changes (dishes), extra_dishes (a day) or a nutrient (its unit per
    portion).
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
    if name == "changes":
        return changes(m)
    if name == "variety":
        return m.kinds_served(keys(m, "main_ingredient", ()), m.whole_plan)
    children = m.problem.headcount
    total = Expression()
    for g in m.problem.groups:
        total += m.nutrient(name, "floor", g, m.whole_plan) * (g.headcount / children / days)
    return total


def changes(m: MenuModel) -> Expression:
    """Dishes that the published menu has not on their day: sum_d sum_{i not in P(d)} y[d,i], extra dishes too.

    P(d): its dishes of the day; an extra dish counts for each group that did not have it as one. Days that stay
    as they are do not count.
    """
    p, total = m.problem, Expression()
    published = {(s.day, s.dish): s.portions for s in p.published}
    for t in m.spans("day"):
        d = t.days[0]
        if d in p.fixed_days:
            continue
        kept = {dish for (day, dish), portions in published.items() if day == d and m.is_common(d, portions)}
        total += m.served(among({i.id for i in m.dishes} - kept), t)
        for (g, day, i), x in m.x.items():
            if day == d and (i in kept or not published.get((d, i), {}).get(g)):
                total.addterm(x, 1.0)
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
