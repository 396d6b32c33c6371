"""One grid to records: the header found and matched, every cell read, every fault kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rotation.errors import Fault
from rotation.intake.cells import Unreadable, read_cell, text_of
from rotation.intake.grids import Grid
from rotation.language import say
from rotation.schema import Column, Kind, Table


@dataclass(frozen=True)
class Record:
    """One row that was read: its values by English column name, and where it stood.

    A value that could not be read is None here and stands among the faults. `headers` are the
    names the file itself gives its columns.
    """

    place: str
    row: int
    values: dict[str, Any]
    headers: Mapping[str, str]

    def fault(self, column: str, expected: str, *, shown: bool = True) -> Fault:
        """A fault of this row in `column`; `shown` False keeps a personal value out of it."""
        value = self.values.get(column)
        text = str(value) if shown and value is not None else None
        return Fault(self.place, self.row, self.headers.get(column, column), text, expected)


def read_records(
    table: Table, grid: Grid, aliases: Mapping[str, str], faults: list[Fault], warnings: list[str]
) -> list[Record]:
    """Read a table; faults and warnings are added to the lists given."""
    top = next((i for i, row in enumerate(grid.rows) if any(text_of(cell) for cell in row)), None)
    if top is None:
        faults.append(Fault(grid.place, None, None, None, say("a header row; the table is empty")))
        return []
    places = _match_header(table, grid, top, faults, warnings)
    if places is None:
        return []
    headers = {column.name: text_of(grid.rows[top][at]) for column, at in places.items()}
    # The same text in the same column reads the same: each is read once.
    known: dict[Column, dict[Any, Any]] = {column: {} for column in table.columns}
    records = []
    for i, row in enumerate(grid.rows[top + 1 :], start=top + 2):
        if not any(text_of(cell) for cell in row):
            continue
        record = Record(grid.place, i, {}, headers)
        for column in table.columns:
            if column.dropped:
                continue
            at = places.get(column)
            cell = row[at] if at is not None and at < len(row) else None
            key = (type(cell), cell)
            if key not in known[column]:
                known[column][key] = _read(column, cell, aliases)
            value, expected = known[column][key]
            record.values[column.name] = value
            if expected is not None:
                shown = None if column.personal else text_of(cell) or None
                faults.append(Fault(grid.place, i, headers.get(column.name, column.header), shown, expected))
        records.append(record)
    return records


def _read(column: Column, cell: Any, aliases: Mapping[str, str]) -> tuple[Any, str | None]:
    """The value and None, or None and what is expected."""
    try:
        if text_of(cell):
            return read_cell(column, cell, aliases), None
        if column.required:
            raise Unreadable(say("a value; the cell is blank"))
        if column.kind is Kind.SUBJECTS:
            return (), None
        return (None if column.blank is None else read_cell(column, column.blank, aliases)), None
    except Unreadable as error:
        return None, str(error)


def _match_header(
    table: Table, grid: Grid, top: int, faults: list[Fault], warnings: list[str]
) -> dict[Column, int] | None:
    """Column to its place in the row, or None where a required one is missing."""
    names = {name: column for column in table.columns for name in (column.name, column.header)}
    places: dict[Column, int] = {}
    before = len(faults)
    for at, cell in enumerate(grid.rows[top]):
        header = text_of(cell)
        column = names.get(header)
        if column is None and header:
            warnings.append(
                say(
                    "{place}: the column {header} is not known and was left out",
                    place=grid.place,
                    header=header,
                )
            )
        elif column in places:
            faults.append(Fault(grid.place, top + 1, header, None, say("this column once, not twice")))
        elif column is not None:
            places[column] = at
    for column in table.columns:
        if column.required and column not in places:
            missing = say("the column {header} ({name}) is missing", header=column.header, name=column.name)
            faults.append(Fault(grid.place, top + 1, None, None, missing))
    return places if len(faults) == before else None
