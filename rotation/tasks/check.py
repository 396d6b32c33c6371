"""A county read and looked at, before any plan: every fault, or the county at a glance; and who is eligible."""

from __future__ import annotations

from pathlib import Path

from rotation.errors import BadData, Fault
from rotation.intake.read import Reading, read_county
from rotation.language import N_, say
from rotation.output.html import page
from rotation.output.parts import Part
from rotation.report.check import Overview
from rotation.report.county_notes import county_notes
from rotation.report.faults import change_lines, note_lines
from rotation.report.marked import marked_copy
from rotation.report.summary import eligible_part
from rotation.rules.candidates import Candidates, find_candidates, pin_faults
from rotation.rules.case import Case
from rotation.tasks.applying import as_changes, certain_faults
from rotation.tasks.inputs import Pack
from rotation.tasks.outcome import Content, Outcome, Placed, Shown
from rotation.tasks.progress import Progress, Step

MARKED = "marked.xlsx"


def check(county: Path, pack: Pack, progress: Progress, *, apply: bool = False, files: bool = True) -> Outcome:
    """What is wrong in the county at `county`, with a copy in which it is marked; where nothing is, what there is in it.

    With `apply` what can mean one thing alone is put right in the copy. Without `files` none are made.
    """
    policy = pack.load()
    applied = certain_faults(county, policy, pack.year) if apply and county.exists() else []
    progress.tell(*change_lines(applied))
    if apply:
        progress.tell(say("{count} cells were put right; what is left is for you to decide", count=len(applied)))
    progress.at(Step("reading", say("reading the county's tables")))
    try:
        reading = read_county(county, policy, pack.year, as_changes(applied))
        candidates = _possible(Case(reading.county, policy, pack.year), reading)
    except BadData as refused:
        if not (files and refused.faults and county.exists()):
            return Outcome.of(refused)
        copy = marked_copy(county, refused.faults, refused.notes, applied)
        return Outcome.of(refused, {MARKED: copy}, [Placed(N_("a copy with every fault marked is {path}"), MARKED)])
    return _at_a_glance(county, reading, candidates, applied, files=files)


def _possible(case: Case, reading: Reading) -> Candidates:
    """The possible moves. Raises BadData where pins ask for others."""
    candidates = find_candidates(case)
    if faults := pin_faults(candidates):
        raise BadData(say("{count} pins ask for the impossible", count=len(faults)), faults, reading.notes)
    return candidates


def _at_a_glance(
    county: Path, reading: Reading, candidates: Candidates, applied: list[Fault], *, files: bool
) -> Outcome:
    notes = [*reading.notes, *county_notes(candidates)]
    overview = Overview(candidates.case, notes, reading.derived)
    shown: list[Shown] = [*overview.summary, *note_lines(notes), say("no faults")]
    if not files:
        return Outcome(shown=shown)
    details = [Part(name, fields, rows, marks) for name, fields, rows, marks in overview.tables()]
    made: dict[str, Content] = {
        "check.xlsx": overview.workbook(),
        "check.html": page(overview.title, [*overview.summary, *overview.subjects, *details]),
    }
    shown.append(Placed(N_("workbook: {path}"), "check.xlsx"))
    if applied or any(note.row for note in notes):
        made[MARKED] = marked_copy(county, (), reading.notes, applied)
    if applied:
        shown.append(Placed(N_("without faults now: {path}; give it the county's name and go on with it"), MARKED))
    return Outcome(files=made, shown=shown)


def eligible(case: Case) -> Outcome:
    """Who may move, school by school, and the first reason why not."""
    return Outcome(shown=[eligible_part(case)])
