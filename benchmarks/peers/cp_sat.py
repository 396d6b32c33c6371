"""CP-SAT given every candidate, goal by goal, each optimum added as a row."""

from __future__ import annotations

import os
from functools import partial

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.peers.whole import Answer, Whole, goal_by_goal
from benchmarks.registry import peer
from solvers.certificate import Box
from solvers.clock import Clock
from solvers.cpsat import add_rows
from solvers.program import Floats, Goal, Program


def minimise(
    whole: Whole, goal: Goal, seconds: float, *, workers: int, hint: Floats | None = None
) -> tuple[int | None, float | None]:
    """The value CP-SAT finds for `goal` and the bound it proves, None for neither; `hint` is a point to begin with."""
    program = whole.program
    box = Box.of(program)
    model = cp_model.CpModel()
    variables = [
        model.new_int_var(low, high, "") for low, high in zip(box.lower.tolist(), box.upper.tolist(), strict=True)
    ]
    every = np.arange(program.columns)
    add_rows(model, variables, program, box, every, np.zeros(program.rows, dtype=np.int64))
    for held, value in whole.held:
        cost = whole.cost(held)
        used = np.flatnonzero(cost)
        total = cp_model.LinearExpr.weighted_sum([variables[j] for j in used], cost[used].tolist())
        model.add_linear_constraint(total, -(2**62), value)
    cost = whole.cost(goal)
    used = np.flatnonzero(cost)
    model.minimize(cp_model.LinearExpr.weighted_sum([variables[j] for j in used], cost[used].tolist()))
    for variable, value in zip(variables, () if hint is None else hint.tolist(), strict=False):
        model.add_hint(variable, int(value))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = max(0.1, seconds)
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, float(solver.best_objective_bound) if status == cp_model.UNKNOWN else None
    return round(solver.objective_value), float(solver.best_objective_bound)


@peer("CP-SAT", "every candidate at once, a worker a core, linearization_level 2, goal by goal")
def solve(program: Program, clock: Clock) -> list[Answer]:
    return goal_by_goal(program, clock, partial(minimise, workers=os.cpu_count() or 1))
