"""What tasks are given: a county under a pack, or a plan with the county it was made of; read once, here."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rotation.county.changes import changes_since
from rotation.errors import BadData
from rotation.intake.read import Reading, read_county
from rotation.language import say, typed
from rotation.output.files import as_recorded, of_one_run
from rotation.planning.audit import must_pass
from rotation.planning.plan import Plan, read_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.policy import Policy
from rotation.rules.case import Case
from rotation.rules.packs import available, load_policy
from rotation.tasks.progress import Progress, Step


@dataclass(frozen=True)
class Pack:
    """Under what a county is read: a policy pack by its id or file, values overridden in it (`quota.lower=18`), the plan year.

    The year is the running one where none is named.
    """

    policy: str
    settings: Sequence[str] = ()
    named_year: int | None = None

    @property
    def year(self) -> int:
        return self.named_year or time.localtime().tm_year

    def load(self) -> Policy:
        """The policy with its values overridden. Raises UsageFault."""
        return load_policy(self.policy, self.settings)


def read_case(county: Path, pack: Pack, progress: Progress) -> Case:
    """The county at `county` under `pack`; what is unlikely in it is noted beside. Raises BadData with every fault."""
    policy = pack.load()
    return Case(_reading(county, policy, pack.year, progress).county, policy, pack.year)


def _reading(county: Path, policy: Policy, year: int, progress: Progress) -> Reading:
    progress.at(Step("reading", say("reading the county's tables")))
    reading = read_county(county, policy, year)
    cells = sum(note.row is not None for note in reading.notes)
    for note in reading.notes:
        if note.row is None:
            progress.note(say("note: {note}", note=note.text))
    if cells:
        check = typed("check", county, "--year", year)
        progress.note(say("note: {count} cells are unusual; `{command}` names them", count=cells, command=check))
    return reading


def planned_case(
    county: Path, plan: Plan, policy: str | None, progress: Progress, plan_file: Path | None = None
) -> Case:
    """The county as `plan` saw it: by the parameters the plan carries.

    Raises BadData where the data have changed since; what is kept beside `plan_file` tells where.
    """
    if policy is None and plan.policy not in available():
        raise BadData(say("the plan was made by the policy pack {name}: name its file by --policy", name=plan.policy))
    own = load_policy(policy or plan.policy).as_planned(plan.parameters)
    case = Case(_reading(county, own, plan.year, progress).county, own, plan.year)
    if case.county.name != plan.county:
        text = say("the plan calls the county {plan}, its tables are named {county}", plan=plan.county,
                   county=case.county.name)  # fmt: skip
        progress.note(say("note: {note}", note=text))
    if plan_file is not None and plan.input_sha256 != case.county.digest:
        changes = changes_since(case.county, plan_file.with_name("run.json"), plan.input_sha256)
        raise BadData(say("the county's data have changed since the plan was made"), (), changes)
    return case


def resolved_plan(county: Path, plan_file: Path, policy: str | None, progress: Progress) -> ResolvedPlan:
    """The plan of `plan_file` on its county, not recounted yet.

    Raises BadData where the file is none, or of another run than those beside it, or the data have changed since.
    """
    of_one_run(plan_file)
    plan = read_plan(plan_file)
    return ResolvedPlan(planned_case(county, plan, policy, progress, plan_file), plan)


def standing_plan(county: Path, plan_file: Path, policy: str | None, progress: Progress) -> ResolvedPlan:
    """The same once it has stood its recount, and the file is the one that was written. Raises AuditFailed as well."""
    resolved = resolved_plan(county, plan_file, policy, progress)
    progress.at(Step("audit", say("recounting the plan")))
    must_pass(resolved)
    as_recorded(plan_file)
    return resolved
