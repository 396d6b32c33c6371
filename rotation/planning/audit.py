"""A plan recounted without the solver: every clause and goal by plain counting, nothing taken on trust."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rotation.county.schema import STAGES
from rotation.errors import AuditFailed, BadData
from rotation.language import say
from rotation.planning.figures import figures
from rotation.planning.plan import ClauseLine, Plan, PlannedMove, PrincipalMove
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.policy import Policy
from rotation.rules import national, principals
from rotation.rules.case import Case
from rotation.rules.declared import Checked
from rotation.rules.goals import GOALS
from rotation.rules.goals.commute import ways
from rotation.rules.moves import Finding, Moves
from rotation.rules.principal_goals import PRINCIPAL_GOALS
from rotation.rules.principals import Moves as PrincipalMoves
from rotation.rules.table import of_teachers


@dataclass(frozen=True)
class Audit:
    """What counting says: each clause's line with the places that break it, and what the plan misstates.

    `misstated` names the figures of the plan that recounting does not confirm.
    """

    lines: Sequence[tuple[ClauseLine, Finding]]
    misstated: Sequence[str]

    @property
    def broken(self) -> list[str]:
        """Ids of the binding clauses that do not hold."""
        return [line.id for line, _ in self.lines if line.binding and line.satisfied is False]

    @property
    def wrong(self) -> list[str]:
        """Everything that does not hold, by its ids and names."""
        return [*self.broken, *self.misstated]

    @property
    def passed(self) -> bool:
        return not self.wrong


def audit(case: Case, plan: Plan) -> Audit:
    """Judge `plan` on `case`, whose policy must carry the plan's parameters.

    Raises BadData where the plan was made from other data or names what the county does not have.
    """
    return _recounted(ResolvedPlan(case, plan))


def _recounted(resolved: ResolvedPlan) -> Audit:
    case, plan = resolved.case, resolved.plan
    if plan.input_sha256 != case.county.digest:
        raise BadData(say("the county's data have changed since the plan was made"))
    lines = clause_lines(case, resolved.moves, resolved.appointed)
    misstated = _misstated(resolved, [line for line, _ in lines])
    return Audit(lines, tuple(dict.fromkeys(misstated)))


def _misstated(resolved: ResolvedPlan, lines: Sequence[ClauseLine]) -> Iterator[str]:
    """Names of what the plan says that cannot be true, or that counting does not confirm."""
    case, plan, moves = resolved.case, resolved.plan, resolved.moves
    heads, appointed = resolved.principals, resolved.appointed
    yield from plan.contradictions()
    for line in plan.goals:
        if line.value != GOALS[line.id].value(case, plan.seed, moves):
            yield f"goals.{line.id}"
    for line in plan.principal_goals:
        if line.value != PRINCIPAL_GOALS[line.id].value(heads, plan.seed, appointed):
            yield f"principal_goals.{line.id}"
    stated = {line.id: line for line in plan.clauses}
    for clause in lines:
        if stated.get(clause.id) != clause:
            yield f"clauses.{clause.id}"
    known = {clause.id for clause in lines}
    for clause_id in stated:
        if clause_id not in known:
            yield f"clauses.{clause_id}"
    if [line.id for line in plan.clauses] != [line.id for line in lines]:
        yield "clauses"
    if list(plan.moves) != planned_moves(case, moves):
        yield "moves"
    if list(plan.principals) != planned_principals(case, appointed):
        yield "principals"
    for name, said, found in (
        ("policy", plan.policy, case.policy.id),
        ("year", plan.year, case.year), ("parameters", dict(plan.parameters), case.policy.parameters),
        ("eligible", plan.eligible, case.pool),
    ):  # fmt: skip
        if said != found:
            yield name
    counted = figures(case, moves, heads, appointed)
    if _exactly(plan.metrics) != _exactly(counted):  # 1, 1.0 and true are equal to Python
        yield "metrics"


def _exactly(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def must_pass(resolved: ResolvedPlan) -> None:
    """Before anything is made of a plan. Raises AuditFailed where it does not stand, BadData as `audit` does."""
    if wrong := _recounted(resolved).wrong:
        names = "、".join(wrong)
        raise AuditFailed(say("the plan does not stand the audit, so nothing is made of it: {names}", names=names))


def planned_moves(case: Case, moves: Moves) -> list[PlannedMove]:
    """Moves as plan.json writes them, by teacher_id."""
    county = case.county
    written = [
        PlannedMove(
            teacher_id=county.teachers.teacher_id[move.teacher],
            from_school_id=county.schools.school_id[move.origin],
            to_school_id=county.schools.school_id[move.school],
            stage=STAGES[county.schools.stage[move.school]],
            subject=county.subjects[move.subject],
            backbone=bool(case.backbone[move.teacher]),
            km=far / 10,
        )
        for move, far in zip(moves, ways(case, moves), strict=True)
    ]
    return sorted(written, key=lambda move: move.teacher_id)


def planned_principals(case: Case, appointed: PrincipalMoves) -> list[PrincipalMove]:
    """Those of `appointed` who move, as plan.json writes them, by teacher_id."""
    county = case.county
    found = []
    for t, post in appointed:
        own = county.schools.school_id[county.teachers.school[t]]
        if post != own:
            found.append(PrincipalMove(county.teachers.teacher_id[t], own, post))
    return sorted(found, key=lambda move: move.teacher_id)


def clause_lines(case: Case, moves: Moves, appointed: PrincipalMoves) -> list[tuple[ClauseLine, Finding]]:
    """Every rule's line: the moves themselves, the clauses of the pack, principals, national figures."""
    found: list[tuple[Checked[Any], Finding]] = [
        *((rule, rule.check(case, moves)) for rule in of_teachers(case.policy)),
        *((rule, rule.check(case, appointed)) for rule in principals.CHECKS),
        *((rule, rule.check(case, moves)) for rule in national.CHECKS),
    ]
    return [(_line(case.policy, rule, finding), finding) for rule, finding in found]


def _line(policy: Policy, rule: Checked[Any], finding: Finding) -> ClauseLine:
    article = next(iter(rule.rules), "")
    return ClauseLine(
        id=rule.id,
        citation=policy.citations.get(article, ""),
        required=finding.required,
        actual=finding.actual,
        satisfied=finding.satisfied,
        binding=rule.binds(policy),
        assumed=article in policy.rules and policy.rules[article].assumed,
    )
