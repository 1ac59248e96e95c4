"""Prices, quotes and what they do to a plan, laid out for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from kagemi.canteen.price_lists import Change
from kagemi.canteen.prices import Board, Listed, Quoted, Trader
from kagemi.canteen.receive import RECEIVED
from kagemi.cli.plan_view import table
from kagemi.domain.food import Food, Price
from kagemi.domain.message import Message, Text, say
from kagemi.domain.plan import Plan
from kagemi.domain.supplier import Quote, Supplier
from kagemi.language import day_of_year, number, rupiah, text
from kagemi.language.finding_texts import says
from kagemi.language.prices import QUALITY, change_text, name_of, price_source, signed, unit_price
from kagemi.language.words import called, day_name
from kagemi.report.repricing import Repriced
from kagemi.report.summary import RuleSummary

OLD = "!"
ROOM = 120
"""From so many columns on, a list of prices shows ranges and ages too."""


def price_table(rows: Iterable[Listed], lang: str, width: int) -> Table:
    """The price of each food: of which day, what it is, and of which region."""
    wide = width >= ROOM
    made = table(
        "",
        ("", False),
        (text(say("Food"), lang), False),
        (text(say("Name"), lang), False),
        (text(say("Price"), lang), True),
        (text(say("Date"), lang), False),
        (text(say("Price from"), lang), False),
        (text(say("Region"), lang), False),
        *(((text(say("Range"), lang), True), (text(say("Days"), lang), True)) if wide else ()),
    )
    made.padding = (0, 1, 0, 0)
    for n in (1, 3, 4):
        made.columns[n].no_wrap = True
    for row in rows:
        price = row.price
        quality = text(called(QUALITY, price.quality), lang)
        made.add_row(
            OLD if row.is_old else "",
            row.food,
            row.name_id if lang == "id" else row.name_en,
            unit_price(price.price_idr, price.unit, lang),
            day_of_year(price.date, lang),
            f"{quality}: {price_source(price, lang)}" if price.quality == "quote" else quality,
            price.region or "–",
            *((_range(price, lang), str(row.age_days)) if wide else ()),
            style="yellow" if row.is_old and price.quality == "quote" else "",
        )
    return made


def quote_table(quotes: Iterable[Quoted], suppliers: Mapping[str, Supplier], lang: str) -> Table:
    """What each trader asks now, the cheapest first; one that has run out is dim."""
    made = table(
        text(say("Quotes"), lang),
        ("", False),
        (text(say("Trader"), lang), False),
        (text(say("Price"), lang), True),
        (text(say("A kilogram"), lang), True),
        (text(say("Date"), lang), False),
        (text(say("Days"), lang), True),
        (text(say("Valid until"), lang), False),
    )
    for row in quotes:
        quote = row.quote
        until = day_of_year(quote.valid_until, lang) if quote.valid_until else "–"
        made.add_row(
            OLD if row.is_old else "",
            name_of(quote.supplier, suppliers),
            unit_price(quote.price_idr, quote.unit, lang),
            rupiah(quote.idr_per_gram * 1000, lang),
            day_of_year(quote.quoted_on, lang),
            str(row.age_days),
            until if row.holds else text(say("{date}, run out", date=until), lang),
            style="" if row.holds else "dim",
        )
    return made


def history_table(food: Food, quotes: Sequence[Quote], suppliers: Mapping[str, Supplier], lang: str) -> Table:
    """The book's price, and then every quote with its change against the one before of the same trader."""
    names = (food.name_id, food.name_en) if lang == "id" else (food.name_en, food.name_id)
    made = table(
        f"{names[0]} ({names[1]}), {food.id}",
        (text(say("Date"), lang), False),
        (text(say("Trader"), lang), False),
        (text(say("Price"), lang), True),
        (text(say("A kilogram"), lang), True),
        (text(say("Change"), lang), True),
        (text(say("Source"), lang), False),
    )
    if food.price:
        book = food.price
        made.add_row(
            day_of_year(book.date, lang),
            text(say("the price book"), lang),
            unit_price(book.price_idr, book.unit, lang),
            rupiah(book.idr_per_gram * 1000, lang),
            "",
            text(called(QUALITY, book.quality), lang),
        )
    last: dict[str, Quote] = {}
    for quote in quotes:
        before = last.get(quote.supplier)
        made.add_row(
            day_of_year(quote.quoted_on, lang),
            name_of(quote.supplier, suppliers),
            unit_price(quote.price_idr, quote.unit, lang),
            rupiah(quote.idr_per_gram * 1000, lang),
            change_text(quote.idr_per_gram / before.idr_per_gram, lang) if before else "",
            text(say("received"), lang) if quote.source == RECEIVED else quote.source,
        )
        last[quote.supplier] = quote
    return made


def change_table(changes: Iterable[Change], lang: str) -> Table:
    """What a price list changes: old, new, per cent; !! is off by more than three times."""
    made = table(
        "",
        ("", False),
        (text(say("Food"), lang), False),
        (text(say("Trader"), lang), False),
        (text(say("Until now"), lang), True),
        (text(say("New"), lang), True),
        (text(say("Change"), lang), True),
        (text(say("Date"), lang), False),
        whole=1,
    )
    for change in changes:
        quote, before = change.quote, change.before_idr
        made.add_row(
            "!!" if change.is_unusual else "",
            quote.food,
            quote.supplier,
            "–" if before is None else rupiah(before, lang),
            unit_price(quote.price_idr, quote.unit, lang),
            "" if change.ratio is None else change_text(change.ratio, lang),
            day_of_year(quote.quoted_on, lang),
            style="bold red" if change.is_unusual else "",
        )
    return made


def watch_view(plan: Plan, repriced: Repriced, lang: str) -> Iterator[RenderableType]:
    """What changed since the plan was made, food by food, and what that does to its cost and budgets."""
    if not repriced.changes:
        yield Line(text(say("No price of this plan has changed."), lang))
        return
    made = table(
        text(say("Prices that changed since the plan was made"), lang),
        (text(say("Food"), lang), False),
        (text(say("In the plan"), lang), True),
        (text(say("Today"), lang), True),
        (text(say("Change"), lang), True),
        (text(say("Effect on a portion"), lang), True),
    )
    for change in repriced.changes:
        grams = change.then.unit_grams
        made.add_row(
            _food(plan, change.food, lang),
            unit_price(change.then.price_idr, change.then.unit, lang),
            unit_price(round(change.now.idr_per_gram * grams), change.then.unit, lang),
            "" if change.ratio is None else change_text(change.ratio, lang),
            signed(change.effect_idr, lang),
        )
    yield made
    costs = [rupiah(c, lang) for c in (repriced.cost_then, repriced.cost_now)]
    difference = signed(repriced.cost_now - repriced.cost_then, lang)
    sentence = say(
        "Cost of a portion: {then} in the plan, {now} today ({difference}).",
        then=costs[0],
        now=costs[1],
        difference=difference,
    )
    yield Line(text(sentence, lang))
    for rule in repriced.rules:
        yield _rule(plan, rule.then, rule.now, lang)


def _rule(plan: Plan, then: RuleSummary, now: RuleSummary, lang: str) -> Line:
    """A rule of money in a line: what it comes to today, and whether it holds as it did."""
    message: Message
    if now.kept:
        message, style = say("{rule}: kept", rule=now.rule.name), "green"
    elif then.kept:
        message, style = say("{rule}: broken by today's prices", rule=now.rule.name), "bold red"
    else:
        message, style = say("{rule}: missed, as in the plan", rule=now.rule.name), "yellow"
    detail = f" · {text(says(now.worst, plan.problem), lang)}" if now.worst else ""
    return Line.assemble(("✓ " if now.kept else "✗ ", style), text(message, lang), detail)


def supplier_table(traders: Iterable[Trader], lang: str) -> Table:
    """The traders, one a row."""
    made = table(
        "",
        (text(say("Id"), lang), False),
        (text(say("Name"), lang), False),
        (text(say("Place"), lang), False),
        (text(say("Brings on"), lang), False),
        (text(say("Local"), lang), False),
        (text(say("Foods"), lang), True),
        (text(say("Quotes"), lang), True),
        whole=0,
    )
    for trader in traders:
        supplier = trader.supplier
        days = text(say("{days}", days=tuple(day_name(d) for d in supplier.delivery_days)), lang)
        made.add_row(
            supplier.id,
            supplier.name,
            ", ".join(part for part in (supplier.market, supplier.stall) if part),
            days if supplier.delivery_days else text(say("any day"), lang),
            text(say("yes"), lang) if supplier.local else "",
            str(len({o.food for o in trader.offers})),
            str(len(trader.quotes)),
        )
    return made


def offer_table(board: Board, trader: Trader, lang: str) -> Table:
    """What a trader sells, and what the trader asked for it last; what was quoted without an offer too."""
    made = table(
        "",
        (text(say("Food"), lang), False),
        (text(say("Name"), lang), False),
        (text(say("Unit"), lang), False),
        (text(say("Sold in steps of"), lang), True),
        (text(say("At most"), lang), True),
        (text(say("Quote"), lang), True),
        (text(say("Date"), lang), False),
        whole=0,
    )
    offered = {o.food for o in trader.offers}
    for offer in trader.offers:
        most = "" if offer.most_kg is None else f"{number(offer.most_kg, lang)} kg"
        unit = offer.unit if offer.unit == "kg" else f"{offer.unit} ({number(offer.unit_grams, lang)} g)"
        step = number(offer.step, lang, 0 if offer.step == int(offer.step) else 2)
        made.add_row(
            offer.food, _name(board, offer.food, lang), unit, step, most, *_asked(trader, offer.food, lang)
        )
    for food in trader.quotes:
        if food not in offered:
            made.add_row(food, _name(board, food, lang), "", "", "", *_asked(trader, food, lang))
    return made


def _asked(trader: Trader, food: str, lang: str) -> tuple[str, str]:
    quote = trader.quotes.get(food)
    if quote is None:
        return "", ""
    return unit_price(quote.price_idr, quote.unit, lang), day_of_year(quote.quoted_on, lang)


def _name(board: Board, food: str, lang: str) -> str:
    found = board.market.foods.get(food)
    return "" if found is None else Text(found.name_id, found.name_en).in_language(lang)


def _range(price: Price, lang: str) -> str:
    if price.low_idr is None or price.high_idr is None:
        return ""
    return f"{number(price.low_idr, lang)}–{number(price.high_idr, lang)}"


def _food(plan: Plan, food: str, lang: str) -> str:
    found = plan.problem.foods.get(food)
    return food if found is None else Text(found.name_id, found.name_en).in_language(lang)
