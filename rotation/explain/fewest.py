"""The fewest clauses, pins or posts that have to give way, each proven by a 0-1 program of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from rotation.county.county import Pin
from rotation.county.schema import EXCLUDED_SCHOOL, MUST_MOVE, MUST_STAY, NAMED_SCHOOL, STAGES
from rotation.explain.altered import possible, with_values, without_pins
from rotation.planning.planner import state_clauses
from rotation.rules.candidates import Candidates, find_candidates
from rotation.rules.case import Case
from rotation.rules.clauses import CLAUSES
from rotation.rules.goals.lottery import draw
from rotation.rules.rows import block
from solvers.clock import Clock
from solvers.conflict import Subsets
from solvers.lexicographic import solve
from solvers.program import UNBOUNDED, Array, Block, Bools, Builder, Program, Term
from solvers.relaxation import Infeasible


def fewest_clauses(case: Case, subsets: Subsets) -> tuple[str, ...] | None:
    """The smallest set of clauses without which the rest can hold together."""
    names = [name for name in subsets.blocks if not CLAUSES[name].defines]
    every = frozenset(subsets.blocks)
    for size in range(1, len(names) + 1):
        for off in combinations(names, size):
            if any(CLAUSES[name].narrows for name in off):
                works = possible(with_values(case, {f"{name}.on": False for name in off}), subsets.clock)
            else:
                works = subsets.hold(every - set(off))
            if works:
                return off
    return None


def fewest_pins(case: Case, clock: Clock) -> list[Pin] | None:
    """The fewest pins, principals' apart, without which there is a plan; None if no such set helps.

    The candidates of the county without pins, and those that only a pin opens; a column a pin says
    that it is dropped.
    """
    people = case.county.teachers
    pins = [pin for pin in case.county.pins if not people.principal[pin.teacher]]
    if not pins:
        return None
    moves = _united(find_candidates(without_pins(case, pins)), find_candidates(case))
    inside = np.isin(_keys(moves), _keys(find_candidates(without_pins(case, pins))))
    builder = _stated(replace(moves, case=with_values(case, {"pins.on": False})))
    dropped = builder.add_columns(np.zeros(len(pins), np.int64), np.ones(len(pins), np.int64))
    post = np.array(case.county.schools.school_id)[moves.school]
    for i, pin in enumerate(pins):
        own, there = moves.teacher == pin.teacher, post == (pin.school_id or "")
        column = dropped.start + i
        if pin.kind in (MUST_MOVE, NAMED_SCHOOL):
            builder.add_block(_linked(own, column, 1, lower=1))
        if pin.kind == NAMED_SCHOOL:
            most = int(own.sum())
            builder.add_block(_linked(own & ~there, column, -most, upper=0))
            builder.add_block(_linked(own & there & ~inside, column, most, upper=most))  # only the pin opens these
        if pin.kind in (MUST_STAY, EXCLUDED_SCHOOL):
            shut = own if pin.kind == MUST_STAY else own & there
            builder.add_block(_linked(shut, column, -int(shut.sum()), upper=0))
    builder.add_goal("dropped", [(dropped, np.ones(len(pins), np.int64))])
    numbers = [draw("", people.teacher_id[pin.teacher], pin.school_id or "", pin.kind) for pin in pins]
    builder.add_goal("lottery", [(dropped, np.array(numbers, dtype=np.int64))])
    point = _best(builder.program(), clock)
    return None if point is None else [pin for pin, gone in zip(pins, point[dropped].tolist(), strict=True) if gone]


def least_quota(candidates: Candidates, clock: Clock) -> dict[int, int] | None:
    """School rows with the quotas that add the fewest posts to the county's; None if none helps.

    A school over its quota is first raised to its staff: `over` posts that admit nobody.
    """
    county = candidates.case.county
    builder = _stated(candidates, without=("staffing",))
    count = len(county.schools)
    arrivals = np.bincount(candidates.school, minlength=count)
    more = builder.add_columns(np.zeros(count, np.int64), arrivals)
    raised = builder.add_columns(np.zeros(count, np.int64), np.ones(count, np.int64))
    every = np.arange(count)
    staffing = CLAUSES["staffing"].rows(candidates)
    builder.add_block(replace(staffing, terms=(*staffing.terms, Term(more, every, -1))))
    builder.add_block(block("raised", count, Term(more, every), Term(raised, every, -arrivals), upper=0))
    over = np.maximum(0, county.staff - county.schools.staff_quota)
    ones = np.ones(count, np.int64)
    builder.add_goal("posts", [(more, ones), (raised, over)])
    builder.add_goal("schools", [(raised, ones)])
    numbers = [
        draw("", school_id, STAGES[g], "")
        for school_id, g in zip(county.schools.school_id, county.schools.stage, strict=True)
    ]
    builder.add_goal("lottery", [(raised, np.array(numbers, dtype=np.int64))])
    point = _best(builder.program(), clock)
    if point is None:
        return None
    added = point[more]
    return {int(u): int(max(county.schools.staff_quota[u], county.staff[u]) + added[u]) for u in np.flatnonzero(added)}


def _stated(candidates: Candidates, without: Sequence[str] = ()) -> Builder:
    """A builder that holds the candidates and the clauses in force."""
    program = state_clauses(candidates).without_blocks(without)
    builder = Builder()
    builder.add_columns(program.lower, program.upper, program.groups)
    for each in program.blocks:
        builder.add_block(each)
    return builder


def _linked(moves: Bools, column: int, weight: int, lower: int = -UNBOUNDED, upper: int = UNBOUNDED) -> Block:
    """One row: lower ≤ Σ moves + weight·column ≤ upper."""
    own = np.flatnonzero(moves)
    at = slice(column, column + 1)
    return block(
        "pins",
        1,
        Term(own, np.zeros(len(own), np.int64)),
        Term(at, np.zeros(1, np.int64), weight),
        lower=lower,
        upper=upper,
    )


def _best(program: Program, clock: Clock) -> Array | None:
    try:
        return solve(program, clock).point
    except Infeasible:
        return None


def _keys(moves: Candidates) -> Array:
    """A number for each candidate that says which it is."""
    county = moves.case.county
    keys: Array = (moves.teacher.astype(np.int64) * len(county.schools) + moves.school) * len(
        county.subjects
    ) + moves.subject
    return keys


def _united(one: Candidates, other: Candidates) -> Candidates:
    """The candidates of both, in their order, each once."""
    keys = np.concatenate([_keys(one), _keys(other)])
    first = np.unique(keys, return_index=True)[1]
    teacher, school, subject, tenths = (
        np.concatenate([getattr(one, name), getattr(other, name)])[first]
        for name in ("teacher", "school", "subject", "tenths")
    )
    return Candidates(other.case, teacher, school, subject, tenths)
