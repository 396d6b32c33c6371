"""What is put up and what goes to whoever decides: the notice of a plan, its result, the city's, the brief."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rotation.intake.read import county_paths
from rotation.language import N_, say
from rotation.notice import publish as published
from rotation.notice.brief import brief as page_of
from rotation.notice.changes import changes_since, read_reasons, unposted
from rotation.notice.city import city_json, city_notice, county_lines, find_plans
from rotation.notice.content import make_notice, make_result, make_supplement
from rotation.notice.document import Document
from rotation.notice.formats.docx import docx_of
from rotation.notice.formats.pdf import Fonts, choose_fonts, pdf
from rotation.notice.office import Office
from rotation.notice.period import Period, decided_in_time, notice_period
from rotation.notice.posted import must_be_over, posted_period
from rotation.notice.public_list import Decided, PublicList, make_public_list
from rotation.output.files import as_recorded, of_one_run
from rotation.planning.plan import read_plan
from rotation.rules.packs import load_policy
from rotation.tasks.inputs import planned_case, resolved_plan
from rotation.tasks.outcome import Content, Outcome, Placed, Shown
from rotation.tasks.progress import Progress, Step

PAGES = "page-*.png"  # of which an earlier notice may have left more


@dataclass(frozen=True)
class Style:
    """The county's own wording in place of the pack's, a folder with further fonts, and whether letters are files of their own as well."""

    text: Path | None = None
    fonts: Path | None = None
    letters_apart: bool = False


@dataclass(frozen=True)
class Posted:
    """The plan as it was posted, why each who changed since did, and how it is known when it was posted.

    `record` is the posted notice's notice.json, where it does not lie beside the plan; `day` when it was put up, where
    there is none.
    """

    plan: Path
    reasons: Path | None = None
    record: Path | None = None
    day: datetime.date | None = None


def notice(
    county: Path, plan_file: Path, policy: str | None, office: Office, day: datetime.date, style: Style,
    progress: Progress,
) -> Outcome:  # fmt: skip
    """The notice of a plan put up on `day`, in every format, with its slips and letters.

    Raises AuditFailed, BadData, UsageFault where no notice can be made of it.
    """
    of_one_run(plan_file)
    period = notice_period(day, office.working_days, read_plan(plan_file).year)
    listed = _listed(county, plan_file, policy, progress)
    document = make_notice(listed, office, period, day, style.text)
    return _published(listed, document, office, period, style, progress)


def result(
    county: Path, plan_file: Path, policy: str | None, office: Office, day: datetime.date, posted: Posted, style: Style,
    progress: Progress,
) -> Outcome:  # fmt: skip
    """The notice of the result, dated `day`, with what changed since the list was `posted`.

    With it the supplementary notice of those who were not in that list, in the folder `supplement`. Raises as `notice` does.
    """
    of_one_run(plan_file)
    of_one_run(posted.plan)
    listed = _listed(county, plan_file, policy, progress)
    as_recorded(posted.plan)
    former = read_plan(posted.plan)
    decided_in_time(day, listed.plan.year)
    first = posted_period(posted.plan, former, posted.record, posted.day, office.working_days)
    must_be_over(first, day)
    changes = changes_since(former, listed, read_reasons(posted.reasons) if posted.reasons else {})
    new = unposted(former, listed.plan)
    own = notice_period(day, office.working_days, listed.plan.year) if new else None
    decided = replace(listed, decided=Decided(new, own))
    document = make_result(decided, office, changes, day, style.text)
    made = _published(decided, document, office, None, style, progress)
    gone = [*made.gone, f"{published.SUPPLEMENT}/*"]  # of an earlier result nobody may be left there
    if own is None:
        return replace(made, gone=gone)
    alone = listed.of(new)
    supplement = published.supplement(
        alone, make_supplement(alone, office, changes, (first, own), day), own, style.fonts
    )  # fmt: skip
    more = {f"{published.SUPPLEMENT}/{name}": content for name, content in supplement.items()}
    where = N_("{count} people were not in the posted list: their supplementary notice is in {path}")
    shown = [*made.shown, Placed(where, published.SUPPLEMENT, {"count": len(new)}), _stands(own)]
    return replace(made, files={**made.files, **more}, shown=shown, gone=gone)


def _listed(county: Path, plan_file: Path, policy: str | None, progress: Progress) -> PublicList:
    """The list of a plan that stands its recount and is the one written."""
    listed = make_public_list(resolved_plan(county, plan_file, policy, progress))
    as_recorded(plan_file)
    return listed


def _published(
    listed: PublicList, document: Document, office: Office, period: Period | None, style: Style, progress: Progress
) -> Outcome:
    progress.at(Step("writing", say("setting notice, slips and letters")))
    files, letters, fonts = published.publish(
        listed, document, office, period, style.fonts, apart=style.letters_apart
    )  # fmt: skip
    apart = {f"{published.LETTERS}/{name}": letter for name, letter in letters.items()}
    return _set({**files, **apart}, fonts, period, progress)


def _set(files: Mapping[str, Content], fonts: Fonts, period: Period | None, progress: Progress) -> Outcome:
    """Files set in `fonts`, and what there is to say of them."""
    for note in fonts.notes:
        progress.note(say("font: {note}", note=note))
    shown: list[Shown] = [] if period is None else [_stands(period)]
    shown.append(Placed(N_("{count} files are in {path}"), "", {"count": len(files)}))
    return Outcome(files=files, shown=shown, gone=[PAGES])


def _stands(period: Period) -> str:
    return say(
        "stands from {first} to {last}, {days} working days", first=period.first, last=period.last, days=period.days
    )


def brief(county: Path, plan_file: Path, policy: str | None, fonts: Path | None, progress: Progress) -> Outcome:
    """One side of A4 for whoever decides, as Word and PDF. Raises AuditFailed, BadData."""
    document = page_of(resolved_plan(county, plan_file, policy, progress))
    as_recorded(plan_file)
    used = choose_fonts([document], fonts)
    files = {"brief.docx": docx_of(document), "brief.pdf": pdf([document], used)}
    return replace(_set(files, used, None, progress), gone=())


def city(
    folder: Path, office: Office, day: datetime.date, style: Style, progress: Progress, *, policy: str | None = None,
    counties: Path | None = None,
) -> Outcome:  # fmt: skip
    """The city's notice of the plans in the folders below `folder`, those of `counties` recounted from their tables there."""
    plans = find_plans(folder)
    period = notice_period(day, office.working_days, plans[0].year)
    tables = county_paths(counties) if counties else {}
    found = [plan for plan in plans if plan.county in tables]
    cases = {plan.county: planned_case(tables[plan.county], plan, policy, progress) for plan in found}
    pack = load_policy(policy or plans[0].policy)
    lines = county_lines(plans, pack, cases)
    document = city_notice(lines, pack, office, period, day, style.text)
    fonts = choose_fonts([document], style.fonts)
    return _set(
        {**published.formats(document, fonts), "notice.json": city_json(lines, document)}, fonts, period, progress
    )
