"""The subjects of a county's tables put under one name each, and what of them must be asked back or is unlikely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from rotation.county.schema import PRINCIPAL
from rotation.errors import Fault, Note
from rotation.intake.records import Records
from rotation.intake.subjects import Means, Pair, Subjects, divided
from rotation.language import say
from rotation.policy.policy import Policy

NAMED = 6  # words that are said to be read as another, the commonest


def settle_subjects(
    tables: Mapping[str, Records], policy: Policy, notes: list[Note]
) -> tuple[dict[str, Records], list[Fault]]:
    """The tables with every subject under one name, and the faults of those whose meaning nobody knows."""
    demand = tables.get("demand")
    subjects = Subjects(policy, _pairs(demand, "subject"), [
        *_pairs(teachers := tables.get("teachers"), "subject"),
        *((stage, word) for stage, words in _pairs(teachers, "other_subjects") for word in words or ()),
    ])  # fmt: skip
    settled, faults = dict(tables), []
    if demand:
        settled["demand"] = _settled(demand, "subject", subjects, notes)
        faults += list(_demand_faults(settled["demand"], subjects))
    if "teachers" in tables:
        teachers = _settled(tables["teachers"], "subject", subjects, notes)
        settled["teachers"] = teachers = _settled(teachers, "other_subjects", subjects, notes)
        faults += list(_teacher_faults(teachers, subjects))
        notes += _notes_on_teachers(teachers, subjects)
    return settled, faults


def _pairs(records: Records | None, name: str) -> set[Pair]:
    """The different pairs of stage and value of a column."""
    return set(zip(records.column("stage"), records.column(name), strict=True)) if records else set()


def _settled(records: Records, name: str, subjects: Subjects, notes: list[Note]) -> Records:
    """The table with the words of one column put under the names they are known by; it is said which."""
    read: Counter[tuple[str, str]] = Counter()
    known: dict[tuple[Any, str | None], tuple[Any, list[tuple[str, str]]]] = {}
    values = []
    for pair in zip(records.column(name), records.column("stage"), strict=True):
        if pair not in known:
            known[pair] = _one(pair[0], pair[1], subjects)
        value, changed = known[pair]
        values.append(value)
        read.update(changed)
    if not read:
        return records
    words = "、".join(say("“{word}” as {meaning} ({count})", word=word, meaning=subject, count=count)
                     for (word, subject), count in sorted(read.items(), key=lambda item: (-item[1], item[0]))[:NAMED])  # fmt: skip
    header = records.source.headers.get(name, name)
    text = say("{place} [{column}]: other names of a subject were read as that subject: {words}",
               place=records.source.place, column=header, words=words + ("…" if len(read) > NAMED else ""))  # fmt: skip
    notes.append(Note(text))
    return Records(records.source, records.rows, records.values.with_column(name, values))


def _one(value: Any, stage: str | None, subjects: Subjects) -> tuple[Any, list[tuple[str, str]]]:
    """A cell's value by the names subjects are known by, and what was read as what."""
    if isinstance(value, tuple):
        found: list[str] = []
        changed = []
        for word in value:
            meaning = subjects.meaning(word, stage)
            certain = meaning.means in (Means.ITSELF, Means.SAME, Means.SEVERAL)
            found += meaning.subjects if certain else [word]
            changed += [(word, subject) for subject in meaning.subjects if certain and subject != word]
        return tuple(sorted(set(found))), changed
    if value is None:
        return None, []
    meaning = subjects.meaning(value, stage)
    if meaning.means is not Means.SAME:
        return value, []
    return meaning.subjects[0], [(value, meaning.subjects[0])]


def _demand_faults(demand: Records, subjects: Subjects) -> Iterator[Fault]:
    """A cell of the demand with two subjects in it; any other word is the county's own."""
    for record in demand:
        word = record.values["subject"]
        if word is not None and divided(word):
            yield record.fault("subject", say("one subject; a row for each"))
            continue
        stage = record.values["stage"]
        suggestion = (
            subjects.meant_instead(word, stage) if word is not None and subjects.untaught(word, stage) else None
        )
        if suggestion is not None:
            expected = say("a subject somebody teaches: nobody of {stage} has this one", stage=stage)
            yield record.fault("subject", expected, suggestion=suggestion)


def _teacher_faults(teachers: Records, subjects: Subjects) -> Iterator[Fault]:
    names = ("subject", "other_subjects", "stage", "post")
    for i, (subject, others, stage, post) in enumerate(zip(*map(teachers.column, names), strict=True)):
        if subject is not None and post != PRINCIPAL:
            meaning = subjects.meaning(subject, stage)
            suggestion = meaning.subjects[0] if meaning.subjects else None
            if meaning.means is Means.SEVERAL:
                expected = say("one subject; further ones belong under 兼教学科 (other_subjects)")
                yield teachers[i].fault("subject", expected, suggestion=suggestion)
            elif meaning.means in (Means.LIKELY, Means.UNKNOWN):
                yield teachers[i].fault("subject", subjects.expected(subject, stage), suggestion=suggestion)
        for word in others or ():
            meaning = subjects.meaning(word, stage)
            if meaning.means is Means.LIKELY:
                fault = teachers[i].fault(
                    "other_subjects", subjects.expected(word, stage), suggestion=meaning.subjects[0]
                )
                yield Fault(fault.place, fault.row, fault.column, word, fault.expected, fault.suggestion, fault.at)


def _notes_on_teachers(teachers: Records, subjects: Subjects) -> list[Note]:
    found: list[Note] = []
    names = ("subject", "other_subjects", "stage")
    for i, (subject, others, stage) in enumerate(zip(*map(teachers.column, names), strict=True)):
        if subject is not None and subjects.foreign(subject, stage):
            text = say("{subject} is no subject of {stage}; see the subject, the stage and the school",
                       subject=subject, stage=stage)  # fmt: skip
            found.append(teachers[i].note("subject", text))
        for word in others or ():
            if subjects.meaning(word, stage).means is Means.UNKNOWN:
                text = say(
                    "{subject} is neither in 学科需求 nor in the curriculum, and counts for nothing", subject=word
                )
                found.append(teachers[i].note("other_subjects", text))
    return found
