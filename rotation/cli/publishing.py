"""`notice` and `city`: what is put up; `brief`: what goes to whoever decides."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rotation.cli.base import PATH, Day, cli, language, planned_case
from rotation.errors import UsageFault
from rotation.language import N_, say

if TYPE_CHECKING:
    from rotation.notice.document import Document
    from rotation.notice.formats.pdf import Fonts
    from rotation.notice.office import Office
    from rotation.notice.period import Period
    from rotation.notice.public_list import PublicList


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
    from rotation.notice.content import make_notice
    from rotation.notice.period import notice_period
    from rotation.notice.public_list import make_public_list
    from rotation.notice.publish import LETTERS, SUPPLEMENT, publish
    from rotation.output.files import as_recorded, like, of_one_run, write_files
    from rotation.planning.plan import read_plan
    from rotation.planning.resolved import ResolvedPlan

    for option, given in (("--reasons", reasons), ("--record", record), ("--posted-on", posted_on)):
        if given is not None and posted is None:
            raise UsageFault(say("{option} goes with --result", option=option))
    bureau, day = _office(office), start.date()
    for file in (plan_file, posted):
        if file is not None:
            of_one_run(file)
    read = read_plan(plan_file)
    period = None if posted else notice_period(day, bureau.working_days, read.year)
    listed = make_public_list(ResolvedPlan(planned_case(county, read, policy, plan_file), read))
    for file in (plan_file, posted):
        if file is not None:
            as_recorded(file)
    extra: dict[str, bytes | str] = {}
    if period is not None:
        document = make_notice(listed, bureau, period, day, text)
    else:
        assert posted is not None
        put_up = posted_on.date() if posted_on else None
        listed, document, extra = _result(listed, bureau, day, posted, reasons, record, put_up, text, fonts)
    files, each, used = publish(listed, document, bureau, period, fonts, apart=letters_apart)
    out = out or plan_file.parent / ("result" if posted else "notice")
    write_files(out, files, gone=like(out, "page-*.png", files))
    if each:
        write_files(out / LETTERS, each)
    if extra or (posted and (out / SUPPLEMENT).is_dir()):  # of an earlier result nobody may be left there
        former = [path.name for path in (out / SUPPLEMENT).glob("*") if path.name not in extra]
        write_files(out / SUPPLEMENT, extra, gone=[name for name in former if name != "files.json"])
    _tell_published(used, period, len(files) + len(each), out)
    if listed.decided is not None and listed.decided.period is not None:
        click.echo(
            say("{count} people were not in the posted list: their supplementary notice is in {path}",
                count=len(listed.decided.pending), path=out / SUPPLEMENT)
        )  # fmt: skip
        _tell_period(listed.decided.period)


def _result(
    listed: PublicList, bureau: Office, day: datetime.date, posted: Path, reasons: Path | None, record: Path | None,
    put_up: datetime.date | None, text: Path | None, fonts: Path | None,
) -> tuple[PublicList, Document, dict[str, bytes | str]]:  # fmt: skip
    """The list as decided on `day`, its notice, and the files of the supplementary notice where one is due."""
    from rotation.notice.changes import changes_since, read_reasons, unposted
    from rotation.notice.content import make_result, make_supplement
    from rotation.notice.period import decided_in_time, notice_period
    from rotation.notice.posted import must_be_over, posted_period
    from rotation.notice.public_list import Decided
    from rotation.notice.publish import supplement
    from rotation.planning.plan import read_plan

    former = read_plan(posted)
    decided_in_time(day, listed.plan.year)
    first = posted_period(posted, former, record, put_up, bureau.working_days)
    must_be_over(first, day)
    changes = changes_since(former, listed, read_reasons(reasons) if reasons else {})
    new = unposted(former, listed.plan)
    period = notice_period(day, bureau.working_days, listed.plan.year) if new else None
    decided = replace(listed, decided=Decided(new, period))
    document = make_result(decided, bureau, changes, day, text)
    if period is None:
        return decided, document, {}
    alone = listed.of(new)
    return decided, document, supplement(
        alone, make_supplement(alone, bureau, changes, (first, period), day), period, fonts
    )  # fmt: skip


@cli.command(help=N_("Make the page for whoever decides: one side of A4 as Word and PDF, every number from the plan."))
@click.argument("county", type=PATH)
@click.argument("plan_file", metavar="PLAN.json", type=PATH)
@click.option("--out", type=PATH, help=N_("Folder; by default the plan's own."))
@click.option("--policy", help=N_("The pack's file, where the plan was made from one."))
@click.option("--fonts", type=PATH, help=N_("A folder with further fonts."))
@language
def brief(county: Path, plan_file: Path, out: Path | None, policy: str | None, fonts: Path | None) -> None:
    from rotation.notice.brief import brief as page_for
    from rotation.notice.formats.docx import docx_of
    from rotation.notice.formats.pdf import choose_fonts, pdf
    from rotation.output.files import write_files
    from rotation.planning.plan import read_plan
    from rotation.planning.resolved import ResolvedPlan

    plan = read_plan(plan_file)
    document = page_for(ResolvedPlan(planned_case(county, plan, policy, plan_file), plan))
    used = choose_fonts([document], fonts)
    out = out or plan_file.parent
    write_files(out, {"brief.docx": docx_of(document), "brief.pdf": pdf([document], used)})
    _tell_published(used, None, 2, out)


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
    from rotation.intake.read import county_paths
    from rotation.notice.city import city_json, city_notice, county_lines, find_plans
    from rotation.notice.formats.pdf import choose_fonts
    from rotation.notice.period import notice_period
    from rotation.notice.publish import formats
    from rotation.output.files import like, write_files
    from rotation.policy.policy import load_policy

    bureau, day = _office(office), start.date()
    plans = find_plans(folder)
    period = notice_period(day, bureau.working_days, plans[0].year)
    tables = county_paths(counties) if counties else {}
    cases = {plan.county: planned_case(tables[plan.county], plan, policy) for plan in plans if plan.county in tables}
    pack = load_policy(policy or plans[0].policy)
    lines = county_lines(plans, pack, cases)
    document = city_notice(lines, pack, bureau, period, day, text)
    used = choose_fonts([document], fonts)
    files = {**formats(document, used), "notice.json": city_json(lines, document)}
    out = out or folder / "city"
    write_files(out, files, gone=like(out, "page-*.png", files))
    _tell_published(used, period, len(files), out)


def _office(path: Path | None) -> Office:
    from rotation.notice.office import example, load_office

    if path is None:
        raise UsageFault(
            say("--office: the notice needs the office's file. Fill this one in:\n\n{example}", example=example())
        )
    return load_office(path)


def _tell_published(fonts: Fonts, period: Period | None, count: int, out: Path) -> None:
    for note in fonts.notes:
        click.echo(say("font: {note}", note=note), err=True)
    if period is not None:
        _tell_period(period)
    click.echo(say("{count} files are in {path}", count=count, path=out))


def _tell_period(period: Period) -> None:
    click.echo(
        say(
            "stands from {first} to {last}, {days} working days", first=period.first, last=period.last, days=period.days
        )
    )
