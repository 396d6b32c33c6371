"""What the template's example row leaves behind where the first real row was pasted over it.

Told and not refused: a school may have nine senior posts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rotation.county.schema import EXAMPLE, TABLES, Column, Kind, Table
from rotation.errors import Note
from rotation.intake.cells import Unreadable, read_cell
from rotation.intake.records import Records
from rotation.language import say


def left_examples(tables: Mapping[str, Records]) -> Iterator[Note]:
    """Notes on cells that still hold the example's value, in the order of the tables."""
    for table in TABLES:
        if records := tables.get(table.name):
            yield from _words(table, records)
            yield from _values(table, records)


def _words(table: Table, records: Records) -> Iterator[Note]:
    """Cells that say of themselves that they are the example's."""
    for column in table.columns:
        if column.kind not in (Kind.TEXT, Kind.NAME):
            continue
        for i, value in enumerate(records.column(column.name)):
            if value is not None and value.startswith(EXAMPLE):
                yield _note(records, i, column, value)


def _values(table: Table, records: Records) -> Iterator[Note]:
    """Two cells or more of the first row in which numbers or words of the example still stand."""
    first = records[0].values
    same = [column for column in table.columns if _is_example(column, first[column.name])]
    if len(same) > 1:
        for column in same:
            if column.kind not in (Kind.TEXT, Kind.NAME):
                yield _note(records, 0, column, "" if column.personal else column.example)


def _is_example(column: Column, value: Any) -> bool:
    """Whether `value` is the example's in a column where another row would hardly have it by chance."""
    if column.required or not column.example or value is None or column.kind in (Kind.CHOICE, Kind.FLAG):
        return False
    try:
        return bool(value == read_cell(column, column.example, {}))
    except Unreadable:
        return False


def _note(records: Records, i: int, column: Column, value: str) -> Note:
    text = say(
        "{value} is left of the template's example row, and is read: put the row's own value, or blank", value=value
    )
    return records[i].note(column.name, text)
