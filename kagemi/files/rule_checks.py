"""Rules checked one by one against what they speak of: names that exist, counts that can be met."""

from collections.abc import Callable
from typing import Any, ClassVar

from kagemi.domain.message import say
from kagemi.domain.problem import WEEKDAYS
from kagemi.domain.rules import (
    Acceptance,
    Alternative,
    AnyRule,
    Ban,
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
from kagemi.files.rule_amounts import Amounts

_SAME_DISHES = (
    TagDays,
    Repeat,
    NotAdjacent,
    Incompatible,
    Pin,
    Ban,
    Diversity,
    GoesWith,
    Season,
    Acceptance,
    FishForm,
    NewDishes,
    FishSafety,
)
_SAME_KITCHEN = (Equipment, Labour, Storage, Supply, UseUp)
MOST_HOURS = 2000


class RuleCheck(Amounts):
    """Checks one rule."""

    def all(self, rule: AnyRule) -> None:
        """Note everything in the rule that cannot be meant."""
        self.references(rule)
        self.without_meaning(rule)
        check = self.checks.get(type(rule))
        if check:
            check(self, rule)

    def without_meaning(self, rule: AnyRule) -> None:
        """Warn of keys that say nothing in a kind."""
        hints = {}
        if isinstance(rule, _SAME_DISHES):
            hints["groups"] = say("leave it out: all groups get the same dishes")
        if isinstance(rule, _SAME_KITCHEN):
            hints["groups"] = say("leave it out: it is cooked and bought for all groups together")
        if isinstance(rule, Pin):
            hints["slots"] = say("leave it out: a dish fills the slots of its own file")
        if isinstance(rule, Alternative):
            hints["slots"] = say("leave it out: the whole tray is without the allergens")
        for key, hint in hints.items():
            if getattr(rule, key):
                what = say("{key} says nothing in a rule of the kind {kind}", key=key, kind=rule.kind)
                self.reading.warn((*self.loc, key), what, hint)

    def names_something(self, rule: NotAdjacent | Incompatible | Ban | GoesWith) -> None:
        """Dishes or tags, else the rule says nothing."""
        if not rule.dishes and not rule.tags:
            what = say("the rule names no dishes and no tags")
            self.error("kind", what, say("add dishes: [...] or tags: [...]"))

    def tag_days(self, rule: TagDays) -> None:
        """A tag that dishes carry, and counts that the week has days for."""
        self.tag((*self.loc, "tag"), needed=bool(rule.at_least))
        if (not rule.only_on and not rule.never_on) or rule.at_least is not None or rule.at_most is not None:
            self.counts(rule.at_least, rule.at_most)
        both = sorted(set(rule.only_on) & set(rule.never_on))
        if both:
            self.error(
                "never_on",
                say("{days} is in only_on and in never_on", days=both),
                say("delete it from one of them"),
            )
        weekdays = [d for d in self.around.days if d in (rule.days or WEEKDAYS)]
        allowed = [d for d in weekdays if d in (rule.only_on or WEEKDAYS) and d not in rule.never_on]
        dated = any(d not in WEEKDAYS for d in (*rule.only_on, *rule.never_on, *rule.days))
        if weekdays and rule.over == "week" and rule.at_least and not dated and rule.at_least > len(allowed):
            what = say(
                "at_least {count} days, and only {days} in a week allow it",
                count=rule.at_least,
                days=len(allowed),
            )
            self.error("at_least", what, say("write at most {days}", days=len(allowed)))

    def repeat(self, rule: Repeat) -> None:
        """A count of one or more within a sensible number of days."""
        if rule.at_most < 1:
            what = say("at_most {count} would forbid every dish", count=rule.at_most)
            self.error("at_most", what, say("write 1 or more; to leave out a dish, use kind: ban"))
        self.reading.whole((*self.loc, "within_days"), 1, 400)

    def pin(self, rule: Pin) -> None:
        """A dish that fits on the tray."""
        loc = (*self.loc, "dish")
        known = {*self.around.by_id, *self.around.faulty_dishes}
        if self.reading.known(loc, known, say('there is no dish "{written}"')):
            dish = self.around.by_id.get(rule.dish)
            if dish and dish not in self.around.candidates:
                slots = ", ".join(dish.slots)
                what = say("{dish} does not fit on this tray: it fills {slots}", dish=dish.id, slots=slots)
                self.reading.error(loc, what, say("add the slot, or pin another dish"))

    def picks(self, slots: tuple[str, ...]) -> int | None:
        """Dishes a day in these slots (empty: all); None where any number may be picked."""
        picks = [self.reading.value("slots", s, "pick") for s in slots or self.around.slot_ids]
        counts = [1 if p is None else p for p in picks]
        return sum(counts) if all(isinstance(c, int) and not isinstance(c, bool) for c in counts) else None

    def diversity(self, rule: Diversity) -> None:
        """So many different ones as there are dishes and places for."""
        if rule.at_least < 1:
            what = say("{key}: {written} cannot be right", key="at_least", written=rule.at_least)
            self.error("at_least", what, say("write 1 or more"))
            return
        fitting = [
            d for d in self.around.candidates if not rule.slots or not set(rule.slots).isdisjoint(d.slots)
        ]
        kinds = {d.key(rule.of) for d in fitting} - {""}
        if self.around.has_all_dishes and rule.at_least > len(kinds):
            what = say(
                "at_least {count} different ones, and the dishes have only {kinds}",
                count=rule.at_least,
                kinds=len(kinds),
            )
            self.error("at_least", what, say("ask for fewer, or add dishes"))
            return
        picks = self.picks(rule.slots)
        days = {"day": 1, "week": len(self.around.days)}.get(rule.over)
        if picks is not None and days and rule.at_least > days * picks:
            what = say(
                "at_least {count} different ones, and only {dishes} dishes are served",
                count=rule.at_least,
                dishes=days * picks,
            )
            self.error("at_least", what, say("write at most {days}", days=days * picks))

    def goes_with(self, rule: GoesWith) -> None:
        """Both who goes, and with whom."""
        self.names_something(rule)
        if not rule.with_dishes and not rule.with_tags:
            what = say("the rule does not say what goes with these dishes")
            self.error("kind", what, say("add with_dishes: [...] or with_tags: [...]"))

    def equipment(self, _: Equipment) -> None:
        """A machine that dishes can name, and minutes that a day has."""
        self.reference("equipment", (*self.loc, "equipment"))
        self.reading.whole((*self.loc, "minutes"), 1, 24 * 60)
        self.reading.whole((*self.loc, "units"), 1, 100)

    def labour(self, rule: Labour) -> None:
        """Hours that a kitchen can have, and dishes that say their work."""
        if not 0 < rule.hours <= MOST_HOURS:
            what = say("{key}: {written} cannot be right", key="hours", written=f"{rule.hours:g}")
            self.error(
                "hours", what, say("write the hours of all hands together, at most {most}", most=MOST_HOURS)
            )
        candidates = self.around.candidates if self.around.has_all_dishes else ()
        if candidates and all(d.labour_minutes is None for d in candidates):
            what = say("no dish says how long it takes, so no maximum can be met")
            self.error("kind", what, say("add labour: to the dishes, or leave the rule out"))

    def season(self, rule: Season) -> None:
        """Foods, and months to serve them in."""
        if not rule.foods:
            self.error("foods", say("the rule names no foods"), say("add foods: [...]"))
        if not rule.months:
            what = say("the rule names no months")
            self.error("months", what, say("add months: [...]; to leave dishes out, use kind: ban"))

    def fish_form(self, rule: FishForm) -> None:
        """A step of the ladder, and when or on what evidence the next one follows."""
        self.reading.whole((*self.loc, "up_to"), 1, 4)
        if rule.accepted is not None:
            self.share("accepted", rule.accepted)
        self.reading.whole((*self.loc, "weeks_a_step"), 1, 100)
        self.iso_date("since")
        if rule.weeks_a_step is not None and rule.since is None:
            what = say("weeks_a_step needs a day to count from")
            self.error("weeks_a_step", what, say("add since: with a date such as 2026-11-30"))
        if rule.since is not None and rule.weeks_a_step is None:
            what = say("since says nothing without weeks_a_step")
            self.reading.warn((*self.loc, "since"), what, say("add weeks_a_step:, or leave it out"))

    def not_negative(self, rule: NewDishes | FishSafety) -> None:
        """A count of zero or more."""
        if rule.at_most < 0:
            self.error("at_most", say("{key} cannot be negative", key="at_most"), say("write zero or more"))

    def new_dishes(self, rule: NewDishes) -> None:
        """A count within a sensible number of days."""
        self.not_negative(rule)
        self.reading.whole((*self.loc, "within_days"), 1, 400)

    def alternative(self, rule: Alternative) -> None:
        """Groups, and allergens that every place on the tray can do without."""
        if not rule.groups:
            what = say("the rule names no groups")
            self.error("kind", what, say("add groups: [...]: those that avoid the allergens"))
        if not rule.avoids:
            self.error("avoids", say("the rule names no allergens"), say("add avoids: [...]"))
        if not self.around.has_all_dishes:
            return
        for slot in self.around.slot_ids:
            safe = [
                d for d in self.around.candidates if slot in d.slots and d.allergens.isdisjoint(rule.avoids)
            ]
            if not rule.soft and self.picks((slot,)) and not safe:
                what = say("no dish for {slot} is without {allergens}", slot=slot, allergens=rule.avoids)
                self.error("avoids", what, say("add a dish, or make the rule soft"))

    checks: ClassVar[dict[type[AnyRule], Callable[["RuleCheck", Any], None]]] = {
        NutrientRange: Amounts.nutrient_range,
        EnergyShare: Amounts.energy_share,
        FoodGroupPortions: Amounts.food_group_portions,
        LocalShare: Amounts.local_share,
        Acceptance: Amounts.acceptance,
        Storage: Amounts.storage,
        Supply: Amounts.supply,
        UseUp: Amounts.use_up,
        Emissions: Amounts.emissions,
        TagDays: tag_days,
        Repeat: repeat,
        Pin: pin,
        NotAdjacent: names_something,
        Incompatible: names_something,
        Ban: names_something,
        Diversity: diversity,
        GoesWith: goes_with,
        Equipment: equipment,
        Labour: labour,
        Season: season,
        FishForm: fish_form,
        NewDishes: new_dishes,
        FishSafety: not_negative,
        Alternative: alternative,
    }
