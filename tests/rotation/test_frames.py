"""Frames in: the county that a workbook gives, and the same faults. Frames out: what the plan and counting say."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rotation import BadData, Case, Plan, Reading, frames, load_policy, make_plan, read_county
from rotation.county.schema import TABLES
from rotation.intake.sample import make_sample
from rotation.planning.resolved import ResolvedPlan
from rotation.whatif.measures import measures
from tests.counties import YEAR
from tests.helpers import ROOT

CORPUS = ROOT / "tests" / "corpus"
POLICY = load_policy("nantong-2017")
Frames = dict[str, "pd.DataFrame"]


@pytest.fixture
def small_frames() -> Frames:
    """The county of `small_case`, as a program would hold it: numbers as numbers, blanks missing."""
    return {name: pd.DataFrame(rows) for name, rows in make_sample(12, 420, "t").tables.items() if rows}


def told(reading: Callable[[], Reading]) -> list[tuple[object, ...]] | str:
    """The faults of what is read, each with its place; the digest where there are none."""
    try:
        return reading().county.digest
    except BadData as refused:
        return [(f.place, f.row, f.column, f.value, f.expected, f.suggestion) for f in refused.faults]


def test_the_county_is_the_one_its_files_give(small_frames: Frames, small_case: Case) -> None:
    assert frames.read_county(small_frames, POLICY, YEAR).county.digest == small_case.county.digest


def test_sheets_and_headers_may_be_in_chinese_or_of_no_name(small_frames: Frames, small_case: Case) -> None:
    renamed = {
        sheet: small_frames[table.name].rename(columns={column.name: column.header for column in table.columns})
        for table, sheet in zip(TABLES, ("学校", "2026年教师花名册", "Sheet3", "志愿", "指定", "组团"), strict=True)
        if table.name in small_frames
    }
    reading = frames.read_county(renamed, POLICY, YEAR)
    assert reading.county.digest == small_case.county.digest
    assert any("“Sheet3”按“学科需求”表读入" in note.text for note in reading.notes)


@pytest.mark.parametrize("kind", ["text", "category", "pandas' own", "indexed", "filtered"])
def test_however_the_frame_holds_it(kind: str, small_frames: Frames, small_case: Case) -> None:
    people = small_frames["teachers"]
    if kind == "text":
        people = people.astype(str).mask(people.isna())
    elif kind == "category":
        people = people.assign(subject=people.subject.astype("category"), title=people.title.astype("category"))
    elif kind == "pandas' own":
        people = people.convert_dtypes()
    elif kind == "indexed":
        people = people.set_index("teacher_id")
    else:
        more = pd.concat([people.head(3).assign(school_id=None), people])
        people = more[more.school_id.notna()]
    reading = frames.read_county({**small_frames, "teachers": people}, POLICY, YEAR)
    assert reading.county.digest == small_case.county.digest


def test_days_flags_and_lists_are_what_they_are(small_frames: Frames, small_case: Case) -> None:
    people, rows = small_frames["teachers"], small_frames["schools"]
    changed = {
        **small_frames,
        "schools": rows.assign(weak=[np.bool_(word == "是") for word in rows.weak], classes=rows.classes.astype(float)),
        "teachers": people.assign(
            joined=pd.to_datetime(people.joined.astype(str)),
            birth=[datetime.date.fromisoformat(f"{text}-01") for text in people.birth.astype(str)],
            other_subjects=[str(text).split("、") if isinstance(text, str) else [] for text in people.other_subjects],
        ),
    }
    assert frames.read_county(changed, POLICY, YEAR).county.digest == small_case.county.digest


@pytest.mark.parametrize(
    "name",
    ["blank_required_cells", "an_empty_sheet", "dates_of_other_programs", "in_two_teams", "no_header", "one_number_twice",
     "no_sheet_that_is_it", "personal_values_wrong", "pins_that_contradict", "two_sheets_that_may_be_it",
     "wishes_that_cannot_be", "words_off_the_lists"],
)  # fmt: skip
def test_the_faults_are_those_of_the_workbook(name: str) -> None:
    path = CORPUS / f"{name}.xlsx"
    book = pd.read_excel(path, sheet_name=None, dtype=str, keep_default_na=False, engine="openpyxl")
    said = told(lambda: frames.read_county(book, POLICY, YEAR, path.name))
    assert said
    assert said == told(lambda: read_county(path, POLICY, YEAR))
    assert isinstance(said, list)


def test_no_frame_at_all_and_frames_of_nothing_are_refused() -> None:
    for given in ({}, {"teachers": pd.DataFrame()}, {"课表": pd.DataFrame({"星期": ["一"]})}):
        assert isinstance(told(lambda given=given: frames.read_county(given, POLICY, YEAR)), list)  # type: ignore[misc]


def test_moves_are_the_plans(small_case: Case, small_plan: Plan) -> None:
    found = frames.moves(small_case, small_plan)
    assert len(found) > 20
    written = ["teacher_id", "from_school_id", "to_school_id", "stage", "subject", "backbone", "km"]
    assert found[written].to_dict("records") == [vars(move) for move in small_plan.moves]
    wishes = small_plan.metrics["wishes"]
    assert found.wish.value_counts().to_dict() == {int(rank): n for rank, n in wishes.items() if rank.isdigit()}
    assert (found.main_subject != found.subject).sum() == next(
        g.value for g in small_plan.goals if g.id == "own_subject"
    )
    names = dict(zip(small_case.county.schools.school_id, small_case.county.schools.name, strict=True))
    assert found.to_school.tolist() == [names[school_id] for school_id in found.to_school_id]


def test_schools_add_up(small_case: Case, small_plan: Plan) -> None:
    found = frames.schools(small_case, small_plan)
    assert found.arrive.sum() == found.leave.sum() == len(small_plan.moves)
    assert (found.staff_after == found.staff_before - found.leave + found.arrive).all()
    shortage = small_plan.metrics["shortage"]
    assert (found.short_before.sum(), found.short_after.sum()) == tuple(
        shortage[when]["posts"] for when in ("before", "after")
    )
    floor = small_plan.metrics["schools_below"]["backbone_per_100"]
    below = (100 * found.backbone_after < floor["floor"] * found.pupils).sum()
    assert below == floor["after"]


def test_goals_candidates_and_principals(small_case: Case, small_plan: Plan) -> None:
    goals = frames.goals(small_plan)
    assert goals.value.tolist() == [line.value for line in (*small_plan.goals, *small_plan.principal_goals)]
    assert goals.proven.all()
    open_plan = replace(small_plan, goals=[replace(small_plan.goals[0], bound=None, proven=False)])
    assert frames.goals(open_plan).bound.isna().tolist()[0]
    every = frames.candidates(small_case)
    key = ["teacher_id", "from_school_id", "to_school_id", "stage", "subject", "backbone", "km"]
    made = frames.moves(small_case, small_plan)
    assert len(made.merge(every, on=key)) == len(made)
    heads = frames.principals(small_case, small_plan)
    assert heads.teacher_id.tolist() == [move.teacher_id for move in small_plan.principals]


def test_frames_without_a_row_have_their_columns(small_case: Case, small_plan: Plan) -> None:
    nothing = replace(small_plan, moves=[], principals=[], goals=[], principal_goals=[])
    assert list(frames.moves(small_case, nothing).columns) == list(frames.moves(small_case, small_plan).columns)
    assert "bound" in frames.goals(nothing).columns
    assert frames.principals(small_case, nothing).empty


def test_plans_are_compared_by_the_figures_of_their_goals(small_case: Case, small_plan: Plan) -> None:
    more = replace(small_case, policy=small_case.policy.with_values({"quota.lower": 18}))
    other = make_plan(more, "2026").plan
    found = frames.comparison({"基准": (small_case, small_plan), "18%": (more, other)}).set_index("scenario")
    assert found.loc["18%", "moved"] == len(other.moves) > found.loc["基准", "moved"]
    for name, value in measures(ResolvedPlan(small_case, small_plan)).items():
        assert value == found.loc["基准", name] or (value is None and pd.isna(found.loc["基准", name]))


def test_a_plan_of_other_data_is_refused(small_case: Case, small_plan: Plan) -> None:
    other = replace(small_plan, input_sha256="0" * 64)
    for ask in (frames.moves, frames.schools, frames.principals, lambda *both: frames.comparison({"甲": both})):
        with pytest.raises(BadData, match="已有改动"):
            ask(small_case, other)


def test_pandas_is_imported_there_alone() -> None:
    asking = [path for path in sorted((ROOT / "rotation").rglob("*.py")) if "pandas" in path.read_text("utf-8")]
    assert [path.relative_to(ROOT / "rotation") for path in asking] == [Path("frames.py")]
