"""Down the goals, each to its proven optimum, in one program and the box that shrinks around it.

Goals are full of ties, on which any simplex labours. Each is therefore approached by mixtures with
the goals after it, which weigh less and less, until what they would have of it is less than any step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import highspy
import numpy as np

from solvers import kernel, mip
from solvers.beside import Beside
from solvers.certificate import Box, Certificate, certify, cut_of, open_columns, tighten
from solvers.clock import Clock
from solvers.cuts import Cutter
from solvers.parts import Part
from solvers.program import UNBOUNDED, Array, Block, Floats, Goal, Indices, Program, Term, total
from solvers.relaxation import Astray, Infeasible, Relaxation
from solvers.trail import Trail

RATIO = 5.0  # of the weights of one goal and the next in a mixture
FIRST_RATIO = 5000.0  # of those of a goal and the next in the first mixture that leads to it
SHARP = 0.05  # units of a goal that the next weighs in the last mixture
SHARPER = 20.0  # how much sharper each mixture is than the one before
MANY_ROWS = 20_000  # from which parts are of use beyond the first goal
LARGE_KERNEL = 5000  # columns
SMALL_COST = 1000  # from which a row that keeps a goal above its bound has a coarser one beside it
IDLE_ROUNDS = 5  # of cuts that together close less than CLOSED of what is left to the incumbent
CLOSED = 0.01
NODES = 20  # of a search for a point among the columns of a vertex
ROUNDS = 40  # of cuts for a goal, at most


@dataclass(frozen=True)
class Progress:
    """Told after each goal: its value so far (None: not known yet), its bound, seconds since the start.

    Told as well of each better point found before a goal is `settled`; `bound` may be None then.
    """

    name: str
    value: int | None
    bound: int | None
    seconds: float
    settled: bool = True


@dataclass
class _Assumed:
    """A goal taken to reach its bound, with all that is needed to go back to it."""

    goal: int
    program: Program
    box: Box
    basis: highspy.HighsBasis
    columns: int
    rounded: bool  # the bound is no more than the relaxation's optimum rounded up


@dataclass
class Run:
    """The state of one solve; `settled[i]` is the proven optimum of goal i in the minimising sense."""

    program: Program
    box: Box
    clock: Clock
    first: Indices | None = None  # columns to begin with
    threads: int = 1
    report: Callable[[Progress], None] = lambda progress: None
    trail: Trail | None = None
    beside: Beside | None = None  # the parts side by side, as long as they are of use
    parts: list[tuple[Part, Relaxation]] = field(default_factory=list)
    relaxation: Relaxation | None = None
    best: Array | None = None
    confirmed: bool = False
    settled: list[int] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)
    assumed: list[_Assumed] = field(default_factory=list)
    searched: set[int] = field(default_factory=set)  # goals settled by the word of solvers that search

    @property
    def goals(self) -> tuple[Goal, ...]:
        return self.program.goals

    @property
    def taken_for_granted(self) -> bool:
        """Whether a goal is taken to reach its bound with no point to show it."""
        return bool(self.assumed)

    def cost(self, goal: Goal) -> Array:
        """The goal's cost in the minimising sense."""
        return -goal.cost.astype(np.int64) if goal.maximise else goal.cost.astype(np.int64)

    def value(self, goal: Goal, point: Array) -> int:
        """The goal's value in the minimising sense."""
        return signed(goal, self.program.value(goal, point))

    def begin(self) -> Relaxation:
        """A relaxation next to an optimum of the first goal."""
        self.relaxation = relaxation = Relaxation(self.program, self.box, self.clock)
        (mixture,) = _mixtures(self, 0)
        self.beside = Beside(self.program, self.clock, self.threads, self.first)
        self.parts = self.beside.relaxations
        crash = self.beside.start(mixture)
        relaxation.load(mixture, self.first, crash)
        done = False
        while not done:
            done = relaxation.price(rounds=1)
            self.seek(relaxation, self.goals[0])
        relaxation.meet()
        if not crash or self.beside.in_the_way or self.program.rows < MANY_ROWS:
            self.beside = None
        return relaxation

    def seek(self, relaxation: Relaxation, goal: Goal) -> None:
        """Seek a point of the box among the columns that the last vertex uses, so that a stop leaves one.

        The first kernel of a kernel search (Angelelli, Mansini and Speranza, "Kernel search: a general
        heuristic for the multi-dimensional knapsack problem", 2010), limited in nodes.
        """
        used = self.program.groups < 0
        used[relaxation.reached] = True
        free = used & (self.box.upper > self.box.lower)
        found = mip.settle(self.program, self.box, free, self.box.lower, self.cost(goal), self.clock, nodes=NODES)
        if found.point is not None and self._holds(found.point):
            self.improve(goal, found.point)

    def _holds(self, point: Array) -> bool:
        """Whether `point` meets the rows as the goals settled or assumed so far have tightened them."""
        activity = self.program.activity(point)
        return bool((activity >= self.box.row_lower).all() and (activity <= self.box.row_upper).all())

    def note(self, kind: str, goal: int, what: object) -> None:
        """Add a step to the trail, where one is kept."""
        if self.trail is not None:
            self.trail.add(kind, goal, what)

    def accept(self, point: Array) -> None:
        """Keep `point` as the incumbent: it lies in the face of every goal settled or assumed so far."""
        self.best = point
        self.note("point", len(self.settled), point)
        self.assumed.clear()

    def improve(self, goal: Goal, point: Array) -> None:
        """Keep `point`, of the face as `accept` wants it, unless an incumbent of that face is as good in `goal`."""
        if self.best is None or self.taken_for_granted or self.value(goal, point) < self.value(goal, self.best):
            self.accept(point)
            i = next(i for i, own in enumerate(self.goals) if own is goal)
            bound = signed(goal, self.bounds[i]) if i < len(self.bounds) else None
            value = self.program.value(goal, point)
            self.report(Progress(goal.name, value, bound, self.clock.elapsed, settled=False))

    def relaxations(self) -> Iterator[tuple[Part | None, Relaxation]]:
        """Every relaxation there is, with the part that it is of (None: the whole)."""
        yield from self.parts
        if self.relaxation is not None:
            yield None, self.relaxation


def signed(goal: Goal, value: int) -> int:
    return -value if goal.maximise else value


def settle(run: Run, relaxation: Relaxation) -> None:
    """Settle all goals, the relaxation being next to the first of them.

    Raises Infeasible where no integer point is in the box, OutOfTime.
    """
    doubtful: dict[int, int] = {}  # goals found not to reach their bounds in integers, and these
    i = 0
    while i < len(run.goals):
        goal = run.goals[i]
        cost, constant = run.cost(goal), signed(goal, goal.constant)
        try:
            if 0 < i < len(run.goals) - 1:
                _approach(run, relaxation, i)
            duals, vertex = relaxation.minimise(cost), True
            if run.beside is not None and run.beside.bear(cost, relaxation.value(cost)):
                run.beside = None
        except Astray:
            if run.taken_for_granted:
                i = _step_back(run, relaxation, doubtful)
                continue
            duals, vertex = np.zeros(run.program.rows), False  # they prove a bound as well, if a weak one
        certificate = certify(run.program.relaxed, run.box, cost, constant, duals)
        point = relaxation.integral_point() if vertex else None
        del run.bounds[i:], run.settled[i:]
        run.searched -= set(range(i, len(run.goals)))
        run.bounds.append(certificate.bound)
        run.note("bound", i, certificate)
        if vertex and point is None:
            run.seek(relaxation, goal)
            if not run.taken_for_granted and run.best is not None and run.value(goal, run.best) == certificate.bound:
                point = run.best
        may_assume = vertex and i not in doubtful and i + 1 < len(run.goals)
        if vertex and point is None and not (may_assume and _reached(certificate)):
            if not _cut(run, relaxation, cost) and run.taken_for_granted:
                i = _step_back(run, relaxation, doubtful)
                continue
            certificate = certify(run.program.relaxed, run.box, cost, constant, relaxation.duals)
            point = relaxation.integral_point()
            run.bounds[i] = certificate.bound
            run.note("bound", i, certificate)
            # A goal once doubted may reach the bound that cuts have raised.
            may_assume = may_assume or (i + 1 < len(run.goals) and certificate.bound > doubtful[i])
        if point is not None and run.value(goal, point) == certificate.bound:
            run.accept(point)
        elif may_assume and (_reached(certificate) or _large(run, certificate)):
            basis, columns = relaxation.basis()
            run.note("assumed", i, certificate.bound)
            rounded = not _reached(certificate)
            run.assumed.append(_Assumed(i, run.program, run.box.copy(), basis, columns, rounded))
        else:
            if point is not None:
                run.accept(point)
            found = kernel.settle(
                run.program, run.box, cost, constant, certificate, run.clock,
                start=run.best, doubtful=bool(run.assumed), accept=partial(run.improve, goal),
            )  # fmt: skip
            run.note("branched" if found.checked else "searched", i, found)
            if found.point is None:
                if not run.taken_for_granted:
                    raise Infeasible
                i = _step_back(run, relaxation, doubtful)
                continue
            run.accept(found.point)
            if not found.checked:
                run.searched.add(i)
            run.confirmed = found.proven and i + 1 == len(run.goals)
        known = None if run.taken_for_granted else run.best
        reached = certificate.bound if known is None else run.value(goal, known)
        run.settled.append(reached)
        shown = None if known is None else signed(goal, reached)
        run.report(Progress(goal.name, shown, signed(goal, certificate.bound), run.clock.elapsed))
        _narrow(run, relaxation, goal, cost, certificate, reached)
        i += 1


def _approach(run: Run, relaxation: Relaxation, i: int) -> None:
    """Bring the relaxation next to an optimum of goal i, by way of the parts where they are of use.

    Where hardly a column is used at a goal's best, rows that want some bear upon it.
    """
    costs = run.cost(run.goals[i])[run.program.groups >= 0]
    if (costs >= 0).all() and 2 * np.count_nonzero(costs) > len(costs):
        run.beside = None
    mixtures = _mixtures(run, i)
    if run.beside is not None:
        every = list(mixtures)
        relaxation.put_together(every[-1], run.beside.approach(every, run.box))
        return
    relaxation.approach(next(mixtures))
    for mixture in mixtures:
        relaxation.sharpen(mixture)


def _mixtures(run: Run, i: int) -> Iterator[Floats]:
    """Mixtures that lead to goal i, ever sharper.

    In the last the next goal weighs a twentieth of a unit: all that the goals after it would have of
    goal i is less than any step of it, so that the vertex is an optimum of goal i itself. The first
    mixture of all leads to every goal a little: its columns serve them all.
    """
    if i == 0:
        yield _mixture(run, i, 1 / RATIO)
        return
    size = _size(run.goals[i], run.box)
    weight = max(SHARP, size / FIRST_RATIO)
    yield _mixture(run, i, weight / max(size, 1.0))
    while weight > SHARP:
        weight = max(SHARP, weight / SHARPER)
        yield _mixture(run, i, weight / size)


def _mixture(run: Run, i: int, share: float) -> Floats:
    """The goals from i on in one, the next weighing `share` of it and each after that less than the one before."""
    mixture = np.zeros(run.program.columns)
    weight = 1.0
    for goal in run.goals[i:]:
        size = _size(goal, run.box)
        if size:
            mixture += run.cost(goal) * (weight / size)
            weight *= share if weight == 1.0 else 1 / RATIO
    return mixture


def _size(goal: Goal, box: Box) -> float:
    """The mean size of the goal's costs that are not 0."""
    sizes = np.abs(goal.cost[(box.upper > box.lower) & (goal.cost != 0)])
    return float(sizes.mean()) if len(sizes) else 0.0


def _step_back(run: Run, relaxation: Relaxation, doubtful: dict[int, int]) -> int:
    """The goals assumed cannot all reach their bounds: go back to one, to settle it in integers.

    The first whose bound was only rounded up is the most doubtful; where there is none, the last.
    """
    back = next((own for own in run.assumed if own.rounded), run.assumed[-1])
    del run.assumed[run.assumed.index(back) :]
    run.note("doubted", back.goal, run.bounds[back.goal])
    run.beside = None  # their boxes may hold what is now in doubt
    doubtful[back.goal] = run.bounds[back.goal]
    run.program, run.box = back.program, back.box
    relaxation.restore(back.program, back.box, back.basis, back.columns)
    return back.goal


def _reached(certificate: Certificate) -> bool:
    """Whether the bound as rounded up is the relaxation's own optimum, but for the rounding."""
    return certificate.gap(certificate.bound) * 1000 < certificate.scale


def _large(run: Run, certificate: Certificate) -> bool:
    """Whether the kernel would be so large that the goal is rather taken to reach its bound."""
    open_ = open_columns(certificate, run.box, certificate.gap(certificate.bound))
    return int(open_.sum()) > LARGE_KERNEL


def _cut(run: Run, relaxation: Relaxation, cost: Array) -> bool:
    """Cut off fractional vertices as long as cuts raise the bound well; False where no vertex is left.

    No vertex of the columns that the relaxation holds, that is: all is then as it was before.
    """
    before = run.program, run.box.copy(), *relaxation.basis()
    cutter = Cutter(run.program, run.box)
    incumbent = None if run.best is None or run.taken_for_granted else total(cost, run.best)
    best, idle = -np.inf, 0
    for _ in range(ROUNDS):
        columns, values = relaxation.point()
        value = float(cost[columns] @ values)
        step = 1e-6 * max(1.0, abs(value))
        if incumbent is not None:
            step = max(step, CLOSED * (incumbent - value))
        best, idle = (value, 0) if value > best + step else (best, idle + 1)
        if idle == IDLE_ROUNDS:
            break
        block = cutter.cuts(columns, values, relaxation.tableau())
        if block is None:
            break
        run.note("cuts", len(run.settled), (block, cutter.origins))
        _extend(run, relaxation, block)
        try:
            relaxation.minimise_again()
        except Astray:
            run.note("purged", len(run.settled), np.arange(run.program.rows) < before[0].rows)
            run.program, run.box = before[:2]
            relaxation.restore(*before)
            relaxation.minimise(cost)
            return False
    _purge(run, relaxation, before[0])
    return True


def _purge(run: Run, relaxation: Relaxation, before: Program) -> None:
    """Take out the cuts since `before` on which the vertex does not hang."""
    program, box = run.program, run.box
    kept = np.ones(program.rows, dtype=bool)
    kept[before.rows :] = np.abs(relaxation.duals[before.rows :]) > 1e-9
    if kept.all():
        return
    run.note("purged", len(run.settled), kept)
    blocks = list(before.blocks)
    for block, first in zip(program.blocks[len(blocks) :], program.offsets[len(blocks) :], strict=False):
        blocks.append(block.only(kept[first : first + len(block)]))
    run.program = replace(program, blocks=tuple(blocks))
    box.row_lower, box.row_upper = box.row_lower[kept], box.row_upper[kept]
    relaxation.keep(run.program, kept)


def _extend(run: Run, relaxation: Relaxation, *blocks: Block) -> None:
    """Add rows to the program, to the box and to the relaxation."""
    for block in blocks:
        run.program = run.program.with_block(block)
        run.box.row_lower = np.concatenate([run.box.row_lower, block.lower])
        run.box.row_upper = np.concatenate([run.box.row_upper, block.upper])
    relaxation.extend(run.program)


def _narrow(run: Run, relaxation: Relaxation, goal: Goal, cost: Array, certificate: Certificate, value: int) -> None:
    """Shrink the box to the points whose goal is `value`, by a row besides where bounds cannot say it."""
    run.note("fixed", len(run.settled) - 1, value)
    if not tighten(certificate, run.box, value):
        constant = signed(goal, goal.constant)
        everywhere = slice(0, run.program.columns)
        free = run.box.upper > run.box.lower
        exact = Block(
            f"goal {goal.name}",
            np.array([certificate.bound - constant]),
            np.array([value - constant]),
            (Term(everywhere, np.where(cost != 0, 0, -1), cost),),
        )
        blocks = [exact]
        if int(np.abs(cost[free]).max(initial=0)) > SMALL_COST:
            share, most = cut_of(certificate, run.box, value)
            term = Term(everywhere, np.where(share != 0, 0, -1), share)
            blocks.append(Block(f"cut {goal.name}", np.array([-UNBOUNDED]), np.array([most]), (term,)))
        _extend(run, relaxation, *blocks)
    relaxation.shrink()
