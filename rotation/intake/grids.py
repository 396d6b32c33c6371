"""Files to grids of raw cells, one per table, with the numbers the spreadsheet gives its rows."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rotation.errors import Fault
from rotation.language import say
from rotation.schema import TABLES


@dataclass(frozen=True)
class Grid:
    """One table's cells as they stand; `rows[0]` is row 1 of the sheet or file called `place`."""

    place: str
    rows: list[list[Any]]


def read_grids(path: Path) -> tuple[dict[str, Grid], list[Fault]]:
    """Open `path` and return its grids by the tables' English names, and the faults of opening."""
    return _read_folder(path) if path.is_dir() else _read_workbook(path)


def _read_folder(folder: Path) -> tuple[dict[str, Grid], list[Fault]]:
    grids: dict[str, Grid] = {}
    faults: list[Fault] = []
    for table in TABLES:
        file = folder / f"{table.name}.csv"
        if not file.is_file():
            continue
        text = decode(file.read_bytes())
        if text is None:
            faults.append(Fault(file.name, None, None, None, say("a CSV file in UTF-8 or GB18030")))
            continue
        try:
            grids[table.name] = Grid(file.name, list(csv.reader(io.StringIO(text, newline=""))))
        except csv.Error as error:
            faults.append(Fault(file.name, None, None, None, say("a CSV file ({error})", error=error)))
    return grids, faults


def decode(data: bytes) -> str | None:
    """Text of a CSV file: UTF-8 with or without BOM, else GB18030, else None.

    Both are tried strictly, in this order: detectors guess a mostly ASCII file with one GBK row
    wrong, while no GB18030 text of any length passes for UTF-8.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _read_workbook(path: Path) -> tuple[dict[str, Grid], list[Fault]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheets = {name.strip(): name for name in workbook.sheet_names}
        grids = {}
        for table in TABLES:
            for name in (table.sheet, table.name):
                if name in sheets and table.name not in grids:
                    # Without skip_empty_area=False the rows above the data vanish from the count.
                    rows = workbook.get_sheet_by_name(sheets[name]).to_python(skip_empty_area=False)
                    grids[table.name] = Grid(name, rows)
    except (CalamineError, OSError, ValueError) as error:
        return {}, [Fault(path.name, None, None, None, say("an Excel workbook (.xlsx) ({error})", error=error))]
    return grids, []
