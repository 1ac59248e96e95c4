"""The menu for other programs: a table, a calendar, and JSON-LD of schema.org."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from kagemi.domain.message import say
from kagemi.language import date_range, joined, long_date, text
from kagemi.sheets.menu_lines import MenuLine, MenuLines
from kagemi.sheets.order_tables import FORMULA
from kagemi.sheets.recipe_jsonld import nutrition_of
from kagemi.sheets.week import MEALS

COLUMNS = ("date", "slots", "dish", "name", "species", "allergens", "only_for")


def menu_csv(menu: MenuLines, *, excel: bool = False) -> bytes:
    """A row for each dish of a day, UTF-8; for `excel` with a byte order mark and semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n")
    writer.writerow(COLUMNS)
    for day in menu.days:
        for line in menu.of(day):
            cells = (
                day.date.isoformat(),
                " ".join(line.dish.slots),
                line.dish.id,
                line.name,
                line.dish.species,
                ", ".join(line.allergens),
                ", ".join(line.only_for),
            )
            writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig" if excel else "utf-8")


def menu_ics(menu: MenuLines) -> bytes:
    """A calendar with an all-day event for each day of the plan.

    A day's event has the same UID in every plan of the canteen, so that a week planned anew takes the place of
    the old one; SEQUENCE and DTSTAMP grow with the plan's revision, so that a strict calendar takes it. It is
    stamped with the first day of the plan, not with the clock: same plan, same bytes.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//Kagemi//{menu.plan.kagemi}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{title(menu)} – {menu.school}")
    stamp = datetime.combine(min(day.date for day in menu.days), datetime.min.time(), UTC)
    stamp += timedelta(seconds=menu.revision)
    whose = sha256(f"{menu.plan.problem.canteen}\n{menu.plan.problem.meal}".encode()).hexdigest()[:16]
    for day in menu.days:
        lines = list(menu.of(day))
        if not lines:
            continue
        event = Event()
        event.add("uid", f"{day.date.isoformat()}-{whose}@kagemi")
        event.add("dtstamp", stamp)
        event.add("last-modified", stamp)
        event.add("sequence", menu.revision)
        event.add("dtstart", day.date)
        event.add("dtend", day.date + timedelta(days=1))
        event.add("summary", ", ".join(line.name for line in lines if not line.only_for))
        event.add("description", "\n".join(described(line, menu.lang) for line in lines))
        event.add("location", menu.school)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def described(line: MenuLine, lang: str) -> str:
    """A dish with what it contains and for whom alone it is."""
    said = [line.name]
    if line.allergens:
        said.append(text(say("contains: {allergens}", allergens=", ".join(line.allergens)), lang))
    if line.only_for:
        said.append(text(say("only for {groups}", groups=joined(line.only_for, lang)), lang))
    return " · ".join(said)


def menu_jsonld(menu: MenuLines) -> bytes:
    """A schema.org Menu with a section for each day. What suits whose diet Kagemi cannot know, nor says."""
    days = [day.date for day in menu.days]
    made = {
        "@context": "https://schema.org",
        "@type": "Menu",
        "name": f"{title(menu)}, {date_range(min(days), max(days), menu.lang)}",
        "inLanguage": menu.lang,
        "provider": {"@type": "Organization", "name": menu.school},
        "temporalCoverage": f"{min(days).isoformat()}/{max(days).isoformat()}",
        "hasMenuSection": [
            {
                "@type": "MenuSection",
                "name": long_date(day.date, menu.lang),
                "hasMenuItem": [_item(line, menu.lang) for line in menu.of(day)],
            }
            for day in menu.days
        ],
    }
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def _item(line: MenuLine, lang: str) -> dict[str, object]:
    item: dict[str, object] = {"@type": "MenuItem", "identifier": line.dish.id, "name": line.name}
    if line.allergens or line.only_for:
        item["description"] = described(line, lang).removeprefix(f"{line.name} · ")
    if nutrition := nutrition_of(line.dish):
        item["nutrition"] = nutrition
    return item


def title(menu: MenuLines) -> str:
    """What the menu is called."""
    return text(MEALS.get(menu.plan.problem.meal, say("Weekly menu")), menu.lang)
