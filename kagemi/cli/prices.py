"""`kagemi prices`: what food costs, who asks it, how old that is, and what it does to a plan."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from kagemi.cli.asking import prices_option
from kagemi.cli.chosen_plan import chosen_plan
from kagemi.cli.commands import CONTEXT, DefaultGroup, argument, command, json_option, option
from kagemi.cli.price_import import accept_option, board_of, date_option, importing
from kagemi.cli.quantities import DAY
from kagemi.cli.session import current
from kagemi.domain.message import say
from kagemi.language.prices import basis_name

if TYPE_CHECKING:
    from kagemi.canteen.prices import Listed, Watched


@click.group(cls=DefaultGroup, context_settings=CONTEXT)
def prices() -> None:
    """Prices."""


@command(
    say(
        "List what each food costs today, by the workspace's way to choose among traders' quotes, and how old "
        "the price is: ! is older than 30 days. With the id or name of one food, list every trader's quote."
    ),
    epilog=say(
        "Examples:\n  kagemi prices\n  kagemi prices ikan_tuna\n  kagemi prices list ikan --prices mean_of_3\n"
        "  kagemi prices import pasar.xlsx --supplier pb_sayur_yuni --dry-run\n"
        "  kagemi prices set nelayan_sendang_biru ikan_tuna 48000\n  kagemi prices watch"
    ),
)
@argument("query", required=False, default="", help=say("Part of an id or a name; or a whole id or name."))
@prices_option
@json_option
def listing(query: str, prices: str | None, as_json: bool) -> int:
    """List prices."""
    session = current()
    from kagemi.canteen.prices import about, listed, quoted

    board = board_of(session, prices or "")
    one = board.market.names.find(query) if query else None
    rows = listed(board)
    found = about(rows, query) if one is None else tuple(row for row in rows if row.food == one)
    if as_json:
        from kagemi.files.plans import to_json

        shown = [{**_listed(row), "quotes": quoted(board, row.food)} for row in found]
        click.echo(to_json({"basis": board.basis, "prices": shown}), nl=False)
        return 0
    from kagemi.cli.market_view import price_table, quote_table

    if found:
        session.console.print(price_table(found, session.lang, session.console.width))
    if one and board.of(one):
        session.console.print(quote_table(quoted(board, one), board.market.suppliers, session.lang))
    old = sum(row.is_old for row in found)
    session.note(
        say(
            "{n} foods; prices by: {basis}", n=len(found), basis=basis_name(board.basis, board.market.suppliers)
        )
    )
    if old:
        session.note(say("{n} prices are older than 30 days (!): ask again.", n=old))
    return 0


def _listed(row: Listed) -> dict[str, object]:
    return {
        "food": row.food,
        "name_id": row.name_id,
        "name_en": row.name_en,
        "unit": row.price.unit,
        "unit_grams": row.price.unit_grams,
        "price_idr": row.price.price_idr,
        "low_idr": row.price.low_idr,
        "high_idr": row.price.high_idr,
        "date": row.price.date,
        "age_days": row.age_days,
        "old": row.is_old,
        "quality": row.price.quality,
        "region": row.price.region,
        "source": row.price.source,
    }


@command(say("Show every price that was quoted for a food, and the one of the price book."))
@argument("food", metavar="FOOD", help=say("The id or name of the food."))
@json_option
def history(food: str, as_json: bool) -> int:
    """Show the quotes of a food."""
    session = current()
    from kagemi.canteen.prices import history as quotes_of

    board = board_of(session)
    one = board.food(food)
    found = quotes_of(session.workspace, os.environ, one.id)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json({"food": one.id, "book": one.price, "quotes": found}), nl=False)
        return 0
    from kagemi.cli.market_view import history_table

    session.console.print(history_table(one, found, board.market.suppliers, session.lang))
    session.note(say("{n} quotes", n=len(found)))
    return 0


@command(
    say("Note what a trader asks for a food: rupiah for one unit."),
    epilog=say("Example:\n  kagemi prices set nelayan_sendang_biru ikan_tuna 48.000 --valid-until 2026-12-04"),
)
@argument("supplier", metavar="TRADER", help=say("The id or name of the trader."))
@argument("food", metavar="FOOD", help=say("The id or name of the food."))
@argument("price", metavar="RUPIAH", help=say("The price of one unit, such as 48000 or 48.000."))
@option(
    "--unit", metavar="UNIT", default="", help=say("The unit, such as kg. Default: as the trader sells it.")
)
@date_option
@option("--valid-until", type=DAY, metavar="DATE", help=say("The last day on which the price holds."))
@accept_option
def setting(
    supplier: str,
    food: str,
    price: str,
    unit: str,
    day: date | None,
    valid_until: date | None,
    accept_unusual: bool,
) -> int:
    """Note one quote."""
    session = current()
    from kagemi.canteen.price_lists import a_quote, note_price
    from kagemi.cli.market_view import change_table

    board = board_of(session)
    change = a_quote(board, (supplier, food, price, unit), day or current().today, valid_until)
    added = note_price(session.workspace, os.environ, change, datetime.now(UTC), accept_unusual)
    session.console.print(change_table([change], session.lang))
    session.note(say("{n} new prices are written.", n=added))
    quote = change.quote
    if not any((o.supplier, o.food) == (quote.supplier, quote.food) for o in board.market.offers):
        session.note(
            say(
                "offers.csv does not say that {trader} sells {food}: kagemi buy orders it there once it does",
                trader=board.market.suppliers[quote.supplier].name,
                food=quote.food,
            )
        )
    return 0


@command(
    say(
        "Take back the last price that was noted of a trader for a food: it counts no more, and is not deleted."
    ),
    epilog=say("Example:\n  kagemi prices drop nelayan_sendang_biru ikan_tuna"),
)
@argument("supplier", metavar="TRADER", help=say("The id or name of the trader."))
@argument("food", metavar="FOOD", help=say("The id or name of the food."))
def drop(supplier: str, food: str) -> int:
    """Take a quote back."""
    session = current()
    from kagemi.canteen.price_lists import take_back

    board = board_of(session)
    quote = take_back(session.workspace, os.environ, board, (supplier, food), datetime.now(UTC))
    session.print(
        say(
            "{price:,} rupiah a {unit} for {food}, asked on {day}, counts no more.",
            price=quote.price_idr,
            unit=quote.unit,
            food=quote.food,
            day=quote.quoted_on,
        )
    )
    session.note(
        say(
            "Without another price of this trader, the one that kagemi prices {food} shows holds.",
            food=quote.food,
        )
    )
    return 0


@command(
    say(
        "Say which prices changed since a plan was made, what that does to its cost, and whether its budgets "
        "still hold. The plan itself is not changed."
    )
)
@argument(
    "plan",
    required=False,
    type=click.Path(),
    help=say("The plan. Default: the published one that holds today or comes next, else the newest file."),
)
@prices_option
@json_option
def watch(plan: str | None, prices: str | None, as_json: bool) -> int:
    """Compare a plan's prices with today's."""
    session = current()
    from kagemi.canteen.prices import watch as watched
    from kagemi.files.plans import to_json

    found = chosen_plan(session, plan).plan
    seen = watched(session.workspace, os.environ, current().today, found, prices or "")
    if as_json:
        click.echo(to_json(_watched(seen)), nl=False)
        return 0
    from kagemi.cli.market_view import watch_view

    for part in watch_view(found, seen.repriced, session.lang):
        session.console.print(part)
    session.note(say("Prices by: {basis}", basis=basis_name(seen.basis, {})))
    return 0


def _watched(seen: Watched) -> dict[str, object]:
    found = seen.repriced
    return {
        "basis": seen.basis,
        "cost_then_idr": found.cost_then,
        "cost_now_idr": found.cost_now,
        "changes": [
            {"food": c.food, "then": c.then, "now": c.now, "ratio": c.ratio, "effect_idr": c.effect_idr}
            for c in found.changes
        ],
        "rules": [
            {
                "rule": r.now.rule.name,
                "kind": r.now.rule.kind,
                "unit": r.now.worst.unit if r.now.worst else None,
                "kept_then": r.then.kept,
                "kept_now": r.now.kept,
                "worst_then": r.then.worst.value if r.then.worst else None,
                "worst_now": r.now.worst.value if r.now.worst else None,
            }
            for r in found.rules
        ],
    }


prices.add_command(listing, "list")
prices.add_command(importing, "import")
prices.add_command(history, "history")
prices.add_command(setting, "set")
prices.add_command(drop, "drop")
prices.add_command(watch, "watch")
