"""Edits of the staff: who leaves, who joins, one more pin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rotation.county.schema import PRINCIPAL
from rotation.language import say
from rotation.whatif.editing import Misfit, Tables, as_list, declared, rows_of


def leave(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """Teachers leave: those named, or the `count` eldest (of a `subject`, of a `school`); principals only by name."""
    if ("teachers" in entry) == ("count" in entry):
        raise Misfit(say("leave: either `teachers` or `count`"))
    if "teachers" in entry:
        gone = {str(name) for name in as_list(entry["teachers"])}
    else:
        pool = [
            t
            for t in tables["teachers"]
            if t["post"] != PRINCIPAL
            and t["subject"] == entry.get("subject", t["subject"])
            and t["school_id"] == str(entry.get("school", t["school_id"]))
        ]
        count = entry["count"]
        if count > len(pool):
            raise Misfit(say("only {count} teachers there", count=len(pool)))
        gone = {t["teacher_id"] for t in sorted(pool, key=lambda t: (t["birth"], t["teacher_id"]))[:count]}
    return {
        **tables,
        **{
            name: [row for row in tables.get(name, ()) if row["teacher_id"] not in gone]
            for name in ("teachers", "wishes", "pins", "teams")
        },
    }


def join(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """`count` new teachers of a subject at a school, with ids 新0001 … that nobody has."""
    school, stage = str(entry["school"]), entry.get("stage")
    rows = [row for row in rows_of(tables, school) if stage in (None, row["stage"])]
    if len(rows) != 1:
        raise Misfit(say("{school}: say which stage", school=school))
    taken = {t["teacher_id"] for t in tables["teachers"]}
    free = (name for i in range(1, 10**6) if (name := f"新{i:04}") not in taken)
    new = [
        new_teacher(next(free), school, rows[0]["stage"], str(entry["subject"]), entry.get("joined", 20250901))
        for _ in range(entry["count"])
    ]
    return {**tables, "teachers": [*tables["teachers"], *new]}


def new_teacher(teacher_id: str, school: str, stage: str, subject: str, joined: int) -> dict[str, Any]:
    """A young teacher fresh from college: nothing known but the post. Born 24 years before joining (assumed)."""
    row: dict[str, Any] = {column.name: None for column in declared("teachers").columns if not column.dropped}
    return row | {
        "teacher_id": teacher_id, "name": teacher_id, "gender": "女", "birth": joined - 240000, "school_id": school,
        "stage": stage, "subject": subject, "other_subjects": (), "joined": joined, "title": "未定级", "post": "教师",
        "terms": 1, "ethics": "合格", "willingness": "服从安排",
    }  # fmt: skip


def pin(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """One more pin."""
    name = str(entry["teacher"])
    school = None if entry.get("school") is None else str(entry["school"])
    pin = {"teacher_id": name, "kind": entry["kind"], "school_id": school, "reason": None}
    if any({**p, "reason": None} == pin for p in tables.get("pins", ())):
        raise Misfit(say("there is such a pin already"))
    return {**tables, "pins": [*tables.get("pins", ()), pin]}
