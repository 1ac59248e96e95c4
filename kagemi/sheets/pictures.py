"""The pictures of the sheets: which symbol stands for what, and single SVGs of them for typst."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

SYMBOLS = "icons.html.j2"
"""The one source of all symbols."""

PLAIN_FISH = "fish-plain"
FISH = {
    **dict.fromkeys(("tuna", "tongkol", "cakalang"), "fish-tuna"),
    **dict.fromkeys(("kembung", "layang", "selar"), "fish-kembung"),
    **dict.fromkeys(("nila", "mujair"), "fish-nila"),
    **dict.fromkeys(("kakap_merah", "kakap_putih", "kerapu", "kurisi"), "fish-kakap"),
    **dict.fromkeys(("bawal_hitam", "kuwe"), "fish-bawal"),
    **{
        species: f"fish-{species}"
        for species in (
            *("tenggiri", "lemuru", "teri", "bandeng", "gurame", "lele", "patin", "mas", "gabus"),
            *("udang", "cumi", "kerang", "rajungan"),
        )
    },
}
"""Species -> the silhouette that has its outline; relatives of one shape share one."""

METHODS = {
    **{
        m: f"method-{m}"
        for m in ("steamed", "grilled", "fried", "boiled", "soup", "baked", "stir_fried", "raw")
    },
    **dict.fromkeys(("braised", "pressure_cooked"), "method-boiled"),
}
"""Cooking method -> its symbol."""

ALLERGENS = {
    a: f"allergen-{a}"
    for a in ("gluten", "egg", "fish", "crustacean", "mollusc", "peanut", "soy", "milk", "tree_nut")
}
"""Allergen -> its symbol; the others have only their mark of letters."""

Symbols = Mapping[str, tuple[str, str]]
"""Symbol -> its view box and what is drawn in it."""

_SYMBOL = re.compile(r'<symbol id="i-([\w-]+)" viewBox="([-\d. ]+)">(.*?)</symbol>', re.DOTALL)


def fish_picture(species: str) -> str:
    """The silhouette of a species; of one that nobody has drawn, a plain fish."""
    return FISH.get(species, PLAIN_FISH)


def symbols_of(*folders: Path) -> Symbols:
    """The symbols of these folders of templates; of one name, that of the last folder that draws it.

    So a canteen's own set, which may be an older copy, lacks nothing that the shipped one has.
    """
    found: dict[str, tuple[str, str]] = {}
    for path in (folder / SYMBOLS for folder in folders):
        if path.is_file():
            found |= _symbols(path.read_text(encoding="utf-8"))
    return found


def as_page(symbols: Symbols) -> str:
    """All symbols as a page of HTML holds them, once, to be used by their names."""
    drawn = (f'<symbol id="i-{name}" viewBox="{box}">{body}</symbol>' for name, (box, body) in symbols.items())
    return f'<svg class="symbols" aria-hidden="true" width="0" height="0">\n{"".join(drawn)}\n</svg>'


def as_files(symbols: Symbols) -> dict[str, str]:
    """Each symbol as an SVG file in which `INK` stands for the colour of its lines.

    `BODY` is what its shapes are filled with and `CUT` what is drawn upon them: INK and paper, or, to be
    coloured by a child, paper and INK.
    """
    return {name: _svg(name, box, body) for name, (box, body) in symbols.items()}


def _svg(name: str, box: str, body: str) -> str:
    width = 0.8 if name.startswith("fish-") else 1.5
    style = (
        f"svg{{fill:none;stroke:INK;stroke-width:{width};stroke-linecap:round;stroke-linejoin:round}}"
        ".dot{fill:INK;stroke:none}.shape{fill:BODY;stroke-width:.8}.fin,.body{fill:BODY}.line{stroke:CUT}"
        ".cut{stroke:CUT;stroke-width:1.3}.spot,.eye{fill:CUT;stroke:none}.thin{stroke-width:1.2}"
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><style>{style}</style>{body}</svg>'


@cache
def _symbols(text: str) -> dict[str, tuple[str, str]]:
    return {m[1]: (m[2], re.sub(r"\n\s*", "", m[3])) for m in _SYMBOL.finditer(text)}
