"""What one good thing costs in another: a front as a picture, and the menu of the point that was chosen."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.domain.plan import Plan
from kagemi.domain.reasons import FRONT_X, FRONT_Y
from kagemi.language.outcome_texts import quantity_name
from kagemi.web.pages import Ask, Page, page
from kagemi.web.why_asked import about_a_plan, asked_plan, begin, latest, marks, path_to, week_values
from kagemi.web.why_tasks import find_front
from kagemi.web.why_view import other_menu

POINTS = 8
"""Points of a front: each is two solves or more."""


@about_a_plan
def front(ask: Ask) -> Response:
    """What one good thing costs in another: a chart, and the menu of the point that was chosen."""
    plan, which = asked_plan(ask)
    x, y = _axes(ask.query)
    job = latest(ask, _about_front(ask, plan, x, y))
    found = job.result if job and job.status == "done" else None
    number = ask.query.get("point", "")
    values = {
        **week_values(ask, plan, which),
        "x": x,
        "y": y,
        "choices": ([(q, quantity_name(q)) for q in FRONT_X], [(q, quantity_name(q)) for q in FRONT_Y]),
        "job": job,
        "link": f"{path_to('/why/front', {**which, 'x': x, 'y': y})}&point=",
    }
    values |= _front_values(ask, plan, found, int(number) if number.isdecimal() else 0)
    return page(ask, "why_front.html.j2", values=values)


def _front_values(ask: Ask, plan: Plan, found: Any, number: int) -> dict[str, object]:
    if found is None:
        return {"front": None}
    from kagemi.reasons.front_texts import axis, notes, point_texts
    from kagemi.sheets.frontier import draw

    front = found.front
    if not front.points:
        return {"front": front, "chart": None}
    texts = point_texts(front, ask.lang)
    x, y = (
        axis(front.x, [p.x for p in front.points], ask.lang),
        axis(front.y, [p.y for p in front.points], ask.lang),
    )
    values: dict[str, object] = {
        "front": front,
        "chart": draw(x, y, texts, ask.lang),
        "texts": texts,
        "notes": tuple(notes(front)),
        "number": number if 1 <= number <= len(found.plans) else 0,
        "compared": None,
    }
    if values["number"]:
        compared, days = other_menu(plan, found.plans[number - 1])
        values |= {"compared": compared, "days": days}
    return values


@about_a_plan
def begin_front(ask: Ask) -> Response:
    """Begin to look for a front."""
    plan, which = asked_plan(ask)
    x, y = _axes(ask.form)
    there = path_to("/why/front", {**which, "x": x, "y": y})
    title = say("What {y} costs in {x}", x=quantity_name(x), y=quantity_name(y))
    return begin(ask, title, _about_front(ask, plan, x, y), there, find_front, plan, x, y, POINTS)


def _axes(asked: Mapping[str, str]) -> tuple[str, str]:
    x, y = asked.get("x", "cost"), asked.get("y", "acceptance")
    if x not in FRONT_X or y not in FRONT_Y or x == y:
        raise InvalidInput((Fault(Where(), say("two different things are weighed against each other")),))
    return x, y


def _about_front(ask: Ask, plan: Plan, x: str, y: str) -> tuple[str, ...]:
    return ("front", *marks(ask, plan), x, y)


PAGES = (
    Page("/why/front", front),
    Page("/why/front", begin_front, "work", "POST"),
)
