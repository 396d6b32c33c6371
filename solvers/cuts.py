"""Mixed-integer Gomory cuts, computed in exact integers.

A row of the simplex tableau in which a basic column is fractional gives a row that every integer
point meets and the vertex does not (Gomory, "An algorithm for the mixed integer problem", 1960).
Floating point only proposes which rows of the program are added up, and with which multipliers;
these are taken as fractions with a small common denominator. What they add up to is an equation
over the distances of columns from their bounds and of rows from their sides, all of them whole
numbers of at least 0, and the cut follows from it in integers: it rests on no tolerance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from solvers.certificate import Box
from solvers.parts import part_of
from solvers.program import UNBOUNDED, Array, Block, Bools, Entries, Floats, Indices, Program, Term

DENOMINATORS = np.arange(2, 121)
COARSE = 7560  # where none of these does
LARGEST = 10_000  # right side of a cut in distances, and so its coefficients
WIDEST = 1_000_000  # coefficient of a column
LONGEST = 0.3  # share of the open columns a cut may speak of, and yet so many:
SHORT = 500
MOST_CUTS = 150  # a round
_NEAR = 1e-6
_BROKEN = 1e-4  # by which the vertex breaks a cut, in right sides
_SAFE = 2.0**61


@dataclass(frozen=True)
class Combination:
    """Rows of the program added up with `multipliers`/`denominator`: all that a cut follows from.

    `above` says of each row whether its distance is from its upper side, `at_upper` which of the open
    columns count theirs from their upper bounds.
    """

    rows: Indices
    multipliers: Array
    denominator: int
    above: Bools
    at_upper: Indices


@dataclass(frozen=True)
class Cut:
    """coefficients·x ≤ most over the open columns `columns`."""

    columns: Indices
    coefficients: Array
    most: int
    depth: float  # distance of the vertex
    origin: Combination


class Cutter:
    """Finds cuts for a program within a box, among the columns that the box leaves open."""

    def __init__(self, program: Program, box: Box) -> None:
        """Take the program's relaxation; the box keeps its column bounds meanwhile."""
        self._open = np.flatnonzero(box.upper > box.lower)
        self._box = box
        self._face = part_of(program.relaxed, self._open, np.ones(program.rows, dtype=bool))
        self._lower, self._upper = box.lower[self._open], box.upper[self._open]
        resting = box.lower.copy()
        resting[self._open] = 0
        self._resting = program.relaxed.activity(resting)
        self.origins: tuple[Combination, ...] = ()  # of the last block of cuts, one a row

    def cuts(self, columns: Indices, values: Floats, proposals: Iterable[Floats]) -> Block | None:
        """Rows that every integer point of the box meets and the vertex breaks; None where none were found.

        The vertex is `values` at `columns` of the program, and 0 elsewhere; it meets all rows so far.
        `proposals` are multipliers, one a row.
        """
        program, box = self._face.program, self._box
        vertex = np.zeros(len(box.lower))
        vertex[columns] = values
        vertex = vertex[self._open]
        activity = program.activity(vertex) + self._resting
        above, below = np.abs(activity - box.row_upper) < _NEAR, np.abs(activity - box.row_lower) < _NEAR
        view = _View(
            program.entries(np.arange(program.columns)), self._lower, self._upper, vertex,
            vertex > self._upper - _NEAR, above, above | below,
            np.where(above, box.row_upper, box.row_lower) - self._resting, box.row_upper == box.row_lower,
        )  # fmt: skip
        found: dict[tuple[int, bytes], Cut] = {}
        for proposal in proposals:
            cut = view.cut(proposal)
            if cut is not None:
                found.setdefault((cut.most, cut.columns.tobytes() + cut.coefficients.tobytes()), cut)
        if not found:
            return None
        best = sorted(found.values(), key=lambda cut: -cut.depth)[:MOST_CUTS]
        self.origins = tuple(cut.origin for cut in best)
        column = np.concatenate([cut.columns for cut in best])
        order = np.argsort(column, kind="stable")
        row = np.repeat(np.arange(len(best)), [len(cut.columns) for cut in best])[order]
        coefficient = np.concatenate([cut.coefficients for cut in best])[order]
        upper = np.array([cut.most for cut in best], dtype=np.int64)
        block = Block("cuts", np.full(len(best), -UNBOUNDED), upper, (Term(column[order], row, coefficient),))
        self._face = replace(self._face, program=program.with_block(block))
        self._resting = np.append(self._resting, np.zeros(len(block), dtype=np.int64))
        return self._face.lifted(block)


@dataclass(frozen=True)
class _View:
    """The open columns and all rows as seen from a vertex."""

    entries: Entries
    lower: Array
    upper: Array
    vertex: Floats
    at_upper: Bools
    above: Bools
    tight: Bools
    side: Array
    equation: Bools

    def times(self, multipliers: Array) -> Array:
        """Σ multiplier·row, a coefficient a column."""
        sums = np.append(np.int64(0), np.cumsum(self.entries.values * multipliers[self.entries.rows]))
        shares: Array = sums[self.entries.start[1:]] - sums[self.entries.start[:-1]]
        return shares

    def cut(self, proposal: Floats) -> Cut | None:
        """The mixed-integer Gomory cut of the combination proposed, if it is of use."""
        proposal = np.where(self.tight, proposal, 0.0)
        rows = np.flatnonzero(np.abs(proposal) > 1e-9)
        if not len(rows) or float(np.abs(proposal[rows]).max()) > LARGEST:
            return None
        denominator, whole = _fractions(proposal[rows])
        multipliers = np.zeros(len(proposal), dtype=np.int64)
        multipliers[rows] = whole
        if float((np.abs(whole) + LARGEST).astype(float) @ (np.abs(self.side[rows]) + 1.0)) > _SAFE:
            return None
        sums = self.times(multipliers)
        end = np.where(self.at_upper, self.upper, self.lower)
        right = int(whole @ self.side[rows]) - int(sums @ end)
        columns, slacks, least = rounded(
            np.where(self.at_upper, -sums, sums),
            np.where(self.equation[rows], 0, np.where(self.above[rows], whole, -whole)),
            right, denominator,
        )  # fmt: skip
        if least == 0:
            return None
        # Back from distances to columns: columns·(x − end) + slacks·(side − row) ≥ least.
        signed = np.where(self.at_upper, -columns, columns)
        slack = np.zeros(len(proposal), dtype=np.int64)
        slack[rows] = np.where(self.above[rows], slacks, -slacks)
        coefficients = self.times(slack) - signed
        most = int(slack[rows] @ self.side[rows]) - int(signed @ end) - least
        used = np.flatnonzero(coefficients)
        if not len(used) or len(used) > max(SHORT, LONGEST * len(coefficients)):
            return None
        divisor = int(np.gcd.reduce(coefficients[used]))
        share, most = coefficients[used] // divisor, most // divisor
        over = float(share @ self.vertex[used]) - most
        if int(np.abs(share).max()) > WIDEST or over * divisor < _BROKEN * least:
            return None
        origin = Combination(rows, whole, denominator, self.above[rows], np.flatnonzero(self.at_upper))
        return Cut(used, share, most, over / float(np.sqrt((share.astype(float) ** 2).sum())), origin)


def _fractions(numbers: Floats) -> tuple[int, Array]:
    """A common denominator, small if there is one, and the numerators nearest to `numbers`."""
    scaled = numbers[:, None] * DENOMINATORS
    noise = np.abs(scaled - np.rint(scaled)).max(axis=0) / DENOMINATORS
    good = np.flatnonzero(noise < _NEAR)
    denominator = int(DENOMINATORS[good[0]]) if len(good) else COARSE
    return denominator, np.rint(numbers * denominator).astype(np.int64)


def rounded(columns: Array, slacks: Array, right: int, denominator: int) -> tuple[Array, Array, int]:
    """From columns·d + slacks·s = right, all over `denominator`, a row columns'·d + slacks'·s ≥ least.

    Every d and s of whole numbers of at least 0 that meets the equation meets the row; `least` is 0
    where the equation gives none. Coefficients are at most `least`, and that at most LARGEST: where
    the cut's own are larger they are rounded up, the right side being scaled exactly.
    """
    over = right % denominator
    if over == 0:
        return columns, slacks, 0

    def cut(numbers: Array) -> Array:
        rest = numbers % denominator
        return np.where(rest <= over, rest * (denominator - over), (denominator - rest) * over)

    columns, slacks, least = cut(columns), cut(slacks), over * (denominator - over)
    divisor = int(np.gcd(np.gcd(np.gcd.reduce(columns, initial=0), np.gcd.reduce(slacks, initial=0)), least))
    columns, slacks, least = columns // divisor, slacks // divisor, least // divisor
    if least > LARGEST:
        columns, slacks, least = -(-columns * LARGEST // least), -(-slacks * LARGEST // least), LARGEST
    return columns, slacks, least
