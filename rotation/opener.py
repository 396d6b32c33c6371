"""Opens a workbook in a process of its own: it writes the cells to its parent.

A stray cell at the far end of a sheet makes the reading library ask for half a terabyte, and a file
made in malice for any amount; its process then ends at once, which Python could not catch. Here
that ends this process alone. What it writes, marshalled, is a workbook as plain tuples, or the name
of what is wrong; `load` reads it. `hidden_rows` is for the parent, which has nothing to do meanwhile.
"""

from __future__ import annotations

import datetime
import gc
import marshal
import re
import sys
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

MEMORY = 3 << 30  # bytes of address space; 50,000 teachers take a tenth
SECONDS = 120
UNPACKED = 512 << 20  # bytes; 50,000 teachers take a tenth
CELLS = 10_000_000  # 50,000 teachers have one

DAMAGED, ENCRYPTED, NOT_A_WORKBOOK, TOO_LARGE = "damaged", "encrypted", "not a workbook", "too large"

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'\b(r|hidden)="(\w+)"')


@dataclass(frozen=True)
class Sheet:
    """A sheet's raw cells; `merged` are ranges (top, left, bottom, right), rows from 1 and columns from 0."""

    name: str
    hidden: bool
    rows: list[list[Any]]
    merged: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True)
class Workbook:
    """All sheet names of a workbook, and the sheets that were asked for."""

    names: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def kind_of(start: bytes) -> str | None:
    """What a file that begins so is: "zip" (.xlsx, .ods), "ole" (.xls, or an encrypted .xlsx), or neither."""
    if start.startswith(b"PK\x03\x04"):
        return "zip"
    return "ole" if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") else None


def open_workbook(path: str, wanted: frozenset[str]) -> Workbook | str:
    """The sheets of the workbook at `path` whose names are wanted, or what is wrong with the file."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    with open(path, "rb") as file:
        kind = kind_of(file.read(8))
        if kind is None:
            return NOT_A_WORKBOOK
        if kind == "zip" and _unpacked(path) > UNPACKED:
            return TOO_LARGE
        file.seek(0)
        if kind == "ole" and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" in file.read():
            return ENCRYPTED
        file.seek(0)
        try:
            book = CalamineWorkbook.from_filelike(file)
        except PasswordError:
            return ENCRYPTED
    metadata = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    found = [(entry, book.get_sheet_by_name(entry.name)) for entry in metadata if entry.name.strip() in wanted]
    if sum(sheet.total_height * sheet.total_width for _, sheet in found) > CELLS:
        return TOO_LARGE
    sheets = []
    for entry, sheet in found:
        sheets.append(
            Sheet(
                entry.name.strip(),
                entry.visible != SheetVisibleEnum.Visible,
                # Without skip_empty_area=False the rows above the data vanish from the count.
                sheet.to_python(skip_empty_area=False),
                tuple((a + 1, b, c + 1, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ()),
            )
        )
    return Workbook(tuple(entry.name.strip() for entry in metadata), tuple(sheets))


def _written(workbook: Workbook) -> bytes:
    plain = (workbook.names, [tuple(vars(sheet).values()) for sheet in workbook.sheets])
    try:
        return marshal.dumps(plain)
    except ValueError:  # dates and times: they become the text that an officer would type
        for sheet in workbook.sheets:
            for row in sheet.rows:
                for i, cell in enumerate(row):
                    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
                        row[i] = str(cell.date() if isinstance(cell, datetime.datetime) else cell)
        return marshal.dumps(plain)


def load(written: bytes) -> Workbook | str | None:
    """What the process wrote; None where that is not whole."""
    try:
        plain = marshal.loads(written)
    except (EOFError, ValueError, TypeError):
        return None
    return plain if isinstance(plain, str) else Workbook(plain[0], tuple(Sheet(*sheet) for sheet in plain[1]))


def _unpacked(path: str) -> int:
    """Bytes that the parts of a zip say they unpack to."""
    with zipfile.ZipFile(path) as archive:
        return sum(part.file_size for part in archive.infolist())


def hidden_rows(path: str) -> dict[str, tuple[int, ...]]:
    """Sheet name to the rows of an .xlsx that a filter or a hand has hidden, which the library does not tell.

    Of a file that is none, or damaged, what can be had: nothing is raised.
    """
    found: dict[str, tuple[int, ...]] = {}
    with suppress(Exception), zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist() or _unpacked(path) > UNPACKED:
            return found
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
            target = targets[sheet.get(_LINK)]
            text = archive.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
            if b"hidden=" not in text:
                continue
            rows = (dict(_ATTRIBUTE.findall(match)) for match in _ROW.findall(text))
            hidden = [int(row[b"r"]) for row in rows if row.get(b"hidden") in (b"1", b"true") and b"r" in row]
            found[sheet.get("name", "").strip()] = tuple(hidden)
    return found


def main() -> None:
    """What the process runs: its arguments are the file and the names of the sheets wanted."""
    with suppress(ImportError):  # Windows has none: there the system's own limit stands
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # a process this short leaves nothing to collect
    try:
        result = open_workbook(sys.argv[1], frozenset(sys.argv[2:]))
    except Exception:
        result = DAMAGED
    sys.stdout.buffer.write(marshal.dumps(result) if isinstance(result, str) else _written(result))
