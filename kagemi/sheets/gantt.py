"""The day's cooking as a chart: a lane for each unit of a machine, a bar for each batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor

from kagemi.domain.message import Message
from kagemi.language import text
from kagemi.language.kitchen import MACHINES
from kagemi.report.timeline import Run, Timeline

WIDTH, LABEL, LANE, HEAD = 190.0, 27.0, 4.6, 5.0
"""Millimetres on paper: the whole chart, the names of the lanes, a lane, the hours above them."""
NUMBER = 3.2
"""A bar that is narrower has no room for its number."""
TONES = 4
"""Shades that tell neighbouring dishes apart."""


@dataclass(frozen=True)
class Tick:
    """An hour."""

    x: float
    text: str


@dataclass(frozen=True)
class Bar:
    """A batch: `number` is that of its dish, "" where the bar is too narrow for it."""

    x: float
    y: float
    width: float
    number: str
    tone: int
    title: str


@dataclass(frozen=True)
class Lane:
    """A unit of a machine."""

    y: float
    name: str
    is_first: bool
    """True for the first unit of its machine."""


@dataclass(frozen=True)
class Chart:
    """What a template draws."""

    width: float
    height: float
    label: float
    lane: float
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    bars: tuple[Bar, ...]


def draw(timeline: Timeline, names: Mapping[str, tuple[int, str]], lang: str) -> Chart | None:
    """The chart; `names`: dish -> its number on the sheet and its name. None if no machine is used."""
    begins = timeline.begins
    if begins is None:
        return None
    first = floor(begins / 60) * 60
    scale = (WIDTH - LABEL) / (timeline.serve_at - first)
    lanes: dict[tuple[str, int], Lane] = {}
    for machine, units in timeline.units.items():
        for unit in range(1, units + 1):
            name = f"{machine_name(machine, lang)} {unit}" if units > 1 else machine_name(machine, lang)
            lanes[machine, unit] = Lane(round(HEAD + len(lanes) * LANE, 2), name, unit == 1)
    hours = range(first, timeline.serve_at + 1, 60)
    return Chart(
        width=WIDTH,
        height=round(HEAD + len(lanes) * LANE, 2),
        label=LABEL,
        lane=LANE,
        ticks=tuple(Tick(round(LABEL + (hour - first) * scale, 2), clock(hour)) for hour in hours),
        lanes=tuple(lanes.values()),
        bars=tuple(_bar(run, lanes[run.machine, run.unit].y, first, scale, names) for run in timeline.runs),
    )


def _bar(run: Run, y: float, first: int, scale: float, names: Mapping[str, tuple[int, str]]) -> Bar:
    number, name = names[run.dish]
    width = (run.ends - run.begins) * scale
    return Bar(
        x=round(LABEL + (run.begins - first) * scale, 2),
        y=round(y + 0.4, 2),
        width=round(width, 2),
        number=str(number) if width >= NUMBER else "",
        tone=number % TONES,
        title=f"{name} · {run.batch} · {clock(run.begins)}–{clock(run.ends)}",
    )


def machine_name(machine: str, lang: str) -> str:
    """What a machine is called; one of the canteen's own by its id."""
    return text(MACHINES.get(machine, Message(machine.replace("_", " "))), lang)


def clock(minutes: float) -> str:
    """A time of day: 05:30; times of the evening before count on from it, as 22:40."""
    hours, rest = divmod(floor(minutes), 60)
    return f"{hours % 24:02}:{rest:02}"
