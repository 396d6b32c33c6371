"""Single cells: what stands there to a typed value, or a sentence saying what is expected."""

from __future__ import annotations

import datetime
import difflib
import operator
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from rotation.intake import words
from rotation.language import say
from rotation.schema import Column, Kind

# What cannot be seen and what no page, chart or workbook can hold: controls, line and paragraph separators, halves of
# pairs, and the codes that are no characters.
_CONTROL = dict.fromkeys(
    [
        *range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0),
        *(plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF)),
    ]
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|年(\d{1,2})月(?:(\d{1,2})日)?|(\d{2})(\d{2})?)")
_FLAGS = {"是": True, "1": True, "true": True, "y": True, "否": False, "0": False, "false": False, "n": False}
_SEPARATORS = re.compile(r"[、，,；;/\\+·・•&|]")  # between the subjects of a list
_LINES = re.compile(r"\s*[\r\n\v]+\s*")


_RANGES = {Kind.LONGITUDE: (-180.0, 180.0), Kind.LATITUDE: (-90.0, 90.0)}
_OWN_VALUES = {Kind.CODE, Kind.ID_NUMBER, Kind.NAME, Kind.TEXT, *_RANGES}
_ID_WEIGHTS = tuple(2 ** (17 - i) % 11 for i in range(17))
_ID_CHECK = "543210X9876"  # the last character, by the weighed sum of the others' ASCII codes modulo 11
_EXACT = 10**15  # spreadsheets keep fifteen digits of a number and lose the others


class Unreadable(ValueError):
    """The cell does not fit its column; the message says what is expected, `mend` what was likely meant."""

    def __init__(self, expected: str, mend: str | None = None) -> None:
        super().__init__(expected)
        self.mend = mend


def likely(text: str, known: Sequence[str]) -> str | None:
    """The one of `known` that was likely meant by `text`: a part or a whole of it, else the most alike."""
    parts = [word for word in known if text and (text in word or word in text)]
    if parts:
        return max(parts, key=len) if len(parts) == 1 or any(len(word) > 1 for word in parts) else None
    found = difflib.get_close_matches(text, known, n=1, cutoff=0.5)
    return found[0] if found else None


def text_of(cell: Any) -> str:
    """What the officer sees in the cell, without spaces around it and without control characters."""
    if isinstance(cell, str):
        return (cell if cell.isprintable() else cell.translate(_CONTROL)).strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def read_cell(column: Column, cell: Any, aliases: Mapping[str, str]) -> Any:
    """The value of a cell, of a blank one what the column says. Raises Unreadable."""
    if type(cell) is float and column.kind in _RANGES:
        low, high = _RANGES[column.kind]
        if low <= cell <= high:
            return cell
    text = text_of(cell)
    if not text:
        if column.required:
            raise Unreadable(say("a value; the cell is blank"))
        if column.kind is Kind.SUBJECTS:
            return ()
        return None if column.blank is None else read_cell(column, column.blank, aliases)
    if column.kind in (Kind.NAME, Kind.TEXT):
        return text
    return _READERS[column.kind](column, plain(text), cell, aliases)


def read_as_they_stand(column: Column, cells: list[Any]) -> list[Any] | None:
    """The values of a whole column where its cells are their own values, blanks apart; else None.

    `read_cell` gives the same, one by one. Most columns of codes, names, ID numbers and degrees are so.
    """
    if column.kind not in _OWN_VALUES or column.blank is not None:
        return None
    filled = [cell for cell in cells if cell != ""] if "" in cells else cells
    kinds = set(map(type, filled))
    if column.kind in _RANGES:
        low, high = _RANGES[column.kind]
        fits = kinds == {float} and bool(((low <= np.array(filled)) & (np.array(filled) <= high)).all())
    else:
        fits = kinds == {str} and _are_values(column.kind, filled)
    if filled is cells:
        return cells if fits else None
    return [None if cell == "" else cell for cell in cells] if fits and not column.required else None


def _are_values(kind: Kind, texts: Sequence[str]) -> bool:
    """Whether `texts`, none of them blank, are all as `read_cell` would leave them."""
    whole = "".join(texts)
    if not whole.isprintable() or whole.split() != [whole]:
        return False
    if kind is not Kind.ID_NUMBER:
        return kind is not Kind.CODE or whole.isascii()
    if not whole.isascii() or set(map(len, texts)) != {18}:
        return False
    letters = np.frombuffer(whole.encode(), dtype=np.uint8).reshape(-1, 18)
    digits, check = letters[:, :17], np.frombuffer(_ID_CHECK.encode(), dtype=np.uint8)
    right = check[digits @ np.array(_ID_WEIGHTS) % 11] == letters[:, 17]
    return bool(right.all() and ((digits >= ord("0")) & (digits <= ord("9"))).all())


def plain(text: str) -> str:
    """Text in half width, without the invisible marks that copying from web pages leaves."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip()


def _code(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> str:
    if isinstance(cell, float) and abs(cell) >= _EXACT:
        raise Unreadable(say("a code stored as text: as a number it has lost its last digits; type it again"))
    return text


def _id_number(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> str:
    """18 digits, the last of which checks the others (GB 11643, ISO 7064 MOD 11-2)."""
    text = text.upper()
    if len(text) != 18 or isinstance(cell, float) or not (text.isascii() and text[:17].isdigit()):
        if isinstance(cell, float) or re.fullmatch(r"[0-9.]+E\+?[0-9]+", text):
            raise Unreadable(
                say("an ID number stored as text: as a number it has lost its last digits; type it again,"
                    " or leave it blank")
            )  # fmt: skip
        raise Unreadable(say("an ID number of 18 characters, or blank"))
    if _ID_CHECK[sum(map(operator.mul, text[:17].encode(), _ID_WEIGHTS)) % 11] != text[17]:
        raise Unreadable(say("an ID number whose check digit is right; one of its characters is mistyped"))
    return text


def _count(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> int:
    if re.fullmatch(r"[0-9]{1,9}", text) and int(text) > column.most:
        raise Unreadable(say("a whole number, {most} at most", most=column.most))
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < column.least:
        digits = re.fullmatch(r"\D*([0-9]{1,9})(?:\.0+)?\D*", text.replace(",", ""))
        meant = digits and "-" not in text and column.least <= int(digits.group(1)) <= column.most
        raise Unreadable(words.count_expected(column, text), digits.group(1) if digits and meant else None)
    return int(text)


def _number(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> float:
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]+)?", text):
        digits = re.fullmatch(r"\D*([0-9]{1,9}(?:\.[0-9]+)?)\D*", text.replace(",", ""))
        raise Unreadable(say("a number"), digits.group(1) if digits and "-" not in text else None)
    return float(text)


def _degrees(low: float, high: float) -> Callable[[Column, str, Any, Mapping[str, str]], float]:
    def read(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            expected = say("degrees between {low} and {high}", low=low, high=high)
            swapped = say("longitude and latitude exchanged") if high < abs(value) <= 180 else None
            raise Unreadable(expected, swapped)
        return value

    return read


def _flag(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> bool:
    if text.lower() not in _FLAGS:
        raise Unreadable(say("是 or 否"), words.flag_meant(text))
    return _FLAGS[text.lower()]


def _choice(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> str:
    if text not in column.choices:
        raise Unreadable(words.expected(column, text), words.meant(column, text))
    return text


def _date(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> int:
    """yyyymmdd; a year-month is its first day. 2015.1 could be January or a cut-off October: refused."""
    expected = say("a date such as 2015-09 or 2015-09-01")
    match = _DATE.fullmatch(text)
    if re.fullmatch(r"\d{4}\.1", text):
        raise Unreadable(expected, say("{year}-01, or {year}-10 cut short?", year=text[:4]))
    if match is None:
        raise Unreadable(expected, _date_meant(text))
    year, *parts = (part for part in match.groups() if part is not None)
    try:
        day = datetime.date(int(year), int(parts[0]), int(parts[1]) if len(parts) > 1 else 1)
    except ValueError:
        raise Unreadable(expected) from None
    return day.year * 10000 + day.month * 100 + day.day


def _date_meant(text: str) -> str | None:
    """What an unreadable date likely is: a day counted from 1900 as spreadsheets do, or one with other marks."""
    if re.fullmatch(r"[1-5]\d{4}", text):
        return (datetime.date(1899, 12, 30) + datetime.timedelta(int(text))).isoformat()
    numbers = re.findall(r"\d+", text)
    if 2 <= len(numbers) <= 3 and len(numbers[0]) == 4 and 1 <= int(numbers[1]) <= 12:
        return "-".join([numbers[0], *(number.zfill(2) for number in numbers[1:])])
    return None


def _subject(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> str:
    """The word as it stands, the lines of a cell side by side; `subjects` tells what it means."""
    text = _lined_up(text, cell)
    return aliases.get(text, text)


def _subjects(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> tuple[str, ...]:
    names = (part.strip() for part in _SEPARATORS.split(_lined_up(text, cell)))
    return tuple(sorted({aliases.get(name, name) for name in names if name}))


def _lined_up(text: str, cell: Any) -> str:
    """The cell's text with its line breaks as the mark of a list."""
    return plain(text_of(_LINES.sub("、", cell.strip()))) if isinstance(cell, str) and _LINES.search(cell) else text


_READERS: Mapping[Kind, Callable[[Column, str, Any, Mapping[str, str]], Any]] = {
    Kind.CODE: _code,
    Kind.ID_NUMBER: _id_number,
    Kind.COUNT: _count,
    Kind.NUMBER: _number,
    Kind.LONGITUDE: _degrees(*_RANGES[Kind.LONGITUDE]),
    Kind.LATITUDE: _degrees(*_RANGES[Kind.LATITUDE]),
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.SUBJECT: _subject,
    Kind.SUBJECTS: _subjects,
}
