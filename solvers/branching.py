"""Branch and bound on the relaxation, with every leaf closed in exact integers.

A kernel whose best point is known is mostly closed within a few dozen nodes: what costs time is to trust them. Here
floating point only leads the way (Land and Doig, "An automatic method of solving discrete programming problems", 1960;
which column to branch on is told by strong branching as long as little is known of it, later by pseudocosts: Achterberg, Koch and
Martin, "Branching rules revisited", 2005). A node is left only where duals, taken as integers, prove that it holds no point
good enough (`certificate`), or that it holds none at all: a ray of the dual does that (Farkas). The duals are those of the basis
after one step of refinement, their residual being known exactly (Gleixner, Steffy and Wolter, "Iterative
refinement for linear programming", 2016). So what is proven here rests on no tolerance and on no other solver's word.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

import highspy
import numpy as np

from solvers.certificate import Box, Certificate, certify, exactly
from solvers.clock import Clock
from solvers.cpsat import Settled
from solvers.highs import QuietHighs, bounds
from solvers.parts import face_of
from solvers.program import Array, Bools, Floats, Indices, Program, total

WORK = 2.5e7  # steps of the simplex times rows, after which a search is given up
LEVEL = (
    0.2  # share of it where points of the relaxation's own value are to be excluded: learning solvers are better at it
)
CANDIDATES = 8  # columns that strong branching looks at in a node
LOOK = 15  # steps for each look
COST_BITS = 20  # as in `relaxation`
WHOLE = 1e-6  # how near to an integer a column's value is taken for it
RAY_SIZES = (1.0, 1e3, 1e6)  # so that what is small in a ray is not lost when it is rounded
_STATUS = highspy.HighsModelStatus
_DUAL = 1


def settle(
    program: Program, box: Box, free: Bools, rest: Array, cost: Array, clock: Clock, *, most: int | None = None
) -> Settled:
    """Minimise `cost` over the `free` columns, all others standing as in `rest`, among points of at most `most`.

    `proven` is True where all nodes were closed in integers: with no point, there is none of at most `most`. Where
    that takes more than WORK, or rounding hides a proof, it is False. Raises OutOfTime.
    """
    face = face_of(program, box, np.flatnonzero(free), rest)
    if face is None:
        return Settled(None, True, True)
    if not len(face.columns):
        good = most is None or total(cost, face.standing) <= most
        return Settled(face.standing if good else None, True, True)
    own_most = None if most is None else most - total(cost, face.standing)
    search = _Search(face.program, cost[face.columns], own_most, clock)
    proven = search.run()
    if search.broken:  # rows for integers only are needed
        search = _Search(face.program.exact, cost[face.columns], own_most, clock)
        proven = search.run()
    if search.best is None:
        return Settled(None, proven, proven)
    point = face.standing.copy()
    point[face.columns] = search.best
    return Settled(point, proven, proven)


@dataclass(order=True)
class _Node:
    """A box yet to be looked at; `bound` is its parent's, in floating point, and orders the nodes."""

    bound: float
    number: int
    lower: Array = field(compare=False)
    upper: Array = field(compare=False)
    column: int = field(compare=False, default=-1)  # branched on to come here
    up: bool = field(compare=False, default=False)
    distance: float = field(compare=False, default=1.0)  # from the parent's value of it


class _Search:
    """One branch and bound; `best` is the best point found, over the face's columns."""

    def __init__(self, program: Program, cost: Array, most: int | None, clock: Clock) -> None:
        self.program, self.cost, self.most, self.clock = program, cost, most, clock
        self.best: Array | None = None
        self.broken = False  # the relaxation knows too little: an integral vertex was no point
        self._model = _Model(program, cost)
        self._sums = np.zeros((2, program.columns))  # of the gains seen a unit, down and up
        self._looks = np.zeros((2, program.columns))
        self._count = 0

    def run(self) -> bool:
        """Whether all nodes are closed. Raises OutOfTime."""
        heap: list[_Node] = []
        node: _Node | None = _Node(-np.inf, 0, self.program.lower.copy(), self.program.upper.copy())
        while node is not None:
            self.clock.check()
            if self._model.steps >= self._model.most_steps:
                return False
            children = self._look(node)
            if children is None:
                return False
            if children:
                node, later = children
                heapq.heappush(heap, later)
            else:
                node = heapq.heappop(heap) if heap else None
        return True

    def _look(self, node: _Node) -> tuple[_Node, _Node] | tuple[()] | None:
        """The node's two children, the more promising one first; () where it is closed, None where it cannot be."""
        model = self._model
        model.bound(node.lower, node.upper)
        status = model.solve()
        box = Box(node.lower, node.upper, self.program.row_lower, self.program.row_upper)
        if status == _STATUS.kInfeasible:
            return () if model.infeasible(box) else None
        if status != _STATUS.kOptimal:
            return None
        certificate = model.certificate(box)
        bound = certificate.scaled_bound / certificate.scale
        if node.column >= 0:
            self._learn(node.column, node.up, (bound - node.bound) / node.distance)
        if self.most is not None and certificate.bound > self.most:
            return ()
        if node.column < 0 and certificate.bound == self.most:
            self._model.most_steps = int(self._model.most_steps * LEVEL)
        values = model.values()
        fraction = np.abs(values - np.rint(values))
        loose = np.flatnonzero((fraction > WHOLE) & (node.upper > node.lower))
        if not len(loose):
            return self._integral(node, certificate, values)
        self._fix(node, certificate)
        column = self._choose(node, loose, values, bound)
        return self._branch(node, column, float(values[column]), bound)

    def _integral(self, node: _Node, certificate: Certificate, values: Floats) -> tuple[()] | None:
        """Take the node's vertex for the best point, if it is one; the node is closed if its bound says that none is better."""
        point = np.rint(values).astype(np.int64)
        if not self.program.feasible(point):
            self.broken = True
            return None
        value = total(self.cost, point)
        if self.most is None or value <= self.most:
            self.best, self.most = point, value - 1
        return () if certificate.bound > self.most else None

    def _fix(self, node: _Node, certificate: Certificate) -> None:
        """Columns that no point good enough moves stay where they are, in this node and below."""
        if self.most is None:
            return
        gap, reduced = certificate.gap(self.most), certificate.reduced
        low, high = reduced > gap, reduced < -gap
        node.upper[low] = node.lower[low]
        node.lower[high] = node.upper[high]

    def _learn(self, column: int, up: bool, gain: float) -> None:
        self._sums[int(up), column] += max(0.0, gain)
        self._looks[int(up), column] += 1

    def _choose(self, node: _Node, loose: Indices, values: Floats, bound: float) -> int:
        """The column whose two sides raise the bound most, their gains multiplied."""
        part = values[loose] - np.floor(values[loose])
        order = np.argsort(-np.minimum(part, 1 - part), kind="stable")
        unknown = [int(j) for j in loose[order] if not self._looks[:, j].all()][:CANDIDATES]
        if unknown:
            closing = self._strong(node, unknown, values, bound)
            if closing is not None:
                return closing
        mean = self._sums.sum(axis=1) / np.maximum(1, self._looks.sum(axis=1))
        known = self._looks[:, loose] > 0
        gains = np.where(known, self._sums[:, loose] / np.maximum(1, self._looks[:, loose]), mean[:, None])
        least = 1e-6 * max(1.0, float(mean.max()))
        score = np.maximum(gains[0] * part, least) * np.maximum(gains[1] * (1 - part), least)
        return int(loose[int(np.argmax(score))])

    def _strong(self, node: _Node, columns: list[int], values: Floats, bound: float) -> int | None:
        """Look at both sides of each column for a few steps; a column of which one side closes is taken at once."""
        model = self._model
        model.bound(node.lower, node.upper)
        basis = model.highs.getBasis()
        closing = None
        for j in columns:
            below = float(np.floor(values[j]))
            for up in (False, True):
                sides = (below + 1, float(node.upper[j])) if up else (float(node.lower[j]), below)
                model.highs.changeColBounds(j, *sides)
                status = model.solve(LOOK)
                distance = below + 1 - values[j] if up else values[j] - below
                reached = model.value()
                over = self.most is not None and reached > self.most
                if status == _STATUS.kInfeasible or over:
                    closing = j if closing is None else closing
                    reached = max(reached, bound) if self.most is None else float(self.most + 1)
                self._learn(j, up, (reached - bound) / distance)
                model.highs.changeColBounds(j, float(node.lower[j]), float(node.upper[j]))
                model.highs.setBasis(basis)
            if closing is not None:
                break
        return closing

    def _branch(self, node: _Node, column: int, value: float, bound: float) -> tuple[_Node, _Node]:
        below = int(np.floor(value))
        upper, lower = node.upper.copy(), node.lower.copy()
        upper[column], lower[column] = below, below + 1
        self._count += 2
        down = _Node(bound, self._count, node.lower, upper, column, False, value - below)
        up = _Node(bound, self._count + 1, lower, node.upper, column, True, below + 1 - value)
        looks = np.maximum(1, self._looks[:, column])
        gains = self._sums[:, column] / looks * (value - below, below + 1 - value)
        return (down, up) if gains[0] < gains[1] else (up, down)


class _Model:
    """The face's relaxation in HiGHS, all columns at once: kernels are small."""

    def __init__(self, program: Program, cost: Array) -> None:
        self.program, self._relaxed, self._cost = program, program.relaxed, cost
        self._rows: Indices = np.flatnonzero(program.relaxed_rows)
        self.steps, self.most_steps = 0, int(WORK / max(1, len(self._rows)))
        self._scale = 2.0 ** (COST_BITS - int(np.ceil(np.log2(float(np.abs(cost).max(initial=1))))))
        self._columns = np.arange(program.columns, dtype=np.int32)
        self._nothing = np.zeros(program.columns, dtype=np.int64)
        self.highs = highs = QuietHighs()
        for option, value in (("presolve", "off"), ("threads", 1), ("simplex_strategy", _DUAL)):
            highs.setOptionValue(option, value)
        entries = self._relaxed.entries(np.arange(program.columns))
        count, none = len(self._rows), np.zeros(0, dtype=np.int32)
        sides = bounds(program.row_lower[self._rows]), bounds(program.row_upper[self._rows])
        highs.addRows(count, *sides, 0, np.zeros(count, dtype=np.int32), none, np.zeros(0))
        highs.addCols(
            program.columns, (cost * self._scale).astype(np.float64), bounds(program.lower), bounds(program.upper),
            len(entries.rows), entries.start[:-1].astype(np.int32),
            np.searchsorted(self._rows, entries.rows).astype(np.int32), entries.values.astype(np.float64),
        )  # fmt: skip

    def bound(self, lower: Array, upper: Array) -> None:
        self.highs.changeColsBounds(len(self._columns), self._columns, bounds(lower), bounds(upper))

    def solve(self, steps: int = highspy.kHighsIInf) -> highspy.HighsModelStatus:
        self.highs.setOptionValue("simplex_iteration_limit", max(1, min(steps, self.most_steps - self.steps)))
        self.highs.run()
        self.steps += max(0, self.highs.getInfo().simplex_iteration_count)
        return self.highs.getModelStatus()

    def value(self) -> float:
        return float(self.highs.getInfo().objective_function_value) / self._scale

    def values(self) -> Floats:
        return np.array(self.highs.getSolution().col_value)

    def certificate(self, box: Box) -> Certificate:
        """What the basis proves of the `box`."""
        duals = np.zeros(self.program.rows)
        duals[self._rows] = np.array(self.highs.getSolution().row_dual) / self._scale
        plain = certify(self._relaxed, box, self._cost, 0, duals)
        status, basic = self.highs.getBasicVariables()  # type: ignore[attr-defined]
        if status != highspy.HighsStatus.kOk:
            return plain
        residual = np.zeros(len(basic))
        residual[basic >= 0] = plain.reduced[basic[basic >= 0]]
        status, step = self.highs.getBasisTransposeSolve(residual)  # type: ignore[attr-defined]
        if status != highspy.HighsStatus.kOk or not np.isfinite(step).all():
            return plain
        better = plain.duals.copy()
        better[self._rows] += np.rint(step).astype(np.int64)
        if (
            float(np.abs(self._cost).max(initial=1)) + self._relaxed.reach(np.abs(better / plain.scale))
            >= 2.0**61 / plain.scale
        ):
            return plain
        refined = exactly(self._relaxed, box, self._cost, 0, better, plain.scale)
        return refined if refined.scaled_bound > plain.scaled_bound else plain

    def infeasible(self, box: Box) -> bool:
        """Whether the dual's ray proves that the box holds no point."""
        status, has, ray = self.highs.getDualRay()  # type: ignore[attr-defined]
        if status != highspy.HighsStatus.kOk or not has:
            return False
        whole = np.zeros(self.program.rows)
        whole[self._rows] = ray / max(float(np.abs(ray).max(initial=0)), 1e-30)
        sized = (sign * size * whole for size in RAY_SIZES for sign in (1.0, -1.0))
        return any(certify(self._relaxed, box, self._nothing, 0, own).scaled_bound > 0 for own in sized)
