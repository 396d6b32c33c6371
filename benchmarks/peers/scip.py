"""SCIP through OR-Tools over every candidate, goal by goal, each optimum added as a row."""

from __future__ import annotations

import numpy as np
from ortools.linear_solver import pywraplp

from benchmarks.peers.whole import Answer, Whole, goal_by_goal
from benchmarks.registry import peer
from solvers.clock import Clock
from solvers.highs import bounds
from solvers.program import Goal, Program


def _minimise(whole: Whole, goal: Goal, seconds: float) -> tuple[int | None, float | None]:
    program, entries = whole.program, whole.entries
    solver = pywraplp.Solver.CreateSolver("SCIP")
    variables = [
        solver.IntVar(low, high, "") for low, high in zip(program.lower.tolist(), program.upper.tolist(), strict=True)
    ]
    lower, upper = bounds(program.row_lower), bounds(program.row_upper)
    rows = [solver.RowConstraint(low, high, "") for low, high in zip(lower.tolist(), upper.tolist(), strict=True)]
    column = np.repeat(np.arange(program.columns), np.diff(entries.start))
    for j, i, value in zip(column.tolist(), entries.rows.tolist(), entries.values.tolist(), strict=True):
        rows[i].SetCoefficient(variables[j], value)
    for held, best in whole.held:
        row = solver.RowConstraint(-solver.infinity(), float(best), "")
        cost = whole.cost(held)
        for j in np.flatnonzero(cost).tolist():
            row.SetCoefficient(variables[j], float(cost[j]))
    objective = solver.Objective()
    cost = whole.cost(goal)
    for j in np.flatnonzero(cost).tolist():
        objective.SetCoefficient(variables[j], float(cost[j]))
    objective.SetMinimization()
    solver.SetTimeLimit(int(1000 * min(max(0.1, seconds), 10**6)))
    parameters = pywraplp.MPSolverParameters()
    parameters.SetDoubleParam(parameters.RELATIVE_MIP_GAP, 0.0)
    status = solver.Solve(parameters)
    if status not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
        return None, None
    value = round(objective.Value())
    return value, float(value) if status == pywraplp.Solver.OPTIMAL else float(objective.BestBound())


@peer("SCIP", "every candidate, goal by goal, each optimum a row")
def solve(program: Program, clock: Clock) -> list[Answer]:
    return goal_by_goal(program, clock, _minimise)
