"""What the words of a column mean, each different one asked once however many rows it stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from types import NoneType
from typing import Any

from rotation.county.schema import STAGES, Column
from rotation.county.schema import Kind as Form
from rotation.intake import dates, words
from rotation.intake.cells import Unreadable, read_cell
from rotation.intake.id_numbers import masked
from rotation.intake.mapping.kinds import kind_of_school
from rotation.intake.mapping.proposal import BLANK, LEFT_OUT, Certainty, Kind, Ledger, Proposal
from rotation.intake.mapping.reasons import reason_of
from rotation.intake.mapping.sheets import Stage
from rotation.intake.mapping.tables import BOTH_STAGES
from rotation.intake.texts import Broken, plain, text_of

NEVER_CALCULATED = "（公式没有算出值）"
DAY_FORM = r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?"
_NUMBER_FORM = r"-?\d+(\.\d+)?"


def values(stage: Stage, column: Column, ledger: Ledger) -> list[Any]:
    """The values of a column of `stage`, as the county has them: blank None, dates yyyymmdd, flags bool."""
    cells = stage.column(column.name)
    if column.kind in (Form.NAME, Form.TEXT):
        return [masked(text_of(cell)) or None for cell in cells]
    # Blank cells of CSV files and of sheets without the column are None.
    seen = cells if set(map(type, cells)) <= {str, NoneType} else list(map(_seen, cells))
    meanings = {text: _meaning(column, text, count, stage, seen, ledger) for text, count in Counter(seen).items()}
    return [meanings[text] for text in seen]


def _seen(cell: Any) -> str:
    """A cell's text as it is known again: dates and numbers as typed, a formula without a value as such."""
    if isinstance(cell, Broken) and not cell.shown:
        return NEVER_CALCULATED
    return cell if type(cell) is str else text_of(cell)


def _meaning(column: Column, seen: str | None, rows: int, stage: Stage, cells: Sequence[Any], ledger: Ledger) -> Any:
    written = plain(text_of(seen))
    text = masked(written)
    if not text or (column.kind is Form.CODE and text != written):
        return None
    value, proposed, certainty = _proposed(column, text)
    if proposed is None:
        return value
    choices, form = _choices(column), _form(column)
    asked = Proposal(Kind.VALUE, column.header, text, proposed, certainty, rows, choices, form, shown=stage.address(cells.index(seen)),
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
    if column.name == "stage" and (found := kind_of_school(text)):
        return None, *found
    known = words.read_as(column, text)
    if known is not None:
        return None, known or BLANK, Certainty.CERTAIN
    try:
        return read_cell(column, text, {}), None, Certainty.CERTAIN
    except Unreadable as unreadable:
        meant, certain = _suggestion(column, text, unreadable), unreadable.certain
    if column.kind is Form.SUBJECT:
        return text, None, Certainty.CERTAIN
    if meant is None and column.name == "exemption" and (reason := reason_of(text)) in column.choices:
        return None, reason, Certainty.LIKELY
    if meant is None and column.name == "backbone":
        return None, BLANK, Certainty.LIKELY  # honours of many kinds stand in such columns
    if meant is None:
        return None, "", Certainty.OPEN
    return None, meant, Certainty.CERTAIN if certain else Certainty.LIKELY


def _suggestion(column: Column, text: str, unreadable: Unreadable) -> str | None:
    meant = unreadable.suggestion
    if column.kind is Form.DATE:
        return meant if meant and re.fullmatch(DAY_FORM, meant) else None
    if column.kind in (Form.CHOICE, Form.FLAG):
        return meant
    return meant if meant and re.fullmatch(_NUMBER_FORM, meant) else None


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
