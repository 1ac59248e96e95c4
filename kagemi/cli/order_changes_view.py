"""What to tell the traders when a plan takes the place of another, laid out for a terminal."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType

from kagemi.cli.plan_view import table
from kagemi.cli.session import Session
from kagemi.domain.food import Food
from kagemi.domain.message import Message, Text, say
from kagemi.domain.purchase import OrderChange, OrderLine
from kagemi.files.suppliers import load_suppliers
from kagemi.language import rupiah, short_date, weekday
from kagemi.sheets.orders import plain_number

WORDS: dict[str, Message] = {
    "cancel": say("cancel"),
    "add": say("add"),
    "change": say("change"),
}


def orders_view(
    changes: Sequence[OrderChange] | None, foods: Mapping[str, Food], session: Session
) -> Iterator[RenderableType]:
    """Trader by trader: what is cancelled, added and changed, and the difference in rupiah.

    `changes` None: nothing was ordered.
    """
    if changes is None:
        yield session.text(say("No order is noted for these days, so no trader has to be told."))
        return
    if not changes:
        yield session.text(say("No order changes."))
        return
    lang = session.lang
    suppliers, _, _ = load_suppliers(session.workspace.nutrition_data, {})
    made = table(
        session.text(say("What to tell the traders")),
        (session.text(say("Trader")), False),
        (session.text(say("Day")), False),
        ("", False),
        (session.text(say("Food")), False),
        (session.text(say("Amount")), True),
        (session.text(say("Cost")), True),
    )
    before = ""
    for each in changes:
        line = each.after or each.before
        assert line is not None
        trader = suppliers.get(each.supplier)
        name = trader.name if trader else each.supplier or session.text(say("the market"))
        if before and name != before:
            made.add_section()
        made.add_row(
            name if name != before else "",
            f"{weekday(line.deliver_on, lang)} {short_date(line.deliver_on, lang)}",
            session.text(WORDS[each.kind]),
            _food(line.food, foods).in_language(lang),
            _amount(each, lang),
            f"{'+' if each.difference_idr > 0 else '−'}{rupiah(abs(each.difference_idr), lang)}",
        )
        before = name
    yield made
    total = sum(each.difference_idr for each in changes)
    sign = "+" if total > 0 else "−"
    yield session.text(say("All orders together: {difference}", difference=sign + rupiah(abs(total), lang)))


def _food(food: str, foods: Mapping[str, Food]) -> Text:
    known = foods.get(food)
    return Text(known.name_id, known.name_en) if known else Text(food, food)


def _amount(change: OrderChange, lang: str) -> str:
    def units(line: OrderLine) -> str:
        return f"{plain_number(line.units, lang)} {line.unit}"

    if change.before and change.after:
        return f"{units(change.before)} → {units(change.after)}"
    line = change.after or change.before
    return units(line) if line else ""
