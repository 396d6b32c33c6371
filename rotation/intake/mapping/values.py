"""What the words of a column mean, each different one asked once however many rows it stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from rotation.county.schema import STAGES, Column
from rotation.county.schema import Kind as Form
from rotation.intake import dates, words
from rotation.intake.cells import Broken, Unreadable, plain, read_cell, text_of
from rotation.intake.mapping.proposal import BLANK, LEFT_OUT, Certainty, Kind, Ledger, Proposal
from rotation.intake.mapping.sheets import Stage
from rotation.intake.mapping.tables import BOTH_STAGES

NEVER_CALCULATED = "（公式没有算出值）"
DAY_FORM = r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?"
_NUMBER_FORM = r"-?\d+(\.\d+)?"

# Words of official code tables, and such as can mean nothing else; what is not among them is confirmed.
_OFFICIAL = {
    "location": r"\d{3}.*|主城区|城乡结合区|镇中心区|镇乡结合区|特殊区域|乡中心区|村庄|城区|镇区|乡村|农村",
    "stage": r"211|218|311|小学教学点|教学点|初级中学|独立初中|完小|村小|初小",
    "post": r"(?:教研|备课|年级)组长|班主任|科任教师|任课教师|专任教师|.*(?:处|室|科|总务|教导|教务|德育|政教)主任|教师",
    "ethics": r"优秀|良好|称职|基本合格|不称职",
    "willingness": r"愿意|不愿意|服从|服从组织安排|服从分配",
    "backbone": r"(?:国家|省|市|县|区|全[国省市县区])级?(?:特级教师|名师名校长|学科带头人|骨干教师|教学能手|教坛新秀)",
}
_LEVEL = re.compile(r"\d|[专岗]|^[一二三四五六七八九十]{1,3}级岗")  # a post's level, from which a title only follows
_BOTH = re.compile(r"九年|一贯|(?:^|\D)312(?:\D|$)|(?:小学|小).*[、和+及/].*初中")
_UPPER = re.compile(r"完全中学|完中|(?:^|\D)341(?:\D|$)|十二年")
_OTHER_STAGE = re.compile(r"高中|高级中学|幼儿|学前|职业|中职|大学|特教|特殊教育|(?:^|\D)(?:342|111|411|514)(?:\D|$)")


def values(stage: Stage, column: Column, ledger: Ledger) -> list[Any]:
    """The values of a column of `stage`, as the county has them: blank None, dates yyyymmdd, flags bool."""
    cells = stage.column(column.name)
    if column.kind in (Form.NAME, Form.TEXT):
        return [text_of(cell) or None for cell in cells]
    counts = Counter(map(_seen, cells))
    first: dict[str, int] = {}
    for i, cell in enumerate(cells):
        first.setdefault(_seen(cell), i)
    meanings = {text: _meaning(column, text, count, lambda text=text: stage.address(first[text]), ledger)
                for text, count in counts.items()}  # fmt: skip
    return [meanings[_seen(cell)] for cell in cells]


def _seen(cell: Any) -> str:
    """A cell's text as it is known again: dates and numbers as typed, a formula without a value as such."""
    if isinstance(cell, Broken) and not cell.shown:
        return NEVER_CALCULATED
    return cell if type(cell) is str else text_of(cell)


def _meaning(column: Column, seen: str, rows: int, address: Callable[[], str], ledger: Ledger) -> Any:
    text = plain(text_of(seen))
    if not text:
        return None
    value, proposed, certainty = _proposed(column, text)
    if proposed is None:
        return value
    choices, form = _choices(column), _form(column)
    asked = Proposal(Kind.VALUE, column.header, text, proposed, certainty, rows, choices, form, shown=address(),
                     personal=column.personal)  # fmt: skip
    return parsed(column, ledger.ask(asked))


def parsed(column: Column, meaning: str) -> Any:
    """A confirmed or proposed meaning as the column's value."""
    if meaning in ("", BLANK):
        return None
    if meaning in (LEFT_OUT, BOTH_STAGES):
        return meaning
    try:
        return read_cell(column, meaning, {})
    except Unreadable:
        return None


def _proposed(column: Column, text: str) -> tuple[Any, str | None, Certainty]:
    """The value where the text is one itself; else None with what it likely means ("" where nobody knows)."""
    if column.name == "stage" and (found := _stage(text)):
        return None, *found
    known = words.read_as(column, text)
    if known is not None:
        return None, known or BLANK, Certainty.CERTAIN
    try:
        return read_cell(column, text, {}), None, Certainty.CERTAIN
    except Unreadable as unreadable:
        meant = _suggestion(column, text, unreadable)
    if column.kind is Form.SUBJECT:
        return text, None, Certainty.CERTAIN
    if meant is None:
        return None, "", Certainty.OPEN
    return None, meant, Certainty.CERTAIN if _official(column, text, meant) else Certainty.LIKELY


def _suggestion(column: Column, text: str, unreadable: Unreadable) -> str | None:
    meant = unreadable.suggestion
    if column.kind is Form.DATE:
        return meant if meant and re.fullmatch(DAY_FORM, meant) else None
    if column.kind in (Form.CHOICE, Form.FLAG):
        return meant
    return meant if meant and re.fullmatch(_NUMBER_FORM, meant) else None


def _stage(text: str) -> tuple[str, Certainty] | None:
    """What a kind of school is in stages, where it is not one word of them."""
    if text in STAGES:
        return None
    if _OTHER_STAGE.search(text) and not _BOTH.search(text):
        return LEFT_OUT, Certainty.LIKELY
    if _UPPER.search(text):
        return (BOTH_STAGES if "十二年" in text else "初中"), Certainty.LIKELY
    if _BOTH.search(text):
        return BOTH_STAGES, Certainty.CERTAIN
    return None


def _official(column: Column, text: str, meant: str) -> bool:
    """Whether a meaning follows from a code table or a document and is no guess."""
    if column.kind is Form.FLAG or column.name == "gender":
        return True
    if column.name == "title":
        return not _LEVEL.search(text)
    pattern = _OFFICIAL.get(column.name)
    return pattern is not None and re.fullmatch(pattern, text) is not None and bool(meant)


def _choices(column: Column) -> tuple[str, ...]:
    if column.kind is Form.FLAG:
        return ("是", "否", BLANK)
    if column.name == "stage":
        return (*STAGES, BOTH_STAGES, LEFT_OUT)
    return (*column.choices, BLANK) if column.choices else ()


def _form(column: Column) -> str:
    if column.kind is Form.DATE:
        return rf"{DAY_FORM}|{re.escape(BLANK)}"
    return "" if column.choices or column.kind is Form.FLAG else rf"{_NUMBER_FORM}|{re.escape(BLANK)}"


def day_text(day: int | None) -> str | None:
    """A date yyyymmdd as it is written in the county: the first of a month as that month."""
    if day is None:
        return None
    year, month, number = day // 10000, day // 100 % 100, day % 100
    return f"{year}-{month:02}" if number == 1 else f"{year}-{month:02}-{number:02}"


def day_of(text: Sequence[str] | str) -> int | None:
    """The date that a confirmed text means."""
    return dates.read(str(text))[0]
