"""The linear relaxation with pricing: few columns in the simplex, all of them priced in numpy.

One HiGHS model is kept warm from the first goal to the last. Goals are full of ties, on which any
simplex labours; so each is approached by a mixture with the goals after it, which has few, and the
primal simplex takes the rest of the way.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np
import numpy.typing as npt

from solvers.certificate import Box, certify
from solvers.clock import Clock, OutOfTime
from solvers.highs import QuietHighs, bounds
from solvers.program import UNBOUNDED, Array, Bools, Floats, Indices, Program

PRICE_TOLERANCE = 1e-6
FIRST, PER_GROUP = 5, 2  # columns a group gets at first, and in each round after that
FEW = 2000  # columns that come all at once
COST_BITS = 20  # costs are scaled to this size, HiGHS's tolerances being absolute
PENALTY = 10.0  # of a missing unit of a row, in sizes of the largest cost, until the rows are met
ENOUGH = 0.01  # share of new columns below which a mixture is as good as optimal
AFRESH = 0.05  # share of new columns above which the first solves begin from nothing, with presolve
LARGE = 15_000  # rows from which an approach does, unless its end is nearby
NEARBY = 0.1  # steps a row within which the basis at hand is of more use than presolve
MOST_ROWS = 300  # of the tableau that cuts are made of
_PRIMAL, _DUAL = 4, 1
_CHOOSE, _DEVEX = -1, 1
_STATUSES = {int(status): status for status in highspy.HighsBasisStatus.__members__.values()}
_LOWER, _BASIC = int(highspy.HighsBasisStatus.kLower), int(highspy.HighsBasisStatus.kBasic)


class Infeasible(Exception):
    """The rows cannot hold together; `duals` prove it for the relaxation (None: integers alone do)."""

    def __init__(self, duals: Floats | None = None) -> None:
        super().__init__()
        self.duals = duals


class Astray(Exception):
    """The simplex found no optimum: the box holds no point of the relaxation, or rounding hides it."""


@dataclass
class Statistics:
    """What the relaxation did: simplex runs and iterations, columns held and priced, seconds in each."""

    runs: int = 0
    iterations: int = 0
    columns: int = 0
    priced: int = 0
    simplex_seconds: float = 0.0
    pricing_seconds: float = 0.0

    def add(self, other: Statistics) -> None:
        """Add what another relaxation did."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


@dataclass(frozen=True)
class Crash:
    """A basis of some columns and rows of a program: HiGHS's status numbers beside them.

    A crash basis (Bixby, "Implementing the simplex method: the initial basis", 1992) made of the
    optimal ones of independent parts.
    """

    columns: Indices
    status: Array
    rows: Indices
    row_status: Array


def _numbers(statuses: Sequence[highspy.HighsBasisStatus]) -> Array:
    return np.array([int(status) for status in statuses], dtype=np.int64)


def _statuses(numbers: Array) -> list[highspy.HighsBasisStatus]:
    return [_STATUSES[number] for number in numbers.tolist()]


class Relaxation:
    """The relaxation of a program over a box that shrinks as goals are settled.

    Columns outside the model stand at their lower bound, which must be 0.
    """

    def __init__(self, program: Program, box: Box, clock: Clock) -> None:
        self.program, self.box, self.clock = program.relaxed, box, clock
        self._whole = program
        self.statistics = Statistics()
        self.duals: Floats = np.zeros(program.rows)  # of the last simplex run
        self.reached: Indices = np.zeros(0, dtype=np.int64)  # columns used at the last vertex
        self._afresh = True
        self.vertex: tuple[Indices, Floats] = (
            np.zeros(0, dtype=np.int64),
            np.zeros(0),
        )  # the point of the last simplex run
        self._order: Indices = np.zeros(0, dtype=np.int64)  # the program's columns in the model's order
        self._missing: Indices = np.zeros(0, dtype=np.int64)  # the rows whose missing units other columns are
        self.inside = np.zeros(program.columns, dtype=bool)
        self._highs = QuietHighs()
        for option, value in (("presolve", "off"), ("threads", 1)):
            self._highs.setOptionValue(option, value)
        self._highs.cbSimplexInterrupt += self._watch
        empty_ints, empty = np.zeros(0, dtype=np.int32), np.zeros(0)
        self._rows: Indices = np.flatnonzero(program.relaxed_rows)  # the program's rows in the model's order
        count = len(self._rows)
        self._highs.addRows(count, *self._row_bounds(), 0, np.zeros(count, dtype=np.int32), empty_ints, empty)
        self._cost: Floats = np.zeros(program.columns)  # scaled
        self._scale, self._largest = 1.0, 1.0
        self._add(np.flatnonzero((program.groups < 0) | (box.lower != 0)))

    def start(self, cost: Floats, first: Indices | None = None, crash: Sequence[Crash] = ()) -> None:
        """Find a feasible basis, at the optimum of `cost` (see `approach`): `load` it, price, and `meet` every row.

        Raises Infeasible with duals that prove it in exact integers, or OutOfTime.
        """
        self.load(cost, first, crash)
        self.price()
        self.meet()

    def load(self, cost: Floats, first: Indices | None = None, crash: Sequence[Crash] = ()) -> None:
        """Take `cost` and the first columns; `first` are likely in a basis, `crash` are optima of independent parts."""
        program, box = self.program, self.box
        if first is not None:
            self._add(first[~self.inside[first]])
        self._add_held(crash)
        activity = program.activity(box.lower)
        short, over = activity < box.row_lower, activity > box.row_upper
        rows = np.flatnonzero((short | over) & program.relaxed_rows)
        start, count = len(self._order), len(rows)
        self._set_cost(cost)
        self._highs.addCols(
            count, np.full(count, PENALTY * self._largest), np.zeros(count), np.full(count, highspy.kHighsInf),
            count, np.arange(count, dtype=np.int32), self._places(rows),
            np.where(short[rows], 1.0, -1.0),
        )  # fmt: skip
        self._order = np.concatenate([self._order, np.full(count, -1)])
        self._missing = np.concatenate([np.full(start, -1), rows])
        self._set_crash(crash)
        self._afresh = not crash

    def price(self, rounds: int = UNBOUNDED) -> bool:
        """Price what was loaded, up to so many rounds; whether it is at its optimum. Raises OutOfTime."""
        return self._optimise(_DUAL, afresh=self._afresh, rounds=rounds)

    def meet(self) -> None:
        """Have every row met, at the optimum of what was loaded. Raises Infeasible, OutOfTime."""
        program, box = self.program, self.box
        missing = np.flatnonzero(self._missing >= 0).astype(np.int32)
        count = len(missing)
        if count and float(np.array(self._highs.getSolution().col_value)[missing].max()) > 1e-6:
            # The penalty was too low, or the rows cannot hold together: nothing else counts now.
            self._set_cost(np.zeros(program.columns))
            self._highs.changeColsCost(count, missing, np.ones(count))
            self._optimise(_PRIMAL)
            nothing = np.zeros(program.columns, dtype=np.int64)
            if certify(program, box, nothing, 0, self.duals).scaled_bound > 0:
                raise Infeasible(self.duals)
        self._highs.changeColsBounds(count, missing, np.zeros(count), np.zeros(count))
        self._highs.changeColsCost(count, missing, np.zeros(count))

    def approach(self, mixture: Floats) -> None:
        """Go to the optimum of `mixture`, which is next to that of the goal that weighs most in it.

        A mixture leaves few ties, so that the dual simplex gets there many times faster than the
        primal gets from one goal's optimum to the next. Columns have both bounds: each stands at
        the one its reduced cost asks for, and no basis, also not with new columns, is dual infeasible.
        """
        self._set_cost(mixture)
        afresh = len(self._rows) > LARGE and not self._nearby()
        self._optimise(_DUAL, afresh=afresh)

    def put_together(self, mixture: Floats, crash: Sequence[Crash]) -> None:
        """Go to the optimum of `mixture` from those of independent parts, the rows between them being few."""
        self._set_cost(mixture)
        self._add_held(crash)
        self._set_crash(crash)
        self._optimise(_DUAL)

    def crash(self, columns: Indices, rows: Indices) -> Crash:
        """The present basis in the numbering of a program of which this one's columns and rows are a part."""
        basis = self._highs.getBasis()
        status, row_status = _numbers(basis.col_status), _numbers(basis.row_status)
        held = self._order >= 0
        # A missing unit that is basic stands for its row.
        basic = np.flatnonzero(~held & (status == _BASIC))
        row_status[self._places(self._missing[basic])] = _BASIC
        return Crash(columns[self._order[held]], status[held], rows[self._rows[: len(row_status)]], row_status)

    def _add_held(self, crash: Sequence[Crash]) -> None:
        for part in crash:
            self._add(part.columns[~self.inside[part.columns]])

    def _set_crash(self, crash: Sequence[Crash]) -> None:
        """Begin with the parts' bases; what is in no part stands at its bound, and its rows are basic."""
        if not crash:
            return
        place = np.full(self.program.columns, -1)
        held = np.flatnonzero(self._order >= 0)
        place[self._order[held]] = held
        status = np.full(len(self._order), _LOWER)
        row_status = np.full(len(self._rows), _BASIC)
        for part in crash:
            status[place[part.columns]] = part.status
            row_status[self._places(part.rows)] = part.row_status
        basis = highspy.HighsBasis()
        basis.col_status, basis.row_status = _statuses(status), _statuses(row_status)
        basis.valid = True
        self._highs.setBasis(basis)

    def sharpen(self, mixture: Floats) -> None:
        """Go on from the optimum of a mixture to that of one in which the first goal weighs more."""
        self._set_cost(mixture)
        self._optimise(_DUAL, enough=0)

    def minimise(self, cost: Array) -> Floats:
        """Minimise `cost` over the box; return the rows' duals. Raises OutOfTime."""
        self._set_cost(cost)
        self._optimise(_PRIMAL)
        return self.duals

    def minimise_again(self) -> Floats:
        """Go back to optimality after `extend`, the cost being as before; return the rows' duals.

        Raises Astray where the columns held cannot meet the rows added.
        """
        # For a few steps the weights of steepest edge are not worth computing.
        self._highs.setOptionValue("simplex_dual_edge_weight_strategy", _DEVEX)
        try:
            self._optimise(_DUAL, enough=0, once=True)
        finally:
            self._highs.setOptionValue("simplex_dual_edge_weight_strategy", _CHOOSE)
        return self.duals

    def _set_cost(self, cost: Array | Floats) -> None:
        largest = float(np.abs(cost).max(initial=0)) or 1.0
        self._scale = 2.0 ** (COST_BITS - int(np.ceil(np.log2(largest))))
        self._cost = (cost * self._scale).astype(np.float64)
        self._largest = largest * self._scale
        held = np.flatnonzero(self._order >= 0)
        self._highs.changeColsCost(len(held), held.astype(np.int32), self._cost[self._order[held]])

    def point(self) -> tuple[Indices, Floats]:
        """The columns that are not 0 at the last vertex, and their values."""
        values = np.array(self._highs.getSolution().col_value)
        if len(values) != len(self._order):
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        used = np.flatnonzero((np.abs(values) > 1e-7) & (self._order >= 0))
        return self._order[used], values[used]

    def value(self, cost: Array) -> float:
        """The value of `cost` at the last vertex."""
        columns, values = self.point()
        return float(cost[columns] @ values)

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

    def tableau(self) -> Iterator[Floats]:
        """Rows of the basis inverse, one multiplier a row of the program: those of fractional columns, the most so first."""
        values = np.array(self._highs.getSolution().col_value)
        # Without an entry in any row HiGHS has no basis, and its process would end where it is asked for one.
        if not (np.abs(values - np.rint(values)) > 1e-6).any():
            return
        status, basic = self._highs.getBasicVariables()  # type: ignore[attr-defined]
        if status != highspy.HighsStatus.kOk:
            return
        place = np.flatnonzero(basic >= 0)
        place = place[self._order[basic[place]] >= 0]
        part = np.abs(values[basic[place]] - np.rint(values[basic[place]]))
        order = np.lexsort((self._order[basic[place]], -np.round(part, 6)))
        for position in place[order[part[order] > 1e-6][:MOST_ROWS]].tolist():
            multipliers = np.zeros(self.program.rows)
            status, multipliers[self._rows] = self._highs.getBasisInverseRow(position)  # type: ignore[attr-defined]
            if status == highspy.HighsStatus.kOk:
                yield multipliers

    def keep(self, program: Program, kept: Bools) -> None:
        """Take over `program`: the former one without rows at its end that are not `kept`, which the box is rid of."""
        gone = self._places(np.flatnonzero(~kept))
        self._highs.deleteRows(len(gone), gone)
        self._rows = np.flatnonzero(program.relaxed_rows)
        self.duals = self.duals[kept]
        self.program, self._whole = program.relaxed, program

    def shrink(self) -> None:
        """Take over the bounds of the box, after it was tightened."""
        held = np.flatnonzero(self._order >= 0)
        columns = self._order[held]
        self._highs.changeColsBounds(
            len(held), held.astype(np.int32), bounds(self.box.lower[columns]), bounds(self.box.upper[columns])
        )
        self._add(np.flatnonzero(~self.inside & (self.box.lower != 0)))
        rows = np.arange(len(self._rows), dtype=np.int32)
        self._highs.changeRowsBounds(len(rows), rows, *self._row_bounds())  # type: ignore[attr-defined]

    def extend(self, program: Program) -> None:
        """Take over `program`: the former one with blocks added at its end, which the box has as well."""
        known = self.program.rows
        fresh = replace(program, blocks=program.blocks[len(self.program.blocks) :])
        self.duals = np.append(self.duals, np.zeros(program.rows - known))
        self.program, self._whole = program.relaxed, program
        held = np.flatnonzero(self._order >= 0)
        entries = fresh.relaxed.entries(self._order[held])
        column = np.repeat(held, np.diff(entries.start))
        added = known + np.flatnonzero(program.relaxed_rows[known:])
        for row in added.tolist():
            own = np.flatnonzero(entries.rows == row - known)
            self._highs.addRow(
                -highspy.kHighsInf, highspy.kHighsInf, len(own),
                column[own].astype(np.int32), entries.values[own].astype(np.float64),
            )  # fmt: skip
        self._rows = np.append(self._rows, added)
        rows = self._places(added)
        lower, upper = bounds(self.box.row_lower[added]), bounds(self.box.row_upper[added])
        self._highs.changeRowsBounds(len(rows), rows, lower, upper)  # type: ignore[attr-defined]

    def basis(self) -> tuple[highspy.HighsBasis, int]:
        """The present basis and how many columns it covers, for `restore`."""
        return self._highs.getBasis(), len(self._order)

    def restore(self, program: Program, box: Box, basis: highspy.HighsBasis, columns: int) -> None:
        """Go back to an earlier program, box and basis; columns that came since stand at their bound."""
        kept = int(np.searchsorted(self._rows, program.rows))
        later = np.arange(kept, len(self._rows), dtype=np.int32)
        self._highs.deleteRows(len(later), later)
        self._rows, self.duals = self._rows[:kept], self.duals[: program.rows]
        self.program, self._whole, self.box = program.relaxed, program, box
        self.shrink()
        since = [highspy.HighsBasisStatus.kLower] * (len(self._order) - columns)
        basis.col_status = [*list(basis.col_status)[:columns], *since]
        self._highs.setBasis(basis)

    def _row_bounds(self) -> tuple[Floats, Floats]:
        return bounds(self.box.row_lower[self._rows]), bounds(self.box.row_upper[self._rows])

    def _places(self, rows: Indices) -> npt.NDArray[np.int32]:
        """Where rows of the program stand in the model."""
        return np.searchsorted(self._rows, rows).astype(np.int32)

    def _watch(self, event: highspy.highs.HighsCallbackEvent) -> None:
        if self.clock.out:
            event.interrupt()

    def _nearby(self) -> bool:
        """Whether the dual simplex reaches the optimum from the present basis in few steps; it is there then."""
        self._highs.setOptionValue("simplex_iteration_limit", int(NEARBY * len(self._rows)))
        self._highs.setOptionValue("presolve", "off")
        self._highs.setOptionValue("simplex_strategy", _DUAL)
        self._highs.run()
        self.statistics.iterations += max(0, self._highs.getInfo().simplex_iteration_count)
        self._highs.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf)
        return bool(self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _optimise(
        self, strategy: int, *, afresh: bool = False, enough: float = ENOUGH, once: bool = False,
        rounds: int = UNBOUNDED,
    ) -> bool:  # fmt: skip
        """Run, price, add, until no column prices out, or by the dual a share of `enough` or less: then True.

        `afresh`: each run starts from nothing while many columns come. `once`: if one simplex finds no
        optimum, the other is not asked. No more than so many `rounds`.
        """
        for _ in range(rounds):
            self.clock.check()
            begin = time.monotonic()
            self._run(strategy, afresh, once)
            self.statistics.simplex_seconds += time.monotonic() - begin
            self.statistics.runs += 1
            duals = np.zeros(self.program.rows)
            duals[self._rows] = self._highs.getSolution().row_dual
            self.duals = duals / self._scale
            self.vertex = self.point()
            self.reached = self.vertex[0]
            begin = time.monotonic()
            entering = self._price(duals)
            self.statistics.pricing_seconds += time.monotonic() - begin
            few = enough * len(self._order) if strategy == _DUAL else 0
            if len(entering) <= few:
                self._add(entering)
                return True
            self._afresh = afresh = afresh and len(entering) > AFRESH * len(self._order)
            self._add(entering)
        return False

    def _run(self, strategy: int, afresh: bool, once: bool) -> None:
        """Bring the model to optimality; where one simplex loses its way, the other starts from nothing."""
        done = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
        self._highs.setOptionValue("presolve", "on" if afresh else "off")
        if afresh:
            self._highs.clearSolver()
        for way in (strategy,) if once else (strategy, _PRIMAL + _DUAL - strategy):
            self._highs.setOptionValue("simplex_strategy", way)
            self._highs.run()
            self.statistics.iterations += max(0, self._highs.getInfo().simplex_iteration_count)
            status = self._highs.getModelStatus()
            if status in done:
                return
            if status == highspy.HighsModelStatus.kInterrupt:
                raise OutOfTime
            self._highs.clearSolver()
        raise Astray(f"the relaxation ended with {status}")

    def _price(self, duals: Floats) -> Indices:
        """The columns to add: of each group the few of most negative reduced cost."""
        reduced: Floats = self._cost - self.program.transposed_times(duals)
        self.statistics.priced += len(reduced)
        outside = ~self.inside & (self.box.upper > self.box.lower)
        found = np.flatnonzero((reduced < -PRICE_TOLERANCE) & outside)
        if len(found) <= FEW:
            return found
        order = found[np.lexsort((reduced[found], self.program.groups[found]))]
        group = self.program.groups[order]
        first = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
        place = np.arange(len(order)) - np.repeat(first, np.diff(np.r_[first, len(order)]))
        return order[place < (PER_GROUP if len(self._order) > 2 * len(first) else FIRST)]

    def _add(self, columns: Indices) -> None:
        if not len(columns):
            return
        entries = self.program.entries(columns)
        self._highs.addCols(
            len(columns), self._cost[columns],
            bounds(self.box.lower[columns]), bounds(self.box.upper[columns]),
            len(entries.rows), entries.start[:-1].astype(np.int32), self._places(entries.rows),
            entries.values.astype(np.float64),
        )  # fmt: skip
        self._order = np.concatenate([self._order, columns])
        self.inside[columns] = True
        self.statistics.columns = int(self.inside.sum())
