"""Days to cook: real dish names, round weights, machines and recipes."""

from dataclasses import replace

from kagemi.domain.dish import Dish, Ingredient, Serve
from kagemi.domain.food import Food
from kagemi.domain.message import Text
from kagemi.domain.plan import Plan
from kagemi.domain.problem import DishFacts
from kagemi.domain.rules import Alternative, Equipment
from kagemi.report.production import Recipe
from tests.sheets import sample

FOODS = {
    id_: Food(
        id_, indonesian, english, "vegetable", edible,
        "assumption" if id_ in ("ikan_tuna", "beras") else "measured", id_, measures=measures,
    )
    for id_, indonesian, english, edible, measures in (
        ("beras", "Beras", "Rice", 100.0, {}),
        ("ikan_tuna", "Ikan tuna", "Tuna", 60.0, {}),
        ("telur_ayam", "Telur ayam", "Hen egg", 90.0, {"butir": 54.0}),
        ("bayam", "Bayam", "Spinach", 70.0, {"ikat": 150.0}),
        ("minyak_goreng", "Minyak goreng", "Cooking oil", 100.0, {}),
        ("daun_salam", "Daun salam", "Indonesian bay leaf", 100.0, {}),
        ("jeruk", "Jeruk", "Orange", 72.0, {"buah": 72.0}),
    )
}  # fmt: skip


def cooked(facts: DishFacts, method: str, gross: dict[str, float], **machines: float) -> DishFacts:
    return replace(facts, method=method, gross_g=gross, equipment=machines, labour_minutes=60.0)


RICE = cooked(sample.NASI, "steamed", {"beras": 90.0}, steamer=40)
TUNA = replace(
    cooked(
        sample.DAYS[0][1], "fried", {"daun_salam": 1.0, "ikan_tuna": 125.0, "minyak_goreng": 40.0},
        fryer=30, blender=5,
    ),
    tags=frozenset({"histamine_prone", "fish"}),
)  # fmt: skip
EGG = replace(
    cooked(sample.DAYS[1][1], "baked", {"telur_ayam": 60.0}, oven=30),
    serve=Serve(Text("potong", "piece"), 1, 0.5),
)
GREENS = cooked(sample.DAYS[0][3], "soup", {"bayam": 80.0}, stove=20)
ORANGE = cooked(sample.JERUK, "raw", {"jeruk": 100.0})
DISHES = {d.id: d for d in (RICE, TUNA, EGG, GREENS, ORANGE)}

AVOIDS = Alternative(name="no_fish", avoids=("fish",), groups=("girls_13_15",))
STEAMERS = Equipment(name="steamers", equipment="steamer", minutes=300, units=2)

RECIPES = {
    "tuna_asam_manis": Recipe(
        Dish(
            id="tuna_asam_manis",
            name=TUNA.name,
            slots=("animal",),
            method="fried",
            main="ikan_tuna",
            servings=10,
            ingredients=(
                Ingredient("ikan_tuna", 750.0),
                Ingredient("daun_salam", 10.0, use="aromatic"),
                Ingredient("minyak_goreng", 400.0, use="bath"),
            ),
            serve=TUNA.serve,
            steps_id=("Potong tuna.", "Goreng sampai matang."),
            steps_en=("Cut the tuna.", "Fry until done."),
        ),
        TUNA,
    ),
    "nasi_putih": Recipe(
        Dish(
            id="nasi_putih",
            name=RICE.name,
            slots=("staple",),
            method="steamed",
            main="beras",
            servings=10,
            ingredients=(Ingredient("beras", 900.0),),
            serve=RICE.serve,
            steps_id=("Kukus beras.",),
            steps_en=("Steam the rice.",),
        ),
        replace(RICE, batch=50),
    ),
}
"""One as planned, one that has changed since; the other dishes have lost their files."""


def plan() -> Plan:
    """Two days for two groups: on Monday the girls get egg instead of tuna."""
    made = sample.plan([[RICE, TUNA, EGG, GREENS, ORANGE], [RICE, EGG, ORANGE]], weekdays=("monday", "tuesday"))
    rules = (replace(AVOIDS, days=("monday",)), STEAMERS)
    instead = {
        "tuna_asam_manis": {"boys_13_15": 1.2},
        "telur_dadar_sayur_panggang": {"girls_13_15": 1.5},
    }
    servings = [
        replace(s, portions=instead[s.dish]) if s.day == 0 and s.dish in instead else s for s in made.servings
    ]
    return replace(made, problem=replace(made.problem, rules=rules), servings=tuple(servings))


def fullest() -> Plan:
    """Six days of nine dishes with long names and twenty ingredients, for ten groups and 3,000 children."""
    names = [f"Perempuan dan laki-laki berkebutuhan khusus kelas {n}" for n in range(1, 11)]
    groups = [
        replace(sample.BOYS, id=f"group_{n}", headcount=300, name=Text(x, x)) for n, x in enumerate(names)
    ]
    made = [*DISHES.values(), *(replace(d, id=f"{d.id}_2") for d in list(DISHES.values())[:4])]
    long = "dengan saus tomat buatan sendiri dan taburan bawang goreng renyah"
    spices = {f"bumbu_halus_dengan_nama_yang_panjang_{n}": 2.0 for n in range(18)}
    dishes = [
        replace(
            d,
            name=Text(f"{d.name.id} {long}", f"{d.name.en} {long}"),
            gross_g={**d.gross_g, **spices},
            allergens=frozenset(sample.ALLERGENS),
        )
        for d in made
    ]
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
    full = sample.plan([dishes] * 6, groups=groups, weekdays=days)
    rules = (Alternative(name="none", avoids=tuple(sample.ALLERGENS), groups=("group_9",)),)
    return replace(full, problem=replace(full.problem, rules=rules))
