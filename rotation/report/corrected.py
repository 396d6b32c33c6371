"""A copy of the officer's own workbook with corrections in it, and the log of them as a sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill

from rotation.intake.corrections import Correction
from rotation.language import say
from rotation.report.marked import first_of_merged, load_copy, write_value

_WIDTHS = (9, 9, 12, 20, 20, 20, 18, 18, 19)


@dataclass(frozen=True)
class Logged:
    """A correction with what followed from the data before it and what follows from them now."""

    correction: Correction
    before: str
    now: str


def corrected_copy(path: Path, logged: Sequence[Logged], fingerprint: str) -> tuple[bytes, bool]:
    """The workbook at `path` with the corrections in its cells, and whether it holds formulas.

    The log is its last sheet; that of earlier corrections goes on. `fingerprint` is of the data before.
    """
    book, _ = load_copy(path)
    sheets = {sheet.title.strip(): sheet for sheet in book.worksheets}
    for line in logged:
        one = line.correction
        write_value(first_of_merged(sheets[one.place], one.row, one.at + 1), one.right or None)
        if not one.right:
            first_of_merged(sheets[one.place], one.row, one.at + 1).value = None
    title = say("Corrections made")
    log = book[title] if title in book.sheetnames else _new(book, title)
    for line in logged:
        one = line.correction
        cells = (one.teacher_id, one.name, one.column.header, one.former, one.right, one.proof, line.before, line.now,
                 fingerprint[:16])  # fmt: skip
        row = log.max_row + 1
        for column, value in enumerate(cells, start=1):
            cell = log.cell(row, column)
            write_value(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    formulas = any(cell.data_type == "f" for sheet in book.worksheets for cell in sheet._cells.values())
    content = io.BytesIO()
    book.save(content)
    return content.getvalue(), formulas


def _new(book: Any, title: str) -> Any:
    """An empty log, printed on A4 across."""
    log = book.create_sheet(title)
    headers = (say("staff number"), say("name"), say("fact"), say("before"), say("after"), say("proof"),
               say("what followed before"), say("what follows now"), say("fingerprint of the data before"))  # fmt: skip
    for column, (header, width) in enumerate(zip(headers, _WIDTHS, strict=True), start=1):
        cell = log.cell(1, column)
        cell.value, cell.font, cell.fill = header, Font(bold=True), PatternFill("solid", fgColor="D9E2F3")
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        log.column_dimensions[cell.column_letter].width = width
    log.freeze_panes, log.print_title_rows = "A2", "1:1"
    log.page_setup.orientation, log.page_setup.paperSize = "landscape", 9
    log.page_setup.fitToWidth, log.page_setup.fitToHeight = 1, 0
    log.sheet_properties.pageSetUpPr.fitToPage = True
    return log
