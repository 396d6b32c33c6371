"""CSV files to rows of text: encoding, delimiter, quotes that do not close, and sizes no table has."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice, zip_longest
from pathlib import Path

from rotation.intake import reader_process
from rotation.language import reason, say

BYTES = 256 << 20  # of a file; 50,000 teachers are ten million
LINE = 1_000_000  # characters in a line
COLUMNS = 16_384  # what a spreadsheet has
_MARKS = ",\t;|"
_FORMULA = re.compile(r'^="([^"]*)"$')  # any text kept from being taken for a number; codes know further guards
_LOOKED_AT = 30  # lines from the top in which the header, and with it the delimiter, is looked for


class NotRead(ValueError):
    """The file cannot be read; the message says what is expected instead."""


def read(file: Path, known: Callable[[Sequence[str]], int]) -> Sequence[Sequence[str | None]]:
    """The columns of a CSV file; `known` counts the headers in a row, by which the delimiter is told.

    Raises NotRead.
    """
    try:
        if file.stat().st_size > BYTES:
            raise NotRead(say("a CSV file of {most} MB at most", most=BYTES >> 20))
        data = file.read_bytes()
    except OSError as error:
        raise NotRead(say("a file that can be read ({error})", error=reason(error))) from None
    text = decoded(data)
    if "\ufeff" in text:  # files joined have their marks in the middle
        text = text.replace("\ufeff", "")
    rows = _rows(text, _delimiter(text, known))
    width = max(map(len, rows), default=0)
    if width * len(rows) > reader_process.CELLS:
        raise NotRead(
            say("a table of {most} cells at most; here are {rows} rows of up to {columns} columns", most=reader_process.CELLS,
                rows=len(rows), columns=width)
        )  # fmt: skip
    columns: Sequence[Sequence[str | None]] = list(zip_longest(*rows))
    if '="' in text:
        columns = [[cell and _FORMULA.sub(r"\1", cell) for cell in column] for column in columns]
    return columns


def decoded(data: bytes) -> str:
    """Text of a CSV file: UTF-8 or UTF-16 by its mark, else UTF-8, else UTF-16 by its zeros, else GB18030.

    All are tried strictly, in this order: detectors guess a mostly ASCII file with one GBK row wrong, while no GB18030
    text of any length passes for UTF-8. Raises NotRead, with the place where there is one.
    """
    encodings = _encodings(data)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or not _mostly_utf_8(data):
            return text
    likely = "utf-8" if _mostly_utf_8(data) else encodings[-1]
    loose = data.decode(likely, "replace")
    lost = loose.count("\ufffd")
    if lost > max(20, len(loose) // 20):
        raise NotRead(say("a CSV file in UTF-8, UTF-16 or GB18030"))
    before = loose[: loose.index("\ufffd")]
    lines = re.split("\r\n|\r|\n", before)
    column = max(lines[-1].count(mark) for mark in _MARKS) + 1
    raise NotRead(
        say("text that can be read: in row {row}, column {column} stands a character that is none in this file's"
            " encoding ({encoding}); type it again and save the file", row=len(lines), column=column,
            encoding=likely.upper())
    )  # fmt: skip


def _encodings(data: bytes) -> tuple[str, ...]:
    for mark, encoding in ((b"\xff\xfe\0\0", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return (encoding,)
    # Without a mark: every comma and digit of a UTF-16 text has a zero on one side.
    start = data[:100_000]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 20 > len(start) and min(even, odd) * 20 < max(even, odd):
        return ("utf-16-le" if odd > even else "utf-16-be",)
    return ("utf-8-sig", "gb18030")


def _mostly_utf_8(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 as a whole are so for the most part, so that a few are wrong."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return len(re.findall("[\u0800-\ufffc]", text)) > wrong > 0


def _delimiter(text: str, known: Callable[[Sequence[str]], int]) -> str:
    """The mark that divides the header best; where none does, the one most frequent in the first line."""
    head = "".join(islice(io.StringIO(text[:LINE], newline=""), _LOOKED_AT))
    line = head.lstrip().partition("\n")[0]

    def found(mark: str) -> tuple[int, int, bool]:
        rows = csv.reader(io.StringIO(head, newline=""), delimiter=mark)
        most = 0
        with suppress(csv.Error):
            most = max((known(row[:COLUMNS]) for row in rows), default=0)
        return most, line.count(mark), mark == ","

    return max(_MARKS, key=found)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows, each of its file's line where no cell has a line break. Raises NotRead."""
    lines: list[str] = []
    source = _lines(text, lines)
    reader = csv.reader(source, delimiter=delimiter)
    rows: list[list[str]] = []
    before, quoted, width = 0, '"' in text, 2
    try:
        for row in reader:
            if len(row) > COLUMNS:
                raise NotRead(
                    say("a table of {most} columns at most; row {row} has {count}", most=COLUMNS, row=reader.line_num,
                        count=len(row))
                )  # fmt: skip
            if quoted and reader.line_num - before > 1:
                _check_quotes(lines[before : reader.line_num], before, delimiter, width)
            last, before = before, reader.line_num
            width = max(width, len(row)) if len(rows) < _LOOKED_AT else width
            rows.append(row)
    except csv.Error as error:
        if quoted:
            _check_quotes([*lines[before:], *source], before, delimiter, width)
        raise NotRead(
            say("cells of {most} characters at most; in row {row} is a longer one", most=csv.field_size_limit(),
                row=before + 1)
        ) from error  # fmt: skip
    if quoted and rows:
        _check_quotes(lines[last:], last, delimiter, width)
    return rows


def _lines(text: str, seen: list[str]) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LINE:
            raise NotRead(
                say(
                    "lines of {most} characters at most; line {row} has {count}", most=LINE, row=number, count=len(line)
                )
            )
        seen.append(line)
        yield line


def _check_quotes(lines: Sequence[str], before: int, delimiter: str, columns: int) -> None:
    """Raise NotRead where a cell in `lines`, which follow `before` others, swallows rows.

    A cell may have line breaks of its own. What has as many delimiters as rows have is no cell: a quote was
    opened there and closed in another row, or never.
    """
    opened: int | None = None  # the line in which the cell that is open begins
    breaks = delimiters = 0
    for number, line in enumerate(lines, start=before + 1):
        for piece, closed in _quoted(line, delimiter, inside=opened is not None):
            if opened is None:
                opened, breaks, delimiters = number, 0, 0
            delimiters += piece.count(delimiter)
            if not closed:
                breaks += 1
                continue
            if breaks and delimiters * 2 >= breaks * max(1, columns - 1):
                raise _swallows(opened, number)
            opened = None
    if opened is not None:
        raise _swallows(opened, None)


def _quoted(line: str, delimiter: str, *, inside: bool) -> Iterator[tuple[str, bool]]:
    """What stands between quotes in a line, and whether the quote closes there; `inside` where it begins quoted."""
    at = 0
    while inside or at < len(line):
        if not inside and line[at] == '"':  # a quote opens a cell only at its beginning
            inside, at = True, at + 1
        if inside:
            end = line.find('"', at)
            while end >= 0 and line[end + 1 : end + 2] == '"':
                end = line.find('"', end + 2)
            if end < 0:
                yield line[at:], False
                return
            yield line[at:end], True
            inside, at = False, end
        at = line.find(delimiter, at) + 1
        if at == 0:
            return


def _swallows(opened: int, closed: int | None) -> NotRead:
    if closed is None:
        return NotRead(say("quotes in pairs; the quote that opens in row {row} never closes", row=opened))
    return NotRead(
        say("quotes around single cells; the quote that opens in row {row} closes in row {last} only, and the rows"
            " between would be lost", row=opened, last=closed)
    )  # fmt: skip
