"""Cuts from halves of rows: {0, ½} Chvátal-Gomory.

A vertex whose fractions are halves hangs on rows that add up, modulo 2, to nothing on its fractional
columns and to an odd right side: odd cycles. Half of such a sum, its coefficients rounded down, is a
row that every integer point meets and the vertex breaks by a half. Elimination over GF(2) finds them;
the arithmetic is in integers, so that a cut rests on no tolerance.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solvers.certificate import Box
from solvers.parts import part_of
from solvers.program import UNBOUNDED, Array, Block, Bools, Floats, Indices, Program, Term

_NEAR = 1e-6
_MOST_FRACTIONAL, _MOST_CUTS = 2000, 200  # columns, cuts a round


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
        activity = _activity(program, vertex) + self._resting
        above, below = np.abs(activity - box.row_upper) < _NEAR, np.abs(activity - box.row_lower) < _NEAR
        side = np.where(above, box.row_upper, box.row_lower) - self._resting
        point[broken] = 0
        odd = _odd(program, np.flatnonzero(broken), above | below, side - program.activity(point))
        at_upper = ~broken & (point == self._upper)
        terms: list[Term] = []
        bounds: list[int] = []
        for rows in odd[:_MOST_CUTS]:
            sign = np.zeros(program.rows, dtype=np.int64)
            sign[rows] = np.where(above[rows], 1, -1)
            sums = program.transposed_times(sign)
            # An odd coefficient goes up by its column's upper bound, or down by its lower one.
            up, down = (sums % 2 != 0) & at_upper, (sums % 2 != 0) & ~at_upper
            most = int(sign[rows] @ side[rows]) + int(self._upper[up].sum()) - int(self._lower[down].sum())
            if most % 2:
                share = (sums + up - down) // 2
                used = np.flatnonzero(share)
                terms.append(Term(used, np.full(len(used), len(bounds)), share[used]))
                bounds.append(most // 2)
        if not bounds:
            return None
        block = Block("cuts", np.full(len(bounds), -UNBOUNDED), np.array(bounds, dtype=np.int64), tuple(terms))
        self._face = replace(self._face, program=program.with_block(block))
        self._resting = np.append(self._resting, np.zeros(len(block), dtype=np.int64))
        return self._face.lifted(block)


def _activity(program: Program, point: Floats) -> Floats:
    used = np.flatnonzero(point)
    entries = program.entries(used)
    total = np.zeros(program.rows)
    np.add.at(total, entries.rows, entries.values * np.repeat(point[used], np.diff(entries.start)))
    return total


def _odd(program: Program, fractional: Indices, tight: Bools, side: Array) -> list[list[int]]:
    """Sets of tight rows that add up to even coefficients on the fractional columns and an odd right side."""
    entries = program.entries(fractional)
    place = np.repeat(np.arange(len(fractional)), np.diff(entries.start))
    masks: dict[int, int] = {}
    for row, column, value in zip(entries.rows.tolist(), place.tolist(), entries.values.tolist(), strict=True):
        if tight[row] and value % 2:
            masks[row] = masks.get(row, 0) ^ (1 << column)
    order = sorted(masks, key=lambda row: (masks[row].bit_count(), row))
    pivots: dict[int, tuple[int, int, int]] = {}  # lowest bit: mask, parity, rows
    found = []
    for number, row in enumerate(order):
        mask, parity, rows = masks[row], int(side[row]) & 1, 1 << number
        while mask:
            lowest = mask & -mask
            if lowest not in pivots:
                pivots[lowest] = (mask, parity, rows)
                break
            other = pivots[lowest]
            mask, parity, rows = mask ^ other[0], parity ^ other[1], rows ^ other[2]
        else:
            if parity:
                found.append([order[i] for i in range(number + 1) if rows >> i & 1])
    return sorted(found, key=len)
