"""What a plan does with the stock, said before it is made."""

from collections.abc import Iterable
from datetime import date

from kagemi.cli.session import Session
from kagemi.domain.amount import in_unit
from kagemi.domain.food import FoodTable
from kagemi.domain.message import Text, say
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.stock import LotBalance
from kagemi.domain.stock_rules import lots_without_dish, stock_rules


def say_stock(
    session: Session, problem: PlanningProblem, stock: Iterable[LotBalance], table: FoodTable
) -> None:
    """Say which lots the plan uses up if it can, and which ones no dish is made of."""
    lots = []
    for rule in stock_rules(problem):
        holes = {"kg": in_unit(rule.amount, "kg"), "food": _name(rule.food, table)}
        lots.append(say("{kg:g} kg of {food} by {day}", **holes, day=date.fromisoformat(rule.by)))
    if lots:
        session.note(say("Stock to use up: {lots}", lots=tuple(lots)))
    for balance in lots_without_dish(stock, problem):
        lot = balance.lot
        holes = {"lot": lot.id, "kg": balance.kg, "food": _name(lot.food, table)}
        session.note(
            say(
                "No dish uses lot {lot}: {kg:g} kg of {food}, to be cooked by {day}",
                **holes,
                day=lot.use_before,
            )
        )


def _name(food: str, table: FoodTable) -> Text:
    known = table.foods.get(food)
    return Text(known.name_id, known.name_en) if known else Text(food, food)
