"""Golden linear programs: what a rule or an objective becomes, as text that a person can read and compare.

`python -m tests.optimizer.golden` writes them anew.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

import pulp

from kagemi.domain.amount import Amount
from kagemi.domain.problem import NutrientAmount, PlanningProblem, Slot, Tier
from kagemi.domain.rules import (
    KINDS,
    AnyRule,
    Ban,
    Budget,
    EnergyShare,
    FoodGroupPortions,
    Incompatible,
    NotAdjacent,
    NutrientRange,
    Pin,
    Repeat,
    TagDays,
)
from kagemi.optimizer.model import MenuModel
from kagemi.optimizer.objective import to_minimise
from kagemi.optimizer.ruled import RuledModel
from tests.build import dish, group, known, problem

FOLDER = Path(__file__).parent.parent / "golden" / "lp"

RULES: dict[str, tuple[AnyRule, ...]] = {
    "nutrient_range": (
        NutrientRange(name="protein", nutrient="protein", min=Amount(30, "% AKG"), max=Amount(40, "g")),
        NutrientRange(name="fat", nutrient="fat", per="week", max=Amount(20), groups=("girls",), soft=True),
    ),
    "energy_share": (
        EnergyShare(name="share", of="fat", min=Amount(20, "%"), max=Amount(0.3), groups=("boys",)),
        EnergyShare(name="mean", of="protein", per="week", min=Amount(12, "%"), soft=True, groups=("boys",)),
    ),
    "food_group_portions": (
        FoodGroupPortions(name="fish", food_group="fish", portion=Amount(50, "g"), at_least=1),
        FoodGroupPortions(
            name="rice", food_group="cereal", portion=Amount(60), per="plan", at_most=1.5, soft=True
        ),
    ),
    "budget": (
        Budget(name="week", max=Amount(8000)),
        Budget(name="animal", max=Amount(5000), over="day", slots=("animal",), groups=("boys",), soft=True),
    ),
    "tag_days": (
        TagDays(name="fish", tag="fish", at_least=1, at_most=2),
        TagDays(name="fried", tag="fried", never_on=("tuesday",), soft=True),
    ),
    "repeat": (
        Repeat(name="dish", of="dish", within_days=2),
        Repeat(name="method", of="method", at_most=1, within_days=2, slots=("animal",), soft=True),
    ),
    "not_adjacent": (
        NotAdjacent(name="tuna", dishes=("tuna",)),
        NotAdjacent(name="fried", tags=("fried",), soft=True),
    ),
    "incompatible": (
        Incompatible(name="both", dishes=("tuna", "nasi_goreng")),
        Incompatible(name="fried", tags=("fried",), soft=True),
    ),
    "pin": (
        Pin(name="monday", dish="tuna", days=("monday",)),
        Pin(name="rice", dish="nasi", days=("tuesday",), soft=True),
    ),
    "ban": (
        Ban(name="lele", dishes=("lele",), days=("monday",)),
        Ban(name="fried", tags=("fried",), slots=("staple",), soft=True),
    ),
}
"""Kind -> a hard and a soft rule of it."""

OBJECTIVES = (
    Tier("minimise", "cost"),
    Tier("maximise", "acceptance"),
    Tier("minimise", "shortfall"),
    Tier("maximise", "protein"),
)


def week(*rules: AnyRule) -> PlanningProblem:
    """Two days, two slots of two dishes, two groups."""
    dishes = [
        dish(
            "tuna",
            cost=5000,
            nutrients={"energy": known(150), "protein": known(20), "fat": known(5)},
            tags=["fish"],
            edible_g={"fish": 60},
            method="steamed",
            acceptance=0.75,
        ),
        dish(
            "lele",
            cost=4000,
            nutrients={
                "energy": known(200),
                "protein": known(18),
                "fat": NutrientAmount(12, 12, None, 1, 2),  # an ingredient without a figure
            },
            tags=["fish", "fried"],
            edible_g={"fish": 70},
            method="fried",
            acceptance=0.8,
        ),
        dish(
            "nasi",
            slots=["staple"],
            cost=1500,
            nutrients={"energy": known(180), "protein": known(3), "fat": known(0)},
            edible_g={"cereal": 50},
            method="steamed",
            acceptance=0.9,
            step=5,
            served_g=100,
        ),
        dish(
            "nasi_goreng",
            slots=["staple"],
            cost=2500,
            nutrients={"energy": known(260), "protein": known(6), "fat": known(9)},
            tags=["fried"],
            edible_g={"cereal": 50},
            method="fried",
            acceptance=0.95,
            step=5,
            served_g=120,
        ),
    ]
    return problem(
        dishes,
        rules=rules,
        slots=[Slot("animal"), Slot("staple", portion=(0.8, 1.25))],
        groups=[
            group("boys", headcount=100, requirement={"protein": 70.0}),
            group("girls", headcount=50, requirement={"protein": 65.0}, portions={"staple": (0.7, 1.0)}),
        ],
        days=["monday", "tuesday"],
    )


def written(asked: PlanningProblem, tier: Tier | None = None) -> str:
    """The program in CPLEX LP format; PuLP sorts rows and variables by name."""
    ruled = RuledModel.build(MenuModel(asked))
    lp = ruled.model.lp
    lp.setObjective(to_minimise(tier, ruled) if tier else pulp.LpAffineExpression())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.lp"
        lp.writeLP(path)
        return path.read_text(encoding="utf-8")


def programs() -> dict[str, str]:
    """Name -> program: the bare menu, one for each rule kind, one for each objective."""
    found = {"no_rules": written(week())}
    found |= {kind: written(week(*RULES[kind])) for kind in KINDS if kind in RULES}
    shown = [replace(r, name=f"soft_{kind}") for kind, pair in list(RULES.items())[:2] for r in pair if r.soft]
    found |= {f"objective_{t.quantity}": written(week(*shown), t) for t in OBJECTIVES}
    return found


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in programs().items():
        (FOLDER / f"{name}.lp").write_text(text, encoding="utf-8", newline="\n")
        print(name)
