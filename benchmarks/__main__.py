"""Measures, and prints ratios: `python -m benchmarks [PART…] [--docs]`.

Parts: startup, weeks, bare, curves, solvers, growth, reasons, replan, learning, page; all by default, in about
half an hour. Times depend on the machine and on what else it does, so nothing is asserted; compare the columns
of one run. Results are kept in benchmarks/results; `--docs` also puts them into docs/benchmarks.md.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from benchmarks.curves import measure_bare, measure_curves
from benchmarks.growth import measure_growth
from benchmarks.learning import measure_learning
from benchmarks.measure import ROOT, Table, circumstances
from benchmarks.page import measure_page
from benchmarks.reasons import measure_reasons
from benchmarks.replan import measure_replan
from benchmarks.solvers import measure_solvers
from benchmarks.startup import measure_startup
from benchmarks.weeks import measure_weeks

RESULTS = ROOT / "benchmarks" / "results"
DOCS = ROOT / "docs"
PARTS: dict[str, Callable[[], tuple[Table, ...]]] = {
    "startup": measure_startup,
    "weeks": measure_weeks,
    "bare": measure_bare,
    "curves": measure_curves,
    "solvers": measure_solvers,
    "growth": measure_growth,
    "reasons": measure_reasons,
    "replan": measure_replan,
    "learning": measure_learning,
    "page": measure_page,
}


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--docs", action="store_true", help="put the results into docs/benchmarks.md")
    wanted = parser.parse_args()
    unknown = set(wanted.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    before = circumstances()
    print(_line(before) + "\n", flush=True)
    found: dict[str, tuple[Table, ...]] = {}
    for name in wanted.parts or PARTS:
        if name == "curves" and wanted.docs:
            found[name] = measure_curves(DOCS / "benchmarks_gap.csv", DOCS / "benchmarks_gap.svg")
        else:
            found[name] = PARTS[name]()
        print("\n".join(table.markdown() for table in found[name]), flush=True)
    after = circumstances()
    _keep({"before": before, "after": after, "parts": {k: [asdict(t) for t in v] for k, v in found.items()}})
    if wanted.docs:
        for name, tables in found.items():
            _put(name, _line(before | {"load_after": after["load"]}), tables)


def _line(facts: dict[str, str | float]) -> str:
    load = f"{facts['load']}" + (f" to {facts['load_after']}" if "load_after" in facts else "")
    return (
        f"{facts['date']}, {facts['cores']} cores, {facts['memory_gb']} GB, load {load}; "
        f"Python {facts['python']}, HiGHS {facts['highs']}, PuLP {facts['pulp']}, Kagemi {facts['kagemi']}."
    )


def _keep(results: dict[str, object]) -> None:
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{datetime.now():%Y-%m-%dT%H%M%S}.json"
    file.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")


def _put(name: str, line: str, tables: tuple[Table, ...]) -> None:
    """Replace what stands between the part's marks on the page."""
    page = DOCS / "benchmarks.md"
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    before, rest = page.read_text(encoding="utf-8").split(begin)
    _, after = rest.split(end)
    text = "\n".join([f"Measured {line}\n", *(table.markdown() for table in tables)])
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
