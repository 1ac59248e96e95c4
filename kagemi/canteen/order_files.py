"""The papers of a purchase: orders, shopping list and tables, all in one folder."""

from pathlib import Path

from kagemi.canteen.buy import Bought
from kagemi.domain.message import InvalidInput
from kagemi.files.atomic import write_all
from kagemi.files.source import trouble
from kagemi.files.workspace import Workspace
from kagemi.sheets.order_tables import orders_csv, orders_xlsx
from kagemi.sheets.orders import OrderBook, order_text, render_orders, render_shopping
from kagemi.sheets.orders_pdf import can_make_pdf, orders_pdf

MARKET_FILE = "market.txt"
"""What no trader brings; no order is called so, whatever a trader is."""


def folder_of(plan: Path) -> Path:
    """Where the orders of a plan go: a folder beside it, called like it."""
    return plan.with_name(f"{plan.stem}-orders")


def order_book(bought: Bought, workspace: Workspace, lang: str) -> OrderBook:
    """The purchase in one language."""
    school = bought.plan.problem.canteen if workspace.is_example else workspace.settings.school
    return OrderBook(
        bought.plan,
        bought.purchase,
        bought.suppliers,
        bought.names,
        school,
        bought.today,
        lang,
        bought.asked,
    )


def write_orders(
    book: OrderBook, folder: Path, workspace: Workspace, *, excel: bool = False
) -> tuple[Path, ...]:
    """Write all papers or none; the files, without PDF where typst is not installed.

    Messages to traders who are not asked any more are taken away: nobody shall send an old one. Raises
    InvalidInput.
    """
    texts = {f"order-{p.id}.txt" if p.id else MARKET_FILE: order_text(book, p) for p in book.pages}
    texts["orders.html"] = render_orders(book, workspace.sheets)
    texts["shopping.html"] = render_shopping(book, workspace.sheets)
    files = {
        **{name: written.encode("utf-8") for name, written in texts.items()},
        "orders.csv": orders_csv(book, excel=excel),
        "orders.xlsx": orders_xlsx(book),
    }
    if can_make_pdf():
        files["orders.pdf"] = orders_pdf(book, workspace.sheets)
    write_all({folder / name: data for name, data in sorted(files.items())})
    old = {*folder.glob("order-*.txt"), folder / MARKET_FILE, folder / "orders.pdf"}
    for path in sorted(p for p in old if p.name not in files):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise InvalidInput((trouble(path, error),)) from error
    return tuple(folder / name for name in sorted(files))
