"""`kagemi foods`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import argument, command, json_option
from kagemi.cli.session import Session, current
from kagemi.domain.message import InvalidInput, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kagemi.domain.food import Food, FoodTable, Price


@command(
    say("List the foods whose id, name or group has QUERY in it; with the id of a food, show all about it."),
    epilog=say("Examples:\n  kagemi foods\n  kagemi foods tongkol\n  kagemi foods ikan_tuna"),
)
@argument("query", required=False, default="", help=say("Part of an id, a name or a group; or a whole id."))
@json_option
def foods(query: str, as_json: bool) -> int:
    """List or show."""
    session = current()
    from kagemi.files.nutrition import load_food_table

    table, faults = load_food_table(session.workspace.nutrition_data)
    if any(f.severity == "error" for f in faults):
        raise InvalidInput(faults)
    one = table.foods.get(query.strip().lower())
    found = [one] if one else matching(table.foods.values(), query)
    if as_json:
        from kagemi.files.plans import to_json

        click.echo(to_json(one or found), nl=False)
    elif one:
        _show(session, one, table)
    else:
        _list(session, found)
    return 0


def matching(foods: Iterable[Food], query: str) -> list[Food]:
    """Foods that have every word of the query somewhere."""
    words = query.casefold().split()
    return [
        f for f in foods if all(w in f"{f.id} {f.name_id} {f.name_en} {f.food_group}".casefold() for w in words)
    ]


def price_text(price: Price | None, session: Session) -> str:
    """Rupiah for a unit: Rp14.491/kg."""
    from kagemi.language import rupiah

    return f"{rupiah(price.price_idr, session.lang)}/{price.unit}" if price else "–"


def _list(session: Session, found: list[Food]) -> None:
    from kagemi.cli.plan_view import table
    from kagemi.language.prices import QUALITY
    from kagemi.language.words import FOOD_GROUPS, amount_of, called

    made = table(
        "",
        (session.text(say("Id")), False),
        (session.text(say("Name")), False),
        (session.text(say("Group")), False),
        (session.text(say("Edible")), True),
        (session.text(say("Price")), True),
        (session.text(say("Price from")), False),
        whole=0,
    )
    for food in found:
        group = session.text(called(FOOD_GROUPS, food.food_group))
        quality = session.text(called(QUALITY, food.price.quality)) if food.price else ""
        name = food.name_id if session.lang == "id" else food.name_en
        edible = amount_of(food.edible_pct, "%", session.lang)
        made.add_row(food.id, name, group, edible, price_text(food.price, session), quality)
    if found:
        session.console.print(made)
    session.note(say("{n} foods", n=len(found)))


def _show(session: Session, food: Food, table: FoodTable) -> None:
    from kagemi.cli.plan_view import table as grid
    from kagemi.domain.nutrients import NUTRIENTS
    from kagemi.files.provenance import provenance
    from kagemi.language import medium_date, number
    from kagemi.language.prices import QUALITY
    from kagemi.language.words import BASES, FOOD_GROUPS, WEIGHTS, amount_of, called

    lang = session.lang
    rows = provenance(session.workspace.nutrition_data, food.id)
    names = (food.name_id, food.name_en) if lang == "id" else (food.name_en, food.name_id)
    session.console.print(f"{names[0]} ({names[1]}), {food.id}", style="bold")
    session.print(say("Group: {group}", group=called(FOOD_GROUPS, food.food_group)))
    session.print(
        say(
            "Edible portion: {percent} % ({basis}: {source})",
            percent=amount_of(food.edible_pct, "", lang),
            basis=called(BASES, food.edible_basis),
            source=rows.identity.get("edible_source") or "–",
        )
    )
    if food.species:
        session.print(say("Species: {name}", name=table.species[food.species].scientific))
    if food.allergens:
        marks = (table.allergens[a] for a in sorted(food.allergens))
        listed = tuple(a.name_id if lang == "id" else a.name_en for a in marks)
        session.print(say("Allergens: {allergens}", allergens=listed))
    if food.price:
        session.print(
            say(
                "Price: {price} ({grams} g), {date}, {region}, {quality}: {source}",
                price=price_text(food.price, session),
                grams=number(food.price.unit_grams, lang),
                date=medium_date(food.price.date, lang),
                region=food.price.region,
                quality=called(QUALITY, food.price.quality),
                source=food.price.source,
            )
        )
    for row in rows.measures:
        session.print(
            say(
                "1 {measure}: {grams} g ({weight}; {source})",
                measure=row["measure"],
                grams=amount_of(float(row["grams"]), "", lang),
                weight=called(WEIGHTS, row["weight"]),
                source=row["source"],
            )
        )
    if rows.identity.get("notes"):
        session.print(say("Note: {note}", note=rows.identity["notes"]))
    fixed = {row["nutrient"]: row for row in rows.corrections}
    made = grid(
        session.text(say("Per 100 g edible, raw")),
        (session.text(say("Nutrient")), False),
        (session.text(say("Amount")), True),
        (session.text(say("Source")), False),
    )
    source = ", ".join(part for key in ("source", "code", "source_name") if (part := rows.composition.get(key)))
    for nutrient in NUTRIENTS:
        figure = food.per_100g.get(nutrient.id)
        amount = session.text(say("unknown")) if figure is None else amount_of(figure, nutrient.unit, lang)
        correction = fixed.get(nutrient.column)
        name = nutrient.name_id if lang == "id" else nutrient.name_en
        if correction:
            former = rows.composition.get(nutrient.column)
            was = amount_of(float(former), nutrient.unit, lang) if former else "–"
            why = session.text(
                say(
                    "corrected, was {was}: {why} ({source})",
                    was=was,
                    why=correction["why"],
                    source=correction["source"] or "–",
                )
            )
            made.add_row(name, amount, why)
        else:
            made.add_row(name, amount, source if figure is not None else "")
    session.console.print(made)
