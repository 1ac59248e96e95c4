"""The documentation holds together: links lead somewhere, commands are described as they are."""

from pathlib import Path

import pytest

from tests.docs.commands import PAGE, page
from tests.docs.pages import DOCS, ROOT, anchors, links, pages, read


@pytest.mark.parametrize("at", pages(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(at: Path) -> None:
    for link in links(at):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        target = at if not file else (at.parent / file).resolve()
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(target), link


def test_the_index_names_every_page() -> None:
    index = DOCS / "README.md"
    named = {(DOCS / link.partition("#")[0]).resolve() for link in links(index) if "://" not in link}
    wanted = {p for folder in (DOCS, DOCS / "decisions") for p in folder.glob("*.md")} - {index}
    assert wanted | {DOCS / "rules" / "README.md"} <= named


def test_every_command_is_described_as_its_help_says() -> None:
    assert read(PAGE) == page(), "run python -m tests.docs.commands"
