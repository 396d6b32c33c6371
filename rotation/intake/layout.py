"""Where a table lies in its sheet: the header under title lines, and the rows that are no data.

Offices paste the sheets of thirty schools one below the other, each with its title, its header and
its total; a template has a line of guidance and an example. All of these are told from data here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rotation import personal
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
    for at, cell in enumerate(grid.row(top)):
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
        text = say("{place}: the column {header} is not known and was left out", place=grid.place,
                   header=personal.value(header))  # fmt: skip
        absent = [column.header for column in table.columns if column not in places]
        meant = likely(header, absent)
        if meant is not None:
            text += say("; did you mean {header}?", header=meant)
        remarks.append(Remark(text))
    if len(faults) > before:
        return None
    return Layout(top, places, {column.name: text_of(grid.columns[at][top]) for column, at in places.items()})


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
    for i in range(min(SEARCHED, grid.height)):
        texts = {text_of(cell) for cell in grid.row(i)}
        count = len({names.get(_plain(text)) or names.get(_bare(text)) for text in texts} - {None})
        if count > most:
            best, most = i, count
    return best


class Skipped:
    """Tells the rows that are no data, and counts what it told apart."""

    def __init__(self, table: Table, grid: Grid, layout: Layout) -> None:
        self._grid, self._top = grid, layout.top
        at = layout.places.get(table.columns[0])
        self._first = None if at is None else grid.columns[at]
        self._header = {text for cell in grid.row(layout.top) if (text := text_of(cell))}
        self._required = [grid.columns[at] for column, at in layout.places.items() if column.required]
        self.totals: list[int] = []
        self.repeated: list[int] = []

    def data(self) -> list[range]:
        """The runs of the grid's rows that are data, in order."""
        runs, begin = [], self._top + 1
        for i in [*self._odd(), self._grid.height]:
            if i == self._grid.height or self._passed_over(i):
                runs.append(range(begin, i))
                begin = i + 1
        return [run for run in runs if run]

    def _odd(self) -> list[int]:
        """The rows that may be no data: almost all have something in every required cell, and need no second look."""
        below = range(self._top + 1, self._grid.height)
        if not self._required:
            return list(below)
        first, header = self._required[0] if self._first is None else self._first, self._header
        odd = {
            i
            for i, cell in enumerate(first[below.start :], below.start)
            if type(cell) is not str or cell in header or cell.startswith(EXAMPLE)
        }
        for column in self._required:
            if not all(column):
                odd.update(i for i in below if not column[i])
        return sorted(odd)

    def _passed_over(self, i: int) -> bool:
        """Whether row i of the grid is blank, an example, a total, a footer, or a title and header once more."""
        first = "" if self._first is None else text_of(self._first[i])
        if first.startswith(EXAMPLE):
            return True
        lacking = sum(1 for column in self._required if not text_of(column[i]))
        if not lacking and first not in self._header:
            return False
        texts = self._texts(i)
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

    def _texts(self, i: int) -> list[str]:
        return [text for cell in self._grid.row(i) if (text := text_of(cell))]

    def _is_header(self, texts: Sequence[str]) -> bool:
        return len(texts) > 1 and len(self._header.intersection(texts)) * 5 >= len(texts) * 4

    def _before_header(self, i: int) -> bool:
        """Whether a further header follows within two rows: then row i is its title."""
        return any(self._is_header(self._texts(below)) for below in range(i + 1, min(i + 3, self._grid.height)))

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
