"""Amounts in rules: units that fit, limits in order, sizes that can be right."""

from collections.abc import Iterable

from kagemi.domain.amount import Amount, in_unit
from kagemi.domain.message import say
from kagemi.domain.nutrients import BY_ID, Nutrient
from kagemi.domain.problem import Group
from kagemi.domain.rules import (
    Acceptance,
    Emissions,
    EnergyShare,
    FoodGroupPortions,
    LocalShare,
    NutrientRange,
    Storage,
    Supply,
    UseUp,
)
from kagemi.files.hints import did_you_mean
from kagemi.files.rule_references import References

_MASS = {"g": 1.0, "mg": 1e-3, "ug": 1e-6, "kg": 1e3}

MOST_AKG = 500.0
MOST_IN_A_MEAL = {"kcal": 10_000.0, "g": 2_000.0, "mg": 50_000.0, "ug": 100_000.0}
"""An amount above these is a slip of the pen, in the unit of the nutrient."""
MOST_KG = 100_000.0
MOST_KG_CO2E = 100.0


class Amounts(References):
    """Checks the amounts in one rule."""

    def bounds(self, low: object, high: object, names: tuple[str, str]) -> bool:
        """True if there is a bound at all."""
        if low is None and high is None:
            what = say("the rule sets no limit")
            self.error("kind", what, say("add {low}: or {high}:", low=names[0], high=names[1]))
            return False
        return True

    def counts(self, low: float | None, high: float | None) -> None:
        """`at_least` and `at_most`: one of them, not negative, in order."""
        self.bounds(low, high, ("at_least", "at_most"))
        for key, count in (("at_least", low), ("at_most", high)):
            if count is not None and count < 0:
                self.error(key, say("{key} cannot be negative", key=key), say("write zero or more"))
        if low is not None and high is not None and low > high:
            what = say("at_least {low} is above at_most {high}", low=f"{low:g}", high=f"{high:g}")
            self.error("at_least", what, say("exchange them"))

    def nutrient_range(self, rule: NutrientRange) -> None:
        """A known nutrient in its own unit or % AKG, in order, with figures to reach a minimum."""
        self.bounds(rule.min, rule.max, ("min", "max"))
        if rule.nutrient not in BY_ID:
            self.unknown_nutrient(rule.nutrient)
            return
        nutrient = BY_ID[rule.nutrient]
        groups = [self.around.groups[g] for g in rule.groups or self.around.groups if g in self.around.groups]
        written = (("min", rule.min), ("max", rule.max))
        sound = [
            self.nutrient_unit(key, amount, nutrient, groups) and self.size(key, amount, nutrient)
            for key, amount in written
            if amount
        ]
        if all(sound):
            self.order(rule, groups)
        candidates = self.around.candidates if self.around.has_all_dishes else ()
        known = [d for d in candidates if nutrient.id in d.nutrients and d.nutrients[nutrient.id].known]
        if rule.min and candidates and not known:
            what = say(
                "no dish has a known figure for {nutrient}, so no minimum can be met", nutrient=nutrient.id
            )
            self.error("nutrient", what, say("add figures to composition.csv, or drop the minimum"))

    def unknown_nutrient(self, written: str) -> None:
        """A nutrient may be meant by its Indonesian name, or by its column."""
        word = written.strip().casefold()
        meant = [n.id for n in BY_ID.values() if word in (n.name_id.casefold(), n.column.casefold())]
        hint = say("did you mean {close}?", close=meant[0]) if meant else did_you_mean(written, BY_ID)
        self.error("nutrient", say('there is no nutrient "{written}"', written=written), hint)

    def nutrient_unit(self, key: str, amount: Amount, nutrient: Nutrient, groups: Iterable[Group]) -> bool:
        """True if the unit is the nutrient's own, or a share of an AKG that all groups have."""
        what = say("{nutrient} is measured in {unit}", nutrient=nutrient.id, unit=nutrient.unit)
        if amount.unit in ("", nutrient.unit):
            return True
        if amount.unit == "% AKG":
            known = [self.akg(key, nutrient, group) for group in groups]
            return all(known)
        hint = say("write it in {unit}, or as a share such as 30 % AKG", unit=nutrient.unit)
        if amount.unit == "%":
            hint = say("write {value} % AKG for a share of the daily need", value=f"{amount.value:g}")
        elif amount.unit in _MASS and nutrient.unit in _MASS:
            value = amount.value * _MASS[amount.unit] / _MASS[nutrient.unit]
            hint = say("write {value} {unit}", value=f"{value:g}", unit=nutrient.unit)
        self.error(key, what, hint)
        return False

    def size(self, key: str, amount: Amount, nutrient: Nutrient) -> bool:
        """True if a meal can hold so much."""
        most = MOST_AKG if amount.unit == "% AKG" else MOST_IN_A_MEAL[nutrient.unit]
        if amount.value <= most:
            return True
        unit = amount.unit or nutrient.unit
        what = say("{amount} of {nutrient} in a meal cannot be right", amount=str(amount), nutrient=nutrient.id)
        self.error(key, what, say("it can be {most} {unit} at the most", most=f"{most:.12g}", unit=unit))
        return False

    def akg(self, key: str, nutrient: Nutrient, group: Group) -> bool:
        """True if the group's daily need of the nutrient is known."""
        if nutrient.id in group.requirement:
            return True
        if group.akg and group.akg not in self.around.table.requirements:
            return False  # the group has its fault already
        if not group.akg:
            what = say("the group {group} has no AKG to take a share of", group=group.id)
            self.error(
                key, what, say("add akg: to the group, or write an amount in {unit}", unit=nutrient.unit)
            )
        else:
            what = say("the AKG {akg} has no figure for {nutrient}", akg=group.akg, nutrient=nutrient.id)
            self.error(key, what, say("write an amount in {unit}", unit=nutrient.unit))
        return False

    def order(self, rule: NutrientRange, groups: Iterable[Group]) -> None:
        """The minimum is not above the maximum, in the nutrient's unit, for any group."""
        if rule.min is None or rule.max is None:
            return
        for group in groups:
            low, high = (
                a.value / 100 * group.requirement[rule.nutrient] if a.unit == "% AKG" else a.value
                for a in (rule.min, rule.max)
            )
            if low > high + 1e-9:
                unit = BY_ID[rule.nutrient].unit
                what = say(
                    "the minimum is above the maximum for {group}: {low} to {high} {unit}",
                    group=group.id,
                    low=f"{low:g}",
                    high=f"{high:g}",
                    unit=unit,
                )
                self.error("min", what, say("write the smaller amount as min"))
                return

    def energy_share(self, rule: EnergyShare) -> None:
        """Percentages of at most 100, in order."""
        self.bounds(rule.min, rule.max, ("min", "max"))
        sound = True
        for key, amount in (("min", rule.min), ("max", rule.max)):
            if amount is None:
                continue
            if amount.unit not in ("%", ""):
                self.error(key, say("a share of the energy is written in %"), say("write 30 %, say"))
                sound = False
            elif amount.share > 1:
                bare = say("write {value} %", value=f"{amount.value:g}")
                hint = say("write at most 100 %") if amount.unit else bare
                what = say("a share cannot be more than the whole: {amount}", amount=str(amount))
                self.error(key, what, hint)
                sound = False
        if sound and rule.min and rule.max and rule.min.share > rule.max.share:
            self.error("min", say("the minimum is above the maximum"), say("write the smaller share as min"))

    def food_group_portions(self, rule: FoodGroupPortions) -> None:
        """A food group, a portion in grams, and counts."""
        self.reference("food_group", (*self.loc, "food_group"))
        if rule.portion.unit not in ("", "g") or not 0 < rule.portion.value <= 1000:
            what = say("a portion of {amount} cannot be right", amount=str(rule.portion))
            self.error("portion", what, say("write raw edible grams, as in 75 g"))
        self.counts(rule.at_least, rule.at_most)

    def share(self, key: str, amount: Amount) -> bool:
        """A share between 1 and 100 %; a bare number is a fraction."""
        if amount.unit not in ("%", ""):
            self.error(key, say("a share is written in %"), say("write 60 %, say"))
        elif not 0.01 <= amount.share <= 1:
            bare = not amount.unit and 1 < amount.value <= 100
            hint = say("write {value} %", value=f"{amount.value:g}") if bare else say("write 1 % to 100 %")
            self.error(key, say("a share of {amount} cannot be right", amount=str(amount)), hint)
        else:
            return True
        return False

    def kilograms(self, key: str, amount: Amount | None, least: float = 0.0) -> float | None:
        """The amount in kg if its unit and size can be right; a bare number is kilograms."""
        if amount is None:
            return None
        kg = in_unit(amount, "kg") if amount.unit in ("", "kg", "g") else None
        if kg is None:
            self.error(key, say("what is bought is weighed in kg or g"), say("write 40 kg, say"))
        elif not least <= kg <= MOST_KG or (kg == 0 and key != "at_most"):
            written = self.reading.document.text(*self.loc, key)
            what = say("{key}: {written} cannot be right", key=key, written=written)
            self.error(key, what, say("write kilograms, as in 40 kg"))
        else:
            return kg
        return None

    def acceptance(self, rule: Acceptance) -> None:
        """A share."""
        self.share("at_least", rule.at_least)

    def local_share(self, rule: LocalShare) -> None:
        """A share, and foods that count as local."""
        self.share("at_least", rule.at_least)
        foods = self.around.table.foods
        carried = {t for f in foods.values() for t in f.tags}
        if not rule.foods and carried.isdisjoint(rule.tags):
            key = "tags" if self.reading.value(*self.loc, "tags") else "kind"
            what = say("no food is named or has one of the tags: {tags}", tags=rule.tags)
            self.error(key, what, say("name foods: [...], or fill in the column tags of foods.csv"))
            return
        written = self.reading.value(*self.loc, "tags")
        for i, tag in enumerate(rule.tags if written else ()):
            if tag not in carried:
                what = say('no food has the tag "{tag}"', tag=tag)
                self.reading.warn((*self.loc, "tags", i), what, did_you_mean(tag, carried))

    def storage(self, rule: Storage) -> None:
        """A place, kilograms, and what is kept there."""
        self.reference("place", (*self.loc, "place"))
        self.kilograms("at_most", rule.at_most)
        if not rule.foods and not rule.food_groups:
            what = say("the rule names no foods and no food groups")
            self.error("kind", what, say("add foods: [...] or food_groups: [...]"))

    def supply(self, rule: Supply) -> None:
        """A food, and kilograms in order."""
        self.reference("food", (*self.loc, "food"))
        if not self.bounds(rule.at_least, rule.at_most, ("at_least", "at_most")):
            return
        low, high = self.kilograms("at_least", rule.at_least), self.kilograms("at_most", rule.at_most)
        if low is not None and high is not None and low > high:
            what = say("at_least {low} is above at_most {high}", low=f"{low:g} kg", high=f"{high:g} kg")
            self.error("at_least", what, say("exchange them"))
        if low:
            self.is_cooked(rule.food)

    def use_up(self, rule: UseUp) -> None:
        """A food that a dish has, kilograms, and a date."""
        self.reference("food", (*self.loc, "food"))
        self.kilograms("amount", rule.amount)
        self.iso_date("by")
        self.is_cooked(rule.food)

    def is_cooked(self, food: str) -> None:
        """A food that must be taken is in a dish."""
        known = food in self.around.table.foods and self.around.has_all_dishes
        if known and self.around.candidates and not any(food in d.gross_g for d in self.around.candidates):
            what = say("no dish is cooked with {food}", food=food)
            self.error("food", what, say("add a dish with it, or leave the rule out"))

    def emissions(self, rule: Emissions) -> None:
        """Kilograms of CO2e that a meal can cause, and dishes that can be reckoned with."""
        if not 0 < rule.at_most <= MOST_KG_CO2E:
            what = say("{key}: {written} cannot be right", key="at_most", written=f"{rule.at_most:g}")
            self.error("at_most", what, say("write kilograms of CO2e for a portion, as in 1.2"))
        candidates = self.around.candidates if self.around.has_all_dishes else ()
        if candidates and all(d.emissions.ceiling is None for d in candidates):
            what = say("the emissions of no dish are known, so no maximum can be met")
            self.error("kind", what, say("add figures to emissions.csv, or leave the rule out"))
