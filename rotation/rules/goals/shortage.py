"""(十二) Fewest posts without a teacher: Σ w·max(0, demand − after), w = 1 + [乡村] + [薄弱]."""

from __future__ import annotations

import numpy as np

from rotation.county.county import Ints
from rotation.language import N_, say
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.goals.goal import Costs, Goal
from rotation.rules.goals.measure import LESS, Counted, Measure, by_how_many
from rotation.rules.moves import Moves, after, missing
from rotation.rules.rows import block, over_all
from solvers.program import Builder, Term

TITLE = N_("posts without a teacher")
MEASURES = (Measure("short_after", N_("posts without a teacher, after"), N_("posts"), LESS),)


def weights(case: Case) -> Ints:
    """How much a missing post of each school row counts."""
    schools = case.county.schools
    result: Ints = 1 + (schools.tier == 0).astype(np.int64) + schools.weak
    return result


def weighted(case: Case, short: Ints) -> int:
    """Missing posts, by school row and subject, each at its weight."""
    return int((weights(case) * short.sum(axis=1)).sum())


def state(candidates: Candidates, seed: str, builder: Builder) -> Costs:
    """One column `short` and one row a school and subject in demand: after + short ≥ demand.

    Where `no_new_gap` is in force no more can be short than already is, and its rows follow from these.
    """
    case = candidates.case
    county = case.county
    subjects = len(county.subjects)
    demanded = np.flatnonzero(county.required.ravel() > 0)
    row = np.full(county.required.size, -1, dtype=np.int32)
    row[demanded] = np.arange(len(demanded))
    arrives = row[candidates.school * subjects + candidates.subject]
    leaves = row[candidates.origin * subjects + candidates.main_subject]
    required, before = county.required.ravel()[demanded], county.before.ravel()[demanded]
    departures = np.bincount(leaves[leaves >= 0], minlength=len(demanded))
    most = np.maximum(0, required - before + (0 if case.policy.on("no_new_gap") else departures))
    short = builder.add_columns(np.zeros(len(demanded), dtype=np.int64), most)
    builder.add_block(
        block(
            "shortage",
            len(demanded),
            over_all(arrives),
            over_all(leaves, -1),
            Term(short, np.arange(len(demanded))),
            lower=required - before,
            school=demanded // subjects,
            subject=demanded % subjects,
        )
    )
    return Costs([(short, weights(case)[demanded // subjects])])


def value(case: Case, seed: str, moves: Moves) -> int:
    """The weighted posts still without a teacher."""
    return weighted(case, missing(case, after(case, moves)))


def counted(case: Case, moves: Moves) -> Counted:
    """The posts still without a teacher, plainly and by weight."""
    short = missing(case, after(case, moves))
    return {"short_after": int(short.sum()), "short_weighted": weighted(case, short)}


def told(case: Case, found: Counted) -> str:
    return say(
        "{posts} posts without a teacher ({weighted} with rural and weak schools weighted)",
        posts=found["short_after"], weighted=found["short_weighted"],
    )  # fmt: skip


def amount(value: int) -> str:
    return say("{count} weighted posts", count=value)


GOAL = Goal(
    "shortage",
    title=TITLE,
    sense=LESS,
    state=state,
    value=value,
    measures=MEASURES,
    counted=counted,
    told=told,
    amount=amount,
    beside=by_how_many(
        N_("posts short (rural and weak schools counting more): {n} more"),
        N_("posts short (rural and weak schools counting more): {n} fewer"),
    ),
)
