"""(五) The members of a team all move to one school, or none of them moves: 团队式交流."""

from __future__ import annotations

import numpy as np

from rotation.county.place import Place
from rotation.language import N_
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses.clause import Clause
from rotation.rules.declared import place_by_place
from rotation.rules.moves import Finding, Moves, none_broken
from rotation.rules.rows import block
from solvers.program import Block, Term


def rows(candidates: Candidates) -> Block:
    """For each team, school and member but the first: moves of the member there = moves of the first.

    A school that some member cannot move to is thereby closed to all; a team with a member who has
    no candidate does not move. Where `one_move` is off, these rows no longer keep a team to one school.
    """
    county = candidates.case.county
    first = np.searchsorted(candidates.teacher, np.arange(len(county.teachers) + 1))
    columns, row, sign, labels = [], [], [], []
    count = 0
    for name, members in enumerate(county.teams.values()):
        own = [np.arange(first[t], first[t + 1]) for t in members]
        schools = np.unique(candidates.school[np.concatenate(own)])
        place = {int(u): i for i, u in enumerate(schools)}
        for other in own[1:]:
            for moves, side in ((own[0], -1), (other, 1)):
                columns.append(moves)
                row.append(np.array([count + place[int(u)] for u in candidates.school[moves]], dtype=np.int64))
                sign.append(np.full(len(moves), side, dtype=np.int64))
            count += len(schools)
            labels.append(np.full(len(schools), name, dtype=np.int64))
    # The first member stands in several rows: one term a pair of members keeps columns unique.
    terms = tuple(Term(c, r, s) for c, r, s in zip(columns, row, sign, strict=True) if len(c))
    names = np.concatenate(labels) if labels else np.zeros(0, dtype=np.int64)
    return block("teams", count, *terms, lower=0, upper=0, team=names)


def check(case: Case, moves: Moves) -> Finding:
    """How many teams are torn apart: some members move and some do not, or not to one school."""
    to: dict[int, set[int]] = {}
    for move in moves:
        to.setdefault(move.teacher, set()).add(move.school)
    broken = []
    for team, members in enumerate(case.county.teams.values()):
        schools = [to.get(teacher, set()) for teacher in members]
        if any(schools) and (not all(schools) or len(set.union(*schools)) > 1):
            broken.append(Place(team=team))
    return none_broken(broken, applies=bool(case.county.teams))


CLAUSE = Clause(
    "teams",
    rows=rows,
    check=check,
    told=place_by_place(N_("every team moves together or stays"), N_("{count} teams are torn apart")),
    asks=N_("{place}: all to one school, or none"),
)
