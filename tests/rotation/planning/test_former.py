"""What one solve leaves to the next, carried over to a county in which people and schools came and went."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rotation.county.building import edited
from rotation.planning.plan import Plan
from rotation.planning.planner import Former, make_plan
from rotation.rules.candidates import Candidates, find_candidates
from rotation.rules.case import Case


def named(candidates: Candidates) -> list[tuple[str, tuple[str, str], str]]:
    """Each candidate by the names of who moves, where to and to teach what."""
    county = candidates.case.county
    rows = list(county.schools.row_of)
    return [
        (county.teachers.teacher_id[t], rows[u], county.subjects[k])
        for t, u, k in zip(candidates.teacher, candidates.school, candidates.subject, strict=True)
    ]


def changed(case: Case) -> Case:
    """The case with its teachers the other way round, some of them gone, and a school that nobody of them is at gone."""
    tables = case.county.tables
    people = [dict(row) for i, row in enumerate(reversed(list(tables["teachers"]))) if i % 7]
    return replace(case, county=edited(case.county, teachers=people, wishes=[], pins=[], teams=[]))


def test_columns_are_carried_by_name(small_case: Case) -> None:
    """Of the columns held, exactly the moves that are still there, and every column that is no move."""
    old, new = find_candidates(small_case), find_candidates(changed(small_case))
    held = np.array([j for j in range(len(old)) if j % 3 == 0] + [len(old) + 5], dtype=np.int64)
    carried = Former(old, held).carried(new, len(new) + 10)
    before, now = named(old), named(new)
    wanted = {before[j] for j in held.tolist() if j < len(old)}
    assert [now[j] for j in carried.tolist() if j < len(new)] == [name for name in now if name in wanted]
    assert carried.tolist()[-10:] == list(range(len(new), len(new) + 10))
    assert 0 < len(carried) - 10 < len([j for j in held.tolist() if j < len(old)])


def test_nothing_in_common(small_case: Case) -> None:
    old = find_candidates(small_case)
    people = [{**row, "teacher_id": f"新{row['teacher_id']}"} for row in small_case.county.tables["teachers"]]
    case = replace(small_case, county=edited(small_case.county, teachers=people, wishes=[], pins=[], teams=[]))
    new = find_candidates(case)
    carried = Former(old, np.arange(len(old), dtype=np.int64)).carried(new, len(new) + 3)
    assert carried.tolist() == list(range(len(new), len(new) + 3))


def test_it_changes_the_time_alone(small_case: Case, small_plan: Plan) -> None:
    former = make_plan(changed(small_case), "2026").former
    assert make_plan(small_case, "2026", former=former).plan.to_json() == small_plan.to_json()
