"""Single cells: what stands there to a typed value, or a sentence saying what is expected."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from rotation.county.schema import Column, Kind
from rotation.intake import dates, id_numbers, words
from rotation.intake.texts import Broken, plain, text_of
from rotation.language import say

LONGEST = 1000  # characters in a cell
_LONGEST_NAME = 100  # characters in a name, a code, a subject
ERRORS = frozenset(
    ("#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
     "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!", "#GETTING_DATA")
)  # fmt: skip
_OFFICE_ERROR = re.compile(r"(Err|错误)[:：]5\d\d")  # LibreOffice's
_FLAGS = {"是": True, "1": True, "true": True, "y": True, "否": False, "0": False, "false": False, "n": False}
_SEPARATORS = re.compile(r"[、，,；;/\\+·・•&|]")  # between the subjects of a list
_SEXAGESIMAL = re.compile(
    r"(?:东经|北纬|经度|纬度|[EN])?:?(\d{1,3}(?:\.\d+)?)(?:[°º度](?:(\d{1,2}(?:\.\d+)?)['′’分](?:(\d{1,2}(?:\.\d+)?)(?:[\"″”秒]|''|′′))?)?)?[EN]?",
    re.IGNORECASE,
)
_LINES = re.compile(r"\s*[\r\n\v]+\s*")


_RANGES = {Kind.LONGITUDE: (-180.0, 180.0), Kind.LATITUDE: (-90.0, 90.0)}
_OWN_VALUES = {Kind.CODE, Kind.ID_NUMBER, Kind.NAME, Kind.TEXT, *_RANGES}
_ODD_IN_CODES = re.compile("[.'=`\"]")
_EXACT = 10**15  # spreadsheets keep fifteen digits of a number and lose the others


class Unreadable(ValueError):
    """The cell does not fit its column; the message says what is expected, `suggestion` what was likely meant."""

    def __init__(
        self, expected: str, suggestion: str | None = None, *, hidden: bool = False, certain: bool = False
    ) -> None:  # fmt: skip
        """`hidden` keeps what stands in the cell from being shown; `certain` says that `suggestion` alone can be meant."""
        super().__init__(expected)
        self.suggestion, self.hidden, self.certain = suggestion, hidden, certain


def likely(text: str, known: Sequence[str]) -> str | None:
    """The one of `known` that was likely meant by `text`: a part or a whole of it, else the most alike."""
    parts = [word for word in known if text and (text in word or word in text)]
    if parts:
        return max(parts, key=len) if len(parts) == 1 or any(len(word) > 1 for word in parts) else None
    found = difflib.get_close_matches(text, known, n=1, cutoff=0.5)
    return found[0] if found else None


def read_cell(column: Column, cell: Any, aliases: Mapping[str, str]) -> Any:
    """The value of a cell, of a blank one what the column says. Raises Unreadable."""
    if type(cell) is float and column.kind in _RANGES:
        low, high = _RANGES[column.kind]
        if low <= cell <= high:
            return cell
    text = text_of(cell)
    _check_whole(column, text, cell)
    if not text:
        if column.required:
            raise Unreadable(say("a value; the cell is blank"))
        if column.kind is Kind.SUBJECTS:
            return ()
        return None if column.blank is None else read_cell(column, column.blank, aliases)
    if column.kind is Kind.NAME and len(text) >= id_numbers.LENGTH and id_numbers.held_by(plain(text)):
        raise Unreadable(say("a name, and not an ID number"), hidden=True)
    if column.kind in (Kind.NAME, Kind.TEXT):
        return text
    return _READERS[column.kind](column, plain(text), cell, aliases)


def _check_whole(column: Column, text: str, cell: Any) -> None:
    """Raise Unreadable for a formula without a value, and for a cell longer than any real one."""
    if isinstance(cell, Broken) and not text:
        raise Unreadable(
            say("a value: this formula was never calculated; open the file in Excel or WPS, save it there,"
                " and check again")
        )  # fmt: skip
    if text[:1] in ("#", "E", "错") and (text.upper() in ERRORS or _OFFICE_ERROR.fullmatch(text)):
        raise Unreadable(say("a value in place of {error}, an error of the spreadsheet: mend the formula, or type the"
                             " value", error=text))  # fmt: skip
    most = _LONGEST_NAME if column.kind in (Kind.CODE, Kind.NAME, Kind.SUBJECT) else LONGEST
    if len(text) > most:
        raise Unreadable(say("at most {most} characters; here are {count}", most=most, count=len(text)))


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
    if not whole.isprintable() or whole.split() != [whole] or "#" in whole:
        return False
    lengths = set(map(len, texts))
    if max(lengths) > (_LONGEST_NAME if kind is Kind.ID_NUMBER else id_numbers.LENGTH - 1):
        return False
    if kind is not Kind.ID_NUMBER:
        plain_code = whole.isascii() and not _ODD_IN_CODES.search(whole)
        return kind is not Kind.CODE or plain_code
    return lengths == {id_numbers.LENGTH} and id_numbers.all_check(whole)


def _code(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> str:
    if isinstance(cell, float) and abs(cell) >= _EXACT:
        raise Unreadable(say("a code stored as text: as a number it has lost its last digits; type it again"))
    if id_numbers.held_by(text):
        raise Unreadable(
            say("a code, and not an ID number, which would be printed with the plan: give each person a number of the"
                " office's own"), hidden=True
        )  # fmt: skip
    return text[:-2] if re.fullmatch(r"[0-9]+\.0", text) else text


def _id_number(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> str:
    """18 digits, the last of which checks the others (GB 11643, ISO 7064 MOD 11-2)."""
    text = text.upper()
    if len(text) != id_numbers.LENGTH or isinstance(cell, float) or not (text.isascii() and text[:17].isdigit()):
        if isinstance(cell, float) or re.fullmatch(r"[0-9.]+E\+?[0-9]+", text):
            raise Unreadable(
                say("an ID number stored as text: as a number it has lost its last digits; type it again,"
                    " or leave it blank")
            )  # fmt: skip
        raise Unreadable(say("an ID number of 18 characters, or blank"))
    if not id_numbers.checks(text):
        raise Unreadable(say("an ID number whose check digit is right; one of its characters is mistyped"))
    return text


def _ungrouped(text: str) -> str:
    """A number without the commas of its thousands, the unit it counts, and decimals that are nought."""
    text = re.sub(r"(?<=\d) ?[人名个所班岗年分]$", "", text)
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3}){1,2}(\.[0-9]+)?", text):
        text = text.replace(",", "")
    return re.sub(r"(?<=\d)\.0+$", "", text)


def _count(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> int:
    text = _ungrouped(text)
    if re.fullmatch(r"[0-9]{1,9}", text) and int(text) > column.most:
        raise Unreadable(say("a whole number, {most} at most", most=column.most))
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < column.least:
        digits = re.fullmatch(r"\D*([0-9]{1,9})(?:\.0+)?\D*", text.replace(",", ""))
        meant = digits and "-" not in text and column.least <= int(digits.group(1)) <= column.most
        raise Unreadable(words.count_expected(column, text), digits.group(1) if digits and meant else None)
    return int(text)


def _number(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> float:
    text = _ungrouped(text)
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]+)?", text):
        digits = re.fullmatch(r"\D*([0-9]{1,9}(?:\.[0-9]+)?)\D*", text.replace(",", ""))
        raise Unreadable(say("a number"), digits.group(1) if digits and "-" not in text else None)
    return float(text)


def _decimal(text: str, low: float, high: float) -> str | None:
    """Degrees that bear a sign, a word or minutes and seconds, as a decimal; None where that is no place of the range."""
    match = _SEXAGESIMAL.fullmatch(re.sub(r"\s", "", text))
    if match is None:
        return None
    whole, minutes, seconds = match.group(1), float(match.group(2) or 0), float(match.group(3) or 0)
    if minutes >= 60 or seconds >= 60 or ("." in whole and match.group(2)):
        return None
    value = float(whole) + minutes / 60 + seconds / 3600
    return f"{value:.6f}".rstrip("0").rstrip(".") if low <= value <= high else None


def _degrees(low: float, high: float) -> Callable[[Column, str, Any, Mapping[str, str]], float]:
    def read(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            expected = say("degrees between {low} and {high}", low=low, high=high)
            swapped = say("longitude and latitude exchanged") if high < abs(value) <= 180 else None
            raise Unreadable(expected, swapped or _decimal(text, low, high), certain=swapped is None)
        return value

    return read


def _flag(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> bool:
    if text.lower() not in _FLAGS:
        raise Unreadable(say("是 or 否"), words.flag_meant(text), certain=words.is_certain(column, text))
    return _FLAGS[text.lower()]


def _choice(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> str:
    if text not in column.choices:
        expected, suggestion = words.expected(column, text), words.meant(column, text)
        raise Unreadable(expected, suggestion, certain=words.is_certain(column, text))
    return text


def _date(column: Column, text: str, cell: Any, aliases: Mapping[str, str]) -> int:
    value, suggestion = dates.read(text)
    if value is None:
        raise Unreadable(say("a date such as 2015-09 or 2015-09-01"), suggestion, certain=dates.is_certain(text))
    return value


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
