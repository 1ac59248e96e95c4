"""The catalogue is complete, says the same things as the code, and is compiled."""

import configparser
import gettext
import re
import string
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

import kagemi
from kagemi.language.messages import DOMAIN, LOCALE

ROOT = Path(kagemi.__file__).parent.parent
MAPPING = ROOT / "kagemi" / "language" / "mapping.cfg"
PO = LOCALE / "id" / "LC_MESSAGES" / f"{DOMAIN}.po"
KEYWORDS = DEFAULT_KEYWORDS | {"say": None, "translate": None}


def sentences() -> dict[str, str]:
    """Every sentence of the code and the templates -> the file that says it."""
    config = configparser.ConfigParser()
    config.read(MAPPING, encoding="utf-8")
    methods = [tuple(section.split(": ")) for section in config.sections()]
    options = {pattern: dict(config[f"{method}: {pattern}"]) for method, pattern in methods}
    found: dict[str, str] = {}
    for folder in ("kagemi", "menus"):
        for file, _, sentence, _, _ in extract_from_dir(
            ROOT / folder,
            method_map=[(pattern, method) for method, pattern in methods],
            options_map=options,
            keywords=KEYWORDS,
        ):
            found.setdefault(str(sentence), f"{folder}/{file}")
    return found


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="id")


def test_the_code_and_the_templates_are_both_searched() -> None:
    found = sentences()
    assert found["{written} is not an amount"] == "kagemi/domain/amount.py"
    assert found["Best alternatives"] == "kagemi/web/templates/cell_part.html.j2"


def test_every_sentence_has_a_translation(catalogue: Catalog) -> None:
    translated = {str(m.id) for m in catalogue if m.id and m.string and not m.fuzzy}
    assert [f"{file}: {s}" for s, file in sorted(sentences().items()) if s not in translated] == []


def test_no_translation_is_left_of_a_sentence_that_nobody_says(catalogue: Catalog) -> None:
    assert {str(m.id) for m in catalogue if m.id} - sentences().keys() == set()
    assert not catalogue.obsolete


def test_a_translation_has_the_holes_of_its_sentence(catalogue: Catalog) -> None:
    different = [
        str(m.id) for m in catalogue if m.id and not m.pluralizable and holes(str(m.id)) != holes(str(m.string))
    ]
    assert different == []


def test_a_translation_for_any_number_has_holes_of_its_sentences(catalogue: Catalog) -> None:
    strange = [str(m.id) for m in catalogue if m.pluralizable and not holes(str(m.string)) <= holes(str(m.id))]
    assert strange == []


def holes(sentence: str) -> set[str]:
    """Named holes of both kinds, `{name}` of the code and `%(name)s` of the templates."""
    braces = {f"{name}:{spec}" for _, name, spec, _ in string.Formatter().parse(sentence) if name is not None}
    return braces | set(re.findall(r"%\(\w+\)\w", sentence))


def test_indonesian_has_one_plural_form(catalogue: Catalog) -> None:
    assert catalogue.num_plurals == 1


def test_the_compiled_catalogue_says_what_the_written_one_says(catalogue: Catalog) -> None:
    compiled = gettext.translation(DOMAIN, LOCALE, ["id"])
    stale = [str(m.id) for m in catalogue if m.id and m.string and said(m.id, compiled) != said_in(m.string)]
    assert stale == []


def said(sentence: object, compiled: gettext.NullTranslations) -> str:
    """What the compiled catalogue says for a sentence, or for its form of one."""
    if isinstance(sentence, list | tuple):
        return compiled.ngettext(sentence[0], sentence[1], 1)
    return compiled.gettext(str(sentence))


def said_in(translation: object) -> str:
    """A translation, or its only form."""
    return str(translation[0] if isinstance(translation, list | tuple) else translation)
