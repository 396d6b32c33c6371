"""Opens a workbook in a process of its own: it writes the cells to its parent, some thousand rows at a time.

A stray cell at the far end of a sheet makes the reading library ask for half a terabyte, and a file
made in malice for any amount; its process then ends at once, which Python could not catch. Here
that ends this process alone. What it writes are marshalled frames: the name of what is wrong, or
what the sheets are and then the rows of each until a frame of none. `load` takes them in while the
next are being made.
"""

from __future__ import annotations

import datetime
import gc
import io
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import IO, Any, NamedTuple

MEMORY = 3 << 30  # bytes of address space; 50,000 teachers take a tenth
SECONDS = 120
CELLS = 10_000_000  # 50,000 teachers have one
SENT = 512 << 20  # bytes, for what this process may take its parent may not; 50,000 teachers are ten million

DAMAGED, ENCRYPTED, TOO_LARGE = "damaged", "encrypted", "too large"
REBUILT = "--rebuilt"  # in front of the arguments: the archive's parts are to be put right before they are read

EVERY = "[*]"  # the name that asks for every sheet; no sheet can bear it

CHUNK = 1024  # rows a frame
_LENGTH = 8  # bytes before a frame that say how long it is


class Sheet(NamedTuple):
    """A sheet's raw cells by columns; `merged` are ranges (top, left, bottom, right), rows from 1, columns from 0."""

    name: str
    hidden: bool
    merged: tuple[tuple[int, int, int, int], ...]
    columns: list[list[Any]]


class Workbook(NamedTuple):
    """All sheet names of a workbook, and the sheets that were asked for."""

    names: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def rebuilt(path: str) -> io.BytesIO:
    """An .xlsx as its library reads it: without the hints of how large a sheet is, which may be odd, and in UTF-8."""
    import re
    import zipfile

    content = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(content, "w") as target:
        for part in source.infolist():
            text = source.read(part)
            if part.filename.endswith((".xml", ".rels")):
                if text.startswith((b"\xff\xfe", b"\xfe\xff")):
                    declared = text.decode("utf-16")
                    text = re.sub(r"^<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-8"?>', declared).encode()
                text = re.sub(rb"<(?:\w+:)?dimension\s[^>]*?/>", b"", text, count=1)
            target.writestr(part.filename, text)
    content.seek(0)
    return content


def _open(
    path: str, wanted: frozenset[str], *, rebuild: bool
) -> str | tuple[list[str], list[tuple[Any, ...]], list[Any]]:
    """What is wrong with the workbook at `path`, or the names of its sheets, and what those wanted are and hold."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        with rebuilt(path) if rebuild else open(path, "rb") as file:
            book = CalamineWorkbook.from_filelike(file)
    except PasswordError:
        return ENCRYPTED
    metadata = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    found = [entry for entry in metadata if EVERY in wanted or entry.name.strip() in wanted]
    sheets = [book.get_sheet_by_name(entry.name) for entry in found]
    if sum(sheet.total_height * sheet.total_width for sheet in sheets) > CELLS:
        return TOO_LARGE
    described = []
    for entry, sheet in zip(found, sheets, strict=True):
        merged = tuple((a + 1, b, c + 1, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
        described.append((entry.name.strip(), entry.visible != SheetVisibleEnum.Visible, merged))
    return [entry.name.strip() for entry in metadata], described, sheets


def _frames(names: list[str], described: list[tuple[Any, ...]], sheets: list[Any]) -> Iterator[Any]:
    yield names, described
    for sheet in sheets:
        # The library gives the blank rows above the data, and leaves out the blank columns left of it.
        blank = [""] * (sheet.start or (0, 0))[1]
        rows = sheet.iter_rows()
        while chunk := [blank + row for row in islice(rows, CHUNK)] if blank else list(islice(rows, CHUNK)):
            yield chunk
        yield []


def _written(frame: Any) -> bytes:
    try:
        return marshal.dumps(frame)
    except ValueError:  # dates and times: they become the text that an officer would type
        return marshal.dumps([list(map(_typed, row)) for row in frame])


def _typed(cell: Any) -> Any:
    if isinstance(cell, datetime.datetime):
        return str(cell.date())
    return str(cell) if isinstance(cell, datetime.date | datetime.time | datetime.timedelta) else cell


def load(stream: IO[bytes]) -> Workbook | str | None:
    """What the process writes to `stream`; None where that is not whole."""
    try:
        first = _read(stream)
        if isinstance(first, str):
            return first
        names, described = first
        return Workbook(
            tuple(names), tuple(Sheet(name, hidden, merged, _columns(stream)) for name, hidden, merged in described)
        )
    except (EOFError, ValueError, TypeError):
        return None


def _columns(stream: IO[bytes]) -> list[list[Any]]:
    """A sheet's columns out of its frames of rows."""
    columns: list[list[Any]] = []
    while rows := _read(stream):
        columns = columns or [[] for _ in rows[0]]
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(cells)
    return columns


def _read(stream: IO[bytes]) -> Any:
    return marshal.loads(stream.read(int.from_bytes(stream.read(_LENGTH), "little")))


def main() -> None:
    """What the process runs: its arguments are the file and the names of the sheets wanted, after REBUILT perhaps."""
    with suppress(ImportError):  # Windows has none: there the system's own limit stands
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # a process this short leaves nothing to collect
    rebuild = sys.argv[1] == REBUILT
    path, *wanted = sys.argv[1 + rebuild :]
    try:
        opened = _open(path, frozenset(wanted), rebuild=rebuild)
    except Exception:
        opened = DAMAGED
    sent = 0
    for frame in [opened] if isinstance(opened, str) else _frames(*opened):
        written = _written(frame)
        sent += len(written)
        if sent > SENT:
            os._exit(1)
        sys.stdout.buffer.write(len(written).to_bytes(_LENGTH, "little") + written)
    sys.stdout.buffer.flush()
    os._exit(0)  # at once, without giving back a million cells one by one
