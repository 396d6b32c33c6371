"""The part of a program that is left, given to HiGHS as a mixed-integer program.

Branch and bound on the relaxation finds a kernel's optimum where CP-SAT alone searches for minutes;
given it as a hint, CP-SAT then proves it in a moment.
"""

from __future__ import annotations

import highspy
import numpy as np

from solvers.certificate import Box
from solvers.clock import Clock
from solvers.cpsat import Settled
from solvers.highs import QuietHighs, bounds
from solvers.program import Array, Bools, Program

NEXT_TO = 0.01  # of the bound, where a search is limited


def settle(
    program: Program,
    box: Box,
    free: Bools,
    rest: Array,
    cost: Array,
    clock: Clock,
    *,
    nodes: int | None = None,
) -> Settled:
    """Minimise `cost` over the `free` columns, all others standing as in `rest`.

    Blocks for integers only are left out: the point may break them. What HiGHS calls optimal it is
    up to its tolerances, and only where its point costs what it says. It is given no point to start from:
    HiGHS 1.16, given one and presolving, was seen to state an optimum that is none. With `nodes` the
    search ends after so many, or at a point next to the bound.
    """
    columns = np.flatnonzero(free)
    point = rest.copy()
    point[columns] = 0
    standing = program.activity(point)
    entries = program.relaxed.entries(columns)
    rows, row = np.unique(entries.rows, return_inverse=True)
    scale = 2.0 ** -max(0, int(np.log2(float(np.abs(cost[columns]).max(initial=1)))) - 14)
    highs = QuietHighs()
    options: dict[str, int | float] = {
        "threads": 1,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.5 * scale,
        "time_limit": min(clock.left, highspy.kHighsInf),
    }
    if nodes is not None:
        options |= {"mip_max_nodes": nodes, "mip_rel_gap": NEXT_TO}
    for option, value in options.items():
        highs.setOptionValue(option, value)
    highs.cbMipInterrupt += lambda event: event.interrupt() if clock.out else None
    none, nothing = np.zeros(0, dtype=np.int32), np.zeros(0)
    highs.addRows(
        len(rows),
        bounds(box.row_lower[rows]) - standing[rows],
        bounds(box.row_upper[rows]) - standing[rows],
        0, np.zeros(len(rows), dtype=np.int32), none, nothing,
    )  # fmt: skip
    highs.addCols(
        len(columns), (cost[columns] * scale).astype(np.float64),
        bounds(box.lower[columns]), bounds(box.upper[columns]),
        len(row), entries.start[:-1].astype(np.int32),
        row.astype(np.int32), entries.values.astype(np.float64),
    )  # fmt: skip
    highs.changeColsIntegrality(
        len(columns),
        np.arange(len(columns), dtype=np.int32),
        np.full(len(columns), highspy.HighsVarType.kInteger),
    )
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Settled(None, True)
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Settled(None, False)
    point[columns] = np.rint(np.array(highs.getSolution().col_value)).astype(np.int64)
    said, own = highs.getInfo().objective_function_value / scale, int(cost[columns] @ point[columns])
    return Settled(point, status == highspy.HighsModelStatus.kOptimal and abs(said - own) < 0.5)
