"""The digest of a county stays what it was when the schema grows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rotation.county import county as module
from rotation.county.county import build_county
from rotation.county.schema import TABLES, Column, Kind
from rotation.county.table import Columns
from rotation.rules.case import Case

SPOUSE = Column("spouse", "配偶工号", Kind.CODE, later=True)


def test_a_later_column_counts_only_where_it_is_filled(small_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    county = small_case.county
    grown = tuple(
        replace(table, columns=(*table.columns, SPOUSE)) if table.name == "teachers" else table for table in TABLES
    )
    monkeypatch.setattr(module, "TABLES", grown)

    def digest(spouse: str | None) -> str:
        teachers = Columns.of(county.tables["teachers"])
        values = [spouse, *[None] * (len(teachers) - 1)]
        return build_county("县", {**county.tables, "teachers": teachers.with_column("spouse", values)}).digest

    assert digest(None) == county.digest
    assert digest("00002") != county.digest
