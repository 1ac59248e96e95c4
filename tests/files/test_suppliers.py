"""The tables of traders and what they sell."""

from pathlib import Path

from kagemi.domain.message import Where
from kagemi.files.nutrition import load_food_table
from kagemi.files.suppliers import basis_fault, load_suppliers
from kagemi.files.tables import read_table
from tests.markets import OFFERS, market

FOODS = ("ikan_tuna", "bayam", "beras")
DATA = Path(__file__).parents[2] / "nutrition_data"


def write(folder: Path, offers: str) -> Path:
    (folder / "nutrition_data").mkdir()
    market(folder)
    (folder / "nutrition_data" / "offers.csv").write_text(OFFERS + offers, encoding="utf-8")
    return folder / "nutrition_data"


def faults(folder: Path, offers: str) -> list[str]:
    return [f"{f.what} ({f.hint})" for f in load_suppliers(write(folder, offers), FOODS)[2]]


def test_a_trader_has_weekdays_in_their_order_and_may_be_local(tmp_path: Path) -> None:
    suppliers, _, wrong = load_suppliers(write(tmp_path, ""), FOODS)
    assert wrong == ()
    assert suppliers["pak_min"].delivery_days == ("monday", "thursday")
    assert (suppliers["pak_min"].local, suppliers["grosir"].local) == (True, False)


def test_an_offer_without_a_step_or_limit_is_by_the_unit_and_without_limit(tmp_path: Path) -> None:
    offer = load_suppliers(write(tmp_path, "grosir,bayam,ikat,200,,\n"), FOODS)[1][-1]
    assert (offer.step, offer.most_kg) == (1.0, None)


def test_without_the_tables_there_are_no_traders_and_no_faults(tmp_path: Path) -> None:
    assert load_suppliers(tmp_path, FOODS) == ({}, (), ())


def test_an_offer_of_an_unknown_trader_or_food_is_a_fault_with_a_hint(tmp_path: Path) -> None:
    assert faults(tmp_path, "pakmin,ikan_tunna,kg,1000,1,\n") == [
        'there is no supplier "pakmin" in suppliers.csv (did you mean pak_min?)',
        'there is no food "ikan_tunna" in foods.csv (did you mean ikan_tuna?)',
    ]


def test_the_same_unit_offered_twice_is_a_fault(tmp_path: Path) -> None:
    assert "there are two rows" in faults(tmp_path, "pak_min,ikan_tuna,kg,1000,1,\n")[0]


def test_a_step_of_nothing_is_a_fault(tmp_path: Path) -> None:
    assert "step: 0 cannot be right" in faults(tmp_path, "grosir,bayam,ikat,200,0,\n")[0]


def test_the_food_table_brings_the_faults_of_its_traders(tmp_path: Path) -> None:
    folder = tmp_path / "nutrition_data"
    folder.mkdir()
    for table in DATA.glob("*.csv"):
        (folder / table.name).write_bytes(table.read_bytes())
    with (folder / "offers.csv").open("a", encoding="utf-8") as file:
        file.write("nobody,ikan_tuna,kg,1000,1,\n")
    assert [str(f.what) for f in load_food_table(folder)[1]] == [
        'there is no supplier "nobody" in suppliers.csv'
    ]


def test_a_way_to_choose_prices_is_known_or_near_to_one() -> None:
    assert basis_fault("cheapest", (), Where()) is None
    assert basis_fault("pak_min", ("pak_min",), Where()) is None
    fault = basis_fault("cheepest", ("pak_min",), Where())
    assert fault is not None
    assert str(fault.hint) == "did you mean cheapest?"


def test_every_shipped_food_can_be_bought_and_the_commonest_from_several_traders() -> None:
    foods = load_food_table(DATA)[0].foods
    suppliers, offers, wrong = load_suppliers(DATA, foods)
    assert wrong == ()
    sellers: dict[str, set[str]] = {}
    for offer in offers:
        sellers.setdefault(offer.food, set()).add(offer.supplier)
    assert set(sellers) == set(foods)
    for food in (
        "ikan_tuna",
        "ikan_tongkol",
        "beras_putih",
        "tempe",
        "tahu",
        "telur_ayam",
        "bayam",
        "minyak_goreng",
    ):
        assert len(sellers[food]) >= 2, food
    assert all(supplier.id in {o.supplier for o in offers} for supplier in suppliers.values())


def test_the_shipped_traders_are_marked_as_examples_and_have_no_real_telephone() -> None:
    columns = ("id", "name", "market", "stall", "phone", "delivery_days", "local", "notes")
    for row in read_table(DATA / "suppliers.csv", columns).rows:
        assert "example" in row.cells["notes"]
        assert row.cells["phone"].startswith("0800-0000-") or not row.cells["phone"]


def test_a_shipped_unit_weighs_what_the_price_book_says() -> None:
    foods = load_food_table(DATA)[0].foods
    for offer in load_suppliers(DATA, foods)[1]:
        price = foods[offer.food].price
        assert price is not None
        if offer.unit == price.unit:
            assert offer.unit_grams == price.unit_grams, offer
