"""`plan` and `audit`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rotation.cli.base import (
    AUDIT_FAILED,
    NOT_PROVEN,
    PATH,
    SECONDS,
    SEED,
    case_of,
    cli,
    common,
    language,
    planned_case,
    stoppable,
)
from rotation.errors import NoPlan
from rotation.language import N_, say

PLANNED = ("plan.xlsx", "report.html", "plan.json", "run.json")

if TYPE_CHECKING:
    from rotation.policy.policy import Policy
    from rotation.rules.case import Case
    from solvers.clock import Clock
    from solvers.descent import Progress


@cli.command(help=N_("Make the year's plan: plan.json, plan.xlsx, report.html and run.json in the folder of --out."))
@common
@click.option("--seed", type=SEED, help=N_("Text of the public draw; by default the plan year."))
@click.option("--out", type=PATH, help=N_("Folder; by default plans/<county>-<year>."))
@click.option(
    "--time-limit",
    type=SECONDS,
    help=N_("Seconds after which the best plan so far is taken."),
)
def plan(
    county: Path, settings: tuple[str, ...], policy: str, year: int | None, seed: str | None, out: Path | None,
    time_limit: float | None,
) -> None:  # fmt: skip
    import json

    from rotation.county.changes import data_record
    from rotation.output.files import write_files
    from rotation.planning.planner import make_plan
    from rotation.planning.resolved import ResolvedPlan
    from rotation.report.plan_page import plan_page
    from rotation.report.proof import sentences
    from rotation.report.terminal import console, plan_summary
    from rotation.report.words import county_name
    from rotation.report.workbook import workbook
    from solvers.clock import Clock

    started = time.monotonic()
    clock = Clock(time_limit)
    case = case_of(county, policy, settings, year)
    out = out or Path("plans") / f"{case.county.name}-{case.year}"
    screen = console()
    screen.print(
        say("{county}: {teachers} teachers, {eligible} eligible on {date}", county=county_name(case.county.name),
            teachers=len(case.county.teachers), eligible=case.pool, date=case.as_of)
    )  # fmt: skip

    with stoppable(clock):
        try:
            run = make_plan(
                case, seed or str(case.year), clock, threads=os.cpu_count() or 1, report=_progress(case.policy)
            )
        except NoPlan:
            _tell_why_not(case, seed or str(case.year), out, clock)
            raise
    resolved = ResolvedPlan(case, run.plan)
    run.record["data"] = data_record(case.county)
    run.record["seconds_in_all"] = round(time.monotonic() - started, 3)
    write_files(
        out,
        {
            # The workbook first: it is the one that may be open in another program.
            "plan.xlsx": workbook(resolved),
            "report.html": plan_page(resolved),
            "plan.json": run.plan.to_json(),
            "run.json": json.dumps(run.record, ensure_ascii=False, indent=1) + "\n",
        },
        gone=["diagnosis.json", "diagnosis.docx"],  # of an earlier run that found no plan
    )
    for table in plan_summary(resolved):
        screen.print(table)
    for sentence in sentences(run.plan):
        screen.print(sentence)
    screen.print(say("workbook: {path}", path=out / "plan.xlsx"))
    if not run.plan.optimal:
        sys.exit(NOT_PROVEN)


def _tell_why_not(case: Case, seed: str, out: Path, clock: Clock) -> None:
    """Say and write what stands in the way of a plan, and the least repairs."""
    import json

    from rotation.explain.diagnosis import diagnose
    from rotation.explain.repairs import repairs
    from rotation.notice.formats.docx import docx_of
    from rotation.notice.refusal import refusal
    from rotation.output.files import set_aside, write_files
    from rotation.report.explained import conflict_part, repair_part
    from rotation.report.terminal import console, part_tables
    from rotation.rules.candidates import find_candidates
    from solvers.clock import OutOfTime

    screen = console()
    found, subsets = diagnose(find_candidates(case), clock)
    for shown in part_tables(conflict_part(case, found)):
        screen.print(shown)
    if not found:
        screen.print(say("which clauses are in conflict was not found before the time was out"))
    mended, complete = [], False
    try:
        for repair in repairs(find_candidates(case), subsets, [conflict.clauses for conflict in found], seed):
            mended.append(repair)
            screen.print(say("a plan is possible: {change}", change=repair.text))
        complete = True
    except OutOfTime:
        screen.print(say("stopped before all repairs were found"))
    if mended:
        for shown in part_tables(repair_part(case, mended)):
            screen.print(shown)
    diagnosis = {
        "conflicts": [conflict.written(case) for conflict in found],
        "repairs": [repair.written() for repair in mended],
    }
    # A plan of an earlier run is not this one's: it is kept, elsewhere.
    if former := set_aside(out, PLANNED):
        screen.print(say("the plan of an earlier run that stood here is now in {path}", path=former))
    files: dict[str, str | bytes] = {
        "diagnosis.json": json.dumps(diagnosis, ensure_ascii=False, indent=1) + "\n",
        "diagnosis.docx": docx_of(refusal(case, found, mended, complete=complete)),
    }
    write_files(out, files)
    screen.print(say("the diagnosis, to hand on, is {path}", path=out / "diagnosis.docx"))


def _progress(policy: Policy) -> Callable[[Progress], None]:
    """A line a goal: its title, whether it is settled, seconds; before that, how good the plan in hand is for it."""
    from rotation.report.terminal import console
    from rotation.report.words import rule_title
    from rotation.rules.goals import GOALS

    screen = console()
    told: set[tuple[str, str]] = set()

    def report(progress: Progress) -> None:
        if progress.settled:
            state = say("bound found, to be confirmed") if progress.value is None else say("proven")
        elif progress.value is None or progress.bound is None:
            state = say("a plan is at hand, its distance from the best not known yet")
        elif gap := abs(progress.value - progress.bound):
            state = say("may yet be bettered by {amount} at most", amount=GOALS[progress.name].amount(gap))
        else:
            return
        if (progress.name, state) in told:
            return
        told.add((progress.name, state))
        screen.print(say("  {goal}: {state}, {seconds:.1f} s", goal=rule_title(policy, progress.name), state=state,
                         seconds=progress.seconds))  # fmt: skip

    return report


@cli.command(help=N_("Recount a plan by plain counting, without the solver, by the parameters it carries."))
@click.argument("county", type=PATH)
@click.argument("plan_file", metavar="PLAN.json", type=PATH)
@click.option("--policy", help=N_("The pack's file, where the plan was made from one."))
@language
def audit(county: Path, plan_file: Path, policy: str | None) -> None:
    from rotation.errors import BadData
    from rotation.output.files import as_recorded, of_one_run
    from rotation.planning.audit import audit as recount
    from rotation.planning.plan import read_plan
    from rotation.report.proof import status
    from rotation.report.terminal import audit_table, broken_places, console
    from rotation.report.words import rule_title

    of_one_run(plan_file)
    read = read_plan(plan_file)
    case = planned_case(county, read, policy, plan_file)
    if case.county.name != read.county:  # a file renamed is told elsewhere; here nothing is taken on trust
        raise BadData(
            say("the plan is of {plan}, the tables are those of {county}: give them the plan's name, or plan again",
                plan=read.county, county=case.county.name)
        )  # fmt: skip
    result = recount(case, read)
    screen = console()
    screen.print(audit_table(case, result))
    if result.misstated:
        screen.print(
            say(
                "stated in the plan but not found by counting: {names}",
                names="、".join(_stated(case.policy, name) for name in result.misstated),
            )
        )
    for line, finding in result.lines:
        if line.id in result.broken:
            screen.print(
                say(
                    "broken: {rule}{places}",
                    rule=rule_title(case.policy, line.id),
                    places=broken_places(case, line.id, finding),
                )
            )
    if not result.passed:
        sys.exit(AUDIT_FAILED)
    as_recorded(plan_file)
    screen.print(say("every clause holds and every figure is confirmed"))
    screen.print(say("what the plan says of itself, which counting cannot confirm: {status}", status=status(read)))


def _stated(policy: Policy, name: str) -> str:
    """A figure of plan.json by its title, and by its name there."""
    from rotation.report.words import head_title, rule_title

    group, _, rule = name.partition(".")
    title = head_title(rule) if group == "principal_goals" else rule_title(policy, rule) if rule else ""
    return f"{title}（{name}）" if title else name
