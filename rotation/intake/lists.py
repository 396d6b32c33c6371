"""Short lists beside a county's tables, as an office keeps them: objections, and reasons.

A CSV file, or the first sheet of a workbook that has the columns; people and schools by code or by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rotation.county.directory import Directory, Tables, Unclear, same_form
from rotation.county.schema import EXCLUDED_SCHOOL, NAMED_SCHOOL, PIN_KINDS, Column, Kind, Table
from rotation.county.table import TableData
from rotation.errors import BadData, Fault
from rotation.intake.checks import cross_faults
from rotation.intake.grid import Grid, Opening
from rotation.intake.grids import WORKBOOKS, read_csv, read_sheets
from rotation.intake.records import Record, Records, Source, read_records
from rotation.intake.texts import text_of
from rotation.language import say

PERSON = (Column("teacher_id", "工号", Kind.CODE), Column("name", "姓名", Kind.NAME))
OBJECTIONS = Table(
    "objections", "异议", "",
    (
        *PERSON,
        Column("kind", "类型", Kind.CHOICE, required=True, choices=PIN_KINDS),
        Column("school_id", "学校代码", Kind.CODE),
        Column("school", "学校", Kind.NAME),
        Column("reason", "事由", Kind.TEXT, personal=True),
    ),
    key=(),
)  # fmt: skip
REASONS = Table(
    "reasons", "原因", "", (*PERSON, Column("reason", "原因", Kind.TEXT, required=True)), key=()
)  # fmt: skip

# What offices call these columns besides.
HEADERS = {
    "教师工号": "工号", "人员编号": "工号", "教职工号": "工号", "编号": "工号", "教师姓名": "姓名", "教师": "姓名",
    "处理": "类型", "处理类型": "类型", "处理意见": "类型", "指定类型": "类型", "异议类型": "类型", "学校名称": "学校",
    "指定学校": "学校", "拟任学校": "学校", "学校编号": "学校代码", "理由": "原因", "变更原因": "原因", "公开原因": "原因",
    "对外原因": "原因", "说明": "原因",
}  # fmt: skip
_OBJECTION_HEADERS = {**HEADERS, "原因": "事由", "理由": "事由", "异议事由": "事由", "异议": "事由", "说明": "事由"}
Places = dict[tuple[str, str], tuple[str, int, str, int]]  # as County.pin_places
_STANDS_FOR = {"name": "teacher_id", "school": "school_id"}
_SEARCHED = 30  # rows from the top in which a header is renamed


def read_objections(path: Path, tables: Tables) -> tuple[list[dict[str, Any]], Places]:
    """The accepted objections of a file as rows of the table 指定 (pins), and where each stands.

    Why somebody objects is not taken over. Raises BadData with every fault of the file.
    """
    records, faults = list_records(path, OBJECTIONS, _OBJECTION_HEADERS)
    directory = Directory(tables)
    pins: list[dict[str, Any]] = []
    for record in records:
        teacher_id = person_meant(record, directory, faults)
        school_id = _school(record, directory, faults)
        pins.append({"teacher_id": teacher_id, "kind": record.values["kind"], "school_id": school_id, "reason": None})
    if not faults:
        faults.extend(_contradictions(records, pins, tables))
    refuse(path, faults, bool(pins))
    return pins, {
        (pin["teacher_id"], pin["kind"]): (record.source.place, record.row, *_person_column(record))
        for record, pin in zip(records, pins, strict=True)
    }


def _person_column(record: Record) -> tuple[str, int]:
    """The header and place of the column that says whom a row means."""
    name = "teacher_id" if record.values["teacher_id"] is not None else "name"
    return record.headers[name], record.source.at[name]


def read_reasons_list(path: Path) -> dict[str, str]:
    """The public reasons of a file: id, or name where no id stands, to text. Raises BadData with every fault."""
    records, faults = list_records(path, REASONS, HEADERS)
    found: dict[str, str] = {}
    for record in records:
        who = record.values["teacher_id"] or record.values["name"]
        if who is None:
            faults.append(_fault(record, "teacher_id", say("an id or a name; both are blank")))
        elif who in found:
            faults.append(_fault(record, "teacher_id", say("each person once")))
        else:
            found[who] = record.values["reason"]
    refuse(path, faults, bool(found))
    return found


def is_list(path: Path) -> bool:
    """Whether the file is one of these lists by its name: a workbook or a CSV file."""
    return path.suffix.lower() in (*WORKBOOKS, ".csv")


def list_records(path: Path, table: Table, headers: Mapping[str, str]) -> tuple[Sequence[Record], list[Fault]]:
    """The rows of the file's table, and what is wrong in opening or reading it."""
    opening = Opening()
    if path.suffix.lower() in WORKBOOKS:
        read_sheets(path, table, opening)
    else:
        read_csv(path, table, opening)
    grid = opening.grids.get(table.name)
    if grid is None:
        return (), opening.faults
    grid = _renamed(grid, headers)
    records = read_records(table, grid, {}, opening.faults, opening.notes)
    if records is None:
        return (), opening.faults
    if not {"teacher_id", "name"} & records.source.at.keys():
        opening.faults.append(Fault(grid.place, None, None, None, say("a column 工号 or 姓名")))
    return list(records), opening.faults


def _renamed(grid: Grid, headers: Mapping[str, str]) -> Grid:
    """The grid with the other names of headers in its first rows put as the table has them."""
    first = next((i for i in range(min(_SEARCHED, grid.height)) if _is_header(grid.row(i), headers)), None)
    if first is None:
        return grid
    known = {text_of(cell) for cell in grid.row(first)}
    columns = []
    for column in grid.columns:
        name = headers.get(text_of(column[first]).strip("*＊ "))
        changed = list(column)
        if name is not None and name not in known:
            changed[first] = name
        columns.append(changed)
    return replace(grid, columns=columns)


def _is_header(cells: Sequence[Any], headers: Mapping[str, str]) -> bool:
    own = {"工号", "姓名", "类型", "学校", "学校代码", "事由", "原因", *headers}
    return sum(1 for cell in cells if text_of(cell).strip("*＊ ") in own) > 1


def person_meant(record: Record, directory: Directory, faults: list[Fault]) -> str | None:
    """Whom a row means, by code, by name, or by both where they agree; None with a fault where that is not clear."""
    code, name = record.values["teacher_id"], record.values["name"]
    if code is None and name is None:
        faults.append(_fault(record, "teacher_id", say("an id or a name; both are blank")))
        return None
    column = "name" if code is None else "teacher_id"
    meant = _found(record, column, directory.teacher, faults)
    if meant is not None and code is not None and name is not None and same_form(name) != same_form(code):
        own = directory.name_of(meant)
        if same_form(own) != same_form(name):
            expected = say("{name}, whose id is {id}, or another id", name=own, id=meant)
            faults.append(_fault(record, "name", expected))
            return None
    return meant


def _school(record: Record, directory: Directory, faults: list[Fault]) -> str | None:
    """The school a row means; None for a kind of pin that names none."""
    column = "school_id" if record.values["school_id"] is not None else "school"
    if record.values[column] is None:
        if record.values["kind"] in (NAMED_SCHOOL, EXCLUDED_SCHOOL):
            kind = record.values["kind"]
            faults.append(_fault(record, "school_id", say("a school, since the kind is {kind}", kind=kind)))
        return None
    if record.values["kind"] not in (None, NAMED_SCHOOL, EXCLUDED_SCHOOL):
        return None  # a column that says where the person is now
    return _found(record, column, directory.school, faults)


def _found(record: Record, column: str, find: Callable[[str], str], faults: list[Fault]) -> str | None:
    try:
        return find(record.values[column])
    except Unclear as unclear:
        faults.append(_fault(record, column, unclear.wanted))
        return None


def _contradictions(records: Sequence[Record], pins: Sequence[Mapping[str, Any]], tables: Tables) -> list[Fault]:
    """What the rows ask that cannot be: of each other, or of the person."""
    if not records:
        return []
    own = records[0].source
    at = {**{_STANDS_FOR[name]: own.at[name] for name in _STANDS_FOR if name in own.at}, **own.at}
    headers = {name: own.headers[name] for name in own.at}
    headers = {**{_STANDS_FOR[name]: headers[name] for name in _STANDS_FOR if name in headers}, **headers}
    asked = Records(Source(own.place, headers, at), [record.row for record in records], TableData.of(list(pins)))
    known = {
        name: Records(Source(name, {}, {}), range(len(tables[name])), TableData.of(tables[name]))
        for name in ("schools", "teachers")
    }
    return cross_faults({**known, "pins": asked}, 9999)


def _fault(record: Record, column: str, expected: str) -> Fault:
    """A fault of a row in the column, or in the one that stands for it where the file lacks that."""
    instead = next((other for other, name in _STANDS_FOR.items() if name == column), column)
    return record.fault(column if column in record.source.at else instead, expected)


def refuse(path: Path, faults: Sequence[Fault], some: bool) -> None:
    if not some and not faults:
        faults = [Fault(path.name, None, None, None, say("rows below the header; there are none"))]
    if faults:
        raise BadData(say("{count} faults in {name}; nothing was written", count=len(faults), name=path.name), faults)
