"""`whatif`, `batch` and `forecast`: many plans, compared."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rotation.cli.base import NOT_PROVEN, PATH, SECONDS, SEED, case_of, cli, common, stoppable, under_a_pack
from rotation.errors import UsageFault
from rotation.language import N_, say
from rotation.strict import shown as printable

if TYPE_CHECKING:
    from rotation.report.compare import Compared
    from rotation.tasks.executors import Executor
    from rotation.whatif.task import Task

SOME_FAILED = 7


def _fanned(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of commands that run many tasks."""
    path = PATH
    for option in (
        click.option("--executor", type=click.Choice(["serial", "dask"]),
                     help=N_("How tasks are run; by default dask for many of them where it is installed.")),
        click.option("--workers", default=0, type=click.IntRange(0, 4096), help=N_("How many run at once; 0: one a core.")),
        click.option("--scheduler", default="", metavar="ADDRESS", help=N_("Join this Dask cluster, such as tcp://10.0.0.1:8786.")),
        click.option("--host", default="127.0.0.1", help=N_("Address the cluster started here is bound to.")),
        click.option("--tls-ca", type=path, help=N_("TLS: the certificate authority's file.")),
        click.option("--tls-cert", type=path, help=N_("TLS: the certificate's file.")),
        click.option("--tls-key", type=path, help=N_("TLS: the key's file.")),
        click.option("--time-limit", type=SECONDS, help=N_("Seconds for each plan.")),
    ):  # fmt: skip
        command = option(command)
    return command


def _example(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        from rotation.whatif.scenario import example

        click.echo(example())
        ctx.exit()


@cli.command(help=N_("Plan every scenario of a file and compare them: SCENARIOS.toml, as --example prints it."))
@common
@click.argument("scenarios", metavar="SCENARIOS.toml", type=PATH)
@click.option("--seed", type=SEED, help=N_("Text of the public draw; by default the plan year."))
@click.option(
    "--example", is_flag=True, is_eager=True, expose_value=False, callback=_example,
    help=N_("Print a commented file of scenarios to start from."),
)  # fmt: skip
@click.option("--out", type=PATH, help=N_("Folder; by default whatif/<county>-<year>."))
@_fanned
def whatif(
    county: Path, settings: tuple[str, ...], policy: str, year: int | None, scenarios: Path, seed: str | None,
    out: Path | None, **fanned: Any,
) -> None:  # fmt: skip
    from rotation.output.files import write_files
    from rotation.output.html import page
    from rotation.report import compare
    from rotation.report.explained import book
    from rotation.report.terminal import console, part_tables
    from rotation.report.words import county_name
    from rotation.whatif.scenario import load_scenarios
    from rotation.whatif.task import Task

    base = case_of(county, policy, settings, year)
    found = load_scenarios(scenarios, base)
    seed = seed or str(base.year)
    out = out or Path("whatif") / f"{base.county.name}-{base.year}"
    tasks = [Task(s.name, s.title, s.case, seed, s.differences, fanned["time_limit"]) for s in found]
    done = _run(tasks, out, fanned)
    screen = console()
    for shown in part_tables(compare.brief_part(done)):
        screen.print(shown)
    parts = compare.comparison_parts(done)
    title = say("Scenarios compared: {county} {year}", county=county_name(base.county.name), year=base.year)
    parts.append(compare.core_part(done))
    tables = [compare.parameters_part(done), compare.movers_part(done)]
    files: dict[str, bytes | str] = {
        "compare.json": compare.compare_json(done),
        "compare.xlsx": book(title, [], datetime.date.fromisoformat(base.as_of), [*parts, *tables]),
        "compare.html": page(title, [*parts, *compare.comparison_figures(done), tables[0]]),
    }
    write_files(out, files)
    screen.print(say("compared in {path}", path=out / "compare.html"))
    _finish(done)


def _run(tasks: Sequence[Task], out: Path, fanned: Mapping[str, Any]) -> list[Compared]:
    """Every task's record and plan, those kept from an earlier run not made again."""
    from rotation.report.compare import Compared
    from rotation.tasks.many import kept, plan_in

    records: dict[str, Mapping[str, Any]] = {}
    for task in tasks:
        record = kept(out / task.name, task)
        if record is not None:
            records[task.name] = record
    if records:
        click.echo(say("{count} of {all} are kept from an earlier run", count=len(records), all=len(tasks)), err=True)
    missing = [task for task in tasks if task.name not in records]
    records.update(_made(missing, len(missing), out, fanned))
    return [Compared(task, records[task.name], plan_in(out / task.name)) for task in tasks]


def _made(tasks: Iterable[Task], count: int, out: Path, fanned: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Run the tasks, writing each into its folder the moment it is done."""
    from rotation.tasks.executors import choose, run_tasks
    from rotation.tasks.many import Outcome, keep, problem, work
    from solvers.clock import Clock

    records: dict[str, Mapping[str, Any]] = {}
    if not count:
        return records
    executor = choose(fanned["executor"], count, _executor(fanned))
    clock = Clock()
    with stoppable(clock):
        for task, result in run_tasks(tasks, work, executor, clock):
            outcome = result if isinstance(result, Outcome) else Outcome("failed", problem(result), {})
            records[task.name] = keep(out / task.name, task, outcome)
            click.echo(
                say("[{done}/{all}] {name}: {status}", done=len(records), all=count, name=task.name,
                    status=say(_STATUS.get(outcome.status, outcome.status))),
                err=True,
            )  # fmt: skip
    return records


_STATUS = {
    "planned": N_("planned"), "no plan": N_("no plan can meet the clauses"), "stopped": N_("stopped before a first plan"),
    "bad data": N_("data that cannot be planned on"), "failed": N_("failed"),
}  # fmt: skip


def _executor(fanned: Mapping[str, Any]) -> Executor:
    from rotation.tasks.executors import Executor

    files = [fanned[name] for name in ("tls_ca", "tls_cert", "tls_key")]
    if any(files) and not all(files):
        raise UsageFault(say("--tls-ca, --tls-cert and --tls-key go together"))
    security = (files[0], files[1], files[2]) if all(files) else None
    return Executor("serial", fanned["workers"], fanned["scheduler"], security, fanned["host"])


def _finish(done: Sequence[Compared]) -> None:
    """List what failed and end with the status that fits."""
    failed = [each for each in done if each.record["status"] not in ("planned", "no plan")]
    for each in failed:
        click.echo(f"{each.task.name}: {each.record['text']}", err=True)
    if failed:
        click.echo(say("{count} of {all} tasks failed", count=len(failed), all=len(done)), err=True)
        sys.exit(SOME_FAILED)
    if any(each.plan is not None and not each.plan.optimal for each in done):
        sys.exit(NOT_PROVEN)


@cli.command(help=N_("Plan every county of a folder: plans, audits, one table and map, ready for the city's notice."))
@under_a_pack
@click.argument("folder", metavar="COUNTIES_DIR", type=PATH)
@click.option("--seed", type=SEED, help=N_("Text of the public draw; by default the plan year."))
@click.option("--out", type=PATH, help=N_("Folder; by default plans in COUNTIES_DIR."))
@_fanned
def batch(
    folder: Path, settings: tuple[str, ...], policy: str, year: int | None, seed: str | None, out: Path | None,
    **fanned: Any,
) -> None:  # fmt: skip
    import json
    import time

    from rotation.errors import BadData
    from rotation.intake.read import county_paths, read_county
    from rotation.output.files import set_aside, write_files
    from rotation.output.html import page
    from rotation.policy.policy import load_policy
    from rotation.report import counties
    from rotation.report.explained import book
    from rotation.report.faults import fault_lines
    from rotation.report.terminal import console, part_tables
    from rotation.rules.case import Case
    from rotation.tasks.many import FILES, RECORD, kept, plan_in
    from rotation.whatif.task import BAD, Task

    pack, year = load_policy(policy, settings), year or time.localtime().tm_year
    paths = county_paths(folder)
    out = out or folder / "plans"
    if out.resolve() in {path.resolve() for path in paths.values()}:
        raise UsageFault(say("{path} holds a county's tables: choose another folder by --out", path=out))
    records: dict[str, Mapping[str, Any]] = {}

    def tasks() -> Iterable[Task]:
        """Each county read when its turn comes, so that memory follows the workers; bad data are kept for the list."""
        for name, path in paths.items():
            try:
                case = Case(read_county(path, pack, year).county, pack, year)
            except BadData as bad:
                lines = [*fault_lines(bad.faults, shown=False), str(bad)]
                records[name] = {"name": name, "status": BAD, "text": "\n".join(lines)}
                click.echo(f"{name}: {bad}", err=True)
                set_aside(out / name, [*FILES, RECORD])  # a plan of earlier data is not this run's
                continue
            task = Task(name, name, case, seed or str(year), (), fanned["time_limit"])
            record = kept(out / name, task)
            if record is None:
                yield task
            else:
                records[name] = record

    made = _made(tasks(), len(paths), out, fanned)
    records.update(made)
    if len(records) > len(made):
        click.echo(
            say(
                "{count} of {all} are kept from an earlier run or were not planned",
                count=len(records) - len(made),
                all=len(paths),
            ),
            err=True,
        )
    done = [counties.County(records[name], plan_in(out / name)) for name in sorted(records)]
    screen = console()
    for shown in part_tables(counties.brief_part(done)):
        screen.print(shown)
    title = say("Counties planned together: {year}", year=year)
    parts = counties.parts(done, pack)
    files: dict[str, bytes | str] = {
        "batch.json": json.dumps(counties.as_json(done), ensure_ascii=False, indent=1) + "\n",
        "batch.xlsx": book(title, parts, datetime.date(year, 9, 1)),
        "batch.html": page(title, [*parts, *counties.figures(done)]),
    }
    write_files(out, files)
    screen.print(say("summary: {path}", path=out / "batch.html"))
    screen.print(say("the city's notice: rotation city {path} --counties {folder} --from …", path=out, folder=folder))
    _finish_counties(done)


def _finish_counties(done: Sequence[Any]) -> None:
    failed = [each for each in done if each.plan is None]
    for each in failed:
        click.echo(f"{each.record['name']}:\n{each.record['text']}", err=True)
    if failed:
        click.echo(say("{count} of {all} tasks failed", count=len(failed), all=len(done)), err=True)
        sys.exit(SOME_FAILED)
    if any(not each.plan.optimal for each in done):
        sys.exit(NOT_PROVEN)


@cli.command(help=N_("Plan this year, apply the plan, plan the next: a chart of shortage, spread, pool and share."))
@common
@click.option("--seed", type=SEED, help=N_("Text of the public draw; by default the plan year."))
@click.option("--years", default=5, show_default=True, type=click.IntRange(1, 30), help=N_("How many years."))
@click.option(
    "--term-years",
    default=3,
    show_default=True,
    type=click.IntRange(1, 10),
    help=N_("Years of a principal's term (assumed)."),
)
@click.option(
    "--exemption-years",
    default=1,
    show_default=True,
    type=click.IntRange(1, 10),
    help=N_("Years an exemption lasts (assumed)."),
)
@click.option(
    "--hire", "hires", multiple=True, metavar="SUBJECT=COUNT", help=N_("Hired each year (assumed); may be repeated.")
)
@click.option("--out", type=PATH, help=N_("Folder; by default forecast/<county>-<year>."))
@click.option("--time-limit", type=SECONDS, help=N_("Seconds for all years together."))
def forecast(
    county: Path, settings: tuple[str, ...], policy: str, year: int | None, seed: str | None, years: int,
    term_years: int, exemption_years: int, hires: tuple[str, ...], out: Path | None, time_limit: float | None,
) -> None:  # fmt: skip
    import json

    from rotation.errors import NoPlan
    from rotation.output.files import write_files
    from rotation.output.html import page
    from rotation.report import years as years_ahead
    from rotation.report.explained import book
    from rotation.report.terminal import console, part_tables
    from rotation.report.words import county_name
    from rotation.whatif import horizon
    from solvers.clock import Clock

    case = case_of(county, policy, settings, year)
    outlook = horizon.Outlook(term_years, exemption_years, _hires(hires, case.county.subjects))
    out = out or Path("forecast") / f"{case.county.name}-{case.year}"
    clock = Clock(time_limit)
    screen = console()
    done = []
    ended: NoPlan | None = None
    with stoppable(clock):
        try:
            for each in horizon.horizon(case, seed or str(case.year), years, outlook, clock):
                done.append(each)
                click.echo(say("{year}: {moved} move", year=each.case.year, moved=len(each.plan.moves)), err=True)
        except NoPlan as none:
            if not done:
                raise
            ended = none
    for shown in part_tables(years_ahead.brief_part(done)):
        screen.print(shown)
    title = say("Years ahead: {county} from {year}", county=county_name(case.county.name), year=case.year)
    parts = years_ahead.horizon_parts(done, outlook)
    for each in done:
        write_files(out / str(each.case.year), {"plan.json": each.plan.to_json()})
    files: dict[str, bytes | str] = {
        "forecast.json": json.dumps(years_ahead.horizon_json(done, outlook), ensure_ascii=False, indent=1) + "\n",
        "forecast.xlsx": book(title, parts, datetime.date.fromisoformat(case.as_of)),
        "forecast.html": page(title, [*parts[:2], *years_ahead.horizon_figures(done), *parts[2:]]),
    }
    write_files(out, files)
    screen.print(say("years ahead: {path}", path=out / "forecast.html"))
    if ended is not None:
        raise NoPlan(say("no plan for {year}: {error}", year=case.year + len(done), error=ended)) from None
    if not all(each.plan.optimal for each in done):
        sys.exit(NOT_PROVEN)


def _hires(entries: tuple[str, ...], subjects: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in entries:
        subject, _, count = entry.partition("=")
        if subject not in subjects or not re.fullmatch("[0-9]{1,3}", count):
            raise UsageFault(
                say("--hire {entry}: a subject of the county and a number, such as 语文=5", entry=printable(entry))
            )
        found[subject] = int(count)
    return found
