from kagemi.canteen.sheets import MAKERS
from kagemi.sheets.index import FORMATS, READERS
from kagemi.sheets.kinds import KINDS


def test_every_kind_that_is_listed_has_a_maker_for_each_format_and_no_maker_is_forgotten() -> None:
    assert {(kind.id, form) for kind in KINDS for form in kind.formats} == set(MAKERS)


def test_every_kind_has_exactly_one_reader() -> None:
    read = [kind for _, kinds in READERS for kind in kinds]
    assert len(read) == len(set(read))
    assert {kind.id for kind in KINDS} <= set(read)


def test_every_format_has_a_name_for_people() -> None:
    assert {form for _, form in MAKERS} <= set(FORMATS)
