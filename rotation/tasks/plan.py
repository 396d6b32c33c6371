"""The year's plan, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rotation.county.changes import data_record
from rotation.errors import NoPlan
from rotation.language import N_, say
from rotation.planning.planner import make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.report.plan_page import plan_page
from rotation.report.proof import sentences
from rotation.report.summary import plan_summary
from rotation.report.words import county_name
from rotation.report.workbook import workbook
from rotation.rules.case import Case
from rotation.tasks import diagnose
from rotation.tasks.outcome import DONE, NOT_PROVEN, Content, Outcome, Placed, Shown
from rotation.tasks.progress import GoalSteps, Progress, Step
from solvers.clock import Clock

# The workbook first: it is the one that may be open in another program.
FILES = ("plan.xlsx", "report.html", "plan.json", "run.json")


def plan(case: Case, seed: str, clock: Clock, progress: Progress, *, threads: int = 1) -> Outcome:
    """The best plan of `case`, its draw by `seed`; where there is none, the diagnosis.

    Raises BadData for pins that ask for the impossible, Stopped where the clock is out before a first plan.
    """
    progress.tell(
        say("{county}: {teachers} teachers, {eligible} eligible on {date}", county=county_name(case.county.name),
            teachers=len(case.county.teachers), eligible=case.pool, date=case.as_of)
    )  # fmt: skip
    try:
        run = make_plan(case, seed, clock, threads=threads, report=GoalSteps(case.policy, progress))
    except NoPlan as none:
        return _refused(none, diagnose.diagnose(case, seed, clock, progress))
    progress.at(Step("writing", say("writing the files"), clock.elapsed))
    resolved = ResolvedPlan(case, run.plan)
    record = {**run.record, "data": data_record(case.county), "seconds_in_all": round(clock.elapsed, 3)}
    shown: list[Shown] = [
        *plan_summary(resolved),
        *sentences(run.plan),
        Placed(N_("workbook: {path}"), "plan.xlsx"),
    ]
    return Outcome(
        DONE if run.plan.optimal else NOT_PROVEN, plan_files(resolved, record), shown, gone=diagnose.FILES
    )  # fmt: skip


def _refused(none: NoPlan, found: diagnose.Diagnosis) -> Outcome:
    """A plan of an earlier run is not this one's: it is put aside."""
    handed = Placed(N_("the diagnosis, to hand on, is {path}"), "diagnosis.docx")
    return Outcome(none.status, found.files(), [handed], str(none), aside=FILES)


def plan_files(resolved: ResolvedPlan, record: Mapping[str, Any] | None = None) -> dict[str, Content]:
    """The files of a plan, whoever made it; `record` tells of the run, where it is told of."""
    files: dict[str, Content] = {
        "plan.xlsx": workbook(resolved),
        "report.html": plan_page(resolved),
        "plan.json": resolved.plan.to_json(),
    }
    if record is not None:
        files["run.json"] = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    return files
