"""The facts a plan rests on, to everybody's own eyes: a page a teacher, school by school, and the form for corrections."""

from __future__ import annotations

import datetime
from pathlib import Path

from rotation.intake.corrections import CORRECTIONS, as_changes, read_corrections
from rotation.intake.forms import file_name
from rotation.intake.read import read_county
from rotation.intake.template import form_workbook
from rotation.language import N_, say
from rotation.notice.facts import by_school, sheets_of
from rotation.notice.formats.docx import docx_of
from rotation.notice.formats.pdf import choose_fonts, pdf
from rotation.planning.resolved import ResolvedPlan
from rotation.report.corrected import Logged, corrected_copy
from rotation.report.words import REASONS, county_name
from rotation.rules.case import Case
from rotation.tasks.inputs import Pack
from rotation.tasks.outcome import Content, Outcome, Placed, Shown
from rotation.tasks.progress import Progress, Step

FORM = "corrections.xlsx"


def facts(case: Case, progress: Progress, plan: ResolvedPlan | None = None) -> Outcome:
    """For each school one PDF and one Word file with the pages of its teachers, and the workbook corrections go into."""
    county = case.county
    names = dict(zip(county.schools.school_id, county.schools.name, strict=True))
    sheets = {school: sheets_of(case, teachers, plan) for school, teachers in by_school(case).items()}
    fonts = choose_fonts([sheet for own in sheets.values() for sheet in own])
    files: dict[str, Content] = {}
    for done, (school, own) in enumerate(sheets.items(), start=1):
        progress.at(Step("facts", say("setting the pages, school by school"), done=done, of=len(sheets)))
        name = file_name(school, names[school]).removesuffix(".xlsx")
        files[f"{name}.pdf"], files[f"{name}.docx"] = pdf(own, fonts), docx_of(*own)
    title = say("{county}: corrections of the facts for {year}", county=county_name(county.name), year=case.year)
    files[FORM] = form_workbook(title, datetime.date(case.year, 1, 1), [CORRECTIONS], {})
    count = sum(map(len, sheets.values()))
    shown = Placed(N_("{count} pages for {schools} schools are in {path}; corrections go into {form}"), "",
                   {"count": count, "schools": len(sheets), "form": FORM})  # fmt: skip
    return Outcome(files=files, shown=[shown])


def correct(county: Path, corrections: Path, pack: Pack) -> Outcome:
    """A copy of the county's workbook with the corrections in its cells and a sheet that lists them.

    Raises BadData with every fault of the corrections, or of the county as it would be.
    """
    policy = pack.load()
    before = read_county(county, policy, pack.year)
    made = read_corrections(corrections, before)
    now = Case(read_county(county, policy, pack.year, as_changes(made)).county, policy, pack.year)
    was = Case(before.county, policy, pack.year)
    logged = [Logged(one, _follows(was, one.teacher_id), _follows(now, one.teacher_id)) for one in made]
    content, formulas = corrected_copy(county, logged, was.county.digest)
    name = f"{was.county.name}.xlsx"
    shown: list[Shown] = []
    for line in logged:
        one, personal = line.correction, line.correction.column.personal
        shown.append(say(
            "{id} {name}: {fact} from “{former}” to “{right}”; {before} → {now}", id=one.teacher_id, name=one.name,
            fact=one.column.header, former=_shown(one.former, personal), right=_shown(one.right, personal),
            before=line.before, now=line.now))  # fmt: skip
    shown.append(Placed(N_("{count} corrections are in {path}, listed on its last sheet; the data's fingerprint is now {fingerprint}"),
                        name, {"count": len(made), "fingerprint": now.county.digest[:16]}))  # fmt: skip
    if formulas:
        shown.append(
            say("the workbook holds formulas: open the copy in Excel or WPS and save it once before it is planned on")
        )
    return Outcome(files={name: content}, shown=shown)


def _shown(text: str, personal: bool) -> str:
    """A value as the terminal tells it: nobody's birth, home or reason for exemption."""
    return "***" if personal else text or say("blank")


def _follows(case: Case, teacher_id: str) -> str:
    return say(REASONS[case.reason[case.county.teacher_index[teacher_id]]])
