"""A history laid out for a terminal."""

from collections.abc import Iterator

from rich.console import RenderableType

from kagemi.canteen.history import History
from kagemi.canteen.history_texts import history_notes, known_of, nutrient_texts, period_name
from kagemi.cli.plan_view import table
from kagemi.domain.message import Message, say
from kagemi.language import number, percent, rupiah, short_date, text, weekday
from kagemi.report.eaten import NUTRIENTS
from kagemi.report.history import Summary


def history_view(found: History, lang: str) -> Iterator[RenderableType]:
    """The parts from top to bottom: days (by week only), money, nutrients, fish and waste, notes."""
    view = _View(found, lang)
    if found.by == "week":
        yield view.days()
    yield view.money()
    yield view.nutrients()
    yield view.fish_and_waste()
    yield from history_notes(found, lang)


class _View:
    """One history in one language."""

    def __init__(self, found: History, lang: str) -> None:
        self.found, self.lang = found, lang

    def text(self, message: Message) -> str:
        return text(message, self.lang)

    def days(self) -> RenderableType:
        """Each day's dishes and the version that says so."""
        made = table(
            self.text(say("What was served")),
            (self.text(say("Day")), False),
            (self.text(say("Dishes")), False),
            (self.text(say("Portions")), True),
            (self.text(say("Version")), False),
        )
        for day in self.found.days:
            served = [d for d in day.dishes if d.id not in day.eaten.not_served]
            made.add_row(
                f"{weekday(day.date, self.lang)} {short_date(day.date, self.lang)}",
                ", ".join(d.name.in_language(self.lang) for d in served),
                number(day.eaten.everyone.served_children, self.lang),
                str(day.version) if day.version else self.text(say("not published")),
            )
        return made

    def money(self) -> RenderableType:
        """Rupiah of all portions: planned, allowed, paid."""
        made = table(
            self.text(say("Cost")),
            ("", False),
            (self.text(say("Days")), True),
            (self.text(say("Portions planned")), True),
            (self.text(say("a portion")), True),
            (self.text(say("Cost planned")), True),
            (self.text(say("Budget")), True),
            (self.text(say("Paid")), True),
        )
        for each in self.found.summaries:
            portions = each.intake.planned_children
            made.add_row(
                period_name(each.period, self.lang),
                number(each.days, self.lang),
                number(portions, self.lang),
                rupiah(each.cost_idr / portions if portions else 0.0, self.lang),
                rupiah(each.cost_idr, self.lang),
                self._rupiah(each.budget_idr, say("no budget rule")),
                self._paid(each),
            )
        return made

    def _paid(self, each: Summary) -> str:
        paid = self._rupiah(each.paid_idr, say("not recorded"))
        if each.paid_is_part and each.lines_complete < each.lines_ordered:
            came = say("{n} of {all} lines", n=each.lines_complete, all=each.lines_ordered)
            return f"≥ {paid} ({self.text(came)})"
        return f"≥ {paid}" if each.paid_is_part else paid

    def _rupiah(self, value: float | None, otherwise: Message) -> str:
        return self.text(otherwise) if value is None else rupiah(value, self.lang)

    def nutrients(self) -> RenderableType:
        """The mean child and day, all groups and each of them."""
        made = table(
            self.text(say("What a child gets on the mean day")),
            ("", False),
            (self.text(say("For")), False),
            ("", False),
            (self.text(say("Planned")), True),
            (self.text(say("Served")), True),
            (self.text(say("Eaten")), True),
            (self.text(say("Eaten known for")), False),
        )
        for each in self.found.summaries:
            name = period_name(each.period, self.lang)
            groups = each.groups.items() if len(each.groups) > 1 else ()
            everyone = self.text(say("all children"))
            known = self.text(known_of(each))
            for group, intake in ((everyone, each.intake), *((self._group(g), i) for g, i in groups)):
                for nutrient in NUTRIENTS:
                    made.add_row(name, group, *nutrient_texts(nutrient, intake, each, self.lang), known)
                    name = group = known = ""
            made.add_section()
        return made

    def _group(self, id: str) -> str:
        return self.found.group_names[id].in_language(self.lang)

    def fish_and_waste(self) -> RenderableType:
        """Fish days against the rule, what came back, and how much of it is known."""
        made = table(
            self.text(say("Fish days and what came back")),
            ("", False),
            (self.text(say("Planned")), True),
            (self.text(say("Served")), True),
            (self.text(say("Rule kept")), False),
            (self.text(say("Came back")), True),
            (self.text(say("Known for")), False),
        )
        for each in self.found.summaries:
            kept = say("in {kept} of {weeks} weeks", kept=each.weeks_kept, weeks=each.weeks)
            made.add_row(
                period_name(each.period, self.lang),
                number(each.fish_planned, self.lang),
                number(each.fish_served, self.lang),
                self.text(kept) if each.weeks else "–",
                self.text(say("not known")) if each.waste is None else percent(each.waste, self.lang, 1),
                self.text(known_of(each)),
            )
        return made
