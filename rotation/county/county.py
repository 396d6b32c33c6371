"""A county: its six tables as typed columns, sorted by their keys and frozen; `building` makes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from rotation.county.schema import PRINCIPAL, SENIOR_TITLES, STAGES, TABLES
from rotation.county.table import TableData

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Record = Mapping[str, Any]

NOT_GIVEN = -1


@dataclass(frozen=True)
class Schools:
    """Schools as the model means them: one row per (school_id, stage).

    `tier` is 0 乡村, 1 镇区, 2 城区; `stage` indexes STAGES; `senior_posts` and `classes` are
    NOT_GIVEN where blank; `lon`, `lat` are degrees, NaN where blank.
    """

    school_id: tuple[str, ...]
    name: tuple[str, ...]
    stage: Ints
    tier: Ints
    township: tuple[str, ...]
    group: tuple[str, ...]
    weak: Bools
    pupils: Ints
    classes: Ints
    staff_quota: Ints
    senior_posts: Ints
    lon: Floats
    lat: Floats

    def __len__(self) -> int:
        return len(self.school_id)

    @cached_property
    def target(self) -> Bools:
        """Rural or weak schools: those the exchange is meant to strengthen (十三, 十四)."""
        result: Bools = (self.tier == 0) | self.weak
        return result

    @cached_property
    def row_of(self) -> Mapping[tuple[str, str], int]:
        """(school_id, stage) to the row."""
        return {(self.school_id[u], STAGES[self.stage[u]]): u for u in range(len(self))}

    @cached_property
    def post(self) -> tuple[str, ...]:
        """The distinct school_ids, sorted: the posts of the principals."""
        return tuple(sorted(set(self.school_id)))


@dataclass(frozen=True)
class Teachers:
    """Everybody on the staff, principals included.

    `school` is a row of Schools, `subject` and `others` index County.subjects; `birth` is
    12·year + month, `joined` is yyyymmdd. `points` and `rural_years` are shown and decide nothing;
    NaN where blank.
    """

    teacher_id: tuple[str, ...]
    name: tuple[str, ...]
    gender: tuple[str, ...]
    birth: Ints
    school: Ints
    subject: Ints
    others: tuple[tuple[int, ...], ...]
    joined: Ints
    title: tuple[str, ...]
    backbone: tuple[str, ...]
    post: tuple[str, ...]
    terms: Ints
    ethical: Bools
    exemption: tuple[str, ...]
    willingness: tuple[str, ...]
    points: Floats
    rural_years: Floats
    home_lon: Floats
    home_lat: Floats

    def __len__(self) -> int:
        return len(self.teacher_id)

    @cached_property
    def principal(self) -> Bools:
        return np.array([post == PRINCIPAL for post in self.post], dtype=bool)

    @cached_property
    def senior(self) -> Bools:
        return np.array([title in SENIOR_TITLES for title in self.title], dtype=bool)


@dataclass(frozen=True)
class Pin:
    """A decision made by hand: `kind` is one of schema.PIN_KINDS, `school_id` None where it names none."""

    teacher: int
    kind: str
    school_id: str | None


@dataclass(frozen=True)
class County:
    """The county's tables; `required[u, k]` is the posts school row u needs in subject k.

    `wishes[t]` maps the school_ids teacher t listed to their ranks; `teams` maps a team's name to
    its members. `tables` are the records it was built from. `pin_places` maps (teacher_id,
    kind) to where the pin stands (place, row, column, the column's place), for messages alone.
    `row_numbers` are the numbers of a table's rows in its sheet, for messages too.
    `demand_derived` says that `required` was derived from the classes.
    """

    name: str
    schools: Schools
    teachers: Teachers
    subjects: tuple[str, ...]
    required: Ints
    wishes: Mapping[int, Mapping[str, int]]
    pins: tuple[Pin, ...]
    teams: Mapping[str, tuple[int, ...]]
    tables: Mapping[str, TableData] = field(repr=False, compare=False)
    pin_places: Mapping[tuple[str, str], tuple[str, int, str, int]] = field(default_factory=dict, compare=False)
    demand_derived: bool = False
    row_numbers: Mapping[str, Sequence[int]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the normalised tables: `input_sha256` of a plan."""
        return _digest(self.tables)

    @cached_property
    def staff(self) -> Ints:
        """Everybody of each school row, the principal included."""
        return np.bincount(self.teachers.school, minlength=len(self.schools)).astype(np.int64)

    @cached_property
    def senior(self) -> Ints:
        """Everybody with a senior title of each school row, the principal included."""
        rows = self.teachers.school[self.teachers.senior]
        return np.bincount(rows, minlength=len(self.schools)).astype(np.int64)

    @cached_property
    def before(self) -> Ints:
        """before[u, k]: teachers of school row u, principals apart, whose main subject is k."""
        count = np.zeros((len(self.schools), len(self.subjects)), dtype=np.int64)
        teaching = ~self.teachers.principal
        np.add.at(count, (self.teachers.school[teaching], self.teachers.subject[teaching]), 1)
        return count

    @cached_property
    def teacher_index(self) -> Mapping[str, int]:
        return {teacher_id: t for t, teacher_id in enumerate(self.teachers.teacher_id)}

    @cached_property
    def rows_of_post(self) -> Mapping[str, tuple[int, ...]]:
        """school_id to its rows, 小学 first."""
        rows: dict[str, list[int]] = {}
        for u, school_id in enumerate(self.schools.school_id):
            rows.setdefault(school_id, []).append(u)
        return {school_id: tuple(found) for school_id, found in rows.items()}


def _digest(tables: Mapping[str, TableData]) -> str:
    """SHA-256 over the tables' values in the order of their keys, one JSON line a record.

    Empty tables are no part of it, nor are columns that joined the schema later and are blank everywhere: a table or a
    column more leaves the plans made before good. The first columns count blank or not, as in those plans.
    """
    encode = lru_cache(maxsize=None, typed=True)(json.JSONEncoder(ensure_ascii=False).encode)
    whole = hashlib.sha256()
    for name in sorted(name for name in tables if tables[name]):
        columns = sorted(_counted(name, tables[name]))
        line = "{" + ", ".join(f"{encode(column)}: %s" for column in columns) + "}"
        texts = [map(encode, tables[name].column(column)) for column in columns]
        lines = sorted(line % values for values in zip(*texts, strict=True))
        whole.update(f"{name} {len(lines)}\n".encode())
        for text in lines:
            whole.update(text.encode() + b"\n")
    return whole.hexdigest()


def _counted(name: str, table: TableData) -> Iterator[str]:
    """The columns that count for the digest."""
    later = {column.name for declared in TABLES if declared.name == name for column in declared.columns if column.later}
    for column in table.names:
        if column not in later or not all(
            value is None or value is False or value == () for value in table.column(column)
        ):
            yield column
