"""The public draw: among plans equal in all else, the one whose numbers add up to least.

Everybody can recompute a number: it is the first 30 bits of the SHA-256 of "seed|teacher_id|
school_id|subject" in UTF-8, the strings as plan.json writes them.
"""

from __future__ import annotations

import hashlib

import numpy as np

from rotation.language import N_, say
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.goals.goal import Costs, Goal
from rotation.rules.goals.measure import LESS, Counted, Measure
from rotation.rules.moves import Moves
from solvers.program import Builder

TITLE = N_("public draw")
MEASURES: tuple[Measure, ...] = ()
BITS = 30


def draw(seed: str, teacher_id: str, school_id: str, subject: str) -> int:
    """The number drawn for a move, from 0 to 2^30 − 1."""
    digest = hashlib.sha256(f"{seed}|{teacher_id}|{school_id}|{subject}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS)


def state(candidates: Candidates, seed: str, builder: Builder) -> Costs:
    """Each move costs its number."""
    county = candidates.case.county
    ends = [
        [f"|{school_id}|{subject}".encode() for subject in county.subjects] for school_id in county.schools.school_id
    ]
    starts = [hashlib.sha256(f"{seed}|{teacher_id}".encode()) for teacher_id in county.teachers.teacher_id]
    numbers = np.empty(len(candidates), dtype=">u4")
    columns = zip(candidates.teacher.tolist(), candidates.school.tolist(), candidates.subject.tolist(), strict=True)
    for j, (teacher, school, subject) in enumerate(columns):
        whole = starts[teacher].copy()  # the part before the school is hashed once a teacher
        whole.update(ends[school][subject])
        numbers[j : j + 1] = np.frombuffer(whole.digest(), dtype=">u4", count=1)
    cost = (numbers >> np.uint32(32 - BITS)).astype(np.int64)
    return Costs([(slice(0, len(candidates)), cost)])


def value(case: Case, seed: str, moves: Moves) -> int:
    """The numbers of the moves added up."""
    county = case.county
    return sum(
        draw(
            seed,
            county.teachers.teacher_id[move.teacher],
            county.schools.school_id[move.school],
            county.subjects[move.subject],
        )
        for move in moves
    )


def counted(case: Case, moves: Moves) -> Counted:
    """Nothing: the sum of drawn numbers says nothing of a plan but that it was drawn."""
    return {}


def told(case: Case, found: Counted) -> str:
    return say("decides by the published seed between plans equal in all else")


def amount(value: int) -> str:
    return ""


def beside(value: int, other: int) -> str:
    return ""


GOAL = Goal(
    "lottery",
    title=TITLE,
    sense=LESS,
    state=state,
    value=value,
    measures=MEASURES,
    counted=counted,
    told=told,
    amount=amount,
    beside=beside,
    breaks_ties=True,
    draw=True,
)
