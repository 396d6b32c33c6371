"""The rows a repair adds to the table 指定, and those it takes out, as a workbook that keeps every code as text."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from rotation.county.schema import PINS
from rotation.language import say
from rotation.output.parts import Cell, Field
from rotation.output.xlsx import Book


def pins_book(added: Sequence[Mapping[str, Any]], removed: Sequence[Mapping[str, Any]], dated: datetime.date) -> bytes:
    """Sheets with the columns of 指定: what is to be added, and, where there is such, what is to be taken out."""
    fields = [Field(column.header, 16, "code") for column in PINS.columns]
    book = Book(say("changes to the sheet 指定"), dated)
    for name, rows in ((say("add to 指定"), added), (say("take out of 指定"), removed)):
        if rows or rows is added:
            book.add_table(name, fields, [_cells(row) for row in rows], frozen_columns=1)
    return book.content()


def _cells(row: Mapping[str, Any]) -> list[Cell]:
    """The row's cells; why it was asked for stays with the office."""
    return [None if column.personal else row.get(column.name) for column in PINS.columns]
