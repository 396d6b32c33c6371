"""Schools given by their names: where a name can mean one school alone, its code stands for it from here on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from rotation.errors import Fault, Note
from rotation.intake.cells import likely
from rotation.intake.records import Record, Records
from rotation.language import say

_PLACE = re.compile(
    r"(?:[^省市县区旗镇乡街道]{1,8}(?:省|市|县|区|旗|镇|乡|街道))+"
)  # what may stand before a short name


def with_schools(tables: Mapping[str, Records], faults: list[Fault], notes: list[Note]) -> Mapping[str, Records]:
    """The tables, names of schools replaced by their codes; a name that is none, or several schools', is a fault."""
    schools = tables.get("schools")
    if schools is None:
        return tables
    codes = set(schools.column("school_id"))
    known: dict[str, set[str]] = {}
    for name, code in zip(schools.column("name"), schools.column("school_id"), strict=True):
        if name and code:
            known.setdefault(plain_name(name), set()).add(code)
    resolved = dict(tables)
    for table, records in tables.items():
        if table == "schools" or "school_id" not in records.source.by_name:
            continue
        meant = {text: _meant(text, known, codes) for text in set(records.column("school_id")) if text is not None}
        values = [meant.get(text) for text in records.column("school_id")]
        for record, code in zip(records, values, strict=True):
            if code is None and record.values["school_id"] is not None:
                faults.append(_fault(record.values["school_id"], record, known))
        short = sum(
            1 for text in meant if meant[text] is not None and text not in codes and plain_name(text) not in known
        )
        place, header = records.source.place, records.source.headers["school_id"]
        notes.append(Note(say("{place}: schools are told by the names in column {header}", place=place, header=header)))
        if short:
            notes.append(Note(say("{place}: {count} short names of schools were taken for the full ones",
                                      place=place, count=short)))  # fmt: skip
        resolved[table] = Records(records.source, records.rows, records.values.with_column("school_id", values))
    return resolved


def _meant(text: str, known: Mapping[str, set[str]], codes: set[str]) -> str | None:
    """The code of the one school that `text` names: in full, by its code, or without the place before its name."""
    if text in codes:
        return text
    plain = plain_name(text)
    found = known.get(plain) or {
        code for name, its in known.items() for code in its if is_short(plain, name) or is_short(name, plain)
    }
    return next(iter(found)) if len(found) == 1 else None


def is_short(short: str, full: str) -> bool:
    """Whether `short` is `full` without the county or town in front: 第二 before a name makes another school of it."""
    return 2 < len(short) < len(full) and full.endswith(short) and bool(_PLACE.fullmatch(full[: -len(short)]))


def plain_name(text: str) -> str:
    """A name as compared: in half width, without spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _fault(text: str, record: Record, known: Mapping[str, set[str]]) -> Fault:
    if len(known.get(plain_name(text), ())) > 1:
        expected = say("the code of a school, since several have this name")
        return record.fault("school_id", expected)
    expected = say("the name of a school of the table 学校 (schools)")
    return record.fault("school_id", expected, suggestion=likely(plain_name(text), list(known)))
