"""(五) (十三) Least spread between schools of backbone teachers per pupil.

The national inspection measures it by the pupil-weighted coefficient of variation, stage by stage:
CV² + 1 = (P/B²)·Σ b²/p, with B and P fixed. The sum is separable and convex in b, so the i-th
backbone teacher of a school costs c = 10^8·P·(2i − 1)/(B²·p), rounded; minimising Σ c minimises CV²
summed over the stages, to eight decimals.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from rotation.county.county import Ints
from rotation.county.schema import STAGES
from rotation.language import N_, say
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.goals.goal import Costs, Goal
from rotation.rules.goals.measure import LESS, Counted, Measure
from rotation.rules.moves import Moves
from rotation.rules.rows import block, over_all
from solvers.limits import SINGLE, TooLarge
from solvers.program import Builder, Term

SCALE = 10**8
TITLE = N_("spread of backbone teachers between schools")
MEASURES = tuple(
    Measure(f"cv.{stage}", title, "", LESS, 4)
    for stage, title in zip(
        STAGES,
        (N_("spread (CV) of backbone teachers, primary"), N_("spread (CV) of backbone teachers, junior secondary")),
        strict=True,
    )
)


def unit_cost(pupils: int, stage_pupils: int, stage_backbone: int, i: int) -> int:
    """c[u, i]: what the i-th backbone teacher (from 1) of a school with `pupils` costs, halves up."""
    below = stage_backbone**2 * pupils
    return (2 * SCALE * stage_pupils * (2 * i - 1) + below) // (2 * below)


def backbone_before(case: Case) -> Ints:
    """Backbone teachers of each school row before the moves, principals apart."""
    people = case.county.teachers
    counted = case.backbone & ~people.principal
    return np.bincount(people.school[counted], minlength=len(case.county.schools)).astype(np.int64)


def backbone_after(case: Case, moves: Moves) -> list[int]:
    """Backbone teachers of each school row once the moves are made."""
    count = [int(number) for number in backbone_before(case)]
    for move in moves:
        if case.backbone[move.teacher]:
            count[move.origin] -= 1
            count[move.school] += 1
    return count


def weighted_cv(pupils: Sequence[int], counts: Sequence[int]) -> float | None:
    """Pupil-weighted coefficient of variation of counts per pupil, None where there are none.

    CV = S/X̄, S² = Σ (p/P)(x/p − X̄)², X̄ = X/P: the national inspection's formula.
    """
    everyone, total = sum(pupils), sum(counts)
    if total == 0:
        return None
    square = Fraction(everyone, total**2) * sum(Fraction(x * x, p) for p, x in zip(pupils, counts, strict=True))
    return math.sqrt(square - 1)


def stage_totals(case: Case, backbone: Sequence[int] | Ints) -> tuple[dict[int, int], dict[int, int]]:
    """Pupils and backbone teachers of each stage."""
    pupils: Counter[int] = Counter()
    count: Counter[int] = Counter()
    for u, stage in enumerate(case.county.schools.stage.tolist()):
        pupils[stage] += max(1, int(case.county.schools.pupils[u]))
        count[stage] += int(backbone[u])
    return dict(pupils), dict(count)


def state(candidates: Candidates, seed: str, builder: Builder) -> Costs:
    """Columns for each backbone teacher a school may gain or lose, and one row a school to count them.

    The k-th gained costs the step above what the school has, the k-th lost saves the step below.
    Costs rise with each step, so that the solver takes them in order by itself. Raises TooLarge.
    """
    case = candidates.case
    schools = case.county.schools
    before = backbone_before(case)
    pupils, count = stage_totals(case, before)
    comes = np.where(candidates.backbone, candidates.school, -1)
    goes = np.where(candidates.backbone, candidates.origin, -1)
    arrivals, departures = (_distinct(candidates, end, len(schools)) for end in (comes, goes))
    where, side, cost = [], [], []
    for u in range(len(schools)):
        stage = int(schools.stage[u])
        if count[stage] == 0:
            continue
        own, people = int(before[u]), max(1, int(schools.pupils[u]))
        lost = range(own, own - int(departures[u]), -1)
        gained = range(own + 1, own + 1 + int(arrivals[u]))
        cost += [-unit_cost(people, pupils[stage], count[stage], i) for i in lost]
        cost += [unit_cost(people, pupils[stage], count[stage], i) for i in gained]
        side += [1] * len(lost) + [-1] * len(gained)
        where += [u] * (len(lost) + len(gained))
    if (largest := max(map(abs, cost), default=0)) > SINGLE:
        raise TooLarge("balance", largest, SINGLE)
    at = np.array(where, dtype=np.int64)
    group = len(case.county.teachers) + at
    steps = builder.add_columns(np.zeros(len(at), np.int64), np.ones(len(at), np.int64), group)
    builder.add_block(
        block(
            "balance",
            len(schools),
            over_all(comes),
            over_all(goes, -1),
            Term(steps, at, np.array(side, dtype=np.int64)),
            lower=0,
            upper=0,
            school=np.arange(len(schools)),
        )
    )
    return Costs([(steps, np.array(cost, dtype=np.int64))], constant=value(case, seed, ()))


def _distinct(candidates: Candidates, end: Ints, schools: int) -> Ints:
    """For each school row, how many different teachers have a candidate with that end."""
    pairs = np.unique(candidates.teacher[end >= 0].astype(np.int64) * schools + end[end >= 0])
    return np.bincount(pairs % schools, minlength=schools)


def value(case: Case, seed: str, moves: Moves) -> int:
    """Σ over schools and their backbone teachers after the moves of what each costs."""
    backbone = backbone_after(case, moves)
    pupils, count = stage_totals(case, backbone)
    total = 0
    for u, stage in enumerate(case.county.schools.stage.tolist()):
        people = max(1, int(case.county.schools.pupils[u]))
        total += sum(unit_cost(people, pupils[stage], count[stage], i) for i in range(1, backbone[u] + 1))
    return total


def counted(case: Case, moves: Moves) -> Counted:
    """Each stage's CV after the moves, None where the stage has no backbone teacher or no school."""
    schools, backbone = case.county.schools, backbone_after(case, moves)
    found: dict[str, float | None] = {}
    for g, stage in enumerate(STAGES):
        rows = [u for u in range(len(schools)) if schools.stage[u] == g]
        cv = weighted_cv([max(1, int(schools.pupils[u])) for u in rows], [backbone[u] for u in rows]) if rows else None
        found[f"cv.{stage}"] = None if cv is None else round(cv, 4)
    return found


def told(case: Case, found: Counted) -> str:
    limits = case.policy.national.cv
    known = [(stage, found[f"cv.{stage}"]) for stage in STAGES if found[f"cv.{stage}"] is not None]
    if not known:
        return say("no backbone teachers")
    return say(
        "{spread}; the national inspection wants at most {limits}",
        spread="、".join(f"{stage} {cv:.4f}" for stage, cv in known),
        limits="、".join(f"{limits[stage]:.2f}" for stage, _ in known),
    )


def amount(value: int) -> str:
    return say("{sum} in the sum of the squared CVs", sum=f"{value / SCALE:.8f}".rstrip("0"))


def beside(value: int, other: int) -> str:
    """By how much of the other plan's spread this one's is greater or smaller."""
    hundredths = abs(value - other) * 10000 // max(1, other)
    share = f"{hundredths / 100:.2f}" if hundredths else "<0.01"
    if value > other:
        return say("spread of backbone teachers between schools: greater by {n}%", n=share)
    return say("spread of backbone teachers between schools: smaller by {n}%", n=share)


GOAL = Goal(
    "balance",
    title=TITLE,
    sense=LESS,
    state=state,
    value=value,
    measures=MEASURES,
    counted=counted,
    told=told,
    amount=amount,
    beside=beside,
)
