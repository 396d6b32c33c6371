"""`python -m benchmarks.settings [COUNTY] [--limit S]`: one county under many settings, none of which may hang.

Planners sweep thresholds: each setting is solved in this process, one after the other, with times as multiples of
the base's, which is what a user sees of a sweep.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.process import row
from rotation.county.county import County
from rotation.intake.read import read_county
from rotation.intake.sample import YEAR
from rotation.planning.planner import state_program
from rotation.rules.candidates import find_candidates
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from solvers.clock import Clock, OutOfTime
from solvers.lexicographic import solve
from solvers.relaxation import Infeasible

SAMPLE = Path(__file__).parents[1] / "data" / "counties" / "云川县.xlsx"
TIMES = 4  # the base's time: what every setting is wanted within
SETTINGS = (
    *(f"quota.lower={p} quota.upper={p + 5}" for p in (10, 12, 16, 18, 20)),
    *(f"quota.upper={p}" for p in (15, 16, 18)),
    *(f"reach.max_km={km}" for km in (10, 15, 20, 30, 60)),
    *(f"backbone_share.percent={p}" for p in (20, 25, 30, 40)),
    *(f"turnover.percent={p}" for p in (10, 15, 30)),
    *(f"staffing.loss_percent={p}" for p in (0, 2, 10)),
)


def _nobody_wishes(county: County) -> County:
    return replace(county, wishes={})


def _all_unwilling(county: County) -> County:
    people = county.teachers
    return replace(county, teachers=replace(people, willingness=("不愿",) * len(people)))


EDITS: dict[str, Callable[[County], County]] = {"no wishes": _nobody_wishes, "all 不愿": _all_unwilling}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.settings", description=__doc__)
    parser.add_argument("county", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--limit", type=float, default=120.0, help="seconds for each")
    options = parser.parse_args()
    print(row("setting", "s", "× base", "proven"))
    print(row("---", "---:", "---:", "---:"))
    base, times, late = 0.0, [], 0
    for name, case in _cases(options.county):
        seconds, said = _solved(case, options.limit)
        base = base or seconds
        times.append(seconds / base)
        late += seconds > TIMES * base or said == "no"
        print(row(name, f"{seconds:.1f}", f"{seconds / base:.1f}", said), flush=True)
    print(
        f"\n{len(times)} settings: median {statistics.median(times):.1f}, worst {max(times):.1f} times the base; "
        f"{late} not proven within {TIMES} times"
    )


def _cases(path: Path) -> Iterator[tuple[str, Case]]:
    plain = load_policy("nantong-2017")
    county = read_county(path, plain, YEAR).county
    yield "base", Case(county, plain, YEAR)
    for text in SETTINGS:
        yield text, Case(county, load_policy("nantong-2017", tuple(text.split())), YEAR)
    for name, edit in EDITS.items():
        yield name, Case(edit(county), plain, YEAR)


def _solved(case: Case, limit: float) -> tuple[float, str]:
    """Seconds, and whether all is proven; that no plan exists is an answer as well."""
    program = state_program(find_candidates(case), str(YEAR))
    clock = Clock(limit)
    try:
        said = "yes" if solve(program, clock, threads=2).optimal else "no"
    except Infeasible:
        said = "no plan exists"
    except OutOfTime:
        said = "no"
    return clock.elapsed, said


if __name__ == "__main__":
    main()
