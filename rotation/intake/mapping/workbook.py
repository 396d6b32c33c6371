"""The workbook 对照: every proposal a row, with a drop-down of what it can mean; what an officer chose is read back."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from rotation.errors import BadData, Fault
from rotation.intake.grids import CHOICES, read_every_sheet
from rotation.intake.mapping.prepared import Missing, Prepared
from rotation.intake.mapping.proposal import SAME, Certainty, Key, Kind, Proposal
from rotation.intake.texts import text_of
from rotation.language import say
from rotation.output.xlsx import LINE, lines_of

NAME = CHOICES
SHEET, _LISTS, _LEFT = "对照", "选项", "遗留"
HEADERS = ("类别", "在哪里", "原文", "建议", "采用", "把握", "涉及行数", "说明")
_WIDTHS = (16, 20, 36, 20, 20, 10, 10, 60)
_CHOSEN = 4
_CONFIRMED = "已确认"
_ORDER = {Certainty.OPEN: 0, Certainty.LIKELY: 1, Certainty.CERTAIN: 2, Certainty.UNUSED: 4}
_COLOURS = {0: "#F8CBAD", 1: "#FFF2CC", 2: "#E2F0D9", 3: "#FFFFFF", 4: "#F2F2F2"}


def workbook(prepared: Prepared, dated: datetime.date) -> bytes:
    """The workbook of a preparation: what waits stands first, and what is certain is filled in to be looked over."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": datetime.datetime(dated.year, dated.month, dated.day, tzinfo=datetime.UTC)})
    kinds = list(Kind)
    rows = [(_rank(proposal, prepared), proposal) for proposal in prepared.proposals]
    rows.sort(key=lambda row: (max(row[0], 1), kinds.index(row[1].kind)))  # what others follow from stands first
    _Sheet(book).write(rows, prepared)
    _write_left(book, prepared)
    book.close()
    return file.getvalue()


def _rank(proposal: Proposal, prepared: Prepared) -> int:
    return 3 if proposal.key in prepared.confirmed else _ORDER[proposal.certainty]


class _Sheet:
    """The sheet in the making, and beside it the hidden one that holds the choices of its drop-downs."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": 1, "border_color": "#BFBFBF"}
        self.sheet = book.add_worksheet(SHEET)
        self._lists = book.add_worksheet(_LISTS)
        self._lists.hide()
        self._known: dict[tuple[str, ...], int] = {}
        self._head = book.add_format({**base, "bold": True, "bg_color": "#D9E2F3", "align": "center"})
        self._note = book.add_format({"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "vcenter"})
        self._forms = {rank: book.add_format({**base, "text_wrap": True, "num_format": "@", "bg_color": colour})
                       for rank, colour in _COLOURS.items()}  # fmt: skip
        self._to_fill = book.add_format(
            {**base, "num_format": "@", "bold": True, "border": 2, "border_color": "#C00000"}
        )

    def write(self, rows: Sequence[tuple[int, Proposal]], prepared: Prepared) -> None:
        """All rows, under a line on how to fill them in."""
        sheet = self.sheet
        for at, width in enumerate(_WIDTHS):
            sheet.set_column(at, at, width)
        sheet.merge_range(0, 0, 0, len(HEADERS) - 1, _guidance(), self._note)
        sheet.set_row(0, 66)
        for at, header in enumerate(HEADERS):
            sheet.write_string(1, at, header, self._head)
        for at, (rank, proposal) in enumerate(rows, 2):
            self._write_row(at, rank, proposal, prepared)
        sheet.autofilter(1, 0, max(2, len(rows) + 1), len(HEADERS) - 1)
        sheet.freeze_panes(2, 3)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)

    def _write_row(self, at: int, rank: int, proposal: Proposal, prepared: Prepared) -> None:
        form, waits = self._forms[rank], rank in (0, 1)
        chosen = "" if waits else prepared.confirmed.get(proposal.key) or proposal.meaning
        certainty = _CONFIRMED if rank == 3 else proposal.certainty.value
        cells = (*proposal.key, proposal.meaning, chosen, certainty, proposal.rows, proposal.shown)
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                self.sheet.write_number(at, column, cell, form)
            elif cell:
                self.sheet.write_string(at, column, cell, form)
            else:
                self.sheet.write_blank(at, column, None, self._to_fill if waits and column == _CHOSEN else form)
        self.sheet.set_row(
            at, LINE * max(lines_of(str(cell), width) for cell, width in zip(cells, _WIDTHS, strict=True))
        )
        self._drop_down(at, proposal)

    def _drop_down(self, at: int, proposal: Proposal) -> None:
        choices = proposal.choices or ((proposal.meaning,) if proposal.meaning else ())
        choices = ((SAME,) if proposal.meaning else ()) + choices
        if not choices:
            return
        if choices not in self._known:
            self._known[choices] = len(self._known)
            self._lists.write_column(0, self._known[choices], choices)
        column = _letters(self._known[choices])
        check = {"validate": "list", "source": f"={_LISTS}!${column}$1:${column}${len(choices)}"}
        if not proposal.choices:
            check["error_type"] = "information"  # another value may be typed
        self.sheet.data_validation(at, _CHOSEN, at, _CHOSEN, check)


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _guidance() -> str:
    return say("Each row says what something in your files was taken for. Red rows: choose in the column 采用. Yellow rows: choose"
               " {same} where the proposal is right, else another. Green rows are certain and filled in: look them over. Save,"
               " close, and run the same command again; you may also change what was confirmed before. Nothing is applied while"
               " a red or yellow row is blank.", same=SAME)  # fmt: skip


def _write_left(book: Any, prepared: Prepared) -> None:
    """What was left over, and what the files do not hold."""
    sheet = book.add_worksheet(_LEFT)
    sheet.set_column(0, 0, 110)
    form = book.add_format({"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "top"})
    head = book.add_format({"font_name": "黑体", "font_size": 12, "bottom": 2})
    at = 0
    for title, lines in ((say("What your files do not hold"), missing_lines(prepared.missing)),
                         (say("What was left over"), [note.text for note in prepared.notes])):  # fmt: skip
        sheet.write_string(at, 0, title, head)
        for line in lines or [say("nothing")]:
            at += 1
            sheet.write_string(at, 0, line, form)
        at += 2


def missing_lines(missing: Sequence[Missing]) -> list[str]:
    """What the source does not hold, in sentences: first what must be there."""
    lines = []
    for lack in missing:
        if lack.column.required and lack.total:
            lines.append(say("{sheet}: {column} must be filled in, and is blank in {count} of {total} rows", sheet=lack.table.sheet,
                             column=lack.column.header, count=lack.rows, total=lack.total))  # fmt: skip
    empty = dict.fromkeys(lack.table.sheet for lack in missing if not lack.total)
    if empty:
        lines.append(say("tables of which there is nothing: {names}", names="、".join(empty)))
    for sheet in dict.fromkeys(lack.table.sheet for lack in missing):
        names = [
            lack.column.header
            for lack in missing
            if lack.table.sheet == sheet and lack.total and not lack.column.required
        ]
        if names:
            lines.append(say("{sheet}: columns left blank, which need not be filled in: {names}", sheet=sheet,
                             names="、".join(names)))  # fmt: skip
    return lines


def read_choices(path: Path) -> dict[Key, str]:
    """What an officer chose in the workbook at `path`, "" for a cell left blank; none where there is no such file.

    Raises BadData where it cannot be read.
    """
    if not path.exists():
        return {}
    found = read_every_sheet(path)
    if isinstance(found, str):
        raise BadData(say("{path} cannot be read; nothing was written", path=path.name),
                      [Fault(path.name, None, None, None, found)])  # fmt: skip
    grid = next((grid for grid in found[0] if grid.place == SHEET), None)
    rows = [] if grid is None else [[text_of(cell) for cell in grid.row(i)] for i in range(grid.height)]
    top = next((i for i, row in enumerate(rows) if row[: len(HEADERS)] == list(HEADERS)), None)
    if top is None:
        names = "、".join(HEADERS)
        raise BadData(say("{path}: the sheet {sheet} with the headers {names} is not there", path=path.name, sheet=SHEET, names=names))  # fmt: skip
    kinds = {kind.value for kind in Kind}
    return {(row[0], row[1], row[2]): row[_CHOSEN] for row in rows[top + 1 :] if row[0] in kinds}


def unaccepted(chosen: Mapping[Key, str], proposals: Sequence[Proposal]) -> list[str]:
    """What was typed in the column 采用 and can be no meaning of its row."""
    return [
        say("{path}: “{text}” cannot mean “{meaning}”; choose from the list", path=NAME,
            text="***" if proposal.personal else proposal.text, meaning="***" if proposal.personal else meaning)
        for proposal in proposals
        if (meaning := chosen.get(proposal.key)) and meaning != SAME and not proposal.accepts(meaning)
    ]  # fmt: skip
