"""What is possible but unlikely in a county as a whole; it is said and blocks nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rotation.county.schema import STAGES
from rotation.errors import Note
from rotation.language import say
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.goals.balance import backbone_before
from rotation.rules.moves import after

NAMED = 8  # of many places the first few are named


def county_notes(candidates: Candidates) -> list[Note]:
    """Notes on schools, demand and teams."""
    case = candidates.case
    return [Note(text) for text in (*_schools(case), *_demand(case), *_teams(candidates))]


def named(places: Sequence[str]) -> str:
    """The first few of `places`, with a sign that there are more."""
    return "、".join(places[:NAMED]) + ("…" if len(places) > NAMED else "")


def school_name(case: Case, u: int) -> str:
    schools = case.county.schools
    return f"{schools.name[u]} {STAGES[schools.stage[u]]}"


def _schools(case: Case) -> list[str]:
    county, notes = case.county, []
    schools, people = county.schools, county.teachers
    lost = np.isnan(schools.lon) | np.isnan(schools.lat)
    homeless = (np.isnan(people.home_lon) | np.isnan(people.home_lat)) & lost[people.school]
    if lost.any():
        notes.append(say("{count} schools have no coordinates; ways to them count as 0 km", count=int(lost.sum())))
    if homeless.any():
        text = say("{count} teachers have neither home nor school coordinates; their ways count as 0 km",
                   count=int(homeless.sum()))  # fmt: skip
        notes.append(text)
    backbone, staff = backbone_before(case), county.staff
    without = [school_name(case, u) for u in range(len(schools)) if staff[u] and not backbone[u]]
    if without:
        notes.append(say("{count} schools have no backbone teacher: {names}", count=len(without), names=named(without)))
    deserted = [school_name(case, u) for u in range(len(schools)) if not staff[u]]
    if deserted:
        notes.append(say("{count} schools have no teacher: {names}", count=len(deserted), names=named(deserted)))
    return notes + _principals(case)


def _principals(case: Case) -> list[str]:
    """Schools without a principal, and principals who all seem to be in their first term."""
    county, notes = case.county, []
    people = county.teachers
    led = people.school[people.principal]
    heads = {county.schools.school_id[u] for u in led.tolist()}
    headless = [rows[0] for school_id, rows in county.rows_of_post.items()
                if school_id not in heads and any(county.staff[u] for u in rows)]  # fmt: skip
    if headless:
        names = named([county.schools.name[u] for u in headless])
        notes.append(
            say("{count} schools have no principal (校长) among their staff: {names}", count=len(headless), names=names)
        )
    if len(led) > 1 and (people.terms[people.principal] == 1).all():
        notes.append(say("all {count} principals are in their first term, a blank 任期届数 (terms) counting as 1, so that"
                         " none is due by terms; see whether that column is filled in", count=len(led)))  # fmt: skip
    return notes


def _demand(case: Case) -> list[str]:
    """Subjects of a stage whose posts are less than half of the teachers: a column slipped, perhaps."""
    county, have = case.county, after(case, ())
    odd = []
    for g, stage in enumerate(STAGES):
        rows = np.flatnonzero(county.schools.stage == g)
        for k, subject in enumerate(county.subjects):
            teachers, posts = sum(have[u, k] for u in rows.tolist()), int(county.required[rows, k].sum())
            if teachers >= 10 and 2 * posts < teachers:
                odd.append(say("{stage} {subject} ({posts} posts, {teachers} teachers)", stage=stage, subject=subject,
                               posts=posts, teachers=teachers))  # fmt: skip
    return [say("demand is below half of the teachers: {names}", names=named(odd))] if odd else []


def _teams(candidates: Candidates) -> list[str]:
    """Teams that no school can take whole, so that none of them moves."""
    case = candidates.case
    stuck = []
    for team, members in case.county.teams.items():
        open_to = [set(candidates.school[candidates.teacher == t].tolist()) for t in members]
        if not set.intersection(*open_to):
            stuck.append(team)
    return [say("no school can take these teams whole, so that none of them moves: {names}",
                names=named(stuck))] if stuck else []  # fmt: skip
