"""What was entered of an order line by mistake, set right: what is named changes, the rest stays."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from kagemi.canteen.history import canteen_of
from kagemi.canteen.receive import (
    RECEIVED,
    Amount,
    Board,
    Came,
    agreed,
    amount_fault,
    arrival_of,
    names_in,
    price_fault,
    tables_of,
    too_much,
)
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.purchase import Receipt
from kagemi.domain.supplier import Quote
from kagemi.files.workspace import Workspace
from kagemi.memory import workspace_store

if TYPE_CHECKING:
    from kagemi.store.purchases import Arrival, LineState
    from kagemi.store.receipt_corrections import Entered


@dataclass(frozen=True)
class Meant:
    """What should have been entered of a line in all; None: as it was entered.

    Without `paid_idr`, what was paid as agreed follows the amount.
    """

    line: int
    amount: Amount | None = None
    spoiled: Amount | None = None
    paid_idr: int | None = None
    note: str = ""
    accept_unusual: bool = False


def correct(
    workspace: Workspace,
    environment: Mapping[str, str],
    meant: Meant,
    corrected_on: date,
    entered_at: datetime,
    *,
    more: bool = False,
) -> tuple[Receipt, Board]:
    """Enter by how much a line was entered wrong; stock and cost follow. The entry, and the line as it is then.

    Entries stay. Raises InvalidInput.
    """
    table, suppliers = tables_of(workspace)
    canteen = canteen_of(workspace)

    def arrival(entered: "Entered") -> "Arrival":
        came = _came(meant, entered.state)
        line = entered.state.line
        fault = amount_fault(came, line) or _fault(came, entered.state, more)
        if fault is not None:
            raise InvalidInput((fault,))
        blank = replace(entered.state, received_g=0, spoiled_g=0, paid_idr=0)
        made = arrival_of(came, blank, table, entered.received_on, canteen)
        return replace(made, quote=made.quote or _restored(entered, came))

    with workspace_store(workspace, environment) as store:
        from kagemi.store import purchases, receipt_corrections

        receipt = receipt_corrections.correct(store, meant.line, canteen, arrival, corrected_on, entered_at)
        after = purchases.states(store, [meant.line])
    return receipt, Board(after, names_in(after, table), suppliers)


def _came(meant: Meant, state: "LineState") -> Came:
    """The line as if it were entered for the first time."""
    line, amount = state.line, meant.amount or Amount(state.received_g)
    paid = meant.paid_idr
    if paid is None and abs(state.paid_idr - agreed(line, state.received_g)) > 1:
        paid = state.paid_idr
    spoiled = meant.spoiled or Amount(state.spoiled_g)
    return Came(meant.line, amount, spoiled, paid, None, None, meant.note, meant.accept_unusual)


def _fault(came: Came, state: "LineState", more: bool) -> Fault | None:
    line, grams, spoiled = state.line, came.grams(state), came.spoiled_grams(state)
    if spoiled > grams:
        what = say("line {line}: more is spoiled than came", line=line.id)
        return Fault(Where(), what, say("write what came in all, and how much of that was spoiled"))
    if came.paid_idr and not grams:
        what = say("line {line}: nothing came, and {paid:,} rupiah were paid", line=line.id, paid=came.paid_idr)
        return Fault(Where(), what, say("say --paid 0 too, if it is undone"))
    fault = None if more else too_much(came, line, grams, line.grams)
    return fault or price_fault(came, line, grams, spoiled)


def _restored(entered: "Entered", came: Came) -> Quote | None:
    """The price of the order as the trader's quote, if the wrong entry had made another price of it."""
    line, state = entered.state.line, entered.state
    if not line.supplier or abs(state.paid_idr - agreed(line, state.received_g)) <= 1 or not came.grams(state):
        return None
    day = entered.received_on
    return Quote(line.supplier, line.food, line.unit, line.unit_grams, line.price_idr, day, source=RECEIVED)
