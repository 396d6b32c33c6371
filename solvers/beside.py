"""Independent parts relaxed side by side: crash bases for the whole.

A step of the simplex costs what the rows are, and parts are solved at once. Their optima together
are next to the whole's optimum where the rows between them hardly bear upon the goal; where these
do bear, the whole goes on from where they are and the parts are left. Nothing rests on the parts but time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from solvers.certificate import Box
from solvers.clock import Clock
from solvers.parts import Part, split
from solvers.program import Array, Bools, Floats, Indices, Program
from solvers.relaxation import Crash, Infeasible, Relaxation


class Beside:
    """The relaxations of a program's independent parts, up to `threads` of them at work at once."""

    def __init__(self, program: Program, clock: Clock, threads: int, first: Indices | None) -> None:
        self._program, self._threads, self._first = program, threads, first
        self.in_the_way = False  # rows between the parts bear upon the first goal
        self.relaxations = [(part, Relaxation(part.program, Box.of(part.program), clock)) for part in split(program)]
        self._tied = np.ones(program.rows, dtype=bool)
        for part, _ in self.relaxations:
            self._tied[part.rows] = False
        self._one_sign = _of_one_sign(program)
        self._nothing = program.activity(program.lower)
        self._before: Floats = self._nothing.astype(np.float64)

    def start(self, mixture: Floats) -> list[Crash]:
        """Every part's optimum of the first `mixture`, or where each was when rows between them were seen to bear.

        Raises Infeasible, OutOfTime.
        """

        def load(part: Part, relaxation: Relaxation) -> bool:
            known = None if self._first is None else np.flatnonzero(np.isin(part.columns, self._first))
            relaxation.load(mixture[part.columns], known)
            return False

        def price(part: Part, relaxation: Relaxation) -> bool:
            return id(relaxation) in done or relaxation.price(rounds=1)

        def meet(part: Part, relaxation: Relaxation) -> bool:
            try:
                relaxation.meet()
            except Infeasible as proof:
                duals = None if proof.duals is None else part.lifted_duals(proof.duals, self._program.rows)
                raise Infeasible(duals) from None
            return True

        self._side_by_side(load)
        done: set[int] = set()
        while len(done) < len(self.relaxations):
            ended = self._side_by_side(price)
            done |= {id(own) for (_, own), end in zip(self.relaxations, ended, strict=True) if end}
            self.in_the_way = self._break_rows(ended=len(done) == len(self.relaxations))
            if self.in_the_way:
                return self._crash()
        self._side_by_side(meet)
        return self._crash()

    def approach(self, mixtures: Sequence[Floats], box: Box) -> list[Crash]:
        """Every part's optimum of the last of the `mixtures`, within the whole's `box`. Raises OutOfTime, Astray."""

        def work(part: Part, relaxation: Relaxation) -> bool:
            own = relaxation.box
            own.lower[:], own.upper[:] = box.lower[part.columns], box.upper[part.columns]
            own.row_lower[:], own.row_upper[:] = box.row_lower[part.rows], box.row_upper[part.rows]
            relaxation.shrink()
            relaxation.approach(mixtures[0][part.columns])
            for mixture in mixtures[1:]:
                relaxation.sharpen(mixture[part.columns])
            return True

        self._side_by_side(work)
        return self._crash()

    def _side_by_side(self, work: Callable[[Part, Relaxation], bool]) -> list[bool]:
        with ThreadPoolExecutor(max(1, min(self._threads, len(self.relaxations)))) as pool:
            working = [pool.submit(work, part, relaxation) for part, relaxation in self.relaxations]
        return [done.result() for done in working]

    def _crash(self) -> list[Crash]:
        return [relaxation.crash(part.columns, part.rows) for part, relaxation in self.relaxations]

    def _break_rows(self, ended: bool) -> bool:
        """Whether the parts' vertices break a row that holds where nothing is used, or soon will.

        A mixture's vertex uses no column that the first goal does not want: such a row bears upon it. Before the
        parts have `ended`, sums that swing as columns come say nothing; one whose coefficients are all of one sign
        grows, and is taken to grow in the next round as it did in the last.
        """
        vertex = np.zeros(self._program.columns)
        for part, relaxation in self.relaxations:
            columns, values = relaxation.vertex
            vertex[part.columns[columns]] = values
        now = self._program.activity(vertex)
        ahead, tied = now, self._tied
        if not ended:
            ahead, tied = 2 * now - self._before, self._tied & self._one_sign
        self._before = now
        lower, upper, nothing = self._program.row_lower, self._program.row_upper, self._nothing
        below = (ahead < lower - 0.5) & (nothing >= lower)
        above = (ahead > upper + 0.5) & (nothing <= upper)
        return bool((tied & (below | above)).any())

    def bear(self, cost: Array, value: float) -> bool:
        """Whether the rows between the parts lift the goal's relaxation to `value`, above what the parts say."""
        apart = 0.0
        for part, relaxation in self.relaxations:
            columns, values = relaxation.vertex
            apart += float(cost[part.columns[columns]] @ values)
        return value > apart + max(0.5, 1e-6 * abs(value))


def _of_one_sign(program: Program) -> Bools:
    """Which rows have coefficients of one sign alone."""
    signs = [np.zeros(program.rows, dtype=bool), np.zeros(program.rows, dtype=bool)]
    for block, first in zip(program.blocks, program.offsets, strict=False):
        for term in block.terms:
            inside = term.rows >= 0
            coefficients = np.broadcast_to(term.coefficients, inside.shape)
            for sign, own in zip(signs, (coefficients > 0, coefficients < 0), strict=True):
                sign[first + term.rows[inside & own]] = True
    return ~(signs[0] & signs[1])
