"""The linear relaxation with pricing: few columns in the simplex, all of them priced in numpy.

One HiGHS model is kept warm from the first goal to the last. A goal's optimum stays feasible for
the next, so that the primal simplex always starts from a feasible basis.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np

from solvers.certificate import Box
from solvers.clock import Clock, OutOfTime
from solvers.highs import QuietHighs, bounds
from solvers.program import Array, Floats, Indices, Program

PRICE_TOLERANCE = 1e-6
PER_GROUP = 2
COST_BITS = 20  # costs are scaled to this size, HiGHS's tolerances being absolute
_PRIMAL, _DUAL = 4, 1


class Infeasible(Exception):
    """The rows cannot hold together; `duals` prove it for the relaxation (None: integers alone do)."""

    def __init__(self, duals: Floats | None = None) -> None:
        super().__init__()
        self.duals = duals


class Astray(Exception):
    """The simplex found no optimum: the box holds no point of the relaxation, or rounding hides it."""


@dataclass
class Statistics:
    """What the relaxation did: simplex runs, columns held and priced, seconds in each."""

    runs: int = 0
    columns: int = 0
    priced: int = 0
    simplex_seconds: float = 0.0
    pricing_seconds: float = 0.0


class Relaxation:
    """The relaxation of a program over a box that shrinks as goals are settled.

    Columns outside the model stand at their lower bound, which must be 0.
    """

    def __init__(self, program: Program, box: Box, clock: Clock) -> None:
        self.program, self.box, self.clock = program.relaxed, box, clock
        self._whole = program
        self.statistics = Statistics()
        self.duals: Floats = np.zeros(program.rows)  # of the last simplex run
        self._order: Indices = np.zeros(0, dtype=np.int64)  # the program's columns in the model's order
        self.inside = np.zeros(program.columns, dtype=bool)
        self._highs = QuietHighs()
        for option, value in (("presolve", "off"), ("threads", 1)):
            self._highs.setOptionValue(option, value)
        self._highs.cbSimplexInterrupt += self._watch
        empty_ints, empty = np.zeros(0, dtype=np.int32), np.zeros(0)
        self._kept = program.relaxed_rows
        self._highs.addRows(
            program.rows, *self._row_bounds(), 0, np.zeros(program.rows, dtype=np.int32), empty_ints, empty
        )
        self._cost: Array = np.zeros(program.columns, dtype=np.int64)
        self._scale = 1.0
        self._add(np.flatnonzero((program.groups < 0) | (box.lower != 0)))

    def reach_feasibility(self) -> None:
        """Find a feasible basis. Raises Infeasible with duals that prove there is none, or OutOfTime."""
        box, program = self.box, self.program
        start = program.activity(box.lower)
        short, over = start < box.row_lower, start > box.row_upper
        rows = np.flatnonzero(short | over)
        if not len(rows):
            return
        first = len(self._order)
        self._highs.addCols(
            len(rows), np.ones(len(rows)), np.zeros(len(rows)), np.full(len(rows), highspy.kHighsInf),
            len(rows), np.arange(len(rows), dtype=np.int32), rows.astype(np.int32),
            np.where(short[rows], 1.0, -1.0),
        )  # fmt: skip
        self._order = np.concatenate([self._order, np.full(len(rows), -1)])
        self._cost, self._scale = np.zeros(program.columns, dtype=np.int64), 1.0
        objective, duals = self._optimise()
        if objective > 1e-6:
            raise Infeasible(duals)
        places = np.arange(first, first + len(rows), dtype=np.int32)
        self._highs.changeColsBounds(len(rows), places, np.zeros(len(rows)), np.zeros(len(rows)))
        self._highs.changeColsCost(len(rows), places, np.zeros(len(rows)))

    def minimise(self, cost: Array) -> Floats:
        """Minimise `cost` over the box; return the rows' duals. Raises OutOfTime."""
        largest = float(np.abs(cost).max(initial=1))
        self._cost, self._scale = cost, 2.0 ** -max(0, int(np.log2(max(largest, 1.0))) - COST_BITS)
        held = np.flatnonzero(self._order >= 0)
        costs: Floats = (cost[self._order[held]] * self._scale).astype(np.float64)
        self._highs.changeColsCost(len(held), held.astype(np.int32), costs)
        self._optimise()
        return self.duals

    def point(self) -> tuple[Indices, Floats]:
        """The columns that are not 0 at the last vertex, and their values."""
        values = np.array(self._highs.getSolution().col_value)
        if len(values) != len(self._order):
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        used = np.flatnonzero((np.abs(values) > 1e-7) & (self._order >= 0))
        return self._order[used], values[used]

    def integral_point(self) -> Array | None:
        """The last vertex as an integer point of the program, or None where it is none."""
        columns, values = self.point()
        whole = np.rint(values)
        if len(values) and float(np.abs(values - whole).max()) > 1e-6:
            return None
        point = self.box.lower.copy()
        point[columns] = whole.astype(np.int64)
        held = self._order[self._order >= 0]
        zero = np.ones(len(point), dtype=bool)
        zero[columns] = False
        point[held[zero[held]]] = 0
        return point if self._whole.feasible(point) else None

    def shrink(self) -> None:
        """Take over the bounds of the box, after it was tightened."""
        held = np.flatnonzero(self._order >= 0)
        columns = self._order[held]
        self._highs.changeColsBounds(
            len(held), held.astype(np.int32), bounds(self.box.lower[columns]), bounds(self.box.upper[columns])
        )
        self._add(np.flatnonzero(~self.inside & (self.box.lower != 0)))
        rows = np.arange(self.program.rows, dtype=np.int32)
        self._highs.changeRowsBounds(len(rows), rows, *self._row_bounds())  # type: ignore[attr-defined]

    def extend(self, program: Program) -> None:
        """Take over `program`: the former one with blocks added at its end, which the box has as well."""
        known = self.program.rows
        self.duals = np.append(self.duals, np.zeros(program.rows - known))
        self.program, self._kept, self._whole = program.relaxed, program.relaxed_rows, program
        held = np.flatnonzero(self._order >= 0)
        entries = self.program.entries(self._order[held])
        column = np.repeat(held, np.diff(entries.start))
        for row in range(known, program.rows):
            own = np.flatnonzero(entries.rows == row)
            self._highs.addRow(
                -highspy.kHighsInf, highspy.kHighsInf, len(own),
                column[own].astype(np.int32), entries.values[own].astype(np.float64),
            )  # fmt: skip

    def basis(self) -> tuple[highspy.HighsBasis, int]:
        """The present basis and how many columns it covers, for `restore`."""
        return self._highs.getBasis(), len(self._order)

    def restore(self, box: Box, basis: highspy.HighsBasis, columns: int) -> None:
        """Go back to an earlier box and its basis; columns that came since stand at their bound."""
        self.box = box
        self.shrink()
        later = [highspy.HighsBasisStatus.kLower] * (len(self._order) - columns)
        basis.col_status = [*list(basis.col_status)[:columns], *later]
        self._highs.setBasis(basis)

    def _row_bounds(self) -> tuple[Floats, Floats]:
        lower, upper = bounds(self.box.row_lower), bounds(self.box.row_upper)
        lower[~self._kept], upper[~self._kept] = -highspy.kHighsInf, highspy.kHighsInf
        return lower, upper

    def _watch(self, event: highspy.highs.HighsCallbackEvent) -> None:
        if self.clock.out:
            event.interrupt()

    def _optimise(self) -> tuple[float, Floats]:
        """Run, price, add, until no column prices out; the objective and the duals."""
        while True:
            self.clock.check()
            begin = time.monotonic()
            self._run()
            self.statistics.simplex_seconds += time.monotonic() - begin
            self.statistics.runs += 1
            duals = np.array(self._highs.getSolution().row_dual)
            self.duals = duals / self._scale
            begin = time.monotonic()
            entering = self._price(duals)
            self.statistics.pricing_seconds += time.monotonic() - begin
            if not len(entering):
                return float(self._highs.getObjectiveValue()), duals
            self._add(entering)

    def _run(self) -> None:
        """Bring the model to optimality; where the warm primal simplex loses its way, start afresh."""
        done = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
        for strategy in (_PRIMAL, _DUAL):
            self._highs.setOptionValue("simplex_strategy", strategy)
            self._highs.run()
            status = self._highs.getModelStatus()
            if status in done:
                return
            if status == highspy.HighsModelStatus.kInterrupt:
                raise OutOfTime
            self._highs.clearSolver()
        raise Astray(f"the relaxation ended with {status}")

    def _price(self, duals: Floats) -> Indices:
        """The columns to add: of each group the few of most negative reduced cost."""
        reduced: Floats = self._cost * self._scale - self.program.transposed_times(duals)
        self.statistics.priced += len(reduced)
        outside = ~self.inside & (self.box.upper > self.box.lower)
        found = np.flatnonzero((reduced < -PRICE_TOLERANCE) & outside)
        if not len(found):
            return found
        order = found[np.lexsort((reduced[found], self.program.groups[found]))]
        group = self.program.groups[order]
        first = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
        place = np.arange(len(order)) - np.repeat(first, np.diff(np.r_[first, len(order)]))
        return order[place < PER_GROUP]

    def _add(self, columns: Indices) -> None:
        if not len(columns):
            return
        entries = self.program.entries(columns)
        self._highs.addCols(
            len(columns), (self._cost[columns] * self._scale).astype(np.float64),
            bounds(self.box.lower[columns]), bounds(self.box.upper[columns]),
            len(entries.rows), entries.start[:-1].astype(np.int32), entries.rows.astype(np.int32),
            entries.values.astype(np.float64),
        )  # fmt: skip
        self._order = np.concatenate([self._order, columns])
        self.inside[columns] = True
        self.statistics.columns = int(self.inside.sum())
