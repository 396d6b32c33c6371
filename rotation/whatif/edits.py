"""The edits of a county's data: what may be given for each, what does it and what it is called."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rotation.county.directory import Directory, Unclear
from rotation.county.schema import LOCATIONS, PIN_KINDS, STAGES, Kind
from rotation.language import N_, say
from rotation.shapes import Flag, ListOf, MapOf, OneOf, Real, Shape, Table, Text, Whole, Wrong
from rotation.whatif import school_edits, teacher_edits
from rotation.whatif.editing import Misfit, Tables, as_list, declared

_SCHOOL_KEYS, _TEACHER_KEYS = ("school", "into", "schools"), ("teacher", "teachers")  # by code or name


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
        yield from ListOf(_Code()).faults(as_list(value), path)


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
    column = next(column for column in declared("schools").columns if column.name == name)
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
    "close": Edit(Table({"school": _Code(), "into": _Code()}), school_edits.close, N_("school closed")),
    "merge": Edit(Table({"schools": _Codes(), "into": _Code()}), school_edits.merge, N_("schools merged")),
    "open": Edit(
        Table(
            {name: _column(name) for name in ("school_id", "name", "stage", "location", "pupils", "staff_quota")},
            {**{name: _column(name) for name in ("township", "group", "weak", "classes", "senior_posts", "lon", "lat")},
             "demand": MapOf(Whole(0, _MOST_POSTS), most=200)},
        ), school_edits.open_school, N_("school opened"),
    ),
    "pupils": Edit(
        Table({"factor": Real(0.001, 1000)}, {"township": Text(), "location": OneOf(LOCATIONS), "school": _Code()}),
        school_edits.pupils, N_("pupils"),
    ),
    "leave": Edit(
        Table({}, {"teachers": _Codes(), "count": Whole(0, 1_000_000), "subject": Text(), "school": _Code()}),
        teacher_edits.leave, N_("teachers leave"),
    ),
    "join": Edit(
        Table({"school": _Code(), "subject": Text(), "count": Whole(0, _MOST_POSTS)}, {"stage": _STAGE, "joined": _Day()}),
        teacher_edits.join, N_("teachers join"),
    ),
    "quota": Edit(
        Table({"school": _Code()}, {"stage": _STAGE, "staff_quota": _column("staff_quota"),
                                    "senior_posts": _column("senior_posts"), "add": Whole(-_MOST_POSTS, _MOST_POSTS)}),
        school_edits.quota, N_("quota"),
    ),
    "pins": Edit(Table({"teacher": _Code(), "kind": OneOf(PIN_KINDS)}, {"school": _Code()}), teacher_edits.pin, N_("pin")),
    "weak": Edit(Table({"school": _Code(), "weak": Flag()}, {"stage": _STAGE}), school_edits.weak, N_("weak school")),
}  # fmt: skip
