"""Goal after goal, each to proven optimality: price, prune, prove.

For each goal in turn:

1. *Price*: the relaxation, priced over all columns, gives duals; rounded, they prove a bound in
   exact integers (`certificate`).
2. If the relaxation's vertex is integral and as good as the bound, the goal is settled. If only the
   bound is integral, the goal is taken to reach it and confirmed by the next integral point, which
   lies in the face of every goal before it.
3. *Cut*: otherwise rows that every integer point meets take fractional vertices away (`cuts`).
4. *Prove*: where that does not do, what the reduced costs leave open is settled in integers
   (`kernel`), or, where it is large, the goal is taken to reach its bound as well.
5. *Prune*: the box shrinks to the face of points as good as the optimum. Where an optimum lies
   above its bound, the goal is kept as a row as well.

What falls apart without the few rows that speak of everything (`parts`) is relaxed apart first, for a basis
of the whole to begin with (`beside`).

In the end, unless the last goal was just settled in integers, CP-SAT is given every column that could
still be in a best point and must confirm it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from solvers import cpsat, mip
from solvers.certificate import Box, certify
from solvers.clock import Clock, OutOfTime
from solvers.descent import Progress, Run, settle, signed
from solvers.limits import must_be_exact
from solvers.program import Array, Indices, Program
from solvers.relaxation import Statistics
from solvers.trail import Trail

RESCUE_SECONDS = 10.0


@dataclass(frozen=True)
class GoalResult:
    """A goal's value at the point returned, and the bound proven for the whole program.

    `bound` is None where it was not reached: after the first goal that is not proven. `checked` says of a proven goal that
    exact integers show it, by duals, cuts and branching; where it is False only solvers that search have said so.
    """

    name: str
    value: int
    bound: int | None
    proven: bool
    checked: bool


@dataclass(frozen=True)
class Solution:
    """The best point found and, goal by goal, what is proven of it.

    `face` is the program without goals whose points are exactly those as good as `point` in every
    goal, over the same columns; None where not every goal is proven. `held` are the columns that the
    relaxation held in the end: good first ones for a program that differs little.
    """

    point: Array
    goals: tuple[GoalResult, ...]
    statistics: Statistics
    face: Program | None = None
    held: Indices | None = None

    @property
    def optimal(self) -> bool:
        return all(goal.proven for goal in self.goals)


def solve(
    program: Program,
    clock: Clock | None = None,
    *,
    threads: int = 1,
    report: Callable[[Progress], None] = lambda progress: None,
    first: Indices | None = None,
    trail: Trail | None = None,
) -> Solution:
    """Solve `program`; the point is the same whatever `threads` and `first`, if its last goal leaves no ties.

    Independent parts are solved by up to `threads` at once. `first` are columns for the relaxation
    to begin with, as another solution's `held`. `trail` is told what the solution rests on.

    Raises Infeasible where no point meets the rows, OutOfTime where the clock ran out before one
    was found, TooLarge where the program's numbers are beyond what is reckoned with exactly.
    """
    must_be_exact(program)
    clock = clock or Clock()
    reserve = 0.0 if np.isinf(clock.left) else min(clock.left / 4, max(RESCUE_SECONDS, clock.left / 10))
    search = Clock(None if np.isinf(clock.left) else clock.left - reserve, clock)
    run = Run(program, Box.of(program), search, first, threads, report, trail)
    try:
        settle(run, run.begin())
        if not run.confirmed:
            _confirm(run)
            run.confirmed = True
    except OutOfTime:
        _rescue(run, program, Clock(max(RESCUE_SECONDS, reserve), None if clock.out else clock))
    return _solution(run, program)


def _confirm(run: Run) -> None:
    """Let CP-SAT look for a better point among all columns that could be in one; there must be none."""
    assert run.best is not None
    goal = run.program.goals[-1]
    cost = run.cost(goal)
    free = run.box.upper > run.box.lower
    confirmed = cpsat.settle(run.program, run.box, free, run.best, cost, run.clock, hint=run.best)
    if not confirmed.proven:
        raise OutOfTime
    if confirmed.point is None or run.value(goal, confirmed.point) != run.settled[-1]:
        raise RuntimeError("CP-SAT does not confirm the plan: this is a fault of the program")


def _rescue(run: Run, program: Program, clock: Clock) -> None:
    """Out of time: get the best point that is still to be had at short notice, and the bound so far.

    Tried in turn: the columns of the last vertex the relaxation reached, the same with no goal held at
    its optimum where there is no point at all yet, and then all columns that the relaxation holds. Before
    the first goal is settled all are tried, and the best for it is taken.
    """
    i = len(run.settled)
    reached, inside = program.groups < 0, np.zeros(program.columns, dtype=bool)
    duals = np.zeros(run.program.rows)
    for part, relaxation in run.relaxations():
        own = np.arange(program.columns) if part is None else part.columns
        reached[own[relaxation.reached]] = True
        inside[own] |= relaxation.inside
        if part is not None:
            duals[part.rows] = relaxation.duals
        elif relaxation.statistics.runs:
            duals = relaxation.duals
    if i < len(program.goals) and len(run.bounds) == i:
        goal, relaxed = run.program.goals[i], run.program.relaxed
        cost, constant = run.cost(goal), signed(goal, goal.constant)
        proofs = (duals, np.zeros(relaxed.rows))  # any duals prove a bound, also none
        run.bounds.append(max(certify(relaxed, run.box, cost, constant, proof).bound for proof in proofs))
    if run.best is None or run.taken_for_granted or not run.settled:
        now, start = (run.program, run.box, min(i, len(program.goals) - 1)), (program, Box.of(program), 0)
        for place, few in ((now, reached), (start, reached), (now, inside), (start, inside)):
            if place is start and run.best is not None and run.settled:
                continue
            own_program, box, aim = place
            free = few & (box.upper > box.lower)
            cost = run.cost(program.goals[aim])
            point = mip.settle(own_program, box, free, box.lower, cost, Clock(clock.left / 2)).point
            if point is not None and own_program.feasible(point):
                goal = program.goals[0]
                if run.settled or run.best is None or run.value(goal, point) < run.value(goal, run.best):
                    run.best = point
                if place is now and run.settled:
                    break
    if run.best is None:
        raise OutOfTime


def _solution(run: Run, program: Program) -> Solution:
    assert run.best is not None
    goals = []
    proven = True
    for i, goal in enumerate(program.goals):
        value = program.value(goal, run.best)
        bound = signed(goal, run.bounds[i]) if i < len(run.bounds) and proven else None
        holds = proven and i < len(run.settled) and signed(goal, value) <= run.settled[i]
        if holds and bound is not None:
            bound = value
        proven = holds and (run.confirmed or i + 1 < len(program.goals) or i not in run.searched)
        goals.append(GoalResult(goal.name, value, bound, proven, proven and i not in run.searched))
    face = _within(run.program, run.box) if proven else None
    statistics, inside = Statistics(), np.zeros(program.columns, dtype=bool)
    for part, relaxation in run.relaxations():
        statistics.add(relaxation.statistics)
        inside[slice(None) if part is None else part.columns] |= relaxation.inside
    return Solution(run.best, tuple(goals), statistics, face, np.flatnonzero(inside))


def _within(program: Program, box: Box) -> Program:
    """The program's rows and columns within the box, without goals."""
    blocks = [
        replace(block, lower=box.row_lower[first:last], upper=box.row_upper[first:last])
        for block, first, last in zip(program.blocks, program.offsets, program.offsets[1:], strict=False)
    ]
    return replace(program, lower=box.lower, upper=box.upper, blocks=tuple(blocks), goals=())
