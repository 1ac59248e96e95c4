"""Rules: the constraints files as form and text, checked while they are written, saved with changes shown."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kagemi.canteen.rule_changes import changed_lines
from kagemi.canteen.rule_files import (
    ChangedMeanwhile,
    CheckedRules,
    RuleFile,
    as_source,
    check_rules,
    open_rules,
    rule_files,
    save_rules,
)
from kagemi.canteen.rule_form import RuleEntry, filled_in, rule_form
from kagemi.domain.message import Fault, InvalidInput
from kagemi.files.source import Source
from kagemi.planning import Kitchen, read_kitchen
from kagemi.web.pages import Ask, Page, go, page


@dataclass(frozen=True)
class Draft:
    """A file as somebody writes it: the text, what is wrong with it, and its rules as a form."""

    file: RuleFile
    text: str
    mark: str
    """Of the text that was opened: what is saved must stand on it."""
    checked: CheckedRules
    faults: tuple[Fault, ...]
    """Of the text, and of what could not be put into it from the form."""
    form: tuple[RuleEntry, ...] | None

    @property
    def errors(self) -> int:
        """How many faults forbid to save."""
        return sum(f.severity == "error" for f in self.faults)

    @property
    def lines(self) -> list[str]:
        """The lines of the text, for the faults that point to them."""
        return self.text.split("\n")


def show(ask: Ask) -> Response:
    """The list of files."""
    workspace = ask.desk.workspace
    return page(ask, "rules.html.j2", files=rule_files(workspace), used=workspace.constraints.name)


def edit(ask: Ask) -> Response:
    """A file as form and text, the form alone filled with what is in the file."""
    file = _file(ask)
    draft = _draft(ask, file, Source(file.path.as_posix(), file.text), file.mark)
    saved = "saved" in ask.query
    return _editor(ask, draft, saved=saved, broken=_broken(ask, file) if saved else ())


def check(ask: Ask) -> Response:
    """The text with what was filled into the form, checked; for htmx only what changes on the page."""
    draft, filled = _sent(ask)
    if ask.is_htmx:
        return page(ask, "rules_check_part.html.j2", draft=draft, filled=filled)
    return _editor(ask, draft)


def changes(ask: Ask) -> Response:
    """What would be saved, line by line."""
    draft, _ = _sent(ask)
    if draft.mark != draft.file.mark:
        return _overtaken(ask, draft)
    lines = tuple(changed_lines(draft.file.text, draft.text))
    return page(ask, "rules_changes.html.j2", draft=draft, lines=lines)


def save(ask: Ask) -> Response:
    """Save a text without errors; a file that was changed meanwhile is not overwritten."""
    draft, _ = _sent(ask)
    if draft.errors:
        return _editor(ask, draft, status=422)
    try:
        save_rules(ask.desk.workspace, draft.file.name, draft.text, draft.mark)
    except ChangedMeanwhile as error:
        return _overtaken(ask, draft, error.now)
    ask.desk.note(ask.person.name, "rules saved", draft.file.name)
    return go(ask, f"/rules/{draft.file.name}?saved=1")


def _file(ask: Ask) -> RuleFile:
    name = str(ask.path["file"])
    if name not in rule_files(ask.desk.workspace):
        raise HTTPException(404)
    return open_rules(ask.desk.workspace, name)


def _sent(ask: Ask) -> tuple[Draft, bool]:
    """What was sent, and whether the form changed the text."""
    file = _file(ask)
    written = as_source(file, ask.form.get("text", ""))
    source, refused = filled_in(written, ask.form)
    draft = _draft(ask, file, source, ask.form.get("mark", ""), refused)
    return draft, source.text != written.text


def _draft(ask: Ask, file: RuleFile, source: Source, mark: str, refused: tuple[Fault, ...] = ()) -> Draft:
    kitchen, faults = _kitchen(ask)
    checked = check_rules(ask.desk.workspace, kitchen, faults, file, source.text)
    form = rule_form(source, checked.rules, kitchen.table, kitchen.facts, ask.desk.today())
    return Draft(file, source.text, mark, checked, (*refused, *checked.faults), form)


def _kitchen(ask: Ask) -> tuple[Kitchen, tuple[Fault, ...]]:
    """Foods and dishes, as far as they can be read: rules are looked at even where a dish is faulty."""
    try:
        kitchen = ask.desk.kitchen()
        return kitchen, kitchen.warnings
    except InvalidInput:
        return read_kitchen(ask.desk.workspace)


def _broken(ask: Ask, file: RuleFile) -> tuple[str, ...]:
    """The other files that have errors: one that extends a file may not fit to it any more."""
    workspace, (kitchen, faults) = ask.desk.workspace, _kitchen(ask)
    others = (open_rules(workspace, n) for n in rule_files(workspace) if n != file.name)
    return tuple(o.name for o in others if check_rules(workspace, kitchen, faults, o, o.text).errors)


def _editor(
    ask: Ask, draft: Draft, *, status: int = 200, saved: bool = False, broken: tuple[str, ...] = ()
) -> Response:
    values = {"draft": draft, "may": ask.person.may("rules"), "saved": saved, "broken": broken, "filled": False}
    return page(ask, "rules_file.html.j2", status, values=values)


def _overtaken(ask: Ask, draft: Draft, now: RuleFile | None = None) -> Response:
    """Both texts, for the one who came second."""
    now = now or draft.file
    lines = tuple(changed_lines(now.text, draft.text))
    return page(ask, "rules_overtaken.html.j2", 409, draft=draft, now=now, lines=lines)


PAGES = (
    Page("/rules", show),
    Page("/rules/{file}", edit),
    Page("/rules/{file}/check", check, "rules", "POST"),
    Page("/rules/{file}/changes", changes, "rules", "POST"),
    Page("/rules/{file}/save", save, "rules", "POST"),
)
