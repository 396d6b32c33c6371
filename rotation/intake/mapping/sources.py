"""The files an officer names: workbooks, CSV files and folders of them, every sheet of each as a grid."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rotation.county.schema import Table
from rotation.errors import BadData, Fault, Note
from rotation.intake.grid import Grid
from rotation.intake.grids import TEXTS, WORKBOOKS, read_csv_grid, read_every_sheet
from rotation.intake.layout import DEEP, Header, find_header
from rotation.intake.mapping.tables import BUREAU_SCHOOLS, ROSTER, SOURCES
from rotation.language import say

AT_ONCE = 2  # workbooks opened side by side, each in a process of its own


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or a CSV file: `file` and `name` as the officer knows them."""

    file: str
    name: str
    grid: Grid
    _headers: dict[str, Header | None] = field(default_factory=dict, compare=False, repr=False)

    def header(self, table: Table) -> Header | None:
        """Where the sheet has the header of `table`, looked for once however often the sheet is prepared."""
        if table.name not in self._headers:
            first = table in (ROSTER, BUREAU_SCHOOLS)
            self._headers[table.name] = find_header(table, self.grid if first else self._top())
        return self._headers[table.name]

    def _top(self) -> Grid:
        """The rows down to the header, where the sheet has one of people or schools: every table shares some column."""
        found = [header.top for table in (ROSTER, BUREAU_SCHOOLS) if (header := self.header(table)) is not None]
        if not found:
            return self.grid
        return Grid(self.grid.place, [column[: max(found) + DEEP] for column in self.grid.columns], self.grid.merged)

    @property
    def place(self) -> str:
        return self.file if self.name == self.file else f"{self.file}/{self.name}"


def read_sources(paths: Sequence[Path], without: Collection[Path] = ()) -> tuple[list[Sheet], list[Note]]:
    """Every sheet of the files at `paths`, folders with all below them, `without` some files; and what is odd in them.

    Raises BadData with every file that cannot be read.
    """
    left = {path.resolve() for path in without}
    files = [file for path in paths for file in _files(path) if file.resolve() not in left]
    files = list(dict.fromkeys(files))
    if not files:
        names = "、".join(path.name for path in paths)
        raise BadData(say("{names}: there is no workbook and no CSV file", names=names))
    called = _short(files)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        read = list(pool.map(_sheets, files, [called[file] for file in files]))
    faults = [fault for _, found, _ in read for fault in found]
    if faults:
        raise BadData(say("{count} files cannot be read; nothing was written", count=len(faults)), faults)
    return [sheet for sheets, _, _ in read for sheet in sheets], [note for _, _, notes in read for note in notes]


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and file.suffix.lower() in (*WORKBOOKS, *TEXTS) and not file.name.startswith((".", "~$")):
                yield file
    elif path.exists():
        yield path
    else:
        raise BadData(say("{path}: there is no such file or folder", path=path))


def _short(files: Sequence[Path]) -> dict[Path, str]:
    """A name for each file: its own, with its folder's where two files have the same."""
    names = [file.name for file in files]
    return {file: file.name if names.count(file.name) == 1 else f"{file.parent.name}/{file.name}" for file in files}


def _sheets(file: Path, name: str) -> tuple[list[Sheet], list[Fault], list[Note]]:
    if file.suffix.lower() in TEXTS:
        grid = read_csv_grid(file, SOURCES)
        if isinstance(grid, str):
            return [], [Fault(name, None, None, None, grid)], []
        return [Sheet(name, name, grid)], [], []
    found = read_every_sheet(file)
    if isinstance(found, str):
        return [], [Fault(name, None, None, None, found)], []
    grids, notes = found
    return [Sheet(name, grid.place, grid) for grid in grids if grid.height], [], notes
