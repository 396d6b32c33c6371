"""Blocks of rows that cannot hold together, none of them to spare."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solvers import cpsat, mip
from solvers.certificate import Box
from solvers.clock import Clock
from solvers.program import Array, Program
from solvers.relaxation import Infeasible, Relaxation


def is_feasible(program: Program, clock: Clock) -> bool:
    """Whether some integer point meets every row of `program`. Raises OutOfTime."""
    box = Box.of(program)
    relaxation = Relaxation(program, box, clock)
    try:
        relaxation.start(np.zeros(program.columns))
    except Infeasible:
        return False
    if relaxation.integral_point() is not None:
        return True
    free = box.upper > box.lower
    nothing: Array = np.zeros(program.columns, dtype=np.int64)
    found = mip.settle(program, box, free, box.lower, nothing, clock, threads=1)
    clock.check()
    if found.point is not None and program.feasible(found.point):
        return True
    proof = cpsat.settle(program, box, free, box.lower, nothing, clock, threads=1)
    clock.check()
    return proof.point is not None


def irreducible_conflict(program: Program, clock: Clock, droppable: Sequence[str]) -> tuple[str, ...]:
    """Of the blocks `droppable`, in their order, a set that is infeasible, and feasible less any one.

    The deletion filter: each block in turn is dropped for good if what is left is infeasible still.
    `program` must be infeasible. Raises OutOfTime.
    """
    kept = [name for name in droppable if any(block.name == name for block in program.blocks)]
    for name in list(kept):
        rest = program.without_blocks([name])
        if not is_feasible(rest, clock):
            program = rest
            kept.remove(name)
    return tuple(kept)
