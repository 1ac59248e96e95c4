"""The sheet in a browser, as a teacher prints it."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kagemi.domain.message import Text
from kagemi.domain.plan import Plan
from kagemi.sheets.paper import as_html
from kagemi.sheets.week import WeekSheet, week_values
from tests.build import WEEK, group
from tests.sheets import sample
from tests.sheets.wall_sample import paper

SIX_DAYS = (*WEEK, "saturday")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--no-pdf-header-footer",
)
PROBE = """<script>
const box = element => element.getBoundingClientRect();
const leaves = (inner, outer) => box(inner).bottom > box(outer).bottom + 1 || box(inner).right > box(outer).right + 1;
const wide = cell => cell.scrollWidth > cell.clientWidth + 1 && !cell.querySelector(".catch") && !cell.closest(".unseen");
document.title = [...document.querySelectorAll(".page")].flatMap(page => {
  const parts = [...page.querySelectorAll("header, .menu table, .figures, .below, footer")];
  return [
    ...parts.filter((part, i) => i && box(parts[i - 1]).bottom > box(part).top + 1).map(part => "overlapped: " + part.className),
    ...parts.filter(part => leaves(part, page)).map(part => "off the page: " + part.className),
    ...[...page.querySelectorAll(".catch > p, .catch abbr")].filter(p => leaves(p, p.closest(".catch"))),
    ...[...page.querySelectorAll("td, th")].filter(wide),
  ];
}).map(found => found.innerText || found).join("; ") || "fits";
</script></body>"""  # noqa: E501 - JavaScript

Browse = Callable[..., bytes]


@pytest.fixture
def browse(chromium: Path, tmp_path: Path) -> Browse:
    """Open a page in Chromium with some options; returns what it writes to stdout."""

    def run(html: str, *options: str) -> bytes:
        page = tmp_path / "week.html"
        page.write_text(html, encoding="utf-8")
        command = [str(chromium), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *options, page.as_uri()]
        return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout

    return run


def sheet(plan: Plan, *, lang: str = "id", school: str = "Kantin Segar Kagemi · SMPN 10 Malang") -> str:
    view = WeekSheet(plan, lang, sample.SPECIES | FISH, sample.ALLERGENS)
    return as_html("week", week_values(view, school), paper(lang))


FISH = {
    species: replace(
        sample.SPECIES["tuna"],
        id=species,
        name_id=name,
        scientific="Pangasianodon hypophthalmus",
        fact_id="Teri dimakan utuh bersama tulangnya: teri nasi kering mengandung 1.000 mg kalsium tiap 100 g.",
        fact_source_id="IFCT 2017 (sampel India), dua sampel spesies ini, P002 dan P055: 304 dan 809 mg",
    )
    for species, name in (("kakap_merah", "Kakap merah"), ("bandeng", "Bandeng"), ("tenggiri", "Tenggiri"))
}


def fullest() -> Plan:
    """Six days, four groups, five fish, long names and every allergen."""
    greens = sample.served("tumis_buncis_jagung_manis_wortel_dan_jamur_kuping", "", "vegetable", energy=80,
                           protein=3, allergens=["egg", "soy", "gluten"])  # fmt: skip
    long = sample.fish("nugget_tuna_sayur_panggang_dengan_saus_tomat_buatan_sendiri", "", "tuna", energy=200,
                       protein=20, allergens=list(sample.ALLERGENS))  # fmt: skip
    others = [
        sample.fish(f"{species}_asam_padeh_kuah_segar", "", species, energy=1, protein=1) for species in FISH
    ]
    tofu = sample.DAYS[0][2]
    names = ("Laki-laki 13–15 tahun", "Perempuan 13–15 tahun", "SD kelas 1–3 (7–9 tahun)", "Guru dan pegawai")
    return sample.plan(
        [
            [sample.NASI, long, tofu, greens, sample.JERUK],
            sample.DAYS[1],
            sample.DAYS[2],
            *([sample.NASI, fish, tofu, greens, sample.PISANG] for fish in others),
        ],
        weekdays=SIX_DAYS,
        groups=[replace(group(f"group_{i}"), name=Text(name, name)) for i, name in enumerate(names)],
    )


@pytest.mark.parametrize("weeks", [1, 2])
def test_a_week_is_one_page_of_a4_landscape(weeks: int, browse: Browse, tmp_path: Path) -> None:
    pdf = tmp_path / "week.pdf"
    browse(sheet(sample.plan(weeks=weeks)), f"--print-to-pdf={pdf}")
    printed = pdf.read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == weeks
    boxes = {
        tuple(round(float(v)) for v in box.split()) for box in re.findall(rb"/MediaBox\s*\[(.*?)\]", printed)
    }
    assert boxes == {(0, 0, 842, 595)}


@pytest.mark.parametrize(
    ("plan", "lang"),
    [
        pytest.param(sample.plan(), "id", id="a school week"),
        pytest.param(sample.plan(), "en", id="in English"),
        pytest.param(
            sample.plan(sample.DAYS[:3], weekdays=WEEK[:3], groups=sample.GROUPS[:1]), "id", id="three days"
        ),
        pytest.param(fullest(), "id", id="the fullest week"),
    ],
)
def test_nothing_is_cut_off_or_overlaps(plan: Plan, lang: str, browse: Browse) -> None:
    html = sheet(plan, lang=lang).replace("</body>", PROBE)
    found = re.search(r"<title>(.*?)</title>", browse(html, "--dump-dom").decode(), re.DOTALL)
    assert found
    assert found.group(1) == "fits"
