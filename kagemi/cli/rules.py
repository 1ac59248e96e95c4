"""`kagemi rules`: the kinds of rules, and the page of each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import argument, command, json_option
from kagemi.cli.session import Session, current
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.language.rule_purposes import PURPOSES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

FOR_DEVELOPERS = "Checked by"
"""A page's section that says nothing to a reader of rules."""

_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]+\)")


def _complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(kind) for kind in PURPOSES if kind.startswith(incomplete)]


@command(
    say("List the kinds of rules; with KIND, explain one: what it is for, its keys, its formula, an example."),
    epilog=say("Examples:\n  kagemi rules\n  kagemi rules tag_days\n  kagemi rules alternative --lang id"),
)
@argument("kind", required=False, default="", help=say("A kind of rule."), shell_complete=_complete)
@json_option
def rules(kind: str, as_json: bool) -> int:
    """List or explain."""
    session = current()
    name = kind.strip().lower().replace("-", "_")
    if name and name not in PURPOSES:
        raise click.UsageError(_unknown(session, kind))
    if as_json:
        from kagemi.files.plans import to_json

        kinds = [{"kind": k, "purpose": session.text(what)} for k, what in PURPOSES.items()]
        one = {"kind": name, "page": page(name, session.lang)} if name else None
        click.echo(to_json(one or kinds), nl=False)
    elif name:
        _explain(session, name)
    else:
        _list(session)
    return 0


def page(kind: str, lang: str) -> str:
    """The page of a kind in a language, in Markdown, without links; raises InvalidInput if it is missing."""
    path = pages() / ("id" if lang == "id" else "") / f"{kind}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        what = say("the pages about rules that belong to Kagemi are missing")
        raise InvalidInput((Fault(Where(path.as_posix()), what, say("install Kagemi again")),)) from None
    text = re.sub(rf"^## {FOR_DEVELOPERS}\n.*?(?=^## |\Z)", "", text, flags=re.MULTILINE | re.DOTALL)
    return _LINK.sub(r"\1", text).rstrip() + "\n"


def pages() -> Path:
    """The folder of the pages: in the package, or in the checkout around it."""
    package = Path(__file__).parents[1]
    shipped = package / "docs" / "rules"
    return shipped if shipped.is_dir() else package.parent / "docs" / "rules"


def _unknown(session: Session, kind: str) -> str:
    from kagemi.files.hints import did_you_mean

    what = session.text(say('there is no kind of rule "{written}"', written=kind))
    hint = did_you_mean(kind, PURPOSES)
    return f"{what}; {session.text(hint)}" if hint else what


def _explain(session: Session, kind: str) -> None:
    """Set for reading on a terminal; elsewhere the page as it is written."""
    text = page(kind, session.lang)
    if not session.console.is_terminal:
        click.echo(text, nl=False)
        return
    from rich.markdown import Markdown

    session.console.print(Markdown(text))


def _list(session: Session) -> None:
    from kagemi.cli.plan_view import table

    made = table("", (session.text(say("Kind")), False), (session.text(say("What it is for")), False), whole=0)
    for kind, purpose in PURPOSES.items():
        made.add_row(kind, session.text(purpose))
    session.console.print(made)
    session.note(say("kagemi rules KIND explains one"))
