"""(十二) Senior teachers arrive only where senior posts are free: 在核定的岗位设置总量内."""

from __future__ import annotations

from collections import Counter

import numpy as np

from rotation.county.county import NOT_GIVEN
from rotation.county.place import Place
from rotation.language import N_
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses.clause import Clause
from rotation.rules.declared import BY_SCHOOL
from rotation.rules.moves import Finding, Moves, none_broken
from rotation.rules.rows import block, over_all
from solvers.program import Block


def rows(candidates: Candidates) -> Block:
    """One row for each school whose senior posts are given: senior arrivals − departures ≤ max(0, posts − senior)."""
    county = candidates.case.county
    limited = np.flatnonzero(county.schools.senior_posts != NOT_GIVEN)
    row = np.full(len(county.schools), -1, dtype=np.int32)
    row[limited] = np.arange(len(limited))
    free = np.maximum(0, county.schools.senior_posts - county.senior)[limited]
    return block(
        "senior_posts",
        len(limited),
        over_all(np.where(candidates.senior, row[candidates.school], -1)),
        over_all(np.where(candidates.senior, row[candidates.origin], -1), -1),
        upper=free,
        school=limited,
    )


def check(case: Case, moves: Moves) -> Finding:
    """How many schools gain more senior teachers than they have free senior posts."""
    county = case.county
    gain: Counter[int] = Counter()
    for move in moves:
        if county.teachers.senior[move.teacher]:
            gain[move.school] += 1
            gain[move.origin] -= 1
    broken = []
    for u, count in sorted(gain.items()):
        posts = int(county.schools.senior_posts[u])
        if posts != NOT_GIVEN and count > max(0, posts - int(county.senior[u])):
            broken.append(Place(school=u))
    return none_broken(broken)


CLAUSE = Clause(
    "senior_posts",
    rows=rows,
    check=check,
    told=BY_SCHOOL,
    asks=N_("{place}: at most {most} more senior teachers"),
)
