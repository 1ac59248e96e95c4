"""What machines and uses of ingredients are called, and how a server measures a portion."""

from fractions import Fraction

from kagemi.domain.message import say
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
_QUARTERS = {Fraction(1, 2): "½", Fraction(1, 4): "¼", Fraction(3, 4): "¾"}


def portion(dish: DishFacts, times: float, lang: str) -> str:
    """So many standard portions as a server measures them: 150 g, or 1½ pieces."""
    if dish.serve.measure is None:
        return f"{number(times * dish.served_g, lang)} g"
    pieces = Fraction(times * dish.serve.count).limit_denominator(12)
    whole, rest = divmod(pieces, 1)
    if rest and rest not in _QUARTERS:
        return f"{number(float(pieces), lang, 2)} {dish.serve.measure.in_language(lang)}"
    written = f"{whole or ''}{_QUARTERS.get(rest, '')}" if pieces else "0"
    return f"{written} {dish.serve.measure.in_language(lang)}"
