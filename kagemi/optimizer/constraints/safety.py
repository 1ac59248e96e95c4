"""Safety: fish_safety."""

from collections.abc import Iterator

from kagemi.domain.rules import FishSafety
from kagemi.optimizer.model import MenuModel, Row

RISKS = {
    "mercury": frozenset({"mercury_high", "mercury_moderate"}),
    "histamine": frozenset({"histamine_prone"}),
}
"""What a rule names -> the tags of dishes, which follow from the species of their ingredients."""


def fish_safety(rule: FishSafety, m: MenuModel) -> Iterator[Row]:
    """For t in T(over): sum_{d in t} z[d] <= at_most, z[d] = 1 if fish of the risk is served on d."""
    for t in m.spans(rule.over, rule.days):
        days = m.days_with(lambda i: bool(RISKS[rule.of] & i.tags) and m.is_in_slots(i, rule.slots), t)
        yield Row(t.label, t, days <= rule.at_most, bound="at_most")
