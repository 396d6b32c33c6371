"""Edits of a county's data: close, open, merge, pupils, leave, join, quota, pins, weak. Each changes only what it says.

An edit takes tables of records and returns tables of records; what it does not find it refuses.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rotation.county.county import Record
from rotation.county.directory import Directory, Unclear
from rotation.county.schema import LOCATIONS, PIN_KINDS, PRINCIPAL, STAGES, TABLES, Kind
from rotation.language import N_, say
from rotation.strict import Flag, ListOf, MapOf, OneOf, Real, Shape, Table, Text, Whole, Wrong

Tables = Mapping[str, Sequence[Record]]
_SCHOOL_KEYS, _TEACHER_KEYS = ("school", "into", "schools"), ("teacher", "teachers")  # by code or name


class Misfit(Exception):
    """What an edit names does not exist, or would change nothing; said to the planner with the line."""


class _Code:
    """A code or name as tables have it: a text, or a whole number that stands for its digits."""

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        if isinstance(value, bool) or not isinstance(value, str | int):
            yield Wrong(path, say("a code"))
        elif isinstance(value, str):
            yield from Text(1, 200).faults(value, path)
        else:
            yield from Whole(0, 10**18).faults(value, path)


class _Codes:
    """A list of codes, or one of them."""

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        yield from ListOf(_Code()).faults(_list(value), path)


class _Day:
    """A day as a whole number yyyymmdd."""

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        fits = isinstance(value, int) and not isinstance(value, bool) and 1950_01_01 <= value <= 2100_12_31
        try:
            datetime.date(value // 10000, value // 100 % 100, value % 100) if fits else None
        except ValueError:
            fits = False
        if not fits:
            yield Wrong(path, say("a day such as 20250901"))


def _column(name: str) -> Shape:
    """What a cell of that column of the table 学校 may be."""
    column = next(column for column in _table("schools").columns if column.name == name)
    if column.kind is Kind.CODE:
        return _Code()
    if column.kind is Kind.COUNT:
        return Whole(column.least, column.most)
    if column.kind is Kind.FLAG:
        return Flag()
    if column.choices:
        return OneOf(column.choices)
    if column.kind in (Kind.LONGITUDE, Kind.LATITUDE):
        most = 180 if column.kind is Kind.LONGITUDE else 90
        return Real(-most, most)
    return Text()


@dataclass(frozen=True)
class Edit:
    """One kind of edit: the shape of what is given, what it does and what it says it does."""

    shape: Table
    apply: Callable[[Tables, Mapping[str, Any]], Tables]
    says: str


def apply_edit(tables: Tables, kind: str, entry: Mapping[str, Any]) -> Tables:
    """The tables after one edit. Raises Misfit."""
    edit = EDITS[kind]
    wrong = list(edit.shape.faults(entry))
    if wrong:
        raise Misfit(say("; ").join(map(str, wrong[:5])))
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
            wrong.append(say("{expected} (“{text}” is none)", expected=unclear.wanted, text=value))
            return value

    found = dict(entry)
    for keys, find in ((_SCHOOL_KEYS, directory.school), (_TEACHER_KEYS, directory.teacher)):
        found |= {key: code(find, value) for key, value in entry.items() if key in keys and value is not None}
    if wrong:
        raise Misfit(say("; ").join(wrong))
    return found


def words_of(kind: str, entry: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The edit in words; `names` are those of schools and teachers by their codes."""
    told = [
        say("{what} {value}", what=say(_KEYS.get(key, key)), value=_value_words(value, names))
        for key, value in entry.items()
    ]
    return say("{what}: {told}", what=say(EDITS[kind].says), told="，".join(told))


def _value_words(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, list):
        return "、".join(_value_words(each, names) for each in value)
    if isinstance(value, Mapping):
        return "、".join(f"{key} {each}" for key, each in value.items())
    return names.get(str(value), str(value))


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
    columns = [column.name for column in _table("schools").columns]
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


def _pupils(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """Pupils times `factor`, in one township, of one location, of one school or everywhere; halves up."""
    factor = entry["factor"]
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


def _join(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """`count` new teachers of a subject at a school, with ids 新0001 … that nobody has."""
    school, stage = str(entry["school"]), entry.get("stage")
    rows = [row for row in _rows(tables, school) if stage in (None, row["stage"])]
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
            return {**row, "staff_quota": max(0, row["staff_quota"] + entry["add"])}
        return {**row, keys[0]: entry[keys[0]]}

    return _changed(tables, "schools", changed, entry)


def _pins(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """One more pin."""
    name = str(entry["teacher"])
    school = None if entry.get("school") is None else str(entry["school"])
    pin = {"teacher_id": name, "kind": entry["kind"], "school_id": school, "reason": None}
    if any({**p, "reason": None} == pin for p in tables.get("pins", ())):
        raise Misfit(say("there is such a pin already"))
    return {**tables, "pins": [*tables.get("pins", ()), pin]}


def _weak(tables: Tables, entry: Mapping[str, Any]) -> Tables:
    """A school's flag weak set or taken away."""

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


_MOST_POSTS = 10_000
_STAGE = OneOf(STAGES)
_KEYS = {
    "school": N_("school"), "schools": N_("schools"), "into": N_("joined to"), "school_id": N_("school id"),
    "name": N_("name"), "stage": N_("stage"), "location": N_("location"), "pupils": N_("pupils"),
    "staff_quota": N_("quota"), "township": N_("township"), "group": N_("group"), "weak": N_("weak school"),
    "classes": N_("classes"), "senior_posts": N_("senior posts"), "lon": N_("longitude"), "lat": N_("latitude"),
    "demand": N_("posts by subject"), "factor": N_("times"), "teachers": N_("teachers"), "teacher": N_("teacher"),
    "count": N_("people"), "subject": N_("subject"), "joined": N_("at the school since"), "add": N_("more by"),
    "kind": N_("kind"),
}  # fmt: skip
EDITS: Mapping[str, Edit] = {
    "close": Edit(Table({"school": _Code(), "into": _Code()}), _close, N_("school closed")),
    "merge": Edit(Table({"schools": _Codes(), "into": _Code()}), _merge, N_("schools merged")),
    "open": Edit(
        Table(
            {name: _column(name) for name in ("school_id", "name", "stage", "location", "pupils", "staff_quota")},
            {**{name: _column(name) for name in ("township", "group", "weak", "classes", "senior_posts", "lon", "lat")},
             "demand": MapOf(Whole(0, _MOST_POSTS), most=200)},
        ), _open, N_("school opened"),
    ),
    "pupils": Edit(
        Table({"factor": Real(0.001, 1000)}, {"township": Text(), "location": OneOf(LOCATIONS), "school": _Code()}),
        _pupils, N_("pupils"),
    ),
    "leave": Edit(
        Table({}, {"teachers": _Codes(), "count": Whole(0, 1_000_000), "subject": Text(), "school": _Code()}),
        _leave, N_("teachers leave"),
    ),
    "join": Edit(
        Table({"school": _Code(), "subject": Text(), "count": Whole(0, _MOST_POSTS)}, {"stage": _STAGE, "joined": _Day()}),
        _join, N_("teachers join"),
    ),
    "quota": Edit(
        Table({"school": _Code()}, {"stage": _STAGE, "staff_quota": _column("staff_quota"),
                                    "senior_posts": _column("senior_posts"), "add": Whole(-_MOST_POSTS, _MOST_POSTS)}),
        _quota, N_("quota"),
    ),
    "pins": Edit(Table({"teacher": _Code(), "kind": OneOf(PIN_KINDS)}, {"school": _Code()}), _pins, N_("pin")),
    "weak": Edit(Table({"school": _Code(), "weak": Flag()}, {"stage": _STAGE}), _weak, N_("weak school")),
}  # fmt: skip
