"""Bounds that hold in exact integers, whatever the floating-point solver did.

Any row duals y give a lower bound on a goal over all integer points: weak duality. Duals from the
relaxation are rounded to multiples of 1/scale; everything after that is integer arithmetic, so that
a bound, a fixed column or a tight row rests on no tolerance.

    cost·x = bound + Σ |reduced cost|·(distance of x from its favoured bound)
                   + Σ |dual|·(slack of the row from its favoured side)

Each summand is at least 0. With an incumbent of value v, a column whose reduced cost alone exceeds
v − bound stays at its favoured bound in every point as good as v, and a row whose dual exceeds it
stays tight: the face of the goal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solvers.program import UNBOUNDED, Array, Bools, Floats, Program

_DENOMINATOR = 2520  # halves to tenths come out exactly
_FINEST = 2**18
_NOISE = 2e-5
CUT_STEPS = 10_000
_BITS = 61  # of the 63 that an integer has


@dataclass
class Box:
    """The bounds in force: a program's own, tightened as goals are settled."""

    lower: Array
    upper: Array
    row_lower: Array
    row_upper: Array

    @classmethod
    def of(cls, program: Program) -> Box:
        return cls(program.lower.copy(), program.upper.copy(), program.row_lower.copy(), program.row_upper.copy())

    def copy(self) -> Box:
        return Box(self.lower.copy(), self.upper.copy(), self.row_lower.copy(), self.row_upper.copy())


@dataclass(frozen=True)
class Certificate:
    """A proven bound: `scaled_bound`/`scale` ≤ cost·x for every integer x in the box and rows.

    `duals` and `reduced` are in units of 1/scale, one a row and one a column.
    """

    scale: int
    scaled_bound: int
    duals: Array
    reduced: Array

    @property
    def bound(self) -> int:
        """The bound rounded up to the next integer, which goals are."""
        return -(-self.scaled_bound // self.scale)

    def gap(self, value: int) -> int:
        """How far `value` lies above the bound, in units of 1/scale."""
        return value * self.scale - self.scaled_bound


def certify(program: Program, box: Box, cost: Array, constant: int, duals: Floats) -> Certificate:
    """The bound that `duals` (one a row, of any sign) prove for minimising constant + cost·x.

    What lies next to a small fraction is taken for that fraction with the noise of floating point; where rows have
    large coefficients that may cost more than it gains, and the duals are taken as they are.
    """
    largest = float(np.abs(cost).max(initial=1)) + program.reach(np.abs(duals))
    if largest >= 2.0**_BITS:  # duals out of all proportion: none prove a bound as well
        duals = np.zeros(len(duals))
        largest = float(np.abs(cost).max(initial=1))
    finest = int(2.0**_BITS / largest)
    scale = min(_FINEST, finest // _DENOMINATOR) * _DENOMINATOR or finest
    fractions = np.rint(duals * _DENOMINATOR) / _DENOMINATOR
    clean = np.where(np.abs(duals - fractions) < _NOISE, fractions, duals)
    tries = [np.rint(numbers * scale).astype(np.int64) for numbers in (clean, duals)]
    return max(
        (exactly(program, box, cost, constant, numbers, scale) for numbers in tries), key=lambda own: own.scaled_bound
    )


def exactly(program: Program, box: Box, cost: Array, constant: int, duals: Array, scale: int) -> Certificate:
    """The bound that `duals`, in units of 1/`scale`, prove for minimising constant + cost·x."""
    # A dual that leans on a side the row does not have proves nothing: drop it.
    exact = np.where(duals > 0, box.row_lower > -UNBOUNDED, box.row_upper < UNBOUNDED) * duals
    reduced: Array = cost * scale - program.transposed_times(exact)
    rows = np.flatnonzero(exact)
    side = np.where(exact[rows] > 0, box.row_lower[rows], box.row_upper[rows])
    end = np.where(reduced > 0, box.lower, box.upper)
    columns = np.flatnonzero((reduced != 0) & (end != 0))
    bound = constant * scale + _dot(exact[rows], side) + _dot(reduced[columns], end[columns])
    return Certificate(scale, bound, exact, reduced)


def tighten(certificate: Certificate, box: Box, value: int) -> bool:
    """Shrink `box` to what points of at most `value` can use; True if all that is left has that value.

    Where False, points worse than `value` remain, and the goal must be kept as a row besides.
    """
    gap = certificate.gap(value)
    reduced, duals = certificate.reduced, certificate.duals
    low, high = reduced > gap, reduced < -gap
    box.upper[low] = box.lower[low]
    box.lower[high] = box.upper[high]
    at_lower, at_upper = duals > gap, duals < -gap
    box.row_upper[at_lower] = box.row_lower[at_lower]
    box.row_lower[at_upper] = box.row_upper[at_upper]
    loose = (reduced != 0) & (box.upper > box.lower)
    stray = _dot(np.abs(reduced[loose]), (box.upper - box.lower)[loose])
    loose = (duals != 0) & (box.row_upper > box.row_lower)
    stray += _dot(np.abs(duals[loose]), (box.row_upper - box.row_lower)[loose])
    return stray < gap + certificate.scale


def cut_of(certificate: Certificate, box: Box, value: int) -> tuple[Array, int]:
    """Small coefficients a and an upper bound b with a·x ≤ b for every point of at most `value`.

    Reduced costs add up to no more than the gap; here both are divided by a small share of it and
    rounded so that no such point is cut off. What bounds have fixed is left out.
    """
    gap = certificate.gap(value)
    step = max(1, min(-(-gap // CUT_STEPS), 2**_BITS))
    distance = np.where(box.upper > box.lower, certificate.reduced, 0)
    share: Array = np.sign(distance) * (np.abs(distance) // step)
    favoured = np.where(share < 0, box.upper, box.lower)
    return share, max(0, gap // step) + _dot(share, favoured)


def open_columns(certificate: Certificate, box: Box, reach: int) -> Bools:
    """Columns not fixed that a point within `reach` (in units of 1/scale) of the bound can use."""
    return (box.upper > box.lower) & (np.abs(certificate.reduced) <= reach)


def _dot(a: Array, b: Array) -> int:
    """Σ a·b without overflow."""
    if not len(a):
        return 0
    if float(np.abs(a).max()) * float(np.abs(b).max()) * len(a) < 2**62:
        return int(a @ b)
    return sum(int(x) * int(y) for x, y in zip(a.tolist(), b.tolist(), strict=True))
