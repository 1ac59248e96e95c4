"""The nutrients Kagemi knows: one row each, with the column, unit and names used everywhere."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["kcal", "g", "mg", "ug"]


@dataclass(frozen=True)
class Nutrient:
    """`id` is what a constraints file says, `column` the INFOODS tagname with unit in nutrition_data."""

    id: str
    column: str
    unit: Unit
    name_id: str
    name_en: str
    decimals: int = 0


NUTRIENTS: tuple[Nutrient, ...] = (
    Nutrient("energy", "ENERC_kcal", "kcal", "energi", "energy"),
    Nutrient("water", "WATER_g", "g", "air", "water"),
    Nutrient("protein", "PROCNT_g", "g", "protein", "protein", 1),
    Nutrient("fat", "FAT_g", "g", "lemak", "fat", 1),
    Nutrient("carbohydrate", "CHOCDF_g", "g", "karbohidrat", "carbohydrate", 1),
    Nutrient("fibre", "FIBTG_g", "g", "serat", "fibre", 1),
    Nutrient("ash", "ASH_g", "g", "abu", "ash", 1),
    Nutrient("calcium", "CA_mg", "mg", "kalsium", "calcium"),
    Nutrient("phosphorus", "P_mg", "mg", "fosfor", "phosphorus"),
    Nutrient("iron", "FE_mg", "mg", "zat besi", "iron", 1),
    Nutrient("sodium", "NA_mg", "mg", "natrium", "sodium"),
    Nutrient("potassium", "K_mg", "mg", "kalium", "potassium"),
    Nutrient("copper", "CU_mg", "mg", "tembaga", "copper", 2),
    Nutrient("zinc", "ZN_mg", "mg", "seng", "zinc", 1),
    Nutrient("retinol", "RETOL_ug", "ug", "retinol", "retinol"),
    Nutrient("beta_carotene", "CARTB_ug", "ug", "beta-karoten", "beta-carotene"),
    Nutrient("carotenes", "CAROT_ug", "ug", "karoten total", "total carotenes"),
    Nutrient("vitamin_a", "VITA_ug", "ug", "vitamin A (RE)", "vitamin A (RE)"),
    Nutrient("thiamin", "THIA_mg", "mg", "vitamin B1", "vitamin B1", 2),
    Nutrient("riboflavin", "RIBF_mg", "mg", "vitamin B2", "vitamin B2", 2),
    Nutrient("niacin", "NIA_mg", "mg", "niasin", "niacin", 1),
    Nutrient("vitamin_c", "VITC_mg", "mg", "vitamin C", "vitamin C"),
    Nutrient("epa_dha", "EPADHA_mg", "mg", "omega-3 (EPA+DHA)", "omega-3 (EPA+DHA)"),
    Nutrient("sugar", "SUGAR_g", "g", "gula", "sugar", 1),
)

BY_ID = {n.id: n for n in NUTRIENTS}
BY_COLUMN = {n.column: n for n in NUTRIENTS}

ENERGY_FACTORS: dict[str, float] = {"fat": 9.0, "protein": 4.0, "carbohydrate": 4.0, "sugar": 4.0}
"""kcal per gram (Atwater general factors), for shares of energy."""

NO_CREDIT_FROM_SEASONINGS = frozenset({"iron", "calcium"})
"""Seasonings give no credit towards minimums of these: terasi's table figures would solve them alone."""
