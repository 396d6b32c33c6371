"""One grid to records: the header found and matched, every cell read, every fault kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rotation.errors import Fault, Remark
from rotation.intake.cells import Unreadable, read_cell, text_of
from rotation.intake.grids import Grid
from rotation.intake.layout import Layout, Skipped, find_layout, merged_remarks
from rotation.language import say
from rotation.schema import Column, Kind, Table


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
) -> list[Record]:
    """Read a table; faults and remarks are added to the lists given."""
    if not any(text_of(cell) for row in grid.rows for cell in row):
        if table.required:
            faults.append(Fault(grid.place, None, None, None, say("a header row; the table is empty")))
        return []
    layout = find_layout(table, grid, faults, remarks)
    if layout is None:
        return []
    remarks.extend(merged_remarks(grid, layout.top))
    reader = _Reader(grid, layout, aliases, faults)
    skipped = Skipped(table, grid, layout)
    records = [
        reader.record(table, i, row)
        for i, row in enumerate(grid.rows[layout.top + 1 :], start=layout.top + 1)
        if not skipped(i, row)
    ]
    remarks.extend(skipped.remarks())
    return records


class _Reader:
    """Reads rows; the same cell in the same column reads the same, and is read once."""

    def __init__(self, grid: Grid, layout: Layout, aliases: Mapping[str, str], faults: list[Fault]) -> None:
        self._faults, self._aliases = faults, aliases
        self._places = layout.places
        self._source = Source(grid.place, layout.headers, {column.name: at for column, at in layout.places.items()})
        self._known: dict[str, dict[Any, tuple[Any, Unreadable | None]]] = {}

    def record(self, table: Table, i: int, row: list[Any]) -> Record:
        values: dict[str, Any] = {}
        for column in table.columns:
            name = column.name
            at = self._source.at.get(name)
            cell = row[at] if at is not None and at < len(row) else None
            known = self._known.setdefault(name, {})
            key = cell if type(cell) is str else (type(cell), cell)
            found = known.get(key)
            if found is None:
                found = known[key] = _read(column, cell, self._aliases)
            values[name], wrong = found
            if wrong is not None:
                shown = None if column.personal else text_of(cell) or None
                header = self._source.headers.get(name, column.header)
                mend = None if column.personal else wrong.mend
                self._faults.append(Fault(self._source.place, i + 1, header, shown, str(wrong), mend, at))
        return Record(self._source, i + 1, values)


def _read(column: Column, cell: Any, aliases: Mapping[str, str]) -> tuple[Any, Unreadable | None]:
    """The value and None, or None and what is wrong with it."""
    try:
        if text_of(cell):
            return read_cell(column, cell, aliases), None
        if column.required:
            raise Unreadable(say("a value; the cell is blank"))
        if column.kind is Kind.SUBJECTS:
            return (), None
        return (None if column.blank is None else read_cell(column, column.blank, aliases)), None
    except Unreadable as error:
        return None, error
