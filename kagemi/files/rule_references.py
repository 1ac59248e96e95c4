"""What a rule may speak of, and checks of what it names: groups, slots, days, dishes, foods ..."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kagemi.domain.calendar import MONTHS
from kagemi.domain.food import FoodTable
from kagemi.domain.message import Message, say
from kagemi.domain.problem import WEEKDAYS, DishFacts, Group
from kagemi.domain.rules import AnyRule
from kagemi.files.dishes import COLOURS, EQUIPMENT
from kagemi.files.hints import did_you_mean
from kagemi.files.nutrition import FOOD_GROUPS, METHODS
from kagemi.files.shape import Reading
from kagemi.files.yaml import Loc

PLACES = ("freezer", "chiller")
_INDONESIAN = {
    "senin": "monday", "selasa": "tuesday", "rabu": "wednesday", "kamis": "thursday", "jumat": "friday",
    "jum'at": "friday", "sabtu": "saturday", "minggu": "sunday", "ahad": "sunday",
    "januari": "january", "februari": "february", "pebruari": "february", "maret": "march", "mei": "may",
    "juni": "june", "juli": "july", "agustus": "august", "oktober": "october", "nopember": "november",
    "desember": "december",
}  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
    """What a rule may speak of."""

    table: FoodTable
    dishes: tuple[DishFacts, ...]
    days: tuple[str, ...]
    """Days with a meal; none if they are faulty, so that nothing is held against them."""
    groups: Mapping[str, Group]
    """The sound groups; `group_ids` has all that are written."""
    group_ids: tuple[str, ...]
    slot_ids: tuple[str, ...]
    faulty_dishes: frozenset[str] = frozenset()
    """Dishes that exist and could not be read: what they would bring is not known."""

    @property
    def has_all_dishes(self) -> bool:
        """True if it can be said what the dishes as a whole lack."""
        return bool(self.dishes) and not self.faulty_dishes

    @cached_property
    def by_id(self) -> dict[str, DishFacts]:
        """The sound dishes."""
        return {d.id: d for d in self.dishes}

    @cached_property
    def candidates(self) -> tuple[DishFacts, ...]:
        """Dishes that fit on the tray."""
        return tuple(d for d in self.dishes if set(self.slot_ids).issuperset(d.slots))

    @cached_property
    def carried_tags(self) -> frozenset[str]:
        """Tags of the dishes that may be served."""
        return frozenset(t for d in self.candidates for t in d.tags)

    @cached_property
    def known_tags(self) -> frozenset[str]:
        """Tags that a dish could carry, whether one does or not."""
        foods = self.table.foods.values()
        return frozenset(
            {t for d in self.dishes for t in d.tags}
            | {t for f in foods for t in f.tags}
            | {"fish", "fried", "ladder_1", "ladder_2", "ladder_3", "ladder_4"}
            | {"histamine_prone", "mercury_high", "mercury_moderate", "mercury_low"}
            | set(METHODS)
            | {f"main_{f.id}" for f in foods}
            | {f"group_{g}" for g in FOOD_GROUPS}
            | {f"species_{s}" for s in self.table.species}
            | {f"contains_{a}" for a in self.table.allergens}
            | {f"colour_{c}" for c in COLOURS}
        )


def check_weekday(reading: Reading, loc: Loc, others: Callable[[str], bool] = lambda _: False) -> bool:
    """True if the text at `loc` is a weekday, or one of the `others`; anything else is a fault."""
    day = reading.value(*loc)
    if not isinstance(day, str):
        reading.error(loc, say("this is not a day"), say("write monday, tuesday, ..."))
        return False
    if day in WEEKDAYS or others(day):
        return True
    if day.strip()[:1].isdigit():
        what = say('"{written}" is no day of the calendar', written=day)
        reading.error(loc, what, say("write a weekday, or in a rule a date such as 2026-11-30"))
        return False
    reading.error(loc, say('there is no day "{written}"', written=day), _meant(day, WEEKDAYS, "day"))
    return False


def _meant(written: str, names: tuple[str, ...], hole: str) -> Message | None:
    """The weekday or month that a word means: in Bahasa Indonesia, with capitals, or cut short."""
    word = written.strip().lower()
    meant = [n for n in names if n == _INDONESIAN.get(word, word)]
    meant += [n for n in names if len(word) >= 3 and n.startswith(word)]
    if not meant:
        return did_you_mean(written, names)
    return say("write {day}", day=meant[0]) if hole == "day" else say("write {month}", month=meant[0])


def is_date(written: str) -> bool:
    """True for a day of the calendar written as 2026-11-30."""
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return len(written) == 10


class References:
    """Checks the names in one rule; `loc` is where it stands."""

    def __init__(self, reading: Reading, loc: Loc, surroundings: Surroundings) -> None:
        self.reading = reading
        self.loc = loc
        self.around = surroundings

    def error(self, key: str, what: Message, hint: Message | None = None) -> None:
        """Note a fault of one of the rule's values."""
        self.reading.error((*self.loc, key), what, hint)

    def references(self, rule: AnyRule) -> None:
        """Check everything that the rule names in a list."""
        for key in (
            "groups", "slots", "days", "only_on", "never_on", "dishes", "tags", "with_dishes", "with_tags",
            "foods", "food_groups", "bought_on", "months", "avoids", "tried",
        ):  # fmt: skip
            if key == "tags" and rule.kind == "local_share":
                continue  # tags of foods, not of dishes
            written = self.reading.value(*self.loc, key)
            for i in range(len(written) if isinstance(written, list) else 0):
                self.reference(key, (*self.loc, key, i))

    def reference(self, key: str, loc: Loc) -> None:
        """Check one of the things that a rule names."""
        known = self.choices.get(key)
        if known:
            choices, what = known
            self.reading.known(loc, choices, what)
            return
        match key:
            case "dishes" | "with_dishes":
                self.dish(loc)
            case "tags" | "with_tags":
                self.tag(loc, needed=False)
            case "months":
                self.month(loc)
            case "bought_on":
                self.delivery(loc)
            case _:
                self.day(loc)

    @cached_property
    def choices(self) -> Mapping[str, tuple[Iterable[str], Message]]:
        """Key -> the names that may stand there, and what is said of others."""
        around = self.around
        return {
            "groups": (around.group_ids, say('there is no group "{written}" in this file')),
            "slots": (around.slot_ids, say('there is no slot "{written}" on this tray')),
            "foods": (around.table.foods, say('there is no food "{written}" in foods.csv')),
            "food": (around.table.foods, say('there is no food "{written}" in foods.csv')),
            "food_groups": (FOOD_GROUPS, say('"{written}" is no food group')),
            "food_group": (FOOD_GROUPS, say('"{written}" is no food group')),
            "equipment": (EQUIPMENT, say('no dish can name the machine "{written}"')),
            "place": (PLACES, say('"{written}" is no place to store food')),
            "avoids": (around.table.allergens, say('there is no allergen "{written}" in allergens.csv')),
            "tried": ({*around.by_id, *around.faulty_dishes}, say('there is no dish "{written}"')),
        }

    def day(self, loc: Loc) -> None:
        """A weekday or a date; a weekday without a meal is worth a warning."""
        day = self.reading.value(*loc)
        known = check_weekday(self.reading, loc, is_date)
        if known and day in WEEKDAYS and self.around.days and day not in self.around.days:
            what = say("there is no meal on {day}", day=day)
            self.reading.warn(loc, what, say("add it to days, or leave it out here"))

    def delivery(self, loc: Loc) -> None:
        """A weekday, on which there is a meal."""
        written = self.reading.value(*loc)
        if isinstance(written, str) and is_date(written):
            what = say("deliveries come on weekdays, not on a date")
            self.reading.error(loc, what, say("write monday, tuesday, ..."))
        else:
            self.day(loc)

    def month(self, loc: Loc) -> None:
        """A month in English."""
        month = self.reading.value(*loc)
        if isinstance(month, str) and month not in MONTHS:
            what = say('there is no month "{written}"', written=month)
            self.reading.error(loc, what, _meant(month, MONTHS, "month"))

    def iso_date(self, key: str) -> bool:
        """True if the text of a key is a date."""
        written = self.reading.value(*self.loc, key)
        if not isinstance(written, str) or is_date(written):
            return isinstance(written, str)
        what = say('"{written}" is no day of the calendar', written=written)
        self.error(key, what, say("write it as 2026-11-30"))
        return False

    def dish(self, loc: Loc) -> None:
        """A dish that exists, and fits on the tray."""
        known = {*self.around.by_id, *self.around.faulty_dishes}
        if not self.reading.known(loc, known, say('there is no dish "{written}"')):
            return
        dish = self.around.by_id.get(self.reading.value(*loc))
        if dish and dish not in self.around.candidates:
            what = say(
                "{dish} does not fit on this tray: it fills {slots}", dish=dish.id, slots=", ".join(dish.slots)
            )
            self.reading.warn(loc, what, say("leave it out here, or add the slot"))

    def tag(self, loc: Loc, needed: bool) -> None:
        """A tag that no dish carries is a fault where it is needed, and suspicious where nobody knows it."""
        tag = self.reading.value(*loc)
        if tag in self.around.carried_tags or not (self.around.candidates and self.around.has_all_dishes):
            return
        what = say('no dish has the tag "{tag}"', tag=tag)
        if needed:
            self.reading.error(loc, what, did_you_mean(tag, self.around.carried_tags))
        elif tag not in self.around.known_tags:
            self.reading.warn(loc, what, did_you_mean(tag, self.around.known_tags))
