"""Columns that were left out although what stands in them would change the plan: said, with the rows and the change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from rotation.county.schema import Column, Kind, Table
from rotation.errors import Note
from rotation.intake.grid import Grid
from rotation.intake.texts import plain, text_of
from rotation.intake.words import meant
from rotation.language import say

SHOWN = 8  # rows that are named
MOST = 60  # words tried of a column; one that has more is no column of a list

_REASON = re.compile(
    r"孕|产假|哺乳|二胎|三胎|病休|病假|长病|重病|大病|疾病|住院|手术|癌|肿瘤|尿毒|白血病|残疾|借调|借出|借用|外借|抽调|挂职|援疆|援藏|援青|"
    r"支教|援外|跟岗|(?:正在|在外)?交流|轮岗|服务期|见习期|离岗|内退|退养|二线|停薪|进修|脱产|不交流|免交流|暂缓|照顾"
)
_GONE = re.compile(r"退休|调出|调离|调往|辞职|离职|去世|死亡|病故|亡故|开除|解聘|除名|已走|不在编")
_NOT = re.compile(
    r"已?(?:交流|支教|借调|挂职|病愈|轮岗|病休|援疆|援藏)(?:期满|结束|归来|回来|返校|返岗)|无(?:疾病|残疾|病)|愿意|申请|自愿|退休返聘"
)


def notes_on_unread(
    table: Table, grid: Grid, top: int, read: Mapping[str, int], runs: Sequence[range], rows: Sequence[int],
    exempt: Sequence[str | None],
) -> list[Note]:  # fmt: skip
    """Notes on the columns of `grid` below its header row `top` whose places are not among those of `read`.

    `runs` are the grid's rows that are data, `rows` their numbers in the sheet, `exempt` the reasons that were read.
    """
    found: list[Note] = []
    absent = [column for column in table.columns if column.name not in read and column.choices and not column.required]
    for at, column in enumerate(grid.columns):
        header = text_of(column[top]) if at not in read.values() else ""
        if not header:
            continue
        cells = [
            plain(text_of(cell)[:200]) for cell in chain.from_iterable(column[run.start : run.stop] for run in runs)
        ]
        words = sorted({cell for cell in cells if cell})
        likely = _list_of(absent, header, words)
        if likely is not None:
            found.append(_of_a_list(grid.place, header, likely, sum(map(bool, cells))))
        elif table.name == "teachers":
            found += _on_persons(grid.place, header, cells, rows, exempt)
    return found


def _list_of(absent: Sequence[Column], header: str, words: Sequence[str]) -> Column | None:
    """The absent column of a list that nearly all words of a column are of."""
    if not 0 < len(words) <= MOST:
        return None
    for column in absent:
        if column.kind is not Kind.CHOICE or column.personal:
            continue
        fitting = sum(word in column.choices or meant(column, word) is not None for word in words)
        own = any(word in column.choices and word != column.blank for word in words) or fitting > 2
        if own and 5 * fitting >= 4 * len(words):
            return column
    return None


def _of_a_list(place: str, header: str, column: Column, count: int) -> Note:
    blank = say("blank") if column.blank is None else column.blank
    return Note(say("{place}: the column {header} was left out, though its {count} words are such as belong under {column};"
                      " without that column it is {blank} for everybody. If it is that column, name it so",
                      place=place, header=header, count=count, column=column.header, blank=blank))  # fmt: skip


def _on_persons(
    place: str, header: str, cells: Sequence[str], rows: Sequence[int], exempt: Sequence[str | None]
) -> Iterator[Note]:
    """What a column of 备注 says of people: reasons not to move, and that they are gone. Neither is shown."""
    told: tuple[tuple[Callable[[int, str], bool], str], ...] = (
        (lambda i, cell: bool(_REASON.search(cell)) and not _GONE.search(cell) and not exempt[i],
         say("reads like a reason not to be exchanged, while 不交流事由 (exemption) is blank, so that they count as having none:"
             " enter it there where it holds")),
        (lambda i, cell: bool(_GONE.search(cell)),
         say("reads as if they had left or retired: take out whoever is no longer on the staff")),
    )  # fmt: skip
    for holds, text in told:
        named = [rows[i] for i, cell in enumerate(cells) if cell and not _NOT.search(cell) and holds(i, cell)]
        if named:
            listed = "、".join(map(str, named[:SHOWN])) + ("…" if len(named) > SHOWN else "")
            yield Note(say("{place}: the column {header} was left out; of {count} people (rows {rows}) what it says {text}",
                             place=place, header=header, count=len(named), rows=listed, text=text))  # fmt: skip
