"""No plan: for each kind of change the least that makes one possible, each really solved.

A threshold changes by whole units, pins are dropped, staff quotas are raised, clauses are switched off.
«Least» is proven: of a threshold by asking for every smaller change that is not ruled out (`thresholds`), of the
others by a 0-1 program of its own (`fewest`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rotation.county.county import Pin
from rotation.county.place import school_words
from rotation.county.schema import STAGES
from rotation.errors import Stopped
from rotation.explain.altered import possible, with_quotas, with_values, without_pins
from rotation.explain.fewest import fewest_clauses, fewest_pins, least_quota
from rotation.explain.recognition import with_more_backbone
from rotation.explain.thresholds import least_thresholds, thresholds
from rotation.language import say
from rotation.planning.plan import GoalLine, Plan
from rotation.planning.planner import make_plan
from rotation.policy.parameters import parameter_title, source_words, value_words
from rotation.policy.policy import Policy
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses import CLAUSES
from solvers.clock import Clock, OutOfTime
from solvers.conflict import Subsets

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
            "goals": [goal.record() for goal in self.goals],
        }


def repairs(
    candidates: Candidates, subsets: Subsets, conflicts: Sequence[Sequence[str]], seed: str
) -> Iterator[Repair]:
    """The least repair of each kind that there is; `subsets` and `conflicts` as diagnosis leaves them.

    Raises OutOfTime between two repairs.
    """
    case, clock = candidates.case, subsets.clock
    yield from _looser_thresholds(case, conflicts, seed, clock)
    more = with_more_backbone(candidates, clock) if case.policy.on("backbone_share") else None
    if more is not None and possible(more[0], clock):
        text = say("{count} more eligible teachers recognised as backbone teachers", count=more[1])
        yield _solved("backbone", more[0], [{"recognised": more[1]}], text, seed, clock)
    dropped = fewest_pins(case, clock) if case.policy.on("pins") else None
    if dropped:
        changes: list[Mapping[str, Any]] = [{"drop_pin": _pin_written(case, pin)} for pin in dropped]
        text = say("pins dropped: {pins}", pins="、".join(_pin_text(case, pin) for pin in dropped))
        yield _solved("pins", without_pins(case, dropped), changes, text, seed, clock)
    raised = least_quota(candidates, clock) if case.policy.on("staffing") else None
    if raised:
        yield _solved("staff_quota", with_quotas(case, raised), *_quota_words(case, raised), seed, clock)
    off = fewest_clauses(case, subsets)
    if off:
        changes = [{"set": f"{clause}.on", "from": True, "to": False} for clause in off]
        names = "、".join(_rule_with_source(case.policy, name) for name in off)
        values = {f"{clause}.on": False for clause in off}
        text = say("clauses switched off: {clauses}", clauses=names)
        yield _solved("clauses", with_values(case, values), changes, text, seed, clock)


def _looser_thresholds(case: Case, conflicts: Sequence[Sequence[str]], seed: str, clock: Clock) -> Iterator[Repair]:
    """For each threshold, each way it may go: its value nearest to the one in force under which there is a plan."""
    for rule, threshold in thresholds(case.policy):
        if rule.id in CLAUSES and not all(rule.id in conflict for conflict in conflicts):
            continue  # the conflicts without it would stay
        if rule.switch and not case.policy.on(rule.id):
            continue
        key = f"{rule.id}.{threshold.key}"
        for to in least_thresholds(case, rule, threshold, clock):
            change = {"set": key, "from": case.policy.number(key), "to": to}
            changed = with_values(case, {key: to})
            text = _threshold_text(case.policy, key, to)
            if not changed.pool:
                text += say(" (then nobody is eligible and nobody moves)")
            yield _solved("threshold", changed, [change], text, seed, clock)


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


def _solved(kind: str, case: Case, changes: Sequence[Mapping[str, Any]], text: str, seed: str, clock: Clock) -> Repair:
    try:
        made = make_plan(case, seed, Clock(_PLAN_SECONDS, clock)).plan
    except Stopped:
        raise OutOfTime from None
    return Repair(kind, changes, text, made)


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
