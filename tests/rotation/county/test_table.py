"""A table kept by columns is the sequence of its rows."""

from __future__ import annotations

import operator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.county.table import TableData

ROWS = st.lists(st.fixed_dictionaries({"id": st.integers(0, 3), "name": st.text(max_size=2)}))


@given(ROWS, st.data())
def test_it_is_the_sequence_of_its_rows(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    table = TableData.of(rows)
    assert list(table) == rows
    assert len(table) == len(rows)
    assert [table[i] for i in range(len(rows))] == rows
    part = slice(*data.draw(st.tuples(*[st.none() | st.integers(-4, 4)] * 2)))
    assert list(table[part]) == rows[part]
    assert list(table.column("name")) == [row["name"] for row in rows]
    order = sorted(range(len(rows)), key=lambda i: rows[i]["id"])
    assert list(table.ordered(order)) == sorted(rows, key=operator.itemgetter("id"))
    assert TableData.of(table) is table


def test_columns_put_in_and_left_out() -> None:
    table = TableData.of([{"id": 1, "name": "甲"}, {"id": 2, "name": "乙"}])
    assert list(table.without("id")) == [{"name": "甲"}, {"name": "乙"}]
    assert list(table.with_column("id", [3, 4]).column("id")) == [3, 4]
    assert list(table.column("id")) == [1, 2]
    with pytest.raises(KeyError):
        table.column("post")
    assert list(TableData.of([]).column("post")) == []
