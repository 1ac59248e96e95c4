"""What the typst templates of the allergen sheet, the nutrition report and the recipe cards print."""

from dataclasses import asdict
from typing import Any

from kagemi.domain.message import Message, say
from kagemi.domain.plan import Plan
from kagemi.language import text
from kagemi.sheets.allergens import AllergenSheet, Row
from kagemi.sheets.nutrition import Cell, Report, RuleLine, Section, nutrition_values
from kagemi.sheets.recipe import Cards


def allergens_printed(sheet: AllergenSheet, plan: Plan, lang: str, school: str) -> dict[str, object]:
    """The allergen sheet."""

    def words(message: Message) -> str:
        return text(message, lang)

    avoid = [
        say("{group} ({children} children) avoid: {allergens}", group=group, children=children, allergens=names)
        for group, children, names in sheet.avoiding
    ]
    notes = (
        say("A mark: an ingredient of the recipe is recorded with this allergen. A dot: none is recorded; that "
            "is no promise that the dish is free of it."),
        say("Traces from the kitchen, the market or a factory are not known here: ask, and read the label of "
            "what is bought."),
    )  # fmt: skip
    return {
        "school": school,
        "dates": sheet.dates,
        "made": _made(plan, lang),
        "purpose": words(
            say("For the kitchen and teachers. It says who avoids what: do not hang it up in a classroom.")
        ),
        "avoiding": list(map(words, avoid)),
        "by_law": sheet.by_law,
        "classes": [{"name": c.name, "mark": c.mark} for c in sheet.classes],
        "days": [{"date": d.date, "rows": [_allergen_row(row, lang) for row in d.rows]} for d in sheet.days],
        "notes": " ".join(map(words, notes)),
        "labels": {
            "sheet": words(say("Allergens by dish")),
            "avoiding": words(say("Who gets something else")),
            "law": words(say("BPOM list")),
            "others": words(say("not in the BPOM list")),
            "slot": words(say("Slot")),
            "dish": words(say("Dish")),
        },
    }


def _allergen_row(row: Row, lang: str) -> dict[str, object]:
    strong = [say("only for {groups}", groups=row.only_for)] if row.only_for else []
    notes = [row.origin] if row.origin else []
    notes += [] if row.has_any else [text(say("no allergen recorded"), lang)]
    return {
        "slot": row.slot,
        "name": row.name,
        "marks": row.marks,
        "strong": [*(text(line, lang) for line in strong), *row.instead],
        "notes": notes,
    }


def nutrition_printed(report: Report, school: str) -> dict[str, object]:
    """The nutrition report."""
    words = report.text
    values: dict[str, Any] = nutrition_values(report, school)
    facts = [words(say("{cost} a portion", cost=values["cost"])), values["status"]]
    broken = words(say("This plan does not keep all that must hold; see the rules."))
    solver = say(
        "{solver}, method: {method}, Kagemi {version}, inputs {fingerprint}",
        solver=values["solver"] or "–",
        method=values["method"] or "–",
        version=values["kagemi"],
        fingerprint=values["fingerprint"],
    )
    shortfall = say(
        "Shortfall of the soft rules together: {shortfall} (1 is a rule missed wholly on one day).",
        shortfall=values["shortfall"],
    )
    return {
        **{
            key: values[key]
            for key in ("school", "dates", "cost", "budgets", "prices", "tray", "tiers", "status")
        },
        "made": _made(report.plan, report.lang),
        "facts": " · ".join(facts),
        "warning": "" if values["kept"] else broken,
        "sections": [_section(section, report) for section in values["sections"]],
        "costs": [
            (words(say("By day")), values["day_costs"]),
            (words(say("By group")), values["group_costs"]),
        ],
        "rules": [_rule(rule, words(say("soft"))) for rule in values["rules"]],
        "shortfall": words(shortfall),
        "solver": words(solver),
        "sources": [(name, words(say("{foods} foods", foods=n))) for name, n in values["sources"]],
        "labels": _nutrition_labels(report),
    }


def _nutrition_labels(report: Report) -> dict[str, object]:
    words = report.text
    legend = (
        say("bar: given; hatched: asked"),
        say("dashed: may be more, an ingredient has no figure"),
        say("% AKG: of the requirement of a whole day. 7/9: ingredients with a figure, of all."),
    )
    estimate = say(
        "Figures are reckoned from recipes and composition tables, with losses in cooking, not analysed in a "
        "laboratory. A missing figure is never taken as zero."
    )
    return {
        "sheet": words(say("Nutrition report")),
        "portion": words(say("In one portion")),
        "legend": " · ".join(map(words, legend)),
        "cost": words(say("Cost of raw materials for a portion")),
        "mean": words(say("the mean over all children and days")),
        "rules": words(say("Rules kept and missed")),
        "rule_columns": [words(say("Rule")), words(say("Ingredients known")), ""],
        "proof": words(say("Proof")),
        "sources": words(say("Sources of the composition figures")),
        "estimate": words(estimate),
        "sign": [words(m) for m in (say("Nutritionist, name"), say("Date"), say("Signature"))],
    }


def _section(section: Section, report: Report) -> dict[str, object]:
    children = report.text(say("{children} children", children=section.children))
    return {
        "title": f"{section.group} · {children} · {section.dates}",
        "heads": section.heads,
        "lines": [
            {
                "name": line.name,
                "notes": [*line.asked, *([line.norm] if line.norm else [])],
                "cells": [None if c is None else _cell(c) for c in line.cells],
            }
            for line in section.lines
        ],
    }


def _cell(cell: Cell) -> dict[str, object]:
    share = f"{cell.share} AKG" if cell.share else ""
    return {
        "value": cell.value,
        "missed": cell.missed,
        "note": " · ".join(part for part in (share, cell.known) if part),
        "bullet": {**asdict(cell.bullet), "band": cell.bullet.has_band},
    }


def _rule(rule: RuleLine, soft: str) -> dict[str, object]:
    return {
        "asks": f"{rule.asks} ({soft})" if rule.soft else rule.asks,
        "missed": rule.missed,
        "basis": rule.basis,
        "coverage": rule.coverage,
        "kept": rule.kept,
        "verdict": f"{'✓' if rule.kept else '✗'} {rule.verdict}",
    }


def recipes_printed(cards: Cards, school: str) -> dict[str, object]:
    """The recipe cards."""

    def words(message: Message) -> str:
        return text(message, cards.lang)

    return {
        "school": school,
        "made": _made(cards.plan, cards.lang),
        "cards": [
            {
                "name": card.name,
                "other_name": card.other_name,
                "facts": [card.portion, " · ".join(card.facts)],
                "note": card.note,
                "allergens": card.allergens,
                "planned": card.planned,
                "ingredients": [
                    {"name": f"{i.name} *" if i.assumed else i.name, "use": i.use, "gross": i.gross,
                     "edible": i.edible}
                    for i in card.ingredients
                ],
                "assumed": card.has_assumed,
                "steps": card.steps,
                "machines": card.machines,
                "nutrients": [asdict(n) for n in card.nutrients],
                "weights": card.weights,
            }
            for card in cards.cards()
        ],
        "labels": {key: words(message) for key, message in _CARD_LABELS.items()}
        | {"holds_columns": [words(say("Nutrient")), words(say("Amount")), words(say("known"))]},
    }  # fmt: skip


_CARD_LABELS = {
    "sheet": say("Recipe cards"),
    "allergens": say("Allergens recorded"),
    "traces": say("They follow from the recipe; traces are not known."),
    "ingredients": say("Ingredients, raw"),
    "food": say("Food"),
    "one": say("1 portion"),
    "hundred": say("100 portions"),
    "gross": say("as bought"),
    "cleaned": say("cleaned"),
    "assumed": say(
        "* The cleaned weight is reckoned from an assumed yield: weigh it once before and after cleaning, and "
        "put it into foods.csv (edible_pct)."
    ),
    "steps": say("Steps"),
    "holds": say("In a standard portion"),
    "known": say("known: ingredients with a figure, of all. ≥: at least so much."),
    "estimate": say(
        "Estimates from recipes and composition tables, with losses in cooking, not analysed in a laboratory."
    ),
}


def _made(plan: Plan, lang: str) -> str:
    made = say(
        "Plan {fingerprint}, made with Kagemi {version}.",
        fingerprint=plan.fingerprint[:12],
        version=plan.kagemi,
    )
    return text(made, lang)
