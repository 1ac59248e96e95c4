"""When which machine cooks what: a day's batches, placed backwards from the time of serving.

All times are minutes after midnight, below zero on the evening before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kagemi.domain.problem import DishFacts

EARLIEST = 3 * 60
"""No kitchen begins before three in the morning."""

KEEPS = 4 * 60
"""Minutes after cooking within which a hot dish has to be eaten."""

FRESH = frozenset({"fried", "grilled", "stir_fried"})
"""Methods whose dishes suffer most from waiting."""

_ORDER = {"blender": 0, "pressure_cooker": 1, "fryer": 3, "oven": 4, "grill": 5}
_LAST = {
    "fried": "fryer",
    "baked": "oven",
    "grilled": "grill",
    "steamed": "steamer",
    "boiled": "stove",
    "soup": "stove",
    "stir_fried": "stove",
    "braised": "stove",
}


@dataclass(frozen=True)
class Job:
    """A dish that is cooked in so many batches, each of which takes the same way through the machines."""

    dish: str
    stages: tuple[tuple[str, float], ...]
    """Machine and minutes, in the order of use."""
    batches: int
    fresh: bool = False
    hot: bool = True

    @property
    def minutes(self) -> float:
        """Of all batches, on all machines."""
        return self.batches * sum(minutes for _, minutes in self.stages)


@dataclass(frozen=True)
class Run:
    """A batch on one unit of a machine; batches and units count from 1."""

    dish: str
    batch: int
    machine: str
    unit: int
    begins: float
    ends: float


@dataclass(frozen=True)
class Timeline:
    """A day's runs."""

    serve_at: int
    jobs: tuple[Job, ...]
    units: Mapping[str, int]
    """Machine -> how many of it are used."""
    stated: frozenset[str]
    """The machines whose number a rule states; of the others there are as many as the day needs."""
    runs: tuple[Run, ...]

    @property
    def begins(self) -> float | None:
        """The first minute of the day's cooking; None if no machine is used."""
        return min((run.begins for run in self.runs), default=None)

    @cached_property
    def too_early(self) -> tuple[Run, ...]:
        """What would have to begin before `EARLIEST`."""
        return tuple(run for run in self.runs if run.begins < EARLIEST)

    @cached_property
    def waits(self) -> Mapping[str, float]:
        """Hot dish -> minutes from its first batch to serving, where these are more than `KEEPS`."""
        hot = [job.dish for job in self.jobs if job.hot and job.stages]
        first = {dish: min(self.done(dish)) for dish in hot}
        return {dish: self.serve_at - at for dish, at in first.items() if self.serve_at - at > KEEPS}

    @property
    def lateness(self) -> float:
        """Minutes by which runs begin too early and batches wait too long, all together; 0: a sound day."""
        early = sum(EARLIEST - run.begins for run in self.too_early)
        waiting = (max(0.0, self.serve_at - KEEPS - at) for dish in self.waits for at in self.done(dish))
        return early + sum(waiting)

    def of(self, dish: str) -> tuple[Run, ...]:
        """The runs of a dish in the order of time."""
        return tuple(run for run in self.runs if run.dish == dish)

    def done(self, dish: str) -> tuple[float, ...]:
        """When each batch of a dish leaves its last machine, in the order of batches."""
        ends: dict[int, float] = {}
        for run in self.of(dish):
            ends[run.batch] = max(run.ends, ends.get(run.batch, run.ends))
        return tuple(ends[batch] for batch in sorted(ends))


def stages(dish: DishFacts) -> tuple[tuple[str, float], ...]:
    """The machines of a batch in the order of use, with minutes.

    A recipe does not say the order. Assumed is: grinding first, then pressure cooking, browning in fryer, oven
    or grill after the stove, and last of all the machine of the dish's method.
    """

    def place(machine: str) -> tuple[bool, int, str]:
        return _LAST.get(dish.method) == machine, _ORDER.get(machine, 2), machine

    used = [machine for machine, minutes in dish.equipment.items() if minutes > 0]
    return tuple((machine, dish.equipment[machine]) for machine in sorted(used, key=place))


def timeline(jobs: Sequence[Job], stated: Mapping[str, int], serve_at: int) -> Timeline:
    """The day's runs; `stated`: machine -> how many of it the kitchen has, where that is known.

    Of other machines more are taken, one by one where it helps, until the day begins after `EARLIEST` and all
    is eaten within `KEEPS`; that fewer would not do is not proven.
    """
    units = {machine: stated.get(machine, least) for machine, least in _least_units(jobs, serve_at).items()}
    made = _timeline(jobs, units, stated, serve_at)
    while made.lateness and (better := _with_more(made, stated)):
        made = better
    return made


def schedule(jobs: Iterable[Job], units: Mapping[str, int], serve_at: int) -> tuple[Run, ...]:
    """Place every batch as late as its machines allow, in the order of time.

    What must be freshest (`Job.fresh`) takes the machines nearest to serving; of the rest the dish with the
    least minutes does, so that what takes longest begins first. A batch goes from machine to machine in its
    order, and a unit of a machine has one batch at a time.
    """
    taken: dict[tuple[str, int], list[tuple[float, float]]] = {}
    runs = []
    for job in sorted(jobs, key=lambda job: (not job.fresh, job.minutes, job.dish)):
        for batch in range(job.batches, 0, -1):
            before = 0.0
            for machine, minutes in reversed(job.stages):
                before, unit = _place(taken, machine, units[machine], before, minutes)
                ends = serve_at - before
                before += minutes
                runs.append(Run(job.dish, batch, machine, unit, serve_at - before, ends))
    return tuple(sorted(runs, key=lambda run: (run.begins, run.dish, run.batch)))


def _place(
    taken: dict[tuple[str, int], list[tuple[float, float]]],
    machine: str,
    units: int,
    before: float,
    minutes: float,
) -> tuple[float, int]:
    """Take the first gap on a unit, counted backwards from serving; where it begins, and the unit."""
    begin, unit = min((_gap(taken.get((machine, n), []), before, minutes), n) for n in range(1, units + 1))
    spans = taken.setdefault((machine, unit), [])
    spans.append((begin, begin + minutes))
    spans.sort()
    return begin, unit


def _gap(spans: Sequence[tuple[float, float]], at: float, minutes: float) -> float:
    for begin, end in spans:
        if at + minutes <= begin:
            break
        at = max(at, end)
    return at


def _timeline(
    jobs: Sequence[Job], units: Mapping[str, int], stated: Mapping[str, int], serve_at: int
) -> Timeline:
    runs = schedule(jobs, units, serve_at)
    return Timeline(serve_at, tuple(jobs), dict(units), frozenset(stated) & units.keys(), runs)


def _least_units(jobs: Iterable[Job], serve_at: int) -> dict[str, int]:
    """Machine -> the fewest that its minutes fit on between `EARLIEST` and serving."""
    load: dict[str, float] = {}
    for job in jobs:
        for machine, minutes in job.stages:
            load[machine] = load.get(machine, 0.0) + job.batches * minutes
    room = max(1, serve_at - EARLIEST)
    return {machine: max(1, int(-(-minutes // room))) for machine, minutes in sorted(load.items())}


def _with_more(made: Timeline, stated: Mapping[str, int]) -> Timeline | None:
    """With one more of the machine that most trouble is on, or more of all that have any; None: no help."""
    troubled = {run.dish for run in made.too_early} | made.waits.keys()
    blame: dict[str, float] = {}
    for run in made.runs:
        if run.dish in troubled and run.machine not in stated:
            blame[run.machine] = blame.get(run.machine, 0.0) + run.ends - run.begins
    worst_first = sorted(blame, key=lambda m: (-blame[m], m))
    for machines, count in [*(([m], 1) for m in worst_first), *((worst_first, n) for n in (1, 2, 3))]:
        units = {m: n + (count if m in machines else 0) for m, n in made.units.items()}
        more = _timeline(made.jobs, units, stated, made.serve_at)
        if more.lateness < made.lateness:
            return more
    return None
