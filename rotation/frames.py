"""pandas frames in and out: a county read from frames, and what a plan decides, costs and changes as frames.

Frames have the English column names of docs/formats.md and plan.json, one row for each thing, and no index of their own.
The one module that imports pandas.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rotation.county.schema import LOCATIONS, STAGES
from rotation.errors import BadData
from rotation.intake import read
from rotation.intake.grid import Grid
from rotation.intake.grids import from_grids
from rotation.language import say
from rotation.planning.plan import Plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.policy import Policy
from rotation.rules.candidates import find_candidates
from rotation.rules.case import Case
from rotation.whatif.measures import measures


def read_county(frames: Mapping[str, pd.DataFrame], policy: Policy, year: int, name: str = "county") -> read.Reading:
    """Read a county from its tables, by the names of their sheets (教师) or files (teachers), headers in either language.

    What `pandas.read_excel(path, sheet_name=None, dtype=str)` gives may be handed on as it is. Everything is read, and
    refused, as from a workbook: in a fault the frame's header is row 1 and its first row is row 2. An index that has a name
    is a column. Raises BadData with every fault, and with the notes.
    """
    return read.county_in(
        from_grids({place: _grid(place, frame) for place, frame in frames.items()}), name, name, policy, year
    )


def moves(case: Case, plan: Plan) -> pd.DataFrame:
    """The teachers who move, by teacher_id: as in plan.json, with the names, what they taught and the wish that was met.

    `wish` is the rank of the school among the teacher's wishes, missing where it is not among them; `km` has one decimal.
    """
    county = _resolved(case, plan).case.county
    rows = []
    for move in plan.moves:
        t = county.teacher_index[move.teacher_id]
        rows.append(
            {
                "teacher_id": move.teacher_id,
                "name": county.teachers.name[t],
                "stage": move.stage,
                "from_school_id": move.from_school_id,
                "from_school": _school(case, move.from_school_id, move.stage),
                "to_school_id": move.to_school_id,
                "to_school": _school(case, move.to_school_id, move.stage),
                "main_subject": county.subjects[county.teachers.subject[t]],
                "subject": move.subject,
                "backbone": move.backbone,
                "km": move.km,
                "wish": county.wishes.get(t, {}).get(move.to_school_id),
            }
        )
    return _frame(rows, _MOVES, wish="Int64")


def principals(case: Case, plan: Plan) -> pd.DataFrame:
    """The principals who move, by teacher_id."""
    county = _resolved(case, plan).case.county
    rows = [
        {
            "teacher_id": move.teacher_id,
            "name": county.teachers.name[county.teacher_index[move.teacher_id]],
            "from_school_id": move.from_school_id,
            "from_school": county.schools.name[county.rows_of_post[move.from_school_id][0]],
            "to_school_id": move.to_school_id,
            "to_school": county.schools.name[county.rows_of_post[move.to_school_id][0]],
        }
        for move in plan.principals
    ]
    return _frame(rows, ("teacher_id", "name", "from_school_id", "from_school", "to_school_id", "to_school"))


def schools(case: Case, plan: Plan) -> pd.DataFrame:
    """Every school row before and after the plan: staff, posts without a teacher (`short`), backbone teachers.

    One row for each school_id and stage. `staff` counts the principal, the others do not; principals' own moves are left out.
    """
    resolved, county, rows = _resolved(case, plan), case.county, case.county.schools
    before, after = resolved.before, resolved.after
    leave = Counter(move.origin for move in resolved.moves)
    arrive = Counter(move.school for move in resolved.moves)
    count = range(len(rows))
    return pd.DataFrame(
        {
            "school_id": rows.school_id,
            "name": rows.name,
            "stage": [STAGES[g] for g in rows.stage],
            "location": [LOCATIONS[tier] for tier in rows.tier],
            "weak": rows.weak,
            "pupils": rows.pupils,
            "staff_quota": rows.staff_quota,
            "staff_before": county.staff,
            "leave": [leave[u] for u in count],
            "arrive": [arrive[u] for u in count],
            "staff_after": [int(county.staff[u]) - leave[u] + arrive[u] for u in count],
            "short_before": before.missing.sum(axis=1),
            "short_after": after.missing.sum(axis=1),
            "backbone_before": before.backbone,
            "backbone_after": after.backbone,
        }
    )


def goals(plan: Plan) -> pd.DataFrame:
    """The plan's goals in their order, the teachers' first: value, bound (missing where none is known) and proof."""
    rows = [
        {"of": of, "goal": line.id, "value": line.value, "bound": line.bound, "proven": line.proven}
        for of, lines in (("teachers", plan.goals), ("principals", plan.principal_goals))
        for line in lines
    ]
    return _frame(rows, ("of", "goal", "value", "bound", "proven"), bound="Int64")


def candidates(case: Case) -> pd.DataFrame:
    """Every move a plan may choose from, by teacher_id, school_id and subject; `km` has one decimal."""
    found, county = find_candidates(case), case.county
    school_id, subject = np.array(county.schools.school_id), np.array(county.subjects)
    return pd.DataFrame(
        {
            "teacher_id": np.array(county.teachers.teacher_id)[found.teacher],
            "from_school_id": school_id[found.origin],
            "to_school_id": school_id[found.school],
            "stage": np.array(STAGES)[county.schools.stage[found.school]],
            "main_subject": subject[found.main_subject],
            "subject": subject[found.subject],
            "backbone": found.backbone,
            "km": found.tenths / 10,
        }
    )


def comparison(plans: Mapping[str, tuple[Case, Plan]]) -> pd.DataFrame:
    """Plans by the names given to them, one a row, with the figures `rotation whatif` compares, by their ids there."""
    rows = []
    for name, (case, plan) in plans.items():
        rows.append({"scenario": name, "status": plan.status, **measures(_resolved(case, plan))})
    return pd.DataFrame(rows)


_MOVES = (
    "teacher_id", "name", "stage", "from_school_id", "from_school", "to_school_id", "to_school", "main_subject", "subject",
    "backbone", "km", "wish",
)  # fmt: skip


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...], **kinds: str) -> pd.DataFrame:
    """The rows under these columns, which are there without a row too; `kinds` are of columns in which some are missing."""
    return pd.DataFrame(rows, columns=list(columns)).astype(kinds)


def _school(case: Case, school_id: str, stage: str) -> str:
    return case.county.schools.name[case.county.schools.row_of[school_id, stage]]


def _resolved(case: Case, plan: Plan) -> ResolvedPlan:
    """The plan on its case. Raises BadData where it was made of other data."""
    if plan.input_sha256 != case.county.digest:
        raise BadData(say("the county's data have changed since the plan was made"))
    return ResolvedPlan(case, plan)


def _grid(place: str, frame: pd.DataFrame) -> Grid:
    """The frame as it would stand in a sheet called `place`: its header in row 1."""
    named = frame.reset_index() if any(name is not None for name in frame.index.names) else frame
    columns = [[str(label), *map(_cell, named.iloc[:, at].astype(object))] for at, label in enumerate(named.columns)]
    return Grid(place, columns)


def _cell(value: Any) -> Any:
    """A cell's value as a workbook would give it: nothing as blank, days as text, lists with 、 between."""
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        return "、".join(str(each) for each in (sorted(value) if isinstance(value, set | frozenset) else value))
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, np.generic):
        return value.item()
    return value if isinstance(value, str | bool | int | float) else str(value)
