"""One grid to records: the header found and matched, every cell read, every fault kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import compress, zip_longest
from typing import Any

from rotation.errors import Fault, Remark
from rotation.intake.cells import Unreadable, read_cell, text_of
from rotation.intake.grids import Grid
from rotation.intake.layout import Skipped, find_layout, merged_remarks
from rotation.language import say
from rotation.schema import Column, Table


@dataclass(frozen=True)
class Source:
    """A table's place, the names the file itself gives its columns, and where in a row they stand."""

    place: str
    headers: Mapping[str, str]
    at: Mapping[str, int]


@dataclass(frozen=True)
class Record:
    """One row that was read: its values by English column name, and where it stood.

    A value that could not be read is None here and stands among the faults.
    """

    source: Source
    row: int
    values: dict[str, Any]

    @property
    def headers(self) -> Mapping[str, str]:
        return self.source.headers

    def fault(self, column: str, expected: str, *, shown: bool = True, mend: str | None = None) -> Fault:
        """A fault of this row in `column`; `shown` False keeps a personal value out of it."""
        value = self.values.get(column)
        text = str(value) if shown and value is not None else None
        header = self.headers.get(column, column)
        return Fault(self.source.place, self.row, header, text, expected, mend, self.source.at.get(column))

    def remark(self, column: str, text: str) -> Remark:
        """A remark on this row's cell in `column`."""
        header = self.headers.get(column, column)
        return Remark(text, self.source.place, self.row, header, self.source.at.get(column))


def read_records(
    table: Table, grid: Grid, aliases: Mapping[str, str], faults: list[Fault], remarks: list[Remark]
) -> list[Record] | None:
    """Read a table; faults and remarks are added to the lists given. None where it has no header to read it by."""
    if not any(text_of(cell) for row in grid.rows for cell in row):
        if table.required:
            faults.append(Fault(grid.place, None, None, None, say("a header row; the table is empty")))
        return None if table.required else []
    layout = find_layout(table, grid, faults, remarks)
    if layout is None:
        return None
    remarks.extend(merged_remarks(grid, layout.top))
    body = grid.rows[layout.top + 1 :]
    columns = list(zip_longest(*body))  # a whole table at a time: a city has a million cells
    skipped = Skipped(table, grid, layout)
    data = skipped.data(body, columns)
    remarks.extend(skipped.remarks())
    rows = list(compress(range(layout.top + 2, len(grid.rows) + 1), data))
    if table.required and not rows:
        faults.append(Fault(grid.place, None, None, None, say("rows below the header; there are none")))
    source = Source(grid.place, layout.headers, {column.name: at for column, at in layout.places.items()})
    read = []
    for column in table.columns:
        at = source.at.get(column.name, len(columns))
        cells = list(compress(columns[at], data)) if at < len(columns) else [None] * len(rows)
        read.append(_read_column(column, source, cells, rows, aliases, faults))
    names = [column.name for column in table.columns]
    values = zip(*read, strict=True)
    return [Record(source, row, dict(zip(names, cells))) for row, cells in zip(rows, values, strict=True)]  # noqa: B905


def _read_column(
    column: Column, source: Source, cells: list[Any], rows: list[int], aliases: Mapping[str, str], faults: list[Fault]
) -> list[Any]:
    """The values of a column's cells, which stand in `rows`; the same cell reads the same, and is read once."""
    # True, 1 and 1.0 are one key of a dictionary, and different cells.
    mixed = bool in set(map(type, cells))
    keys = [(type(cell), cell) for cell in cells] if mixed else cells
    known: dict[Any, Any] = {}
    wrong: dict[Any, Unreadable] = {}
    distinct = dict(zip(keys, cells, strict=True)) if mixed else dict.fromkeys(cells)
    for key in distinct:
        cell = distinct[key] if mixed else key
        try:
            known[key] = read_cell(column, cell, aliases)
        except Unreadable as error:
            known[key], wrong[key] = None, error
    if wrong:
        header, at = source.headers.get(column.name, column.header), source.at.get(column.name)
        for row, key, cell in zip(rows, keys, cells, strict=True):
            if key in wrong:
                shown, mend = (None, None) if column.personal else (text_of(cell) or None, wrong[key].mend)
                faults.append(Fault(source.place, row, header, shown, str(wrong[key]), mend, at))
    return [known[key] for key in keys]
