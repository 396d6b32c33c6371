"""Files to grids of raw cells, one per table, with the numbers the spreadsheet gives its rows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rotation.county.schema import TABLES, Table
from rotation.errors import Fault, Note
from rotation.intake import archive, delimited, reader_process
from rotation.intake.containers import refused, wrong_at_sight
from rotation.intake.grid import Grid, Opening
from rotation.intake.headers import matched
from rotation.intake.naming import alike, nameless, recognised
from rotation.intake.oddities import Oddities
from rotation.intake.texts import Broken, text_of
from rotation.language import reason, say

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
_SHEETS = 8  # of a workbook that are looked through for a list
TEXTS = (".csv", ".txt", ".tsv")
CHOICES = "对照.xlsx"  # lies beside a prepared county and is none
LOOKED_INTO = 20  # sheets or files of other names

_NAMES = {name: table for table in TABLES for name in (table.sheet, table.name)}


def read_grids(path: Path, forms: Sequence[Table] = ()) -> Opening:
    """Open `path`, a workbook or a folder of CSV files; of a workbook the sheets of `forms` as well, by their names."""
    return _read_folder(path) if path.is_dir() else _read_workbook(path, forms)


def _read_folder(folder: Path) -> Opening:
    opening = Opening()
    files = [file for file in sorted(folder.iterdir()) if file.is_file() and not file.name.startswith((".", "~$"))]
    left = {file.name: file for file in files if file.suffix.lower() in TEXTS}
    for table in TABLES:
        names = {f"{table.name}.csv", f"{table.sheet}.csv"}
        found = [file for file in files if file.name.lower() in names]
        for file in found:
            left.pop(file.name)
        if len(found) > 1:
            opening.faults.append(_twice(table, [file.name for file in found]))
        elif found:
            read_csv(found[0], table, opening)
    opening.others.extend(left)
    if not opening.faults:
        _take_others(opening, lambda names: _read_others([left[name] for name in names]))
    opening.notes.extend(_not_read(opening, say("files not read: {names}")))
    books = [file.name for file in files if file.suffix.lower() in WORKBOOKS]
    if not opening.grids and not opening.faults and books:
        opening.faults.append(_fault(folder, say("CSV files, or give the workbook itself: {name}", name=books[0])))
    return opening


def read_csv(file: Path, table: Table, opening: Opening) -> None:
    """Read one CSV file as `table` into `opening`: its grid, or what is wrong with it."""
    try:
        opening.grids[table.name] = _csv_grid(file, [table])
    except delimited.NotRead as error:
        opening.faults.append(_fault(file, str(error)))


def read_sheets(file: Path, table: Table, opening: Opening) -> None:
    """Read `table` from a workbook into `opening`: the sheet of its name, else the first that is not empty."""
    found = _wrong(file) or _open(file, [table.sheet])
    if not isinstance(found, str) and not found[0].sheets:
        found = _open(file, found[0].names[:_SHEETS])
    if isinstance(found, str):
        opening.faults.append(_fault(file, found))
        return
    workbook, odd = found
    sheet = next((sheet for sheet in workbook.sheets if any(any(column) for column in sheet.columns)), None)
    if sheet is None:
        opening.faults.append(_fault(file, say("rows below the header; there are none")))
    else:
        opening.grids[table.name] = _grid(sheet, odd.get(sheet.name, Oddities()), opening)


def read_csv_grid(file: Path, tables: Sequence[Table]) -> Grid | str:
    """The grid of a CSV file that may be any of `tables`, or a sentence saying what is expected instead of it."""
    try:
        return _csv_grid(file, tables)
    except delimited.NotRead as error:
        return str(error)


def read_every_sheet(file: Path) -> tuple[list[Grid], list[Note]] | str:
    """Every sheet of a workbook, and what is odd in them; or a sentence saying what is expected instead of the file."""
    found = _wrong(file) or _open(file, [reader_process.EVERY])
    if isinstance(found, str):
        return found
    workbook, odd = found
    opening = Opening()
    grids = [_grid(sheet, odd.get(sheet.name, Oddities()), opening) for sheet in workbook.sheets]
    return grids, opening.notes


def _csv_grid(file: Path, tables: Sequence[Table]) -> Grid:
    def known(row: Sequence[str]) -> int:
        texts = [text_of(cell) for cell in row]
        return max(len({match.column for text in texts if (match := matched(table, text))}) for table in tables)

    return Grid(file.name, delimited.read(file, known))


def _read_others(files: Iterable[Path]) -> dict[str, Grid]:
    grids = {}
    for file in files:
        try:
            grids[file.name] = _csv_grid(file, TABLES)
        except delimited.NotRead:  # it may be no table at all
            continue
    return grids


def _take_others(opening: Opening, read: Callable[[list[str]], Mapping[str, Grid]]) -> None:
    """Take sheets or files of other names for the tables that are missing, where there is no doubt."""
    missing = [table for table in TABLES if table.name not in opening.grids]
    needed = any(table.required for table in missing)
    names = [name for name in opening.others if missing and (needed or nameless(name) or alike(name) in missing)]
    if not names:
        return
    grids = read(names[:LOOKED_INTO])
    for name, found in recognised(grids, missing).items():
        if len(found) != 1:
            opening.ambiguous[name] = found
            continue
        opening.grids[name] = grids[found[0]]
        opening.others.remove(found[0])
        sheet = next(table.sheet for table in TABLES if table.name == name)
        opening.notes.append(Note(say("{place} was read as the table {sheet}", place=found[0], sheet=sheet)))


def from_grids(grids: Mapping[str, Grid]) -> Opening:
    """What is at hand by the names of its sheets, as if a workbook with them had been opened."""
    opening = Opening()
    _take_named(opening, {name: grid for name, grid in grids.items() if name in _NAMES})
    opening.others.extend(name for name in grids if name not in _NAMES)
    if not opening.faults:
        _take_others(opening, lambda names: {name: grids[name] for name in names})
    opening.notes.extend(_not_read(opening, say("sheets not read: {names}")))
    return opening


def _take_named(opening: Opening, grids: Mapping[str, Grid]) -> None:
    """Take the sheets that bear the tables' own names."""
    for table in TABLES:
        names = [name for name in grids if _NAMES[name] is table]
        if len(names) > 1:
            opening.faults.append(_twice(table, names))
        for name in names[:1]:
            opening.grids[table.name] = grids[name]


def _read_workbook(path: Path, forms: Sequence[Table]) -> Opening:
    opening = Opening()
    sheets = {table.sheet: table for table in forms if table.sheet not in _NAMES}
    wrong = _wrong(path)
    found = wrong or _open(path, [*_NAMES, *sheets])
    if isinstance(found, str):
        opening.faults.append(_fault(path, found))
        return opening
    workbook, odd = found
    named = {sheet.name: _grid(sheet, odd.get(sheet.name, Oddities()), opening) for sheet in workbook.sheets}
    _take_named(opening, {name: grid for name, grid in named.items() if name in _NAMES})
    opening.grids.update((sheets[name].name, grid) for name, grid in named.items() if name in sheets)
    opening.others.extend(name for name in workbook.names if name not in named)

    def read(names: list[str]) -> dict[str, Grid]:
        opened = _open(path, names)
        if isinstance(opened, str):
            return {}
        again, odd = opened
        return {sheet.name: _grid(sheet, odd.get(sheet.name, Oddities()), opening) for sheet in again.sheets}

    if not opening.faults:
        _take_others(opening, read)
    opening.notes.extend(_not_read(opening, say("sheets not read: {names}")))
    return opening


def _not_read(opening: Opening, text: str) -> list[Note]:
    """That sheets or files are no table; those of ours and those a new workbook has are not worth a word.

    Where a table stood in a sheet that bears the name of a new one, its neighbours may hold something as well.
    """
    ours = {say("How to fill in"), say("Faults found"), say("Corrections made")}
    used = any(_NEW.fullmatch(grid.place) for grid in opening.grids.values())
    names = [name for name in opening.others if name not in ours and (used or not _NEW.fullmatch(name))]
    shown = "、".join(names[:LOOKED_INTO]) + ("…" if len(names) > LOOKED_INTO else "")
    return [Note(text.format(names=shown))] if names else []


_NEW = re.compile(r"(?i)(sheet|工作表)\d*")  # what a new workbook's sheets are called


def _wrong(path: Path) -> str | None:
    try:
        return wrong_at_sight(path)
    except OSError as error:
        return say("a file that can be read ({error}); is it open in another program?", error=reason(error))


def _open(path: Path, wanted: Collection[str]) -> tuple[reader_process.Workbook, Mapping[str, Oddities]] | str:
    """The workbook's sheets, or a sentence saying what is expected instead of this file; and what is odd in them."""
    rebuild = [reader_process.REBUILT] if archive.odd_parts(path) else []
    program = "from rotation.intake.reader_process import main; main()"
    # -P: what lies in the folder one works in is not imported.
    command = [sys.executable, "-P", "-c", program, *rebuild, str(path.absolute()), *wanted]
    here = str(Path(__file__).parents[2])
    places = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "RUST_BACKTRACE": "0", "PYTHONPATH": places}
    try:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    except OSError as error:
        return say("a file that can be read ({error}); is it open in another program?", error=reason(error))
    assert child.stdout is not None
    clock = threading.Timer(reader_process.SECONDS, child.kill)
    clock.daemon = True
    clock.start()
    with child:
        odd = archive.oddities(path, frozenset(wanted)) if reader_process.EVERY not in wanted else {}
        found = reader_process.load(child.stdout)
    clock.cancel()
    if child.returncode:
        found = reader_process.TOO_LARGE
    if reader_process.EVERY in wanted and isinstance(found, reader_process.Workbook):
        odd = archive.oddities(path, frozenset(found.names))
    return (found, odd) if isinstance(found, reader_process.Workbook) else refused(found)


def _grid(sheet: reader_process.Sheet, odd: Oddities, opening: Opening) -> Grid:
    """The sheet's cells, with those that have no value marked as such."""
    columns: list[list[Any]] = sheet.columns
    for (row, at), shown in odd.broken.items():
        if at < len(columns) and row < len(columns[at]):
            columns[at][row] = Broken(shown)
    opening.notes.extend(_hidden(sheet, odd.rows))
    return Grid(sheet.name, columns, sheet.merged, odd.columns)


def _hidden(sheet: reader_process.Sheet, rows: Sequence[int]) -> list[Note]:
    notes = []
    if sheet.hidden:
        notes.append(Note(say("{place}: the sheet is hidden; it was read", place=sheet.name)))
    if rows:
        notes.append(
            Note(
                say(
                    "{place}: {count} rows are hidden, by a filter perhaps, the first is row {row}; they were read",
                    place=sheet.name,
                    count=len(rows),
                    row=rows[0],
                )
            )
        )
    return notes


def _twice(table: Table, names: list[str]) -> Fault:
    return Fault(
        names[1], None, None, None,
        say("the table {sheet} once; {name} is it already", sheet=table.sheet, name=names[0]),
    )  # fmt: skip


def _fault(path: Path, expected: str) -> Fault:
    return Fault(path.name, None, None, None, expected)
