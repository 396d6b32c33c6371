"""A lexicographic program: integer columns, labelled blocks of rows, goals in strict order.

Everything is columnar and in integers. A block's entries are Terms: arrays that say for a whole
range of columns which row each one enters, so that a million candidates cost no copy: the arrays
may be shared with whoever states the program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.int64]
Indices = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

Number = TypeVar("Number", np.int64, np.float64)

UNBOUNDED = 2**60


@dataclass(frozen=True)
class Term:
    """Entries of one block: column `columns[i]` stands in row `rows[i]` with `coefficients[i]`.

    `columns` is a slice for a range of columns or a sorted array of indices, which may repeat; a row
    of -1 means no entry; `coefficients` may be one number for all.
    """

    columns: slice | Indices
    rows: Indices
    coefficients: int | Indices = 1

    def positions(self, chosen: Indices) -> tuple[Indices, Indices]:
        """Where the sorted-or-not columns `chosen` stand in this term: (places in chosen, places here)."""
        if isinstance(self.columns, slice):
            inside = (chosen >= self.columns.start) & (chosen < self.columns.stop)
            found = np.flatnonzero(inside)
            here = chosen[found] - self.columns.start
        else:
            first = np.searchsorted(self.columns, chosen, "left")
            count = np.searchsorted(self.columns, chosen, "right") - first
            found = np.repeat(np.arange(len(chosen)), count)
            here = np.arange(len(found)) + np.repeat(first - np.cumsum(count) + count, count)
        entered = self.rows[here] >= 0
        return found[entered], here[entered]

    def coefficient(self, here: Indices) -> Array:
        """The coefficients at places `here` of this term."""
        if isinstance(self.coefficients, int):
            return np.full(len(here), self.coefficients, dtype=np.int64)
        return self.coefficients[here].astype(np.int64)


@dataclass(frozen=True)
class Block:
    """Rows that belong together: lower ≤ Σ terms ≤ upper, with a name and labels to speak of them by.

    `labels` are parallel arrays, one entry a row, such as {"school": …}. ±UNBOUNDED is no bound.
    A block for `integers_only` is kept out of the linear relaxation: it is too coarse for floating
    point, or other rows imply it.
    """

    name: str
    lower: Array
    upper: Array
    terms: tuple[Term, ...]
    labels: Mapping[str, Indices] = field(default_factory=dict)
    integers_only: bool = False

    def __len__(self) -> int:
        return len(self.lower)

    def only(self, kept: Bools) -> Block:
        """The block with these rows alone."""
        number = np.append(np.where(kept, np.cumsum(kept) - 1, -1), -1)
        terms = tuple(replace(term, rows=number[term.rows]) for term in self.terms)
        labels = {name: label[kept] for name, label in self.labels.items()}
        return replace(self, lower=self.lower[kept], upper=self.upper[kept], terms=terms, labels=labels)


@dataclass(frozen=True)
class Goal:
    """Minimise (or, if `maximise`, maximise) constant + Σ cost·column."""

    name: str
    cost: npt.NDArray[np.integer]
    constant: int = 0
    maximise: bool = False


@dataclass(frozen=True)
class Entries:
    """A matrix by columns: column j has rows[start[j]:start[j+1]] with the values beside them."""

    start: Indices
    rows: Indices
    values: Array


@dataclass(frozen=True)
class Program:
    """Columns lower ≤ x ≤ upper in integers, blocks of rows over them, and goals in strict order.

    `groups[j]` is the group of column j for pricing, -1 for columns that every relaxation holds
    from the start; columns of a group compete with each other (the moves of one person, say).
    """

    lower: Array
    upper: Array
    groups: npt.NDArray[np.integer]
    blocks: tuple[Block, ...]
    goals: tuple[Goal, ...]

    @property
    def columns(self) -> int:
        return len(self.lower)

    @cached_property
    def offsets(self) -> Array:
        """First row of each block in the numbering of all rows; the last entry counts them all."""
        return np.cumsum([0, *(len(block) for block in self.blocks)])

    @property
    def rows(self) -> int:
        return int(self.offsets[-1])

    @cached_property
    def row_lower(self) -> Array:
        return _join([block.lower for block in self.blocks])

    @cached_property
    def row_upper(self) -> Array:
        return _join([block.upper for block in self.blocks])

    def entries(self, chosen: Indices) -> Entries:
        """The matrix's columns `chosen`, in that order."""
        columns, rows, values = [], [], []
        for block, offset in zip(self.blocks, self.offsets, strict=False):
            for term in block.terms:
                found, here = term.positions(chosen)
                columns.append(found)
                rows.append(term.rows[here].astype(np.int64) + offset)
                values.append(term.coefficient(here))
        column, row, value = _join(columns), _join(rows), _join(values)
        order = np.lexsort((row, column))
        column, row, value = column[order], row[order], value[order]
        # A column may meet a row in two terms of one block: one entry holds their sum.
        if len(column):
            first = np.flatnonzero(np.r_[True, (column[1:] != column[:-1]) | (row[1:] != row[:-1])])
            value = np.add.reduceat(value, first)
            column, row = column[first], row[first]
        kept = value != 0
        start = np.searchsorted(column[kept], np.arange(len(chosen) + 1))
        return Entries(start, row[kept], value[kept])

    def transposed_times(self, duals: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """Aᵀ·duals over all columns, in the type of `duals` (float64 or int64)."""
        total = np.zeros(self.columns, dtype=duals.dtype)
        for block, offset in zip(self.blocks, self.offsets, strict=False):
            own = duals[offset : offset + len(block)]
            if not own.any():
                continue
            padded = np.append(own, own.dtype.type(0))  # so that row -1 finds a zero
            for term in block.terms:
                share = padded[term.rows]
                share *= term.coefficients
                if isinstance(term.columns, slice):
                    total[term.columns] += share
                else:
                    np.add.at(total, term.columns, share)
        return total

    def reach(self, sizes: Floats) -> float:
        """The most that |A|ᵀ·sizes can come to in any column, `sizes` being at least 0."""
        total = 0.0
        for block, offset in zip(self.blocks, self.offsets, strict=False):
            own = sizes[offset : offset + len(block)]
            largest = float(own.max(initial=0.0))
            for term in block.terms if largest else ():
                if isinstance(term.columns, slice):
                    total += largest * float(np.abs(term.coefficients).max(initial=0))
                else:
                    share = np.append(own, 0.0)[term.rows] * np.abs(term.coefficients)
                    total += float(np.bincount(term.columns, share).max(initial=0.0))
        return total

    def activity(self, point: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """Every row's value at `point`, one number a column, in the type of `point`."""
        used = np.flatnonzero(point)
        entries = self.entries(used)
        total = np.zeros(self.rows, dtype=point.dtype)
        width = np.diff(entries.start)
        np.add.at(total, entries.rows, entries.values * np.repeat(point[used], width))
        return total

    def feasible(self, point: Array) -> bool:
        """Whether `point` meets every bound and row."""
        if (point < self.lower).any() or (point > self.upper).any():
            return False
        activity = self.activity(point)
        return bool((activity >= self.row_lower).all() and (activity <= self.row_upper).all())

    def value(self, goal: Goal, point: Array) -> int:
        """The goal's value at `point`."""
        return goal.constant + total(goal.cost, point)

    def with_block(self, block: Block) -> Program:
        return replace(self, blocks=(*self.blocks, block))

    @cached_property
    def relaxed(self) -> Program:
        """The program with the blocks for integers only emptied of their entries."""
        blocks = (replace(block, terms=()) if block.integers_only else block for block in self.blocks)
        return replace(self, blocks=tuple(blocks))

    @cached_property
    def exact(self) -> Program:
        """The program with no block for integers only: its relaxation knows every row."""
        if not any(block.integers_only for block in self.blocks):
            return self
        return replace(self, blocks=tuple(replace(block, integers_only=False) for block in self.blocks))

    @cached_property
    def relaxed_rows(self) -> Bools:
        """Which rows the linear relaxation holds."""
        flags = [np.full(len(block), not block.integers_only) for block in self.blocks]
        return np.concatenate([np.zeros(0, dtype=bool), *flags])

    def only_rows(self, kept: Bools) -> Program:
        """The program with the bounds of all other rows lifted."""
        blocks = []
        for block, first in zip(self.blocks, self.offsets, strict=False):
            own = kept[first : first + len(block)]
            lower, upper = np.where(own, block.lower, -UNBOUNDED), np.where(own, block.upper, UNBOUNDED)
            blocks.append(replace(block, lower=lower, upper=upper))
        return replace(self, blocks=tuple(blocks))

    def without_blocks(self, names: Sequence[str]) -> Program:
        return replace(self, blocks=tuple(block for block in self.blocks if block.name not in names))


def total(cost: npt.NDArray[np.integer], point: Array) -> int:
    """Σ cost·point over the columns that are not 0."""
    used = np.flatnonzero(point)
    return int(cost[used].astype(np.int64) @ point[used])


class Builder:
    """Collects a program piece by piece; the pieces may add columns of their own."""

    def __init__(self) -> None:
        self._columns: list[tuple[Array, Array, npt.NDArray[np.integer]]] = []
        self._count = 0
        self._blocks: list[Block] = []
        self._goals: list[tuple[str, list[tuple[slice, npt.NDArray[np.integer]]], int, bool]] = []

    def add_columns(self, lower: Array, upper: Array, groups: npt.NDArray[np.integer] | None = None) -> slice:
        """Add columns and return their range."""
        groups = np.full(len(lower), -1, dtype=np.int32) if groups is None else groups
        self._columns.append((lower, upper, groups))
        self._count += len(lower)
        return slice(self._count - len(lower), self._count)

    def add_block(self, block: Block) -> None:
        self._blocks.append(block)

    def add_goal(
        self,
        name: str,
        costs: Sequence[tuple[slice, npt.NDArray[np.integer]]],
        constant: int = 0,
        *,
        maximise: bool = False,
    ) -> None:
        """Add a goal that costs what `costs` say on the ranges they name, and nothing elsewhere."""
        self._goals.append((name, list(costs), constant, maximise))

    def program(self) -> Program:
        goals = []
        for name, costs, constant, maximise in self._goals:
            kinds = [array.dtype for _, array in costs]
            widest = max(kinds, key=lambda kind: kind.itemsize, default=np.dtype(np.int8))
            whole = np.zeros(self._count, dtype=widest)
            for where, array in costs:
                whole[where] = array
            goals.append(Goal(name, whole, constant, maximise))
        return Program(
            lower=_join([lower for lower, _, _ in self._columns]),
            upper=_join([upper for _, upper, _ in self._columns]),
            groups=_join([groups for _, _, groups in self._columns]),
            blocks=tuple(self._blocks),
            goals=tuple(goals),
        )


def _join(arrays: Sequence[npt.NDArray[np.integer]]) -> Array:
    return np.concatenate(arrays).astype(np.int64, copy=False) if arrays else np.zeros(0, dtype=np.int64)
