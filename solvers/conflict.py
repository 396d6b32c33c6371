"""Blocks of rows that cannot hold together, none of them to spare, the smallest first.

Every question put to the solver is remembered: a point that meets some blocks answers for all their
subsets, a proof that some cannot hold together for all their supersets. The proof is a handful of
rows: those with a dual in exact integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from solvers import cpsat, mip
from solvers.certificate import Box, certify
from solvers.clock import Clock, OutOfTime
from solvers.limits import must_be_exact
from solvers.program import Array, Bools, Program
from solvers.relaxation import Infeasible, Relaxation

_SPREAD = 2654435761  # of Knuth's multiplicative hash: costs without ties, the same on every machine


def find_point(program: Program, clock: Clock) -> tuple[Array | None, Bools]:
    """A point that meets every row; or None, and rows that cannot hold together. Raises OutOfTime, TooLarge.

    The relaxation is given a cost without ties, whatever it is: with none at all it labours ten
    times as long, and seldom ends in a vertex that is integral.
    """
    must_be_exact(program)
    box = Box.of(program)
    relaxation = Relaxation(program, box, clock)
    every = np.ones(program.rows, dtype=bool)
    spread: Array = 1000 + np.arange(program.columns, dtype=np.int64) * _SPREAD % 1000
    nothing: Array = np.zeros(program.columns, dtype=np.int64)
    try:
        relaxation.start(spread.astype(np.float64))
    except Infeasible as proof:
        duals = np.zeros(program.rows) if proof.duals is None else proof.duals
        return None, certify(program.relaxed, box, nothing, 0, duals).duals != 0
    point = relaxation.integral_point()
    if point is not None:
        return point, every
    open_ = box.upper > box.lower
    used = np.zeros(program.columns, dtype=bool)
    used[relaxation.reached] = True
    for free in (open_ & used, open_ & relaxation.inside, open_):
        found = mip.settle(program, box, free, box.lower, nothing, clock)
        clock.check()
        if found.point is not None and program.feasible(found.point):
            return found.point, every
    return cpsat.settle(program, box, open_, box.lower, nothing, clock).point, every


class Subsets:
    """Which sets of a program's blocks can hold together, asked once and remembered.

    `blocks` are the names asked about; all others always hold. Methods raise OutOfTime, but for `conflicts`.
    """

    def __init__(self, program: Program, blocks: Sequence[str], clock: Clock) -> None:
        self.program, self.clock = program, clock
        present = {block.name for block in program.blocks}
        self.blocks = tuple(name for name in blocks if name in present)
        self.points: list[tuple[frozenset[str], Array]] = []  # blocks that the point meets
        self.proofs: list[frozenset[str]] = []  # blocks that cannot hold together
        self.found: list[frozenset[str]] = []  # irreducible conflicts

    def hold(self, names: frozenset[str]) -> bool:
        """Whether some point meets the blocks `names` and those that are not asked about."""
        if any(names <= met for met, _ in self.points):
            return True
        if any(proof <= names for proof in self.proofs):
            return False
        program = self.program.without_blocks([name for name in self.blocks if name not in names])
        point, rows = find_point(program, self.clock)
        self.clock.check()
        if point is None:
            own = zip(program.blocks, program.offsets, strict=False)
            used = {block.name for block, first in own if rows[first : first + len(block)].any()}
            self.proofs.append(frozenset(used & names))
            return False
        self.points.append((self._met(point), point))
        return True

    def conflict(self) -> tuple[str, ...] | None:
        """One irreducible conflict, in the order of `blocks`; None where all blocks can hold together."""
        every = frozenset(self.blocks)
        return None if self.hold(every) else self._order(self._reduce(every))

    def conflicts(self) -> list[tuple[str, ...]]:
        """Every irreducible conflict, the smallest first; each in the order of `blocks`.

        Always the largest set not answered for is asked about: its point answers for most. Where the
        clock runs out those found so far come back.
        """
        try:
            while (names := self._unexplored(self.found)) is not None:
                if not self.hold(names):
                    self.found.append(self._reduce(names))
        except OutOfTime:
            pass
        shortest = sorted(
            self.found, key=lambda names: (len(names), [self.blocks.index(name) for name in self._order(names)])
        )
        return [self._order(names) for names in shortest]

    def _order(self, names: frozenset[str]) -> tuple[str, ...]:
        return tuple(name for name in self.blocks if name in names)

    def _unexplored(self, found: Sequence[frozenset[str]]) -> frozenset[str] | None:
        """The largest set that no point answers for and that holds none of the conflicts found."""
        for size in range(len(self.blocks), 0, -1):
            for names in map(frozenset, combinations(self.blocks, size)):
                if not any(names <= met for met, _ in self.points) and not any(conflict <= names for conflict in found):
                    return names
        return None

    def _reduce(self, names: frozenset[str]) -> frozenset[str]:
        """An irreducible conflict among `names`, which cannot hold together.

        Blocks go one by one as long as the rest cannot hold; a block outside the last proof need
        not go to be known to be none of the conflict's.
        """
        needed: frozenset[str] = frozenset()
        while untried := self._proof(names) - needed:
            name = self._order(untried)[0]
            if self.hold(names - {name}):
                needed |= {name}
            else:
                names -= {name}
        return needed

    def _proof(self, names: frozenset[str]) -> frozenset[str]:
        return min((proof for proof in self.proofs if proof <= names), key=len)

    def _met(self, point: Array) -> frozenset[str]:
        activity = self.program.activity(point)
        met = (activity >= self.program.row_lower) & (activity <= self.program.row_upper)
        own = zip(self.program.blocks, self.program.offsets, strict=False)
        return frozenset(b.name for b, first in own if b.name in self.blocks and met[first : first + len(b)].all())


def rows_in_conflict(program: Program, clock: Clock) -> tuple[Bools, bool]:
    """Rows of the infeasible `program` that cannot hold together, and whether none is shown to be to spare.

    Rows are dropped one by one while what is left is infeasible still. Where the clock runs out the
    rows not yet tried are kept: fewer could do.
    """
    kept = np.ones(program.rows, dtype=bool)
    try:
        kept = find_point(program, clock)[1]
        for row in np.flatnonzero(kept).tolist():
            rest = kept.copy()
            rest[row] = False
            point, proof = find_point(program.only_rows(rest), clock) if kept[row] else (rest, kept)
            clock.check()
            if point is None:
                kept = rest & proof
    except OutOfTime:
        return kept, False
    return kept, True
