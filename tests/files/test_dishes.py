"""Dish files as recipes in grams."""

from pathlib import Path

import pytest

from kagemi.domain.dish import Dish, Ingredient
from kagemi.files.dishes import load_dishes
from kagemi.files.nutrition import load_food_table
from tests.files.cases import BASE, DATA, DISHES, canteen

TUNA = (BASE / DISHES / "tuna_bakar.yaml").read_text()


def tuna(old: str = "", new: str = "") -> Dish:
    with canteen():
        (DISHES / "tuna_bakar.yaml").write_text(TUNA.replace(old, new, 1) if old else TUNA)
        dishes, faults = load_dishes(DISHES, load_food_table(DATA)[0])
        assert [str(f.what) for f in faults if f.severity == "error"] == []
        return next(d for d in dishes if d.id == "tuna_bakar")


@pytest.mark.parametrize(("amount", "grams"), [("750 g", 750), ("0.5 kg", 500), ("75G", 75)])
def test_an_amount_is_read_in_grams(amount: str, grams: float) -> None:
    assert tuna("750 g", amount).ingredients[0].grams == grams


def test_a_household_measure_is_turned_into_grams_of_that_food() -> None:
    line = "  - {food: ikan_tuna, amount: 750 g}\n"
    dish = tuna(line, f"{line}  - {{food: bawang_merah, amount: 8 butir, use: aromatic}}\n")
    assert dish.ingredients[1] == Ingredient("bawang_merah", 56.0, None, "aromatic")


def test_steps_are_kept_in_both_languages() -> None:
    assert (tuna().steps_id, tuna().steps_en) == (("Masak sampai matang.",), ("Cook until done.",))


def test_a_dish_served_by_weight_counts_its_cooked_grams() -> None:
    serve = tuna().serve
    assert (serve.measure, serve.step) == (None, 5)
    assert serve.count == pytest.approx(60)


def test_a_dish_served_in_pieces_keeps_its_count() -> None:
    serve = tuna("{step: 5 g}", "{measure: {id: potong, en: piece}, count: 2, step: 1}").serve
    assert serve.measure is not None
    assert (serve.measure.id, serve.count, serve.step) == ("potong", 2, 1)


@pytest.mark.parametrize(("line", "minutes"), [("", None), ("labour: 120\n", 120), ("labour: 1\n", 1)])
def test_the_minutes_of_work_are_read_and_may_be_unknown(line: str, minutes: float | None) -> None:
    assert tuna("steps:\n", f"{line}steps:\n").labour == minutes


@pytest.mark.parametrize("written", ["0", "-30", "6001", ".inf", ".nan", "true", "two hours", "[120]"])
def test_minutes_of_work_that_cannot_be_right_are_a_fault(written: str) -> None:
    with canteen():
        (DISHES / "tuna_bakar.yaml").write_text(TUNA.replace("steps:\n", f"labour: {written}\nsteps:\n", 1))
        dishes, faults = load_dishes(DISHES, load_food_table(DATA)[0])
        assert "tuna_bakar" not in {d.id for d in dishes}
        assert [f.severity for f in faults] == ["error"]


def test_a_dish_knows_its_place() -> None:
    assert str(tuna().where) == "menus/dishes/tuna_bakar.yaml:1:5"


def test_dishes_come_in_the_order_of_their_ids() -> None:
    dishes, _ = load_dishes(BASE / DISHES, load_food_table(BASE / DATA)[0])
    assert [d.id for d in dishes] == ["bayam_rebus", "nasi", "pisang", "tempe_kukus", "tuna_bakar"]


def test_a_faulty_dish_leaves_the_others_alone() -> None:
    with canteen():
        (DISHES / "tuna_bakar.yaml").write_text("id: [")
        dishes, faults = load_dishes(DISHES, load_food_table(DATA)[0])
    assert (len(dishes), len(faults)) == (4, 1)


def test_two_files_with_one_id_are_a_fault() -> None:
    with canteen():
        (DISHES / "tuna_dua.yaml").write_text(TUNA)
        _, faults = load_dishes(DISHES, load_food_table(DATA)[0])
    assert 'the id "tuna_bakar" is already that of tuna_bakar.yaml' in [str(f.what) for f in faults]


def test_a_file_that_ends_in_yml_is_left_out_with_a_warning() -> None:
    with canteen():
        (DISHES / "tuna_bakar.yaml").rename(DISHES / "tuna_bakar.yml")
        dishes, faults = load_dishes(DISHES, load_food_table(DATA)[0])
    assert (len(dishes), [f.severity for f in faults]) == (4, ["warning"])


@pytest.mark.parametrize("make", [True, False])
def test_a_folder_without_dishes_is_a_fault(tmp_path: Path, make: bool) -> None:
    if make:
        (tmp_path / "dishes").mkdir()
    assert len(load_dishes(tmp_path / "dishes", load_food_table(BASE / DATA)[0])[1]) == 1


def test_the_shipped_dishes_are_sound() -> None:
    root = BASE.parents[3]
    dishes, faults = load_dishes(root / DISHES, load_food_table(root / DATA)[0])
    assert [f"{f.where}: {f.what}" for f in faults] == []
    assert len(dishes) > 100
