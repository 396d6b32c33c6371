"""What an old workbook (.xls, .et) tells that the reading library does not: errors, formulas without values, hidden parts.

[MS-CFB] describes the file, [MS-XLS] the records in its stream “Workbook”.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from rotation.intake.oddities import Oddities

_FREE = 0xFFFFFFFA  # sector numbers from here on are none
_ENTRY = 128  # bytes of a directory entry
_BOF, _EOF, _FILEPASS, _SHEET = 0x809, 0x0A, 0x2F, 0x85
_ROW, _COLUMNS, _BOOL_OR_ERROR, _FORMULA = 0x208, 0x7D, 0x205, 0x06
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


class Compound:
    """The streams of a compound file by name. Raises ValueError, struct.error or IndexError where it is damaged."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size, self._small = (1 << shift for shift in struct.unpack_from("<2H", data, 30))
        if not 64 <= self._size <= 1 << 16 or not 16 <= self._small <= self._size:
            raise ValueError
        directory, _, self._cutoff, small, _, difat, _ = struct.unpack_from("<IIIIIII", data, 48)
        table = [entry for entry in struct.unpack_from("<109I", data, 76) if entry < _FREE]
        seen = set()
        while difat < _FREE and difat not in seen:
            seen.add(difat)
            *more, difat = struct.unpack_from(f"<{self._size // 4}I", data, (difat + 1) * self._size)
            table += [entry for entry in more if entry < _FREE]
        self._next = [entry for sector in table for entry in self._numbers(self._sector(sector))]
        self._next_small = self._numbers(self._chain(small))
        self.entries: dict[str, tuple[int, int]] = {}
        entries = self._chain(directory)
        for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            start, size = struct.unpack_from("<II", entries, at + 116)
            if kind == 5:
                self._root = start, size
            elif kind == 2:
                self.entries[entries[at : at + max(0, length - 2)].decode("utf-16-le", "replace")] = start, size

    def stream(self, name: str) -> bytes:
        """The content of the stream `name`."""
        start, size = self.entries[name]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        small = self._chain(self._root[0])
        parts: list[bytes] = []
        while start < _FREE and len(parts) * self._small < size:
            parts.append(small[start * self._small : (start + 1) * self._small])
            start = self._next_small[start]
        return b"".join(parts)[:size]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _chain(self, number: int) -> bytes:
        parts: list[bytes] = []
        while number < _FREE:
            if len(parts) * self._size > len(self._data):
                raise ValueError
            parts.append(self._sector(number))
            number = self._next[number]
        return b"".join(parts)

    @staticmethod
    def _numbers(content: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))


def streams(path: Path) -> frozenset[str]:
    """The names of the streams in a compound file; none where it is damaged."""
    try:
        return frozenset(Compound(path.read_bytes()).entries)
    except (ValueError, IndexError, struct.error):
        return frozenset()


def oddities(path: Path) -> Mapping[str, Oddities]:
    """Sheet name to what is odd in it. Raises as Compound does, and KeyError where there is no workbook."""
    compound = Compound(path.read_bytes())
    content = compound.stream("Workbook")
    # A library that writes workbooks without calculating leaves no summary, and every formula with a blank text.
    calculated = any("SummaryInformation" in name for name in compound.entries)
    places: dict[str, int] = {}
    for kind, at in _records(content, 0):
        if kind == _FILEPASS:
            return {}
        if kind == _SHEET:
            (place,) = struct.unpack_from("<I", content, at)
            count, wide = content[at + 6], content[at + 7] & 1
            name = content[at + 8 : at + 8 + count * (1 + wide)].decode("utf-16-le" if wide else "latin-1")
            places[name.strip()] = place
    return {name: _sheet(content, place, calculated=calculated) for name, place in places.items()}


def _sheet(content: bytes, place: int, *, calculated: bool) -> Oddities:
    rows: list[int] = []
    columns: set[int] = set()
    broken: dict[tuple[int, int], str] = {}
    for kind, at in _records(content, place):
        if kind == _FORMULA:
            row, column, _, result, is_text = struct.unpack_from("<HHH6sH", content, at)
            if is_text == 0xFFFF and result[0] == 2:
                broken[row, column] = _ERRORS.get(result[2], "#N/A")
            elif is_text == 0xFFFF and result[0] == 3 and not calculated:
                broken[row, column] = ""
        elif kind == _BOOL_OR_ERROR:
            row, column, _, value, is_error = struct.unpack_from("<HHHBB", content, at)
            if is_error:
                broken[row, column] = _ERRORS.get(value, "#N/A")
        elif kind == _ROW:
            (row,) = struct.unpack_from("<H", content, at)
            if content[at + 12] & 0x20:
                rows.append(row + 1)
        elif kind == _COLUMNS:
            first, last, _, _, flags = struct.unpack_from("<5H", content, at)
            if flags & 1:
                columns.update(range(first, min(last, 255) + 1))
    return Oddities(tuple(rows), frozenset(columns), broken)


def _records(content: bytes, at: int) -> Iterator[tuple[int, int]]:
    """The records from `at` to the end of their substream: kind and place of each."""
    depth = 0
    while at + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1:
            yield kind, at + 4
        elif depth < 1:
            return
        at += 4 + length
