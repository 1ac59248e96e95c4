"""The stock and its books laid out for a terminal."""

from collections.abc import Iterable

from rich.table import Table

from kagemi.canteen.stock import Entry, StockLine
from kagemi.cli.plan_view import table
from kagemi.domain.message import Message, say
from kagemi.language import number, short_date, text
from kagemi.language.words import PLACES, called

MARKS = {"past": "!!", "soon": "!", "": ""}
STYLES = {"past": "bold red", "soon": "yellow", "": ""}
KINDS = {
    "received": say("came"),
    "used": say("used"),
    "wasted": say("thrown away"),
    "counted": say("counted"),
    "corrected": say("corrected"),
}


def stock_table(lines: Iterable[StockLine], lang: str) -> Table:
    """The lots, one a row."""

    def words(message: Message) -> str:
        return text(message, lang)

    made = table(
        "",
        ("", False),
        (words(say("Lot")), True),
        (words(say("Food")), False),
        ("kg", True),
        (words(say("From whom")), False),
        (words(say("Came on")), False),
        (words(say("Lies in")), False),
        (words(say("Cook by")), False),
        (words(say("Days left")), True),
    )
    for line in lines:
        made.add_row(
            MARKS[line.state],
            str(line.lot),
            line.name.in_language(lang),
            kilograms(line.kg, lang),
            line.supplier_name or "–",
            short_date(line.received_on, lang),
            words(called(PLACES, line.place)),
            short_date(line.use_before, lang) if line.use_before else "–",
            "" if line.days_left is None else str(line.days_left),
            style=STYLES[line.state],
        )
    return made


def ledger_table(entries: Iterable[Entry], lang: str) -> Table:
    """The books, one entry a row."""

    def words(message: Message) -> str:
        return text(message, lang)

    made = table(
        "",
        (words(say("Entry")), True),
        (words(say("Date")), False),
        (words(say("Lot")), True),
        (words(say("Food")), False),
        (words(say("What happened")), False),
        ("kg", True),
        (words(say("Then left")), True),
        (words(say("Note")), False),
    )
    for entry in entries:
        kind = words(KINDS[entry.kind])
        what = kind if entry.corrects is None else f"{kind} (#{entry.corrects})"
        sign = "+" if entry.kg > 0 else ""
        made.add_row(
            str(entry.id),
            short_date(entry.moved_on, lang),
            str(entry.lot),
            entry.name.in_language(lang),
            what,
            f"{sign}{kilograms(entry.kg, lang)}",
            kilograms(entry.balance_kg, lang),
            entry.note,
        )
    return made


def kilograms(kg: float, lang: str) -> str:
    """Kilograms with as many decimals as they have, at least one."""
    decimals = next(n for n in (1, 2, 3) if n == 3 or abs(round(kg, n) - kg) < 1e-9)
    return number(kg, lang, decimals)
