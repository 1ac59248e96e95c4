"""What machines and uses of ingredients are called, and how a server measures a portion."""

from fractions import Fraction

from kagemi.domain.message import Text, say
from kagemi.domain.problem import DishFacts
from kagemi.language.formats import number

MACHINES = {
    "stove": say("stove"),
    "steamer": say("steamer"),
    "fryer": say("fryer"),
    "oven": say("oven"),
    "grill": say("grill"),
    "blender": say("blender"),
    "pressure_cooker": say("pressure cooker"),
}
USES = {
    "eaten": say("eaten"),
    "bath": say("frying oil"),
    "wrap": say("wrapping"),
    "aromatic": say("aromatic, taken out"),
}
COUNTED = {
    "butir": Text("butir", "piece"),
    "ekor": Text("ekor", "piece"),
    "papan": Text("papan", "slab"),
    "buah": Text("buah", "piece"),
}
"""Household measures that a kitchen counts rather than weighs: eggs, whole fish, slabs of tempeh, fruit."""

SCOOP_G = 50
"""Grams of cooked rice in a rice scoop: Isi Piringku (Ministry of Health) gives 150 g of rice as 3 centong."""
_SCOOP = Text("centong", "rice scoop")

_QUARTERS = {Fraction(1, 2): "½", Fraction(1, 4): "¼", Fraction(3, 4): "¾"}


def portion(dish: DishFacts, times: float, lang: str) -> str:
    """So many standard portions as a server measures them: 150 g, or 1½ × piece."""
    if dish.serve.measure is None:
        return f"{number(times * dish.served_g, lang)} g"
    pieces = Fraction(times * dish.serve.count).limit_denominator(12)
    whole, rest = divmod(pieces, 1)
    if rest and rest not in _QUARTERS:
        written = number(float(pieces), lang, 2)
    else:
        written = f"{whole or ''}{_QUARTERS.get(rest, '')}" if pieces else "0"
    if 0 < pieces <= 1:
        return f"{written} {dish.serve.measure.in_language(lang)}"
    return counted(written, dish.serve.measure, lang)


def is_rice(dish: DishFacts) -> bool:
    """True for steamed rice alone, which is served with a scoop and weighed in grams."""
    plain = dish.slots == ("staple",) and dish.method == "steamed" and dish.main.startswith("beras_")
    return plain and dish.serve.measure is None


def scoops(dish: DishFacts, times: float, lang: str) -> str:
    """About so many scoops, to the half: ≈ 3½ centong; "" for what is not rice."""
    if not is_rice(dish):
        return ""
    halves = max(1, round(2 * times * dish.served_g / SCOOP_G))
    written = f"{halves // 2 or ''}{'½' if halves % 2 else ''}"
    return f"≈ {counted(written, _SCOOP, lang)}"


def counted(count: str, measure: Text, lang: str) -> str:
    """Other than one of a thing: `2 potong`, and in English, as a measure has no plural, `2 × piece`."""
    return Text(f"{count} {measure.id}", f"{count} × {measure.en}").in_language(lang)
