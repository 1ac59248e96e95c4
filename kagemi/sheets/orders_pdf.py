"""Purchase orders as PDF, where the program typst is installed (the extra `pdf`)."""

import json
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.language import medium_date, number
from kagemi.sheets.environment import shipped_templates
from kagemi.sheets.orders import OrderBook, TraderPage

TEMPLATE = "orders.typ"
FONTS = Path(__file__).parent / "fonts"
"""Liberation Sans: typst brings serif fonts only, and no font of the machine may change the page."""


def can_make_pdf() -> bool:
    """True if typst is installed."""
    return find_spec("typst") is not None


def orders_pdf(book: OrderBook, templates: Path) -> bytes:
    """The orders as PDF with embedded fonts, from the canteen's own template or the shipped one.

    Same orders, same bytes. Raises InvalidInput if the template is broken.
    """
    import typst

    own = templates / TEMPLATE
    template = own if own.is_file() else shipped_templates() / TEMPLATE
    try:
        made = typst.compile(
            template,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="a-2a",
            timestamp=datetime.combine(book.today, datetime.min.time(), UTC),
            sys_inputs={"data": json.dumps(_data(book), ensure_ascii=False)},
        )
    except typst.TypstError as error:
        what = say("the template cannot be filled in: {error}", error=str(error))
        hint = say("correct the template, or delete it to use the one that comes with Kagemi")
        raise InvalidInput((Fault(Where(template.as_posix()), what, hint),)) from error
    assert isinstance(made, bytes)
    return made


def _data(book: OrderBook) -> dict[str, object]:
    """All that the template prints, translated."""
    problem = book.plan.problem
    children = number(problem.headcount, book.lang)
    order = book.say(say("Purchase order"))
    made = book.say(say("plan {fingerprint}", fingerprint=book.plan.fingerprint[:12]))
    return {
        "lang": book.lang,
        "title": f"{order} {book.dates}",
        "school": book.school,
        "facts": [
            medium_date(book.today, book.lang),
            book.say(say("meals of {dates}", dates=book.dates)),
            book.say(say("for {n} children a day", n=children)),
        ],
        "made": f"{made} · Kagemi {book.plan.kagemi}",
        "labels": {
            "columns": [
                book.say(m)
                for m in (say("Food"), say("Amount"), say("Weight"), say("Price"), say("Cost"), say("Came"))
            ],
            "together": book.say(say("Together")),
            "sign": [
                book.say(say("Ordered by, date, signature")),
                book.say(say("Trader, signature")),
                book.say(say("Received by, date, signature")),
            ],
            "weights": book.say(say("Weights are gross, as bought.")),
        },
        "pages": [_page(book, page, order) for page in book.pages],
    }


def _page(book: OrderBook, page: TraderPage, order: str) -> dict[str, object]:
    market = book.say(say("To be bought at the market"))
    return {
        "title": order if page.id else market,
        "name": page.name,
        "place": " · ".join(part for part in (page.place, page.phone) if part),
        "total": book.say(say("All days: {cost}", cost=page.cost)),
        "deliveries": [
            {
                "title": book.say(say("To be brought on {day}, before cooking", day=d.day))
                if page.id
                else d.day,
                "cost": d.cost,
                "rows": [
                    {"food": r.food, "amount": r.amount, "kg": r.kg, "price": r.price, "cost": r.cost}
                    for r in d.rows
                ],
            }
            for d in page.deliveries
        ],
    }
