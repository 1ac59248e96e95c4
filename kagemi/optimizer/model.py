"""Sets and decision variables of a menu, and the linear quantities that rules and objectives are made of.

Sets: days D, slots S, dishes I, groups G with headcount n(g).
Variables: `y[d,i]` is 1 when dish i is served on day d (to all: a common dish); `q[g,d,i]`, group g's portion
as a multiple of the standard portion, is written `q = lo * y + step * r` with `0 <= r <= (hi - lo) / step * y`,
r whole, so that every portion can be served with the kitchen's scoop. A slot without `pick` has no y: q is
free. A group that avoids allergens gets no portion of a dish that has one; `x[g,d,i]` is 1 when it gets dish i
as an extra dish instead, and stands beside y in its portions.

The same model, over one day, prices whole day menus (`daymenus`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import pulp

from kagemi.domain.amount import Amount, in_unit
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.problem import Day, DishFacts, Group, PlanningProblem, ServedBefore, Slot
from kagemi.domain.rules import AnyRule

Expression: TypeAlias = pulp.LpAffineExpression
Terms: TypeAlias = list[tuple[pulp.LpVariable, float]]


LEAST_SERVED = 0.01
"""A free portion that a rule counts as served is at least so much of the standard portion, over all groups."""


@dataclass(frozen=True)
class Span:
    """Days that a rule looks at together; a mean over a span divides by all its days."""

    label: str
    days: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.days)


@dataclass(frozen=True)
class Row:
    """One linear constraint of a rule, the days it reaches over, and the size of a shortfall of 1.

    `scale`: how much of the left side a whole shortfall is (the bound itself, or 1 for counts).
    `weight`: what a whole shortfall counts: the days of the span for amounts, 1 for counts.
    `bound`: the rule's key that the right side comes from, as `max` or `at_least`; "" if it has none.
    `group`: the group whose portions it is about, "" for all.
    """

    name: str
    span: Span
    constraint: pulp.LpConstraint
    scale: float = 1.0
    weight: float = 1.0
    bound: str = ""
    group: str = ""


def among(ids: Collection[str]) -> Callable[[DishFacts], bool]:
    """Matches the dishes with these ids."""
    return lambda dish: dish.id in ids


class MenuModel:
    """The variables of `days` (all by default) and linear expressions over them."""

    def __init__(self, problem: PlanningProblem, days: Iterable[Day] | None = None, name: str = "menu") -> None:
        self.problem = problem
        self.days = tuple(problem.days if days is None else days)
        self.lp = pulp.LpProblem(name, pulp.LpMinimize)
        self.y: dict[tuple[int, str], pulp.LpVariable] = {}
        self.r: dict[tuple[str, int, str], pulp.LpVariable] = {}
        self.x: dict[tuple[str, int, str], pulp.LpVariable] = {}
        self._portion: dict[tuple[str, int, str], tuple[float, float]] = {}
        self._any: dict[tuple[int, frozenset[str]], pulp.LpVariable] = {}
        self._extra: dict[tuple[int, str], pulp.LpVariable] = {}
        self._kind: dict[tuple[frozenset[str], tuple[int, ...]], pulp.LpVariable] = {}
        self._fixed = {(s.day, s.dish): s.portions for s in problem.fixed}
        stays = {dish for _, dish in self._fixed}
        self.dishes = tuple(d for d in problem.dishes if d.id in stays or self._can_be_portioned(d))
        for day in self.days:
            for dish in self.dishes:
                if day.index in problem.fixed_days or not self._can_be_portioned(dish):
                    self._fix_dish(day, dish)
                else:
                    self._add_dish(day, dish)
            for slot in problem.slots:
                self._fill_slot(day, slot)

    def _can_be_portioned(self, dish: DishFacts) -> bool:
        p = self.problem
        if dish.step is not None:
            return all(p.portion_steps(g, dish) is not None for g in p.groups)
        return all(low <= high for low, high in (p.portion_range(g, dish) for g in p.groups))

    def _is_free(self, dish: DishFacts) -> bool:
        return all(s.pick is None for s in self.problem.slots if s.id in dish.slots)

    def _fix_dish(self, day: Day, dish: DishFacts) -> None:
        """On a day that stays as it is, y, x and the portions are what they were."""
        portions = {g: p for g, p in self._fixed.get((day.index, dish.id), {}).items() if p > 0}
        common = int(bool(portions) and self.is_common(day.index, portions))
        self.y[day.index, dish.id] = pulp.LpVariable(f"y_{day.index}_{dish.id}", common, common)
        for group, portion in portions.items():
            self._portion[group, day.index, dish.id] = (portion, 1.0)
            if not common:
                name = f"x_{group}_{day.index}_{dish.id}"
                self.x[group, day.index, dish.id] = pulp.LpVariable(name, 1, 1)

    def _add_dish(self, day: Day, dish: DishFacts) -> None:
        """Y, and for each group r with its link to y; see the module's docstring."""
        free = self._is_free(dish)
        if not free:
            self.y[day.index, dish.id] = pulp.LpVariable(f"y_{day.index}_{dish.id}", cat=pulp.LpBinary)
        for group in self.problem.groups:
            avoided = self.problem.avoided(group, day)
            if not avoided.isdisjoint(dish.allergens):
                continue
            if avoided and not free:
                x = self.x[group.id, day.index, dish.id] = pulp.LpVariable(
                    f"x_{group.id}_{day.index}_{dish.id}", cat=pulp.LpBinary
                )
                self.lp += x + self.y[day.index, dish.id] <= 1, f"extra_{group.id}_{day.index}_{dish.id}"
            if dish.step is None:
                low, high = self.problem.portion_range(group, dish)
                step, most, category = 1.0, high - low, pulp.LpContinuous
            else:
                steps = self.problem.portion_steps(group, dish)
                assert steps is not None
                step, low, most = dish.step, dish.step * steps[0], steps[1] - steps[0]
                category = pulp.LpInteger
            if free:
                low, most = 0.0, most + round(low / step, 9)
            key = (group.id, day.index, dish.id)
            self._portion[key] = (low, step)
            if most > 0:
                r = self.r[key] = pulp.LpVariable(f"r_{group.id}_{day.index}_{dish.id}", 0, most, category)
                if not free:
                    link = r <= most * self.tray(group, day.index, dish)
                    self.lp += link, f"portion_{group.id}_{day.index}_{dish.id}"

    def tray(self, group: Group, day: int, dish: DishFacts) -> Expression:
        """1 if the group is served the dish: y + x."""
        y, x = self.y[day, dish.id], self.x.get((group.id, day, dish.id))
        return Expression([(y, 1.0)] if x is None else [(y, 1.0), (x, 1.0)])

    def _fill_slot(self, day: Day, slot: Slot) -> None:
        if slot.pick is not None and day.index not in self.problem.fixed_days:
            picks = [(self.y[day.index, i.id], 1.0) for i in self.dishes if slot.id in i.slots]
            self.lp += Expression(picks) == slot.pick, f"pick_{slot.id}_{day.index}"

    # the days that rules look at together

    def groups(self, rule: AnyRule) -> tuple[Group, ...]:
        """The groups that a rule names, or all."""
        return tuple(g for g in self.problem.groups if not rule.groups or g.id in rule.groups)

    def spans(self, per: str, days: tuple[str, ...] = ()) -> Iterator[Span]:
        """Each day, each calendar week or the plan, cut down to `days` (empty: all) and this model's days."""
        chosen = [d for d in self.problem.days if not days or d.is_in(days)]
        if per == "day":
            parts = {self.label(d): [d] for d in chosen}
        elif per == "week":
            parts = {f"w{d.week + 1}": [x for x in chosen if x.week == d.week] for d in chosen}
        else:
            parts = {"plan": chosen}
        mine = {d.index for d in self.days}
        for label, members in parts.items():
            indices = tuple(d.index for d in members)
            if not mine.isdisjoint(indices):
                yield Span(label, indices)

    def windows(self, length: int, days: tuple[str, ...] = ()) -> Iterator[Span]:
        """Every run of `length` consecutive menu days, cut down to `days`; one run where there are fewer."""
        n = len(self.problem.days)
        mine = {d.index for d in self.days}
        for start in range(max(1, n - length + 1)):
            run = self.problem.days[start : start + length]
            indices = tuple(d.index for d in run if not days or d.is_in(days))
            if not mine.isdisjoint(indices):
                yield Span(f"from_{self.label(self.problem.days[start])}", indices)

    def reaching_back(
        self, length: int, days: tuple[str, ...] = ()
    ) -> Iterator[tuple[Span, tuple[ServedBefore, ...]]]:
        """Every run of `length` school days that begins with a day before the plan on which dishes are known.

        Yields its days of the plan, and the dishes of its days before.
        """
        mine = {d.index for d in self.days}
        known = [b for b in self.problem.before if not days or b.day.is_in(days)]
        for back in sorted({-b.day.index for b in known}):
            run = self.problem.days[: max(0, length - back)]
            indices = tuple(d.index for d in run if not days or d.is_in(days))
            if not mine.isdisjoint(indices):
                yield Span(f"back_{back}", indices), tuple(b for b in known if b.day.index >= -back)

    def label(self, day: Day) -> str:
        """A day's name in rows: monday, or monday_w2 in a plan of several weeks."""
        several = self.problem.days[-1].week > 0
        return f"{day.weekday}_w{day.week + 1}" if several else day.weekday

    # linear quantities, summed over the days of a span that are in this model

    def bound(self, amount: Amount, nutrient: str, group: Group) -> float:
        """A rule's amount in the nutrient's unit for a group."""
        value = in_unit(amount, BY_ID[nutrient].unit, group.requirement.get(nutrient))
        assert value is not None, f"{amount} of {nutrient} for {group.id}"
        return value

    def portions(self, per_portion: Callable[[DishFacts], float], group: Group, span: Span) -> Expression:
        """sum_{d in span} sum_i per_portion(i) q[g,d,i]."""
        return Expression(self._portion_terms(per_portion, group, span))

    def _portion_terms(
        self, per_portion: Callable[[DishFacts], float], group: Group, span: Span, factor: float = 1.0
    ) -> Terms:
        terms: Terms = []
        amounts = [(i.id, factor * a) for i in self.dishes if (a := per_portion(i))]
        for d in self._in(span):
            for dish, amount in amounts:
                if (group.id, d, dish) not in self._portion:
                    continue  # it has an allergen that the group avoids
                low, step = self._portion[group.id, d, dish]
                if low and (y := self.y.get((d, dish))) is not None:
                    terms.append((y, amount * low))
                if low and (x := self.x.get((group.id, d, dish))) is not None:
                    terms.append((x, amount * low))
                if (r := self.r.get((group.id, d, dish))) is not None:
                    terms.append((r, amount * step))
        return terms

    def nutrient(
        self, nutrient: str, part: str, group: Group, span: Span, slots: tuple[str, ...] = ()
    ) -> Expression:
        """A nutrient in group g's portions; `part` is floor (for minimums), ceiling (maximums) or total.

        Where a dish's ceiling is unknown, its total stands in.
        """

        def amount(i: DishFacts) -> float:
            n = i.nutrients.get(nutrient)
            if n is None or not self.is_in_slots(i, slots):
                return 0.0
            figure: float | None = getattr(n, part)
            return n.total if figure is None else figure

        return self.portions(amount, group, span)

    def cost(self, groups: Iterable[Group], span: Span, slots: tuple[str, ...] = ()) -> Expression:
        """Rupiah per portion, averaged over the children of `groups`, summed over days."""
        return self.mean(lambda i: i.cost_idr if self.is_in_slots(i, slots) else 0.0, groups, span)

    def mean(
        self, per_portion: Callable[[DishFacts], float], groups: Iterable[Group], span: Span
    ) -> Expression:
        """An amount of a portion, averaged over the children of `groups`, summed over days."""
        groups = tuple(groups)
        return self.total(per_portion, groups, span) * (1 / sum(g.headcount for g in groups))

    def total(
        self, per_portion: Callable[[DishFacts], float], groups: Iterable[Group], span: Span
    ) -> Expression:
        """sum_g n(g) sum_{d in span} sum_i per_portion(i) q[g,d,i]: what all children together are served."""
        total = Expression()
        for g in groups:
            for variable, amount in self._portion_terms(per_portion, g, span, g.headcount):
                total.addterm(variable, amount)  # all groups share y
        return total

    def kilograms(self, foods: Iterable[str], span: Span, slots: tuple[str, ...] = ()) -> Expression:
        """Gross kilograms of these foods for all children."""
        names = frozenset(foods)

        def kg(i: DishFacts) -> float:
            if not self.is_in_slots(i, slots):
                return 0.0
            return sum(g for food, g in i.gross_g.items() if food in names) / 1000

        return self.total(kg, self.problem.groups, span)

    def effort(self, per_batch: Callable[[DishFacts], float], span: Span, slots: tuple[str, ...]) -> Expression:
        """sum_d sum_i per_batch(i) (batches for all y[d,i] + batches for group g x[g,d,i])."""
        p, total = self.problem, Expression()
        for i in self.dishes:
            amount = per_batch(i) if self.is_in_slots(i, slots) else 0.0
            for d in self._in(span) if amount else ():
                total.addterm(self._is_served(d, i.id), amount * p.batches(i, p.headcount))
                for g in p.groups:
                    if (x := self.x.get((g.id, d, i.id))) is not None:
                        total.addterm(x, amount * p.batches(i, g.headcount))
        return total

    def extra_dishes(self, span: Span) -> Expression:
        """How many extra dishes are cooked: sum_d sum_i e[d,i], e[d,i] >= x[g,d,i]."""
        total = Expression()
        mine = set(self._in(span))
        for (g, d, i), x in self.x.items():
            if d not in mine:
                continue
            if (d, i) not in self._extra:
                self._extra[d, i] = pulp.LpVariable(f"e_{d}_{i}", 0, 1)
            e = self._extra[d, i]
            if f"cooked_{g}_{d}_{i}" not in self.lp.constraints:
                self.lp += x <= e, f"cooked_{g}_{d}_{i}"
        for (d, _), e in self._extra.items():
            if d in mine:
                total.addterm(e, 1.0)
        return total

    def picks(self, span: Span, slots: tuple[str, ...], per_pick: Callable[[DishFacts], float]) -> Expression:
        """sum_{d in span} sum_i k(i) per_pick(i) y[d,i]; k(i): how many picked slots (of `slots`) i fills."""
        picked = {s.id for s in self.problem.slots if s.pick and (not slots or s.id in slots)}
        return Expression(
            [
                (self.y[d, i.id], k * per_pick(i))
                for d in self._in(span)
                for i in self.dishes
                if (k := len(picked.intersection(i.slots))) and (d, i.id) in self.y
            ]
        )

    def kinds_served(self, keys: dict[str, frozenset[str]], span: Span) -> Expression:
        """How many keys have a dish that is served: sum_k u[k], u[k] <= sum_{d in span} sum_{i of k} y[d,i]."""
        total = Expression()
        for key, ids in sorted(keys.items()):
            if (ids, span.days) not in self._kind:
                n = len(self._kind)
                u = self._kind[ids, span.days] = pulp.LpVariable(f"u_{n}_{key}", 0, 1)
                self.lp += u <= self.served(among(ids), span), f"kind_{n}_{key}"
            total.addterm(self._kind[ids, span.days], 1.0)
        return total

    def served(self, match: Callable[[DishFacts], bool], span: Span) -> Expression:
        """How many matching dishes are served: sum_{d in span} sum_{i matches} y[d,i]."""
        ids = [i.id for i in self.dishes if match(i)]
        return Expression([(self._is_served(d, i), 1.0) for d in self._in(span) for i in ids])

    def extras(self, match: Callable[[DishFacts], bool], span: Span) -> Expression:
        """How many matching dishes are served as extra dishes: sum_{d in span} sum_{g, i matches} x[g,d,i]."""
        ids, mine = {i.id for i in self.dishes if match(i)}, set(self._in(span))
        return Expression([(x, 1.0) for (_, d, i), x in self.x.items() if d in mine and i in ids])

    def days_with(self, match: Callable[[DishFacts], bool], span: Span) -> Expression:
        """On how many days a matching dish is served: sum_{d in span} z[d], z[d] = max_{i matches} y[d,i]."""
        ids = frozenset(i.id for i in self.dishes if match(i))
        return Expression([(self._any_served(d, ids), 1.0) for d in self._in(span)])

    def _is_served(self, d: int, dish: str) -> pulp.LpVariable:
        """Y; for a dish with a free portion it is made when the first rule counts it."""
        if (d, dish) not in self.y:
            y = self.y[d, dish] = pulp.LpVariable(f"y_{d}_{dish}", cat=pulp.LpBinary)
            portions = {g.id: r for g in self.problem.groups if (r := self.r.get((g.id, d, dish))) is not None}
            for group, r in portions.items():
                self.lp += r <= r.upBound * y, f"portion_{group}_{d}_{dish}"
            least = 1.0 if any(r.cat == pulp.LpInteger for r in portions.values()) else LEAST_SERVED
            self.lp += Expression([(r, 1.0) for r in portions.values()]) >= least * y, f"served_{d}_{dish}"
        return self.y[d, dish]

    def _any_served(self, d: int, ids: frozenset[str]) -> pulp.LpVariable:
        if (d, ids) not in self._any:
            n = len(self._any)
            z = self._any[d, ids] = pulp.LpVariable(f"z_{d}_{n}", 0, 1)
            self.lp += Expression([(self._is_served(d, i), 1.0) for i in sorted(ids)]) >= z, f"any_{d}_{n}"
            for slot in self.problem.slots:
                inside = [(self.y[d, i.id], 1.0) for i in self.dishes if i.id in ids and slot.id in i.slots]
                if slot.pick is not None and min(slot.pick, len(inside)) == 1:
                    self.lp += Expression(inside) <= z, f"any_{d}_{n}_{slot.id}"
                else:  # each by itself: half of two picks would make but half a z
                    for y, _ in inside:
                        self.lp += y <= z, f"any_{d}_{n}_{slot.id}_{y.name}"
        return self._any[d, ids]

    def is_in_slots(self, dish: DishFacts | ServedBefore, slots: tuple[str, ...]) -> bool:
        """True if the dish fills one of `slots`, or `slots` is empty."""
        return not slots or any(s in slots for s in dish.slots)

    def _in(self, span: Span) -> list[int]:
        return [d.index for d in self.days if d.index in span.days]

    @cached_property
    def whole_plan(self) -> Span:
        """All days."""
        return Span("plan", tuple(d.index for d in self.problem.days))

    # solutions

    def values(self, servings: dict[tuple[int, str], dict[str, float]]) -> dict[str, float]:
        """The value of every variable for servings (day, dish) -> group -> portion."""
        values = dict.fromkeys((v.name for v in (*self.y.values(), *self.x.values())), 0.0)
        common = {key for key, portions in servings.items() if self.is_common(key[0], portions)}
        for (d, dish), portions in servings.items():
            if (d, dish) in common and (d, dish) in self.y:
                values[self.y[d, dish].name] = 1.0
            for group, portion in portions.items():
                low, step = self._portion[group, d, dish]
                if (r := self.r.get((group, d, dish))) is not None:
                    values[r.name] = (portion - low) / step
                if (d, dish) not in common:
                    values[self.x[group, d, dish].name] = 1.0
        for (d, ids), z in self._any.items():
            values[z.name] = 1.0 if any((d, i) in common for i in ids) else 0.0
        for key, e in self._extra.items():
            values[e.name] = 1.0 if key in servings and key not in common else 0.0
        for (ids, days), u in self._kind.items():
            values[u.name] = 1.0 if any((d, i) in common for d in days for i in ids) else 0.0
        return values

    def is_common(self, d: int, portions: Mapping[str, float]) -> bool:
        """True if a group gets the dish that avoids nothing on the day."""
        day = next(x for x in self.days if x.index == d)
        return any(not self.problem.avoided(self.problem.group(g), day) for g in portions)

    def servings(self) -> dict[tuple[int, str], dict[str, float]]:
        """The solved menu: (day, dish) -> group -> portion."""
        every = (*self.y.values(), *self.r.values(), *self.x.values())
        return self.servings_of({v.name: v.varValue or 0.0 for v in every})

    def servings_of(self, values: dict[str, float]) -> dict[tuple[int, str], dict[str, float]]:
        """The menu of a solution given by variable name; whole numbers are made whole."""
        menu: dict[tuple[int, str], dict[str, float]] = {}
        for day in self.days:
            for dish in self.dishes:
                portions = {
                    g.id: self._served_portion(g, day, dish, values)
                    for g in self.problem.groups
                    if self._gets(g, day, dish, values)
                }
                if portions and ((day.index, dish.id) in self.y or any(p > 1e-9 for p in portions.values())):
                    menu[day.index, dish.id] = portions
        return menu

    def _gets(self, group: Group, day: Day, dish: DishFacts, values: dict[str, float]) -> bool:
        key = (group.id, day.index, dish.id)
        if key not in self._portion:
            return False
        y, x = self.y.get((day.index, dish.id)), self.x.get(key)
        is_extra = x is not None and values[x.name] > 0.5
        return y is None or values[y.name] > 0.5 or is_extra

    def _served_portion(self, group: Group, day: Day, dish: DishFacts, values: dict[str, float]) -> float:
        low, step = self._portion[group.id, day.index, dish.id]
        r = self.r.get((group.id, day.index, dish.id))
        extra = 0.0 if r is None else values[r.name]
        return low + step * (extra if dish.step is None else round(extra))
