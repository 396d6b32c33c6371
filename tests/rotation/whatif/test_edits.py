"""Every kind of edit changes the resolved data, and only that; what it does not find it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from rotation.county.building import edited
from rotation.intake.read import table_faults
from rotation.rules.case import Case
from rotation.whatif.editing import Misfit
from rotation.whatif.edits import EDITS, apply_edit

# kind: an entry, and for each table that it changes the rows that may differ (by school or teacher).
ENTRIES: dict[str, dict[str, Any]] = {
    "close": {"school": "A", "into": "B"},
    "merge": {"schools": ["A", "B"], "into": "B"},
    "open": {"school_id": "新", "name": "新校", "stage": "小学", "location": "镇区", "pupils": 300, "staff_quota": 20,
             "demand": {"语文": 3}},
    "pupils": {"factor": 1.5, "school": "A"},
    "leave": {"count": 2, "school": "A"},
    "join": {"school": "A", "subject": "语文", "count": 2},
    "quota": {"school": "A", "add": 2},
    "pins": {"teacher": "T", "kind": "不得交流"},
    "weak": {"school": "A", "weak": True},
}  # fmt: skip


@pytest.fixture(scope="module")
def places(small_case: Case) -> dict[str, str]:
    """Two primary schools of one row each, A not weak; a teacher without pins."""
    county = small_case.county
    rows = [
        u
        for u, school in enumerate(county.schools.school_id)
        if len(county.rows_of_post[school]) == 1 and county.schools.stage[u] == 0 and not county.schools.weak[u]
    ]
    pinned = {pin.teacher for pin in county.pins}
    free = next(t for t in range(len(county.teachers)) if t not in pinned and small_case.eligible[t])
    names = [county.schools.school_id[u] for u in rows[:2]]
    return {"A": names[0], "B": names[1], "T": county.teachers.teacher_id[free]}


def entry_of(kind: str, places: dict[str, str]) -> dict[str, Any]:
    def named(value: Any) -> Any:
        return (
            [named(v) for v in value]
            if isinstance(value, list)
            else places.get(value, value)
            if isinstance(value, str)
            else value
        )

    return {key: named(value) for key, value in ENTRIES[kind].items()}


def rows_of(tables: Any, name: str) -> dict[str, Any]:
    return {str(sorted((k, str(v)) for k, v in row.items())): row for row in tables.get(name, ())}


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_changes_what_it_says_and_only_that(kind: str, small_case: Case, places: dict[str, str]) -> None:
    before = small_case.county.tables
    after = apply_edit(before, kind, entry_of(kind, places))
    assert not table_faults(after, small_case.year)
    assert edited(small_case.county, **after).digest != small_case.county.digest
    old = {name: rows_of(before, name) for name in before}
    new = {name: rows_of(after, name) for name in after}
    gone = {name: [old[name][key] for key in old[name].keys() - new.get(name, {}).keys()] for name in old}
    come = {name: [new[name][key] for key in new[name].keys() - old.get(name, {}).keys()] for name in new}
    changed = {name for name in after if gone.get(name) or come[name]}
    a, b = places["A"], places["B"]
    touched = {"close": {a, b}, "merge": {a, b}, "open": {"新"}}.get(kind, {a})
    for name in ("schools", "teachers", "demand"):
        if kind in ("pins",):
            break
        for row in (*gone[name], *come[name]):
            assert row["school_id"] in touched, (name, row)
    expected = {
        "close": {"schools", "teachers", "demand"}, "merge": {"schools", "teachers", "demand"}, "open": {"schools", "demand"},
        "pupils": {"schools"}, "leave": {"teachers"}, "join": {"teachers"}, "quota": {"schools"}, "pins": {"pins"},
        "weak": {"schools"},
    }[kind]  # fmt: skip
    assert expected <= changed
    assert changed <= expected | ({"wishes", "pins", "teams"} if kind in ("close", "merge", "leave") else set())
    fields = {
        "pupils": {"pupils"}, "quota": {"staff_quota"}, "weak": {"weak"},
    }.get(kind)  # fmt: skip
    if fields:
        (was,), (now,) = gone["schools"], come["schools"]
        assert {key for key in was if was[key] != now[key]} == fields


def test_closing_adds_everything_up(small_case: Case, places: dict[str, str]) -> None:
    before = small_case.county.tables
    after = apply_edit(before, "close", entry_of("close", places))
    for key in ("pupils", "staff_quota"):
        assert sum(row[key] for row in before["schools"]) == sum(row[key] for row in after["schools"])
    assert sum(row["required"] for row in before["demand"]) == sum(row["required"] for row in after["demand"])
    assert len(before["teachers"]) == len(after["teachers"])
    assert places["A"] not in {row["school_id"] for name in after for row in after[name] if "school_id" in row}


def test_the_eldest_leave(small_case: Case) -> None:
    before = small_case.county.tables
    after = apply_edit(before, "leave", {"count": 5})
    gone = {t["teacher_id"] for t in before["teachers"]} - {t["teacher_id"] for t in after["teachers"]}
    births = sorted(t["birth"] for t in before["teachers"] if t["post"] != "校长")
    assert sorted(t["birth"] for t in before["teachers"] if t["teacher_id"] in gone) == births[:5]


@pytest.mark.parametrize(
    ("kind", "entry"),
    [
        ("close", {"school": "无", "into": "B"}),
        ("close", {"school": "A", "into": "A"}),
        ("close", {"school": "A"}),
        ("merge", {"schools": ["A"], "into": "A"}),
        ("open", {"school_id": "A", "name": "x", "stage": "小学", "location": "镇区", "pupils": 1, "staff_quota": 1}),
        ("pupils", {"factor": 1.5, "township": "没有的乡镇"}),
        ("pupils", {"factor": 1.0}),
        ("pupils", {"factor": -1}),
        ("pupils", {"facter": 1.2}),
        ("leave", {"teachers": ["无此人"]}),
        ("leave", {"count": 10**6}),
        ("leave", {"count": 1, "teachers": ["T"]}),
        ("join", {"school": "无", "subject": "语文", "count": 1}),
        ("quota", {"school": "无", "add": 1}),
        ("quota", {"school": "A", "add": 0}),
        ("quota", {"school": "A"}),
        ("pins", {"teacher": "无此人", "kind": "不得交流"}),
        ("pins", {"teacher": "T", "kind": "不许"}),
        ("weak", {"school": "A", "weak": False}),
        ("weak", {"school": "A", "weak": 1}),
    ],
)
def test_refusals(kind: str, entry: dict[str, Any], small_case: Case, places: dict[str, str]) -> None:
    named = {
        key: [places.get(v, v) for v in value]
        if isinstance(value, list)
        else places.get(value, value)
        if isinstance(value, str)
        else value
        for key, value in entry.items()
    }
    with pytest.raises(Misfit):
        apply_edit(small_case.county.tables, kind, named)


@pytest.mark.parametrize(
    "kind", [kind for kind, entry in ENTRIES.items() if {"A", "B", "T"} & {*map(str, entry.values())}]
)
def test_names_do_as_codes_do(kind: str, small_case: Case, places: dict[str, str]) -> None:
    """A school or teacher named is the one of that code; a name two bear is told apart."""
    before = {name: list(rows) for name, rows in small_case.county.tables.items()}
    before["teachers"] = [
        {**row, "name": "独一"} if row["teacher_id"] == places["T"] else row for row in before["teachers"]
    ]
    entry = entry_of(kind, places)
    names = {row["school_id"]: row["name"] for row in before["schools"]} | {places["T"]: "独一"}

    def by_name(value: Any) -> Any:
        return [by_name(each) for each in value] if isinstance(value, list) else names.get(value, value)

    named = {key: by_name(value) for key, value in entry.items()}
    assert named != entry
    assert apply_edit(before, kind, named) == apply_edit(before, kind, entry)
    before["teachers"] = [{**row, "name": "独一"} for row in before["teachers"]]
    before["schools"] = [{**row, "name": "同名校"} for row in before["schools"]]
    same = {
        key: "独一" if key == "teacher" else "同名校" if key in ("school", "into") else v for key, v in entry.items()
    }
    with pytest.raises(Misfit, match="同名"):
        apply_edit(before, kind, same)
