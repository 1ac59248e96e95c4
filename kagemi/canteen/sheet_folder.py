"""All sheets of a plan in one folder, with a page that leads to them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kagemi.canteen.sheets import MAKERS, SheetOrder, sheet_context
from kagemi.domain.message import Fault, InvalidInput
from kagemi.files.atomic import write_all
from kagemi.files.source import trouble
from kagemi.files.workspace import Workspace
from kagemi.sheets.index import INDEX, render_index, sheet_name
from kagemi.sheets.kinds import KINDS
from kagemi.sheets.pdf import can_make_pdf


def sheets_folder(plan: Path) -> Path:
    """Where the sheets of a plan go: a folder beside it, called like it."""
    return plan.with_name(f"{plan.stem}-sheets")


def write_sheets(
    order: SheetOrder,
    folder: Path,
    workspace: Workspace,
    environment: Mapping[str, str],
    today: date,
) -> tuple[Path, ...]:
    """Write every kind in every format, and the page that leads to them, all or none; the files.

    Without PDF where typst is not installed: older PDF files of the same sheets are taken away then, since they
    may be of another plan. Raises InvalidInput with all that is wrong.
    """
    context = sheet_context(order, workspace, environment, today)
    wanted = [(kind.id, form) for kind in KINDS for form in kind.formats]
    made: dict[tuple[str, str], bytes] = {}
    faults: list[Fault] = []
    for kind, form in wanted:
        if form == "pdf" and not can_make_pdf():
            continue
        try:
            made[kind, form] = MAKERS[kind, form](context)
        except InvalidInput as error:
            faults += (fault for fault in error.faults if fault not in faults)
    if faults:
        raise InvalidInput(tuple(faults))
    index = render_index(order.plan, made, lang=order.lang, school=context.school, templates=workspace.sheets)
    files = {folder / sheet_name(kind, form, order.lang): data for (kind, form), data in made.items()}
    write_all({**files, folder / INDEX: index.encode()})
    for kind, form in wanted:
        old = folder / sheet_name(kind, form, order.lang)
        if old not in files:
            try:
                old.unlink(missing_ok=True)
            except OSError as error:
                raise InvalidInput((trouble(old, error),)) from error
    return (folder / INDEX, *files)
