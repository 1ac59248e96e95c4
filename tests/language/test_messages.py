from datetime import date

import pytest

from kagemi.domain.message import Text, say
from kagemi.language import LANGUAGES, text, translate


def test_indonesian_comes_first() -> None:
    assert LANGUAGES == ("id", "en")


def test_a_sentence_is_translated() -> None:
    assert translate("Weekly menu", "id") == "Menu Mingguan"
    assert translate("Weekly menu", "en") == "Weekly menu"


def test_a_sentence_without_translation_stays_english() -> None:
    assert translate("no such sentence in the catalogue", "id") == "no such sentence in the catalogue"


def test_the_empty_sentence_is_not_the_header_of_the_catalogue() -> None:
    assert translate("", "id") == ""


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'jv' is not one of"):
        translate("Weekly menu", "jv")


def test_a_message_is_translated_before_it_is_filled() -> None:
    message = say("{written} is not an amount", written="'3 potong'")
    assert text(message, "id") == "'3 potong' bukan takaran"
    assert text(message, "en") == "'3 potong' is not an amount"


def test_a_message_in_a_message_is_translated_too() -> None:
    inner = say("{written} is not an amount", written="x")
    assert text(say("«{inner}»", inner=inner), "id") == "«x bukan takaran»"


def test_a_name_in_both_languages_is_said_in_the_readers() -> None:
    message = say("«{dish}»", dish=Text("Sup ikan", "Fish soup"))
    assert (text(message, "id"), text(message, "en")) == ("«Sup ikan»", "«Fish soup»")


def test_numbers_in_a_message_have_the_languages_decimal_sign() -> None:
    message = say("{a:.1f} {b:,.0f} {c} {d}", a=2.5, b=10000, c=0.5, d=True)
    assert text(message, "id") == "2,5 10.000 0,5 True"
    assert text(message, "en") == "2.5 10,000 0.5 True"


def test_lists_and_dates_in_a_message_are_spelled_out() -> None:
    message = say("{dishes}: {day}", dishes=("a", Text("b", "c"), 1.5), day=date(2026, 12, 4))
    assert text(message, "id") == "a, b, 1,5: 4 Desember 2026"


def test_braces_in_a_value_are_not_filled_again() -> None:
    assert text(say("{name}", name="{name}"), "id") == "{name}"
