"""One mistake is one message: what follows from it is not told."""

from pathlib import Path

from kagemi.domain.message import Fault, Where, say
from kagemi.files.consequences import without_consequences

NO_PRICE = Fault(Where("menus/dishes/tahu.yaml", 9, 12), say("{food} has no price", food="tahu"))


def test_a_table_that_cannot_be_read_is_not_blamed_on_the_dishes() -> None:
    table = Fault(Where("nutrition_data/prices.csv", 1, 5), say("the columns are separated by ;"))
    assert without_consequences((table, NO_PRICE)) == (table,)


def test_a_faulty_row_is_not_blamed_on_the_dishes(tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("food,price_idr\ntempe,1\ntahu,11.000\n")
    row = Fault(Where(prices.as_posix(), 3, 6), say("not an amount of rupiah"))
    other = Fault(NO_PRICE.where, say("{food} has no price", food="tempe"))
    assert without_consequences((row, NO_PRICE, other)) == (row, other)


def test_a_price_that_nobody_wrote_is_missed_in_every_dish() -> None:
    other = Fault(Where("nutrition_data/foods.csv", 0), say("the file cannot be read"))
    assert without_consequences((other, NO_PRICE)) == (other, NO_PRICE)
