"""Edits of a county's data: close, open, merge, pupils, leave, join, quota, pins, weak. Each changes only what it says.

An edit takes tables of records and returns tables of records; what it does not find it refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rotation.county import Record
from rotation.directory import Directory, Unclear
from rotation.language import N_, say
from rotation.schema import PIN_KINDS, PRINCIPAL, TABLES

Tables = Mapping[str, Sequence[Record]]
_SCHOOL_KEYS, _TEACHER_KEYS = ("school", "into", "schools"), ("teacher", "teachers")  # by code or name


class Misfit(Exception):
    """What an edit names does not exist, or would change nothing; said to the planner with the line."""


@dataclass(frozen=True)
class Edit:
    """One kind of edit: its keys, those that must be given, what it does and what it says it does."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    apply: Callable[[Tables, Mapping[str, Any]], Tables]
    says: str


def apply_edit(tables: Tables, kind: str, entry: Mapping[str, Any]) -> Tables:
    """The tables after one edit. Raises Misfit."""
    edit = EDITS[kind]
    wrong = [key for key in entry if key not in (*edit.required, *edit.optional)]
    if wrong:
        known = ", ".join((*edit.required, *edit.optional))
        raise Misfit(say("{keys}: not a key of {kind}; known: {known}", keys=", ".join(wrong), kind=kind, known=known))
    missing = [key for key in edit.required if key not in entry]
    if missing:
        raise Misfit(say("{kind} needs {keys}", kind=kind, keys=", ".join(missing)))
    return edit.apply(tables, _with_codes(tables, entry))


def _with_codes(tables: Tables, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entry with codes where schools and teachers may be named. Raises Misfit with all that are not clear."""
    directory = Directory(tables)
    wrong: list[str] = []

    def code(find: Callable[[str], str], value: Any) -> Any:
        if isinstance(value, list):
            return [code(find, each) for each in value]
        try:
            return find(str(value))
        except Unclear as unclear:
            wrong.append(str(unclear))
            return value

    found = dict(entry)
    for keys, find in ((_SCHOOL_KEYS, directory.school), (_TEACHER_KEYS, directory.teacher)):
        found |= {key: code(find, value) for key, value in entry.items() if key in keys and value is not None}
    if wrong:
        raise Misfit(say("; ").join(wrong))
    return found


def words_of(kind: str, entry: Mapping[str, Any]) -> str:
    """The edit in words."""
    return say(EDITS[kind].says) + ": " + ", ".join(f"{key}={value}" for key, value in entry.items())


def _close(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """School `school` closes: pupils, staff quota, classes, teachers and posts go to `into`, stage by stage.

    Its principal becomes an ordinary teacher there if that school has one.
    """
    closed, into = str(entry["school"]), str(entry["into"])
    gone, heirs = _rows(tables, closed), {row["stage"]: row for row in _rows(tables, into)}
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


def _merge(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """All `schools` become one, `into`, which is one of them."""
    names = [str(name) for name in _list(entry["schools"])]
    into = str(entry["into"])
    if into not in names or len(set(names)) < 2:
        raise Misfit(say("merge: `into` must be one of two or more `schools`"))
    for name in names:
        if name != into:
            tables = _close(tables, {"school": name, "into": into})
    return tables


def _open(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """A new school row; `demand` maps subjects to posts."""
    columns = {column.name: column for column in _table("schools").columns}
    wrong = [key for key in entry if key not in (*columns, "demand")]
    if wrong:
        raise Misfit(say("{keys}: no column of the table 学校", keys=", ".join(wrong)))
    row: dict[str, Any] = dict.fromkeys(columns) | {"weak": False, "staff_quota": 0, "pupils": 1}
    row |= {key: value for key, value in entry.items() if key != "demand"}
    if any((r["school_id"], r["stage"]) == (row["school_id"], row["stage"]) for r in tables["schools"]):
        raise Misfit(say("{school} {stage} exists already", school=row["school_id"], stage=row["stage"]))
    needed = [
        {"school_id": row["school_id"], "stage": row["stage"], "subject": subject, "required": count}
        for subject, count in entry.get("demand", {}).items()
    ]
    return {
        **tables, "schools": [*tables["schools"], row], "demand": [*tables.get("demand", ()), *needed],
    }  # fmt: skip


def _pupils(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """Pupils times `factor`, in one township, of one location, of one school or everywhere; halves up."""
    factor = entry["factor"]
    if isinstance(factor, bool) or not isinstance(factor, int | float) or factor <= 0:
        raise Misfit(say("factor: a number above 0"))
    keys = {"township": entry.get("township"), "location": entry.get("location"), "school_id": entry.get("school")}
    wanted = {key: str(value) for key, value in keys.items() if value is not None}

    def changed(row: Record) -> Record:
        if any(row[key] != value for key, value in wanted.items()):
            return row
        return {**row, "pupils": max(1, int(row["pupils"] * factor + 0.5))}

    return _changed(tables, "schools", changed, entry)


def _leave(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """Teachers leave: those named, or the `count` eldest (of a `subject`, of a `school`); principals only by name."""
    if ("teachers" in entry) == ("count" in entry):
        raise Misfit(say("leave: either `teachers` or `count`"))
    if "teachers" in entry:
        gone = {str(name) for name in _list(entry["teachers"])}
    else:
        pool = [
            t
            for t in tables["teachers"]
            if t["post"] != PRINCIPAL
            and t["subject"] == entry.get("subject", t["subject"])
            and t["school_id"] == str(entry.get("school", t["school_id"]))
        ]
        count = _count(entry["count"])
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


def _join(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """`count` new teachers of a subject at a school, with ids 新0001 … that nobody has."""
    school, stage = str(entry["school"]), entry.get("stage")
    rows = [row for row in _rows(tables, school) if stage in (None, row["stage"])]
    if len(rows) != 1:
        raise Misfit(say("{school}: say which stage", school=school))
    taken = {t["teacher_id"] for t in tables["teachers"]}
    free = (name for i in range(1, 10**6) if (name := f"新{i:04}") not in taken)
    new = [
        new_teacher(next(free), school, rows[0]["stage"], str(entry["subject"]), int(entry.get("joined", 20250901)))
        for _ in range(_count(entry["count"]))
    ]
    return {**tables, "teachers": [*tables["teachers"], *new]}


def new_teacher(teacher_id: str, school: str, stage: str, subject: str, joined: int) -> dict[str, Any]:
    """A young teacher fresh from college: nothing known but the post. Born 24 years before joining (assumed)."""
    row: dict[str, Any] = {column.name: None for column in _table("teachers").columns if not column.dropped}
    return row | {
        "teacher_id": teacher_id, "name": teacher_id, "gender": "女", "birth": joined - 240000, "school_id": school,
        "stage": stage, "subject": subject, "other_subjects": (), "joined": joined, "title": "未定级", "post": "教师",
        "terms": 1, "ethics": "合格", "willingness": "服从安排",
    }  # fmt: skip


def _quota(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """Staff quota or senior posts of a school row set to a number, or changed by one."""
    keys = [key for key in ("staff_quota", "senior_posts", "add") if key in entry]
    if len(keys) != 1:
        raise Misfit(say("quota: one of staff_quota, senior_posts, add"))

    def changed(row: Record) -> Record:
        if row["school_id"] != str(entry["school"]) or entry.get("stage") not in (None, row["stage"]):
            return row
        if keys[0] == "add":
            return {**row, "staff_quota": max(0, row["staff_quota"] + int(entry["add"]))}
        return {**row, keys[0]: _count(entry[keys[0]])}

    return _changed(tables, "schools", changed, entry)


def _pins(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """One more pin."""
    if entry["kind"] not in PIN_KINDS:
        raise Misfit(say("kind: one of {kinds}", kinds="、".join(PIN_KINDS)))
    name = str(entry["teacher"])
    school = None if entry.get("school") is None else str(entry["school"])
    pin = {"teacher_id": name, "kind": entry["kind"], "school_id": school, "reason": None}
    if any({**p, "reason": None} == pin for p in tables.get("pins", ())):
        raise Misfit(say("there is such a pin already"))
    return {**tables, "pins": [*tables.get("pins", ()), pin]}


def _weak(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """A school's flag weak set or taken away."""
    if not isinstance(entry["weak"], bool):
        raise Misfit(say("weak: true or false"))

    def changed(row: Record) -> Record:
        if row["school_id"] != str(entry["school"]) or entry.get("stage") not in (None, row["stage"]):
            return row
        return {**row, "weak": entry["weak"]}

    return _changed(tables, "schools", changed, entry)


def _changed(tables: Tables, name: str, change: Callable[[Record], Record], entry: Mapping[str, Any]) -> Tables:
    rows = [change(row) for row in tables[name]]
    if rows == list(tables[name]):
        raise Misfit(say("matches nothing or changes nothing: {entry}", entry=dict(entry)))
    return {**tables, name: rows}


def _rows(tables: Tables, school: str) -> list[Record]:
    return [row for row in tables["schools"] if row["school_id"] == school]


def _table(name: str) -> Any:
    return next(table for table in TABLES if table.name == name)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Misfit(say("{value}: a whole number, 0 or more", value=value))
    return value


EDITS: Mapping[str, Edit] = {
    "close": Edit(("school", "into"), (), _close, N_("school closed")),
    "merge": Edit(("schools", "into"), (), _merge, N_("schools merged")),
    "open": Edit(("school_id", "name", "stage", "location", "pupils", "staff_quota"),
                 ("township", "group", "weak", "classes", "senior_posts", "lon", "lat", "demand"), _open, N_("school opened")),
    "pupils": Edit(("factor",), ("township", "location", "school"), _pupils, N_("pupils")),
    "leave": Edit((), ("teachers", "count", "subject", "school"), _leave, N_("teachers leave")),
    "join": Edit(("school", "subject", "count"), ("stage", "joined"), _join, N_("teachers join")),
    "quota": Edit(("school",), ("stage", "staff_quota", "senior_posts", "add"), _quota, N_("quota")),
    "pins": Edit(("teacher", "kind"), ("school",), _pins, N_("pin")),
    "weak": Edit(("school", "weak"), ("stage",), _weak, N_("weak school")),
}  # fmt: skip
