"""`notice` and `city`: what is put up; `brief`: what goes to whoever decides."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rotation.cli.base import PATH, Day, cli, language, listening, present
from rotation.errors import UsageFault
from rotation.language import N_, say

if TYPE_CHECKING:
    from rotation.notice.office import Office


@cli.command(help=N_("Make the public notice of a plan in every format, and the slips and letters that go with it."))
@click.argument("county", type=PATH)
@click.argument("plan_file", metavar="PLAN.json", type=PATH)
@click.option(
    "--from", "start", required=True, metavar="DATE", type=Day(),
    help=N_("The day the notice is put up, such as 2026-08-17."),
)  # fmt: skip
@click.option("--office", type=PATH, help=N_("The office's file: who signs, where to object."))
@click.option("--out", type=PATH, help=N_("Folder; by default notice or result beside the plan."))
@click.option("--policy", help=N_("The pack's file, where the plan was made from one."))
@click.option("--text", type=PATH, help=N_("The county's own wording in place of the pack's."))
@click.option("--fonts", type=PATH, help=N_("A folder with further fonts."))
@click.option("--letters-apart", is_flag=True, help=N_("Write each letter into a file of its own as well."))
@click.option(
    "--result", "posted", metavar="PLAN.json", type=PATH,
    help=N_("The plan as it was posted: makes the notice of the result, with what changed since."),
)  # fmt: skip
@click.option(
    "--reasons", type=PATH,
    help=N_("With --result: why each who changed did, for the public: a workbook or CSV file with 工号 or 姓名 and 原因, or"
            ' a TOML file with lines "id or name" = "reason".'),
)  # fmt: skip
@click.option(
    "--record", type=PATH,
    help=N_("With --result: the posted notice's notice.json, where it does not lie in notice beside the posted plan."),
)  # fmt: skip
@click.option(
    "--posted-on", metavar="DATE", type=Day(),
    help=N_("With --result: the day the list was put up, where there is no notice.json of it."),
)  # fmt: skip
@language
def notice(
    county: Path, plan_file: Path, start: datetime.datetime, office: Path | None, out: Path | None, policy: str | None,
    text: Path | None, fonts: Path | None, letters_apart: bool, posted: Path | None, reasons: Path | None,
    record: Path | None, posted_on: datetime.datetime | None,
) -> None:  # fmt: skip
    from rotation.tasks import notice as tasks

    for option, given in (("--reasons", reasons), ("--record", record), ("--posted-on", posted_on)):
        if given is not None and posted is None:
            raise UsageFault(say("{option} goes with --result", option=option))
    bureau, style = _office(office), tasks.Style(text, fonts, letters_apart)
    out = out or plan_file.parent / ("result" if posted else "notice")
    if posted is None:
        present(tasks.notice(county, plan_file, policy, bureau, start.date(), style, listening()), out)
        return
    former = tasks.Posted(posted, reasons, record, posted_on.date() if posted_on else None)
    present(tasks.result(county, plan_file, policy, bureau, start.date(), former, style, listening()), out)


@cli.command(help=N_("Make the page for whoever decides: one side of A4 as Word and PDF, every number from the plan."))
@click.argument("county", type=PATH)
@click.argument("plan_file", metavar="PLAN.json", type=PATH)
@click.option("--out", type=PATH, help=N_("Folder; by default the plan's own."))
@click.option("--policy", help=N_("The pack's file, where the plan was made from one."))
@click.option("--fonts", type=PATH, help=N_("A folder with further fonts."))
@language
def brief(county: Path, plan_file: Path, out: Path | None, policy: str | None, fonts: Path | None) -> None:
    from rotation.tasks.notice import brief as make

    present(make(county, plan_file, policy, fonts, listening()), out or plan_file.parent)


@cli.command(help=N_("Make the city's notice of the plans in the sub-folders of DIR, one county each."))
@click.argument("folder", metavar="DIR", type=PATH)
@click.option(
    "--from", "start", required=True, metavar="DATE", type=Day(),
    help=N_("The day the notice is put up, such as 2026-08-17."),
)  # fmt: skip
@click.option("--office", type=PATH, help=N_("The office's file: who signs, where to object."))
@click.option(
    "--counties", type=PATH,
    help=N_("Folder with the counties' tables, by the plans' names: their plans are recounted from them."),
)  # fmt: skip
@click.option("--out", type=PATH, help=N_("Folder; by default city in DIR."))
@click.option("--policy", help=N_("The pack's file, where the plan was made from one."))
@click.option("--text", type=PATH, help=N_("The county's own wording in place of the pack's."))
@click.option("--fonts", type=PATH, help=N_("A folder with further fonts."))
@language
def city(
    folder: Path, start: datetime.datetime, office: Path | None, counties: Path | None, out: Path | None,
    policy: str | None, text: Path | None, fonts: Path | None,
) -> None:  # fmt: skip
    from rotation.tasks.notice import Style
    from rotation.tasks.notice import city as make

    style = Style(text, fonts)
    outcome = make(folder, _office(office), start.date(), style, listening(), policy=policy, counties=counties)
    present(outcome, out or folder / "city")


def _office(path: Path | None) -> Office:
    from rotation.notice.office import example, load_office

    if path is None:
        raise UsageFault(
            say("--office: the notice needs the office's file. Fill this one in:\n\n{example}", example=example())
        )
    return load_office(path)
