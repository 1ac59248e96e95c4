"""Faults as a compiler prints them: place, what is wrong, the line itself, a caret, a hint."""

from collections.abc import Callable, Iterable

from kagemi.domain.message import Fault, Where
from kagemi.language import text, translate

WIDEST = 100
"""Characters of a source line that are shown; a longer one is cut around the caret."""


def render_faults(faults: Iterable[Fault], lang: str, read_line: Callable[[Where], str | None]) -> str:
    """All faults in the order of files and lines; `read_line` gives the line that a place points to."""
    ordered = sorted(faults, key=lambda f: f.where)
    return "\n".join(_render(fault, lang, read_line) for fault in ordered)


def _render(fault: Fault, lang: str, read_line: Callable[[Where], str | None]) -> str:
    severity = translate("error", lang) if fault.severity == "error" else translate("warning", lang)
    place = f"{fault.where}: " if str(fault.where) else ""
    lines = [f"{place}{severity}: {text(fault.what, lang)}"]
    source = read_line(fault.where) if fault.where.line else None
    if source is not None:
        lines += _excerpt(source, fault.where)
    if fault.hint:
        word = translate("hint", lang)
        lines.append(f"{'':>7}= {word}: {text(fault.hint, lang)}")
    return "\n".join(lines) + "\n"


def _excerpt(source: str, where: Where) -> list[str]:
    caret = max(where.column - 1, 0)
    start = max(0, caret - WIDEST // 2) if len(source) > WIDEST else 0
    shown = source[start : start + WIDEST].replace("\t", " ").rstrip()
    lines = [f"{where.line:>6} | {'…' if start else ''}{shown}{'…' if len(source) > start + WIDEST else ''}"]
    if where.column:
        lines.append(f"{'':>6} | {'':>{caret - start + bool(start)}}^")
    return lines
