"""Where a table lies in its sheet: the header under title lines, and the rows that are no data.

Offices paste the sheets of thirty schools one below the other, each with its title, its header and
its total; a template has a line of guidance and an example. All of these are told from data here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rotation.errors import Fault, Remark
from rotation.intake.cells import likely, text_of
from rotation.intake.grids import Grid
from rotation.language import say
from rotation.schema import EXAMPLE, Column, Table

SEARCHED = 30  # rows from the top in which the header is looked for

_TOTAL = re.compile(r"(合计|总计|小计|共计|总数|平均|本页合计|全县合计|全校合计|total)[:：]?.*", re.IGNORECASE)
_FOOTER = re.compile(r"(注|说明|备注|填表|制表|审核|审批|复核|填报|单位负责人|负责人|联系电话|日期|续表|第\d+页).*")
_REMARKED = re.compile(r"[(（].*?[)）]|[*＊\s]|必填|选填")


@dataclass(frozen=True)
class Layout:
    """`top` is the header's index in the grid's rows, `places` each column's index in a row, and
    `headers` the names the file itself gives them.
    """

    top: int
    places: Mapping[Column, int]
    headers: Mapping[str, str]


def find_layout(table: Table, grid: Grid, faults: list[Fault], remarks: list[Remark]) -> Layout | None:
    """Find the header and match its columns; None, with the faults added, where one required is missing."""
    top = _header_row(table, grid)
    if top is None:
        required = "、".join(column.header for column in table.columns if column.required)
        faults.append(Fault(grid.place, None, None, None, say("a header row with {columns}", columns=required)))
        return None
    names = _names(table)
    places: dict[Column, int] = {}
    unknown: dict[str, int] = {}
    before = len(faults)
    for at, cell in enumerate(grid.rows[top]):
        header = text_of(cell)
        column = names.get(_plain(header)) or names.get(_bare(header))
        if column is None and header:
            unknown[header] = at
        elif column in places:
            faults.append(Fault(grid.place, top + 1, header, None, say("this column once, not twice"), at=at))
        elif column is not None:
            places[column] = at
    for column in table.columns:
        if column.required and column not in places:
            missing = say("the column {header} ({name})", header=column.header, name=column.name)
            taken = likely(column.header, list(unknown)) or likely(column.name, list(unknown))
            faults.append(Fault(grid.place, top + 1, None, None, missing, mend=taken, at=unknown.get(taken or "")))
    for header in unknown:
        text = say("{place}: the column {header} is not known and was left out", place=grid.place, header=header)
        absent = [column.header for column in table.columns if column not in places]
        meant = likely(header, absent)
        if meant is not None:
            text += say("; did you mean {header}?", header=meant)
        remarks.append(Remark(text))
    if len(faults) > before:
        return None
    return Layout(top, places, {column.name: text_of(grid.rows[top][at]) for column, at in places.items()})


def _names(table: Table) -> dict[str, Column]:
    return {_plain(name): column for column in table.columns for name in (column.name, column.header)}


def _plain(header: str) -> str:
    """The header as compared: without spaces and line breaks, stars, and in half width."""
    return re.sub(r"[\s*＊]", "", unicodedata.normalize("NFKC", header)).lower()


def _bare(header: str) -> str:
    """The header also without what stands in brackets, such as （必填）."""
    return _REMARKED.sub("", unicodedata.normalize("NFKC", header)).lower()


def _header_row(table: Table, grid: Grid) -> int | None:
    """The first of the top rows that holds most of the table's headers, two at least (one where it has no more)."""
    names = _names(table)
    best, most = None, min(1, len(table.columns) - 1)
    for i, row in enumerate(grid.rows[:SEARCHED]):
        texts = {text_of(cell) for cell in row}
        count = len({names.get(_plain(text)) or names.get(_bare(text)) for text in texts} - {None})
        if count > most:
            best, most = i, count
    return best


class Skipped:
    """Tells the rows that are no data, and counts what it told apart."""

    def __init__(self, table: Table, grid: Grid, layout: Layout) -> None:
        self._grid, self._top = grid, layout.top
        self._first = layout.places.get(table.columns[0])
        self._header = {text for cell in grid.rows[layout.top] if (text := text_of(cell))}
        self._required = [at for column, at in layout.places.items() if column.required]
        self.totals: list[int] = []
        self.repeated: list[int] = []

    def data(self, body: Sequence[Sequence[Any]], columns: Sequence[Sequence[Any]]) -> list[bool]:
        """For each row below the header, and those rows by columns, whether it is data.

        Almost all rows have something in every required cell and need no second look.
        """
        required = [columns[at] for at in self._required if at < len(columns)]
        if not required or len(required) < len(self._required):
            return [not self._passed_over(i, row) for i, row in enumerate(body, start=self._top + 1)]
        first = required[0] if self._first is None else columns[self._first]
        rows = enumerate(zip(map(all, zip(*required, strict=True)), first, body, strict=True), start=self._top + 1)
        return [
            (filled and type(cell) is str and cell not in self._header and not cell.startswith(EXAMPLE))
            or not self._passed_over(i, row)
            for i, (filled, cell, row) in rows
        ]

    def _passed_over(self, i: int, row: Sequence[Any]) -> bool:
        """Whether row i of the grid is blank, an example, a total, a footer, or a title and header once more."""
        first = text_of(row[self._first]) if self._first is not None and self._first < len(row) else ""
        if first.startswith(EXAMPLE):
            return True
        lacking = sum(1 for at in self._required if at >= len(row) or not text_of(row[at]))
        if not lacking and first not in self._header:
            return False
        texts = [text for cell in row if (text := text_of(cell))]
        if not texts:
            return True
        if self._is_header(texts):
            self.repeated.append(i + 1)
            return True
        head = re.sub(r"\s", "", texts[0])
        if lacking and (_TOTAL.fullmatch(head) or (len(texts) <= 3 and lacking > 1 and _FOOTER.fullmatch(head))):
            self.totals.append(i + 1)
            return True
        return len(texts) == 1 and lacking > 1 and self._before_header(i)

    def _is_header(self, texts: Sequence[str]) -> bool:
        return len(texts) > 1 and len(self._header.intersection(texts)) * 5 >= len(texts) * 4

    def _before_header(self, i: int) -> bool:
        """Whether a further header follows within two rows: then row i is its title."""
        for row in self._grid.rows[i + 1 : i + 3]:
            texts = [text for cell in row if (text := text_of(cell))]
            if self._is_header(texts):
                return True
        return False

    def remarks(self) -> list[Remark]:
        place, remarks = self._grid.place, []
        if self.totals:
            rows = "、".join(map(str, self.totals[:8])) + ("…" if len(self.totals) > 8 else "")
            remarks.append(Remark(say("{place}: totals and notes left out, rows {rows}", place=place, rows=rows)))
        if self.repeated:
            rows = "、".join(map(str, self.repeated[:8])) + ("…" if len(self.repeated) > 8 else "")
            remarks.append(Remark(say("{place}: headers repeated left out, rows {rows}", place=place, rows=rows)))
        return remarks


def merged_remarks(grid: Grid, top: int) -> list[Remark]:
    """Merged cells below the header: only their first cell has the value, the others read as blank."""
    return [
        Remark(
            say("{place} rows {first} to {last}: merged cells; only the first has the value, the others are blank",
                place=grid.place, first=a, last=c),
            grid.place, a, None, b,
        )
        for a, b, c, _ in grid.merged
        if c > top + 1
    ]  # fmt: skip
