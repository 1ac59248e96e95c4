"""A week of real dish names with round figures, as large or small as a test wants it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kagemi.domain.food import Allergen, Species
from kagemi.domain.message import Text
from kagemi.domain.plan import Outcome, Plan, Serving
from kagemi.domain.problem import DishFacts, Group, NutrientAmount, Slot
from tests.build import WEEK, dish, group, problem

SLOTS = tuple(Slot(s) for s in ("staple", "animal", "plant", "vegetable", "fruit"))

SPECIES = {
    s.id: s
    for s in (
        Species(
            "tuna",
            "Tuna",
            "Tuna",
            "Thunnus albacares",
            "Sepotong tuna 75 g memberi sekitar 15 g protein, bahan untuk otot yang tumbuh.",
            "A 75 g piece of tuna gives about 15 g of protein, the stuff that growing muscles are made of.",
            "IFCT 2017 (sampel India), P028: protein 20,15 g per 100 g mentah",
            "IFCT 2017 (Indian samples), P028: protein 20.15 g per 100 g raw",
        ),
        Species(
            "nila",
            "Nila",
            "Nile tilapia",
            "Oreochromis niloticus",
            "Induk nila menjaga telur dan anaknya di dalam mulutnya.",
            "A mother tilapia keeps her eggs and her young safe inside her mouth.",
            "pengetahuan umum",
            "general knowledge",
        ),
        Species(
            "kembung",
            "Kembung",
            "Indian mackerel",
            "Rastrelliger kanagurta",
            "Kembung mengandung 21,5 g protein dan 0,33 g omega-3 (EPA dan DHA) tiap 100 g.",
            "Indian mackerel holds 21.5 g of protein and 0.33 g of omega-3 (EPA and DHA) in 100 g.",
            "IFCT 2017 (sampel India), P034, spesies yang sama: 332 mg EPA + DHA per 100 g mentah",
            "IFCT 2017 (Indian samples), P034, same species: 332 mg EPA + DHA per 100 g raw",
        ),
        Species(
            "cumi",
            "Cumi-cumi",
            "Squid",
            "Uroteuthis spp.",
            "Cumi-cumi tidak bertulang, punya delapan lengan dan dua tentakel.",
            "Squid have no bones, but eight arms and two tentacles.",
            "pengetahuan umum",
            "general knowledge",
        ),
    )
}

ALLERGENS = {
    a.id: a
    for a in (
        Allergen("gluten", "Gandum dan serealia bergluten", "Cereals with gluten", "GL", "bpom"),
        Allergen("egg", "Telur", "Egg", "TL", "bpom"),
        Allergen("fish", "Ikan", "Fish", "IK", "bpom"),
        Allergen("crustacean", "Krustase (udang, kepiting)", "Crustaceans (shrimp, crab)", "KR", "bpom"),
        Allergen("peanut", "Kacang tanah", "Peanut", "KT", "bpom"),
        Allergen("soy", "Kedelai", "Soybean", "KD", "bpom"),
        Allergen("sesame", "Wijen", "Sesame", "WJ", "codex"),
        Allergen("celery", "Seledri", "Celery", "SL", "eu"),
        Allergen("candlenut", "Kemiri", "Candlenut", "KM", "caution"),
    )
}

BOYS = group("boys_13_15", headcount=310)
GIRLS = group("girls_13_15", headcount=325)
GROUPS = (
    replace(BOYS, name=Text("Laki-laki 13–15 tahun", "Boys 13–15 years")),
    replace(GIRLS, name=Text("Perempuan 13–15 tahun", "Girls 13–15 years")),
)


def served(
    id: str,
    en: str,
    *slots: str,
    energy: float,
    protein: float | NutrientAmount,
    allergens: Sequence[str] = (),
    **rest: Any,
) -> DishFacts:
    """A dish called by its id in Indonesian."""
    made = dish(
        id,
        slots=slots,
        nutrients={"energy": energy, "protein": protein},
        allergens=frozenset(allergens),
        **rest,
    )
    return replace(made, name=Text(made.name.id, en))


def fish(id: str, en: str, species: str, *slots: str, **rest: Any) -> DishFacts:
    """A fish dish."""
    return served(id, en, *(slots or ("animal",)), species=species, main_group="fish", ladder=3, **rest)


NASI = served("nasi_putih", "Steamed rice", "staple", energy=270, protein=5)
NASI_JAGUNG = served("nasi_jagung", "Corn rice", "staple", energy=260, protein=6)
JERUK = served("jeruk", "Orange", "fruit", energy=45, protein=0.9)
PISANG = served("pisang_ambon", "Banana", "fruit", energy=108, protein=1.0)
SEMANGKA = served("semangka", "Watermelon", "fruit", energy=42, protein=0.7)
APEL = served("apel_malang", "Malang apple", "fruit", energy=57, protein=0.3)

DAYS: tuple[tuple[DishFacts, ...], ...] = (
    (
        NASI,
        fish("tuna_asam_manis", "Sweet and sour tuna", "tuna", energy=170, protein=17, allergens=["fish"]),
        served("tahu_goreng_bumbu_bali", "Fried tofu in Bali-style sauce", "plant", energy=120, protein=8,
               allergens=["soy", "candlenut"]),
        served("sayur_bayam_bening", "Clear spinach soup", "vegetable", energy=35, protein=2),
        JERUK,
    ),
    (
        NASI_JAGUNG,
        served("telur_dadar_sayur_panggang", "Oven omelette with vegetables", "animal", energy=160, protein=11,
               allergens=["egg"], main_group="egg"),
        served("tempe_bacem", "Tempe in palm sugar and coriander", "plant", energy=150, protein=12,
               allergens=["soy"]),
        served("urap", "Vegetables with spiced coconut", "vegetable", energy=90, protein=3,
               allergens=["crustacean"]),
        PISANG,
    ),
    (
        fish("nasi_bakar_kembung", "Banana-leaf grilled rice with mackerel", "kembung", "staple", "animal",
             energy=430, protein=22, allergens=["fish"]),
        served("pepes_tahu", "Tofu steamed in banana leaf", "plant", energy=95, protein=9,
               allergens=["soy", "egg"]),
        served("trancam", "Raw vegetable salad with coconut", "vegetable", energy=60,
               protein=NutrientAmount(2.0, 2.0, None, 4, 5)),
        SEMANGKA,
    ),
    (
        NASI,
        served("soto_ayam_kuah_bening", "Clear turmeric chicken soup", "animal", "vegetable", energy=190,
               protein=18, allergens=["candlenut", "celery"], main_group="poultry"),
        served("tempe_goreng", "Fried tempe", "plant", energy=170, protein=12, allergens=["soy"]),
        APEL,
    ),
    (
        NASI,
        fish("nila_bakar_kecap", "Grilled whole tilapia with sweet soy", "nila", energy=150, protein=19,
             allergens=["fish", "soy", "gluten"]),
        served("tahu_tempe_bumbu_kuning", "Tofu and tempe in turmeric", "plant", energy=130, protein=10,
               allergens=["soy", "candlenut"]),
        served("pecel", "Vegetables with peanut sauce", "vegetable", energy=140, protein=6,
               allergens=["peanut"]),
        PISANG,
    ),
)  # fmt: skip


def plan(
    days: Sequence[Sequence[DishFacts]] = DAYS,
    *,
    groups: Sequence[Group] = GROUPS,
    weekdays: Sequence[str] = WEEK,
    weeks: int = 1,
    slots: Sequence[Slot] = SLOTS,
    meal: str = "lunch",
) -> Plan:
    """These dishes day by day; the first group gets standard portions, each further one 5 % less."""
    menu = [list(day) for _ in range(weeks) for day in days]
    dishes = list({d.id: d for day in menu for d in day}.values())
    portions: Mapping[str, float] = {g.id: 1 - 0.05 * i for i, g in enumerate(groups)}
    stated = problem(dishes, groups=groups, slots=slots, days=weekdays, weeks=weeks)
    return Plan(
        version=1,
        problem=replace(stated, canteen="Kantin Segar Kagemi", meal=meal),
        servings=tuple(Serving(i, d.id, portions) for i, day in enumerate(menu) for d in day),
        outcome=Outcome("optimal"),
        findings=(),
        fingerprint="0" * 64,
        kagemi="0.1.0",
    )
