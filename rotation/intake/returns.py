"""The workbooks that schools sent back, each read on its own: what stands there, what is wrong, when it was saved."""

from __future__ import annotations

import contextvars
import datetime
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from rotation.county.schema import SCHOOLS, TEACHERS, Column
from rotation.errors import BadData, Fault, Note
from rotation.intake.cells import read_cell
from rotation.intake.checks import with_stages
from rotation.intake.forms import SCHOOL_FORMS, written
from rotation.intake.grid import Grid
from rotation.intake.grids import WORKBOOKS, read_grids
from rotation.intake.records import Records, read_records
from rotation.intake.schools import with_schools
from rotation.intake.texts import text_of
from rotation.language import say

AT_ONCE = 2  # workbooks opened side by side: each is waited for, in a process of its own
CHINA = datetime.timedelta(hours=8)
# Where .xlsx and .ods say when they were saved, and what is to be added to it.
_SAVED = {
    "docProps/core.xml": (re.compile(rb"<dcterms:modified\b[^>]*>([0-9T:\-]+)"), CHINA),
    "meta.xml": (re.compile(rb"<dc:date>([0-9T:\-]+)"), datetime.timedelta()),
}
Told = TypeVar("Told", Fault, Note)


@dataclass(frozen=True)
class Row:
    """A row of a returned table: its values as read, its cells as they go on, and where it stands."""

    file: str
    sheet: str
    number: int
    values: Mapping[str, Any]
    cells: Mapping[str, Any]

    @property
    def place(self) -> str:
        return say("{file}, {sheet} row {row}", file=self.file, sheet=self.sheet, row=self.number)


@dataclass(frozen=True)
class Return:
    """One workbook. `rows` by the forms' English names; `saved` as the file itself says it, else as the disk does."""

    file: str
    saved: datetime.datetime
    rows: Mapping[str, Sequence[Row]]
    faults: Sequence[Fault]
    notes: Sequence[Note]

    @cached_property
    def schools(self) -> tuple[str, ...]:
        """The codes of the schools it is of: those of its sheet 学校, else the one all its teachers are at."""
        own = {row.values["school_id"] for row in self.rows.get("schools", ())} - {None}
        staff = {row.values["school_id"] for row in self.rows.get("teachers", ())} - {None}
        return tuple(sorted(own or (staff if len(staff) == 1 else set())))

    @cached_property
    def said(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What it says, apart from where and when."""
        return {name: [row.cells for row in rows] for name, rows in self.rows.items()}

    @property
    def moment(self) -> str:
        """When it was saved, to the minute."""
        return self.saved.strftime("%Y-%m-%d %H:%M")


def read_returns(folder: Path) -> tuple[list[Return], list[str]]:
    """The workbooks in `folder` in the order of their names, and what else is there and was not read.

    Raises BadData where there is no folder.
    """
    if not folder.is_dir():
        raise BadData(say("{path}: there is no such file or folder", path=folder))
    there = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    books = [path for path in there if path.is_file() and path.suffix.lower() in WORKBOOKS]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        # Each thread speaks the language of this one.
        tasks = [pool.submit(contextvars.copy_context().run, _read, path) for path in books]
        return [task.result() for task in tasks], [path.name for path in there if path not in books]


def _read(path: Path) -> Return:
    opening = read_grids(path, SCHOOL_FORMS)
    faults, notes = opening.faults, opening.notes
    read: dict[str, Records] = {}
    for table in SCHOOL_FORMS:
        grid = opening.grids.get(table.name)
        records = None if grid is None else read_records(table, grid, {}, faults, notes)
        if records is not None:
            read[table.name] = records
        elif grid is None and table in (SCHOOLS, TEACHERS) and not faults:
            there = "、".join(opening.others) or "–"
            faults.append(Fault(path.name, None, None, None, say("the table {sheet} ({name}); there are: {names}",
                                sheet=table.sheet, name=table.name, names=there)))  # fmt: skip
    own = {name: read[name] for name in (SCHOOLS.name, TEACHERS.name) if name in read}
    read.update(with_stages(with_schools(own, faults, notes)))
    rows = {table.name: list(_rows(path.name, table.columns, read[table.name], opening.grids[table.name]))
            for table in SCHOOL_FORMS if table.name in read}  # fmt: skip
    return Return(path.name, _saved(path), rows, [_of_file(path, fault) for fault in faults],
                  [_of_file(path, note) for note in notes])  # fmt: skip


def _rows(file: str, columns: Sequence[Column], records: Records, grid: Grid) -> Iterator[Row]:
    at, defaults = records.source.at, {column.name: _default(column) for column in columns}
    for record in records:
        cells = {}
        for column in columns:
            value = record.values[column.name]
            shown = text_of(grid.columns[at[column.name]][record.row - 1]) if column.name in at else ""
            # A blank is not what it means, and what could not be read goes on as it stands.
            blank = not shown and value == defaults[column.name]
            cells[column.name] = None if blank else shown or None if value in (None, ()) else written(column, value)
        yield Row(file, grid.place, record.row, record.values, cells)


def _default(column: Column) -> Any:
    """What a blank cell of the column is read as."""
    return None if column.required else read_cell(column, "", {})


def _of_file(path: Path, told: Told) -> Told:
    """The same, with the file before the sheet."""
    return told if told.place in (None, path.name) else replace(told, place=f"{path.name} {told.place}")


def _saved(path: Path) -> datetime.datetime:
    """When the workbook was last saved, in China's time: what the file itself says outlives its way through the mail."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name, (pattern, later) in _SAVED.items():
                if name in archive.namelist() and (found := pattern.search(archive.read(name))):
                    return datetime.datetime.fromisoformat(found[1].decode()) + later
    except (OSError, ValueError, zipfile.BadZipFile):
        pass
    return datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC).replace(tzinfo=None) + CHINA
