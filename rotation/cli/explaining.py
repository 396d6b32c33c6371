"""`explain` and `repair`: answers about a plan, and the plan that changes least of it."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rotation.cli.base import NOT_PROVEN, PATH, SECONDS, Day, cli, language, planned_case, stoppable
from rotation.errors import UsageFault
from rotation.language import N_, say

if TYPE_CHECKING:
    from rotation.explain.inquiry import Inquiry
    from rotation.output.parts import Part
    from rotation.rules.case import Case


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
    from rotation.errors import Stopped
    from rotation.explain.inquiry import Inquiry
    from rotation.output.files import as_recorded, of_one_run, write_files
    from rotation.output.html import page
    from rotation.planning.audit import must_pass
    from rotation.planning.plan import read_plan
    from rotation.planning.resolved import ResolvedPlan
    from rotation.report import explained
    from rotation.report.proof import sentences
    from rotation.report.words import county_name
    from solvers.clock import Clock, OutOfTime

    if not (teachers or schools or everybody or clauses or chains):
        raise UsageFault(say("say what to explain: --teacher, --school, --all, --clause or --chains"))
    if office is not None and (dated is None or out is None or not teachers):
        raise UsageFault(say("--office goes with --teacher, --out and --dated"))
    of_one_run(plan_file)
    plan = read_plan(plan_file)
    case = planned_case(county, plan, policy, plan_file)
    must_pass(resolved := ResolvedPlan(case, plan))
    as_recorded(plan_file)
    clock = Clock(time_limit)
    inquiry = Inquiry(resolved, clock)
    known = case.county
    teachers, schools = _meant(case, teachers, schools)
    parts: list[Part] = []
    tables: list[Part] = []
    record: dict[str, Any] = {"plan": plan.input_sha256, "status": sentences(plan)}
    statements: dict[str, bytes | str] = {}
    try:
        with stoppable(clock):
            _tell(parts, [explained.plan_part(plan)])
            for teacher_id in teachers:
                t = known.teacher_index[teacher_id]
                answered = explained.teacher_parts(inquiry, t, schools)
                _tell(parts, [part for part, _ in answered])
                answers = [(part.heading, answer) for part, answer in answered if answer is not None]
                record.setdefault("teachers", {})[teacher_id] = [
                    explained.written(inquiry, heading, answer) for heading, answer in answers
                ]
                if office is not None and dated is not None:
                    statements[f"{teacher_id}.pdf"] = _statement(
                        inquiry, t, [a for _, a in answers], office, dated.date()
                    )
                if t in inquiry.move_of:
                    _tell(parts, [explained.dropout_part(case, inquiry.chains, t)])
            for post in () if teachers else schools:
                answered = explained.school_parts(inquiry, post)
                _tell(parts, [part for part, _ in answered])
                record.setdefault("schools", {})[post] = [
                    explained.written(inquiry, part.heading, answer) for part, answer in answered if answer is not None
                ]
            if everybody:
                from rotation.explain.always import how_often

                often = how_often(inquiry.candidates, plan, clock)
                _tell(parts, [explained.how_often_counts(often)])
                tables.append(explained.how_often_part(inquiry, often))
                record["standings"] = {known.teachers.teacher_id[t]: kind for t, kind in often.items()}
            for clause in clauses:
                from rotation.explain.price import prices

                found_prices = list(prices(case, clause, plan.seed, clock))
                _tell(parts, [explained.price_part(case, clause, plan, found_prices)])
                record.setdefault("clauses", {})[clause] = [
                    {
                        "set": price.key,
                        "from": price.old,
                        "to": price.new,
                        "goals": [vars(line) for line in price.goals],
                    }
                    for price in found_prices
                ]
            if chains:
                part = explained.chains_part(case, inquiry.chains)
                _tell(parts if out is None else [], [part])
                tables.append(part)
                record["chains"] = [
                    {"closed": chain.closed, "teachers": [known.teachers.teacher_id[m.teacher] for m in chain.moves]}
                    for chain in inquiry.chains
                ]
    except OutOfTime:
        raise Stopped(say("stopped before the answer was known")) from None
    if out is not None:
        title = say("Explanations: {county} {year}", county=county_name(case.county.name), year=case.year)
        day = datetime.date.fromisoformat(plan.as_of)
        files: dict[str, bytes | str] = {
            "explain.json": json.dumps(record, ensure_ascii=False, indent=1) + "\n",
            "explain.xlsx": explained.book(title, parts, day, tables),
            "explain.html": page(title, [*parts, *tables]),
            **statements,
        }
        write_files(out, files)
        click.echo(say("{count} files are in {path}", count=len(files), path=out))


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
    import json
    import sys

    from rotation.county.changes import data_record
    from rotation.county.directory import Directory
    from rotation.explain.amend import amend, with_pins
    from rotation.intake.lists import read_objections
    from rotation.intake.sample import csv_table
    from rotation.output.files import as_recorded, of_one_run, write_files
    from rotation.planning.audit import must_pass
    from rotation.planning.plan import read_plan
    from rotation.planning.resolved import ResolvedPlan
    from rotation.report.explained import change_part
    from rotation.report.pinned import pins_book
    from rotation.report.plan_page import plan_page
    from rotation.report.terminal import console, part_tables
    from rotation.report.workbook import workbook
    from solvers.clock import Clock

    if not dropped and pins is None:
        raise UsageFault(say("say what has changed: --drop or --pins"))
    of_one_run(plan_file)
    plan = read_plan(plan_file)
    case = planned_case(county, plan, policy, plan_file)
    must_pass(resolved := ResolvedPlan(case, plan))
    as_recorded(plan_file)
    leaving = Directory(case.county.tables).teachers(dropped, UsageFault)
    added, places = ([], {}) if pins is None else read_objections(pins, case.county.tables)
    clock = Clock(time_limit)
    county_told = replace(case.county, pin_places={**case.county.pin_places, **places})
    repinned = with_pins(replace(case, county=county_told), added, leaving)
    with stoppable(clock):
        amended = amend(resolved, repinned.case, clock)
    out = out or plan_file.parent / "repair"
    write_files(
        out,
        {
            "plan.xlsx": workbook(amended.resolved),
            "report.html": plan_page(amended.resolved),
            "plan.json": amended.resolved.plan.to_json(),
            "run.json": json.dumps({"data": data_record(amended.resolved.case.county)}, ensure_ascii=False, indent=1)
            + "\n",
            "pins.xlsx": pins_book(repinned.added, repinned.removed, datetime.date.fromisoformat(plan.as_of)),
            "pins.csv": csv_table("pins", [{**pin, "reason": None} for pin in repinned.added], chinese=True),
        },
    )
    screen = console()
    for shown in part_tables(change_part(amended)):
        screen.print(shown)
    screen.print(say("workbook: {path}", path=out / "plan.xlsx"))
    screen.print(say("add the rows of {path} to the sheet 指定: the plan was made with them", path=out / "pins.xlsx"))
    if repinned.removed:
        rows = "、".join(f"{pin['teacher_id']} {pin['kind']}" for pin in repinned.removed)
        screen.print(say("and take these rows out of it: {rows}", rows=rows))
    if not (amended.proven and amended.settled):
        sys.exit(NOT_PROVEN)


def _meant(case: Case, teachers: tuple[str, ...], schools: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the teachers and schools asked for by code or by name. Raises BadData for all that are not clear."""
    from rotation.county.directory import Directory

    directory = Directory(case.county.tables)
    return tuple(directory.teachers(teachers)), tuple(directory.schools(schools))


def _tell(parts: list[Part], new: list[Part]) -> None:
    """Print new parts and keep them."""
    from rotation.report.terminal import console, part_tables

    screen = console()
    for part in new:
        for shown in part_tables(part):
            screen.print(shown)
    parts.extend(new)


def _statement(inquiry: Inquiry, teacher: int, answers: Any, office: Path, dated: datetime.date) -> bytes:
    from rotation.notice.formats.pdf import choose_fonts, pdf
    from rotation.notice.office import load_office
    from rotation.notice.statement import statement

    document = statement(inquiry, teacher, answers, load_office(office), dated)
    return pdf([document], choose_fonts([document]))
