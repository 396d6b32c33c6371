"""The commands. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import datetime
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rotation.errors import BadData, NoPlan, RotationError, Stopped, UsageFault
from rotation.language import LANGUAGES, N_, choose, say

if TYPE_CHECKING:
    from rotation.case import Case
    from rotation.notice.office import Office
    from rotation.notice.period import Period
    from rotation.notice.typeset import Fonts
    from rotation.plan import Plan
    from rotation.policy import Policy
    from solvers.lexicographic import Progress

DEFAULT_POLICY = "nantong-2017"
NOT_PROVEN, AUDIT_FAILED = 6, 1
MARKED = "marked.xlsx"


class SpokenCommand(click.Command):
    """A command whose help is said in the chosen language."""

    def get_short_help_str(self, limit: int = 45) -> str:
        return say(self.short_help or self.help or "")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = say(self.help or "")
        for parameter in self.params:
            if isinstance(parameter, click.Option) and parameter.help:
                parameter.help = say(parameter.help)
        super().format_help(ctx, formatter)


class SpokenGroup(SpokenCommand, click.Group):
    """The group of them."""

    command_class = SpokenCommand


def _speak(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        choose(value)


def _language(command: Callable[..., Any]) -> Callable[..., Any]:
    option = click.option(
        "--lang", type=click.Choice(sorted(LANGUAGES)), expose_value=False, is_eager=True, callback=_speak,
        help=N_("Language of the messages: zh (default) or en."),
    )  # fmt: skip
    return option(command)


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments every command on a county shares."""
    for option in (
        click.option("--year", type=click.IntRange(2000, 2100), help=N_("Plan year; by default the running one.")),
        click.option("--policy", default=DEFAULT_POLICY, help=N_("Policy pack: its id or a TOML file.")),
        click.option("--set", "settings", multiple=True, metavar="CLAUSE.KEY=VALUE",
                     help=N_("Put one value of the pack aside, such as quota.lower=18; may be repeated.")),
        click.argument("county", type=click.Path(path_type=Path)),
    ):  # fmt: skip
        command = option(command)
    return _language(command)


@click.group(
    cls=SpokenGroup, help=N_("Which teacher goes to which school: a plan proven best, with a reason for every person."),
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
@click.version_option(package_name="teacher-rotation", message="%(version)s")
@_language
def cli() -> None:
    pass


@cli.command(help=N_("Make the year's plan: plan.json, plan.xlsx and run.json in the folder of --out."))
@_common
@click.option("--seed", help=N_("Text of the public draw; by default the plan year."))
@click.option("--out", type=click.Path(path_type=Path), help=N_("Folder; by default plans/<county>-<year>."))
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    help=N_("Seconds after which the best plan so far is taken."),
)
def plan(
    county: Path, settings: tuple[str, ...], policy: str, year: int | None, seed: str | None, out: Path | None,
    time_limit: float | None,
) -> None:  # fmt: skip
    import json

    from rotation.files import write_files
    from rotation.planner import make_plan
    from rotation.report.terminal import console, plan_summary
    from rotation.report.workbook import workbook
    from solvers.clock import Clock

    started = time.monotonic()
    clock = Clock(time_limit)
    case = _case(county, policy, settings, year)
    out = out or Path("plans") / f"{case.county.name}-{case.year}"
    screen = console()
    screen.print(
        say("{county}: {teachers} teachers, {eligible} eligible on {date}", county=case.county.name,
            teachers=len(case.county.teachers), eligible=case.pool, date=case.as_of)
    )  # fmt: skip

    def interrupt(number: int, frame: object) -> None:
        console(errors=True).print(say("stopping: the best plan so far is being written…"))
        clock.stop()

    former = signal.signal(signal.SIGINT, interrupt)
    try:
        run = make_plan(case, seed or str(case.year), clock, report=_progress(case.policy))
    except NoPlan as failure:
        text = _conflict_text(case.policy, failure.clauses)
        diagnosis = {"conflicts": [{"clauses": list(failure.clauses), "where": [], "text": text}], "repairs": []}
        write_files(out, {"diagnosis.json": json.dumps(diagnosis, ensure_ascii=False, indent=1) + "\n"})
        raise RotationErrorWithText(failure, text) from failure
    finally:
        signal.signal(signal.SIGINT, former)
    run.record["seconds_in_all"] = round(time.monotonic() - started, 3)
    write_files(
        out,
        {
            # The workbook first: it is the one that may be open in another program.
            "plan.xlsx": workbook(case, run.plan),
            "plan.json": run.plan.to_json(),
            "run.json": json.dumps(run.record, ensure_ascii=False, indent=1) + "\n",
        },
    )
    (out / "diagnosis.json").unlink(missing_ok=True)  # of an earlier run that found no plan
    for table in plan_summary(case, run.plan):
        screen.print(table)
    screen.print(say("proven best") if run.plan.optimal else say("feasible, but not every goal is proven best"))
    screen.print(say("workbook: {path}", path=out / "plan.xlsx"))
    if not run.plan.optimal:
        sys.exit(NOT_PROVEN)


class RotationErrorWithText(RotationError):
    """An error told with a further sentence."""

    def __init__(self, error: RotationError, text: str) -> None:
        super().__init__(f"{error}\n{text}")
        self.status = error.status


def _conflict_text(policy: Policy, clauses: tuple[str, ...]) -> str:
    from rotation.report.words import rule_title

    if not clauses:
        return say("which clauses are in conflict was not found before the time was out")
    names = "、".join(f"{rule_title(policy, clause)} ({clause})" for clause in clauses)
    return say("these clauses cannot hold together, while any one of them less they can: {names}", names=names)


def _progress(policy: Policy) -> Callable[[Progress], None]:
    """A line a goal: title, value, bound, seconds."""
    from rotation.report.terminal import console
    from rotation.report.words import rule_title

    screen = console()

    def report(progress: Progress) -> None:
        value = say("to be confirmed") if progress.value is None else progress.value
        screen.print(
            say("  {goal}: value {value}, bound {bound}, {seconds:.1f} s", goal=rule_title(policy, progress.name),
                value=value, bound=progress.bound, seconds=progress.seconds)
        )  # fmt: skip

    return report


@cli.command(help=N_("Read a county and say what is wrong in it, or show it at a glance."))
@_common
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help=N_("Folder for check.xlsx and check.html, or, where there are faults, for a marked copy of the data."),
)
def check(county: Path, settings: tuple[str, ...], policy: str, year: int | None, out: Path | None) -> None:
    from rotation.candidates import find_candidates, pin_faults
    from rotation.case import Case
    from rotation.files import write_files
    from rotation.intake import read_county
    from rotation.policy import load_policy
    from rotation.remarks import county_remarks
    from rotation.report.faults import remark_lines
    from rotation.report.marked import marked_copy
    from rotation.report.overview import Overview
    from rotation.report.page import page
    from rotation.report.terminal import console, part_tables
    from rotation.sheets import Part

    try:
        reading = read_county(county, pack := load_policy(policy, settings), year := year or time.localtime().tm_year)
        case = Case(reading.county, pack, year)
        candidates = find_candidates(case)
        faults = pin_faults(candidates)
        if faults:
            raise BadData(say("{count} pins ask for the impossible", count=len(faults)), faults, reading.remarks)
    except BadData as refused:
        if out is not None and refused.faults and county.exists():
            write_files(out, {MARKED: marked_copy(county, refused.faults, refused.remarks)})
            click.echo(say("a copy with every fault marked is {path}", path=out / MARKED))
        raise
    remarks = [*reading.remarks, *county_remarks(candidates)]
    overview = Overview(case, remarks, reading.derived)
    screen = console()
    for part in overview.summary:
        for shown in part_tables(part):
            screen.print(shown)
    for line in remark_lines(remarks):
        click.echo(line)
    screen.print(say("no faults"))
    if out is not None:
        details = [Part(name, fields, rows, marks) for name, fields, rows, marks in overview.tables()]
        files: dict[str, str | bytes] = {
            "check.xlsx": overview.workbook(),
            "check.html": page(overview.title, [*overview.summary, *overview.subjects, *details]),
        }
        if any(remark.row for remark in remarks):
            files[MARKED] = marked_copy(county, (), reading.remarks)
        write_files(out, files)
        screen.print(say("workbook: {path}", path=out / "check.xlsx"))


@cli.command(help=N_("Show who is eligible, school by school, and the first reason why not."))
@_common
def eligible(county: Path, settings: tuple[str, ...], policy: str, year: int | None) -> None:
    from rotation.report.terminal import console, eligible_table

    console().print(eligible_table(_case(county, policy, settings, year)))


@cli.command(help=N_("Recount a plan by plain counting, without the solver, by the parameters it carries."))
@click.argument("county", type=click.Path(path_type=Path))
@click.argument("plan_file", metavar="PLAN.json", type=click.Path(path_type=Path))
@click.option("--policy", help=N_("The pack's file, where the plan was made from one."))
@_language
def audit(county: Path, plan_file: Path, policy: str | None) -> None:
    from rotation.audit import audit as recount
    from rotation.plan import read_plan
    from rotation.report.terminal import audit_table, broken_places, console

    read = read_plan(plan_file)
    case = _planned(county, read, policy)
    result = recount(case, read)
    screen = console()
    screen.print(audit_table(case, result))
    if result.misstated:
        screen.print(say("stated in the plan but not found by counting: {names}", names=", ".join(result.misstated)))
    for line, finding in result.lines:
        if line.id in result.broken:
            screen.print(say("broken: {rule}{places}", rule=line.id, places=broken_places(case, line.id, finding)))
    if not result.passed:
        sys.exit(AUDIT_FAILED)
    screen.print(say("every clause holds and every figure is confirmed"))


@cli.command(help=N_("Make the public notice of a plan in every format, and the slips and letters that go with it."))
@click.argument("county", type=click.Path(path_type=Path))
@click.argument("plan_file", metavar="PLAN.json", type=click.Path(path_type=Path))
@click.option(
    "--from", "start", required=True, metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
    help=N_("The day the notice is put up, such as 2026-08-17."),
)  # fmt: skip
@click.option("--office", type=click.Path(path_type=Path), help=N_("The office's file: who signs, where to object."))
@click.option("--out", type=click.Path(path_type=Path), help=N_("Folder; by default notice or result beside the plan."))
@click.option("--policy", help=N_("The pack's file, where the plan was made from one."))
@click.option("--text", type=click.Path(path_type=Path), help=N_("The county's own wording in place of the pack's."))
@click.option("--fonts", type=click.Path(path_type=Path), help=N_("A folder with further fonts."))
@click.option("--letters-apart", is_flag=True, help=N_("Write each letter into a file of its own as well."))
@click.option(
    "--result", "posted", metavar="PLAN.json", type=click.Path(path_type=Path),
    help=N_("The plan as it was posted: makes the notice of the result, with what changed since."),
)  # fmt: skip
@click.option(
    "--reasons", type=click.Path(path_type=Path),
    help=N_('With --result: a TOML file, one line "id" = "public reason" for each accepted objection.'),
)  # fmt: skip
@_language
def notice(
    county: Path, plan_file: Path, start: datetime.datetime, office: Path | None, out: Path | None, policy: str | None,
    text: Path | None, fonts: Path | None, letters_apart: bool, posted: Path | None, reasons: Path | None,
) -> None:  # fmt: skip
    from rotation.files import remove_others, write_files
    from rotation.notice.content import changes_since, make_notice, make_result, read_reasons
    from rotation.notice.period import decided_in_time, notice_period
    from rotation.notice.publish import LETTERS, publish
    from rotation.notice.roll import make_roll
    from rotation.plan import read_plan

    if reasons is not None and posted is None:
        raise UsageFault(say("--reasons goes with --result"))
    desk, day = _office(office), start.date()
    read = read_plan(plan_file)
    period = None if posted else notice_period(day, desk.working_days, read.year)
    roll = make_roll(_planned(county, read, policy), read)
    if period is not None:
        document = make_notice(roll, desk, period, day, text)
    else:
        assert posted is not None
        decided_in_time(day, read.year)
        changes = changes_since(read_plan(posted), roll, read_reasons(reasons) if reasons else {})
        document = make_result(roll, desk, changes, day, text)
    files, each, used = publish(roll, document, desk, period, fonts, apart=letters_apart)
    out = out or plan_file.parent / ("result" if posted else "notice")
    write_files(out, files)
    remove_others(out, "page-*.png", files)
    if each:
        write_files(out / LETTERS, each)
    _tell_published(used, period, len(files) + len(each), out)


@cli.command(help=N_("Make the city's notice of the plans in the sub-folders of DIR, one county each."))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from", "start", required=True, metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
    help=N_("The day the notice is put up, such as 2026-08-17."),
)  # fmt: skip
@click.option("--office", type=click.Path(path_type=Path), help=N_("The office's file: who signs, where to object."))
@click.option(
    "--counties", type=click.Path(path_type=Path),
    help=N_("Folder with the counties' tables, by the plans' names: their plans are recounted from them."),
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), help=N_("Folder; by default city in DIR."))
@click.option("--policy", help=N_("The pack's file, where the plan was made from one."))
@click.option("--text", type=click.Path(path_type=Path), help=N_("The county's own wording in place of the pack's."))
@click.option("--fonts", type=click.Path(path_type=Path), help=N_("A folder with further fonts."))
@_language
def city(
    folder: Path, start: datetime.datetime, office: Path | None, counties: Path | None, out: Path | None,
    policy: str | None, text: Path | None, fonts: Path | None,
) -> None:  # fmt: skip
    from rotation.files import remove_others, write_files
    from rotation.intake import county_paths
    from rotation.notice.city import city_json, city_notice, county_lines, find_plans
    from rotation.notice.period import notice_period
    from rotation.notice.publish import formats
    from rotation.notice.typeset import choose_fonts
    from rotation.policy import load_policy

    desk, day = _office(office), start.date()
    plans = find_plans(folder)
    period = notice_period(day, desk.working_days, plans[0].year)
    tables = county_paths(counties) if counties else {}
    cases = {plan.county: _planned(tables[plan.county], plan, policy) for plan in plans if plan.county in tables}
    pack = load_policy(policy or plans[0].policy)
    lines = county_lines(plans, pack, cases)
    document = city_notice(lines, pack, desk, period, day, text)
    used = choose_fonts([document], fonts)
    files = {**formats(document, used), "notice.json": city_json(lines, document)}
    out = out or folder / "city"
    write_files(out, files)
    remove_others(out, "page-*.png", files)
    _tell_published(used, period, len(files), out)


def _office(path: Path | None) -> Office:
    from rotation.notice.office import example, load_office

    if path is None:
        raise UsageFault(
            say("--office: the notice needs the office's file. Fill this one in:\n\n{example}", example=example())
        )
    return load_office(path)


def _tell_published(fonts: Fonts, period: Period | None, count: int, out: Path) -> None:
    for remark in fonts.remarks:
        click.echo(say("font: {remark}", remark=remark), err=True)
    if period is not None:
        click.echo(
            say(
                "stands from {first} to {last}, {days} working days",
                first=period.first,
                last=period.last,
                days=period.days,
            )
        )
    click.echo(say("{count} files are in {path}", count=count, path=out))


@cli.command(help=N_("Write a fictional county: a folder of CSV files, or a workbook where DIR ends in .xlsx."))
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--schools", default=76, show_default=True, type=click.IntRange(6, 5000), help=N_("How many schools."))
@click.option(
    "--teachers", default=4000, show_default=True, type=click.IntRange(60, 200000), help=N_("How many teachers.")
)
@click.option("--seed", default="2026", show_default=True, help=N_("Another seed, another county."))
@_language
def sample(target: Path, schools: int, teachers: int, seed: str) -> None:
    from rotation.files import write_files
    from rotation.sample import as_csv, as_workbook, make_sample

    made = make_sample(schools, teachers, seed)
    if target.suffix.lower() == ".xlsx":
        write_files(target.parent, {target.name: as_workbook(made)})
    else:
        write_files(target, as_csv(made))
    click.echo(say("a fictional county is in {path}", path=target))


@cli.command(name="template", help=N_("Write the workbook to fill in, with guidance, drop-downs and examples."))
@click.argument("target", metavar="FILE.xlsx", type=click.Path(path_type=Path))
@_language
def write_template(target: Path) -> None:
    from rotation.files import write_files
    from rotation.template import template

    if target.suffix.lower() != ".xlsx":
        raise UsageFault(say("{path}: the name must end in .xlsx", path=target))
    write_files(target.parent, {target.name: template(datetime.date.today())})
    click.echo(say("the workbook to fill in is {path}", path=target))


def _case(county: Path, policy: str, settings: tuple[str, ...], year: int | None) -> Case:
    from rotation.policy import load_policy

    return _read(county, load_policy(policy, settings), year or time.localtime().tm_year)


def _planned(county: Path, plan: Plan, policy: str | None) -> Case:
    """The county as `plan` saw it: by the parameters the plan carries."""
    from rotation.policy import load_policy

    return _read(county, load_policy(policy or plan.policy).with_values(plan.parameters), plan.year)


def _read(county: Path, policy: Policy, year: int) -> Case:
    """Read the county; warnings go to stderr."""
    from rotation.case import Case
    from rotation.intake import read_county
    from rotation.report.terminal import console

    reading = read_county(county, policy, year)
    cells = sum(remark.row is not None for remark in reading.remarks)
    for remark in reading.remarks:
        if remark.row is None:
            console(errors=True).print(say("note: {remark}", remark=remark.text))
    if cells:
        console(errors=True).print(say("note: {count} cells are unusual; `rotation check` names them", count=cells))
    return Case(reading.county, policy, year)


def main() -> None:
    """Run the command line: one sentence for every failure, no traceback, FORMATS' exit statuses."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show 䶮 must not end the run
    choose("zh")
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("stopped"), err=True)
        sys.exit(Stopped.status)
    except RotationError as error:
        if isinstance(error, BadData):
            from rotation.report.faults import fault_lines, remark_lines

            for line in (*fault_lines(error.faults), *remark_lines(error.remarks)):
                click.echo(line, err=True)
        click.echo(str(error), err=True)
        sys.exit(error.status)
