"""`kagemi stock`: what lies in freezer, chiller and dry store, and the books of it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import CONTEXT, DefaultGroup, argument, command, json_option, option
from kagemi.cli.cooked import cooked
from kagemi.cli.quantities import DAY, KILOGRAMS, NUMBER, RUPIAH, number
from kagemi.cli.session import Session, current
from kagemi.domain.message import say
from kagemi.domain.stock import PLACES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kagemi.canteen.stock import StockLine
    from kagemi.domain.message import Message
    from kagemi.domain.stock import LotBalance, MoveKind, Place


date_option = option("--date", "day", type=DAY, metavar="DATE", help=say("The day. Default: today."))
lot_argument = argument(
    "lot", type=NUMBER, metavar="LOT", help=say("The number of the lot, as kagemi stock shows it.")
)
kg_argument = argument("kg", type=KILOGRAMS, metavar="KG", help=say("Kilograms as bought, such as 2,5 or 2.5."))
why_option = option("--why", metavar="TEXT", default="", help=say("A note for whoever reads the books."))


@click.group(cls=DefaultGroup, context_settings=CONTEXT)
def stock() -> None:
    """The store room."""


@command(
    say("List the lots in stock, what has to be cooked first in front: !! is past its day, ! soon will be."),
    epilog=say(
        "Examples:\n  kagemi stock\n  kagemi stock add ikan_tuna 40 --supplier nelayan_sendang_biru\n"
        "  kagemi stock use 12 8,5\n  kagemi stock count ikan_tuna 31 --expect 31.5"
    ),
)
@option("--food", metavar="FOOD", default="", help=say("Only lots of this food."))
@json_option
def listing(food: str, as_json: bool) -> int:
    """List the lots."""
    session = current()
    from kagemi.canteen.stock import lines

    found = lines(session.workspace, os.environ, current().today, food)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json(found), nl=False)
        return 0
    from kagemi.cli.stock_view import stock_table

    if found:
        session.console.print(stock_table(found, session.lang))
    session.note(
        say("{n} lots: {places}", n=len(found), places=_room(found)) if found else say("Nothing is in stock.")
    )
    past = tuple(f"{line.lot}" for line in found if line.state == "past")
    if past:
        session.note(
            say("Past the day on which they had to be cooked: lots {lots}. No plan counts on them.", lots=past)
        )
    return 0


@command(say("Enter a lot: food that came in together."))
@argument("food", metavar="FOOD", help=say("The id of the food, as kagemi foods shows it."))
@kg_argument
@option("--supplier", metavar="TRADER", default="", help=say("The id of the trader it came from."))
@option("--place", type=click.Choice(PLACES), help=say("Where it lies. Default: where this food usually lies."))
@option(
    "--use-before",
    type=DAY,
    metavar="DATE",
    help=say("The last day on which it may be cooked. Default: as long as this food keeps there."),
)
@option("--price-per-kg", type=RUPIAH, metavar="RUPIAH", help=say("What a kilogram cost."))
@date_option
@option("--note", metavar="TEXT", default="", help=say("A note for whoever reads the books."))
def add(
    food: str,
    kg: int,
    supplier: str,
    place: Place | None,
    use_before: date | None,
    price_per_kg: int | None,
    day: date | None,
    note: str,
) -> int:
    """Enter a lot."""
    session = current()
    _more_than_nothing(session, kg)
    from kagemi.canteen.stock import Arrival
    from kagemi.canteen.stock import add as enter

    arrival = Arrival(food, kg, day or current().today, supplier, place, use_before, price_per_kg, note)
    made = enter(session.workspace, os.environ, arrival, session.today, _now())
    _say_lot(session, made)
    return 0


@command(say("Enter what was taken from a lot to be cooked."))
@lot_argument
@kg_argument
@date_option
@why_option
def use(lot: int, kg: int, day: date | None, why: str) -> int:
    """Take food out of a lot."""
    return _take("used", lot, kg, day, why)


@command(say("Enter what of a lot was thrown away, and why."))
@lot_argument
@kg_argument
@option("--why", metavar="TEXT", required=True, help=say("Why: spoiled, dropped, freezer failed ..."))
@date_option
def waste(lot: int, kg: int, why: str, day: date | None) -> int:
    """Throw food away."""
    return _take("wasted", lot, kg, day, why)


@command(
    say(
        "Enter what was counted or weighed of a food, or of one lot by its number. The books then say so too; "
        "of several lots the oldest have lost what is missing."
    )
)
@argument("what", metavar="FOOD", help=say("The id of the food, or the number of a lot."))
@kg_argument
@option(
    "--expect",
    type=KILOGRAMS,
    metavar="KG",
    help=say("What the books said when you began: refused if somebody changed them meanwhile."),
)
@date_option
@why_option
def count(what: str, kg: int, expect: int | None, day: date | None, why: str) -> int:
    """Enter a stock taking."""
    session = current()
    from kagemi.canteen.stock import count as enter

    of = number(what) if what.isascii() and what.isdigit() else what
    entries = enter(session.workspace, os.environ, of, kg, day or current().today, _now(), expect, why)
    changed = [entry for entry in entries if entry.grams]
    for entry in changed:
        holes = {"lot": entry.lot, "kg": entry.grams / 1000, "entry": entry.id}
        session.print(say("Lot {lot}: {kg:+g} kg (entry {entry})", **holes))
    if not changed:
        session.print(say("The books say the same."))
    return 0


@command(
    say(
        "Correct an entry of the books by a new one: the wrong entry stays, with what it should have been. "
        "kagemi stock history shows the numbers of entries."
    )
)
@argument("entry", type=NUMBER, metavar="ENTRY", help=say("The number of the entry."))
@option(
    "--kg",
    type=KILOGRAMS,
    default="0",
    metavar="KG",
    help=say("What should have been entered. Default: nothing, the entry is undone."),
)
@date_option
@why_option
def correct(entry: int, kg: int, day: date | None, why: str) -> int:
    """Correct an entry."""
    session = current()
    from kagemi.canteen.stock import correct as enter

    _say_lot(session, enter(session.workspace, os.environ, entry, kg, day or current().today, _now(), why))
    return 0


@command(say("Show the books: every entry, of all lots or of one, oldest first."))
@argument("lot", type=NUMBER, metavar="LOT", required=False, help=say("Only entries of this lot."))
@json_option
def history(lot: int | None, as_json: bool) -> int:
    """Show the ledger."""
    session = current()
    from kagemi.canteen.stock import history as entries_of

    entries = entries_of(session.workspace, os.environ, lot)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json(entries), nl=False)
        return 0
    from kagemi.cli.stock_view import ledger_table

    if entries:
        session.console.print(ledger_table(entries, session.lang))
    session.note(say("{n} entries", n=len(entries)))
    return 0


stock.add_command(listing, "list")
stock.add_command(add, "add")
stock.add_command(use, "use")
stock.add_command(cooked, "cooked")
stock.add_command(waste, "waste")
stock.add_command(count, "count")
stock.add_command(correct, "correct")
stock.add_command(history, "history")


def _room(found: Sequence[StockLine]) -> tuple[Message, ...]:
    """Kilograms at each place."""
    from kagemi.language.words import PLACES as WORDS
    from kagemi.language.words import called

    kg = {place: sum(line.kg for line in found if line.place == place) for place in PLACES}
    return tuple(say("{kg:.1f} kg in {place}", kg=kg[p], place=called(WORDS, p)) for p in PLACES if kg[p])


def _take(kind: MoveKind, lot: int, grams: int, day: date | None, why: str) -> int:
    session = current()
    _more_than_nothing(session, grams)
    from kagemi.canteen.stock import take
    from kagemi.domain.stock import Movement

    movement = Movement(lot, kind, -grams, day or current().today, why)
    _say_lot(session, take(session.workspace, os.environ, movement, _now()))
    return 0


def _say_lot(session: Session, balance: LotBalance) -> None:
    from kagemi.canteen.stock import food_names
    from kagemi.language.words import PLACES as WORDS
    from kagemi.language.words import called

    lot = balance.lot
    holes: dict[str, object] = {
        "lot": lot.id,
        "kg": balance.kg,
        "food": food_names(session.workspace, (lot.food,))[lot.food],
        "place": called(WORDS, lot.place),
    }
    if lot.use_before is None:
        session.print(say("Lot {lot}: {kg:g} kg of {food} in {place}", **holes))
    else:
        holes["day"] = lot.use_before
        session.print(say("Lot {lot}: {kg:g} kg of {food} in {place}, to be cooked by {day}", **holes))


def _more_than_nothing(session: Session, grams: int) -> None:
    if grams == 0:
        raise click.UsageError(session.text(say("0 kg is nothing to enter")))


def _now() -> datetime:
    return datetime.now(UTC)
