"""What must hold between the rows of one table and between tables, apart from any policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rotation.errors import Fault
from rotation.intake.cells import likely
from rotation.intake.records import Record
from rotation.language import say
from rotation.schema import EXCLUDED_SCHOOL, GENDERS, MUST_MOVE, MUST_STAY, NAMED_SCHOOL, PRINCIPAL, TABLES

Records = Mapping[str, Sequence[Record]]
LOOKED_UP = 300  # unknown codes compared with all known ones; beyond that it is another list altogether


class Known:
    """The schools and teachers there are, and what a wrong code of one likely means."""

    def __init__(self, tables: Records) -> None:
        self.stages: dict[str, set[str]] = {}
        self._by_name: dict[str, str] = {}
        for record in tables.get("schools", ()):
            self.stages.setdefault(record.values["school_id"], set()).add(record.values["stage"])
            self._by_name[record.values["name"]] = record.values["school_id"]
        self._unpadded = {school.lstrip("0"): school for school in self.stages if school}
        self._meant: dict[str, str | None] = {}

    def school_meant(self, code: str) -> str | None:
        """The code of the school named, or the code without its leading zeros, or the one most alike."""
        if code not in self._meant:
            meant = self._by_name.get(code) or self._unpadded.get(code.lstrip("0"))
            if meant is None and len(self._meant) < LOOKED_UP:
                meant = likely(code, [school for school in self.stages if school])
            self._meant[code] = meant
        return self._meant[code]

    def unknown(self, record: Record) -> Fault:
        expected = say("a school_id of the table 学校 (schools)")
        return record.fault("school_id", expected, mend=self.school_meant(record.values["school_id"]))


def cross_faults(tables: Records, year: int) -> list[Fault]:
    """Every fault that takes more than one cell to see, in the order of the tables and rows.

    Teachers with a blank stage at a school of one row are given its stage here.
    """
    known = Known(tables)
    faults = [fault for table in TABLES for fault in _duplicates(table.key, tables.get(table.name, ()))]
    faults.extend(_teachers(tables.get("teachers", ()), known, year))
    faults.extend(_demand(tables.get("demand", ()), known))
    teachers = {record.values["teacher_id"]: record for record in tables.get("teachers", ())}
    if "teachers" in tables and "schools" in tables:
        faults.extend(_unknown_teachers(tables, teachers))
        faults.extend(_wishes(tables.get("wishes", ()), teachers, known))
        faults.extend(_pins(tables.get("pins", ()), teachers, known))
    return faults


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


def _teachers(teachers: Sequence[Record], known: Known, year: int) -> Iterator[Fault]:
    as_of, stages = year * 10000 + 901, known.stages
    principals: dict[str, Record] = {}
    for record in teachers:
        values = record.values
        school, stage = values["school_id"], values["stage"]
        if school is not None and stages:
            if school not in stages:
                yield known.unknown(record)
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
        number = values.get("id_number")
        if number is not None and values["gender"] not in (None, sex_of(number)):
            yield record.fault(
                "gender", say("the sex the ID number says; correct one of the two, or leave the ID blank")
            )
        if number is not None and values["birth"] is not None and int(number[6:12]) != values["birth"] // 100:
            expected = say("the month of birth the ID number says; correct one of the two, or leave the ID blank")
            yield record.fault("birth", expected, shown=False)
        if values["post"] == PRINCIPAL and school is not None:
            if school in principals:
                expected = say("one principal a school; row {row} is its principal", row=principals[school].row)
                yield record.fault("post", expected)
            else:
                principals[school] = record


def sex_of(number: str) -> str:
    """男 or 女: the 17th digit of an ID number is odd for men (GB 11643)."""
    return GENDERS[1 - int(number[16]) % 2]


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


def _unknown_teachers(tables: Records, teachers: Mapping[str, Record]) -> Iterator[Fault]:
    for name in ("wishes", "pins", "teams"):
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


def _pins(pins: Sequence[Record], teachers: Mapping[str, Record], known: Known) -> Iterator[Fault]:
    stages = known.stages
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
                yield known.unknown(record)
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
