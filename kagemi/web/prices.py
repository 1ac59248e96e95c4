"""Prices: what food costs today, who asks it and since when; a single price set."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kagemi.canteen.price_lists import Change, a_quote, note_price, take_back
from kagemi.canteen.prices import Board, Listed, about, history, listed, quoted, read_board
from kagemi.domain.message import Fault, InvalidInput, Message, Where, say
from kagemi.files.cells import parse_date
from kagemi.language import text
from kagemi.language.prices import (
    QUALITY,
    basis_name,
    change_text,
    name_of,
    price_source,
    signed,
    unit_price,
)
from kagemi.language.words import called
from kagemi.web.pages import Ask, Page, go, page
from kagemi.web.price_chart import price_chart
from kagemi.web.price_hints import here
from kagemi.web.sheet_shelf import Shelf, database_seen, seen

BOARDS: Shelf[Board] = Shelf(most=3)
LONGEST = 200
"""Letters of what somebody types into a field of a line."""


def board_of(ask: Ask) -> Board:
    """The workspace's prices today, read again when a file or the database changed; raises InvalidInput."""
    workspace, today, written = ask.desk.workspace, ask.desk.today(), database_seen(ask.desk)
    if written is None:
        return read_board(workspace, ask.desk.environment, today)
    key = (str(workspace.root), today, written, seen(workspace))
    return BOARDS.get(key, lambda: read_board(workspace, ask.desk.environment, today))


def words(ask: Ask) -> dict[str, Any]:
    """How templates write prices in the reader's language."""
    lang = ask.lang

    def what(row: Listed) -> str:
        quality = text(called(QUALITY, row.price.quality), lang)
        return f"{quality}: {price_source(row.price, lang)}" if row.price.quality == "quote" else quality

    return {
        "unit_price": lambda price, unit: unit_price(price, unit, lang),
        "change_text": lambda ratio: change_text(ratio, lang),
        "signed": lambda value: signed(value, lang),
        "name_of": name_of,
        "what": what,
    }


def show(ask: Ask) -> Response:
    """The price of each food, or of those that are looked for."""
    board = board_of(ask)
    query, old_only = ask.query.get("q", "")[:LONGEST], "old" in ask.query
    every = listed(board)
    found = tuple(row for row in about(every, query) if row.is_old or not old_only)
    return page(
        ask,
        "prices.html.j2",
        rows=found,
        query=query,
        old_only=old_only,
        old=sum(row.is_old for row in every),
        without=sum(f.price is None and f.id not in board.prices for f in board.market.foods.values()),
        added=int(ask.query["added"][:9]) if ask.query.get("added", "").isdecimal() else None,
        basis=_said(ask, basis_name(board.basis, board.market.suppliers)),
        **words(ask),
    )


def _said(ask: Ask, name: object) -> str:
    return ask.text(name) if isinstance(name, Message) else str(name)


def food(ask: Ask) -> Response:
    """One food: its price, what each trader asks, and what they asked before."""
    return _food(ask, board_of(ask))


def _food(ask: Ask, board: Board, doubted: Change | None = None) -> Response:
    one = board.market.foods.get(str(ask.path["food"]))
    if one is None:
        raise HTTPException(404)
    past = history(ask.desk.workspace, ask.desk.environment, one.id)
    return page(
        ask,
        "price_of_food.html.j2",
        422 if doubted else 200,
        food=one,
        row=next((row for row in listed(board) if row.food == one.id), None),
        quotes=quoted(board, one.id),
        past=past,
        suppliers=board.market.suppliers,
        chart=price_chart(past, one.price, board.market.suppliers, ask.lang),
        **_form_values(ask, board, one.id, doubted),
        **words(ask),
    )


def _form_values(ask: Ask, board: Board, name: str, doubted: Change | None) -> dict[str, Any]:
    """What the form for a price shows: who sells the food first, and what was typed before."""
    sellers = {o.supplier for o in board.market.offers if o.food == name}
    traders = sorted(board.market.suppliers.values(), key=lambda s: (s.id not in sellers, s.name.casefold()))
    usual = board.market.unit(name, traders[0].id, "") if traders else None
    return {
        "traders": traders,
        "sellers": sellers,
        "usual_unit": usual[0] if usual else "",
        "typed": {f: ask.form.get(f, "") for f in ("supplier", "price", "unit", "date")},
        "doubted": doubted,
        "today": board.today,
    }


def row(ask: Ask) -> Response:
    """A row of the list, with a form to set the price where it is asked for."""
    return _row(ask, board_of(ask), form="form" in ask.query and ask.person.may("work"))


def _row(ask: Ask, board: Board, *, form: bool, doubted: Change | None = None) -> Response:
    found = next((r for r in listed(board) if r.food == ask.path["food"]), None)
    if found is None:
        raise HTTPException(404)
    values = _form_values(ask, board, found.food, doubted)
    return page(ask, "price_row_part.html.j2", row=found, form=form, **values, **words(ask))


def set_price(ask: Ask) -> Response:
    """Note what a trader asks; an odd price is asked about once more."""
    board, name = board_of(ask), str(ask.path["food"])
    if name not in board.market.foods:
        raise HTTPException(404)
    said = (ask.form.get("supplier", ""), name, ask.form.get("price", ""), ask.form.get("unit", ""))
    day = parse_date(ask.form.get("date", "")) if ask.form.get("date") else board.today
    if any(len(each) > LONGEST for each in said) or day is None:
        what = say('"{written}" is not a date', written=ask.form.get("date", "")[:LONGEST])
        raise InvalidInput((Fault(Where(), what, say("write it like 30/11/2026 or 2026-11-30")),))
    try:
        change = a_quote(board, said, day, None)
    except InvalidInput as error:
        raise InvalidInput(here(error.faults)) from error
    if change.is_unusual and "odd" not in ask.form:
        return _row(ask, board, form=True, doubted=change) if ask.is_htmx else _food(ask, board, doubted=change)
    note_price(ask.desk.workspace, ask.desk.environment, change, ask.desk.now(), accept_unusual=True)
    quote = change.quote
    ask.desk.note(
        ask.person.name, "price set", f"{quote.food}, {quote.supplier}: {quote.price_idr}/{quote.unit}"
    )
    return _row(ask, board_of(ask), form=False) if ask.is_htmx else go(ask, f"/prices/food/{name}")


def drop(ask: Ask) -> Response:
    """Let a trader's last price count no more."""
    said = (ask.form.get("supplier", ""), str(ask.path["food"]))
    gone = take_back(ask.desk.workspace, ask.desk.environment, board_of(ask), said, ask.desk.now())
    ask.desk.note(
        ask.person.name, "price taken back", f"{gone.food}, {gone.supplier}: {gone.price_idr}/{gone.unit}"
    )
    return go(ask, f"/prices/food/{gone.food}")


PAGES = (
    Page("/prices", show),
    Page("/prices/food/{food}", food),
    Page("/prices/food/{food}/row", row),
    Page("/prices/food/{food}", set_price, "work", "POST"),
    Page("/prices/food/{food}/drop", drop, "work", "POST"),
)
