"""Moves as plain rows, and what counting them one by one says: the audit's only way to count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rotation.county.county import Ints
from rotation.county.place import Place
from rotation.rules.case import Case


@dataclass(frozen=True, order=True)
class Move:
    """Teacher `teacher` leaves school row `origin` for school row `school` to teach `subject`."""

    teacher: int
    origin: int
    school: int
    subject: int


Moves = Sequence[Move]


@dataclass(frozen=True)
class Finding:
    """What counting says of a rule: `actual` against `required`, and where it is broken.

    `satisfied` is None where the rule does not apply, as a share of nobody. `where` names the broken places.
    """

    required: int
    actual: int
    satisfied: bool | None
    where: tuple[Place, ...] = ()


def none_broken(broken: Iterable[Place], *, applies: bool = True) -> Finding:
    """The finding of a rule that holds place by place: how many places break it, none allowed."""
    where = tuple(broken)
    return Finding(0, len(where), None if not applies else not where, where)


def after(case: Case, moves: Moves) -> Counter[tuple[int, int]]:
    """after[u, k]: teachers of school row u who teach subject k once the moves are made."""
    county = case.county
    count: Counter[tuple[int, int]] = Counter()
    people = county.teachers
    for t in range(len(people)):
        if not people.principal[t]:
            count[int(people.school[t]), int(people.subject[t])] += 1
    for move in moves:
        count[move.origin, int(people.subject[move.teacher])] -= 1
        count[move.school, move.subject] += 1
    return count


def missing(case: Case, have: Counter[tuple[int, int]]) -> Ints:
    """missing[u, k]: posts of school row u in subject k without a teacher, where `have` teach there."""
    short: Ints = case.county.required.copy()
    for place, teachers in have.items():
        short[place] -= teachers
    return np.maximum(0, short)
