"""The digest of a county stays what it was when the schema grows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rotation.county import county as module
from rotation.county.building import build_county
from rotation.county.schema import TABLES, Column, Kind
from rotation.county.table import TableData
from rotation.rules.case import Case


def later(name: str, kind: Kind = Kind.CODE, blank: str | None = None, *, required: bool = False) -> Column:
    return Column(name, name, kind, required=required, blank=blank, later=True)


@pytest.mark.parametrize(
    ("column", "nothing", "something"),
    [
        (later("spouse"), None, "00002"),
        (later("graduating", Kind.FLAG, "否"), False, True),
        (later("offers", Kind.SUBJECTS), (), ("语文",)),
        (later("years", Kind.COUNT), None, 0),
    ],
    ids=lambda value: value.name if isinstance(value, Column) else "",
)
@pytest.mark.parametrize("name", ["teachers", "demand"])
def test_a_later_column_counts_only_where_it_is_filled(
    name: str, column: Column, nothing: object, something: object, small_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = small_case.county
    grown = tuple(replace(t, columns=(*t.columns, column)) if t.name == name else t for t in TABLES)
    monkeypatch.setattr(module, "TABLES", grown)

    def digest(value: object) -> str:
        table = TableData.of(county.tables[name])
        values = [value, *[nothing] * (len(table) - 1)]
        return build_county("县", {**county.tables, name: table.with_column(column.name, values)}).digest

    assert digest(nothing) == county.digest
    assert digest(something) != county.digest


def test_an_empty_table_is_no_part_of_the_digest(small_case: Case) -> None:
    county = small_case.county
    assert build_county("县", {**county.tables, "loans": []}).digest == county.digest


def test_a_column_that_must_be_filled_or_means_something_blank_cannot_join_later() -> None:
    for kind, blank, required in (
        (Kind.CHOICE, "教师", False),
        (Kind.COUNT, "1", False),
        (Kind.CODE, None, True),
        (Kind.FLAG, None, False),
    ):
        with pytest.raises(ValueError, match="earlier tables have no such column"):
            later("rank", kind, blank, required=required)
