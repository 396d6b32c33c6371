"""What teachers corrected on their slips, typed into one table: read, held against the data, and told cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rotation.county.directory import Directory, Unclear
from rotation.county.schema import TEACHERS, Column, Kind, Table
from rotation.errors import Fault
from rotation.intake.cells import Unreadable, read_cell
from rotation.intake.forms import written
from rotation.intake.grid import Changes
from rotation.intake.headers import matched
from rotation.intake.lists import HEADERS, PERSON, list_records, person_meant, refuse
from rotation.intake.read import Reading
from rotation.intake.records import Record
from rotation.intake.words import read_as
from rotation.language import N_, say

CORRECTIONS = Table(
    "corrections", "更正", N_("what teachers corrected on their slips, a row for each fact"),
    (
        replace(PERSON[0], example="示例0001"),
        PERSON[1],
        Column("fact", "事项", Kind.TEXT, required=True, example="到校年月", hint=N_("as the page calls it")),
        Column("former", "现登记", Kind.TEXT, hint=N_("compared with the data, where it is filled in")),
        Column("right", "应为", Kind.TEXT, required=True, example="2012-08", hint=N_("无 for nothing")),
        Column("proof", "依据", Kind.TEXT),
    ),
    key=(),
)  # fmt: skip
# What the page calls facts whose column is called otherwise.
_CALLED = {"现任学校": "school_id", "现任教学校": "school_id", "学校": "school_id", "学科": "subject", "学段": "stage"}
_HEADERS = {**HEADERS, "项目": "事项", "更正事项": "事项", "现登记内容": "现登记", "更正为": "应为", "更正内容": "应为",
            "依据的材料": "依据", "证明材料": "依据", "说明": "依据"}  # fmt: skip


@dataclass(frozen=True)
class Correction:
    """One fact of one person: the column, what is typed into the cell instead of what, and on what proof.

    `place`, `row`, `at` say where the cell stands, rows from 1, columns from 0.
    """

    teacher_id: str
    name: str
    column: Column
    former: str
    right: str
    proof: str
    place: str
    row: int
    at: int


def read_corrections(path: Path, reading: Reading) -> list[Correction]:
    """The corrections of a file, held against the county as read. Raises BadData with every fault of the file."""
    records, faults = list_records(path, CORRECTIONS, _HEADERS)
    tables = reading.county.tables
    directory = Directory(tables)
    rows = {row["teacher_id"]: (i, row) for i, row in enumerate(tables["teachers"])}
    found: dict[tuple[str, str], Correction] = {}
    for record in records:
        teacher_id = person_meant(record, directory, faults)
        column = _column(record, reading, faults)
        if teacher_id is None or column is None or record.values["right"] is None:
            continue
        at, row = rows[teacher_id]
        right = _right(record, column, directory, reading, faults)
        if not _agrees(record, column, row.get(column.name), directory):
            faults.append(record.fault("former", say("what the data have now, or blank"), shown=not column.personal))
        if right is not None and _same(column, right, row.get(column.name), directory):
            expected = say("another value than the data have already")
            faults.append(record.fault("right", expected, shown=not column.personal))
        elif (teacher_id, column.name) in found:
            faults.append(record.fault("fact", say("each fact of a person once")))
        elif right is not None:
            source = reading.sources[TEACHERS.name]
            former = _cell(column, row.get(column.name), directory)
            found[teacher_id, column.name] = Correction(
                teacher_id, row["name"], column, former, right, record.values["proof"] or "", source.place,
                reading.county.row_numbers[TEACHERS.name][at], source.at[column.name],
            )  # fmt: skip
    refuse(path, faults, bool(found))
    return list(found.values())


def as_changes(corrections: Sequence[Correction]) -> Changes:
    """The cells that are to hold something else."""
    return {(one.place, one.row, one.at): one.right for one in corrections}


def _column(record: Record, reading: Reading, faults: list[Fault]) -> Column | None:
    """The column of the table 教师 a fact stands in."""
    text = record.values["fact"]
    if text is None:
        return None
    match = matched(TEACHERS, text)
    name = _CALLED.get(text) or (match.column.name if match else None)
    column = next((column for column in TEACHERS.columns if column.name == name), None)
    if column is None or name == "teacher_id":
        names = "、".join(column.header for column in TEACHERS.columns[1:])
        faults.append(record.fault("fact", say("one of {names}; wishes are put right in the sheet 志愿", names=names)))
        return None
    if column.name not in reading.sources[TEACHERS.name].at:
        expected = say(
            "a fact whose column the table has; it has none called {column}: add it first", column=column.header
        )
        faults.append(record.fault("fact", expected))
        return None
    return column


def _right(
    record: Record, column: Column, directory: Directory, reading: Reading, faults: list[Fault]
) -> str | None:  # fmt: skip
    """What is to be typed into the cell; None with a fault where it does not fit the column."""
    text = str(record.values["right"])
    meant = read_as(column, text)
    text = text if meant is None else meant
    try:
        if column.name == "school_id":
            code = directory.school(text)
            by_name = "school_id" in reading.sources[TEACHERS.name].by_name
            return (
                next(row["name"] for row in reading.county.tables["schools"] if row["school_id"] == code)
                if by_name
                else code
            )
        read_cell(column, text, {})
    except Unclear as unclear:
        faults.append(record.fault("right", unclear.wanted))
        return None
    except Unreadable as error:
        shown = not (column.personal or error.hidden)
        faults.append(record.fault("right", str(error), shown=shown, suggestion=error.suggestion if shown else None))
        return None
    return text


def _agrees(record: Record, column: Column, value: Any, directory: Directory) -> bool:
    """Whether what the slip has as recorded is what the data have; nothing said is no contradiction."""
    text = record.values["former"]
    if text is None or column.dropped:  # what no table keeps cannot be compared
        return True
    return _same(column, text, value, directory)


def _same(column: Column, text: str, value: Any, directory: Directory) -> bool:
    """Whether a text means the value the data have; of what no table keeps nobody knows."""
    if column.dropped:
        return False
    meant = read_as(column, text)
    try:
        if column.name == "school_id":
            return bool(directory.school(text) == value)
        return bool(read_cell(column, text if meant is None else meant, {}) == value)
    except (Unclear, Unreadable):
        return False


def _cell(column: Column, value: Any, directory: Directory) -> str:
    """What stands in the data, as it is typed."""
    if column.name == "school_id":
        return directory.school_words(value)
    return "" if value is None else str(written(column, value))
