"""Single cells: what stands there to a typed value, or a sentence saying what is expected."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from rotation.language import say
from rotation.schema import Column, Kind

_CONTROL = dict.fromkeys([*range(0x20), 0x7F])
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|年(\d{1,2})月(?:(\d{1,2})日)?|(\d{2})(\d{2})?)")
_FLAGS = {"是": True, "1": True, "true": True, "y": True, "否": False, "0": False, "false": False, "n": False}
_SEPARATORS = re.compile("[、，,；;/]")


class Unreadable(ValueError):
    """The cell does not fit its column; the message says what is expected."""


def text_of(cell: Any) -> str:
    """What the officer sees in the cell, without spaces around it and without control characters."""
    if isinstance(cell, str):
        return cell.translate(_CONTROL).strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def read_cell(column: Column, cell: Any, aliases: Mapping[str, str]) -> Any:
    """The value of a cell that is not blank. Raises Unreadable."""
    if column.kind in (Kind.NAME, Kind.TEXT):
        return text_of(cell)
    text = unicodedata.normalize("NFKC", text_of(cell))
    return _READERS[column.kind](column, text, cell, aliases)


def _code(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> str:
    return text.strip()


def _count(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < column.least:
        raise Unreadable(say("a whole number, {least} or more", least=column.least))
    return int(text)


def _number(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> float:
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]+)?", text):
        raise Unreadable(say("a number"))
    return float(text)


def _degrees(low: float, high: float) -> Callable[[Column, str, Any, Mapping[str, str]], float]:
    def read(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise Unreadable(say("degrees between {low} and {high}", low=low, high=high))
        return value

    return read


def _flag(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> bool:
    if text.lower() not in _FLAGS:
        raise Unreadable(say("是 or 否"))
    return _FLAGS[text.lower()]


def _choice(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> str:
    if text not in column.choices:
        raise Unreadable(say("one of {choices}", choices="、".join(column.choices)))
    return text


def _date(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> int:
    """yyyymmdd; a year-month is its first day. 2015.1 could be January or a cut-off October: refused."""
    match = _DATE.fullmatch(text)
    if match is None or re.fullmatch(r"\d{4}\.1", text):
        raise Unreadable(say("a date such as 2015-09 or 2015-09-01"))
    year, *parts = (part for part in match.groups() if part is not None)
    try:
        day = datetime.date(int(year), int(parts[0]), int(parts[1]) if len(parts) > 1 else 1)
    except ValueError:
        raise Unreadable(say("a date such as 2015-09 or 2015-09-01")) from None
    return day.year * 10000 + day.month * 100 + day.day


def _subject(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> str:
    if _SEPARATORS.search(text):
        raise Unreadable(say("one subject; further ones belong under 兼教学科 (other_subjects)"))
    return aliases.get(text.strip(), text.strip())


def _subjects(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> tuple[str, ...]:
    names = (part.strip() for part in _SEPARATORS.split(text))
    return tuple(sorted({aliases.get(name, name) for name in names if name}))


_READERS: Mapping[Kind, Callable[[Column, str, Any, Mapping[str, str]], Any]] = {
    Kind.CODE: _code,
    Kind.COUNT: _count,
    Kind.NUMBER: _number,
    Kind.LONGITUDE: _degrees(-180.0, 180.0),
    Kind.LATITUDE: _degrees(-90.0, 90.0),
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.SUBJECT: _subject,
    Kind.SUBJECTS: _subjects,
}
