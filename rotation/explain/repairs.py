"""No plan: for each kind of change the least that makes one possible, each really solved.

A threshold changes by whole units, pins are dropped, staff quotas are raised, clauses are put aside.
«Least» is proven: of a threshold by asking for every smaller change that is not ruled out, of the
others by a 0-1 program of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from rotation.county.building import edited
from rotation.county.county import Pin
from rotation.county.place import school_words
from rotation.county.schema import EXCLUDED_SCHOOL, MUST_MOVE, MUST_STAY, NAMED_SCHOOL, STAGES
from rotation.errors import Stopped
from rotation.explain.arithmetic import shortfalls
from rotation.explain.recognition import with_more_backbone
from rotation.language import say
from rotation.planning.plan import GoalLine, Plan
from rotation.planning.planner import make_plan, state_clauses
from rotation.policy.parameters import parameter_title, source_words, value_words
from rotation.policy.policy import Policy, Threshold, Value
from rotation.rules.allowed import WHERE, WHO
from rotation.rules.candidates import Candidates, find_candidates, pin_faults
from rotation.rules.case import Case
from rotation.rules.clauses import CLAUSES, stated
from rotation.rules.declared import Declared
from rotation.rules.goals.lottery import draw
from rotation.rules.rows import block
from solvers.clock import Clock, OutOfTime
from solvers.conflict import Subsets, find_point
from solvers.lexicographic import solve
from solvers.program import UNBOUNDED, Array, Block, Bools, Builder, Program, Term
from solvers.relaxation import Infeasible

_WAY_SECONDS = 20.0  # for one way of a threshold whose every value has to be asked for
_PLAN_SECONDS = 60.0  # for the plan under one repair: its goals say what is proven by then


@dataclass(frozen=True)
class Repair:
    """Changes after which there is a plan, and that plan; `text` says them in a sentence."""

    kind: str
    changes: Sequence[Mapping[str, Any]]
    text: str
    plan: Plan

    @property
    def goals(self) -> Sequence[GoalLine]:
        return self.plan.goals

    @property
    def settings(self) -> str:
        """The options to copy, "" where the change is one of the county's tables."""
        lines = [f"--set {change['set']}={str(change['to']).lower()}" for change in self.changes if "set" in change]
        return " ".join(lines)

    def written(self) -> dict[str, Any]:
        """As diagnosis.json writes it."""
        return {
            "kind": self.kind,
            "changes": list(self.changes),
            "text": self.text,
            "settings": self.settings,
            "goals": [vars(goal) for goal in self.goals],
        }


def repairs(
    candidates: Candidates, subsets: Subsets, conflicts: Sequence[Sequence[str]], seed: str
) -> Iterator[Repair]:
    """The least repair of each kind that there is; `subsets` and `conflicts` as diagnosis leaves them.

    Raises OutOfTime between two repairs.
    """
    case, clock = candidates.case, subsets.clock
    for rule, threshold in _thresholds(case.policy):
        if rule.id in CLAUSES and not all(rule.id in conflict for conflict in conflicts):
            continue  # the conflicts without it would stay
        if rule.switch and not case.policy.on(rule.id):
            continue
        key = f"{rule.id}.{threshold.key}"
        for to in _least_thresholds(case, rule, threshold, clock):
            change = {"set": key, "from": case.policy.number(key), "to": to}
            changed = _with_values(case, {key: to})
            text = _threshold_text(case.policy, key, to)
            if not changed.pool:
                text += say(" (then nobody is eligible and nobody moves)")
            yield _solved("threshold", changed, [change], text, seed, clock)
    more = with_more_backbone(candidates, clock) if case.policy.on("backbone_share") else None
    if more is not None and possible(more[0], clock):
        text = say("{count} more eligible teachers recognised as backbone teachers", count=more[1])
        yield _solved("backbone", more[0], [{"recognised": more[1]}], text, seed, clock)
    dropped = _fewest_pins(case, clock) if case.policy.on("pins") else None
    if dropped:
        changes: list[Mapping[str, Any]] = [{"drop_pin": _pin_written(case, pin)} for pin in dropped]
        text = say("pins dropped: {pins}", pins="、".join(_pin_text(case, pin) for pin in dropped))
        yield _solved("pins", without_pins(case, dropped), changes, text, seed, clock)
    raised = _least_quota(candidates, clock) if case.policy.on("staffing") else None
    if raised:
        yield _solved("staff_quota", with_quotas(case, raised), *_quota_words(case, raised), seed, clock)
    aside = _fewest_clauses(case, subsets)
    if aside:
        changes = [{"set": f"{clause}.on", "from": True, "to": False} for clause in aside]
        text = say(
            "clauses put aside: {clauses}", clauses="、".join(_rule_with_source(case.policy, name) for name in aside)
        )
        values = {f"{clause}.on": False for clause in aside}
        yield _solved("clauses", _with_values(case, values), changes, text, seed, clock)


def _thresholds(policy: Policy) -> Iterator[tuple[Declared, Threshold]]:
    """What may be loosened: of the clauses first, then of who may move where."""
    for rule in (*stated(policy), *WHERE, *WHO):
        for threshold in rule.thresholds:
            yield rule, threshold


def _threshold_text(policy: Policy, key: str, to: int) -> str:
    """The change in words, and whether the value given up is the document's own."""
    return say(
        "{what}: {old} ({source}) to {new}", what=parameter_title(policy, key), source=source_words(policy, key),
        old=value_words(policy, key, policy.number(key)), new=value_words(policy, key, to),
    )  # fmt: skip


def _rule_with_source(policy: Policy, clause: str) -> str:
    """The rule's title, with the article where it rests on one."""
    title, citation = policy.rules[clause].title, policy.citations[clause]
    return say("{rule} (ruled by {citation})", rule=title, citation=citation) if citation else title


def possible(case: Case, clock: Clock) -> bool:
    """Whether any plan meets the clauses of `case`. Raises OutOfTime."""
    candidates = find_candidates(case)
    if pin_faults(candidates) or shortfalls(candidates):
        return False
    point, _ = find_point(state_clauses(candidates), clock)
    clock.check()
    return point is not None


def without_pins(case: Case, dropped: Sequence[Pin]) -> Case:
    """The case less those pins."""
    gone = {(case.county.teachers.teacher_id[pin.teacher], pin.kind, pin.school_id) for pin in dropped}
    kept = [r for r in case.county.tables["pins"] if (r["teacher_id"], r["kind"], r["school_id"]) not in gone]
    return replace(case, county=edited(case.county, pins=kept))


def with_quotas(case: Case, raised: Mapping[int, int]) -> Case:
    """The case with the staff quotas of some school rows changed."""
    schools = case.county.schools
    to = {(schools.school_id[u], STAGES[schools.stage[u]]): quota for u, quota in raised.items()}
    rows = [
        {**row, "staff_quota": to.get((row["school_id"], row["stage"]), row["staff_quota"])}
        for row in case.county.tables["schools"]
    ]
    return replace(case, county=edited(case.county, schools=rows))


def _with_values(case: Case, values: Mapping[str, Value]) -> Case:
    return replace(case, policy=case.policy.with_values(values))


def _solved(kind: str, case: Case, changes: Sequence[Mapping[str, Any]], text: str, seed: str, clock: Clock) -> Repair:
    try:
        made = make_plan(case, seed, Clock(_PLAN_SECONDS, clock)).plan
    except Stopped:
        raise OutOfTime from None
    return Repair(kind, changes, text, made)


def _least_thresholds(case: Case, rule: Declared, threshold: Threshold, clock: Clock) -> Iterator[int]:
    """For each way the threshold may go the value nearest to the one in force under which there is a plan.

    A way that is not done within its time is passed over. Raises OutOfTime where `clock` itself is out.
    """
    key = f"{rule.id}.{threshold.key}"
    stepped = threshold.looser == "either" or not threshold.even
    for values in _values(case, rule, threshold):
        own = Clock(_WAY_SECONDS, clock) if stepped else clock
        try:
            found = _nearest(case, key, values, own, stepped=stepped)
        except OutOfTime:
            clock.check()
            continue
        if found is not None:
            yield found


def _nearest(case: Case, key: str, values: Sequence[int], clock: Clock, *, stepped: bool) -> int | None:
    """The first of `values` under which there is a plan: by halving where each allows all that the one before did.

    Where they do not, `stepped`, each is asked for.
    """

    def works(value: int) -> bool:
        return possible(_with_values(case, {key: value}), clock)

    if stepped:
        return next((value for value in values if works(value)), None)
    if not values or not works(values[-1]):
        return None
    low, high = 0, len(values) - 1  # values[high] works, none before values[low] does
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if works(values[middle]) else (middle + 1, high)
    return values[high]


def _values(case: Case, rule: Declared, threshold: Threshold) -> list[list[int]]:
    """For each way that allows more the values to try, the nearest first, each of which changes something."""
    now = case.policy.number(f"{rule.id}.{threshold.key}")
    worth = rule.worth.get(threshold.key)
    last = range(threshold.least, threshold.most) if worth is None else worth(case)
    down = sorted({value for value in last if threshold.least <= value < now}, reverse=True)
    up = sorted({value + 1 for value in last if now <= value < threshold.most})
    return {"lower": [down], "higher": [up], "either": [down, up]}[threshold.looser]


def _fewest_clauses(case: Case, subsets: Subsets) -> tuple[str, ...] | None:
    """The smallest set of clauses without which the rest can hold together.

    Pins decide as well which candidates there are: without them it is another program.
    """
    names = [name for name in subsets.blocks if not CLAUSES[name].defines]
    every = frozenset(subsets.blocks)
    for size in range(1, len(names) + 1):
        for aside in combinations(names, size):
            if "pins" in aside:
                works = possible(_with_values(case, {f"{name}.on": False for name in aside}), subsets.clock)
            else:
                works = subsets.hold(every - set(aside))
            if works:
                return aside
    return None


def _fewest_pins(case: Case, clock: Clock) -> list[Pin] | None:
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
    builder = _stated(replace(moves, case=_with_values(case, {"pins.on": False})))
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


def _least_quota(candidates: Candidates, clock: Clock) -> dict[int, int] | None:
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


def _pin_written(case: Case, pin: Pin) -> dict[str, str | None]:
    return {"teacher_id": case.county.teachers.teacher_id[pin.teacher], "kind": pin.kind, "school_id": pin.school_id}


def _pin_text(case: Case, pin: Pin) -> str:
    people = case.county.teachers
    return " ".join(
        [
            people.name[pin.teacher],
            people.teacher_id[pin.teacher],
            pin.kind,
            *([pin.school_id] if pin.school_id else []),
        ]
    )


def _quota_words(case: Case, raised: Mapping[int, int]) -> tuple[list[dict[str, Any]], str]:
    schools = case.county.schools
    changes = [
        {
            "staff_quota": {"school_id": schools.school_id[u], "stage": STAGES[schools.stage[u]]},
            "from": int(schools.staff_quota[u]),
            "to": quota,
        }
        for u, quota in raised.items()
    ]
    told = [
        say("{school} {old} to {new}", school=school_words(case.county, u), old=int(schools.staff_quota[u]), new=q)
        for u, q in raised.items()
    ]
    return changes, say("staff quotas raised: {schools}", schools="、".join(told))
