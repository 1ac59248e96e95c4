"""Messages in the reader's language: the English sentence is the key, gettext has the translation."""

import gettext
import string
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kagemi.domain.message import Message, Text
from kagemi.language.formats import medium_date

LANGUAGES = ("id", "en")
"""Bahasa Indonesia first: it is what a canteen speaks."""

DOMAIN = "kagemi"
LOCALE = Path(__file__).parent / "locale"

_SWAP = str.maketrans(".,", ",.")


@cache
def translations(lang: str) -> gettext.NullTranslations:
    """The catalogue of a language; English needs none, its sentences are the keys."""
    if lang not in LANGUAGES:
        raise ValueError(f"{lang!r} is not one of {LANGUAGES}")
    return gettext.NullTranslations() if lang == "en" else gettext.translation(DOMAIN, LOCALE, [lang])


def translate(english: str, lang: str) -> str:
    """The sentence in `lang`; English where the catalogue has no translation."""
    return translations(lang).gettext(english) if english else ""


def text(message: Message, lang: str) -> str:
    """Translate a message and fill its holes.

    Messages and Texts among its values are rendered in the same language, lists joined with commas, dates
    spelled out; numbers get the language's decimal sign.
    """
    return _Filler(lang).vformat(translate(message.template, lang), (), message.params)


class _Filler(string.Formatter):
    """`str.format` for one language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        value, key = super().get_field(field_name, args, kwargs)
        return self._rendered(value), key

    def format_field(self, value: Any, format_spec: str) -> str:
        written = str(format(value, format_spec))
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return written.translate(_SWAP) if is_number and self._lang == "id" else written

    def _rendered(self, value: object) -> object:
        match value:
            case Message():
                return text(value, self._lang)
            case Text():
                return value.in_language(self._lang)
            case date():
                return medium_date(value, self._lang)
            case tuple() | list():
                return ", ".join(self.format_field(self._rendered(v), "") for v in value)
            case _:
                return value
