"""A table's cells as they stand in a sheet or file, before anything is read out of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rotation.errors import Fault, Note

Changes = Mapping[tuple[str, int, int], str]  # by place, row from 1 and column from 0: what a cell is to hold


@dataclass(frozen=True)
class Grid:
    """One table's cells as they stand, by columns of one length; their first is row 1 of the sheet or file `place`.

    `merged` are ranges (top, left, bottom, right), rows from 1 and columns from 0; `hidden` the columns not shown.
    """

    place: str
    columns: Sequence[Sequence[Any]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: frozenset[int] = frozenset()

    @property
    def height(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def row(self, i: int) -> list[Any]:
        """The cells of row i, counted from 0."""
        return [column[i] for column in self.columns]


@dataclass(frozen=True)
class Opening:
    """What a path held: its grids by the tables' English names, and what was wrong or odd in opening it.

    `others` are the sheets or files that are no table; `ambiguous` the tables of which there may be several.
    """

    grids: dict[str, Grid] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)


def with_changes(opening: Opening, changes: Changes) -> Opening:
    """What was opened, with other values in some of its cells."""
    grids = dict(opening.grids)
    for name, grid in grids.items():
        own = {(row, at): value for (place, row, at), value in changes.items() if place == grid.place}
        if own:
            columns = [list(column) for column in grid.columns]
            for (row, at), value in own.items():
                columns[at][row - 1] = value
            grids[name] = replace(grid, columns=columns)
    return replace(opening, grids=grids)
