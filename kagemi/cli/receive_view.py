"""What was ordered and what came of it, laid out for a terminal and as data."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.table import Table

from kagemi.canteen.receive import Board
from kagemi.cli.plan_view import table
from kagemi.domain.message import Message, say
from kagemi.domain.purchase import Receipt
from kagemi.language import rupiah, short_date, text, weekday
from kagemi.sheets.orders import MARKET_NAME, kilograms, plain_number

if TYPE_CHECKING:
    from kagemi.store.purchases import LineState


def board_table(board: Board, lang: str) -> Table:
    """The lines by day and trader."""

    def words(message: Message) -> str:
        return text(message, lang)

    made = table(
        "",
        (words(say("Line")), True),
        (words(say("Brings on")), False),
        (words(say("Trader")), False),
        (words(say("Food")), False),
        (words(say("Ordered")), True),
        (words(say("Weight")), True),
        (words(say("Came")), True),
        (words(say("Cost")), True),
    )
    shown: tuple[str, str] | None = None
    for state in board.states:
        line = state.line
        day = f"{weekday(line.deliver_on, lang)} {short_date(line.deliver_on, lang)}"
        trader = trader_name(board, line.supplier, lang)
        if shown and shown != (day, trader):
            made.add_section()
        made.add_row(
            str(line.id),
            "" if shown == (day, trader) else day,
            "" if shown == (day, trader) else trader,
            board.names[line.food].in_language(lang),
            f"{plain_number(line.units, lang)} {line.unit}",
            kilograms(line.grams, lang),
            kilograms(state.received_g, lang) if state.received_g else "",
            rupiah(line.cost_idr, lang),
        )
        shown = day, trader
    return made


def trader_name(board: Board, supplier: str, lang: str) -> str:
    """What a trader is called."""
    if not supplier:
        return text(MARKET_NAME, lang)
    return board.suppliers[supplier].name if supplier in board.suppliers else supplier


def receipt_messages(receipts: Iterable[Receipt], board: Board, lang: str) -> Iterator[Message]:
    """What was entered, and what is still short."""
    states = {s.line.id: s for s in board.states}
    paid = agreed = 0.0
    for receipt in receipts:
        assert receipt.order_line is not None
        state = states[receipt.order_line]
        paid += receipt.paid_idr
        agreed += state.line.price_idr * receipt.grams / state.line.unit_grams
        yield say(
            "Line {line}: {kg} of {food}, {paid}",
            line=state.line.id,
            kg=kilograms(receipt.grams, lang),
            food=board.names[receipt.food],
            paid=rupiah(receipt.paid_idr, lang),
        )
        if receipt.lot is not None:
            good = kilograms(receipt.grams - receipt.spoiled_grams, lang)
            yield say("  into stock: {kg}, lot {lot}", kg=good, lot=receipt.lot)
        if receipt.spoiled_grams:
            yield say("  spoiled: {kg}", kg=kilograms(receipt.spoiled_grams, lang))
        if state.open_g:
            yield say("  still to come: {kg}", kg=kilograms(state.open_g, lang))
    difference = round(paid - agreed)
    if difference:
        less, more = say("{cost} less than agreed"), say("{cost} more than agreed")
        yield Message((more if difference > 0 else less).template, {"cost": rupiah(abs(difference), lang)})


def correction_messages(receipts: Iterable[Receipt], board: Board, lang: str) -> Iterator[Message]:
    """What lines say now that they are corrected, and what that did to the stock."""
    states = {s.line.id: s for s in board.states}
    for receipt in receipts:
        assert receipt.order_line is not None
        state = states[receipt.order_line]
        yield say(
            "Line {line} is corrected: {kg} of {food} came, {paid}",
            line=state.line.id,
            kg=kilograms(state.received_g, lang),
            food=board.names[receipt.food],
            paid=rupiah(state.paid_idr, lang),
        )
        good = receipt.grams - receipt.spoiled_grams
        if good:
            more, less = say("  {kg} more in stock"), say("  {kg} less in stock")
            yield Message((more if good > 0 else less).template, {"kg": kilograms(abs(good), lang)})
        if state.spoiled_g:
            yield say("  spoiled: {kg}", kg=kilograms(state.spoiled_g, lang))
        if state.open_g:
            yield say("  still to come: {kg}", kg=kilograms(state.open_g, lang))


def states_data(states: "Iterable[LineState]") -> list[dict[str, object]]:
    """The lines for other programs: gross grams and whole rupiah."""
    return [
        {
            "line": s.line.id,
            "supplier": s.line.supplier,
            "food": s.line.food,
            "deliver_on": s.line.deliver_on,
            "unit": s.line.unit,
            "units": s.line.units,
            "grams": s.line.grams,
            "cost_idr": s.line.cost_idr,
            "received_grams": s.received_g,
            "spoiled_grams": s.spoiled_g,
            "paid_idr": s.paid_idr,
            "open_grams": s.open_g,
        }
        for s in states
    ]
