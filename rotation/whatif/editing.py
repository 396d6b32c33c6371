"""What every edit works on: tables of records in, tables of records out, changing only what it says.

What an edit does not find it refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rotation.county.county import Record
from rotation.county.schema import TABLES
from rotation.language import say

Tables = Mapping[str, Sequence[Record]]


class Misfit(Exception):
    """What an edit names does not exist, or would change nothing; said to the planner with the line."""


def changed_rows(tables: Tables, name: str, change: Callable[[Record], Record], entry: Mapping[str, Any]) -> Tables:
    rows = [change(row) for row in tables[name]]
    if rows == list(tables[name]):
        raise Misfit(say("matches nothing or changes nothing: {entry}", entry=dict(entry)))
    return {**tables, name: rows}


def rows_of(tables: Tables, school: str) -> list[Record]:
    return [row for row in tables["schools"] if row["school_id"] == school]


def declared(name: str) -> Any:
    return next(table for table in TABLES if table.name == name)


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
