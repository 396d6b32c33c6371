"""Years ahead: each year is a proven plan on the county that the year before it leaves, by plain counting."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from rotation.planning.audit import audit
from rotation.rules.case import Case
from rotation.whatif.horizon import Outlook, horizon
from rotation.whatif.measures import EVERY
from solvers.clock import Clock
from tests.helpers import rotation

pytestmark = pytest.mark.slow


def test_each_year_follows_from_the_one_before(small_case: Case) -> None:
    outlook = Outlook(term_years=3, exemption_years=2, hires={"语文": 2, "数学": 1})
    years = list(horizon(small_case, "2026", 4, outlook, Clock()))
    assert [year.case.year for year in years] == [2026, 2027, 2028, 2029]
    assert all(audit(year.case, year.plan).passed and year.plan.optimal for year in years)
    for i, (one, then) in enumerate(pairwise(years)):
        staff = {row["teacher_id"]: row for row in one.case.county.tables["teachers"]}
        later = {row["teacher_id"]: row for row in then.case.county.tables["teachers"]}
        people = one.case.county.teachers
        retired = {people.teacher_id[t] for t in range(len(people)) if one.case.months_left[t] <= 12}
        assert staff.keys() - later.keys() == retired
        assert then.retired == len(retired)
        assert then.hired == len(later.keys() - staff.keys())
        assert then.hired + then.unplaced == 3
        for move in one.plan.moves:
            if move.teacher_id in later:
                row = later[move.teacher_id]
                assert (row["school_id"], row["subject"], row["joined"]) == (
                    move.to_school_id,
                    move.subject,
                    one.case.year * 10000 + 901,
                )
                assert then.case.reason[then.case.county.teacher_index[move.teacher_id]] != ""
        moved = {move.teacher_id for move in one.plan.moves} | {move.teacher_id for move in one.plan.principals}
        for name in staff.keys() & later.keys() - moved:
            assert later[name]["school_id"] == staff[name]["school_id"]
            assert (later[name]["exemption"] is None) or i % 2 == 0
        for head in one.plan.principals:
            if head.teacher_id in later:
                assert (later[head.teacher_id]["school_id"], later[head.teacher_id]["terms"]) == (head.to_school_id, 1)
    assert not years[1].case.county.tables["wishes"]


def test_the_command(small_folder: Path, tmp_path: Path) -> None:
    done = rotation("forecast", small_folder, "--year", 2026, "--years", 3, "--hire", "语文=2", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    data = json.loads((tmp_path / "forecast.json").read_text("utf-8"))
    assert [year["year"] for year in data["years"]] == [2026, 2027, 2028]
    assert data["assumed"] == {"term_years": 3, "exemption_years": 1, "hires": {"语文": 2}}
    assert "假定" in (tmp_path / "forecast.html").read_text("utf-8")


def test_what_becomes_of_those_whose_term_ends_is_said(small_case: Case) -> None:
    """The model leaves them where they are; page, workbook and terminal say so."""
    from rotation.report.years import brief_part, horizon_parts

    years = list(horizon(small_case, "2026", 2, Outlook(), Clock()))
    sent = {move.teacher_id: move.to_school_id for move in years[0].plan.moves}
    people = years[1].case.county.teachers
    where = {
        t: years[1].case.county.schools.school_id[u] for t, u in zip(people.teacher_id, people.school, strict=True)
    }
    assert all(where[t] == school for t, school in sent.items() if t in where)
    goals, others, assumed = horizon_parts(years, Outlook())
    # Every figure is shown once, in tables no wider than a page of 1366 points: some 14 columns.
    heads = [field.header for part in (goals, others) for field in part.fields[1:]]
    assert len(set(heads)) == len(heads) == 3 + len(EVERY)
    assert max(len(goals.fields), len(others.fields)) <= 14
    assert others.rows[1][1:4] == [years[1].retired, years[1].hired, years[1].unplaced]
    assert any("不返回原校" in str(row[1]) for row in assumed.rows)
    assert len(assumed.marks) == len(assumed.rows)
    assert any("不返回原校" in note for note in brief_part(years).notes)
