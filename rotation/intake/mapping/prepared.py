"""The composition: sheets and what was decided in, the county's tables and all that is proposed, left over or missing out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rotation.county.schema import TABLES, Column, Table
from rotation.county.schema import Kind as Form
from rotation.county.table import TableData
from rotation.errors import Note
from rotation.intake.mapping.joining import join
from rotation.intake.mapping.people import NEW_NUMBER, OWN, People, read_people
from rotation.intake.mapping.proposal import BLANK, Certainty, Key, Kind, Ledger, Proposal
from rotation.intake.mapping.record import Codes
from rotation.intake.mapping.schools import School, Schools, read_schools
from rotation.intake.mapping.sheets import Stage, staged
from rotation.intake.mapping.sources import Sheet
from rotation.intake.mapping.stages import settle_stages, settle_subjects
from rotation.intake.mapping.standing import settle_standing
from rotation.intake.mapping.tables import COUNTY_LISTS
from rotation.intake.mapping.values import day_text, values
from rotation.intake.texts import text_of
from rotation.language import say
from rotation.policy.policy import Policy

KEPT = "沿用"


@dataclass(frozen=True)
class Missing:
    """A column of the county for which the source holds nothing for `rows` of `total` rows."""

    table: Table
    column: Column
    rows: int
    total: int


@dataclass(frozen=True)
class Prepared:
    """`tables` are the county's, cells as its workbook has them; they hold only when nothing is `unconfirmed`.

    `confirmed` are the decisions that concern this source, `codes` what was made for those without one, `missing` what the
    source does not hold, required or not, and `notes` what was left over.
    """

    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    proposals: tuple[Proposal, ...]
    unconfirmed: tuple[Proposal, ...]
    confirmed: Mapping[Key, str]
    codes: Codes
    missing: tuple[Missing, ...]
    notes: tuple[Note, ...]


def prepare(sheets: Sequence[Sheet], decided: Mapping[Key, str], codes: Codes, policy: Policy, year: int) -> Prepared:
    """Read a bureau's sheets as the county they hold; `decided` are the meanings an officer confirmed.

    What is not confirmed is taken as proposed, so that all there is to ask is asked at once.
    """
    ledger, notes, codes = Ledger(decided), list[Note](), codes.copied()
    stages, unused = staged(sheets, ledger, notes)
    if unused:
        notes.append(Note(say("not used, since no table was recognised there: {names}", names="、".join(unused))))
    schools = read_schools(stages["bureau_schools"], ledger)
    people = read_people(stages["roster"], schools, ledger, notes)
    join(stages, people, schools, year * 10000 + 901, ledger, notes)
    roster = stages["roster"]
    unread = settle_standing(people, year, ledger, [roster.address(row) for row in people.rows])
    if unread:
        notes.append(Note(say("{count} remarks say nothing of exchange or leaving; they were not used", count=unread)))
    settle_stages(people, _as_written(roster, "title", people.rows), policy, ledger)
    tables: dict[str, Sequence[Mapping[str, Any]]] = {"schools": schools.rows(codes)}
    lists = {table.name: _listed(stages[table.name], table, schools, people, ledger) for table in COUNTY_LISTS}
    settle_subjects(people, lists["demand"], policy, ledger)
    tables["teachers"] = _teachers(people, codes, ledger)
    notes.extend(_left_out(people))
    kept = {row["teacher_id"] for row in tables["teachers"]}
    for name, rows in lists.items():
        known = [row for row in rows if row.get("teacher_id", "") in kept or name == "demand"]
        if len(known) < len(rows):
            notes.append(Note(say("{sheet}: {count} rows speak of nobody of the county, and were not used",
                                  sheet=stages[name].table.sheet, count=len(rows) - len(known))))  # fmt: skip
        tables[name] = known
    written = {table.name: _written(table, tables[table.name]) for table in TABLES}
    return Prepared(
        written, ledger.proposals, tuple(ledger.unconfirmed()), ledger.confirmed(), codes, tuple(_missing(written)),
        tuple(notes),
    )  # fmt: skip


def _as_written(stage: Stage, name: str, rows: Sequence[int]) -> list[str]:
    cells = stage.column(name)
    return [text_of(cells[row]) for row in rows]


def _teachers(people: People, codes: Codes, ledger: Ledger) -> TableData:
    """The county's table of teachers: everybody who is not left out, each with a number."""
    kept = [k for k in range(len(people)) if k not in people.out]
    numbers = people.columns["teacher_id"]
    _carry_over([people.labels[k] for k in kept if not numbers[k]], codes, ledger)
    made = codes.of_teachers(
        [people.labels[k] for k in kept if not numbers[k]], [number for number in numbers if number]
    )
    columns: dict[str, list[Any]] = {}
    for name in OWN:
        cells = people.columns.get(name) or [None] * len(people)
        columns[name] = [cells[k] for k in kept]
    columns["teacher_id"] = [numbers[k] or made[people.labels[k]] for k in kept]
    columns["school_id"] = [_code_of(people.schools[k]) for k in kept]
    people.columns["teacher_id"] = [None] * len(people)
    for k, number in zip(kept, columns["teacher_id"], strict=True):
        people.columns["teacher_id"][k] = number
    return TableData(columns)


def _carry_over(labels: Sequence[str], codes: Codes, ledger: Ledger) -> None:
    """Ask whether somebody new at a school is the one of that name who is no longer at another, and keeps the number."""
    present = set(labels)
    gone: dict[str, list[str]] = {}
    for label in codes.teachers:
        if label not in present:
            gone.setdefault(label.split("（")[0], []).append(label)
    come: dict[str, list[str]] = {}
    for label in labels:
        if label not in codes.teachers and label.split("（")[0] in gone:
            come.setdefault(label.split("（")[0], []).append(label)
    for name, new in come.items():
        if len(new) == len(gone[name]) == 1:
            (label,), (former,) = new, gone[name]
            asked = Proposal(
                Kind.PERSON, "沿用编出的工号", label, KEPT, Certainty.LIKELY, 1, (KEPT, NEW_NUMBER), shown=former
            )
            if ledger.ask(asked) == KEPT:
                codes.teachers[label] = codes.teachers.pop(former)


def _code_of(school: School | None) -> str | None:
    return None if school is None else school.code


def _left_out(people: People) -> list[Note]:
    return [Note(say("{count} people were left out of the county", count=len(people.out)))] if people.out else []


def _listed(stage: Stage, table: Table, schools: Schools, people: People, ledger: Ledger) -> list[dict[str, Any]]:
    """The rows of 学科需求, 志愿, 指定 or 组团, with people and schools by their codes."""
    read = {column.name: values(stage, column, ledger) for column in table.columns if column.name in stage.columns}
    counts = Counter(text_of(cell) for cell in stage.column("school"))
    own = next(own for own in TABLES if own.name == table.name)
    rows = []
    for i in range(len(stage)):
        row: dict[str, Any] = {column.name: read[column.name][i] for column in own.columns if column.name in read}
        code, name = row.get("school_id"), text_of(stage.column("school")[i])
        if code or name:
            school = schools.known(code) or schools.meant(name or str(code), counts[name], stage.address(i))
            row["school_id"] = _code_of(school)
        if "teacher_id" in {column.name for column in own.columns}:
            row["teacher_id"] = _person(row.get("teacher_id"), text_of(stage.column("name")[i]), people)
        rows.append(row)
    return rows


def _person(number: str | None, name: str, people: People) -> str | None:
    """The number of the person meant, by number or by a name that one alone bears."""
    if number and number in people.by_number:
        return number
    found = people.by_name.get(name, []) if name else []
    return people.columns["teacher_id"][found[0]] if len(found) == 1 else None


def _written(table: Table, rows: Sequence[Mapping[str, Any]]) -> TableData:
    """A table as its workbook has it: dates, flags and lists as text."""
    if not isinstance(rows, TableData):
        names = [column.name for column in table.columns if not column.dropped]
        rows = TableData({name: [row.get(name) for row in rows] for name in names})
    columns = {}
    for column in table.columns:
        if column.dropped:
            continue
        cells = rows.column(column.name) if column.name in rows.names else [None] * len(rows)
        if column.kind is Form.DATE:
            cells = [day_text(cell) for cell in cells]
        elif column.kind is Form.FLAG:
            cells = [None if cell is None else "是" if cell else "否" for cell in cells]
        elif column.kind is Form.SUBJECTS:
            cells = ["、".join(cell) if cell else None for cell in cells]
        columns[column.name] = [None if cell == BLANK else cell for cell in cells]
    return TableData(columns)


def _missing(tables: Mapping[str, TableData]) -> list[Missing]:
    """What the source does not hold: required cells that are blank, and columns and tables of which nothing is there."""
    found = []
    for table in TABLES:
        rows = tables[table.name]
        for column in table.columns:
            if column.dropped:
                continue
            blank = sum(cell is None for cell in rows.column(column.name))
            if (column.required and blank) or (blank == len(rows) and (table.required or not len(rows))):
                found.append(Missing(table, column, blank, len(rows)))
    return found
