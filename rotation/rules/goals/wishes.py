"""Least reluctance and best ranks: a willing teacher to a school wished for costs nothing."""

from __future__ import annotations

from collections import Counter

import numpy as np

from rotation.language import N_, say
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.goals.goal import Costs, Goal
from rotation.rules.goals.measure import LESS, MORE, Counted, Measure, by_how_many
from rotation.rules.moves import Moves
from solvers.program import Builder

TITLE = N_("willingness and wishes")
MEASURES = (
    Measure("first_wishes", N_("first wishes met"), N_("persons"), MORE),
    Measure("other_wishes", N_("other wishes met"), N_("persons"), MORE),
    Measure("unwilling", N_("people who move unwillingly"), N_("persons"), LESS),
)
RELUCTANCE = {"自愿": 0, "服从安排": 10, "不愿": 50}
# A school not listed costs as much as the last rank that counts, so that listing one never makes
# its teacher less likely to be sent there, and listing none is no advantage.
LAST_RANK = 11


def state(candidates: Candidates, seed: str, builder: Builder) -> Costs:
    """Each move costs the reluctance (自愿 0, 服从安排 10, 不愿 50) and rank − 1, at most 10; 10 where the school is not listed."""
    county = candidates.case.county
    reluctance = np.array([RELUCTANCE[word] for word in county.teachers.willingness], dtype=np.int16)
    cost = reluctance[candidates.teacher] + np.int16(LAST_RANK - 1)
    first = np.searchsorted(candidates.teacher, np.arange(len(county.teachers) + 1))
    for teacher, ranks in county.wishes.items():
        for j in range(first[teacher], first[teacher + 1]):
            rank = ranks.get(county.schools.school_id[candidates.school[j]])
            if rank is not None:
                cost[j] = reluctance[teacher] + min(rank, LAST_RANK) - 1
    return Costs([(slice(0, len(candidates)), cost)])


def value(case: Case, seed: str, moves: Moves) -> int:
    """What the moves cost in reluctance and ranks."""
    county = case.county
    total = 0
    for move in moves:
        ranks = county.wishes.get(move.teacher, {})
        rank = min(ranks.get(county.schools.school_id[move.school], LAST_RANK), LAST_RANK)
        total += RELUCTANCE[county.teachers.willingness[move.teacher]] + rank - 1
    return total


def counted(case: Case, moves: Moves) -> Counted:
    """How many go to a school they wished for, and how willing those are who move."""
    county = case.county
    ranks = [county.wishes.get(m.teacher, {}).get(county.schools.school_id[m.school]) for m in moves]
    will = Counter(county.teachers.willingness[move.teacher] for move in moves)
    return {
        "first_wishes": ranks.count(1),
        "other_wishes": sum(rank is not None and rank > 1 for rank in ranks),
        "no_wish": ranks.count(None),
        "willing": will["自愿"],
        "complying": will["服从安排"],
        "unwilling": will["不愿"],
    }


def told(case: Case, found: Counted) -> str:
    return say(
        "{first} people to their first wish, {other} to another, {none} to a school they did not list; {willing} willing,"
        " {complying} complying, {unwilling} unwilling",
        first=found["first_wishes"], other=found["other_wishes"], none=found["no_wish"], willing=found["willing"],
        complying=found["complying"], unwilling=found["unwilling"],
    )  # fmt: skip


def amount(value: int) -> str:
    return say("{count} points (unwilling {unwilling}, complying {complying}, each rank of a wish 1)", count=value,
               unwilling=RELUCTANCE["不愿"], complying=RELUCTANCE["服从安排"])  # fmt: skip


GOAL = Goal(
    "wishes",
    title=TITLE,
    sense=LESS,
    state=state,
    value=value,
    measures=MEASURES,
    counted=counted,
    told=told,
    amount=amount,
    beside=by_how_many(
        N_("points against the teachers' will: {n} more"),
        N_("points against the teachers' will: {n} fewer"),
    ),
)
