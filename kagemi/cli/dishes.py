"""`kagemi dishes` and `kagemi dishes new`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import CONTEXT, DefaultGroup, argument, command, json_option, option
from kagemi.cli.session import Session, current
from kagemi.domain.message import Fault, InvalidInput, Where, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kagemi.domain.problem import DishFacts

SLOTS = ("staple", "animal", "plant", "vegetable", "fruit")


@click.group(cls=DefaultGroup, context_settings=CONTEXT)
def dishes() -> None:
    """List, show, write dishes."""


@command(
    say("List the dishes whose id or name has QUERY in it; with the id of a dish, show all about it."),
    epilog=say(
        "Examples:\n  kagemi dishes tuna --slot animal\n  kagemi dishes soto_tuna --why iron\n"
        "  kagemi dishes new rawon_nila      writes a template to fill in"
    ),
)
@argument("query", required=False, default="", help=say("Part of an id or a name; or a whole id."))
@option("--slot", type=click.Choice(SLOTS), help=say("Only dishes that fill this slot."))
@option("--tag", metavar="TAG", help=say("Only dishes with this tag, such as fish, fried or ladder_1."))
@option(
    "--why", metavar="NUTRIENT", help=say("Show the arithmetic behind a nutrient of the dish, such as iron.")
)
@json_option
def listing(query: str, slot: str | None, tag: str | None, why: str | None, as_json: bool) -> int:
    """List or show."""
    session = current()
    if why is not None:
        _known_nutrient(session, why)
    from kagemi.planning import load_kitchen

    kitchen = load_kitchen(session.workspace)
    one = next((f for f in kitchen.facts if f.id == query.strip().lower()), None)
    if why is not None and one is None:
        raise click.UsageError(session.text(say("--why needs the id of a dish")))
    found = [one] if one else matching(kitchen.facts, query, slot, tag)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json(one or found), nl=False)
    elif one:
        from kagemi.cli.dish_view import dish_view

        dish = next(d for d in kitchen.dishes if d.id == one.id)
        for part in dish_view(dish, one, kitchen.table, session.lang, why):
            session.console.print(part)
    else:
        _list(session, found)
    return 0


@command(
    say("Write a template for a dish into the workspace, to be filled in; kagemi check says what is missing."),
)
@argument("id", metavar="ID", help=say("The id of the dish: small letters, digits and underscores."))
def new(id: str) -> int:
    """Write menus/dishes/ID.yaml."""
    session = current()
    if not re.fullmatch(r"[a-z0-9_]+", id):
        what = say('"{written}" is not an id: use small letters, digits and underscores', written=id)
        raise click.UsageError(session.text(what))
    workspace = session.workspace
    if workspace.is_example:
        what = say("there is no workspace here, and the example that comes with Kagemi is not changed")
        raise InvalidInput((Fault(Where(), what, say("make one with kagemi init")),))
    path = workspace.dishes / f"{id}.yaml"
    if path.exists():
        what = say("the dish exists already, and nothing is overwritten")
        raise InvalidInput((Fault(Where(path.as_posix()), what, say("choose another id")),))
    from kagemi.cli.dish_template import template
    from kagemi.files.atomic import write_text

    write_text(path, template(id, session.lang))
    session.print(say("Wrote {file}", file=path.as_posix()))
    session.note(
        say(
            "Fill it in, then run kagemi check {file}. Until it is whole, kagemi plan refuses.",
            file=path.as_posix(),
        )
    )
    return 0


dishes.add_command(listing, "list")
dishes.add_command(new, "new")


def matching(facts: Iterable[DishFacts], query: str, slot: str | None, tag: str | None) -> list[DishFacts]:
    """Dishes that have every word of the query in their id or names, the slot and the tag."""
    words = query.casefold().split()
    return [
        f
        for f in facts
        if all(w in f"{f.id} {f.name.id} {f.name.en}".casefold() for w in words)
        and (slot is None or slot in f.slots)
        and (tag is None or tag in f.tags)
    ]


def _known_nutrient(session: Session, nutrient: str) -> None:
    from kagemi.domain.nutrients import BY_ID

    if nutrient not in BY_ID:
        what = say(
            'there is no nutrient "{written}"; choose one of: {choices}', written=nutrient, choices=tuple(BY_ID)
        )
        raise click.UsageError(session.text(what))


def _list(session: Session, found: list[DishFacts]) -> None:
    from kagemi.cli.plan_view import table
    from kagemi.language import rupiah
    from kagemi.language.kitchen import portion
    from kagemi.language.words import METHODS, SLOTS, amount_of, called

    lang = session.lang
    made = table(
        "",
        (session.text(say("Id")), False),
        (session.text(say("Name")), False),
        (session.text(say("Slot")), False),
        (session.text(say("Method")), False),
        (session.text(say("Ladder")), True),
        (session.text(say("Portion")), True),
        (session.text(say("Cost")), True),
        (session.text(say("Energy")), True),
        (session.text(say("Protein")), True),
        whole=0,
    )
    for f in found:
        made.add_row(
            f.id,
            f.name.in_language(lang),
            " + ".join(session.text(called(SLOTS, s)) for s in f.slots),
            session.text(called(METHODS, f.method)),
            str(f.ladder or ""),
            portion(f, 1.0, lang),
            rupiah(f.cost_idr, lang),
            amount_of(f.nutrients["energy"].total, "kcal", lang, 0),
            amount_of(f.nutrients["protein"].total, "g", lang, 1),
        )
    if found:
        session.console.print(made)
    session.note(say("{n} dishes", n=len(found)))
