"""The rows of a table that are no data: blank ones of the form, guidance, examples, totals, notes, headers again.

Offices paste the sheets of thirty schools one below the other, each with its title, its header and its total; a
form has numbered rows nobody filled in and lines of guidance. What is left out is said, each kind once.
"""

from __future__ import annotations

import itertools
import re
import string
import unicodedata
from collections.abc import Sequence
from typing import Any

from rotation.county.schema import EXAMPLE, Column, Table
from rotation.errors import Fault, Note
from rotation.intake.grid import Grid
from rotation.intake.headers import key, matched
from rotation.intake.layout import Layout
from rotation.intake.texts import Broken, text_of
from rotation.language import N_, say

WIDE = 5  # required columns from which on a row with one of them alone is one that was not filled in
SPANNED = 3  # columns over which a title inside a table is merged

_SUMS = ("合计", "总计", "小计")
_TOTALS = ("合计", "总计", "小计", "共计", "累计", "总数", "平均", "平均值", "平均数", "均值")
_SUM = re.compile(r".{0,14}(合计|总计|小计|共计)([(:].*|\d.*)?|total.*", re.IGNORECASE)
_MEAN = re.compile(
    r"(全.{1,4}|小学|初中|中学|学校|城区|镇区|乡村|农村|县|区|校|人)?(平均.{0,6}|均值?|累计|总数|汇总)([(:].*|\d.*)?"
)
_SIGNED = re.compile(
    r"(填表|填报|制表|造表|编制|审核|审批|审定|复核|核对|经办|负责|联系|录入|统计|校对)(人|单位|者|日期|时间|部门|领导|电话|方式|签字|签名|\(|:).*"
    r"|(单位|学校)?负责人.*|(主管|分管)领导:.*|(校长|局长|主管|分管领导|领导)?(签字|签名|签章)[:(]?.*|\(?(单位|学校)?\(?(盖章|公章|印章)\)?.*"
    r"|(单位|学校|填报单位)\((盖章|公章|章)\).*|(联系)?电话:.*|(填表|填报|制表|上报|统计|截止|统计截止)?(日期|时间):.*|制表:.*|审核:.*|复核:.*|校长:.*"
    r"|(填表|填写|填报|特别|有关|相关)?(注|备注|说明|附注|注意|提示|注意事项)(\d+)?([:：.、(].*)?|(本表|此表|以上|上述).*"
    r"|[-—]*(以下)?空白[-—]*|核对无误。?|\d{4}年\d{1,2}月(\d{1,2}日)?|其中:.*|(小学|初中|中学)?学校数:.*|共?\d+[人所名校]"
    r"|第\d+页.*|共\d+页.*|续表.*|\*.+"
)
_NOTE = re.compile(r"(注|说明|备注|填表|制表|审核|审批|复核|填报|单位负责人|负责人|联系电话|日期|续表|第\d+页).*")
_SECTION = re.compile(
    r"[(]?[一二三四五六七八九十]{1,3}[)]?[、.:)].*|\([一二三四五六七八九十]{1,3}\).*|第[一二三四五六七八九十\d]{1,3}(部分|章|节|片区|学区).*"
    r"|.*(学校|小学|中学|学段|教学点|学区|片区|完小|中心校|初中|部|组|情况表|名单|花名册|一览表|汇总表)(\(.*\))?(:.*)?"
)
_ASKED = re.compile(
    r"\(?[*]?(必填|选填|非必填|必填项|选填项|可选|可选填|可空|可不填|可填|必录|必须填写|必须|不能为空|条件必填|有则填)[*]?\)?([,;:、(].*)?"
)
_GUIDED = re.compile(
    r".*(请|填写|格式|下拉|如:|例如|例:|yyyy|必填|选填|不超过|文本|位数字|单选|多选|选项|须与|应与|以.*分隔|用.*分隔|见附|参见|单位:|默认).*"
    r"|(字符|数字|数值|整数|日期|枚举|布尔|浮点|汉字)(型|类型|串)?(\(\d+(,\d+)?\))?|(var)?char2?\(\d+\)|int|integer|date|string",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(rf"[(【<]?({EXAMPLE}|样例|范例|示范|举例|例如|例\d*[:：)）】]|如:).*|例\d*")
_EXAMPLE_MARK = re.compile(r"[(【<]?(样例|范例|举例|例如|例)[:)】>]")  # before a value, though the row be whole
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LABEL = re.compile(r"[栏列行][次号]|序号|编号")  # before the numbers of the columns
_COLUMN = re.compile(r"第?(\d{1,3})[列栏]|[列栏](\d{1,3})")
_COUNTED = re.compile(r"\(?(\d{1,3}|[甲乙丙丁戊己庚辛壬癸]|[a-z]{1,2})\)?(=.*)?", re.IGNORECASE)


class Skipped:
    """Tells the rows that are no data, and keeps which those were, by what they are.

    `moved` are faults: columns that a header further down has elsewhere than the first one.
    """

    def __init__(self, table: Table, grid: Grid, layout: Layout) -> None:
        self._table = table
        self._grid, self._top = grid, layout.top
        self._name = self._column(table.columns[1], layout) if len(table.columns) > 1 else None
        self._first = self._column(table.columns[0], layout)
        self._header = (
            {
                key(text)
                for row in range(layout.first, layout.top + 1)
                for cell in grid.row(row)
                if (text := text_of(cell))
            }
            | {key(name) for column in layout.places for name in (column.header, column.name)}
            | {key(text) for text in layout.headers.values()}
        )
        self._shown = {text for text in layout.headers.values() if text}
        self._required = [grid.columns[at] for column, at in layout.places.items() if column.required]
        self._known = [grid.columns[at] for at in layout.places.values()]
        self._layout = layout
        self._spanned = {a for a, b, c, d in grid.merged if a == c and d - b + 1 >= SPANNED}
        self._begun = False
        self.kinds: dict[str, list[int]] = {}
        self.moved: list[Fault] = []

    def _column(self, column: Column, layout: Layout) -> Sequence[Any] | None:
        at = layout.places.get(column)
        return None if at is None else self._grid.columns[at]

    def data(self) -> list[range]:
        """The runs of the grid's rows that are data, in order."""
        runs, begin = [], self._top + 1
        for i in [*self._odd(), self._grid.height]:
            if i > begin:
                self._begun = True
            if i == self._grid.height or self._passed_over(i):
                runs.append(range(begin, i))
                begin = i + 1
        return [run for run in runs if run]

    def _odd(self) -> list[int]:
        """The rows that may be no data: almost all have something in every required cell, and need no second look."""
        below = range(self._top + 1, self._grid.height)
        if not self._required:
            return list(below)
        first = self._required[0] if self._first is None else self._first
        telling = self._shown | set(_TOTALS)
        odd = {
            i
            for i, cell in enumerate(first[below.start :], below.start)
            if type(cell) is not str or cell in telling or cell.startswith(EXAMPLE) or cell[-2:] in telling
        }
        if self._name is not None:  # a further header stands as one where the names do
            odd.update(i for i in below if type(self._name[i]) is str and self._name[i] in self._shown)
        # Guidance stands right below the header.
        odd.update(below[:DEEP_GUIDANCE])
        for column in self._required:
            if not all(column):
                odd.update(i for i in below if not column[i])
            if Broken in set(map(type, column)):
                odd.update(i for i in below if type(column[i]) is Broken)
        return sorted(odd)

    def _passed_over(self, i: int) -> bool:
        """Whether row i of the grid is no data; what it is instead is kept."""
        first = "" if self._first is None else text_of(self._first[i])
        if first.startswith(EXAMPLE):
            return True
        kind = self._kind(i, first)
        if kind:
            self.kinds.setdefault(kind, []).append(i + 1)
        return kind is not None

    def _kind(self, i: int, first: str) -> str | None:
        """What row i is if it is no data: one of the kinds said, "" for one of which nothing need be said."""
        cells = [(at, text) for at, cell in enumerate(self._grid.row(i)) if (text := text_of(cell))]
        if not cells:
            return ""
        texts = [unicodedata.normalize("NFKC", text[:200]) for _, text in cells]
        filled = sum(1 for column in self._required if self._filled(column[i]))
        lacking = len(self._required) - filled
        if self._is_header(texts):
            if self._layout.first == self._layout.top:
                self._compare(i)
            return _REPEATED
        heads = [re.sub(r"\s", "", text) for text in texts[:3]]
        if heads[0].isdigit() and len(heads) > 1 and (heads[1][-2:] in _SUMS or _SIGNED.fullmatch(heads[1])):
            del heads[0]  # the row's own number
        if not self._begun and _EXAMPLE_MARK.match(heads[0]):
            return _GUIDANCE
        if not lacking and heads[0] not in _TOTALS and key(first)[-2:] not in _TOTALS:
            return _GUIDANCE if not self._begun and self._is_guidance(texts) else None
        if self._is_guidance(texts) or (lacking and _EXAMPLES.fullmatch(heads[0])):
            return _GUIDANCE
        if self._is_total(heads, lacking) or (lacking and _SIGNED.fullmatch(heads[0])):
            return _NOTES
        if lacking > 1 and (self._is_note(texts, heads) or self._is_section(i, cells[0][0], texts, heads)):
            return _NOTES
        return self._unfilled(i, filled)

    def _unfilled(self, i: int, filled: int) -> str | None:
        """A row of the form that nobody filled in: without the number and the name, and with one required cell at most."""
        if filled > (len(self._required) >= WIDE):
            return None
        if any(column is not None and self._filled(column[i]) for column in (self._first, self._name)):
            return None
        return _UNFILLED if any(self._filled(column[i]) for column in self._known) else ""

    @staticmethod
    def _filled(cell: Any) -> bool:
        return type(cell) is not Broken and bool(text_of(cell))

    @staticmethod
    def _is_total(heads: Sequence[str], lacking: int) -> bool:
        return heads[0] in _TOTALS or bool(lacking and (_SUM.fullmatch(heads[0]) or _MEAN.fullmatch(heads[0])))

    def _is_note(self, texts: Sequence[str], heads: Sequence[str]) -> bool:
        return len(texts) <= 3 and _NOTE.fullmatch(heads[0]) is not None

    def _is_section(self, i: int, at: int, texts: Sequence[str], heads: Sequence[str]) -> bool:
        """A title inside the table: alone in its row, and named as such, merged over it, or followed by a header."""
        if i + 1 not in self._spanned and self._name is not None and self._grid.columns[at] is self._name:
            return self._before_header(i)
        if len(texts) > 2 or (len(texts) == 2 and not re.fullmatch(r"\(?共?\d+[人所名校]?\)?", heads[1])):
            return False
        return bool(_SECTION.fullmatch(heads[0])) or i + 1 in self._spanned or self._before_header(i)

    @staticmethod
    def _is_guidance(texts: Sequence[str]) -> bool:
        """Cells that say how to fill in, or number the columns."""
        if len(texts) > 1 and sum(1 for text in texts if _ASKED.fullmatch(text)) * 5 >= len(texts) * 4:
            return True
        guided = sum(1 for text in texts if _GUIDED.fullmatch(text))
        if guided > 1 and guided * 2 >= len(texts):
            return True
        return _numbers_columns(texts)

    def _is_header(self, texts: Sequence[str]) -> bool:
        """Whether four in five cells are headers: of the first header, or other names of the table's columns."""
        return len(texts) > 1 and sum(map(self._heads, texts)) * 5 >= len(texts) * 4

    def _heads(self, text: str) -> bool:
        return key(text) in self._header or matched(self._table, text) is not None

    def _compare(self, i: int) -> None:
        """Keep where a repeated header has a column elsewhere than the first."""
        for column, at in self._layout.places.items():
            text, wanted = text_of(self._grid.columns[at][i]), self._layout.headers[column.name]
            match = matched(self._table, text)
            numbers = at == 0 and key(text) == _RUNNING  # what stood over the ids before that header was put right
            if text and key(text) != key(wanted) and not numbers and not (match and match.column is column):
                self.moved.append(Fault(self._grid.place, i + 1, wanted, text[:60], say(_SAME_ORDER), at=at))

    def _before_header(self, i: int) -> bool:
        """Whether a further header follows within two rows: then row i is its title."""
        return any(self._is_header(self._texts(below)) for below in range(i + 1, min(i + 3, self._grid.height)))

    def _texts(self, i: int) -> list[str]:
        return [text for cell in self._grid.row(i) if (text := text_of(cell))]

    def notes(self) -> list[Note]:
        """What was left out, each kind in one note."""
        place = self._grid.place
        return [
            Note(say(kind, place=place, rows=_rows(self.kinds[kind])))
            for kind in (_NOTES, _REPEATED, _GUIDANCE, _UNFILLED)
            if kind in self.kinds
        ]


DEEP_GUIDANCE = 4  # rows below the header that may be guidance although every required cell has something

_RUNNING = "序号"
_SAME_ORDER = N_("the columns in the order of the first header; here another table begins")
_NOTES = N_("{place}: totals and notes left out, rows {rows}")
_REPEATED = N_("{place}: headers repeated left out, rows {rows}")
_GUIDANCE = N_("{place}: guidance and examples of the form left out, rows {rows}")
_UNFILLED = N_("{place}: rows of the form that were not filled in left out, rows {rows}")


def _numbers_columns(texts: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 1 2 3, or 甲 乙 1 2."""
    if len(texts) > 3 and _LABEL.fullmatch(texts[0]):
        texts = texts[1:]
    elif len(texts) > 2 and all(_COLUMN.fullmatch(text) for text in texts):
        return True
    matches = [_COUNTED.fullmatch(text.strip()) for text in texts]
    if len(texts) < 3 or not all(matches):
        return False
    marks = [match.group(1) for match in matches if match]
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    letters = [mark.lower() for mark in marks if not mark.isdigit()]
    in_order = all(b - a == 1 for a, b in itertools.pairwise(numbers))
    if not numbers:
        return len(letters) > 4 and "".join(letters) in (_STEMS[: len(letters)], string.ascii_lowercase[: len(letters)])
    # In a table of three columns 1 2 3 may well be data.
    return in_order and len(set(letters)) == len(letters) and numbers[:1] == [1] and len(texts) >= (3 if letters else 5)


def _rows(rows: Sequence[int]) -> str:
    """The first rows, runs drawn together."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and parts[-1][1] == row - 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    texts = [str(a) if a == b else f"{a}-{b}" for a, b in parts]
    return "、".join(texts[:8]) + ("…" if len(texts) > 8 else "")
