"""The file that `kagemi dishes new` writes: every key with a word about it, to be filled in."""

from kagemi.domain.message import say
from kagemi.language import text

_LINES = (
    ("id: {id}", say("the name of this file")),
    ('name: {{id: "", en: ""}}', say("the names on the sheet, in Bahasa Indonesia and English")),
    ("slots: []", say("staple, animal, plant, vegetable, fruit; a one-dish meal fills several")),
    (
        'method: ""',
        say("raw, boiled, soup, steamed, grilled, baked, stir_fried, fried, braised or pressure_cooked"),
    ),
    ("# ladder: 1", say("fish only: 1 hidden, 2 mixed, 3 pieces, 4 whole fish")),
    ('main: ""', say("the food id of the main ingredient; kagemi foods lists them")),
    ('colour: ""', say("green, red, orange, yellow, white, brown or purple")),
    ("tags: []", say("your own marks, such as sweet; method, fish and allergens follow from the ingredients")),
    ("servings: 10", say("the amounts below make so many standard portions")),
    (
        "serve: {{step: 5 g}}",
        say("or what a server counts: {{measure: {{id: potong, en: piece}}, count: 2, step: 1}}"),
    ),
    ("ingredients:", say("raw edible weight, or household measures such as 8 butir; salt and oil too")),
    ('  - {{food: "", amount: ""}}', say("one line for each ingredient")),
    (
        "  # - {{food: minyak_goreng, amount: 200 g, use: bath}}",
        say("frying oil: bought, only what is absorbed is eaten"),
    ),
    (
        "  # - {{food: daun_pisang, amount: 100 g, use: wrap}}",
        say("bought, not eaten; aromatic: taken out before serving"),
    ),
    (
        "equipment: {{stove: 30}}",
        say("minutes for a batch: stove, fryer, steamer, oven, grill, pressure_cooker, blender"),
    ),
    ("labour: 60", say("minutes of work for a batch, all hands together")),
    ("batch: 100", say("portions in such a batch")),
    ("steps:", say("short sentences in both languages")),
    ("  id: []", None),
    ("  en: []", None),
    ('weights: {{basis: kitchen_estimate, source: ""}}', say("who weighed it, and when")),
)


def template(id: str, lang: str) -> str:
    """The text of a new dish file."""
    lines = [(line.format(id=id), text(comment, lang) if comment else "") for line, comment in _LINES]
    return "".join(f"{line:<34}  # {comment}\n" if comment else f"{line}\n" for line, comment in lines)
