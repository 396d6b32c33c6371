"""Merged cells: the first holds the value, and it is meant for all the rows that the cell spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rotation.county.schema import Column, Table
from rotation.errors import Note
from rotation.intake.grid import Grid
from rotation.intake.layout import Layout
from rotation.intake.texts import text_of
from rotation.language import say


def filled_down(table: Table, grid: Grid, layout: Layout, notes: list[Note]) -> Grid:
    """The grid with the value of each cell merged over several rows in all of them, which is said.

    A person's number and name are that person's alone: in their columns the further rows stay blank.
    """
    columns: dict[int, list[Any]] = {}
    spans: dict[Column, list[tuple[int, int]]] = {}
    places = {at: column for column, at in layout.places.items()}
    own = ("teacher_id", "name") if set(table.key) == {"teacher_id"} else ()
    for top, left, bottom, _ in grid.merged:
        column = places.get(left)
        if column is None or bottom <= max(top, layout.top + 1):
            continue
        first = max(top, layout.top + 2)
        if first > top or not text_of(grid.columns[left][top - 1]):
            continue
        spans.setdefault(column, []).append((top, bottom))
        if column.name in own:
            continue
        cells = columns.setdefault(left, list(grid.columns[left]))
        for i in range(top, min(bottom, len(cells))):
            if not text_of(cells[i]):
                cells[i] = cells[top - 1]
    for column, found in spans.items():
        notes.append(_said(grid, layout, column, sorted(found), filled=layout.places[column] in columns))
    if not columns:
        return grid
    return replace(grid, columns=[columns.get(at, cells) for at, cells in enumerate(grid.columns)])


def _said(grid: Grid, layout: Layout, column: Column, spans: Sequence[tuple[int, int]], *, filled: bool) -> Note:
    rows = "、".join(f"{top}-{bottom}" for top, bottom in spans[:8]) + ("…" if len(spans) > 8 else "")
    if filled:
        text = say("{place} [{column}]: merged cells, whose value was taken for each of their rows: {rows}",
                   place=grid.place, column=layout.headers[column.name], rows=rows)  # fmt: skip
    else:
        text = say("{place} [{column}]: merged cells; only the first has the value, the others are blank: {rows}",
                   place=grid.place, column=layout.headers[column.name], rows=rows)  # fmt: skip
    return Note(text)
