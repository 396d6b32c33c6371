"""Cuts from halves and thirds of rows: Chvátal-Gomory, modulo 2 and 3.

A vertex whose fractions are halves hangs on rows that add up, modulo 2, to nothing on its fractional
columns and to an odd right side: odd cycles. Half of such a sum, its coefficients rounded down, is a
row that every integer point meets and the vertex breaks by a half; with thirds likewise. Elimination
finds them; the arithmetic is in integers, so that a cut rests on no tolerance.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solvers.certificate import Box
from solvers.parts import part_of
from solvers.program import UNBOUNDED, Array, Block, Bools, Floats, Indices, Program, Term

_NEAR = 1e-6
_MOST_FRACTIONAL, _MOST_CUTS = 1000, 200  # columns, cuts a round of each modulus
_MODULI = 2, 3


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

    def cuts(self, columns: Indices, values: Floats) -> Block | None:
        """Rows that every integer point of the box meets and the vertex breaks; None where none were found.

        The vertex is `values` at `columns` of the program, and 0 elsewhere; it meets all rows so far.
        """
        program, box = self._face.program, self._box
        vertex = np.zeros(len(box.lower))
        vertex[columns] = values
        vertex = vertex[self._open]
        point = np.rint(vertex).astype(np.int64)
        broken = np.abs(vertex - point) > _NEAR
        if not 0 < broken.sum() <= _MOST_FRACTIONAL:
            return None
        activity = program.activity(vertex) + self._resting
        above, below = np.abs(activity - box.row_upper) < _NEAR, np.abs(activity - box.row_lower) < _NEAR
        side = np.where(above, box.row_upper, box.row_lower) - self._resting
        point[broken] = 0
        rest = side - program.activity(point)
        at_upper = ~broken & (point == self._upper)
        terms: list[Term] = []
        bounds: list[int] = []
        for modulus in _MODULI:
            sign = np.where(above, 1, -1)
            for rows, times in _vanishing(program, np.flatnonzero(broken), above | below, sign, rest, modulus):
                weight = np.zeros(program.rows, dtype=np.int64)
                weight[rows] = times * sign[rows]
                sums = program.transposed_times(weight)
                # What is left of a coefficient goes to the bound that its column stands at.
                up = np.where(at_upper, -sums % modulus, 0)
                down = np.where(at_upper, 0, sums % modulus)
                most = int(weight[rows] @ side[rows]) + int(up @ self._upper) - int(down @ self._lower)
                share = (sums + up - down) // modulus
                # A column that stands between its bounds at a whole number may keep the vertex within.
                if share @ vertex > most // modulus + _NEAR:
                    used = np.flatnonzero(share)
                    terms.append(Term(used, np.full(len(used), len(bounds)), share[used]))
                    bounds.append(most // modulus)
        if not bounds:
            return None
        block = Block("cuts", np.full(len(bounds), -UNBOUNDED), np.array(bounds, dtype=np.int64), tuple(terms))
        self._face = replace(self._face, program=program.with_block(block))
        self._resting = np.append(self._resting, np.zeros(len(block), dtype=np.int64))
        return self._face.lifted(block)


def _vanishing(
    program: Program, fractional: Indices, tight: Bools, sign: Array, side: Array, modulus: int
) -> list[tuple[Indices, Array]]:
    """Tight rows with multipliers that, modulo a prime, add up to 0 on the fractional columns but not on the right.

    `sign` turns each row into one that is tight from above. The shortest come first.
    """
    entries = program.entries(fractional)
    column = np.repeat(np.arange(len(fractional)), np.diff(entries.start))
    chosen = tight[entries.rows]
    rows, place = np.unique(entries.rows[chosen], return_inverse=True)
    count, width = len(rows), len(fractional)
    matrix = np.zeros((count, width + 1 + count), dtype=np.int16)  # coefficients, right side, multipliers
    matrix[place, column[chosen]] = entries.values[chosen] * sign[entries.rows[chosen]] % modulus
    matrix[:, width] = side[rows] * sign[rows] % modulus
    matrix[:, width + 1 :] = np.eye(count, dtype=np.int16)
    # Rows of few entries first: what they eliminate stays short.
    matrix = matrix[np.argsort((matrix[:, :width] != 0).sum(axis=1), kind="stable")]
    free = np.ones(count, dtype=bool)
    for j in range(width):
        with_entry = np.flatnonzero((matrix[:, j] != 0) & free)
        if len(with_entry):
            pivot, others = with_entry[0], with_entry[1:]
            free[pivot] = False
            # Modulo 2 and 3 every number but 0 is its own inverse.
            times = matrix[others, j] * matrix[pivot, j] % modulus
            matrix[others] = (matrix[others] - times[:, None] * matrix[pivot]) % modulus
    found = matrix[free & (matrix[:, width] != 0), width + 1 :].astype(np.int64)
    found = found[np.argsort((found != 0).sum(axis=1), kind="stable")][:_MOST_CUTS]
    return [(rows[used], multipliers[used]) for multipliers in found for used in [np.flatnonzero(multipliers)]]
