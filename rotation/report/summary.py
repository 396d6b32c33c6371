"""A plan, its recount and who is eligible in a few small tables: what fits a terminal or the head of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rotation.county.schema import STAGES
from rotation.language import say
from rotation.output.parts import Cell, Field, Part
from rotation.planning.audit import Audit
from rotation.planning.resolved import ResolvedPlan
from rotation.report import words
from rotation.rules.case import REASONS, Case
from rotation.rules.moves import Finding

SHOWN = 8  # places named where a rule is broken


def plan_summary(resolved: ResolvedPlan) -> list[Part]:
    """Ratios, effect and goals of a plan."""
    return [_ratios(resolved), _effect(resolved), _goals(resolved)]


def _ratios(resolved: ResolvedPlan) -> Part:
    rows: list[list[Cell]] = [
        [words.ratio_title(resolved.case.policy, check), f"{check.part}/{check.whole}",
         None if check.share is None else f"{check.share:.2f}%", f"{check.percent}%", words.verdict(check.met)]
        for check in resolved.ratios
    ]  # fmt: skip
    return _part((say("ratio"), say("count"), say("actual"), say("at least"), say("verdict")), rows)


def _effect(resolved: ResolvedPlan) -> Part:
    metrics = resolved.plan.metrics
    short, commute, principals = metrics["shortage"], metrics["commute_km"], metrics["principals"]
    rows: list[list[Cell]] = [[say("posts without a teacher"), short["before"]["posts"], short["after"]["posts"]]]
    for stage, cv in metrics["backbone_cv"].items():
        rows.append([say("spread (CV) of backbone teachers, {stage}", stage=stage), cv["before"], cv["after"]])
    if principals is None:
        rows.append([say("principals"), None, say("left out")])
    else:
        rows.append([say("principals: due / moved"), None, f"{principals['due']}／{principals['moved']}"])
    way = None if commute["median"] is None else f"{commute['median']}／{commute['longest']}"
    rows.append([say("way in km: median / longest"), None, way])
    return _part((say("effect"), say("before"), say("after")), rows)


def _goals(resolved: ResolvedPlan) -> Part:
    case, plan = resolved.case, resolved.plan
    rows: list[list[Cell]] = [
        [words.rule_title(case.policy, line.id), words.goal_words(case, line, resolved.moves), words.proven_words(line)]
        for line in plan.goals
    ]
    rows += [
        [say("principals: {goal}", goal=words.principal_goal_title(line.id)),
         words.principal_goal_words(resolved.principals, line, resolved.appointed), words.proven_words(line)]
        for line in plan.principal_goals
    ]  # fmt: skip
    return _part((say("goal, in strict order"), say("what the plan reaches"), say("proof")), rows)


def audit_part(case: Case, result: Audit) -> Part:
    """Every clause with what is required, what was counted, and the verdict."""
    rows: list[list[Cell]] = [
        [
            words.rule_title(case.policy, line.id),
            "：".join(text for text in words.clause_words(case, line) if text),
            words.verdict(line.satisfied)
            if line.binding
            else say("{verdict}, shown only", verdict=words.verdict(line.satisfied)),
        ]
        for line, _ in result.lines
    ]
    return _part((say("clause"), say("counted"), say("verdict")), rows)


def broken_places(case: Case, finding: Finding) -> str:
    """Where a rule is broken: the first few places by their names."""
    names = [place.named(case.county) for place in finding.where[:SHOWN]]
    more = ["…"] if len(finding.where) > SHOWN else []
    return f" ({'、'.join([*names, *more])})" if names else ""


def eligible_part(case: Case) -> Part:
    """Each school's staff by the reason recorded, and the county's."""
    county = case.county
    count = Counter((int(county.teachers.school[t]), reason) for t, reason in enumerate(case.reason))
    order = ("", *REASONS)
    rows: list[list[Cell]] = []
    for u in range(len(county.schools)):
        name = f"{county.schools.name[u]} {STAGES[county.schools.stage[u]]}"
        rows.append([name, int(county.staff[u]), *(count[u, reason] for reason in order)])
    rows.append([say("county"), len(county.teachers), *(case.reason.count(reason) for reason in order)])
    headers = (
        say("school"), say("staff"), say("eligible"), say("principal"), say("ethics"), say("exempt"),
        say("years"), say("near retirement"),
    )  # fmt: skip
    return _part(headers, rows, say("Eligible on {date}, and the first reason why not", date=case.as_of))


def _part(headers: Sequence[str], rows: Sequence[Sequence[Cell]], heading: str = "") -> Part:
    return Part(heading, [Field(header, 0) for header in headers], rows)
