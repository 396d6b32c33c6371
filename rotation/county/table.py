"""A table kept by columns: of a city's million cells, a dictionary for every row would be the larger half."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload


class TableData(Sequence[Mapping[str, Any]]):
    """A table's values by column; as a sequence it is the table's rows, each made when it is looked at."""

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """`columns` maps each column's English name to its values, one a row."""
        self._columns = dict(columns)

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]]) -> TableData:
        """The table of `rows`, which all have the columns of the first."""
        if isinstance(rows, TableData):
            return rows
        return cls({name: [row[name] for row in rows] for name in rows[0]} if rows else {})

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names; a table made of no rows has none."""
        return tuple(self._columns)

    def column(self, name: str) -> Sequence[Any]:
        """One column's values. Raises KeyError where a table with rows has no such column."""
        return self._columns[name] if self._columns else ()

    def without(self, *names: str) -> TableData:
        """The table without some of its columns."""
        return TableData({name: column for name, column in self._columns.items() if name not in names})

    def with_column(self, name: str, values: Sequence[Any]) -> TableData:
        """The table with other values in one column."""
        return TableData({**self._columns, name: values})

    def ordered(self, order: Sequence[int]) -> TableData:
        """The table with row `order[i]` as its row i."""
        return TableData({name: list(map(column.__getitem__, order)) for name, column in self._columns.items()})

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    @overload
    def __getitem__(self, at: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> TableData: ...
    def __getitem__(self, at: int | slice) -> Mapping[str, Any] | TableData:
        if isinstance(at, slice):
            return TableData({name: column[at] for name, column in self._columns.items()})
        return {name: column[at] for name, column in self._columns.items()}

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for values in zip(*self._columns.values(), strict=True):
            yield dict(zip(self._columns, values, strict=True))
