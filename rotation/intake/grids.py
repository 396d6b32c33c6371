"""Files to grids of raw cells, one per table, with the numbers the spreadsheet gives its rows."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rotation import opener
from rotation.errors import Fault, Remark
from rotation.intake.archive import hidden_rows, unpacked
from rotation.language import reason, say
from rotation.schema import TABLES, Table

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
_SHEETS = 8  # of a workbook that are looked through for a list
UNPACKED = 512 << 20  # bytes; 50,000 teachers take a tenth

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xlsx and .ods; .xls, or an .xlsx encrypted
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Grid:
    """One table's cells as they stand, by columns of one length; their first is row 1 of the sheet or file `place`.

    `merged` are ranges (top, left, bottom, right), rows from 1 and columns from 0.
    """

    place: str
    columns: Sequence[Sequence[Any]]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def height(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def row(self, i: int) -> list[Any]:
        """The cells of row i, counted from 0."""
        return [column[i] for column in self.columns]


@dataclass(frozen=True)
class Opening:
    """What a path held: its grids by the tables' English names, and what was wrong or odd in opening it.

    `others` are the sheets that are no table.
    """

    grids: dict[str, Grid] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def read_grids(path: Path) -> Opening:
    """Open `path`, a workbook or a folder of CSV files."""
    return _read_folder(path) if path.is_dir() else _read_workbook(path)


def _read_folder(folder: Path) -> Opening:
    opening = Opening()
    files = {file.name.lower(): file for file in sorted(folder.iterdir()) if file.is_file()}
    for table in TABLES:
        found = [files[name] for name in (f"{table.name}.csv", f"{table.sheet}.csv") if name in files]
        if len(found) > 1:
            opening.faults.append(_twice(table, [file.name for file in found]))
        elif found:
            read_csv(found[0], table, opening)
    if not opening.grids and not opening.faults:
        books = [name for name in files if name.endswith(WORKBOOKS) and not name.startswith("~$")]
        if books:
            opening.faults.append(_fault(folder, say("CSV files, or give the workbook itself: {name}", name=books[0])))
    return opening


def read_csv(file: Path, table: Table, opening: Opening) -> None:
    """Read one CSV file as `table` into `opening`: its grid, or what is wrong with it."""
    try:
        text = decode(file.read_bytes())
    except OSError as error:
        opening.faults.append(_fault(file, say("a file that can be read ({error})", error=reason(error))))
        return
    if text is None:
        opening.faults.append(_fault(file, say("a CSV file in UTF-8, UTF-16 or GB18030")))
        return
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        opening.faults.append(_fault(file, say("a CSV file ({error})", error=error)))
        return
    opening.grids[table.name] = Grid(file.name, list(zip_longest(*rows)))


def read_sheets(file: Path, table: Table, opening: Opening) -> None:
    """Read `table` from a workbook into `opening`: the sheet of its name, else the first that is not empty."""
    found, _ = _open(file, {table.sheet: table})
    if isinstance(found, opener.Workbook) and not found.sheets:
        found, _ = _open(file, dict.fromkeys(found.names[:_SHEETS], table))
    if isinstance(found, str):
        opening.faults.append(_fault(file, found))
        return
    sheet = next((sheet for sheet in found.sheets if any(any(column) for column in sheet.columns)), None)
    if sheet is None:
        opening.faults.append(_fault(file, say("rows below the header; there are none")))
    else:
        opening.grids[table.name] = Grid(sheet.name, sheet.columns, sheet.merged)


def _delimiter(text: str) -> str:
    """Comma, or what offices' exports put in its place where the first line has none."""
    head = text.lstrip().partition("\n")[0]
    return max(",\t;", key=lambda mark: (head.count(mark), mark == ","))


def decode(data: bytes) -> str | None:
    """Text of a CSV file: UTF-8 or UTF-16 by its mark, else UTF-8, else GB18030, else None.

    All are tried strictly, in this order: detectors guess a mostly ASCII file with one GBK row
    wrong, while no GB18030 text of any length passes for UTF-8.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _read_workbook(path: Path) -> Opening:
    opening = Opening()
    wanted = {name: table for table in TABLES for name in (table.sheet, table.name)}
    found, hidden = _open(path, wanted)
    if isinstance(found, str):
        opening.faults.append(_fault(path, found))
        return opening
    for table in TABLES:
        sheets = [sheet for sheet in found.sheets if wanted[sheet.name] is table]
        if len(sheets) > 1:
            opening.faults.append(_twice(table, [sheet.name for sheet in sheets]))
        for sheet in sheets[:1]:
            opening.grids[table.name] = Grid(sheet.name, sheet.columns, sheet.merged)
            opening.remarks.extend(_hidden(sheet, hidden.get(sheet.name, ())))
    opening.others.extend(name for name in found.names if name not in wanted)
    if not found.sheets and not opening.others:
        names = "、".join(found.names[:12])
        opening.faults.append(_fault(path, say("sheets named 学校, 教师 and so on; there are: {names}", names=names)))
    return opening


def _open(path: Path, wanted: dict[str, Table]) -> tuple[opener.Workbook | str, dict[str, tuple[int, ...]]]:
    """The workbook's sheets, or a sentence saying what is expected instead of this file; and the hidden rows."""
    # -P: what lies in the folder one works in is not imported.
    command = [sys.executable, "-P", "-c", "from rotation.opener import main; main()", str(path.absolute()), *wanted]
    here = str(Path(__file__).parents[2])
    places = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "RUST_BACKTRACE": "0", "PYTHONPATH": places}
    try:
        refused = _wrong_at_sight(path)
        if refused is not None:
            return refused, {}
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    except OSError as error:
        return say("a file that can be read ({error}); is it open in another program?", error=reason(error)), {}
    assert child.stdout is not None
    clock = threading.Timer(opener.SECONDS, child.kill)
    clock.daemon = True
    clock.start()
    with child:
        hidden = hidden_rows(path, wanted)
        found = opener.load(child.stdout)
    clock.cancel()
    if child.returncode:
        found = opener.TOO_LARGE
    return (found if isinstance(found, opener.Workbook) else _refused(found)), hidden


def _wrong_at_sight(path: Path) -> str | None:
    """What is expected instead of a file that can be refused before it is opened as a workbook."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_OLE):
        return _refused(opener.ENCRYPTED) if _ENCRYPTED in path.read_bytes() else None
    if start.startswith(_ZIP):
        size = unpacked(path)
        if size is not None and size <= UNPACKED:
            return None
        return _refused(opener.DAMAGED if size is None else opener.TOO_LARGE)
    if b"<html" in start.lower() or b"<table" in start.lower() or start.lstrip().startswith(b"<?xml"):
        return say("a real workbook; this is a web page under another name: open it and save it as .xlsx")
    return say("an Excel workbook (.xlsx, .xls) or .ods; CSV files come in a folder, one file a table")


def _refused(wrong: str | None) -> str:
    """What is expected instead of a workbook in which that is wrong."""
    if wrong == opener.ENCRYPTED:
        return say("a workbook without a password: save a copy without one")
    if wrong == opener.TOO_LARGE:
        return say(
            "a workbook of a county's size; this one is far larger: a stray cell or formats far below or right of"
            " the table, perhaps? Copy the tables into a new workbook"
        )
    return say("a workbook that is whole; this one is damaged: open it, repair it and save it as .xlsx")


def _hidden(sheet: opener.Sheet, rows: Sequence[int]) -> list[Remark]:
    remarks = []
    if sheet.hidden:
        remarks.append(Remark(say("{place}: the sheet is hidden; it was read", place=sheet.name)))
    if rows:
        remarks.append(
            Remark(
                say(
                    "{place}: {count} rows are hidden, by a filter perhaps, the first is row {row}; they were read",
                    place=sheet.name,
                    count=len(rows),
                    row=rows[0],
                )
            )
        )
    return remarks


def _twice(table: Table, names: list[str]) -> Fault:
    return Fault(
        names[1], None, None, None,
        say("the table {sheet} once; {name} is it already", sheet=table.sheet, name=names[0]),
    )  # fmt: skip


def _fault(path: Path, expected: str) -> Fault:
    return Fault(path.name, None, None, None, expected)
