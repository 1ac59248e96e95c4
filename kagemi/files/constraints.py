"""A nutritionist's constraints file: canteen, days, groups, slots, rules and objective, checked.

A file that extends another one is read as one document with it (see `kagemi.files.extends`).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kagemi.domain.amount import Amount
from kagemi.domain.constraints import Constraints
from kagemi.domain.food import FoodTable
from kagemi.domain.message import Fault, Where, say
from kagemi.domain.nutrients import BY_ID
from kagemi.domain.problem import WEEKDAYS, DishFacts, Group, PlanningProblem, Slot, Tier
from kagemi.domain.rules import AnyRule
from kagemi.files.extends import KEYS as EXTENDS_KEYS
from kagemi.files.extends import read_with_parents
from kagemi.files.hints import did_you_mean
from kagemi.files.rule_conflicts import check_together
from kagemi.files.rule_references import Surroundings, check_weekday
from kagemi.files.rules import read_amount, read_rules
from kagemi.files.school_calendar import read_calendar
from kagemi.files.shape import Reading
from kagemi.files.trying import read_learning
from kagemi.files.yaml import Loc

REQUIRED_KEYS = ("canteen", "meal", "days", "groups", "slots", "objective")
_KEYS = (*REQUIRED_KEYS, "rules", "calendar", "learning", *EXTENDS_KEYS)
MOST_CHILDREN = 100_000
LARGEST_PORTION = 100.0
"""Multiples of a standard portion; the classic diet problem needs large ones."""


def load_constraints(
    path: Path,
    table: FoodTable,
    dishes: Iterable[DishFacts],
    faulty_dishes: Iterable[str] = (),
    text: str | None = None,
) -> tuple[Constraints | None, tuple[Fault, ...]]:
    """Read a constraints file; without errors (there may be warnings) it comes back as `Constraints`.

    `faulty_dishes` are the ids of dishes whose files have faults: they may be named, and with one of them
    nothing is said about what the dishes as a whole lack. `text` stands for what is in the file: what somebody
    is still writing.
    """
    document, faults, overridden = read_with_parents(path, text)
    if document is None:
        return None, tuple(faults)
    reading = Reading(document)
    reading.faults.extend(faults)
    _check_keys(reading)
    days = _days(reading)
    slots = _slots(reading)
    groups = _groups(reading, table)
    written = reading.value("slots")
    surroundings = Surroundings(
        table=table,
        dishes=tuple(dishes),
        days=days if len(days) == len(_entries(reading, "days")) else (),
        groups={g.id: g for g in groups},
        group_ids=_group_ids(reading),
        slot_ids=tuple(written) if isinstance(written, dict) else (),
        faulty_dishes=frozenset(faulty_dishes),
    )
    rules, places = read_rules(reading, surroundings)
    objective = _objective(reading, rules)
    calendar, learning = read_calendar(reading, days), read_learning(reading)
    _check_supply(reading, slots, surroundings)
    _check_portions(reading, slots, groups, surroundings)
    check_together(reading, rules, slots, surroundings)
    found = tuple(sorted(reading.faults, key=lambda f: f.where))
    if any(f.severity == "error" for f in found):
        return None, found
    canteen, meal = str(reading.value("canteen")), str(reading.value("meal"))
    parts = (groups, slots, rules, objective, places, calendar, learning, overridden)
    return Constraints(canteen, meal, days, *parts), found


def _check_keys(reading: Reading) -> None:
    data = reading.only((), _KEYS)
    for key in REQUIRED_KEYS:
        if data.get(key) in (None, [], {}):
            if key in data:
                reading.error((key,), say("{key} is empty", key=key), say("fill it in"))
            elif (key,) not in reading.misspelt:
                where = Where(reading.document.file, 1, 1)
                what = say('the key "{key}" is missing', key=key)
                reading.faults.append(Fault(where, what, say("add {key}:", key=key)))
    for key in ("canteen", "meal"):
        if key in data and data[key] is not None and not isinstance(data[key], str):
            reading.error((key,), say("{key} must be a text", key=key), say('put it in quotes: "..."'))
        reading.not_blank((key,))
    for key in ("days", "groups", "rules", "objective"):
        if not isinstance(data.get(key, []), list | None):
            hint = say("begin each entry with a dash on a line of its own")
            reading.error((key,), say("{key} must be a list", key=key), hint)
    if not isinstance(data.get("slots", {}), dict | None):
        hint = say("write each slot as a key, as in animal: {{pick: 1}}")
        reading.error(("slots",), say("slots must be a group of keys"), hint)


def _entries(reading: Reading, key: str) -> list[Any]:
    entries = reading.value(key)
    return entries if isinstance(entries, list) else []


def _days(reading: Reading) -> tuple[str, ...]:
    days: list[str] = []
    for i, day in enumerate(_entries(reading, "days")):
        if not check_weekday(reading, ("days", i)):
            continue
        if day in days:
            reading.error(("days", i), say("{day} stands here twice", day=day), say("keep one of them"))
        else:
            days.append(day)
    return tuple(sorted(days, key=WEEKDAYS.index))


def _group_ids(reading: Reading) -> tuple[str, ...]:
    entries = (g for g in _entries(reading, "groups") if isinstance(g, dict))
    return tuple(g["id"] for g in entries if isinstance(g.get("id"), str))


def _groups(reading: Reading, table: FoodTable) -> tuple[Group, ...]:
    groups: list[Group] = []
    for i in range(len(_entries(reading, "groups"))):
        group = _group(reading, ("groups", i), table)
        if group is None:
            continue
        if any(group.id == other.id for other in groups):
            what = say('there are two groups "{group}"', group=group.id)
            reading.error(("groups", i, "id"), what, say("give each group its own id"))
        groups.append(group)
    return tuple(groups)


def _group(reading: Reading, loc: Loc, table: FoodTable) -> Group | None:
    entry = reading.value(*loc)
    if not isinstance(entry, dict):
        hint = say("write {{id: boys_13_15, akg: male_13_15, headcount: 310}}")
        reading.error(loc, say("a group is written as keys with values"), hint)
        return None
    data = reading.only(loc, ("id", "akg", "headcount", "name", "portions"))
    reading.id((*loc, "id"))
    reading.whole((*loc, "headcount"), 1, MOST_CHILDREN)
    akg = data.get("akg")
    known = akg is not None and reading.known(
        (*loc, "akg"), table.requirements, say('there is no AKG "{written}" in requirements.csv')
    )
    title = str(data.get("id", "")).replace("_", " ").capitalize()
    data.setdefault("name", {"id": title, "en": title})
    if isinstance(entry.get("name"), dict):
        data["name"] = reading.only((*loc, "name"), ("id", "en"))
        reading.not_blank((*loc, "name", "id"))
        reading.not_blank((*loc, "name", "en"))
    portions = data.pop("portions", None)
    if isinstance(portions, dict):
        slots = reading.value("slots")
        ranges = {}
        for slot in portions:
            if isinstance(slots, dict) and slot not in slots:
                what = say('there is no slot "{written}" on this tray', written=slot)
                where = reading.document.key(*loc, "portions", slot)
                reading.faults.append(Fault(where, what, did_you_mean(slot, slots)))
            ranges[slot] = _portion(reading, (*loc, "portions", slot), _lowest(reading, slot))
        data["portions"] = ranges
    elif portions is not None:
        data["portions"] = portions
    if known:
        data["requirement"] = dict(table.requirements[str(akg)])
    return reading.fit(Group, data, loc)


def _slots(reading: Reading) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    written = reading.value("slots")
    for name in written if isinstance(written, dict) else ():
        loc = ("slots", name)
        if not isinstance(written[name], dict | None):
            hint = say("write {{pick: 1, portion: [0.8, 1.3]}}")
            reading.error(loc, say("a slot is written as keys with values"), hint)
            continue
        entry = reading.only(loc, ("pick", "portion"))
        pick = entry.get("pick", 1)
        if pick != "any" and (isinstance(pick, bool) or not isinstance(pick, int) or not 1 <= pick <= 20):
            what = say('{key} cannot be "{written}"', key="pick", written=reading.document.text(*loc, "pick"))
            reading.error((*loc, "pick"), what, say("write how many dishes a day, or any"))
            continue
        portion = (1.0, 1.0)
        if entry.get("portion") is not None:
            portion = _portion(reading, (*loc, "portion"), _lowest(reading, name))
        slots.append(Slot(name, None if pick == "any" else int(pick), portion))
    return tuple(slots)


def _lowest(reading: Reading, slot: str) -> float:
    """The smallest low end of a portion: nothing at all only where any number of dishes may be picked."""
    return 0.0 if reading.value("slots", slot, "pick") == "any" else 0.01


def _portion(reading: Reading, loc: Loc, lowest: float) -> tuple[float, float]:
    """A portion range in multiples of the standard portion, written as one number or as [low, high]."""
    written = reading.value(*loc)
    ends = written if isinstance(written, list) else [written, written]
    if len(ends) in (3, 4) and all(isinstance(e, int) for e in ends[:2]):
        what = say("a portion has a low and a high end, and here are {count} numbers", count=len(ends))
        reading.error(loc, what, say("write the decimal sign as a point, as in [0.7, 1.4]"))
        return (1.0, 1.0)
    if len(ends) != 2 or not all(isinstance(e, int | float) and not isinstance(e, bool) for e in ends):
        hint = say("write [0.7, 1.4]: the least and the most, in standard portions")
        reading.error(loc, say("this is not a range of portions"), hint)
        return (1.0, 1.0)
    low, high = float(ends[0]), float(ends[1])
    if low > high:
        what = say("the low end {low} is above the high end {high}", low=f"{low:g}", high=f"{high:g}")
        reading.error(loc, what, say("write the smaller number first"))
    elif not lowest <= low or high > LARGEST_PORTION or high <= 0:
        what = say("a portion of {low} to {high} cannot be right", low=f"{low:g}", high=f"{high:g}")
        reading.error(loc, what, say("1 is the portion of the recipe; write [0.7, 1.4], say"))
    return low, high


WRONG_WAY = {("maximise", "cost"), ("maximise", "shortfall"), ("minimise", "acceptance")}


def _objective(reading: Reading, rules: tuple[AnyRule, ...]) -> tuple[Tier, ...]:
    tiers: list[Tier] = []
    for i in range(len(_entries(reading, "objective"))):
        tier = _tier(reading, ("objective", i))
        if tier is None:
            continue
        if any(tier.quantity == other.quantity for other in tiers):
            what = say("{quantity} stands in the objective twice", quantity=tier.quantity)
            reading.error(("objective", i), what, say("keep one of them"))
        tiers.append(tier)
    complete = len(tiers) == len(_entries(reading, "objective")) > 0
    if complete and any(r.soft for r in rules) and all(t.quantity != "shortfall" for t in tiers):
        what = say("soft rules have no say in this objective")
        reading.warn(("objective",), what, say("begin it with minimise: shortfall"))
    return tuple(tiers)


def _tier(reading: Reading, loc: Loc) -> Tier | None:
    entry = reading.only(loc, ("minimise", "maximise", "give_up"))
    senses = [s for s in ("minimise", "maximise") if s in entry]
    if len(senses) != 1:
        if not {"minimize", "maximize"} & set(
            reading.value(*loc) if isinstance(reading.value(*loc), dict) else ()
        ):
            what = say("each step of the objective has one thing to minimise or maximise")
            reading.error(loc, what, say("write minimise: cost, or maximise: acceptance"))
        return None
    sense, quantity = senses[0], entry[senses[0]]
    choices = {"shortfall", "cost", "acceptance", "emissions", "extra_dishes", "variety", *BY_ID}
    if not isinstance(quantity, str):
        what = say("say in one word what to {sense}", sense=sense)
        reading.error((*loc, sense), what, say("write cost, acceptance, shortfall or a nutrient"))
        return None
    if not reading.known((*loc, sense), choices, say('"{written}" cannot be an objective')):
        return None
    if (sense, quantity) in WRONG_WAY:
        other = "minimise" if sense == "maximise" else "maximise"
        what = say("to {sense} {quantity} cannot be meant", sense=sense, quantity=quantity)
        reading.error((*loc, sense), what, say("write {sense}: {quantity}", sense=other, quantity=quantity))
    give_up = _give_up(reading, (*loc, "give_up"), quantity)
    share = give_up.unit == "%"
    return Tier(
        "minimise" if sense == "minimise" else "maximise",
        quantity,
        give_up.share if share else give_up.value,
        share,
    )


def _give_up(reading: Reading, loc: Loc, quantity: str) -> Amount:
    """How much of a tier the next ones may trade away; nothing where it is not said."""
    nothing = Amount(0.0, "%")
    written = reading.value(*loc)
    if written is None:
        return nothing
    example = say("write a share, as in 2 %, or an amount of {quantity}", quantity=quantity)
    amount = read_amount(written, reading.document.text(*loc), example)
    if not isinstance(amount, Amount):
        reading.error(loc, *amount)
        return nothing
    own = {"cost": "idr"}.get(quantity) or (BY_ID[quantity].unit if quantity in BY_ID else "")
    if amount.unit not in ("", "%", own):
        reading.error(
            loc, say("{quantity} is not measured in {unit}", quantity=quantity, unit=amount.unit), example
        )
    elif amount.unit == "%" and amount.value > 100:
        reading.error(loc, say("{written} cannot be given up", written=reading.document.text(*loc)), example)
    return amount


def _check_supply(reading: Reading, slots: tuple[Slot, ...], surroundings: Surroundings) -> None:
    """Every slot needs as many dishes as are picked for it."""
    if not surroundings.has_all_dishes:
        return
    for slot in slots:
        fitting = [d for d in surroundings.candidates if slot.id in d.slots]
        where = reading.document.key("slots", slot.id)
        if not fitting:
            names = {s for d in surroundings.dishes for s in d.slots}
            what = say('no dish fills the slot "{slot}"', slot=slot.id)
            others = names - set(surroundings.slot_ids)
            hint = did_you_mean(slot.id, others) or say("add dishes with slots: [{slot}]", slot=slot.id)
            reading.faults.append(Fault(where, what, hint))
        elif slot.pick is not None and slot.pick > len(fitting):
            what = say(
                "{pick} dishes are picked for {slot}, and only {count} fill it",
                pick=slot.pick,
                slot=slot.id,
                count=len(fitting),
            )
            reading.faults.append(Fault(where, what, say("pick fewer, or add dishes")))


def _check_portions(
    reading: Reading, slots: tuple[Slot, ...], groups: tuple[Group, ...], surroundings: Surroundings
) -> None:
    """Warn of dishes whose whole pieces do not fit between the least and the most that a group is served."""
    if any(f.severity == "error" for f in reading.faults):
        return
    tray = PlanningProblem("", "", (), groups, slots, surroundings.candidates, (), ())
    for i, group in enumerate(groups):
        unfit = [d.id for d in tray.dishes if not _fits(tray, group, d)]
        if unfit:
            shown = ", ".join(unfit[:5]) + (", ..." if len(unfit) > 5 else "")
            what = say("no portion of these dishes fits {group}: {dishes}", group=group.id, dishes=shown)
            hint = say("widen the portions of their slots, or give the dishes smaller steps")
            reading.warn(("groups", i), what, hint)


def _fits(tray: PlanningProblem, group: Group, dish: DishFacts) -> bool:
    low, high = tray.portion_range(group, dish)
    return low <= high and (dish.step is None or tray.portion_steps(group, dish) is not None)
