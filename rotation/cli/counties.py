"""`check`, `eligible`, `sample` and `template`: everything about a county's tables but planning on them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import click

from rotation.cli.base import PATH, SEED, cli, common, language, listening, present, read_case, under_a_pack
from rotation.errors import UsageFault
from rotation.language import N_, say


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
def check(county: Path, out: Path | None, apply: bool, **pack: Any) -> None:
    from rotation.tasks.check import check as look
    from rotation.tasks.inputs import Pack

    if apply and out is None:
        raise UsageFault(say("--apply writes a copy: name a folder for it by --out"))
    present(look(county, Pack(**pack), listening(), apply=apply, files=out is not None), out)


@cli.command(help=N_("Show who is eligible, school by school, and the first reason why not."))
@common
def eligible(county: Path, **pack: Any) -> None:
    from rotation.tasks.check import eligible as count

    present(count(read_case(county, pack)))


@cli.command(help=N_("Write a fictional county: a folder of CSV files, or a workbook where DIR ends in .xlsx."))
@click.argument("target", metavar="DIR", type=PATH)
@click.option("--schools", default=76, show_default=True, type=click.IntRange(6, 5000), help=N_("How many schools."))
@click.option(
    "--teachers", default=4000, show_default=True, type=click.IntRange(60, 200000), help=N_("How many teachers.")
)
@click.option("--seed", default="2026", show_default=True, type=SEED, help=N_("Another seed, another county."))
@language
def sample(target: Path, schools: int, teachers: int, seed: str) -> None:
    from rotation.tasks.sample import sample as make

    if target.suffix.lower() == ".xlsx":
        present(make(schools, teachers, seed, target.name), target.parent)
    else:
        present(make(schools, teachers, seed), target)


@cli.command(name="template", help=N_("Write the workbook to fill in, with guidance, drop-downs and examples."))
@click.argument("target", metavar="FILE.xlsx", type=PATH)
@click.option("--schools", "county", type=PATH, help=N_("Instead, one workbook for each school of this county, last year's, "
              "with its own people filled in; FILE.xlsx is then a folder."))  # fmt: skip
@under_a_pack
def write_template(target: Path, county: Path | None, **pack: Any) -> None:
    from rotation.tasks.collecting import school_templates
    from rotation.tasks.inputs import Pack
    from rotation.tasks.sample import template

    if county is not None:
        present(school_templates(county, Pack(**pack)), target)
        return
    if target.suffix.lower() != ".xlsx":
        raise UsageFault(say("{path}: the name must end in .xlsx", path=target))
    present(template(target.name, datetime.date.today()), target.parent)
