"""HiGHS as a mixed-integer program over every candidate, goal by goal, each optimum added as a row."""

from __future__ import annotations

import highspy
import numpy as np

from benchmarks.peers.whole import Answer, Whole, goal_by_goal
from benchmarks.registry import peer
from solvers.clock import Clock
from solvers.highs import QuietHighs, bounds
from solvers.program import Array, Goal, Program


def model(whole: Whole, goal: Goal, *, integers: bool) -> QuietHighs:
    """The whole program as a HiGHS model with `goal` as its objective."""
    program, entries = whole.program, whole.entries
    highs = QuietHighs()
    empty_ints, empty = np.zeros(0, dtype=np.int32), np.zeros(0)
    rows = program.rows
    highs.addRows(
        rows, bounds(program.row_lower), bounds(program.row_upper), 0, np.zeros(rows, dtype=np.int32), empty_ints, empty
    )
    highs.addCols(
        program.columns, whole.cost(goal).astype(np.float64), bounds(program.lower), bounds(program.upper),
        len(entries.rows), entries.start[:-1].astype(np.int32), entries.rows.astype(np.int32),
        entries.values.astype(np.float64),
    )  # fmt: skip
    for held, value in whole.held:
        hold(highs, whole.cost(held), value)
    if integers:
        highs.changeColsIntegrality(
            program.columns,
            np.arange(program.columns, dtype=np.int32),
            np.full(program.columns, highspy.HighsVarType.kInteger),
        )
    return highs


def hold(highs: QuietHighs, cost: Array, value: int) -> None:
    """One row more: cost·x ≤ value."""
    used = np.flatnonzero(cost)
    highs.addRow(-highspy.kHighsInf, float(value), len(used), used.astype(np.int32), cost[used].astype(np.float64))


def run_mip(highs: QuietHighs, seconds: float) -> tuple[int | None, float | None]:
    """Run the model as it is; the value found and the bound proven, None for neither."""
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.5)
    highs.setOptionValue("time_limit", max(0.1, seconds))
    highs.run()
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    value = round(info.objective_function_value) if found else None
    if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        return value, None if value is None else float(value)
    bound = float(info.mip_dual_bound)
    return value, bound if np.isfinite(bound) else None


def relaxed(whole: Whole, goal: Goal, seconds: float) -> QuietHighs | None:
    """The relaxation at its optimum, None where the time did not do."""
    highs = model(whole, goal, integers=False)
    highs.setOptionValue("time_limit", max(0.1, seconds))
    highs.run()
    return highs if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal else None


def _minimise(whole: Whole, goal: Goal, seconds: float) -> tuple[int | None, float | None]:
    return run_mip(model(whole, goal, integers=True), seconds)


@peer("HiGHS MIP", "every candidate, goal by goal, each optimum a row")
def solve(program: Program, clock: Clock) -> list[Answer]:
    return goal_by_goal(program, clock, _minimise)
