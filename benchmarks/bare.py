"""HiGHS alone on an MPS file, with its own defaults: `python -m benchmarks.bare FILE SECONDS [GAP]`.

Prints the curve as JSON: [seconds, value or null, bound or null] in the file's own sense (minimise).
"""

import json
import math
import sys
import time
from typing import Any

Point = tuple[float, float | None, float | None]


def solve(file: str, seconds: float, gap: float = 0.0) -> list[Point]:
    """Every change of the best value and of the bound."""
    import highspy

    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("time_limit", seconds)
    highs.setOptionValue("mip_rel_gap", gap)
    points: list[Point] = []
    start = time.perf_counter()
    highs.readModel(file)

    def note(event: Any) -> None:
        found = event.data_out
        points.append((time.perf_counter() - start, known(found.mip_primal_bound), known(found.mip_dual_bound)))

    highs.cbMipLogging += note
    highs.cbMipImprovingSolution += note
    highs.run()
    info = highs.getInfo()
    end = time.perf_counter() - start
    points.append((end, known(info.objective_function_value), known(info.mip_dual_bound)))
    return points


def known(amount: float) -> float | None:
    """None for the solver's infinities."""
    return amount if math.isfinite(amount) and abs(amount) < 1e20 else None


if __name__ == "__main__":
    print(json.dumps(solve(sys.argv[1], *map(float, sys.argv[2:]))))
