"""One grid to records: the header found and matched, every cell read, every fault kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any, overload

from rotation.county.schema import Column, Table
from rotation.county.table import TableData
from rotation.errors import Fault, Note
from rotation.intake.cells import Unreadable, read_as_they_stand, read_cell
from rotation.intake.grid import Grid
from rotation.intake.layout import Layout, find_layout
from rotation.intake.merging import filled_down
from rotation.intake.skipping import Skipped
from rotation.intake.texts import odd_characters, plain, text_of
from rotation.intake.unread import notes_on_unread
from rotation.intake.words import read_as
from rotation.language import say

SHOWN = 60  # characters of a cell that are shown


@dataclass(frozen=True)
class Source:
    """A table's place, the names of its columns, those the file itself gives them where it has them, and where in
    a row these stand. `by_name` are the columns of codes in which names of schools stand.
    """

    place: str
    headers: Mapping[str, str]
    at: Mapping[str, int]
    by_name: frozenset[str] = frozenset()

    @classmethod
    def of(cls, table: Table) -> Source:
        """The source of a table that was not read from a file."""
        return cls(table.sheet, {column.name: column.header for column in table.columns}, {})


@dataclass(frozen=True)
class Record:
    """One row that was read: its values by English column name, and where it stood.

    A value that could not be read is None here and stands among the faults.
    """

    source: Source
    row: int
    values: Mapping[str, Any]

    @property
    def headers(self) -> Mapping[str, str]:
        return self.source.headers

    def fault(
        self, column: str, expected: str, *, shown: bool = True, suggestion: str | None = None, certain: bool = False
    ) -> Fault:  # fmt: skip
        """A fault of this row in `column`; `shown` False keeps a personal value out of it."""
        value = self.values.get(column)
        text = shown_text(str(value)) if shown and value is not None else None
        header = self.headers.get(column, column)
        dated = column == "joined"
        at = self.source.at.get(column)
        return Fault(self.source.place, self.row, header, text, expected, suggestion, at, dated, certain)

    def note(self, column: str, text: str) -> Note:
        """A note on this row's cell in `column`."""
        header = self.headers.get(column, column)
        return Note(text, self.source.place, self.row, header, self.source.at.get(column))


class Records(Sequence[Record]):
    """A table as read: its values by columns, and each row as a Record when it is looked at."""

    def __init__(self, source: Source, rows: Sequence[int], values: TableData) -> None:
        """`rows` are the numbers of the rows in the sheet, one for each row of `values`."""
        self.source, self.rows, self.values = source, rows, values

    def column(self, name: str) -> Sequence[Any]:
        """One column's values."""
        return self.values.column(name)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> Records: ...
    def __getitem__(self, at: int | slice) -> Record | Records:
        if isinstance(at, slice):
            return Records(self.source, self.rows[at], self.values[at])
        return Record(self.source, self.rows[at], self.values[at])

    def __iter__(self) -> Iterator[Record]:
        return map(Record, repeat(self.source), self.rows, self.values)


def no_records(table: Table) -> Records:
    """A table that was not given: it has its columns, and no row."""
    return Records(Source.of(table), (), TableData({column.name: () for column in table.columns}))


def read_records(
    table: Table, grid: Grid, aliases: Mapping[str, str], faults: list[Fault], notes: list[Note]
) -> Records | None:
    """Read a table; faults and notes are added to the lists given. None where it has no header to read it by."""
    if not any(text_of(cell) for column in grid.columns for cell in column):
        if table.required:
            faults.append(Fault(grid.place, None, None, None, say("a header row; the table is empty")))
        return None if table.required else no_records(table)
    layout = find_layout(table, grid, faults, notes)
    if layout is None:
        return None
    grid = filled_down(table, grid, layout, notes)
    notes.extend(_hidden(grid, layout))
    skipped = Skipped(table, grid, layout)
    runs = skipped.data()
    notes.extend(skipped.notes())
    faults.extend(skipped.moved)
    rows = [i + 1 for run in runs for i in run]
    if table.required and not rows:
        faults.append(Fault(grid.place, None, None, None, say("rows below the header; there are none")))
    headers = {column.name: layout.headers.get(column.name, column.header) for column in table.columns}
    at = {column.name: at for column, at in layout.places.items()}
    source = Source(grid.place, headers, at, layout.by_name)
    read = {}
    for column in table.columns:
        cells = [None] * len(rows) if column.name not in at else _within(grid.columns[at[column.name]], runs)
        read[column.name] = _read_column(column, source, cells, rows, aliases, faults, notes)
        if column.name in at:
            notes.extend(_cleaned(column, source, cells, rows))
    notes.extend(notes_on_unread(table, grid, layout.top, source.at, runs, rows, read.get("exemption", ())))
    return Records(source, rows, TableData(read))


def shown_text(text: str) -> str:
    """The beginning of what stands in a cell, enough to find it by."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _hidden(grid: Grid, layout: Layout) -> list[Note]:
    """That columns were read which the officer does not see."""
    names = [layout.headers[column.name] for column, at in layout.places.items() if at in grid.hidden]
    if not names:
        return []
    return [Note(say("{place}: hidden columns were read: {names}", place=grid.place, names="、".join(names)))]


def _cleaned(column: Column, source: Source, cells: list[Any], rows: Sequence[int]) -> Iterator[Note]:
    """That characters nobody sees were taken out of cells."""
    texts = [cell for cell in cells if type(cell) is str]
    if "".join(texts).isprintable():
        return
    for row, cell in zip(rows, cells, strict=True):
        if type(cell) is str and not cell.isprintable() and odd_characters(cell):
            text = say("control characters or others that cannot be printed were taken out")
            yield Note(text, source.place, row, source.headers[column.name], source.at[column.name])


def _within(column: Sequence[Any], runs: Sequence[range]) -> list[Any]:
    return list(chain.from_iterable(column[run.start : run.stop] for run in runs))


def _read_column(
    column: Column, source: Source, cells: list[Any], rows: list[int], aliases: Mapping[str, str],
    faults: list[Fault], notes: list[Note],
) -> list[Any]:  # fmt: skip
    """The values of a column's cells, which stand in `rows`."""
    own = read_as_they_stand(column, cells)
    if own is not None:
        return own
    cells = _by_meaning(column, source, cells, notes)
    known = _Known(column, aliases)
    values = list(map(known.__getitem__, cells))
    if (0 in known or 1 in known) and bool in set(map(type, cells)):
        # True, 1 and 1.0 are one key of a dictionary, and different cells.
        cells, known = [text_of(cell) if type(cell) is bool else cell for cell in cells], _Known(column, aliases)
        values = list(map(known.__getitem__, cells))
    if known.wrong:
        header, at = source.headers.get(column.name, column.header), source.at.get(column.name)
        for row, cell in zip(rows, cells, strict=True):
            if cell in known.wrong:
                error = known.wrong[cell]
                hidden = column.personal or error.hidden
                shown, suggestion = (None, None) if hidden else (shown_text(text_of(cell)) or None, error.suggestion)
                faults.append(Fault(source.place, row, header, shown, str(error), suggestion, at, column.name == "joined",
                                    error.certain))  # fmt: skip
    return values


def _by_meaning(column: Column, source: Source, cells: list[Any], notes: list[Note]) -> list[Any]:
    """The cells with the words that can only mean one thing as the column has them; it is said which they were."""
    meant = {
        cell: word
        for cell in set(cells)
        if type(cell) is str and cell and (word := read_as(column, plain(text_of(cell)))) is not None
    }
    if not meant:
        return cells
    blank = say("blank") if column.blank is None else say("blank, that is {value}", value=column.blank)
    counts = Counter(cell for cell in cells if cell in meant)
    words = "、".join(
        # A reason for exemption is not printed, nor a word that gives it away.
        say("“{word}” as {meaning} ({count})", word="***" if column.personal and meant[cell] else text_of(cell),
            meaning="***" if column.personal and meant[cell] else meant[cell] or blank, count=count)
        for cell, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )  # fmt: skip
    header = source.headers.get(column.name, column.header)
    text = say("{place} [{column}]: read by what it means: {words}", place=source.place, column=header, words=words)
    notes.append(Note(text))
    return [meant.get(cell, cell) for cell in cells]


class _Known(dict[Any, Any]):
    """Cells to their values: what stands a thousand times in a column is read once. `wrong` are the unreadable ones."""

    def __init__(self, column: Column, aliases: Mapping[str, str]) -> None:
        super().__init__()
        self._column, self._aliases = column, aliases
        self.wrong: dict[Any, Unreadable] = {}

    def __missing__(self, cell: Any) -> Any:
        value = None
        try:
            value = read_cell(self._column, cell, self._aliases)
        except Unreadable as error:
            self.wrong[cell] = error
        self[cell] = value
        return value
