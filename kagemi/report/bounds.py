"""Bounds as a nutritionist writes them, turned into the unit that a total is in."""

from kagemi.domain.amount import Amount
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.problem import Group

GRAMS = {"kg": 1000.0, "g": 1.0, "mg": 1e-3, "ug": 1e-6}


def nutrient_bound(amount: Amount | None, nutrient: str, group: Group) -> float | None:
    """The amount in the nutrient's own unit; `% AKG` is of the group's daily requirement.

    Raises ValueError for a unit that cannot be the nutrient's, KeyError if the group has no requirement.
    """
    if amount is None:
        return None
    unit = BY_ID[nutrient].unit
    if amount.unit in ("", unit):
        return amount.value
    if amount.unit == "% AKG":
        return amount.value / 100 * group.requirement[nutrient]
    if amount.unit in GRAMS and unit in GRAMS:
        return amount.value * GRAMS[amount.unit] / GRAMS[unit]
    raise ValueError(f"{nutrient} is in {unit}, not in {amount.unit}")


def percent_bound(amount: Amount | None) -> float | None:
    """A share in per cent; a bare number is the fraction."""
    return None if amount is None else amount.share * 100


def kilograms_bound(amount: Amount | None) -> float | None:
    """A weight in kilograms; a bare number is kilograms. Raises KeyError for another unit."""
    if amount is None or not amount.unit:
        return None if amount is None else amount.value
    return amount.value * GRAMS[amount.unit] / GRAMS["kg"]


def grams_bound(amount: Amount) -> float:
    """A weight in grams; a bare number is grams. Raises KeyError for another unit."""
    return amount.value * (GRAMS[amount.unit] if amount.unit else 1.0)
