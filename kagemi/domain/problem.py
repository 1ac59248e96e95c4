"""The planning problem: pure values, everything the optimiser and the re-check need and nothing else."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kagemi.domain.dish import Serve
from kagemi.domain.food import Food
from kagemi.domain.message import Text, Where
from kagemi.domain.rules import Alternative, AnyRule, RepeatOf

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Day:
    """A day on the menu; `week` numbers the calendar weeks of the plan from 0."""

    index: int
    date: date
    week: int

    @property
    def weekday(self) -> str:
        """Monday .. sunday."""
        return WEEKDAYS[self.date.weekday()]

    def is_in(self, days: tuple[str, ...]) -> bool:
        """True if one of `days` (weekday or ISO date) names this day."""
        return self.weekday in days or self.date.isoformat() in days


@dataclass(frozen=True)
class Slot:
    """A place on the tray: `pick` dishes with portions in `portion`; `pick` None: any number, free portions.

    Portions are multiples of the dish's standard portion.
    """

    id: str
    pick: int | None = 1
    portion: tuple[float, float] = (1.0, 1.0)


@dataclass(frozen=True)
class Group:
    """Children who eat the same portions; `requirement` is their daily AKG, nutrient id -> amount."""

    id: str
    headcount: int
    name: Text
    akg: str = ""
    requirement: Mapping[str, float] = field(default_factory=dict)
    portions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Slot id -> portion range, where it differs from the slot's own."""


@dataclass(frozen=True)
class NutrientAmount:
    """What is known of a nutrient in a standard portion.

    `total` sums the known figures; `floor` is what a minimum may count on (no credit from seasonings);
    `ceiling` is what a maximum must reckon with (unknown figures at the highest of their food group, None
    if even that is unknown); `known` of `of` ingredients have a figure.
    """

    total: float
    floor: float
    ceiling: float | None
    known: int
    of: int


NOTHING = NutrientAmount(0.0, 0.0, 0.0, 0, 0)


@dataclass(frozen=True)
class DishFacts:
    """A dish worked out per standard portion: what the optimiser chooses among, what a sheet shows."""

    id: str
    name: Text
    slots: tuple[str, ...]
    serve: Serve
    served_g: float
    """Cooked grams."""
    cost_idr: float
    """Gross raw material, rupiah."""
    nutrients: Mapping[str, NutrientAmount]
    edible_g: Mapping[str, float] = field(default_factory=dict)
    """Food group -> raw edible grams."""
    gross_g: Mapping[str, float] = field(default_factory=dict)
    """Food id -> gross grams to buy."""
    acceptance: float = 1.0
    """Expected share eaten."""
    tags: frozenset[str] = frozenset()
    allergens: frozenset[str] = frozenset()
    main: str = ""
    main_group: str = ""
    method: str = ""
    colour: str = ""
    species: str = ""
    ladder: int | None = None
    equipment: Mapping[str, float] = field(default_factory=dict)
    """Machine -> minutes for one batch."""
    labour_minutes: float | None = None
    """Minutes of work for one batch; None: nobody has said."""
    batch: int = 100
    """Portions cooked at once."""
    emissions: NutrientAmount = NOTHING
    """Kg CO2e, by gross grams bought."""

    def key(self, of: RepeatOf) -> str:
        """What `repeat` counts: the dish itself, its main ingredient, ... ; "" if it has none."""
        return _key(self, of)

    def has_any(self, dishes: tuple[str, ...], tags: tuple[str, ...]) -> bool:
        """True if the dish is named or carries one of the tags."""
        return self.id in dishes or not self.tags.isdisjoint(tags)

    @property
    def step(self) -> float | None:
        """The smallest change of a portion that can be served, as a multiple; None: any amount."""
        if self.serve.step <= 0:
            return None
        whole = self.serve.count if self.serve.measure else self.served_g
        return self.serve.step / whole


@dataclass(frozen=True)
class ServedBefore:
    """A dish of a school day before the plan, as far as `repeat` needs to know it.

    The day's index counts back from the plan: -1 is the last school day before it.
    """

    day: Day
    id: str
    slots: tuple[str, ...]
    main: str = ""
    main_group: str = ""
    method: str = ""
    colour: str = ""
    species: str = ""

    def key(self, of: RepeatOf) -> str:
        """As of a dish that may be served."""
        return _key(self, of)


def _key(dish: DishFacts | ServedBefore, of: RepeatOf) -> str:
    keys: dict[str, str] = {
        "dish": dish.id,
        "main_ingredient": dish.main,
        "food_group": dish.main_group,
        "method": dish.method,
        "colour": dish.colour,
        "species": dish.species,
    }
    return keys[of]


@dataclass(frozen=True)
class Tier:
    """One tier of the objective: minimise or maximise `quantity`; the next tiers may trade `give_up` of it.

    `quantity`: shortfall, cost, acceptance, changes (dishes that a published menu has not on their day), ... or
    a nutrient id (mean amount per portion).
    `give_up`: a fraction of the best value if `relative`, else in the quantity's own unit.
    """

    sense: Literal["minimise", "maximise"]
    quantity: str
    give_up: float = 0.0
    relative: bool = True


@dataclass(frozen=True)
class Serving:
    """A dish on a day, with each group's portion as a multiple of the standard portion."""

    day: int
    dish: str
    portions: Mapping[str, float]


@dataclass(frozen=True)
class Judging:
    """How the acceptance of the dishes was come by: see `kagemi.domain.acceptance.judge`."""

    recorded: tuple[str, ...] = ()
    """Dishes of which something was recorded; the others have their starting estimate."""
    tried: tuple[str, ...] = ()
    """Dishes that are judged by a draw from what is believed of them, chosen by the seed."""
    seed: int | None = None
    """None: nothing is tried."""
    cautious: bool = False
    """In weeks of exams: what is surely eaten counts, not what is expected."""


@dataclass(frozen=True)
class PlanningProblem:
    """What is to be planned, for whom, from what, under which rules, towards what."""

    canteen: str
    meal: str
    days: tuple[Day, ...]
    groups: tuple[Group, ...]
    slots: tuple[Slot, ...]
    dishes: tuple[DishFacts, ...]
    rules: tuple[AnyRule, ...]
    objective: tuple[Tier, ...]
    places: Mapping[str, Where] = field(default_factory=dict)
    """Rule name -> where it stands in the constraints file."""
    before: tuple[ServedBefore, ...] = ()
    """What was served on the school days before, for rules that look back."""
    foods: Mapping[str, Food] = field(default_factory=dict)
    """The foods of the dishes, for rules that speak of what is bought."""
    fixed: tuple[Serving, ...] = ()
    """The whole menu of the days before `first_open`; what rules ask only of such days cannot be helped."""
    first_open: int = 0
    """The index of the first day that may change; those before it stay as they are."""
    published: tuple[Serving, ...] = ()
    """The menu from which the quantity `changes` counts."""
    ladder: Mapping[int, float] = field(default_factory=dict)
    """Step of the fish ladder -> the share that is surely eaten of its dishes; no evidence, no entry."""
    judging: Judging = Judging()

    @property
    def fixed_days(self) -> frozenset[int]:
        """The indices of the days that stay as they are."""
        return frozenset(range(self.first_open))

    @property
    def headcount(self) -> int:
        """All children."""
        return sum(g.headcount for g in self.groups)

    def batches(self, dish: DishFacts, children: int) -> int:
        """How often a dish is cooked for so many children, at the recipe's portion."""
        return math.ceil(children / dish.batch)

    def avoided(self, group: Group, day: Day) -> frozenset[str]:
        """The allergens that a group avoids on a day (rules of the kind alternative)."""
        return frozenset(
            allergen
            for rule in self.rules
            if isinstance(rule, Alternative) and group.id in rule.groups
            if not rule.days or day.is_in(rule.days)
            for allergen in rule.avoids
        )

    def group(self, id: str) -> Group:
        """The group with this id."""
        return next(g for g in self.groups if g.id == id)

    def dish(self, id: str) -> DishFacts:
        """The dish with this id."""
        return next(d for d in self.dishes if d.id == id)

    def portion_range(self, group: Group, dish: DishFacts) -> tuple[float, float]:
        """Lowest and highest portion of a dish for a group: what all slots that it fills allow."""
        slots = [s for s in self.slots if s.id in dish.slots]
        ranges = [group.portions.get(s.id, s.portion) for s in slots]
        return max(low for low, _ in ranges), min(high for _, high in ranges)

    def portion_steps(self, group: Group, dish: DishFacts) -> tuple[int, int] | None:
        """Fewest and most steps of `dish.step` in the group's range; None if no step lies in it.

        Ends of the range are rounded to a whole step of grams (a portion of 72 g is served as 70 g); pieces
        are not rounded.
        """
        low, high = self.portion_range(group, dish)
        step = dish.step
        assert step is not None
        room = 1e-9 if dish.serve.measure else 0.5 - 1e-9
        fewest, most = math.ceil(low / step - room), math.floor(high / step + room)
        return (fewest, most) if fewest <= most else None
