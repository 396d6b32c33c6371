"""Goal after goal, each to proven optimality: price, prune, prove.

For each goal in turn:

1. *Price*: the relaxation, priced over all columns, gives duals; rounded, they prove a bound in
   exact integers (`certificate`).
2. If the relaxation's vertex is integral and as good as the bound, the goal is settled. If only the
   bound is integral, the goal is taken to reach it and confirmed by the next integral vertex,
   which lies in the face of every goal before it.
3. *Prove*: otherwise what the reduced costs leave open is the kernel; CP-SAT settles it, and the
   kernel is widened until its optimum lies within the reduced costs left out.
4. *Prune*: the box shrinks to the face of points as good as the optimum. Where an optimum lies
   above its bound, the goal is kept as a row as well.

In the end, unless it has just settled the last goal so, CP-SAT is given every column that could
still be in a best point and must confirm it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import highspy
import numpy as np

from solvers import cpsat, mip
from solvers.certificate import Box, Certificate, certify, cut_of, open_columns, tighten
from solvers.clock import Clock, OutOfTime
from solvers.program import UNBOUNDED, Array, Block, Bools, Floats, Goal, Indices, Program, Term, total
from solvers.relaxation import Astray, Infeasible, Relaxation, Statistics

KERNEL_COLUMNS = 1000
RATIO, FIRST_RATIO = 5.0, 100.0  # of the weights of one goal and the next in a mixture
PROOF_SECONDS, PROOF_PATIENCE = 20.0, 10.0
RESCUE_SECONDS = 10.0


@dataclass(frozen=True)
class GoalResult:
    """A goal's value at the point returned, and the bound proven for the whole program.

    `bound` is None where it was not reached: after the first goal that is not proven.
    """

    name: str
    value: int
    bound: int | None
    proven: bool


@dataclass(frozen=True)
class Progress:
    """Told after each goal: its value so far (None: not known yet), its bound, seconds since the start."""

    name: str
    value: int | None
    bound: int
    seconds: float


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


@dataclass
class _Assumed:
    """A goal taken to reach its bound, with all that is needed to go back to it."""

    goal: int
    program: Program
    box: Box
    basis: highspy.HighsBasis
    columns: int


@dataclass
class _Run:
    """The state of one solve; `settled[i]` is the proven optimum of goal i in the minimising sense."""

    program: Program
    box: Box
    clock: Clock
    threads: int
    relaxation: Relaxation
    best: Array | None = None
    confirmed: bool = False
    settled: list[int] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)
    assumed: list[_Assumed] = field(default_factory=list)

    def cost(self, goal: Goal) -> Array:
        """The goal's cost in the minimising sense."""
        return -goal.cost.astype(np.int64) if goal.maximise else goal.cost.astype(np.int64)

    def value(self, goal: Goal, point: Array) -> int:
        """The goal's value in the minimising sense."""
        return _signed(goal, self.program.value(goal, point))


def _signed(goal: Goal, value: int) -> int:
    return -value if goal.maximise else value


def solve(
    program: Program,
    clock: Clock | None = None,
    *,
    threads: int = 1,
    report: Callable[[Progress], None] = lambda progress: None,
    first: Indices | None = None,
) -> Solution:
    """Solve `program`; the point is the same whatever `threads` and `first`, if its last goal leaves no ties.

    `first` are columns for the relaxation to begin with, as another solution's `held`.

    Raises Infeasible where no point meets the rows, OutOfTime where the clock ran out before one
    was found.
    """
    clock = clock or Clock()
    box = Box.of(program)
    reserve = 0.0 if np.isinf(clock.left) else min(clock.left / 4, max(RESCUE_SECONDS, clock.left / 10))
    search = Clock(None if np.isinf(clock.left) else clock.left - reserve, clock)
    run = _Run(program, box, search, threads, Relaxation(program, box, search))
    try:
        run.relaxation.start(_mixture(run, 0), first)
        _all_goals(run, report)
        if not run.confirmed:
            _confirm(run)
            run.confirmed = True
    except OutOfTime:
        _rescue(run, program, Clock(max(RESCUE_SECONDS, reserve), None if clock.out else clock))
    return _solution(run, program)


def _all_goals(run: _Run, report: Callable[[Progress], None]) -> None:
    doubtful: set[int] = set()  # goals found not to reach their bounds in integers
    i = 0
    while i < len(run.program.goals):
        goal = run.program.goals[i]
        cost = run.cost(goal)
        try:
            if 0 < i < len(run.program.goals) - 1:
                run.relaxation.approach(_mixture(run, i))
            duals, vertex = run.relaxation.minimise(cost), True
        except Astray:
            if run.assumed:
                i = _step_back(run, doubtful)
                continue
            duals, vertex = np.zeros(run.program.rows), False  # they prove a bound as well, if a weak one
        certificate = certify(run.program.relaxed, run.box, cost, _signed(goal, goal.constant), duals)
        del run.bounds[i:], run.settled[i:]
        run.bounds.append(certificate.bound)
        point = run.relaxation.integral_point() if vertex else None
        if point is not None and run.value(goal, point) == certificate.bound:
            _accept(run, point)
        elif vertex and i not in doubtful and i + 1 < len(run.program.goals) and _reachable(certificate):
            basis, columns = run.relaxation.basis()
            run.assumed.append(_Assumed(i, run.program, run.box.copy(), basis, columns))
        else:
            if point is not None:
                _accept(run, point)
            found = _kernel(run, cost, certificate, i)
            if found is None:
                if not run.assumed:
                    raise Infeasible
                i = _step_back(run, doubtful)
                continue
            _accept(run, found)
        known = not run.assumed
        reached = certificate.bound if not known or run.best is None else run.value(goal, run.best)
        run.settled.append(reached)
        shown = _signed(goal, reached) if known else None
        report(Progress(goal.name, shown, _signed(goal, certificate.bound), run.clock.elapsed))
        _narrow(run, goal, cost, certificate, reached)
        i += 1


def _mixture(run: _Run, first: int) -> Floats:
    """The goals from `first` on in one, each weighing far less than the one before it."""
    mixture = np.zeros(run.program.columns)
    free = run.box.upper > run.box.lower
    weight = 1.0
    for goal in run.program.goals[first:]:
        sizes = np.abs(goal.cost[free & (goal.cost != 0)])
        if len(sizes):
            mixture += run.cost(goal) * (weight / float(sizes.mean()))
            weight /= FIRST_RATIO if weight == 1.0 and first else RATIO
    return mixture


def _step_back(run: _Run, doubtful: set[int]) -> int:
    """The goals assumed cannot all reach their bounds: go back to the last, to settle it in integers."""
    back = run.assumed.pop()
    doubtful.add(back.goal)
    run.program, run.box = back.program, back.box
    run.relaxation.restore(back.program, back.box, back.basis, back.columns)
    return back.goal


def _reachable(certificate: Certificate) -> bool:
    """Whether the bound as rounded up is the relaxation's own optimum, but for the rounding."""
    return certificate.gap(certificate.bound) * 1000 < certificate.scale


def _accept(run: _Run, point: Array) -> None:
    """Keep `point` as the incumbent: it lies in the face of every goal settled or assumed so far."""
    run.best = point
    run.assumed.clear()


def _narrow(run: _Run, goal: Goal, cost: Array, certificate: Certificate, value: int) -> None:
    """Shrink the box to the points whose goal is `value`, by a row besides where bounds cannot say it."""
    if not tighten(certificate, run.box, value):
        constant = _signed(goal, goal.constant)
        everywhere = slice(0, run.program.columns)
        exact = Block(
            f"goal {goal.name}",
            np.array([certificate.bound - constant]),
            np.array([value - constant]),
            (Term(everywhere, np.where(cost != 0, 0, -1), cost),),
            integers_only=True,
        )
        share, most = cut_of(certificate, run.box, value)
        cut = Block(
            f"cut {goal.name}",
            np.array([-UNBOUNDED]),
            np.array([most]),
            (Term(everywhere, np.where(share != 0, 0, -1), share),),
        )
        run.program = run.program.with_block(exact).with_block(cut)
        run.box.row_lower = np.concatenate([run.box.row_lower, exact.lower, cut.lower])
        run.box.row_upper = np.concatenate([run.box.row_upper, exact.upper, cut.upper])
        run.relaxation.extend(run.program)
    run.relaxation.shrink()


def _kernel(run: _Run, cost: Array, certificate: Certificate, i: int) -> Array | None:
    """The best integer point of the box, proven over all its columns; None if there is none.

    HiGHS finds it, CP-SAT proves it; only where CP-SAT's time for that runs out does the word of
    HiGHS stand.
    """
    constant = _signed(run.program.goals[i], run.program.goals[i].constant)
    rest = np.where(certificate.reduced < 0, run.box.upper, run.box.lower)
    free = run.box.upper > run.box.lower
    distance = np.sort(np.abs(certificate.reduced[free]))
    enough = KERNEL_COLUMNS if len(distance) > 2 * KERNEL_COLUMNS else len(distance)
    reach = int(distance[min(enough, len(distance) - 1)]) if len(distance) else 0
    reach = max(reach, certificate.gap(certificate.bound))
    hint = None
    while True:
        run.clock.check()
        kernel = open_columns(certificate, run.box, reach)
        whole = bool((kernel == free).all())
        begin = run.clock.elapsed
        found = mip.settle(run.program, run.box, kernel, rest, cost, run.clock, threads=run.threads, hint=hint)
        trusted = found.proven and (found.point is None or run.program.feasible(found.point))
        if trusted and not whole:
            if found.point is None:
                reach = _further(distance, reach, kernel)
                continue
            hint = found.point
            gap = certificate.gap(constant + total(cost, hint))
            if gap > reach:
                reach = gap
                continue
            reach = gap
            kernel = open_columns(certificate, run.box, reach)
        patience = Clock(max(PROOF_SECONDS, PROOF_PATIENCE * (run.clock.elapsed - begin)), run.clock)
        proof = cpsat.settle(
            run.program, run.box, kernel, rest, cost, patience if trusted else run.clock, threads=run.threads,
            least=certificate.bound - constant, hint=run.best if found.point is None else found.point,
        )  # fmt: skip
        run.clock.check()
        if proof.proven:
            run.confirmed = i + 1 == len(run.program.goals)
        else:
            proof = found
        if proof.point is not None:
            run.best = proof.point
            gap = certificate.gap(constant + total(cost, proof.point))
            if whole or gap <= reach:
                return proof.point
            reach = gap
        elif whole:
            return None
        else:
            reach = _further(distance, reach, kernel)


def _further(distance: Array, reach: int, kernel: Bools) -> int:
    """The reach that makes a kernel with no point in it about five times as large."""
    further = distance[distance > reach]
    return int(further[min(4 * int(kernel.sum()), len(further) - 1)])


def _confirm(run: _Run) -> None:
    """Let CP-SAT look for a better point among all columns that could be in one; there must be none."""
    assert run.best is not None
    goal = run.program.goals[-1]
    cost = run.cost(goal)
    free = run.box.upper > run.box.lower
    confirmed = cpsat.settle(run.program, run.box, free, run.best, cost, run.clock, threads=run.threads, hint=run.best)
    if not confirmed.proven:
        raise OutOfTime
    if confirmed.point is None or run.value(goal, confirmed.point) != run.settled[-1]:
        raise RuntimeError("CP-SAT does not confirm the plan: this is a fault of the program")


def _rescue(run: _Run, program: Program, clock: Clock) -> None:
    """Out of time: get the best point that is still to be had at short notice, and the bound so far.

    Tried in turn: the columns of the last vertex the relaxation reached, all columns it holds, and
    the same with none of the goals held at their optima.
    """
    i = len(run.settled)
    if i < len(program.goals) and len(run.bounds) == i:
        goal, relaxed = run.program.goals[i], run.program.relaxed
        cost, constant = run.cost(goal), _signed(goal, goal.constant)
        proofs = (run.relaxation.duals, np.zeros(relaxed.rows))  # any duals prove a bound, also none
        run.bounds.append(max(certify(relaxed, run.box, cost, constant, duals).bound for duals in proofs))
    if run.best is None or run.assumed:
        support = np.zeros(program.columns, dtype=bool)
        support[run.relaxation.reached] = True
        support |= program.groups < 0
        inside = run.relaxation.inside
        now, start = (run.program, run.box, min(i, len(program.goals) - 1)), (program, Box.of(program), 0)
        for (own, box, goal_index), columns in ((now, support), (now, inside), (start, support), (start, inside)):
            free = columns & (box.upper > box.lower)
            cost = run.cost(program.goals[goal_index])
            part = Clock(clock.left / 2)
            found = mip.settle(own, box, free, box.lower, cost, part, threads=run.threads)
            if found.point is not None and own.feasible(found.point):
                run.best = found.point
                break
    if run.best is None:
        raise OutOfTime


def _solution(run: _Run, program: Program) -> Solution:
    assert run.best is not None
    goals = []
    proven = True
    for i, goal in enumerate(program.goals):
        value = program.value(goal, run.best)
        bound = _signed(goal, run.bounds[i]) if i < len(run.bounds) and proven else None
        holds = proven and i < len(run.settled) and _signed(goal, value) <= run.settled[i]
        if holds and bound is not None:
            bound = value
        proven = holds and (run.confirmed or i + 1 < len(program.goals))
        goals.append(GoalResult(goal.name, value, bound, proven))
    face = _within(run.program, run.box) if proven else None
    return Solution(run.best, tuple(goals), run.relaxation.statistics, face, np.flatnonzero(run.relaxation.inside))


def _within(program: Program, box: Box) -> Program:
    """The program's rows and columns within the box, without goals."""
    blocks = [
        replace(block, lower=box.row_lower[first:last], upper=box.row_upper[first:last])
        for block, first, last in zip(program.blocks, program.offsets, program.offsets[1:], strict=False)
    ]
    return replace(program, lower=box.lower, upper=box.upper, blocks=tuple(blocks), goals=())
