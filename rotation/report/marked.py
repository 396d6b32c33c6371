"""A copy of the officer's own workbook with every fault coloured, commented and listed with a link to it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from rotation.errors import Fault, Note
from rotation.intake.archive import unpacked
from rotation.intake.grids import read_grids
from rotation.intake.texts import Broken
from rotation.language import say

AUTHOR = "rotation"
CARRIED = (
    64 << 20
)  # bytes unpacked, above which no other sheets than those read are carried over; 50,000 teachers take 50
HEADERS = 20  # rows in which the header of names is looked for
MARKED = 5000  # cells that get colour and comment; beyond that the list alone names them
_FAULT, _NOTE, _CHANGED = (PatternFill("solid", fgColor=colour) for colour in ("F8CBAD", "FFF2CC", "C6E0B4"))


def marked_copy(
    path: Path, faults: Sequence[Fault], notes: Sequence[Note], applied: Sequence[Fault] = ()
) -> bytes:  # fmt: skip
    """The workbook at `path` as .xlsx, or its tables where it is of another kind, with faults and notes marked.

    In the cells of `applied` their suggestion stands, marked as well. The marks of an earlier copy are taken away first.
    Formulas are the officer's own and stay.
    """
    book, whole = load_copy(path)
    if not whole:
        text = say("the file is large: this copy holds the tables that were read and no other sheet")
        notes = [*notes, Note(text)]
    title = say("Faults found")
    if title in book.sheetnames:
        del book[title]
    for sheet in book.worksheets:
        _clean(sheet)
    sheets = {sheet.title.strip(): (sheet, _name_column(sheet)) for sheet in book.worksheets}
    listed = book.create_sheet(title, 0)
    listed.append([say("kind"), say("sheet"), say("row"), say("name"), say("column"), say("value"), say("what is expected"),
                   say("likely, or changed to") if applied else say("likely")])  # fmt: skip
    for i, line in enumerate(_lines(faults, notes, applied)):
        item = line.item
        sheet, names = sheets.get(item.place or "", (None, None))
        cells = (line.kind, item.place, item.row, _name(sheet, item.row, names), item.column, line.value, line.text,
                 line.suggestion)  # fmt: skip
        for column, cell in enumerate(cells, start=1):
            write_value(listed.cell(i + 2, column), cell)
        if sheet is not None and item.row is not None:
            _link(listed.cell(i + 2, 3), sheet, item.row, item.at or 0)
            if item.at is not None:
                _show(sheet, item.row, item.at + 1, line, marked=i < MARKED)
    _dress(listed)
    book.active = 0
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@dataclass(frozen=True)
class _Line:
    """A line of the list: what kind of thing it is, what stood there, what is expected or proposed."""

    kind: str
    item: Fault | Note
    text: str
    value: str | None
    suggestion: str | None
    fill: PatternFill

    @property
    def comment(self) -> str:
        """What the marked cell's comment says."""
        if self.fill is _CHANGED:
            return say("changed from “{value}” to “{suggestion}”", value=self.value or "", suggestion=self.suggestion)
        told = self.text
        if self.suggestion is not None:
            told += say("; did you mean “{suggestion}”?", suggestion=self.suggestion)
        return told if self.fill is _NOTE else say("expected: {expected}", expected=told)


def _lines(faults: Sequence[Fault], notes: Sequence[Note], applied: Sequence[Fault]) -> list[_Line]:
    lines = [_Line(say("fault"), fault, fault.expected, fault.value, fault.suggestion, _FAULT) for fault in faults]
    lines += [
        _Line(say("changed"), fault, fault.expected, fault.value, fault.suggestion, _CHANGED) for fault in applied
    ]
    return lines + [_Line(say("note"), note, note.text, None, None, _NOTE) for note in notes]


def _link(cell: Any, sheet: Any, row: int, at: int) -> None:
    """Let the cell of the list lead to the row and the column, `at` from 0, of the sheet."""
    quoted = sheet.title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{get_column_letter(at + 1)}{row}")
    cell.font = Font(color="0563C1", underline="single")


def _show(sheet: Any, row: int, column: int, line: _Line, *, marked: bool) -> None:
    """What the line says, in the cell itself: the value it was changed to, and the mark."""
    if line.fill is _CHANGED:
        write_value(first_of_merged(sheet, row, column), line.suggestion)
    if marked:
        _mark(sheet, row, column, line.comment, line.fill)


def _name_column(sheet: Any) -> int | None:
    """The column of people's names: under the header 姓名, wherever in the first rows it stands."""
    for row, column in sorted(key for key in sheet._cells if key[0] <= HEADERS):
        cell = sheet._cells[row, column]
        if isinstance(cell.value, str) and cell.value.strip(" *＊\n") in ("姓名", "教师姓名", "name"):
            return int(column)
    return None


def _name(sheet: Any, row: int | None, column: int | None) -> str | None:
    """Whose row it is: the copy is the officer's own."""
    if sheet is None or row is None or column is None:
        return None
    value = sheet.cell(row, column).value
    return None if value is None else str(value)


def load_copy(path: Path) -> tuple[Any, bool]:
    """The workbook itself where the library can carry it over, else a new one with the tables' cells.

    And whether it was not too large to be carried over: a sheet that nobody reads may have twenty million cells.
    """
    whole = path.is_dir() or (unpacked(path) or 0) <= CARRIED
    if whole and path.suffix.lower() in (".xlsx", ".xlsm"):
        try:
            return openpyxl.load_workbook(path), whole
        except Exception:  # a part we need not understand may be odd; the cells were read all the same
            pass
    book = openpyxl.Workbook()
    book.remove(book.active)
    for grid in read_grids(path).grids.values():
        sheet = book.create_sheet(grid.place[:31])
        for j, column in enumerate(grid.columns, start=1):
            for i, cell in enumerate(column, start=1):
                if cell not in ("", None):
                    write_value(sheet.cell(i, j), cell)
    return book, whole


def write_value(cell: Any, value: Any) -> None:
    """Put a value in a cell; a text stays a text, whatever it begins with."""
    value = value.shown if isinstance(value, Broken) else value
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    elif value is not None:
        cell.value = value


def _clean(sheet: Any) -> None:
    # Not iter_rows: where a format reaches the last row, that would make every cell above it.
    for cell in sheet._cells.values():
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
            cell.fill = PatternFill()


def _mark(sheet: Any, row: int, column: int, text: str, fill: PatternFill) -> None:
    cell = first_of_merged(sheet, row, column)
    said = cell.comment.text.split("\n") if cell.comment is not None else []
    if text in said:
        return  # the same of every row of a merged cell is said once
    text = "\n".join([*said, text])
    cell.comment = Comment(text, AUTHOR, width=320, height=110)
    cell.fill = fill


def first_of_merged(sheet: Any, row: int, column: int) -> Any:
    """The cell, or of merged ones the first, which holds what all of them show."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
    return sheet.cell(area.min_row, area.min_col)


def _dress(sheet: Any) -> None:
    for letter, width in zip("ABCDEFGH", (8, 12, 8, 12, 16, 22, 60, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="D9E2F3")
    for row in sheet.iter_rows(min_row=2, min_col=4, max_col=8):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:H{sheet.max_row}"
    sheet.print_title_rows = "1:1"  # printed on A4 across, as wide as the page: what is expected is not cut off
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
