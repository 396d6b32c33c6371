"""What the officer sees in a cell: its text without what nobody sees, and without what guards a code."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

# What no output can hold or would show otherwise: control characters, line separators, half a character, marks that
# turn the direction of writing, and what Unicode has set apart as no character.
_CONTROL = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
    + [*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0)]
    + [plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)]
)
# A code kept from becoming a number: '001, ="001", =001, “001”, ‘001
_GUARDED = re.compile(r"['‘’`]+([^'‘’`]+)['‘’`]*|=?[\"“”]([^\"“”]*)[\"“”]|=(\d+)")
_GUARDS = "'=‘’`\"“”"


@dataclass(frozen=True)
class Broken:
    """A cell whose formula has no value: `shown` is the spreadsheet's error, blank where it was never calculated."""

    shown: str


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
    if isinstance(cell, Broken):
        return cell.shown
    return "" if cell is None else str(cell)


def odd_characters(text: str) -> bool:
    """Whether a text holds characters that `text_of` takes out and that are no line break or tab."""
    return any(ord(character) in _CONTROL for character in text if character not in "\t\r\n\ufeff")


def plain(text: str) -> str:
    """Text in half width, without invisible marks that copying leaves and without what guards a code."""
    if text.isascii():
        return unguarded(text)
    text = unicodedata.normalize("NFKC", text)
    return unguarded("".join(character for character in text if unicodedata.category(character) != "Cf").strip())


def unguarded(text: str) -> str:
    """The text without what keeps it from becoming a number: ="001" and '001 are 001."""
    if text[:1] and text[0] in _GUARDS:
        match = _GUARDED.fullmatch(text)
        if match:
            return (match.group(1) or match.group(2) or match.group(3) or "").strip()
    return text
