"""docs/tkpi_comparison.md is what our data say today."""

from benchmarks.tkpi_comparison import PAGE, by_dry_matter, page, read_measured, shipped_dishes


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m benchmarks.tkpi_comparison"


def test_ten_pairs_or_more_are_compared_and_explained() -> None:
    rows = read_measured()
    assert len(rows) >= 10
    assert all(row["explains"] and row["source"] for row in rows)


def test_energy_by_dry_matter_is_never_far_off() -> None:
    dishes = shipped_dishes()
    for row in read_measured():
        ours, theirs = by_dry_matter(dishes[row["dish"]], row)
        assert 0.7 <= ours / theirs <= 1.3, row["dish"]
