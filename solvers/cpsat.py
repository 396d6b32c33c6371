"""The part of a program that is left, given to CP-SAT: the last word on every plan."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from solvers.certificate import Box
from solvers.clock import Clock
from solvers.program import Array, Bools, Indices, Program, total

_FAR = 2**62


@dataclass(frozen=True)
class Settled:
    """What a solver says: the best point found (None: none) and whether that is proven.

    `proven` with no point means that there is none. `checked`: it is shown in exact integers here, not only
    said by a solver that searches.
    """

    point: Array | None
    proven: bool
    checked: bool = False


def settle(
    program: Program,
    box: Box,
    free: Bools,
    rest: Array,
    cost: Array,
    clock: Clock,
    *,
    least: int | None = None,
    hint: Array | None = None,
) -> Settled:
    """Minimise `cost` over the `free` columns, all others standing as in `rest`.

    `least` is a proven lower bound on cost·x (the whole of it, `rest` included); `hint` a point to
    start from. Rows are those of `program` with the bounds of `box`.
    """
    columns = np.flatnonzero(free)
    point = rest.copy()
    point[columns] = 0
    model = cp_model.CpModel()
    variables = [
        model.new_int_var(low, high, "")
        for low, high in zip(box.lower[columns].tolist(), box.upper[columns].tolist(), strict=True)
    ]
    if not add_rows(model, variables, program, box, columns, program.activity(point)):
        return Settled(None, True)
    costs = cost[columns]
    fixed = total(cost, point)
    priced = np.flatnonzero(costs)
    objective = cp_model.LinearExpr.weighted_sum([variables[j] for j in priced], costs[priced].tolist())
    if least is not None and len(priced):
        model.add_linear_constraint(objective, least - fixed, _FAR)
    model.minimize(objective)
    if hint is not None:
        for variable, value in zip(variables, hint[columns].tolist(), strict=True):
            model.add_hint(variable, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # two do not settle in minutes what one does in a moment
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = 1
    if np.isfinite(clock.left):
        solver.parameters.max_time_in_seconds = clock.left
    status = _run(solver, model, clock)
    if status == cp_model.INFEASIBLE:
        return Settled(None, True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Settled(None, False)
    point[columns] = [solver.value(variable) for variable in variables]
    return Settled(point, status == cp_model.OPTIMAL)


def _run(solver: cp_model.CpSolver, model: cp_model.CpModel, clock: Clock) -> cp_model.CpSolverStatus:
    """Solve beside the calling thread, which stays free to take signals and to watch the clock.

    CP-SAT's own handler must stay off: it would leave the process without ours.
    """
    solver.parameters.catch_sigint_signal = False
    with ThreadPoolExecutor(max_workers=1) as beside:
        running = beside.submit(solver.solve, model)
        while True:
            try:
                return running.result(timeout=0.05)
            except TimeoutError:
                if clock.out:
                    solver.stop_search()


def add_rows(
    model: cp_model.CpModel,
    variables: list[cp_model.IntVar],
    program: Program,
    box: Box,
    columns: Indices,
    standing: Array,
) -> bool:
    """Add every row that the free columns can break; False if one is broken without them."""
    entries = program.entries(columns)
    column = np.repeat(np.arange(len(columns)), np.diff(entries.start))
    low = np.where(entries.values > 0, box.lower[columns[column]], box.upper[columns[column]])
    high = np.where(entries.values > 0, box.upper[columns[column]], box.lower[columns[column]])
    least, most = standing.copy(), standing.copy()
    np.add.at(least, entries.rows, entries.values * low)
    np.add.at(most, entries.rows, entries.values * high)
    if ((least > box.row_upper) | (most < box.row_lower)).any():
        return False
    binding = (least < box.row_lower) | (most > box.row_upper)
    chosen = np.flatnonzero(binding[entries.rows])
    order = chosen[np.argsort(entries.rows[chosen], kind="stable")]
    rows = entries.rows[order]
    first = np.searchsorted(rows, np.unique(rows))
    for begin, end in zip(first.tolist(), [*first[1:].tolist(), len(rows)], strict=False):
        row = int(rows[begin])
        own = order[begin:end]
        model.add_linear_constraint(
            cp_model.LinearExpr.weighted_sum([variables[j] for j in column[own]], entries.values[own].tolist()),
            max(int(box.row_lower[row] - standing[row]), -_FAR),
            min(int(box.row_upper[row] - standing[row]), _FAR),
        )
    return True
