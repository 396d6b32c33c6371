"""Who stands in the table 教师 and likely should not: past retirement, twice, or in a year the data are not of."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rotation.county.retirement import retirement_month
from rotation.errors import Fault, Note
from rotation.intake.records import Records
from rotation.language import say

FEW = 30  # people; where there are fewer, years may pass without anybody joining
QUIET_YEARS, QUIET_YEARS_OF_FEW = 5, 12


def notes_on_people(teachers: Records, year: int) -> list[Note]:
    """Notes on persons; where the plan year itself is doubtful, on that alone."""
    late = list(_year_too_late(teachers, year))
    return [*(late or _past_retirement(teachers, year)), *_twice(teachers)]


def year_fault(place: str, teachers: Records, year: int) -> Fault | None:
    """That so many joined after the plan year's September that the year is the likelier mistake."""
    joined = [day for day in teachers.column("joined") if day is not None]
    later = sum(day > year * 10000 + 901 for day in joined)
    if later < 3 or 20 * later < len(joined):
        return None
    expected = say("a plan year the data fit: {count} of {total} people joined after {year}-09-01; is the year {year} right?",
                   count=later, total=len(joined), year=year)  # fmt: skip
    return Fault(place, None, None, None, expected)


def _year_too_late(teachers: Records, year: int) -> Iterator[Note]:
    joined = [day for day in teachers.column("joined") if day is not None]
    last = max(joined, default=year * 10000) // 10000
    if year - last >= (QUIET_YEARS if len(joined) >= FEW else QUIET_YEARS_OF_FEW):
        yield Note(say("nobody joined a school after {last}; is the year {year} right?", last=last, year=year))


def _past_retirement(teachers: Records, year: int) -> Iterator[Note]:
    birth, gender = teachers.column("birth"), teachers.column("gender")
    known = [i for i in range(len(teachers)) if birth[i] is not None and gender[i] is not None]
    months = np.array([birth[i] // 10000 * 12 + birth[i] // 100 % 100 for i in known], dtype=np.int64)
    past = retirement_month(months, [gender[i] for i in known]) < 12 * year + 9
    for i in [i for i, gone in zip(known, past.tolist(), strict=True) if gone]:
        text = say("past the statutory retirement by {year}-09-01; is the date right, and the person still in service?",
                   year=year)  # fmt: skip
        yield teachers[i].note("birth", text)


def _twice(teachers: Records) -> Iterator[Note]:
    """One name, sex and birth under two staff numbers, unless the ID numbers tell them apart."""
    names = ("name", "gender", "birth", "teacher_id")
    numbers = teachers.column("id_number") if "id_number" in teachers.values.names else [None] * len(teachers)
    first: dict[tuple[object, ...], int] = {}
    for i, (*person, code) in enumerate(zip(*map(teachers.column, names), strict=True)):
        if None in person:
            continue
        same = first.setdefault(tuple(person), i)
        if same == i or code == teachers.column("teacher_id")[same]:
            continue
        if numbers[i] is None or numbers[same] is None:
            text = say("the name, sex and birth of row {row} as well: one person twice?", row=teachers.rows[same])
            yield teachers[i].note("name", text)
