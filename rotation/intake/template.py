"""The workbook to fill in, made from the declaration that reading uses; the sample county is it, filled in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from rotation.county.schema import EXAMPLE, TABLES, Column, Kind, Table
from rotation.language import N_, say
from rotation.output.parts import Cell, Field, Part
from rotation.output.xlsx import Book

_EXPECTED = {
    Kind.CODE: N_("as text, zeros in front are kept"),
    Kind.NAME: N_("as it is written"),
    Kind.SUBJECT: N_("one subject"),
    Kind.NUMBER: N_("a number"),
    Kind.DATE: N_("a date such as 2015-09 or 2015-09-01"),
    Kind.LONGITUDE: N_("degrees, such as 120.8575"),
    Kind.LATITUDE: N_("degrees, such as 32.0103"),
}
_WIDTHS = {
    Kind.CODE: 12.0, Kind.ID_NUMBER: 21.0, Kind.NAME: 20.0, Kind.SUBJECTS: 16.0, Kind.DATE: 12.0, Kind.SUBJECT: 12.0,
    Kind.LONGITUDE: 12.0, Kind.LATITUDE: 12.0, Kind.TEXT: 14.0,
}  # fmt: skip
_NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.LONGITUDE, Kind.LATITUDE)


def template(dated: datetime.date) -> bytes:
    """The empty workbook: a page on how to fill it in, and each table with guidance, checks and an example."""
    return county_workbook(say("Teachers and schools of the county"), dated, {})


def county_workbook(title: str, dated: datetime.date, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """The template with the rows of `tables` (cells by the columns' English names) under its examples."""
    return form_workbook(title, dated, TABLES, tables)


def form_workbook(
    title: str,
    dated: datetime.date,
    forms: Sequence[Table],
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    more: Sequence[str] = (),
) -> bytes:
    """A workbook to fill in: a page on how to, with the notes `more`, and each of `forms` with its rows in `tables`."""
    book = Book(title, dated)
    fields = [Field(say("sheet"), 0), Field(say("must be filled"), 0, "mid"), Field(say("what it holds"), 0, "wrap")]
    sheets: list[list[Cell]] = [
        [table.sheet, say("yes") if table.required else say("no"), say(table.purpose)] for table in forms
    ]
    notes = [
        say("Above each header stands what the column holds. Headers marked * must be filled in."),
        say("The grey rows that begin with {example} are examples; they are passed over, and may be deleted.",
            example=EXAMPLE),
        say("Titles above a table and totals below it do no harm. Do not merge cells."),
        say("ID numbers, births, homes and reasons for exemption appear in no plan, notice or message."),
        *more,
    ]  # fmt: skip
    book.add_page(say("How to fill in"), title, [14, 10, 90], [Part("", fields, sheets, (), notes)])
    for table in forms:
        # Only what must be filled in: what is pasted over it then leaves nothing of it behind.
        shown = [column.required or column is table.columns[0] for column in table.columns]
        example = [
            _cell(column, column.example if in_it else "") for column, in_it in zip(table.columns, shown, strict=True)
        ]
        rows = [[_cell(column, row.get(column.name)) for column in table.columns] for row in tables.get(table.name, ())]
        columns = [_field(table, column) for column in table.columns]
        book.add_table(table.sheet, columns, [example, *rows], marks=["example"], frozen_columns=1)
    return book.content()


def _cell(column: Column, value: Any) -> Cell:
    if value is None or value == "":
        return None
    if column.kind in _NUMBERS and isinstance(value, str):
        try:
            return float(value)
        except ValueError:  # whoever filled it in is to see it as it stands
            return value
    cell: Cell = value
    return cell


def _field(table: Table, column: Column) -> Field:
    form = "code" if column.kind not in _NUMBERS else "count" if column.kind is Kind.COUNT else "text"
    return Field(column.header, _WIDTHS.get(column.kind, 11.0), form, _guidance(column), _check(column))


def _guidance(column: Column) -> str:
    """One line: whether it must be filled in, what is expected, what a blank means, and the column's own hint."""
    parts = [say("* required") if column.required else say("optional")]
    if column.choices or column.kind is Kind.FLAG:
        parts.append(say("choose from the list"))
    elif column.kind is Kind.COUNT:
        parts.append(say("a whole number, {least} or more", least=column.least))
    elif column.kind in _EXPECTED:
        parts.append(say(_EXPECTED[column.kind]))
    if column.blank is not None:
        parts.append(say("blank means {value}", value=column.blank))
    if column.hint:
        parts.append(say(column.hint))
    return say("; ").join(parts)


def _check(column: Column) -> dict[str, Any] | None:
    """The spreadsheet's own check of the column, in XlsxWriter's words."""
    check: dict[str, Any] | None = None
    if column.choices or column.kind is Kind.FLAG:
        check = {"validate": "list", "source": list(column.choices or ("是", "否"))}
    elif column.kind is Kind.COUNT:
        check = {"validate": "integer", "criteria": "between", "minimum": column.least, "maximum": column.most}
    elif column.kind is Kind.NUMBER:
        check = {"validate": "decimal", "criteria": ">=", "value": 0}
    elif column.kind in (Kind.LONGITUDE, Kind.LATITUDE):
        most = 180 if column.kind is Kind.LONGITUDE else 90
        check = {"validate": "decimal", "criteria": "between", "minimum": -most, "maximum": most}
    elif column.kind is Kind.DATE:
        # A date is kept as text, so that 2015.10 stays what was typed; four digits of a year begin it.
        check = {"validate": "length", "criteria": "between", "minimum": 6, "maximum": 11}
    elif column.kind is Kind.ID_NUMBER:
        check = {"validate": "length", "criteria": "==", "value": 18}
    if check is None:
        return None
    told = _guidance(column)
    return {**check, "error_title": column.header[:32], "error_message": told[:255]}
