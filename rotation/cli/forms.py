"""`collect` and `facts`: what schools report, and what teachers check, before anything is planned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rotation.cli.base import DEFAULT_POLICY, PATH, cli, common, listening, present, read_case, under_a_pack
from rotation.errors import UsageFault
from rotation.language import N_, say


@cli.command(
    help=N_("Put together the workbooks the schools returned: one county workbook, who is missing, what contradicts.")
)
@click.argument("folder", metavar="DIR", type=PATH)
@click.option(
    "--schools", "county", type=PATH, required=True, help=N_("The county whose schools were asked: last year's.")
)
@click.option(
    "--out", type=PATH, help=N_("Folder for the county's workbook and the list; by default `collected` in DIR.")
)
@under_a_pack
def collect(folder: Path, county: Path, out: Path | None, **pack: Any) -> None:
    from rotation.tasks import collecting
    from rotation.tasks.inputs import Pack

    present(collecting.collect(folder, county, Pack(**pack)), out or folder / collecting.FOLDER)


@cli.command(
    help=N_(
        "A page for each teacher with the facts that decide and what follows from them, and a slip to correct them."
    )
)
@common
@click.option("--plan", "plan_file", type=PATH, help=N_("A plan.json of this county: the pages say what it proposes."))
@click.option("--corrections", type=PATH, help=N_("The slips typed into corrections.xlsx: put into a copy of the county's workbook, "
              "with a list of them."))  # fmt: skip
@click.option("--out", type=PATH, help=N_("Folder for the files; by default `facts` and the county's name and year."))
def facts(county: Path, plan_file: Path | None, corrections: Path | None, out: Path | None, **options: Any) -> None:
    from rotation.tasks.facts import correct
    from rotation.tasks.facts import facts as pages
    from rotation.tasks.inputs import Pack, standing_plan

    pack = Pack(**options)
    out = out or Path("facts") / f"{county.resolve().stem}-{pack.year}"
    if corrections is not None:
        if plan_file is not None:
            raise UsageFault(say("--corrections and --plan exclude each other: data that change have another plan"))
        if (out / f"{county.resolve().stem}.xlsx").resolve() == county.resolve():
            raise UsageFault(say("{path} would be overwritten: name another folder by --out", path=county))
        present(correct(county, corrections, pack), out)
        return
    if plan_file is None:
        present(pages(read_case(county, options), listening()), out)
        return
    if pack.settings or pack.named_year:
        raise UsageFault(say("--plan brings its own year and values: leave out --year and --set"))
    plan = standing_plan(county, plan_file, None if pack.policy == DEFAULT_POLICY else pack.policy, listening())
    present(pages(plan.case, listening(), plan), out)
