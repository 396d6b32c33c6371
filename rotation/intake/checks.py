"""What must hold between the rows of one table and between tables, apart from any policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rotation.county.schema import PRINCIPAL, TABLES
from rotation.errors import Fault
from rotation.intake import id_numbers
from rotation.intake.known import Known, Tables
from rotation.intake.pins import pin_faults
from rotation.intake.records import Record, Records
from rotation.language import say

ASKING = ("wishes", "pins", "teams")  # the tables that name teachers of another


def cross_faults(tables: Tables, year: int) -> list[Fault]:
    """Every fault that takes more than one cell to see, in the order of the tables and rows."""
    known = Known(tables)
    faults = [fault for table in TABLES if table.name in tables for fault in _duplicates(table.key, tables[table.name])]
    if "teachers" in tables:
        faults.extend(_teachers(tables["teachers"], known, year))
    faults.extend(_demand(tables.get("demand", ()), known))
    if "teachers" in tables and "schools" in tables:
        asked = {code for name in ASKING if name in tables for code in tables[name].column("teacher_id")}
        listed = tables["teachers"]
        teachers = {code: listed[i] for i, code in enumerate(listed.column("teacher_id")) if code in asked}
        faults.extend(_unknown_teachers(tables, teachers))
        faults.extend(_wishes(tables.get("wishes", ()), teachers, known))
        faults.extend(pin_faults(tables.get("pins", ()), teachers, known))
    return faults


def _duplicates(key: Sequence[str], records: Records) -> Iterator[Fault]:
    if any(len(set(records.column(name))) == len(records) for name in key):
        return  # what never stands twice in one column does not in all of them
    first: dict[tuple[Any, ...], int] = {}
    for i, values in enumerate(zip(*map(records.column, key), strict=True)):
        if None in values:
            continue
        if values in first:
            yield records[i].fault(
                key[-1] if len(key) == 1 else key[0],
                say(
                    "each {key} once; row {row} has it already",
                    key="+".join(records.source.headers.get(name, name) for name in key),
                    row=records.rows[first[values]],
                ),
            )
        else:
            first[values] = i


def with_stages(tables: Tables) -> Tables:
    """The tables, with the teachers whose stage is blank given that of their school where it has but one."""
    if not {"schools", "teachers"} <= tables.keys() or None not in tables["teachers"].column("stage"):
        return tables
    alone, teachers = Known(tables).alone, tables["teachers"]
    stages = [
        alone.get(school) if stage is None else stage
        for school, stage in zip(teachers.column("school_id"), teachers.column("stage"), strict=True)
    ]
    filled = teachers.values.with_column("stage", stages)
    return {**tables, "teachers": Records(teachers.source, teachers.rows, filled)}


def _teachers(teachers: Records, known: Known, year: int) -> Iterator[Fault]:
    as_of, stages, alone = year * 10000 + 901, known.stages, known.alone
    fitting = {(school, stage) for school, had in stages.items() for stage in had} | {
        (school, None) for school in alone
    }
    principals: dict[str, int] = {}
    names = ("school_id", "stage", "joined", "birth", "gender", "post")
    numbers = teachers.column("id_number") if "id_number" in teachers.values.names else [None] * len(teachers)
    rows = zip(numbers, *map(teachers.column, names), strict=True)
    for i, (number, school, stage, joined, birth, gender, post) in enumerate(rows):
        if stages and (school, stage) not in fitting and school is not None:
            if school not in stages:
                yield known.unknown(teachers[i])
            elif stage is not None:
                yield teachers[i].fault("stage", say("a stage that this school has"))
            elif "stage" in teachers.source.at:
                yield teachers[i].fault("stage", say("the stage taught, since this school has two"))
            else:
                yield teachers[i].fault("school_id", say("a column 任教学段 (stage), since this school has two stages"))
        if joined is not None and joined > as_of:
            yield teachers[i].fault("joined", say("a date not after {year}-09-01", year=year))
        elif joined is not None and birth is not None and joined < birth:
            yield teachers[i].fault("joined", say("a date after the date of birth"))
        if number is not None and gender not in (None, id_numbers.sex_of(number)):
            yield teachers[i].fault(
                "gender", say("the sex the ID number says; correct one of the two, or leave the ID blank")
            )
        if number is not None and birth is not None and int(number[6:12]) != birth // 100:
            expected = say("the month of birth the ID number says; correct one of the two, or leave the ID blank")
            yield teachers[i].fault("birth", expected, shown=False)
        if post == PRINCIPAL and school is not None:
            if school in principals:
                expected = say(
                    "one principal a school; row {row} is its principal", row=teachers.rows[principals[school]]
                )
                yield teachers[i].fault("post", expected)
            else:
                principals[school] = i


def _demand(demand: Sequence[Record], known: Known) -> Iterator[Fault]:
    stages = known.stages
    for record in demand:
        school, stage = record.values["school_id"], record.values["stage"]
        if school is None or not stages:
            continue
        if school not in stages:
            yield known.unknown(record)
        elif stage is not None and stage not in stages[school]:
            yield record.fault("stage", say("a stage that this school has"))


def _unknown_teachers(tables: Tables, teachers: Mapping[str, Record]) -> Iterator[Fault]:
    for name in ASKING:
        for record in tables.get(name, ()):
            teacher = record.values["teacher_id"]
            if teacher is not None and teacher not in teachers:
                yield record.fault("teacher_id", say("a teacher_id of the table 教师 (teachers)"))


def _wishes(wishes: Sequence[Record], teachers: Mapping[str, Record], known: Known) -> Iterator[Fault]:
    stages = known.stages
    for record in wishes:
        school = record.values["school_id"]
        teacher = teachers.get(record.values["teacher_id"])
        if school is None:
            continue
        if school not in stages:
            yield known.unknown(record)
        elif teacher is not None and school == teacher.values["school_id"]:
            yield record.fault("school_id", say("another school than the teacher's own"))
        elif teacher is not None and teacher.values["stage"] not in {None, *stages[school]}:
            yield record.fault("school_id", say("a school that has the teacher's stage"))
