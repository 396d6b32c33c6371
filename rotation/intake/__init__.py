"""Files in, a County out, or every fault at once.

`grids` opens the files, `cells` reads single values, `records` a whole table, `checks` what must
hold between tables. The order of the calls below is the order of the reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rotation.county import County, build_county
from rotation.errors import BadData, Fault
from rotation.intake.checks import cross_faults
from rotation.intake.grids import read_grids
from rotation.intake.records import read_records
from rotation.language import say
from rotation.policy import Policy
from rotation.schema import TABLES


@dataclass(frozen=True)
class Reading:
    """A county as read, with what the officer should know although it blocks nothing."""

    county: County
    warnings: Sequence[str]


def read_county(path: Path, policy: Policy, year: int) -> Reading:
    """Read the county at `path`: a workbook or a folder of CSV files.

    `policy` gives the other names of subjects, `year` the plan year, whose 1 September is the last
    day a teacher can have joined. Raises BadData with every fault found in one pass.
    """
    if not path.exists():
        raise BadData(say("{path}: there is no such file or folder", path=path))
    grids, faults = read_grids(path)
    warnings: list[str] = []
    tables = {}
    for table in TABLES:
        grid = grids.get(table.name)
        if grid is not None:
            tables[table.name] = read_records(table, grid, policy.aliases, faults, warnings)
        elif table.required and not faults:
            faults.append(
                Fault(
                    path.name,
                    None,
                    None,
                    None,
                    say("the table {sheet} ({name}) is missing", sheet=table.sheet, name=table.name),
                )
            )
    faults.extend(cross_faults(tables, year))
    if faults:
        raise BadData(say("{count} faults in {name}; nothing was written", count=len(faults), name=path.name), faults)
    records = {name: [record.values for record in found] for name, found in tables.items()}
    county = build_county(_county_name(path), records)
    places = {
        (pin.values["teacher_id"], pin.values["kind"]): (pin.place, pin.row, pin.headers["teacher_id"])
        for pin in tables.get("pins", ())
    }
    return Reading(replace(county, pin_places=places), tuple(warnings))


def _county_name(path: Path) -> str:
    path = path.resolve()
    return path.name if path.is_dir() else path.stem
