"""What commands about menus, records, versions and files print with --json, if no domain class is printed.

A class is an object. A docstring under a key says what `tests.docs.json_words` does not say about it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kagemi.domain.constraints import Override
from kagemi.domain.message import Fault
from kagemi.domain.plan import Outcome
from kagemi.domain.purchase import OrderChange
from kagemi.domain.record import Record
from kagemi.report.comparison import Comparison


@dataclass(frozen=True)
class RecordRow(Record):
    """Portions of a dish that were served on a day, and what came back."""

    eaten: float | None = None
    """The share that was eaten, 0 to 1; null: nothing was looked at."""


@dataclass
class AcceptanceRow:
    """How much of a dish, or of dishes with something in common, is believed to be eaten."""

    about: str
    """A dish's id; with --by a species, ladder step, slot or method."""
    basis: Literal["estimate", "recorded"]
    """`estimate`: nothing was recorded yet."""
    estimate: float
    """The share eaten by the starting estimate, 0 to 1."""
    mean: float
    """The share believed to be eaten, 0 to 1."""
    low: float
    """The share eaten lies above this with a probability of 90 %, 0 to 1."""
    high: float
    """The share eaten lies below this with a probability of 90 %, 0 to 1."""
    trays: int
    records: int
    last: dt.date | None
    """The day of the newest record; null: there is none."""


@dataclass
class Published:
    """A plan that was made known."""

    canteen: str
    first_day: dt.date
    last_day: dt.date
    version: int
    published_at: dt.datetime
    """The moment, UTC."""
    why: str
    fingerprint: str


@dataclass
class PublishedRow(Published):
    """A published version, and whether it holds."""

    holds: bool
    """False: a newer version of these days took its place."""


@dataclass
class Replanned:
    """A plan that took the place of another."""

    file: str
    """The file of the new plan."""
    changes: Comparison
    """The old plan first, the new one second."""
    orders: Sequence[OrderChange] | None
    """What to tell the traders; null: nothing was ordered for these days, or it could not be worked out."""
    outcome: Outcome


@dataclass
class NutrientMeans:
    """A nutrient of the mean child and day, in `unit`."""

    unit: str
    planned: float | None
    """Null: no portion was planned."""
    served: float | None
    """Null: no portion was served."""
    eaten_at_least: float | None
    """Of dishes of which it is known how much came back; null: no portion was served."""
    eaten_at_most: float | None
    """If all of the other dishes was eaten; null: no portion was served."""
    all_figures_known: bool
    """False: an ingredient has no figure for the nutrient, and all four are lower bounds."""


@dataclass
class IntakeMeans:
    """Portions and nutrients."""

    portions_planned: float
    portions_served: float
    nutrients: Mapping[str, NutrientMeans]
    """By nutrient id."""


@dataclass
class HistoryDay:
    """A day of the plan that held on it."""

    date: dt.date
    published_version: int | None
    """Null: the plan was made and never published."""
    dishes: Sequence[str]
    not_served: Sequence[str]
    """Planned dishes of which it is recorded that none was served."""
    cost_idr: float
    """Of all portions planned, rupiah."""
    budget_idr: float | None
    """What budget rules allow for them, rupiah; null: a group has no budget."""
    fish_planned: bool
    fish_served: bool
    dishes_recorded: int
    dishes_eaten_known: int
    intake: IntakeMeans
    groups: Mapping[str, IntakeMeans]


@dataclass
class FishDays:
    """Days with fish, of the weeks that begin in the period."""

    planned: int
    served: int
    asked: int | None
    """By rules, of the weeks that are over; null: there is no such rule."""
    weeks: int
    """Weeks that are over and have a rule."""
    weeks_kept: int
    """Those of them in which so many fish days were served."""


@dataclass
class Unplanned:
    """A dish that was recorded and is on no plan of its day."""

    date: dt.date
    dish: str


@dataclass
class HistoryPeriod:
    """A week, month or school term, as far as it was asked for."""

    first_day: dt.date
    last_day: dt.date
    days: int
    """Days with a plan."""
    days_not_published: int
    """Those of them whose plan was never published."""
    cost_idr: float
    """Of all portions planned, rupiah."""
    budget_idr: float | None
    """What budget rules allow for them, rupiah; null: not known for each day."""
    paid_idr: int | None
    """For what has come of the orders for these days, rupiah; null: no receipt is noted."""
    paid_in_every_week: bool
    """False: a week has no receipt, so `paid_idr` is a lower bound."""
    lines_ordered: int
    """Lines of the orders that count for these days."""
    lines_complete: int
    """Those of them of which all came; fewer than ordered: `paid_idr` is a lower bound."""
    fish_days: FishDays
    intake: IntakeMeans
    groups: Mapping[str, IntakeMeans]
    dishes: int
    """Dishes on the menus, each once a day."""
    dishes_recorded: int
    dishes_eaten_known: int
    waste_share: float | None
    """The share of the weight served that came back, 0 to 1, of dishes looked at; null: none was."""
    unplanned: Sequence[Unplanned]


@dataclass
class HistoryPage:
    """What was served, eaten and paid."""

    canteen: str
    by: Literal["week", "month", "term"]
    first_day: dt.date
    last_day: dt.date
    days: Sequence[HistoryDay]
    periods: Sequence[HistoryPeriod]


@dataclass
class BackupMade:
    """A backup that was written or restored."""

    place: str
    """The file of the backup, or the folder of the new workspace."""
    files: int
    rows: Mapping[str, int]
    """Table of the database -> how many rows of it."""
    made_at: str
    """When the backup was made, an ISO moment with its time zone."""
    kagemi: str


@dataclass
class Doubt:
    """A figure that is possible and hard to believe."""

    test: str
    item: str
    what: str


@dataclass
class Check:
    """What kagemi check found."""

    faults: Sequence[Fault]
    doubts: Sequence[Doubt]
    overridden: Sequence[Override]
    """What constraints files replace of the files that they extend."""


@dataclass
class RuleKind:
    """A kind of rule."""

    kind: str
    purpose: str
    """What it is for, a sentence in the language of the run."""


@dataclass
class RulePage:
    """The page about a kind of rule."""

    kind: str
    page: str
    """Markdown, in the language of the run."""
