"""`check`, `eligible`, `sample` and `template`: everything about a county's tables but planning on them."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import click

from rotation.cli.base import PATH, SEED, case_of, cli, common, language
from rotation.errors import BadData, UsageFault
from rotation.language import N_, say

MARKED = "marked.xlsx"


@cli.command(help=N_("Read a county and say what is wrong in it, or show it at a glance."))
@common
@click.option(
    "--out",
    type=PATH,
    help=N_("Folder for check.xlsx and check.html, or, where there are faults, for a marked copy of the data."),
)
@click.option(
    "--apply", is_flag=True,
    help=N_("Put right in the marked copy what can mean one thing alone, and list it; questions stay questions."),
)  # fmt: skip
def check(
    county: Path, settings: tuple[str, ...], policy: str, year: int | None, out: Path | None, apply: bool
) -> None:
    from rotation.intake.read import read_county
    from rotation.output.files import write_files
    from rotation.output.html import page
    from rotation.output.parts import Part
    from rotation.policy.policy import load_policy
    from rotation.report.check import Overview
    from rotation.report.county_notes import county_notes
    from rotation.report.faults import change_lines, note_lines
    from rotation.report.marked import marked_copy
    from rotation.report.terminal import console, part_tables
    from rotation.rules.candidates import find_candidates, pin_faults
    from rotation.rules.case import Case
    from rotation.tasks.applying import as_changes, certain_faults

    if apply and out is None:
        raise UsageFault(say("--apply writes a copy: name a folder for it by --out"))
    pack, year = load_policy(policy, settings), year or time.localtime().tm_year
    applied = certain_faults(county, pack, year) if apply and county.exists() else []
    for line in change_lines(applied):
        click.echo(line)
    if apply:
        click.echo(say("{count} cells were put right; what is left is for you to decide", count=len(applied)))
    try:
        reading = read_county(county, pack, year, as_changes(applied))
        case = Case(reading.county, pack, year)
        candidates = find_candidates(case)
        faults = pin_faults(candidates)
        if faults:
            raise BadData(say("{count} pins ask for the impossible", count=len(faults)), faults, reading.notes)
    except BadData as refused:
        if out is not None and refused.faults and county.exists():
            write_files(out, {MARKED: marked_copy(county, refused.faults, refused.notes, applied)})
            click.echo(say("a copy with every fault marked is {path}", path=out / MARKED))
        raise
    notes = [*reading.notes, *county_notes(candidates)]
    overview = Overview(case, notes, reading.derived)
    screen = console()
    for part in overview.summary:
        for shown in part_tables(part):
            screen.print(shown)
    for line in note_lines(notes):
        screen.print(line)
    screen.print(say("no faults"))
    if out is not None:
        details = [Part(name, fields, rows, marks) for name, fields, rows, marks in overview.tables()]
        files: dict[str, str | bytes] = {
            "check.xlsx": overview.workbook(),
            "check.html": page(overview.title, [*overview.summary, *overview.subjects, *details]),
        }
        if applied or any(note.row for note in notes):
            files[MARKED] = marked_copy(county, (), reading.notes, applied)
        write_files(out, files)
        screen.print(say("workbook: {path}", path=out / "check.xlsx"))
        if applied:
            screen.print(
                say("without faults now: {path}; give it the county's name and go on with it", path=out / MARKED)
            )


@cli.command(help=N_("Show who is eligible, school by school, and the first reason why not."))
@common
def eligible(county: Path, settings: tuple[str, ...], policy: str, year: int | None) -> None:
    from rotation.report.terminal import console, eligible_table

    console().print(eligible_table(case_of(county, policy, settings, year)))


@cli.command(help=N_("Write a fictional county: a folder of CSV files, or a workbook where DIR ends in .xlsx."))
@click.argument("target", metavar="DIR", type=PATH)
@click.option("--schools", default=76, show_default=True, type=click.IntRange(6, 5000), help=N_("How many schools."))
@click.option(
    "--teachers", default=4000, show_default=True, type=click.IntRange(60, 200000), help=N_("How many teachers.")
)
@click.option("--seed", default="2026", show_default=True, type=SEED, help=N_("Another seed, another county."))
@language
def sample(target: Path, schools: int, teachers: int, seed: str) -> None:
    from rotation.intake.sample import as_csv, as_workbook, make_sample
    from rotation.output.files import write_files

    made = make_sample(schools, teachers, seed)
    if target.suffix.lower() == ".xlsx":
        write_files(target.parent, {target.name: as_workbook(made)}, recorded=False)
    else:
        write_files(target, as_csv(made), recorded=False)
    click.echo(say("a fictional county is in {path}", path=target))


@cli.command(name="template", help=N_("Write the workbook to fill in, with guidance, drop-downs and examples."))
@click.argument("target", metavar="FILE.xlsx", type=PATH)
@language
def write_template(target: Path) -> None:
    from rotation.intake.template import template
    from rotation.output.files import write_files

    if target.suffix.lower() != ".xlsx":
        raise UsageFault(say("{path}: the name must end in .xlsx", path=target))
    write_files(target.parent, {target.name: template(datetime.date.today())}, recorded=False)
    click.echo(say("the workbook to fill in is {path}", path=target))
