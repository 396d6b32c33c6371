"""What in the county's data differs from the data a plan was made of: tables, rows and columns, by digests kept in run.json.

plan.json holds one digest of all data, which can say that something changed and not what. So a short digest of every
cell is kept beside it, in two ways. What is on the job's side of a person (school, subject, title, post) stands in the plan
anyway; its cells are digested as they are. A birth, a reason for exemption, a home, a wish has few possible values, and
whoever tried them all would find the one of a plain digest. These are digested with a key made of the births of
everybody (thousands of them, more than can be tried), and the key is not kept: it can be made again from the county's own
tables alone, which hold the values themselves. Hence births are not told by the row, and nothing personal can be
compared once somebody of then is gone.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from rotation.county.county import County
from rotation.county.schema import TABLES, TEACHERS, Table
from rotation.county.table import TableData
from rotation.errors import Note
from rotation.language import say

FORMAT = "rotation-data/1"
SHOWN = 8
_CELL, _ROW = 4, 12  # hexadecimal digits kept of a cell's digest, and of a whole row's
_PRIVATE = ("exemption", "home_lon", "home_lat", "ethics", "willingness", "points", "rural_years")
_PLAIN = ("schools", "teachers", "demand")
_ASKED = ("wishes", "pins", "teams")
_BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}


def data_record(county: County) -> dict[str, Any]:
    """What is kept of the county's data, as JSON has it; no value can be read back from it."""
    births = _births(county)
    key = _key(births)
    return {
        "format": FORMAT,
        "input_sha256": county.digest,
        "columns": {name: list(_columns(name)) for name in _PLAIN},
        "rows": {name: _digests(county, name, _columns(name), b"") for name in _PLAIN if _given(county, name)},
        "key": _sealed(key, "key", "", ""),
        "private": _digests(county, "teachers", _PRIVATE, key),
        "asked": {name: sorted(_asked(county, name, key)) for name in _ASKED},
    }


def changes_since(county: County, run_file: Path, input_sha256: str) -> list[Note]:
    """What differs in `county` from the data of the plan whose run.json this is; where that tells nothing, that it does not."""
    try:
        record = json.loads(run_file.read_text("utf-8"))["data"]
        if record["format"] == FORMAT and record["input_sha256"] == input_sha256:
            return [Note(text) for text in _differences(county, record)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    text = say("what changed cannot be told: there is no record of the plan's data beside it ({path}); take the tables the"
               " plan was made of, or plan again", path=run_file.name)  # fmt: skip
    return [Note(text)]


def _differences(county: County, record: Mapping[str, Any]) -> list[str]:
    found = []
    for name in _PLAIN:
        former = record["rows"].get(name, {})
        now = _digests(county, name, _columns(name), b"") if _given(county, name) else {}
        found += _rows_moved(county, name, former, now)
        found += _cells(county, name, record["columns"][name], _columns(name), former, now)
    births = _births(county)
    kept = record["rows"]["teachers"].keys()
    if not kept <= births.keys():
        return [*found, say("births, homes, reasons for exemption, wishes and pins may have changed too: no row of them can be"
                            " compared once people are taken out")]  # fmt: skip
    key = _key({teacher_id: births[teacher_id] for teacher_id in kept})
    if record["key"] != _sealed(key, "key", "", ""):
        return [*found, say("{place} [{column}]: changed; of births no row is kept, and without them homes, reasons for"
                            " exemption, wishes and pins cannot be compared", place=TEACHERS.sheet,
                            column=_header("teachers", "birth"))]  # fmt: skip
    found += _cells(
        county, "teachers", _PRIVATE, _PRIVATE, record["private"], _digests(county, "teachers", _PRIVATE, key)
    )
    for name in _ASKED:
        found += _asked_changes(county, name, record["asked"].get(name, []), _asked(county, name, key))
    return found or [
        say("no row differs from those kept; the program may read words otherwise than the one that planned")
    ]


def _given(county: County, name: str) -> bool:
    return bool(county.tables.get(name)) and not (name == "demand" and county.demand_derived)


def _columns(name: str) -> tuple[str, ...]:
    """The columns of a table whose cells are digested as they are."""
    table = _BY_NAME[name]
    hidden = (*table.key, *_PRIVATE)
    return tuple(c.name for c in table.columns if not (c.personal or c.dropped or c.name in hidden))


def _keys(name: str, table: TableData) -> list[str]:
    return [" ".join(map(str, key)) for key in zip(*map(table.column, _BY_NAME[name].key), strict=True)]


def _digests(county: County, name: str, columns: Collection[str], key: bytes) -> dict[str, str]:
    """Row keys to the digests of the row's cells, one behind the other."""
    table = county.tables[name]
    cells = [table.column(column) for column in columns]
    return {
        row: "".join(_sealed(key, row, column, value)[:_CELL] for column, value in zip(columns, values, strict=True))
        for row, *values in zip(_keys(name, table), *cells, strict=True)
    }


def _sealed(key: bytes, row: str, column: str, value: Any) -> str:
    text = json.dumps([row, column, value], ensure_ascii=False).encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:16]


def _births(county: County) -> dict[str, int]:
    table = county.tables["teachers"]
    return dict(zip(table.column("teacher_id"), table.column("birth"), strict=True))


def _key(births: Mapping[str, int]) -> bytes:
    return hashlib.sha256(json.dumps(sorted(births.items()), ensure_ascii=False).encode()).digest()


def _asked(county: County, name: str, key: bytes) -> list[str]:
    """A digest of each row of a table of wishes, pins or teams, in the table's order."""
    table = county.tables.get(name, TableData({}))
    columns = [column.name for column in _BY_NAME[name].columns if column.name in table.names and not column.personal]
    return [_sealed(key, name, "", list(row))[:_ROW] for row in zip(*map(table.column, columns), strict=True)]


def _asked_changes(county: County, name: str, former: Sequence[str], now: Sequence[str]) -> list[str]:
    left, places, found = Counter(former), county.row_numbers.get(name, ()), []
    new = []
    for i, digest in enumerate(now):
        if left[digest]:
            left[digest] -= 1
        else:
            new.append(str(places[i]) if i < len(places) else str(i + 1))
    if new:
        found.append(say("{place}: {count} rows are new or changed: row {rows}",
                         place=_BY_NAME[name].sheet, count=len(new), rows=_some(new)))  # fmt: skip
    if gone := left.total():
        found.append(say("{place}: {count} rows are gone or changed", place=_BY_NAME[name].sheet, count=gone))
    return found


def _rows_moved(county: County, name: str, former: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Rows that are new, and rows that are gone."""
    found, place = [], _BY_NAME[name].sheet
    if name == "demand" and bool(former) != bool(now):
        return [say("{place}: the plan was made with it, and it is gone", place=place) if former
                else say("{place}: the plan was made without it, and now it is there", place=place)]  # fmt: skip
    if new := [key for key in now if key not in former]:
        found.append(say("{place}: {count} rows are new: {rows}", place=place, count=len(new),
                         rows=_named(county, name, new)))  # fmt: skip
    if gone := [key for key in former if key not in now]:
        found.append(
            say("{place}: {count} rows are gone: {rows}", place=place, count=len(gone), rows=_some(sorted(gone)))
        )
    return found


def _cells(
    county: County, name: str, then: Sequence[str], columns: Sequence[str], former: Mapping[str, str], now: Mapping[str, str]
) -> list[str]:  # fmt: skip
    """The columns in which cells of rows that were there before differ, each with its rows."""
    found, both = [], [key for key in now if key in former]
    for column in columns:
        if column not in then:
            continue
        a, b = (names.index(column) * _CELL for names in (then, columns))
        changed = [key for key in both if former[key][a : a + _CELL] != now[key][b : b + _CELL]]
        if changed:
            found.append(say("{place} [{column}]: {count} cells changed: {rows}", place=_BY_NAME[name].sheet,
                             column=_header(name, column), count=len(changed), rows=_named(county, name, changed)))  # fmt: skip
    return found


def _header(name: str, column: str) -> str:
    return next(each.header for each in _BY_NAME[name].columns if each.name == column)


def _named(county: County, name: str, keys: Sequence[str]) -> str:
    """Rows by the number the spreadsheet gives them, where it is known, and their keys."""
    wanted, places = set(keys), county.row_numbers.get(name, ())
    rows = {key: i for i, key in enumerate(_keys(name, county.tables[name])) if key in wanted}
    return _some([say("row {row} ({key})", row=places[rows[key]], key=key) if rows[key] < len(places) else key
                  for key in keys])  # fmt: skip


def _some(words: Sequence[str]) -> str:
    return "、".join(words[:SHOWN]) + ("…" if len(words) > SHOWN else "")
