"""The kinds of sheets that Kagemi makes, each with the formats it comes in; a plain list."""

from dataclasses import dataclass

from kagemi.domain.message import Message, say


@dataclass(frozen=True)
class Kind:
    """A kind of sheet; the first of its `formats` is the usual one. `by_day`: one day of it can be asked for.

    A kind stands in the list when `kagemi.canteen.sheets.MAKERS` has a maker for each of its formats.
    """

    id: str
    title: Message
    formats: tuple[str, ...]
    by_day: bool


KINDS = (
    Kind("week", say("The week's menu"), ("html", "pdf", "csv", "ics", "jsonld"), by_day=False),
    Kind("class", say("A school class's page"), ("html", "pdf"), by_day=True),
    Kind("day", say("Serving counter"), ("html", "pdf"), by_day=True),
    Kind("month", say("Menu calendar"), ("html", "pdf"), by_day=False),
    Kind("kitchen", say("Production sheet"), ("html", "pdf", "xlsx"), by_day=True),
    Kind("orders", say("Purchase orders"), ("html", "pdf", "xlsx", "csv"), by_day=False),
    Kind("leftovers", say("Leftovers"), ("html", "pdf", "xlsx"), by_day=True),
    Kind("allergens", say("Allergens by dish"), ("html", "pdf"), by_day=True),
    Kind("nutrition", say("Nutrition report"), ("html", "pdf", "xlsx", "csv"), by_day=False),
    Kind("recipe", say("Recipe cards"), ("html", "pdf", "jsonld"), by_day=True),
)


def kind_of(name: str) -> Kind:
    """The kind of this id; raises KeyError."""
    return {kind.id: kind for kind in KINDS}[name]
