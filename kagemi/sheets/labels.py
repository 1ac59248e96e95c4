"""What the typst templates print besides their data, by kind; a {hole} is the template's to fill."""

from collections.abc import Mapping

from kagemi.domain.message import Message, say
from kagemi.language import text

LABELS: Mapping[str, Mapping[str, Message]] = {
    "week": {
        "fish_days": say("Fish this week: {days} of {all} days"),
        "only_for": say("only for {groups}"),
        "within": say("in: {dish}"),
        "fish": say("Fish of the day"),
        "seafood": say("Seafood of the day"),
        "figures": say("Energy and protein per portion"),
        "kcal": say("kcal"),
        "protein": say("g protein"),
        "meet": say("Meet the fish"),
        "source": say("Source: {source}"),
        "allergens": say("Allergens"),
        "no_allergens": say("No allergens are recorded for these dishes."),
        "estimates": say(
            "Energy and protein are estimates for one portion, computed from the recipes and food composition "
            "tables (TKPI 2020 of the Ministry of Health, and others), not analysed in a laboratory."
        ),
        "at_least": say("≥: at least so much; an ingredient has no figure."),
    },
    "class": {
        "sheet": say("What we eat today"),
        "know": say("Did you know?"),
        "look": say("Look at your tray"),
        "colours": say("How many colours do you see on it? Count them with a friend."),
        "tray": say("On the tray today"),
        "no_meal": say("There is no school meal today."),
        "fish": say("Finished your fish? Colour it, or put a sticker on it!"),
        "plate": say("Finished your plate? Colour the picture, or put a sticker on it!"),
        "teacher": say("For the teacher:"),
        "source": say("Source: {source}"),
        "silhouette": say("The silhouette shows the kind of fish, not its size."),
    },
    "day": {
        "sheet": say("Serving counter"),
        "trays": say("trays"),
        "portion": say("One portion, cooked"),
        "cooked": say("cooked at"),
        "before": say("eat before"),
        "none": say("none"),
        "nothing": say("Nothing is served on this day."),
        "instead": say("Instead, only for these groups"),
        "children": say("{children} children"),
        "without": say("without: {allergens}"),
    },
    "month": {
        "sheet": say("Menu calendar"),
        "fish": say("Fish: {days} of {all} days"),
        "no_meal": say("no meal"),
        "frame": say("A box with a thick frame is a fish day."),
        "others": say("Other weeks of the month: as published."),
    },
    "kitchen": {
        "sheet": say("Production sheet"),
        "plan": say("plan {fingerprint}"),
        "thaw_note": say("Thaw in the chiller, below 4 °C. Taken out at"),
        "initials": say("initials"),
        "measured": say("Measured before cooking, °C:"),
        "at_time": say("at (time)"),
        "who": say("Who eats what"),
        "dish": say("Dish, in cooking order"),
        "begin": say("begin"),
        "ready": say("ready"),
        "children": say("children"),
        "without": say("without: {allergens}"),
        "contains": say("contains: {allergens}"),
        "portions": say(
            "Portions are cooked weights. A coloured row is an extra dish, only for the groups that have a "
            "figure in it."
        ),
        "chart": say("When which machine cooks what"),
        "chart_note": say("The numbers are those of the dishes; each bar is a batch."),
        "raw": say("Raw"),
        "weigh": say("weigh out"),
        "cleaned": say("cleaned"),
        "batch": say("Batch"),
        "cooked_at": say("Cooked at"),
        "inside": say("Inside, °C"),
        "serve_before": say("Serve before (+ 4 hours)"),
        "made_at": say("Made at"),
        "signed": say("Initials"),
        "assumed": say(
            "* The cleaned weight is reckoned from an assumed yield: weigh it once before and after cleaning, "
            "and put it into foods.csv (edible_pct)."
        ),
        "safety": say(
            "Cook through: 70 °C in the middle. Eat hot food within 4 hours after cooking. Times in brackets "
            "are planned; write the real ones."
        ),
        "cook": say("Head cook"),
        "checked": say("Checked by"),
    },
    "leftovers": {
        "sheet": say("What came back"),
        "plan": say("plan {fingerprint}"),
        "class": say("Class:"),
        "or_all": say("(or: all)"),
        "how1": say(
            "Look at 20 to 30 trays as they come back, picked at random: every tenth, say, from all classes."
        ),
        "how2": say("For each dish make a stroke in the column that shows best how much of it is left."),
        "how3": say("Bones, peel and leaves are not counted. A tray without the dish is not counted for it."),
        "how4": say("Or scrape one dish of all trays into a bucket, weigh it, and write the kilograms."),
        "nothing": say("nothing left"),
        "all": say("all left"),
        "dish": say("Dish"),
        "served": say("Portions served"),
        "trays": say("Trays looked at: how much was left"),
        "kg": say("or kg left"),
        "signed": say("Initials"),
        "planned": say("planned: {children}"),
        "remarks": say("Remarks"),
        "type_in": say(
            "Type it in with kagemi record, or fill in the workbook of kagemi sheet --kind leftovers "
            "--format xlsx."
        ),
    },
}
"""Kind -> its labels; the others bring their own."""

_HOLES = ("days", "all", "groups", "dish", "source", "fingerprint", "allergens", "children")


def labels(kind: str, lang: str) -> dict[str, str]:
    """The labels of a kind in a language."""
    kept = {hole: f"{{{hole}}}" for hole in _HOLES}
    return {key: text(Message(m.template, kept), lang) for key, m in LABELS.get(kind, {}).items()}
