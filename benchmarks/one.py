"""One solve in a process of its own: `python -m benchmarks.one COUNTY PEER SECONDS [MODEL]` prints JSON.

COUNTY is FAMILY:TEACHERS, FAMILY:TEACHERS:SEED, or the path of a county's folder or workbook. A process
each, so that memory is the peak of that solve and nothing is warm from another. With
MODEL (such as county.mps or county.lp) the program that every peer is given is written there, its
first goal as the objective, for anybody's own solver.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.highs_mip import model
from benchmarks.peers.whole import Whole
from benchmarks.registry import FAMILIES, PEERS, load
from rotation.county.building import build_county
from rotation.county.county import County
from rotation.county.schema import TABLES
from rotation.intake.checks import cross_faults
from rotation.intake.grid import Grid
from rotation.intake.read import read_county
from rotation.intake.records import Records, no_records, read_records
from rotation.intake.sample import YEAR, Sample
from rotation.planning.planner import state_program
from rotation.rules.candidates import find_candidates
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from solvers.clock import Clock, OutOfTime
from solvers.program import Program


def county_of(sample: Sample) -> County:
    """A sample county as read, without the detour through files."""
    policy = load_policy("nantong-2017")
    faults: list[Any] = []
    tables: dict[str, Records] = {}
    for table in TABLES:
        rows = sample.tables[table.name]
        cells = [[column.name, *(row.get(column.name, "") for row in rows)] for column in table.columns]
        records = read_records(table, Grid(table.name, cells), policy.aliases, faults, [])
        tables[table.name] = records or no_records(table)
    faults += cross_faults(tables, YEAR)
    if faults:
        raise ValueError(f"{len(faults)} faults, the first: {faults[0]}")
    return build_county("bench", {name: records.values for name, records in tables.items()})


def program_of(name: str) -> tuple[Program, int]:
    """The teachers' program of the county `name` (see the head of this file), and how many candidates it has."""
    policy = load_policy("nantong-2017")
    candidates = find_candidates(Case(named_county(name), policy, YEAR))
    return state_program(candidates, "2026"), len(candidates)


def named_county(name: str) -> County:
    """A family's county, of the seed "bench" where none is given, or the one at a path."""
    family, *numbers = name.split(":")
    if family in FAMILIES and numbers:
        return county_of(FAMILIES[family].build(int(numbers[0]), (*numbers[1:], "bench")[0]))
    return read_county(Path(name), load_policy("nantong-2017"), YEAR).county


def measure(program: Program, peer: str, seconds: float) -> dict[str, Any]:
    """Seconds, peak memory of the process, and what the peer answers."""
    begin = time.perf_counter()
    try:
        answers = PEERS[peer].solve(program, Clock(seconds))
    except (OutOfTime, MemoryError) as failure:
        answers = []
        print(type(failure).__name__, file=sys.stderr)
    return {
        "seconds": time.perf_counter() - begin,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "answers": answers,
        "goals": [goal.name for goal in program.goals],
        "columns": program.columns,
        "rows": program.rows,
    }


def main() -> None:
    county, peer, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    load()
    program, candidates = program_of(county)
    if len(sys.argv) > 4:
        whole = Whole(program, program.entries(np.arange(program.columns)))
        model(whole, program.goals[0], integers=True).writeModel(sys.argv[4])
    print(json.dumps({**measure(program, peer, seconds), "candidates": candidates}))


if __name__ == "__main__":
    main()
