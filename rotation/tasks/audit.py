"""A plan recounted, where no solver need be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rotation.errors import BadData
from rotation.language import say
from rotation.output.files import as_recorded
from rotation.output.parts import Part
from rotation.planning.audit import Audit
from rotation.planning.audit import audit as recount
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.policy import Policy
from rotation.report.proof import status
from rotation.report.summary import audit_part, broken_places
from rotation.report.words import principal_goal_title, rule_title
from rotation.tasks.inputs import resolved_plan
from rotation.tasks.outcome import AUDIT_FAILED, Outcome
from rotation.tasks.progress import Progress


def audit(county: Path, plan_file: Path, policy: str | None, progress: Progress) -> Outcome:
    """What plain counting says of the plan, by the parameters it carries.

    Raises BadData where it is of other data or another county.
    """
    resolved = resolved_plan(county, plan_file, policy, progress)
    case, plan = resolved.case, resolved.plan
    if case.county.name != plan.county:  # a file renamed is told elsewhere; here nothing is taken on trust
        raise BadData(
            say("the plan is of {plan}, the tables are those of {county}: give them the plan's name, or plan again",
                plan=plan.county, county=case.county.name)
        )  # fmt: skip
    result = recount(case, plan)
    shown: list[Part | str] = [audit_part(case, result), *_wrong(resolved, result)]
    if not result.passed:
        return Outcome(AUDIT_FAILED, shown=shown)
    as_recorded(plan_file)
    shown.append(say("every clause holds and every figure is confirmed"))
    shown.append(
        say("what the plan says of itself, which counting cannot confirm: {status}", status=status(plan))
    )  # fmt: skip
    return Outcome(shown=shown)


def _wrong(resolved: ResolvedPlan, result: Audit) -> Iterator[str]:
    policy = resolved.case.policy
    if result.misstated:
        names = "、".join(_stated(policy, name) for name in result.misstated)
        yield say("stated in the plan but not found by counting: {names}", names=names)
    for line, finding in result.lines:
        if line.id in result.broken:
            yield say("broken: {rule}{places}", rule=rule_title(policy, line.id),
                      places=broken_places(resolved.case, finding))  # fmt: skip


def _stated(policy: Policy, name: str) -> str:
    """A figure of plan.json by its title, and by its name there."""
    group, _, rule = name.partition(".")
    title = principal_goal_title(rule) if group == "principal_goals" else rule_title(policy, rule) if rule else ""
    return f"{title}（{name}）" if title else name
