"""The figures of rules in a form: what each is called, and its unit where the file writes a bare number."""

from kagemi.domain.message import Message, Text, say
from kagemi.domain.nutrients import BY_ID

FIGURES: dict[str, Message] = {
    "min": say("at least"),
    "max": say("at most"),
    "at_least": say("at least"),
    "at_most": say("at most"),
    "portion": say("a portion is"),
    "within_days": say("within"),
    "minutes": say("in use at most"),
    "units": say("how many there are"),
    "hours": say("at most"),
    "amount": say("amount"),
    "up_to": say("up to step"),
    "weeks_a_step": say("one step more every"),
    "accepted": say("once so much is surely eaten"),
}
"""Key -> what it is called."""
SCHOOL_DAYS = say("school days")
DAYS = say("days")
KILOGRAMS = say("{unit}", unit="kg")
PERCENT = say("{unit}", unit="%")
UNITS: dict[tuple[str, str], Message] = {
    ("food_group_portions", "at_least"): say("portions"),
    ("food_group_portions", "at_most"): say("portions"),
    ("food_group_portions", "portion"): say("{unit}", unit="g"),
    ("budget", "max"): say("rupiah"),
    ("tag_days", "at_least"): DAYS,
    ("tag_days", "at_most"): DAYS,
    ("repeat", "at_most"): say("times"),
    ("repeat", "within_days"): SCHOOL_DAYS,
    ("diversity", "at_least"): say("different ones"),
    ("local_share", "at_least"): PERCENT,
    ("equipment", "minutes"): say("minutes a day"),
    ("equipment", "units"): say("machines"),
    ("labour", "hours"): say("hours a day"),
    ("storage", "at_most"): KILOGRAMS,
    ("supply", "at_least"): KILOGRAMS,
    ("supply", "at_most"): KILOGRAMS,
    ("use_up", "amount"): KILOGRAMS,
    ("acceptance", "at_least"): PERCENT,
    ("fish_form", "up_to"): say("of the fish ladder"),
    ("fish_form", "weeks_a_step"): say("weeks"),
    ("fish_form", "accepted"): PERCENT,
    ("new_dishes", "at_most"): say("servings"),
    ("new_dishes", "within_days"): SCHOOL_DAYS,
    ("fish_safety", "at_most"): DAYS,
    ("emissions", "at_most"): say("kg CO2e a portion"),
    ("energy_share", "min"): PERCENT,
    ("energy_share", "max"): PERCENT,
}
"""Kind and key -> the unit of a number that is written without one."""
WRITTEN = {
    **dict.fromkeys([k for k, unit in UNITS.items() if unit is PERCENT], "%"),
    **dict.fromkeys([k for k, unit in UNITS.items() if unit is KILOGRAMS], "kg"),
    ("food_group_portions", "portion"): "g",
    ("nutrient_range", "min"): "% AKG",
    ("nutrient_range", "max"): "% AKG",
}
"""Kind and key -> the unit that is written behind a number that had none before."""


def unit_name(kind: str, key: str, written: str, nutrient: str = "") -> Message | Text:
    """The unit of a figure as it is read: the one that is written, else the one that the place expects."""
    if written:
        return say("{unit}", unit=written)
    if kind == "nutrient_range" and nutrient in BY_ID:
        return say("{unit}", unit=BY_ID[nutrient].unit)
    return UNITS.get((kind, key)) or say("{unit}", unit="")
