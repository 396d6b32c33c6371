"""Edits of schools: closed, merged, opened; their pupils, staff quota, senior posts and flag weak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rotation.county.county import Record
from rotation.county.schema import PRINCIPAL
from rotation.language import say
from rotation.whatif.editing import Misfit, Tables, as_list, changed_rows, declared, rows_of


def close(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """School `school` closes: pupils, staff quota, classes, teachers and posts go to `into`, stage by stage.

    Its principal becomes an ordinary teacher there if that school has one.
    """
    closed, into = str(entry["school"]), str(entry["into"])
    gone, heirs = rows_of(tables, closed), {row["stage"]: row for row in rows_of(tables, into)}
    if closed == into:
        raise Misfit(say("a school cannot be closed into itself: {school}", school=closed))
    lost = [row["stage"] for row in gone if row["stage"] not in heirs]
    if lost:
        raise Misfit(say("{into} has no {stage}, which {school} has", into=into, school=closed, stage="、".join(lost)))
    schools = [
        _joined(row, [r for r in gone if r["stage"] == row["stage"]]) if row["school_id"] == into else row
        for row in tables["schools"]
        if row["school_id"] != closed
    ]
    led = any(t["school_id"] == into and t["post"] == PRINCIPAL for t in tables["teachers"])
    teachers = [
        {**t, "school_id": into, "post": "教师" if led and t["post"] == PRINCIPAL else t["post"]}
        if t["school_id"] == closed
        else t
        for t in tables["teachers"]
    ]
    return _without_school({**tables, "schools": schools, "teachers": teachers}, closed, into)


def _joined(row: Record, gone: Sequence[Record]) -> Record:
    changed = dict(row)
    for other in gone:
        for key in ("pupils", "staff_quota"):
            changed[key] += other[key]
        for key in ("classes", "senior_posts"):
            both = (changed[key], other[key])
            changed[key] = None if None in both else sum(both)
    return changed


def _without_school(tables: Tables, gone: str, into: str) -> Tables:
    """Demand added up at the heir, wishes and pins for a school that is no more dropped."""
    demand: dict[tuple[str, str, str], int] = {}
    for row in tables.get("demand", ()):
        key = (into if row["school_id"] == gone else row["school_id"], row["stage"], row["subject"])
        demand[key] = demand.get(key, 0) + row["required"]
    home = {t["teacher_id"]: t["school_id"] for t in tables["teachers"]}
    wishes = [
        w for w in tables.get("wishes", ()) if w["school_id"] != gone and w["school_id"] != home.get(w["teacher_id"])
    ]
    pins = [
        p
        for p in tables.get("pins", ())
        if p["school_id"] is None or (p["school_id"] != gone and p["school_id"] != home.get(p["teacher_id"]))
    ]
    rows = [{"school_id": s, "stage": g, "subject": k, "required": n} for (s, g, k), n in demand.items()]
    return {**tables, "demand": rows, "wishes": wishes, "pins": pins}


def merge(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """All `schools` become one, `into`, which is one of them."""
    names = [str(name) for name in as_list(entry["schools"])]
    into = str(entry["into"])
    if into not in names or len(set(names)) < 2:
        raise Misfit(say("merge: `into` must be one of two or more `schools`"))
    for name in names:
        if name != into:
            tables = close(tables, {"school": name, "into": into})
    return tables


def open_school(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """A new school row; `demand` maps subjects to posts."""
    columns = [column.name for column in declared("schools").columns]
    row: dict[str, Any] = dict.fromkeys(columns) | {"weak": False, "staff_quota": 0, "pupils": 1}
    row |= {key: value for key, value in entry.items() if key != "demand"}
    row["school_id"] = str(row["school_id"])
    if any((r["school_id"], r["stage"]) == (row["school_id"], row["stage"]) for r in tables["schools"]):
        raise Misfit(say("{school} {stage} exists already", school=row["school_id"], stage=row["stage"]))
    needed = [
        {"school_id": row["school_id"], "stage": row["stage"], "subject": subject, "required": count}
        for subject, count in entry.get("demand", {}).items()
    ]
    return {
        **tables, "schools": [*tables["schools"], row], "demand": [*tables.get("demand", ()), *needed],
    }  # fmt: skip


def pupils(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """Pupils times `factor`, in one township, of one location, of one school or everywhere; halves up."""
    factor = entry["factor"]
    keys = {"township": entry.get("township"), "location": entry.get("location"), "school_id": entry.get("school")}
    wanted = {key: str(value) for key, value in keys.items() if value is not None}

    def changed(row: Record) -> Record:
        if any(row[key] != value for key, value in wanted.items()):
            return row
        return {**row, "pupils": max(1, int(row["pupils"] * factor + 0.5))}

    return changed_rows(tables, "schools", changed, entry)


def quota(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """Staff quota or senior posts of a school row set to a number, or changed by one."""
    keys = [key for key in ("staff_quota", "senior_posts", "add") if key in entry]
    if len(keys) != 1:
        raise Misfit(say("quota: one of staff_quota, senior_posts, add"))

    def changed(row: Record) -> Record:
        if row["school_id"] != str(entry["school"]) or entry.get("stage") not in (None, row["stage"]):
            return row
        if keys[0] == "add":
            return {**row, "staff_quota": max(0, row["staff_quota"] + entry["add"])}
        return {**row, keys[0]: entry[keys[0]]}

    return changed_rows(tables, "schools", changed, entry)


def weak(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """A school's flag weak set or taken away."""

    def changed(row: Record) -> Record:
        if row["school_id"] != str(entry["school"]) or entry.get("stage") not in (None, row["stage"]):
            return row
        return {**row, "weak": entry["weak"]}

    return changed_rows(tables, "schools", changed, entry)
