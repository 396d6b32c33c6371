"""What one solve leaves to the next, carried over to a county in which people and schools came and went."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rotation.county.building import build_county, edited
from rotation.planning.plan import Plan
from rotation.planning.planner import Former, make_plan
from rotation.rules.candidates import Candidates, find_candidates
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.counties import YEAR, school, tables, teacher


def named(candidates: Candidates) -> list[tuple[str, tuple[str, str], str]]:
    """Each candidate by the names of who moves, where to and to teach what."""
    county = candidates.case.county
    rows = list(county.schools.row_of)
    return [
        (county.teachers.teacher_id[t], rows[u], county.subjects[k])
        for t, u, k in zip(candidates.teacher, candidates.school, candidates.subject, strict=True)
    ]


def changed(case: Case) -> Case:
    """The case with its teachers the other way round, some of them gone, and a subject with all who teach it."""
    tables, gone = case.county.tables, case.county.subjects[1]
    people = [
        {**row, "other_subjects": tuple(name for name in row["other_subjects"] if name != gone)}
        for i, row in enumerate(reversed(list(tables["teachers"])))
        if i % 7 and row["subject"] != gone
    ]
    demand = [row for row in tables["demand"] if row["subject"] != gone]
    return replace(case, county=edited(case.county, teachers=people, demand=demand, wishes=[], pins=[], teams=[]))


def test_columns_are_carried_by_name(small_case: Case) -> None:
    """Of the columns held, exactly the moves that are still there, and every column that is no move."""
    old, new = find_candidates(small_case), find_candidates(changed(small_case))
    assert len(new.case.county.subjects) == len(old.case.county.subjects) - 1
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


def test_a_subject_that_is_gone_is_no_other() -> None:
    """The one move held is to teach a subject that nobody teaches any more: it is not taken for one of another."""
    schools = [school(f"S{i}") for i in range(3)]
    policy = load_policy("nantong-2017")

    def county(others: tuple[str, ...]) -> Candidates:
        staff = [teacher("T0", "S0", subject="音乐", other_subjects=others), teacher("T1", "S0", subject="数学")]
        return find_candidates(Case(build_county("县", tables(schools, staff)), policy, YEAR))

    old, new = county(("语文",)), county(())
    assert (old.case.county.subjects[-1], new.case.county.subjects[-1]) == ("音乐", "音乐")
    held = [j for j, name in enumerate(named(old)) if name == ("T0", ("S2", "小学"), "语文")]
    assert len(held) == 1
    carried = Former(old, np.array(held, dtype=np.int64)).carried(new, len(new) + 2)
    assert carried.tolist() == [len(new), len(new) + 1]
