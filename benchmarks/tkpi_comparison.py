"""Computed dishes beside those that TKPI analysed: `python -m benchmarks.tkpi_comparison` writes the page."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from statistics import median

from kagemi.domain.arithmetic import dish_facts
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.problem import DishFacts
from kagemi.files.dishes import load_dishes
from kagemi.files.nutrition import load_food_table

ROOT = Path(__file__).parents[1]
MEASURED = ROOT / "docs" / "tkpi_dishes.csv"
PAGE = ROOT / "docs" / "tkpi_comparison.md"
SOLIDS = ("protein", "fat", "carbohydrate", "ash")

INTRODUCTION = """\
# Computed dishes beside measured ones

Kagemi computes a dish from raw ingredients, yields, absorbed oil and retention. TKPI 2020 analysed some of
the same dishes as eaten; their recipes are not known. Both are per 100 g as eaten (ours: nutrients of a
portion by its cooked weight). TKPI's figures are in [tkpi_dishes.csv](tkpi_dishes.csv), from a secondary copy.
This page is written by `python -m benchmarks.tkpi_comparison`, and a test keeps it current.

Each cell is ours / TKPI's, and ours as a percentage of TKPI's; `?` was not analysed. Our water is what is left
of 100 g; `*` marks a sum in which an ingredient's figure is unknown (it counts as nothing here).
"""

READING = """\
## How to read the differences

- **Water explains most of it.** TKPI's cooked fish is drier, above all when fried: our cooked weights are
  kitchen estimates for a moist school lunch. By dry matter the energy agrees far better than by weight.
- **Bones.** TKPI's calcium (and often iron, phosphorus and ash) is of fish analysed with bones. Kagemi counts
  flesh only, even where bones are eaten: a minimum is not met by a guess.
- **Salt.** Several TKPI samples hold so little sodium that they were cooked without salt, or it was not
  analysed; ours hold 0.4 to 0.8 g of salt a portion, because a lunch may take a third of 1,500 mg sodium.
- **Iron.** TKPI's older analyses of fish dishes run high (4 to 6 mg), as its raw fish does; ours follow IFCT
  and USDA SR.
- Nothing was fitted to these figures. A kitchen that weighs its own pots will come closer than either.
"""


def read_measured() -> list[dict[str, str]]:
    """The rows of tkpi_dishes.csv."""
    with MEASURED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def shipped_dishes() -> dict[str, DishFacts]:
    """The facts of every shipped dish."""
    table, _ = load_food_table(ROOT / "nutrition_data")
    dishes, _ = load_dishes(ROOT / "menus" / "dishes", table)
    return {d.id: dish_facts(d, table) for d in dishes}


def per_100g(dish: DishFacts, nutrient: str) -> float:
    """A nutrient per 100 g as eaten; water is what the solids leave."""
    if nutrient == "water":
        return 100 - sum(per_100g(dish, n) for n in SOLIDS)
    return dish.nutrients[nutrient].total / dish.served_g * 100


def measured(row: Mapping[str, str], nutrient: str) -> float | None:
    """TKPI's figure, None if it was not analysed."""
    cell = row[f"{nutrient}_{BY_ID[nutrient].unit}"]
    return float(cell) if cell else None


def cell(dish: DishFacts, row: Mapping[str, str], nutrient: str) -> str:
    """Ours / theirs, and the ratio."""
    decimals = 1 if BY_ID[nutrient].decimals or nutrient == "water" else 0
    ours, theirs = per_100g(dish, nutrient), measured(row, nutrient)
    amount = dish.nutrients[nutrient]
    mark = "*" if nutrient != "water" and amount.known < amount.of else ""
    if theirs is None:
        return f"{ours:.{decimals}f}{mark} / ?"
    share = f" ({ours / theirs:.0%})" if theirs else ""
    return f"{ours:.{decimals}f}{mark} / {theirs:.{decimals}f}{share}"


def by_dry_matter(dish: DishFacts, row: Mapping[str, str]) -> tuple[float, float]:
    """Energy per 100 g dry matter: ours and theirs."""
    energy, water = measured(row, "energy"), measured(row, "water")
    assert energy is not None, f"no energy for {row['code']}"
    assert water is not None, f"no water for {row['code']}"
    ours = per_100g(dish, "energy") / (100 - per_100g(dish, "water")) * 100
    return ours, energy / (100 - water) * 100


def table(nutrients: tuple[str, ...], pairs: list[tuple[DishFacts, dict[str, str]]]) -> Iterator[str]:
    """A Markdown table of some nutrients."""
    heads = [f"{BY_ID[n].name_en}, {BY_ID[n].unit}" for n in nutrients]
    yield f"| dish | TKPI | {' | '.join(heads)} |"
    yield "| --- | --- |" + " ---: |" * len(heads)
    for dish, row in pairs:
        cells = (cell(dish, row, n) for n in nutrients)
        yield f"| {dish.name.id} | {row['code']} | {' | '.join(cells)} |"


def page() -> str:
    """The whole page."""
    dishes = shipped_dishes()
    pairs = [(dishes[row["dish"]], row) for row in read_measured()]
    by_weight = [abs(per_100g(d, "energy") / float(row["energy_kcal"]) - 1) for d, row in pairs]
    dry = [(d, row, *by_dry_matter(d, row)) for d, row in pairs]
    by_solids = [abs(ours / theirs - 1) for _, _, ours, theirs in dry]
    lines = [
        INTRODUCTION,
        "## Energy and what it is made of\n",
        *table(("energy", "water", "protein", "fat", "carbohydrate"), pairs),
        "\n## Minerals\n",
        *table(("calcium", "iron", "sodium"), pairs),
        "\n## Energy by dry matter\n",
        f"Half of the {len(pairs)} pairs differ by less than {median(by_weight):.0%} in energy by weight as",
        f"eaten, and by less than {median(by_solids):.0%} by dry matter.\n",
        "| dish | ours, kcal in 100 g dry matter | TKPI | ours of TKPI's |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {d.name.id} | {o:.0f} | {t:.0f} | {o / t:.0%} |" for d, _, o, t in dry),
        f"\n{READING}",
        "## What explains each pair\n",
        *(f"- **{d.name.id}** ({row['code']} {row['tkpi_name']}): {row['explains']}" for d, row in pairs),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
