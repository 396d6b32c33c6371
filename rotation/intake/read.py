"""Files in, a County out, or every fault at once.

`grids` opens the files (workbooks through `rotation.intake.reader_process`), `layout` finds the table in its
sheet, `cells` reads single values, `records` a whole table, `checks` what must hold between tables,
`subjects` which subject a word means,
`notes_on_cells` what is possible but unlikely. The order of the calls below is the order of the reading.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rotation.county.building import build_county
from rotation.county.county import County
from rotation.county.schema import TABLES, Kind, Table
from rotation.county.table import TableData
from rotation.errors import BadData, Fault, Note
from rotation.intake.checks import cross_faults, with_stages
from rotation.intake.demand import derive_demand
from rotation.intake.examples import left_examples
from rotation.intake.grid import Changes, Opening, with_changes
from rotation.intake.grids import CHOICES, WORKBOOKS, read_grids
from rotation.intake.notes import notes_on_cells
from rotation.intake.people import year_fault
from rotation.intake.records import Records, Source, read_records
from rotation.intake.schools import with_schools
from rotation.intake.settling import settle_subjects
from rotation.language import say
from rotation.policy.policy import Policy


@dataclass(frozen=True)
class Reading:
    """A county as read, with what the officer should know although it blocks nothing.

    `derived` are the rows of the table demand where they come from the classes, not from the file; `sources` say by
    the tables' names where each stands.
    """

    county: County
    notes: tuple[Note, ...]
    derived: tuple[Mapping[str, Any], ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)


def read_county(path: str | Path, policy: Policy, year: int, changes: Changes | None = None) -> Reading:
    """Read the county at `path`: a workbook or a folder of CSV files.

    `policy` gives the other names of subjects and the curriculum, `year` the plan year, whose
    1 September is the last day a teacher can have joined. `changes` stand in place of cells. Raises
    BadData with every fault found in one pass, and with the notes.
    """
    path = Path(path)
    if not path.exists():
        raise BadData(say("{path}: there is no such file or folder", path=path))
    with _uncollected():
        return county_in(with_changes(read_grids(path), changes or {}), path.name, _county_name(path), policy, year)


def county_in(opening: Opening, file: str, name: str, policy: Policy, year: int) -> Reading:
    """The county called `name` in what was opened; `file` is what faults of the whole are said of. Raises BadData."""
    faults, notes = opening.faults, opening.notes
    tables = with_stages(with_schools(_tables(opening, file, policy), faults, notes))
    tables, unsettled = settle_subjects(tables, policy, notes)
    faults.extend(unsettled)
    notes.extend(left_examples(tables))
    faults.extend(cross_faults(tables, year))
    wrong_year = year_fault(file, tables["teachers"], year) if "teachers" in tables else None
    if wrong_year is not None:
        faults.insert(0, wrong_year)
    # A table of demand that could not be read is not a missing one.
    derive = "schools" in tables and not tables.get("demand", "demand" in opening.grids)
    if derive:
        faults.extend(_underivable(tables["schools"], policy))
    wrong = {(fault.place, fault.row, fault.at) for fault in faults}
    notes.extend(note for note in notes_on_cells(tables, year) if (note.place, note.row, note.at) not in wrong)
    if faults:
        message = say("{count} faults in {name}; nothing was written", count=len(faults), name=file)
        raise BadData(message, faults, notes)
    return _reading(name, tables, notes, policy, derive=derive)


def _tables(opening: Opening, file: str, policy: Policy) -> dict[str, Records]:
    """Every table that could be read; what is wrong is added to the faults of `opening`."""
    read: dict[str, Records] = {}
    failed = bool(opening.faults)
    for table in TABLES:
        grid = opening.grids.get(table.name)
        if grid is not None:
            records = read_records(table, grid, policy.aliases, opening.faults, opening.notes)
            if records is not None:
                read[table.name] = records
        elif table.required and not failed:
            opening.faults.append(_missing(file, table, opening))
    return read


def _reading(
    name: str, tables: Mapping[str, Records], notes: Sequence[Note], policy: Policy, *, derive: bool
) -> Reading:  # fmt: skip
    """The county of tables without a fault; where it is to `derive` them, with posts from its classes."""
    dropped = [column.name for table in TABLES for column in table.columns if column.dropped]
    values = {table: records.values.without(*dropped) for table, records in tables.items()}
    derived = []
    if derive and policy.curriculum is not None:
        derived = derive_demand(values["schools"], policy.curriculum)
        values["demand"] = TableData.of(derived)
    county = build_county(name, values)
    places = {}
    for pin in tables.get("pins", ()):
        where = (pin.source.place, pin.row, pin.headers["teacher_id"], pin.source.at["teacher_id"])
        places[pin.values["teacher_id"], pin.values["kind"]] = where
    numbers = {table: records.rows for table, records in tables.items()}
    county = replace(county, pin_places=places, demand_derived=bool(derived), row_numbers=numbers)
    sources = {table: records.source for table, records in tables.items()}
    return Reading(county, tuple(notes), tuple(derived), sources)


def _missing(file: str, table: Table, opening: Opening) -> Fault:
    """That a table is not there, and what is."""
    names = "、".join(opening.ambiguous.get(table.name) or opening.others[:12])
    if opening.ambiguous.get(table.name):
        text = say("the table {sheet} ({name}); each of these may be it: {names}; call one of them {sheet}",
                   sheet=table.sheet, name=table.name, names=names)  # fmt: skip
    elif names:
        text = say("the table {sheet} ({name}); there are: {names}", sheet=table.sheet, name=table.name, names=names)
    else:
        text = say("the table {sheet} ({name})", sheet=table.sheet, name=table.name)
    return Fault(file, None, None, None, text)


def table_faults(tables: Mapping[str, Sequence[Mapping[str, Any]]], year: int) -> list[Fault]:
    """What does not fit together in tables of values that were edited after reading, and counts past their limit."""
    return [*cross_faults(_records(tables), year), *_beyond(tables)]


def _beyond(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Fault]:
    for table in TABLES:
        counts = [column for column in table.columns if column.kind is Kind.COUNT]
        for row in tables.get(table.name, ()) if counts else ():
            for column in counts:
                if (value := row.get(column.name)) is not None and value > column.most:
                    expected = say("a whole number, {most} at most", most=column.most)
                    yield Fault(table.sheet, None, column.header, str(value), expected)


def _records(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Records]:
    return {
        table.name: Records(Source.of(table), [0] * len(tables[table.name]), TableData.of(tables[table.name]))
        for table in TABLES
        if table.name in tables
    }


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking a million cells again and again while they are being read."""
    former = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if former:
            gc.enable()


def _underivable(schools: Records, policy: Policy) -> list[Fault]:
    """What keeps demand from being derived: no curriculum in the pack, or schools that do not say their classes."""
    if policy.curriculum is None:
        pack = say("a table 学科需求 (demand), since the policy pack has no curriculum to derive it from")
        return [Fault(schools.source.place, None, None, None, pack)]
    expected = say("the number of classes, or a table 学科需求 (demand): posts are derived from one of the two")
    return [record.fault("classes", expected) for record in schools if record.values["classes"] is None]


def county_paths(folder: Path) -> dict[str, Path]:
    """The counties kept in `folder`, by name: each a workbook or a folder of CSV files. Raises BadData."""
    if not folder.is_dir():
        raise BadData(say("{path}: there is no such file or folder", path=folder))
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        workbook = path.suffix.lower() in WORKBOOKS and not path.name.startswith(("~$", ".")) and path.name != CHOICES
        if not workbook and not (path.is_dir() and any(path.glob("*.csv"))):
            continue
        if (name := _county_name(path)) in found:
            raise BadData(
                say(
                    "{folder}: {one} and {other} are of one county",
                    folder=folder,
                    one=found[name].name,
                    other=path.name,
                )
            )
        found[name] = path
    return found


def _county_name(path: Path) -> str:
    path = path.resolve()
    return path.name if path.is_dir() else path.stem
