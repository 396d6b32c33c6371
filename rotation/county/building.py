"""From records to the County.

Sorting here is what makes every later result independent of the order of the input rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np

from rotation.county.county import NOT_GIVEN, County, Floats, Ints, Pin, Record, Schools, Teachers
from rotation.county.schema import LOCATIONS, STAGES
from rotation.county.table import TableData

_STAGE_RANK = {stage: g for g, stage in enumerate(STAGES)}


def build_county(name: str, tables: Mapping[str, Sequence[Record]]) -> County:
    """Make the County out of checked records.

    `tables` maps a table's English name to records of parsed values under English column names, as
    intake leaves them: codes and words as str, counts as int, None where a cell is blank. They must
    be free of faults; this function checks nothing.
    """
    data = {table: TableData.of(rows) for table, rows in tables.items()}
    demand = data.get("demand", TableData({}))
    schools = _schools(data["schools"])
    subjects = _subjects(data["teachers"], demand)
    teachers = _teachers(data["teachers"], schools, subjects)
    teacher_index = {teacher_id: t for t, teacher_id in enumerate(teachers.teacher_id)}
    return County(
        name=name,
        schools=schools,
        teachers=teachers,
        subjects=subjects,
        required=_required(demand, schools, subjects),
        wishes=_wishes(data.get("wishes", ()), teacher_index),
        pins=_pins(data.get("pins", ()), teacher_index),
        teams=_teams(data.get("teams", ()), teacher_index),
        tables=data,
    )


def edited(county: County, **tables: Sequence[Record]) -> County:
    """The county with some of its tables replaced by others; they must be free of faults."""
    made = build_county(county.name, {**county.tables, **tables})
    return replace(made, pin_places=county.pin_places, demand_derived=county.demand_derived)


def _schools(table: TableData) -> Schools:
    keys = list(zip(table.column("school_id"), map(_STAGE_RANK.__getitem__, table.column("stage")), strict=True))
    rows = table.ordered(sorted(range(len(keys)), key=keys.__getitem__)).column
    return Schools(
        school_id=tuple(rows("school_id")),
        name=tuple(rows("name")),
        stage=_ints(map(_STAGE_RANK.__getitem__, rows("stage"))),
        tier=_ints(map(LOCATIONS.index, rows("location"))),
        township=_words(rows("township")),
        group=_words(rows("group")),
        weak=np.array(rows("weak"), dtype=bool),
        pupils=_ints(rows("pupils")),
        classes=_ints(map(_given, rows("classes"))),
        staff_quota=_ints(rows("staff_quota")),
        senior_posts=_ints(map(_given, rows("senior_posts"))),
        lon=_floats(rows("lon")),
        lat=_floats(rows("lat")),
    )


def _subjects(teachers: TableData, demand: TableData) -> tuple[str, ...]:
    """Every subject that is taught, can be taught or is needed, sorted."""
    others = chain.from_iterable(set(teachers.column("other_subjects")))
    return tuple(sorted({*teachers.column("subject"), *demand.column("subject"), *others}))


def _teachers(table: TableData, schools: Schools, subjects: Sequence[str]) -> Teachers:
    ids = [str(teacher_id) for teacher_id in table.column("teacher_id")]
    staff = table.ordered(sorted(range(len(ids)), key=ids.__getitem__)).column
    subject_index = {subject: k for k, subject in enumerate(subjects)}
    return Teachers(
        teacher_id=tuple(staff("teacher_id")),
        name=tuple(staff("name")),
        gender=tuple(staff("gender")),
        birth=_months(staff("birth")),
        school=_ints(map(schools.row_of.__getitem__, zip(staff("school_id"), staff("stage"), strict=True))),
        subject=_ints(map(subject_index.__getitem__, staff("subject"))),
        others=_others(staff("subject"), staff("other_subjects"), subject_index),
        joined=_ints(staff("joined")),
        title=tuple(staff("title")),
        backbone=_words(staff("backbone")),
        post=tuple(staff("post")),
        terms=_ints(staff("terms")),
        ethical=np.array([ethics == "合格" for ethics in staff("ethics")], dtype=bool),
        exemption=_words(staff("exemption")),
        willingness=tuple(staff("willingness")),
        points=_floats(staff("points")),
        rural_years=_floats(staff("rural_years")),
        home_lon=_floats(staff("home_lon")),
        home_lat=_floats(staff("home_lat")),
    )


def _others(
    own: Sequence[str], others: Sequence[tuple[str, ...]], subject_index: Mapping[str, int]
) -> tuple[tuple[int, ...], ...]:
    """The subjects each teacher can teach beside the own; the same pair of cells is looked at once."""
    taught = list(zip(own, others, strict=True))
    found = {
        (subject, more): tuple(sorted({subject_index[k] for k in more} - {subject_index[subject]}))
        for subject, more in set(taught)
    }
    return tuple(map(found.__getitem__, taught))


def _required(demand: TableData, schools: Schools, subjects: Sequence[str]) -> Ints:
    subject_index = {subject: k for k, subject in enumerate(subjects)}
    required = np.zeros((len(schools), len(subjects)), dtype=np.int64)
    for r in demand:
        required[schools.row_of[r["school_id"], r["stage"]], subject_index[r["subject"]]] = r["required"]
    return required


def _wishes(table: Iterable[Record], teacher_index: Mapping[str, int]) -> dict[int, dict[str, int]]:
    wishes: dict[int, dict[str, int]] = {}
    for r in table:
        wishes.setdefault(teacher_index[r["teacher_id"]], {})[r["school_id"]] = r["rank"]
    return wishes


def _pins(table: Iterable[Record], teacher_index: Mapping[str, int]) -> tuple[Pin, ...]:
    pins = {Pin(teacher_index[r["teacher_id"]], r["kind"], r["school_id"]) for r in table}
    return tuple(sorted(pins, key=lambda pin: (pin.teacher, pin.kind, pin.school_id or "")))


def _teams(table: Iterable[Record], teacher_index: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    teams: dict[str, list[int]] = {}
    for r in sorted(table, key=lambda r: (r["team"], r["teacher_id"])):
        teams.setdefault(r["team"], []).append(teacher_index[r["teacher_id"]])
    return {team: tuple(members) for team, members in teams.items()}


def _ints(values: Any) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _months(dates: Sequence[int]) -> Ints:
    """12·year + month of dates yyyymmdd."""
    months: Ints = np.array(dates, dtype=np.int64) // 100
    return months // 100 * 12 + months % 100


def _words(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(value or "" for value in values)


def _floats(values: Any) -> Floats:
    return np.array(values, dtype=np.float64)  # None becomes NaN


def _given(value: int | None) -> int:
    return NOT_GIVEN if value is None else value
