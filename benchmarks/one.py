"""One solve in a process of its own: `python -m benchmarks.one FAMILY TEACHERS PEER SECONDS [MODEL]` prints JSON.

A process each, so that memory is the peak of that solve and nothing is warm from another. With
MODEL (such as county.mps or county.lp) the program that every peer is given is written there, its
first goal as the objective, for anybody's own solver.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

import numpy as np

from benchmarks.peers.highs_mip import model
from benchmarks.peers.whole import Whole
from benchmarks.registry import FAMILIES, PEERS, load
from rotation.candidates import find_candidates
from rotation.case import Case
from rotation.county import County, build_county
from rotation.intake.checks import cross_faults
from rotation.intake.grids import Grid
from rotation.intake.records import Records, no_records, read_records
from rotation.planner import state_program
from rotation.policy import load_policy
from rotation.sample import YEAR, Sample
from rotation.schema import TABLES
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


def program_of(family: str, teachers: int) -> tuple[Program, int]:
    """The teachers' program of a family's county, and how many candidates it has."""
    case = Case(county_of(FAMILIES[family].build(teachers)), load_policy("nantong-2017"), YEAR)
    candidates = find_candidates(case)
    return state_program(candidates, "2026"), len(candidates)


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
    family, teachers, peer, seconds = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4])
    load()
    program, candidates = program_of(family, teachers)
    if len(sys.argv) > 5:
        whole = Whole(program, program.entries(np.arange(program.columns)))
        model(whole, program.goals[0], integers=True).writeModel(sys.argv[5])
    print(json.dumps({**measure(program, peer, seconds), "candidates": candidates}))


if __name__ == "__main__":
    main()
