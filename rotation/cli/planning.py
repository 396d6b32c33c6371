"""`plan` and `audit`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from rotation.cli.base import PATH, SECONDS, SEED, cli, common, language, listening, present, read_case, stoppable
from rotation.language import N_


@cli.command(help=N_("Make the year's plan: plan.json, plan.xlsx, report.html and run.json in the folder of --out."))
@common
@click.option("--seed", type=SEED, help=N_("Text of the public draw; by default the plan year."))
@click.option("--out", type=PATH, help=N_("Folder; by default plans/<county>-<year>."))
@click.option(
    "--time-limit",
    type=SECONDS,
    help=N_("Seconds after which the best plan so far is taken."),
)
def plan(county: Path, seed: str | None, out: Path | None, time_limit: float | None, **pack: Any) -> None:
    from rotation.tasks.plan import plan as make
    from solvers.clock import Clock

    clock = Clock(time_limit)
    case = read_case(county, pack)
    with stoppable(clock):
        outcome = make(case, seed or str(case.year), clock, listening(), threads=os.cpu_count() or 1)
    present(outcome, out or Path("plans") / f"{case.county.name}-{case.year}")


@cli.command(help=N_("Recount a plan by plain counting, without the solver, by the parameters it carries."))
@click.argument("county", type=PATH)
@click.argument("plan_file", metavar="PLAN.json", type=PATH)
@click.option("--policy", help=N_("The pack's file, where the plan was made from one."))
@language
def audit(county: Path, plan_file: Path, policy: str | None) -> None:
    from rotation.tasks.audit import audit as recount

    present(recount(county, plan_file, policy, listening()))
