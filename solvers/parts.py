"""Independent parts of a program: what it falls into once the rows that speak of everything are left out.

A county's two stages share no teacher, no school and no team; only the number of all moves and the
share of backbone teachers among them tie them together: blocks of one row in which most columns stand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from solvers.certificate import Box
from solvers.program import UNBOUNDED, Array, Block, Bools, Floats, Goal, Indices, Program, Term

SMALL = 0.1  # share of the rows below which components go together into one part


@dataclass(frozen=True)
class Part:
    """A program over some of the columns and rows of another, both in that one's numbering and order."""

    program: Program
    columns: Indices
    rows: Indices

    def lifted_duals(self, duals: Floats, rows: int) -> Floats:
        """Duals of the part's rows as duals of the whole's `rows`."""
        whole = np.zeros(rows)
        whole[self.rows] = duals
        return whole

    def lifted(self, block: Block) -> Block:
        """A block of the part's program as one of the whole."""
        terms = tuple(replace(term, columns=self.columns[term.columns]) for term in block.terms)
        return replace(block, terms=terms)


def split(program: Program) -> list[Part]:
    """The parts of `program`, largest first, the ties between them left out; [] where it does not fall apart."""
    flags = [np.full(len(block), not _is_tie(block, program.columns)) for block in program.blocks]
    kept = np.concatenate([np.zeros(0, dtype=bool), *flags])
    column, row = _components(program, kept)
    size = np.bincount(row[kept], minlength=program.rows + 1)
    size[program.rows] = 0  # columns in no row
    large = np.flatnonzero(size > SMALL * kept.sum())
    if len(large) < 2:
        return []
    # Whatever is small belongs to the last part.
    number = np.full(program.rows + 1, large[-1])
    number[large] = large
    column, row = number[column], number[row]
    order = sorted(large.tolist(), key=lambda label: -int(size[label]))
    return [part_of(program, np.flatnonzero(column == label), kept & (row == label)) for label in order]


def _is_tie(block: Block, columns: int) -> bool:
    """Whether the block is one row in which most columns stand."""
    return len(block) == 1 and 2 * sum(int((term.rows >= 0).sum()) for term in block.terms) > columns


def _components(program: Program, kept: Bools) -> tuple[Array, Array]:
    """For each column and row the least row its component holds; `program.rows` where it meets none."""
    none = program.rows
    row = np.where(kept, np.arange(none), none)
    while True:
        column = np.full(program.columns, none)
        for term, first, last in _terms(program):
            own = np.append(row[first:last], none)[term.rows]
            column[term.columns] = np.minimum(column[term.columns], own)
        found = row.copy()
        for term, first, last in _terms(program):
            inside = term.rows >= 0
            np.minimum.at(found[first:last], term.rows[inside], column[term.columns][inside])
        found[kept] = found[found[kept]]
        found[~kept] = none
        if (found == row).all():
            return column, row
        row = found


def _terms(program: Program) -> list[tuple[Term, int, int]]:
    """Every term with the range of its block's rows."""
    ranges = zip(program.blocks, program.offsets, program.offsets[1:], strict=False)
    return [(term, int(first), int(last)) for block, first, last in ranges for term in block.terms]


def part_of(program: Program, columns: Indices, rows: Bools) -> Part:
    """The program over the sorted `columns` and those `rows` alone; all other columns stand at 0."""
    place = np.full(program.columns, -1)
    place[columns] = np.arange(len(columns))
    blocks = []
    for block, first in zip(program.blocks, program.offsets, strict=False):
        own = rows[first : first + len(block)]
        if own.any():
            number = np.append(np.where(own, np.cumsum(own) - 1, -1), -1).astype(np.int32)
            terms = tuple(_restricted(term, columns, place, number) for term in block.terms)
            labels = {name: label[own] for name, label in block.labels.items()}
            blocks.append(replace(block, lower=block.lower[own], upper=block.upper[own], terms=terms, labels=labels))
    goals = tuple(Goal(goal.name, goal.cost[columns], 0, goal.maximise) for goal in program.goals)
    own_program = Program(program.lower[columns], program.upper[columns], program.groups[columns], tuple(blocks), goals)
    return Part(own_program, columns, np.flatnonzero(rows))


@dataclass(frozen=True)
class Face:
    """What is left of a program where all but `columns` stand as in `standing`, which is 0 at these."""

    program: Program
    columns: Indices
    standing: Array


def face_of(program: Program, box: Box, columns: Indices, rest: Array) -> Face | None:
    """The program over `columns` within `box`, rows that these cannot break left out; None if the others break one."""
    standing = rest.copy()
    standing[columns] = 0
    activity = program.activity(standing)
    entries = program.entries(columns)
    column = np.repeat(columns, np.diff(entries.start))
    ends = entries.values * box.lower[column], entries.values * box.upper[column]
    least, most = activity.copy(), activity.copy()
    np.add.at(least, entries.rows, np.minimum(*ends))
    np.add.at(most, entries.rows, np.maximum(*ends))
    if ((least > box.row_upper) | (most < box.row_lower)).any():
        return None
    part = part_of(program, columns, (least < box.row_lower) | (most > box.row_upper))
    lower, upper = box.row_lower[part.rows], box.row_upper[part.rows]
    own = activity[part.rows]
    lower = np.where(lower > -UNBOUNDED, lower - own, -UNBOUNDED)
    upper = np.where(upper < UNBOUNDED, upper - own, UNBOUNDED)
    ranges = zip(part.program.blocks, part.program.offsets, part.program.offsets[1:], strict=False)
    blocks = tuple(replace(block, lower=lower[i:k], upper=upper[i:k]) for block, i, k in ranges)
    own_program = replace(part.program, lower=box.lower[columns], upper=box.upper[columns], blocks=blocks)
    return Face(own_program, columns, standing)


def _restricted(term: Term, columns: Indices, place: Indices, number: Indices) -> Term:
    """The term over `columns` alone, its rows renumbered."""
    if isinstance(term.columns, slice):
        start, stop = np.searchsorted(columns, (term.columns.start, term.columns.stop))
        own: slice | Indices = slice(int(start), int(stop))
        here = columns[start:stop] - term.columns.start
    else:
        there = place[term.columns]
        here = np.flatnonzero(there >= 0)
        own = there[here]
    coefficients = term.coefficients if isinstance(term.coefficients, int) else term.coefficients[here]
    return Term(own, number[term.rows[here]], coefficients)
