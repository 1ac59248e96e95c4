"""Who brings what on which day: the cheapest purchase of a plan's needs, with proof.

Foods only meet where they wait in a place of limited room, and on a trader's cart. So the cheapest purchase is
found food by food (those that may share such a place together), and only the visits for all foods at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from kagemi.domain.purchase import Draw, Need, OrderLine, Purchase, Use
from kagemi.domain.stock import LotBalance, oldest_first
from kagemi.optimizer.purchase_model import Expression, Market, PurchaseModel, Visit
from kagemi.optimizer.solve import Effort, Solver, Values

GIVE_UP = 0.001
"""The share of the cost that may be given up for fewer visits of traders."""
NODES = 500
"""Nodes of every search: a count, not seconds, so that the same needs give the same orders."""
GAP = 1e-4
"""A relative gap at which a search is over."""
REPAIRS = 4
"""So often visits come back for a part before the cheapest purchase is taken as it is."""
SECONDS = 30.0
"""No solve takes longer."""
NOISE_G = 0.01
"""Grams that come from arithmetic alone."""

Needs = Mapping[int, Need]
"""Needs by number: numbers make the names of variables, the same in every program."""


@dataclass(frozen=True)
class Found:
    """A purchase of some needs: its program and the values of the variables, what it misses and costs."""

    model: PurchaseModel
    values: Values
    missing_kg: float
    cost_idr: float
    bound_idr: float

    @property
    def visits(self) -> frozenset[Visit]:
        """Who comes when."""
        return frozenset(d.visit for d, n in self.model.steps.items() if self.values[n.name] > 0.5)


def best_purchase(needs: Sequence[Need], market: Market, solver: Solver) -> Purchase:
    """The best purchase, in tiers: what is missing, cost, visits (for little more), lines, left over, waiting.

    `bound_idr` is proven: no purchase that misses as little costs less. Of the visits the fewest that are found
    count; the tiers after it are settled for these visits, food by food. Places are taken to have room until
    that turns out to be wrong; without them every food is a small question of its own.
    """
    roomy = _purchase(needs, replace(market, capacity={}), solver)
    if not market.capacity or _fits(roomy, market):
        return _lots_first(roomy, market)
    tight = _purchase(needs, market, solver)
    if sum(n.grams for n in tight.missing) > sum(n.grams for n in roomy.missing):
        return _lots_first(tight, market)
    bound = max(tight.bound_idr or 0.0, roomy.bound_idr or 0.0)
    return _lots_first(replace(tight, bound_idr=bound), market)


def _lots_first(purchase: Purchase, market: Market) -> Purchase:
    """The same orders, but where a lot and a delivery share a day's cooking, the lot is emptied first.

    What rounding to whole units leaves over is then of the delivery, and not of a lot that has to be used.
    """
    left = {b.lot.id: float(b.grams) for b in market.lots}
    for draw in purchase.draws:
        left[draw.lot] -= draw.grams
    uses, draws = list(purchase.uses), []
    for draw in purchase.draws:
        more = 0.0
        for n, use in enumerate(uses):
            if (use.food, use.day) == (draw.food, draw.day):
                moved = round(max(0.0, min(left[draw.lot], use.grams)), 2)
                left[draw.lot] -= moved
                uses[n] = replace(use, grams=round(use.grams - moved, 2))
                more += moved
        draws.append(replace(draw, grams=round(draw.grams + more, 2)))
    return replace(purchase, draws=tuple(draws), uses=tuple(u for u in uses if u.grams > NOISE_G))


def _fits(purchase: Purchase, market: Market) -> bool:
    """True if what waits has room in every place on every evening."""
    for place, most_kg in market.capacity.items():
        lots = {b.lot.id: b.grams for b in market.lots if b.lot.place == place}
        most = max(most_kg * 1000, sum(lots.values()))
        for evening in {need.day for need in purchase.needs} | set(market.days):
            waits = sum(u.grams for u in purchase.uses if u.place == place and u.deliver_on <= evening < u.day)
            taken = sum(d.grams for d in purchase.draws if d.lot in lots and d.day <= evening)
            if waits + sum(lots.values()) - taken > most + 1:
                return False
    return True


def _purchase(needs: Sequence[Need], market: Market, solver: Solver) -> Purchase:
    numbered = dict(enumerate(needs))
    cheapest = [_cheapest(part, market, solver) for part in _parts(numbered, market)]
    few = _with_few_visits(numbered, cheapest, market, solver)
    visits = frozenset(visit for found in few for visit in found.visits)
    parts = [_tidied(found, visits, market, solver) for found in few]
    lines = [line for found in parts for line in _lines(found)]
    missing = [need for found in parts for need in _missing(found)]
    uses = [use for found in parts for use in _uses(found)]
    draws = [draw for found in parts for draw in _draws(found)]
    return Purchase(
        needs=tuple(needs),
        lines=tuple(sorted(lines, key=lambda i: (i.supplier, i.deliver_on, i.food, i.unit))),
        uses=tuple(sorted(uses, key=lambda u: (u.supplier, u.deliver_on, u.food, u.day, u.place))),
        draws=tuple(sorted(draws, key=lambda d: (d.day, d.food, d.lot))),
        missing=tuple(sorted(missing, key=lambda n: (n.day, n.food))),
        bound_idr=min(sum(f.bound_idr for f in cheapest), float(sum(line.cost_idr for line in lines))),
    )


def _parts(needs: Needs, market: Market) -> list[Needs]:
    """The needs food by food; foods that may wait in a place of limited room are one part."""
    lots = {(b.lot.food, b.lot.place) for b in market.lots}
    parts: dict[str, dict[int, Need]] = {}
    for i, need in needs.items():
        places = {*market.keeps.get(need.food, {}), *(place for food, place in lots if food == need.food)}
        parts.setdefault("" if places & market.capacity.keys() else need.food, {})[i] = need
    return list(parts.values())


def _cheapest(needs: Needs, market: Market, solver: Solver, visits: AbstractSet[Visit] | None = None) -> Found:
    """The least that is missing, and the least cost at that."""
    model = PurchaseModel(market, needs, visits=visits)
    values: Values = {}
    missing_kg = 0.0
    if not all(_is_sure(need, market, visits) for need in needs.values()):
        values = _solved(model, model.missing_kg(), solver).values
        missing_kg = _amount(model.missing_kg(), values)
    model.hold("missing", model.missing_kg(), missing_kg)
    found = _solved(model, model.cost_idr(), solver, values)
    return Found(model, found.values, missing_kg, _amount(model.cost_idr(), found.values), found.bound)


def _is_sure(need: Need, market: Market, visits: AbstractSet[Visit] | None) -> bool:
    """True if a trader who comes on the day itself sets no limit."""
    return any(
        d.day == need.day and d.offer.most_kg is None and (visits is None or d.visit in visits)
        for d in market.deliveries(need.food)
    )


def _with_few_visits(needs: Needs, cheapest: Sequence[Found], market: Market, solver: Solver) -> list[Found]:
    """The cheapest purchase with as few visits as were found, where it misses no more and costs little more.

    Steps are not whole while visits are sought. Where whole steps then cost too much, or something is missing,
    the visits of the cheapest purchase come back, the part that gains most by it first.
    """
    model = PurchaseModel(market, needs, counts_visits=True)
    for k, found in enumerate(cheapest):
        model.hold(f"missing_{k}", model.missing_kg(found.model.needs), found.missing_kg)
    relaxed = _solved(model, model.cost_idr(), solver, relax=True)
    model.hold("cost", model.cost_idr(), _amount(model.cost_idr(), relaxed.values) * (1 + GIVE_UP))
    every = {**relaxed.values, **{v.name: 1.0 for v in model.comes.values()}}
    values = _solved(model, model.visits(), solver, every).values
    visits = {visit for visit, v in model.comes.items() if values[v.name] > 0.5}
    few = [_within(visits, found, market, solver) for found in cheapest]
    most = sum(found.cost_idr for found in cheapest) * (1 + GIVE_UP)
    pairs = sorted(zip(cheapest, few, strict=True), key=lambda pair: _loss(*pair), reverse=True)
    for found, _ in pairs[:REPAIRS]:
        if sum(f.cost_idr for f in few) <= most and not _misses_more(cheapest, few):
            return few
        visits |= found.visits
        few = [_within(visits, f, market, solver) for f in cheapest]
    return few if sum(f.cost_idr for f in few) <= most and not _misses_more(cheapest, few) else list(cheapest)


def _misses_more(cheapest: Sequence[Found], few: Sequence[Found]) -> bool:
    return any(_loss(*pair)[0] > NOISE_G / 1000 for pair in zip(cheapest, few, strict=True))


def _within(visits: AbstractSet[Visit], found: Found, market: Market, solver: Solver) -> Found:
    """The cheapest purchase of a part with these visits."""
    return found if found.visits <= visits else _cheapest(found.model.needs, market, solver, visits)


def _loss(cheapest: Found, other: Found) -> tuple[float, float]:
    """Kilograms that are missing and rupiah, more than in the cheapest purchase."""
    return other.missing_kg - cheapest.missing_kg, other.cost_idr - cheapest.cost_idr


def _tidied(found: Found, visits: AbstractSet[Visit], market: Market, solver: Solver) -> Found:
    """The purchase with these visits that has fewest lines, then leaves least over, then lets least wait."""
    model = PurchaseModel(market, found.model.needs, visits=visits, counts_lines=True)
    values = {v.name: found.values.get(v.name, 0.0) for v in model.lp.variables()}
    values |= {w.name: float(values[model.steps[d].name] > 0.5) for d, w in model.lines.items()}
    model.hold("missing", model.missing_kg(), found.missing_kg)
    model.hold("cost", model.cost_idr(), found.cost_idr)
    for name in ("line_count", "left_over_kg", "waiting_kg_days"):
        quantity: Expression = getattr(model, name)()
        if _amount(quantity, values) > NOISE_G / 1000:
            values = _solved(model, quantity, solver, values).values
        model.hold(name, quantity, _amount(quantity, values))
    return replace(found, model=model, values=values)


@dataclass(frozen=True)
class Solved:
    """Values of the variables and the proven bound of what was made small."""

    values: Values
    bound: float


def _solved(
    model: PurchaseModel,
    objective: Expression,
    solver: Solver,
    start: Values | None = None,
    *,
    relax: bool = False,
) -> Solved:
    """The best values that are found, or `start` if none are; raises KeyboardInterrupt after Ctrl-C."""
    model.lp.setObjective(objective)
    effort = Effort(GAP, 1e-6, SECONDS, NODES, relax)
    answer = solver.solve_all([model.lp], effort, [start or {}])[0]
    if solver.stop.asked:
        raise KeyboardInterrupt
    if answer.has_values:
        return Solved({v.name: float(v.varValue or 0.0) for v in model.lp.variables()}, answer.bound)
    if not start:
        raise TimeoutError(f"{answer.status} after {SECONDS} s")
    return Solved(start, answer.bound)


def _amount(quantity: Expression, values: Values) -> float:
    return float(sum(factor * values[v.name] for v, factor in quantity.items()))


def _lines(found: Found) -> Iterable[OrderLine]:
    for delivery, n in found.model.steps.items():
        offer, steps = delivery.offer, round(found.values[n.name])
        if steps:
            units, price = round(steps * offer.step, 6), delivery.price_idr
            unit, grams = offer.unit, offer.unit_grams
            yield OrderLine(offer.supplier, offer.food, delivery.day, unit, grams, units, price)


def _missing(found: Found) -> Iterable[Need]:
    for i, m in found.model.missing.items():
        need = found.model.needs[i]
        grams = round(found.values[m.name] * 1000)
        if grams:
            yield Need(need.food, need.day, grams)


def _uses(found: Found) -> Iterable[Use]:
    for (delivery, i, place), x in found.model.used.items():
        grams = round(found.values[x.name] * 1000, 2)
        if grams > NOISE_G:
            offer = delivery.offer
            day = found.model.needs[i].day
            yield Use(offer.supplier, offer.food, delivery.day, offer.unit, day, grams, place)


def _draws(found: Found) -> Iterable[Draw]:
    """What is taken from the lots: at each place the oldest first, which never takes more on any day."""
    model = found.model
    lots = {b.lot.id: b for b in model.market.lots}
    wanted: dict[tuple[str, str, int], float] = {}
    for (lot, i), s in model.drawn.items():
        key = (lots[lot].lot.food, lots[lot].lot.place, i)
        wanted[key] = wanted.get(key, 0.0) + found.values[s.name] * 1000
    left = {lot: float(b.grams) for lot, b in lots.items()}
    for (food, place, i), grams in sorted(wanted.items(), key=lambda w: model.needs[w[0][2]].day):
        here = [b for b in lots.values() if (b.lot.food, b.lot.place) == (food, place)]
        yield from _drawn(oldest_first(here), model.needs[i], grams, left)


def _drawn(lots: Iterable[LotBalance], need: Need, grams: float, left: dict[int, float]) -> Iterable[Draw]:
    for balance in lots:
        taken = round(min(grams, left[balance.lot.id]), 2)
        if taken > NOISE_G and balance.usable(need.day):
            left[balance.lot.id] -= taken
            grams -= taken
            yield Draw(balance.lot.id, need.food, need.day, taken)
