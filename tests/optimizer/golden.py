"""Golden linear programs: what a rule or an objective becomes, as text that a person can read and compare.

`python -m tests.optimizer.golden` writes them anew.
"""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pulp

from kagemi.domain.amount import Amount
from kagemi.domain.food import Food, Price
from kagemi.domain.problem import NutrientAmount, PlanningProblem, Slot, Tier
from kagemi.domain.rules import (
    KINDS,
    Acceptance,
    Alternative,
    AnyRule,
    Ban,
    Budget,
    Diversity,
    Emissions,
    EnergyShare,
    Equipment,
    FishForm,
    FishSafety,
    FoodGroupPortions,
    GoesWith,
    Incompatible,
    Labour,
    LocalShare,
    NewDishes,
    NotAdjacent,
    NutrientRange,
    Pin,
    Repeat,
    Season,
    Storage,
    Supply,
    TagDays,
    UseUp,
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
    "diversity": (
        Diversity(name="ways", of="method", at_least=3, over="plan"),
        Diversity(name="colours", of="colour", at_least=2, over="day", soft=True),
    ),
    "local_share": (
        LocalShare(name="market", at_least=Amount(60, "%")),
        LocalShare(name="rice", at_least=Amount(0.2), tags=(), foods=("beras",), over="day", soft=True),
    ),
    "goes_with": (
        GoesWith(name="rice", dishes=("tuna", "lele"), with_dishes=("nasi",)),
        GoesWith(name="fried", tags=("fried",), with_tags=("fried",), soft=True),
    ),
    "equipment": (
        Equipment(name="stove", equipment="stove", minutes=120, units=2),
        Equipment(name="fryer", equipment="fryer", minutes=60, soft=True),
    ),
    "labour": (Labour(name="hands", hours=12), Labour(name="rice", hours=1.5, slots=("staple",), soft=True)),
    "storage": (
        Storage(name="freezer", place="freezer", at_most=Amount(20, "kg"), food_groups=("fish",)),
        Storage(
            name="chiller",
            place="chiller",
            at_most=Amount(9000, "g"),
            foods=("lele",),
            bought_on=("monday", "tuesday"),
            soft=True,
        ),
    ),
    "supply": (
        Supply(name="tuna", food="tuna", at_least=Amount(5), at_most=Amount(12, "kg")),
        Supply(name="lele", food="lele", at_most=Amount(10, "kg"), per="day", soft=True),
    ),
    "use_up": (
        UseUp(name="rice", food="beras", amount=Amount(4, "kg"), by="2026-11-30"),
        UseUp(name="tuna", food="tuna", amount=Amount(8, "kg"), by="2026-12-01", soft=True),
    ),
    "season": (
        Season(name="lele", foods=("lele",), months=("december",)),
        Season(name="tuna", foods=("tuna",), months=("november",), soft=True),
    ),
    "acceptance": (
        Acceptance(name="liked", at_least=Amount(80, "%")),
        Acceptance(name="fish", at_least=Amount(0.75), per="day", slots=("animal",), soft=True),
    ),
    "fish_form": (
        FishForm(name="hidden", up_to=1),
        FishForm(name="ladder", up_to=1, since="2026-11-16", weeks_a_step=2, soft=True),
    ),
    "new_dishes": (
        NewDishes(name="week", at_most=2, tried=("nasi",)),
        NewDishes(name="fish", at_most=0, over="plan", slots=("animal",), soft=True),
    ),
    "alternative": (
        Alternative(name="no_fish", groups=("girls",), avoids=("fish",), days=("monday",)),
        Alternative(name="no_wheat", groups=("girls",), avoids=("gluten",), days=("tuesday",), soft=True),
    ),
    "fish_safety": (
        FishSafety(name="mercury", of="mercury", at_most=1),
        FishSafety(name="histamine", of="histamine", at_most=0, over="plan", soft=True),
    ),
    "emissions": (
        Emissions(name="week", at_most=1.5),
        Emissions(name="girls", at_most=0.9, per="day", groups=("girls",), soft=True),
    ),
}
"""Kind -> a hard and a soft rule of it."""

OBJECTIVES = (
    Tier("minimise", "cost"),
    Tier("maximise", "acceptance"),
    Tier("minimise", "shortfall"),
    Tier("maximise", "protein"),
)
KITCHEN_OBJECTIVES = (
    Tier("minimise", "emissions"),
    Tier("minimise", "extra_dishes"),
    Tier("maximise", "variety"),
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


def kitchen_week(*rules: AnyRule) -> PlanningProblem:
    """The same week with all that rules about buying, cooking and children look at, and a dish without fish."""
    asked = week(*rules)
    foods = {
        "tuna": food("tuna", "fish", 60_000, tags=frozenset({"local"})),
        "lele": food("lele", "fish", 30_000, tags=frozenset({"local"})),
        "beras": food("beras", "cereal", 14_000),
        "tahu": food("tahu", "legume", 12_000),
    }
    more: dict[str, dict[str, Any]] = {
        "tuna": {
            "gross_g": {"tuna": 80.0},
            "tags": frozenset({"fish", "mercury_moderate", "histamine_prone"}),
            "ladder": 2,
        },
        "lele": {"gross_g": {"lele": 120.0}},  # no step of the ladder: beyond every step
        "nasi": {"gross_g": {"beras": 60.0}, "labour_minutes": 30.0, "equipment": {"stove": 45.0}},
        "nasi_goreng": {"gross_g": {"beras": 60.0}, "labour_minutes": 60.0, "allergens": frozenset({"gluten"})},
    }
    mains = {"tuna": "tuna", "lele": "lele", "nasi": "beras", "nasi_goreng": "beras"}
    fish: dict[str, Any] = {
        "labour_minutes": 90.0,
        "equipment": {"stove": 60.0, "fryer": 30.0},
        "allergens": frozenset({"fish"}),
        "emissions": NutrientAmount(0.4, 0.4, 0.5, 1, 2),
        "colour": "brown",
        "batch": 60,
    }
    plain: dict[str, Any] = {"emissions": known(0.2), "colour": "white"}
    dishes = [
        replace(d, main=mains[d.id], **{**plain, **(fish if "fish" in d.tags else {}), **more[d.id]})
        for d in asked.dishes
    ]
    tofu = dish(
        "tahu",
        cost=2000,
        gross_g={"tahu": 90.0},
        main="tahu",
        method="boiled",
        emissions=NutrientAmount(0.1, 0.1, None, 1, 2),
    )
    return replace(asked, dishes=(*dishes, tofu), foods=foods)


def food(id: str, group_: str, price_idr: int, **rest: Any) -> Food:
    """A food with a price for a kilogram."""
    price = Price("kg", 1000.0, price_idr, date(2026, 11, 1), "Malang", "estimate", "test")
    return Food(id, id, id, group_, 100.0, "published", "", price=price, **rest)  # type: ignore[arg-type]


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
    weeks = {kind: week if kind in KINDS[:10] else kitchen_week for kind in KINDS if kind in RULES}
    found |= {kind: written(make(*RULES[kind])) for kind, make in weeks.items()}
    shown = [replace(r, name=f"soft_{kind}") for kind, pair in list(RULES.items())[:2] for r in pair if r.soft]
    found |= {f"objective_{t.quantity}": written(week(*shown), t) for t in OBJECTIVES}
    extra = RULES["alternative"][0]
    found |= {f"objective_{t.quantity}": written(kitchen_week(extra), t) for t in KITCHEN_OBJECTIVES}
    return found


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in programs().items():
        (FOLDER / f"{name}.lp").write_text(text, encoding="utf-8", newline="\n")
        print(name)
