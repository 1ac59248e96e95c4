"""The wall's sheets of the sample weeks."""

from collections.abc import Mapping
from datetime import date

from kagemi.domain.constraints import ClosedDay
from kagemi.domain.plan import Plan
from kagemi.sheets.counter import counter_values
from kagemi.sheets.environment import shipped_templates
from kagemi.sheets.look import PLAIN, Look
from kagemi.sheets.month import MonthDay, month_values
from kagemi.sheets.paper import Paper, as_html
from kagemi.sheets.school_class import class_values
from kagemi.sheets.week import WeekSheet
from tests.build import MONDAY
from tests.sheets import sample

SCHOOL = "Kantin Segar Kagemi · SMPN 10 Malang"


def paper(lang: str, look: Look = PLAIN) -> Paper:
    return Paper(shipped_templates(), lang, MONDAY, look)


def view(plan: Plan, lang: str) -> WeekSheet:
    return WeekSheet(plan, lang, sample.SPECIES, sample.ALLERGENS)


def school_class(plan: Plan, lang: str = "en", look: Look = PLAIN, school: str = SCHOOL) -> str:
    values = class_values(view(plan, lang), plan.problem.days, school)
    return as_html("class", values, paper(lang, look))


def counter(plan: Plan, lang: str = "en", look: Look = PLAIN, school: str = SCHOOL) -> str:
    values = counter_values(view(plan, lang), plan.problem.days, school)
    return as_html("day", values, paper(lang, look))


def calendar(
    plan: Plan,
    lang: str = "en",
    look: Look = PLAIN,
    school: str = SCHOOL,
    closed: Mapping[date, ClosedDay] | None = None,
    others: Mapping[date, MonthDay] | None = None,
) -> str:
    days = {
        **(others or {}),
        **{d.date: MonthDay(plan) for d in plan.problem.days if d.date not in (closed or {})},
    }
    return as_html("month", month_values(view(plan, lang), days, closed or {}, school), paper(lang, look))
