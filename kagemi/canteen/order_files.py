"""The papers of a purchase: orders, shopping list and tables, all in one folder."""

import re
from collections.abc import Mapping
from pathlib import Path

from kagemi.canteen.buy import Bought
from kagemi.domain.message import InvalidInput
from kagemi.files.atomic import write_all
from kagemi.files.source import trouble
from kagemi.files.workspace import Workspace
from kagemi.sheets.look import look_of
from kagemi.sheets.order_tables import orders_csv, orders_xlsx
from kagemi.sheets.orders import OrderBook, cancel_text, order_text, orders_values, shopping_values
from kagemi.sheets.orders_print import orders_printed
from kagemi.sheets.paper import Paper, as_html, as_pdf
from kagemi.sheets.pdf import can_make_pdf

MARKET_FILE = "market.txt"
"""What no trader brings; no order is called so, whatever a trader is."""


def folder_of(plan: Path) -> Path:
    """Where the orders of a plan go: a folder beside it, called like it."""
    return plan.with_name(f"{plan.stem}-orders")


def replaced_folders(plan: Path) -> tuple[Path, ...]:
    """Folders with the orders of other versions of a plan (2026-W49, 2026-W49-r2), which count no more."""
    base = re.sub("-r[0-9]+$", "", plan.stem)
    own = folder_of(plan)
    found = (*plan.parent.glob(f"{base}-orders"), *plan.parent.glob(f"{base}-r*-orders"))
    return tuple(
        sorted(f for f in found if f != own and re.fullmatch(f"{re.escape(base)}(-r[0-9]+)?-orders", f.name))
    )


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
        bought.changes,
    )


def papers(book: OrderBook, workspace: Workspace, *, excel: bool = False) -> dict[str, bytes]:
    """All papers by file name, without PDF where typst is not installed; raises InvalidInput."""
    texts = {f"order-{p.id}.txt" if p.id else MARKET_FILE: order_text(book, p) for p in book.pages}
    texts |= {f"order-{trader}.txt": cancel_text(book, trader) for trader in book.not_asked_any_more}
    paper = Paper(workspace.sheets, book.lang, book.today, look_of(workspace))
    texts["orders.html"] = as_html("orders", orders_values(book), paper)
    texts["shopping.html"] = as_html("shopping", shopping_values(book), paper)
    files = {
        **{name: written.encode("utf-8") for name, written in texts.items()},
        "orders.csv": orders_csv(book, excel=excel),
        "orders.xlsx": orders_xlsx(book),
    }
    if can_make_pdf():
        files["orders.pdf"] = as_pdf("orders", orders_printed(book), paper)
    return files


def write_papers(files: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write all papers or none; the files.

    Messages to traders who are not asked any more are taken away: nobody shall send an old one. Raises
    InvalidInput.
    """
    write_all({folder / name: data for name, data in sorted(files.items())})
    old = {*folder.glob("order-*.txt"), folder / MARKET_FILE, folder / "orders.pdf"}
    for path in sorted(p for p in old if p.name not in files):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise InvalidInput((trouble(path, error),)) from error
    return tuple(folder / name for name in sorted(files))
