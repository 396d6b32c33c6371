"""The solver of this project."""

from __future__ import annotations

import os

from benchmarks.registry import peer
from solvers.clock import Clock
from solvers.lexicographic import solve as lexicographic
from solvers.program import Program


@peer("ours", "price, prune, prove")
def solve(program: Program, clock: Clock) -> list[tuple[int | None, int | None]]:
    return [(goal.value, goal.bound) for goal in lexicographic(program, clock, threads=os.cpu_count() or 1).goals]
