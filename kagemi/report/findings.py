"""Findings of a rule: what the plan gives against what the rule asks, one place at a time."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kagemi.domain.plan import Finding
from kagemi.domain.problem import Day
from kagemi.domain.rules import Rule


def found(
    rule: Rule,
    days: Iterable[Day],
    value: float,
    low: float | None,
    high: float | None,
    unit: str,
    about: str = "",
    *,
    group: str = "",
    known: int = 0,
    of: int = 0,
) -> Finding:
    """A finding of `rule` on `days`; `group` "" is everybody."""
    return Finding(
        rule=rule.name,
        kind=rule.kind,
        group=group,
        days=tuple(d.index for d in days),
        value=value,
        low=low,
        high=high,
        unit=unit,
        soft=rule.soft,
        about=about,
        known=known,
        of=of,
    )


def within(finding: Finding, least: float | None, most: float | None) -> Iterator[Finding]:
    """Hold the low bound against `least`, the high bound against `most`; one finding where the two agree.

    `least` and `most` are the value at its most cautious for a minimum and for a maximum; None: not defined
    (there is nothing to be a share of), so the bound asks nothing.
    """
    both = finding.low is not None and finding.high is not None
    if both and least is not None and most is not None and math.isclose(least, most, abs_tol=1e-9):
        yield replace(finding, value=least)
        return
    if finding.low is not None and least is not None:
        yield replace(finding, value=least, high=None)
    if finding.high is not None and most is not None:
        yield replace(finding, value=most, low=None)


def selection(dishes: Sequence[str], tags: Sequence[str]) -> str:
    """The ids that a rule names, for `Finding.about`."""
    return ", ".join((*dishes, *tags))
