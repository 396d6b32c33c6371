"""Workbooks: sheets as tables that an office can read, filter and print. Cells never become formulas."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any

import xlsxwriter

from rotation.output.parts import Cell, Field, Part

_FORMS: dict[str, dict[str, Any]] = {
    "text": {},
    "code": {"num_format": "@"},
    "count": {"num_format": "0"},
    "one": {"num_format": "0.0"},
    "percent": {"num_format": "0.00"},
    "four": {"num_format": "0.0000"},
    "±count": {"num_format": "+0;-0;0"},
    "±one": {"num_format": "+0.0;-0.0;0.0"},
    "±percent": {"num_format": "+0.00;-0.00;0.00"},
    "±four": {"num_format": "+0.0000;-0.0000;0.0000"},
    "wrap": {"text_wrap": True},
    "mid": {"align": "center"},
}
_LAST_FILLED = 100_000  # row up to which a table to be filled in checks its cells
LINE = 16  # height of a line of text, in points


def lines_of(text: str, width: float) -> int:
    """How many lines `text` takes in a cell of `width` characters, Chinese ones taking two."""
    return 1 + int(1.1 * sum(2 if ord(character) > 0x2E80 else 1 for character in text) / width)


class Book:
    """A workbook in the making; `dated` fixes its properties, so that the same content is the same bytes."""

    def __init__(self, title: str, dated: datetime.date) -> None:
        self._file = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._file,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        moment = datetime.datetime(dated.year, dated.month, dated.day, tzinfo=datetime.UTC)
        self._book.set_properties({"title": title, "created": moment})
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        edged = {**base, "border": 1, "border_color": "#BFBFBF"}
        self._plain = {form: self._book.add_format({**edged, **extra}) for form, extra in _FORMS.items()}
        self._marks = {
            mark: {form: self._book.add_format({**edged, **extra, **colours}) for form, extra in _FORMS.items()}
            for mark, colours in (
                ("good", {"bg_color": "#E2F0D9"}),
                ("bad", {"bg_color": "#F8CBAD", "bold": True}),
                ("assumed", {"bg_color": "#FFF2CC"}),
                ("example", {"font_color": "#7F7F7F", "italic": True}),
            )
        }
        self._head = self._book.add_format(
            {**edged, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#D9E2F3"}
        )
        self._title = self._book.add_format({**base, "font_name": "黑体", "font_size": 16, "align": "left"})
        self._part = self._book.add_format({**base, "font_name": "黑体", "font_size": 12, "bottom": 2})
        small = {"font_size": 9, "font_color": "#595959", "text_wrap": True, "valign": "bottom"}
        self._guidance = self._book.add_format({**edged, **small, "bg_color": "#F2F2F2"})
        self._typed = self._book.add_format({**base, "num_format": "@"})
        self._note = self._book.add_format({**base, "font_color": "#595959", "text_wrap": True, "valign": "top"})

    def add_table(
        self,
        name: str,
        fields: Sequence[Field],
        rows: Iterable[Sequence[Cell]],
        *,
        marks: Sequence[str | None] = (),
        frozen_columns: int = 0,
    ) -> None:
        """A sheet that is one table: header frozen and repeated in print, filter on every column.

        `marks[i]` colours row i: "good", "bad", "assumed", "example" or None. Fields with guidance
        make it a table to be filled in.
        """
        widths = [field.width for field in fields]
        sheet = self._sheet(name, widths)
        top = 1 if any(field.guidance for field in fields) else 0
        if top:
            self._write_guidance(sheet, fields)
        sheet.freeze_panes(top + 1, frozen_columns)
        sheet.repeat_rows(top)
        sheet.set_row(top, 2 * LINE)
        last = self._write_table(sheet, top, fields, widths, rows, marks)
        sheet.autofilter(top, 0, max(last - 1, top + 1), len(fields) - 1)

    def _write_guidance(self, sheet: Any, fields: Sequence[Field]) -> None:
        """A line above the header, the checks of the cells below it, and text as the form of codes typed there."""
        for column, field in enumerate(fields):
            sheet.write_string(0, column, field.guidance, self._guidance)
            if field.form == "code":
                sheet.set_column(column, column, field.width, self._typed)
            if field.check is not None:
                sheet.data_validation(2, column, _LAST_FILLED, column, dict(field.check))
        sheet.set_row(0, 13 * max(lines_of(field.guidance, field.width * 1.25) for field in fields))

    def add_page(self, name: str, title: str, widths: Sequence[float], parts: Sequence[Part]) -> None:
        """A sheet of several small tables under headings, to be read from the top."""
        sheet = self._sheet(name, widths)
        sheet.write_string(0, 0, title, self._title)
        sheet.set_row(0, 28)
        at = 2
        for part in parts:
            sheet.write_string(at, 0, part.heading, self._part)
            for column in range(1, len(widths)):
                sheet.write_blank(at, column, None, self._part)
            at += 1
            if part.fields:
                at = self._write_table(sheet, at, part.fields, widths, part.rows, part.marks)
            for note in part.notes:
                sheet.merge_range(at, 0, at, len(widths) - 1, "", self._note)
                sheet.write_string(at, 0, note, self._note)
                sheet.set_row(at, LINE * lines_of(note, sum(widths)))
                at += 1
            at += 1

    def content(self) -> bytes:
        """The finished workbook."""
        self._book.close()
        return self._file.getvalue()

    def _sheet(self, name: str, widths: Sequence[float]) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def _write_table(
        self,
        sheet: Any,
        top: int,
        fields: Sequence[Field],
        widths: Sequence[float],
        rows: Iterable[Sequence[Cell]],
        marks: Sequence[str | None],
    ) -> int:
        starts = list(accumulate((field.span for field in fields), initial=0))
        widths = [sum(widths[start:end]) for start, end in pairwise(starts)]
        for column, field in zip(starts, fields, strict=False):
            self._write_cell(sheet, top, column, field, field.header, self._head)
        at = top
        for i, row in enumerate(rows):
            at = top + 1 + i
            mark = marks[i] if i < len(marks) else None
            forms = self._plain if mark is None else self._marks[mark]
            wrapped = [
                lines_of(str(cell), width)
                for field, width, cell in zip(fields, widths, row, strict=False)
                if field.form == "wrap" and cell
            ]
            if max(wrapped, default=1) > 1:
                sheet.set_row(at, LINE * max(wrapped))
            for column, field, cell in zip(starts, fields, row, strict=False):
                self._write_cell(sheet, at, column, field, cell, forms[field.form])
        return at + 1

    def _write_cell(self, sheet: Any, row: int, column: int, field: Field, cell: Cell, form: Any) -> None:
        if field.span > 1:
            sheet.merge_range(row, column, row, column + field.span - 1, "", form)
        if cell is None or cell == "":
            sheet.write_blank(row, column, None, form)
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell, form)
        else:
            sheet.write_number(row, column, cell, form)
