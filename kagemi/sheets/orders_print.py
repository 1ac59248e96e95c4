"""What the typst template of the purchase orders reads: words only."""

from kagemi.domain.message import say
from kagemi.language import medium_date, number
from kagemi.sheets.orders import OrderBook, TraderPage


def orders_printed(book: OrderBook) -> dict[str, object]:
    """A page for each trader."""
    problem = book.plan.problem
    children = number(problem.headcount, book.lang)
    order = book.say(say("Purchase order"))
    made = book.say(say("plan {fingerprint}", fingerprint=book.plan.fingerprint[:12]))
    numbered = any(line.id for line in book.purchase.lines)
    heads = (say("Line"),) if numbered else ()
    return {
        "numbered": numbered,
        "school": book.school,
        "facts": [
            medium_date(book.today, book.lang),
            book.say(say("meals of {dates}", dates=book.dates)),
            book.say(say("for {n} children a day", n=children)),
        ],
        "made": f"{made} · Kagemi {book.plan.kagemi}",
        "labels": {
            "sheet": f"{order} {book.dates}",
            "columns": [
                book.say(m)
                for m in (
                    *heads,
                    say("Food"),
                    say("Amount"),
                    say("Weight"),
                    say("Price"),
                    say("Cost"),
                    say("Came"),
                )
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
                    {
                        "line": r.line,
                        "food": r.food,
                        "amount": r.amount,
                        "kg": r.kg,
                        "price": r.price,
                        "cost": r.cost,
                    }
                    for r in d.rows
                ],
            }
            for d in page.deliveries
        ],
    }
