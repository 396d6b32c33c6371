"""Decisions made by hand: what each must name, and which of them contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rotation.county.schema import EXCLUDED_SCHOOL, MUST_MOVE, MUST_STAY, NAMED_SCHOOL, PRINCIPAL
from rotation.errors import Fault
from rotation.intake.known import Known
from rotation.intake.records import Record
from rotation.language import say

_CONTRADICTED = {MUST_STAY: (MUST_MOVE, NAMED_SCHOOL), MUST_MOVE: (MUST_STAY,), NAMED_SCHOOL: (MUST_STAY,)}
_OPPOSITE = {NAMED_SCHOOL: EXCLUDED_SCHOOL, EXCLUDED_SCHOOL: NAMED_SCHOOL}  # the kinds that name a school


def pin_faults(pins: Sequence[Record], teachers: Mapping[str, Record], known: Known) -> Iterator[Fault]:
    """Every fault of the table of pins, row by row; `teachers` are those it names, by their ids."""
    earlier = _Earlier()
    for record in pins:
        kind, teacher = record.values["kind"], teachers.get(record.values["teacher_id"])
        yield from _school(record, teacher, known)
        if teacher is None or kind is None:
            continue
        yield from earlier.contradictions(record)
        earlier.add(record)
        if teacher.values["post"] == PRINCIPAL and teacher.values["exemption"] and kind in (MUST_MOVE, NAMED_SCHOOL):
            yield record.fault("teacher_id", say("no pin that makes an exempt principal move"))


def _school(record: Record, teacher: Record | None, known: Known) -> Iterator[Fault]:
    """What is wrong with the school the pin names, or does not."""
    kind, school, stages = record.values["kind"], record.values["school_id"], known.stages
    if kind not in _OPPOSITE:
        if kind is not None and school is not None and stages and school not in stages:
            yield known.unknown(record)
    elif school is None:
        yield record.fault("school_id", say("a school, since the kind is {kind}", kind=kind))
    elif school not in stages:
        yield known.unknown(record)
    elif teacher is not None and kind == NAMED_SCHOOL:
        own, principal = teacher.values["school_id"], teacher.values["post"] == PRINCIPAL
        if school == own:
            yield record.fault("school_id", say("another school than the teacher's own"))
        elif principal and not stages[school] & stages.get(own, set()):
            yield record.fault("school_id", say("a school that shares a stage with the principal's own"))


class _Earlier:
    """The first pin of each kind a teacher has, and the first that names or excludes each school."""

    def __init__(self) -> None:
        self._of_kind: dict[tuple[str, str], Record] = {}
        self._named: dict[str, Record] = {}
        self._of_school: dict[tuple[str, str, str], Record] = {}

    def contradictions(self, record: Record) -> Iterator[Fault]:
        """What `record` asks for that an earlier pin of the same teacher forbids."""
        teacher, kind, school = (record.values[name] for name in ("teacher_id", "kind", "school_id"))
        for other in _CONTRADICTED.get(kind, ()):
            if (teacher, other) in self._of_kind:
                yield _contradicted(record, "kind", self._of_kind[teacher, other], other)
        if school is None or kind not in _OPPOSITE:
            return
        if kind == NAMED_SCHOOL and teacher in self._named:
            row = self._named[teacher].row
            yield record.fault("school_id", say("one named school a teacher; row {row} names one", row=row))
        other = _OPPOSITE[kind]
        if (teacher, other, school) in self._of_school:
            yield _contradicted(record, "school_id", self._of_school[teacher, other, school], other)

    def add(self, record: Record) -> None:
        teacher, kind, school = (record.values[name] for name in ("teacher_id", "kind", "school_id"))
        self._of_kind.setdefault((teacher, kind), record)
        if school is not None and kind in _OPPOSITE:
            self._of_school.setdefault((teacher, kind, school), record)
            if kind == NAMED_SCHOOL:
                self._named.setdefault(teacher, record)


def _contradicted(record: Record, column: str, earlier: Record, kind: str) -> Fault:
    return record.fault(column, say("no contradiction to row {row} ({kind})", row=earlier.row, kind=kind))
