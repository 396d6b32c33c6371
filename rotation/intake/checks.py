"""What must hold between the rows of one table and between tables, apart from any policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rotation.errors import Fault
from rotation.intake.records import Record
from rotation.language import say
from rotation.schema import EXCLUDED_SCHOOL, MUST_MOVE, MUST_STAY, NAMED_SCHOOL, PRINCIPAL, TABLES

Records = Mapping[str, Sequence[Record]]


def cross_faults(tables: Records, year: int) -> list[Fault]:
    """Every fault that takes more than one cell to see, in the order of the tables and rows.

    Teachers with a blank stage at a school of one row are given its stage here.
    """
    stages = _stages(tables.get("schools", ()))
    faults = [fault for table in TABLES for fault in _duplicates(table.key, tables.get(table.name, ()))]
    faults.extend(_teachers(tables.get("teachers", ()), stages, year))
    faults.extend(_demand(tables.get("demand", ()), stages))
    teachers = {record.values["teacher_id"]: record for record in tables.get("teachers", ())}
    if "teachers" in tables and "schools" in tables:
        faults.extend(_unknown_teachers(tables, teachers))
        faults.extend(_wishes(tables.get("wishes", ()), teachers, stages))
        faults.extend(_pins(tables.get("pins", ()), teachers, stages))
    return faults


def _stages(schools: Sequence[Record]) -> dict[str, set[str]]:
    stages: dict[str, set[str]] = {}
    for record in schools:
        stages.setdefault(record.values["school_id"], set()).add(record.values["stage"])
    return stages


def _duplicates(key: Sequence[str], records: Sequence[Record]) -> Iterator[Fault]:
    first: dict[tuple[Any, ...], Record] = {}
    for record in records:
        values = tuple(record.values[name] for name in key)
        if not key or None in values:
            continue
        if values in first:
            yield record.fault(
                key[-1] if len(key) == 1 else key[0],
                say(
                    "each {key} once; row {row} has it already",
                    key="+".join(record.headers.get(name, name) for name in key),
                    row=first[values].row,
                ),
            )
        else:
            first[values] = record


def _teachers(teachers: Sequence[Record], stages: Mapping[str, set[str]], year: int) -> Iterator[Fault]:
    as_of = year * 10000 + 901
    principals: dict[str, Record] = {}
    for record in teachers:
        values = record.values
        school, stage = values["school_id"], values["stage"]
        if school is not None and stages:
            if school not in stages:
                yield record.fault("school_id", say("a school_id of the table 学校 (schools)"))
            elif stage is None and record.headers.get("stage") and len(stages[school]) > 1:
                yield record.fault("stage", say("the stage taught, since this school has two"))
            elif stage is None and len(stages[school]) > 1:
                yield record.fault("school_id", say("a column 任教学段 (stage), since this school has two stages"))
            elif stage is None:
                values["stage"] = next(iter(stages[school]))
            elif stage not in stages[school]:
                yield record.fault("stage", say("a stage that this school has"))
        if values["joined"] is not None and values["joined"] > as_of:
            yield record.fault("joined", say("a date not after {year}-09-01", year=year))
        elif values["joined"] is not None and values["birth"] is not None and values["joined"] < values["birth"]:
            yield record.fault("joined", say("a date after the date of birth"))
        if values["post"] == PRINCIPAL and school is not None:
            if school in principals:
                expected = say("one principal a school; row {row} is its principal", row=principals[school].row)
                yield record.fault("post", expected)
            else:
                principals[school] = record


def _demand(demand: Sequence[Record], stages: Mapping[str, set[str]]) -> Iterator[Fault]:
    for record in demand:
        school, stage = record.values["school_id"], record.values["stage"]
        if school is None or not stages:
            continue
        if school not in stages:
            yield record.fault("school_id", say("a school_id of the table 学校 (schools)"))
        elif stage is not None and stage not in stages[school]:
            yield record.fault("stage", say("a stage that this school has"))


def _unknown_teachers(tables: Records, teachers: Mapping[str, Record]) -> Iterator[Fault]:
    for name in ("wishes", "pins", "teams"):
        for record in tables.get(name, ()):
            teacher = record.values["teacher_id"]
            if teacher is not None and teacher not in teachers:
                yield record.fault("teacher_id", say("a teacher_id of the table 教师 (teachers)"))


def _wishes(
    wishes: Sequence[Record], teachers: Mapping[str, Record], stages: Mapping[str, set[str]]
) -> Iterator[Fault]:
    for record in wishes:
        school = record.values["school_id"]
        teacher = teachers.get(record.values["teacher_id"])
        if school is None:
            continue
        if school not in stages:
            yield record.fault("school_id", say("a school_id of the table 学校 (schools)"))
        elif teacher is not None and school == teacher.values["school_id"]:
            yield record.fault("school_id", say("another school than the teacher's own"))
        elif teacher is not None and teacher.values["stage"] not in {None, *stages[school]}:
            yield record.fault("school_id", say("a school that has the teacher's stage"))


def _pins(pins: Sequence[Record], teachers: Mapping[str, Record], stages: Mapping[str, set[str]]) -> Iterator[Fault]:
    kinds: dict[str, dict[str, Record]] = {}
    named: dict[str, Record] = {}
    pairs: dict[tuple[str, str], Record] = {}
    for record in pins:
        values = record.values
        kind, school, teacher_id = values["kind"], values["school_id"], values["teacher_id"]
        teacher = teachers.get(teacher_id)
        if kind in (NAMED_SCHOOL, EXCLUDED_SCHOOL):
            if school is None:
                yield record.fault("school_id", say("a school, since the kind is {kind}", kind=kind))
            elif school not in stages:
                yield record.fault("school_id", say("a school_id of the table 学校 (schools)"))
            elif teacher is not None and kind == NAMED_SCHOOL:
                if school == teacher.values["school_id"]:
                    yield record.fault("school_id", say("another school than the teacher's own"))
                elif teacher.values["post"] == PRINCIPAL and not stages[school] & stages.get(
                    teacher.values["school_id"], set()
                ):
                    yield record.fault("school_id", say("a school that shares a stage with the principal's own"))
        if teacher is None or kind is None:
            continue
        earlier = kinds.setdefault(teacher_id, {})
        for other in (
            (MUST_MOVE, NAMED_SCHOOL)
            if kind == MUST_STAY
            else (MUST_STAY,)
            if kind in (MUST_MOVE, NAMED_SCHOOL)
            else ()
        ):
            if other in earlier:
                yield record.fault(
                    "kind", say("no contradiction to row {row} ({kind})", row=earlier[other].row, kind=other)
                )
        earlier.setdefault(kind, record)
        if kind == NAMED_SCHOOL and school is not None:
            if teacher_id in named:
                yield record.fault(
                    "school_id",
                    say("one named school a teacher; row {row} names one", row=named[teacher_id].row),
                )
            named.setdefault(teacher_id, record)
        if kind in (NAMED_SCHOOL, EXCLUDED_SCHOOL) and school is not None:
            opposite = EXCLUDED_SCHOOL if kind == NAMED_SCHOOL else NAMED_SCHOOL
            clash = pairs.get((teacher_id, opposite + school))
            if clash is not None:
                yield record.fault(
                    "school_id", say("no contradiction to row {row} ({kind})", row=clash.row, kind=opposite)
                )
            pairs.setdefault((teacher_id, kind + school), record)
        if teacher.values["post"] == PRINCIPAL and teacher.values["exemption"] and kind in (MUST_MOVE, NAMED_SCHOOL):
            yield record.fault("teacher_id", say("no pin that makes an exempt principal move"))
