"""`explain` and `repair`: answers about a plan, and the plan that changes least of it."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from rotation.cli.base import PATH, SECONDS, Day, cli, language, listening, present, stoppable
from rotation.errors import UsageFault
from rotation.language import N_, say, typed


@cli.command(help=N_("Say why: for a teacher, a school, everybody, a rule, or the plan's chains of moves."))
@click.argument("county", type=PATH)
@click.argument("plan_file", metavar="PLAN.json", type=PATH)
@click.option(
    "--teacher",
    "teachers",
    multiple=True,
    metavar="WHO",
    help=N_("Why chosen or why not, by id or name; may be repeated."),
)
@click.option(
    "--school", "schools", multiple=True, metavar="SCHOOL",
    help=N_("With --teacher: what it takes to be sent there. Alone: who comes, who goes, what stays short and why."),
)  # fmt: skip
@click.option("--all", "everybody", is_flag=True, help=N_("Who moves in every best plan, in some, in none."))
@click.option(
    "--clause", "clauses", multiple=True, metavar="ID", help=N_("What one unit more or less of a rule costs.")
)
@click.option("--chains", is_flag=True, help=N_("Who makes room for whom."))
@click.option("--out", type=PATH, help=N_("Folder for explain.json, explain.xlsx, explain.html."))
@click.option(
    "--office", type=PATH,
    help=N_("With --teacher and --out: the office's file; writes a statement for each teacher as PDF."),
)  # fmt: skip
@click.option("--dated", type=Day(), help=N_("The statement's date; goes with --office."))
@click.option("--policy", help=N_("The pack's file, where the plan was made from one."))
@click.option("--time-limit", type=SECONDS, help=N_("Seconds after which what is known is told."))
@language
def explain(
    county: Path, plan_file: Path, teachers: tuple[str, ...], schools: tuple[str, ...], everybody: bool,
    clauses: tuple[str, ...], chains: bool, out: Path | None, office: Path | None, dated: datetime.datetime | None,
    policy: str | None, time_limit: float | None,
) -> None:  # fmt: skip
    from rotation.notice.office import load_office
    from rotation.tasks.explain import Question, Statements
    from rotation.tasks.explain import explain as answer
    from rotation.tasks.inputs import standing_plan
    from solvers.clock import Clock

    question = Question(teachers, schools, everybody, clauses, chains)
    if office is not None and (dated is None or out is None or not teachers):
        raise UsageFault(say("--office goes with --teacher, --out and --dated"))
    statements = Statements(load_office(office), dated.date()) if office is not None and dated is not None else None
    progress = listening()
    resolved = standing_plan(county, plan_file, policy, progress)
    clock = Clock(time_limit)
    with stoppable(clock):
        pack = () if policy is None else ("--policy", policy)
        outcome = answer(
            resolved, question, clock, progress, files=out is not None, statements=statements,
            repair=typed("repair", county, plan_file, *pack),
        )  # fmt: skip
    present(outcome, out)


@cli.command(
    help=N_("Make the plan that changes least of PLAN.json when somebody drops out or an objection is accepted.")
)
@click.argument("county", type=PATH)
@click.argument("plan_file", metavar="PLAN.json", type=PATH)
@click.option(
    "--drop",
    "dropped",
    multiple=True,
    metavar="WHO",
    help=N_("This teacher, by id or name, stays after all; may be repeated."),
)
@click.option(
    "--pins", type=PATH,
    help=N_("A workbook or CSV file with the accepted objections: 工号 or 姓名, 类型, 学校代码 or 学校."),
)  # fmt: skip
@click.option("--out", type=PATH, help=N_("Folder; by default repair beside the plan."))
@click.option("--policy", help=N_("The pack's file, where the plan was made from one."))
@click.option(
    "--time-limit", type=SECONDS,
    help=N_("Seconds after which the best plan so far is taken."),
)  # fmt: skip
@language
def repair(
    county: Path, plan_file: Path, dropped: tuple[str, ...], pins: Path | None, out: Path | None, policy: str | None,
    time_limit: float | None,
) -> None:  # fmt: skip
    from rotation.tasks.inputs import standing_plan
    from rotation.tasks.repair import Since
    from rotation.tasks.repair import repair as amend
    from solvers.clock import Clock

    since, progress = Since(dropped, pins), listening()
    resolved = standing_plan(county, plan_file, policy, progress)
    clock = Clock(time_limit)
    with stoppable(clock):
        outcome = amend(resolved, since, clock, progress)
    present(outcome, out or plan_file.parent / "repair")
