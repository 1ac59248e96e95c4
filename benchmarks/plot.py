"""Draws curves of the proven gap as SVG."""

import math
from dataclasses import dataclass

Curve = list[tuple[float, float]]
"""(seconds, proven gap) at every change."""

WIDTH, HEIGHT, LEFT, TOP, LEGEND = 330, 240, 70, 40, 50
GAPS = (1.0, 0.1, 0.01, 0.001, 0.0001)
STYLES = {"day menus": ("#0b6e99", "none"), "HiGHS alone": ("#c2571a", "6 3")}
"""Method -> colour and dashes; told apart in black and white too."""


@dataclass(frozen=True)
class Comparison:
    """The curves of one instance, by method."""

    instance: str
    curves: dict[str, Curve]


def svg(found: list[Comparison], seconds: float) -> str:
    """One plot an instance: seconds to the right, the gap upwards on a logarithmic scale."""
    plots = [_plot(LEFT + n * (WIDTH + LEFT), comparison, seconds) for n, comparison in enumerate(found)]
    box = f"0 0 {len(found) * (WIDTH + LEFT) + 20} {TOP + HEIGHT + LEGEND}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="sans-serif" font-size="12">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *plots, "</svg>"]) + "\n"


def _plot(left: int, comparison: Comparison, seconds: float) -> str:
    right, foot = left + WIDTH, TOP + HEIGHT
    parts = [f'<text x="{left}" y="{TOP - 18}" font-weight="bold">{comparison.instance}: proven gap</text>']
    for gap in GAPS:
        y = _height(gap)
        parts.append(f'<line x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(_text(left - 6, y + 4, "end", f"{100 * gap:g} %"))
    ticks = range(0, int(seconds) + 1, 10)
    parts += [_text(left + WIDTH * t / seconds, foot + 18, "middle", str(t)) for t in ticks]
    parts.append(_text(left + WIDTH / 2, foot + 36, "middle", "seconds"))
    for n, (name, curve) in enumerate(comparison.curves.items()):
        colour, dashes = STYLES[name]
        stroke = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"'
        parts.append(f'<path d="{_steps(left, curve, seconds)}" fill="none" {stroke}/>')
        parts.append(_text(right - 4, TOP + 14 + 16 * n, "end", name, colour))
    return "\n".join(parts)


def _text(x: float, y: float, anchor: str, text: str, colour: str = "black") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{text}</text>'


def _steps(left: int, curve: Curve, seconds: float) -> str:
    """A gap holds until the next one."""
    path = ""
    for t, gap in curve:
        x, y = left + WIDTH * min(t, seconds) / seconds, _height(gap)
        path += f"H{x:.1f}V{y:.1f}" if path else f"M{x:.1f} {y:.1f}"
    return path + f"H{left + WIDTH}" if path else f"M{left} {TOP}"


def _height(gap: float) -> float:
    share = math.log(GAPS[0] / max(min(gap, GAPS[0]), GAPS[-1])) / math.log(GAPS[0] / GAPS[-1])
    return TOP + HEIGHT * share
