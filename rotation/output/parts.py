"""What a page, a sheet or a terminal shows: fields, small tables under headings, charts. Knows nothing of how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Field:
    """A column of a sheet: header, width in characters, and how its cells are shown.

    `form` is "text", "mid" (centred), "wrap" (over several lines), "code" (text also when typed anew),
    "count", "one" (one decimal), "percent" (two decimals) or "four" (decimals),
    with "±" before it for a difference. In a table to be filled in, `guidance`
    stands above the header and `check` is what a cell must be, in XlsxWriter's words for a data validation.
    On a page of several tables a field takes up `span` of the page's columns.
    """

    header: str
    width: float
    form: str = "text"
    guidance: str = ""
    check: Mapping[str, Any] | None = None
    span: int = 1


@dataclass(frozen=True)
class Part:
    """A small table of a page, under its heading, with notes below it; notes alone where it has no fields."""

    heading: str
    fields: Sequence[Field]
    rows: Sequence[Sequence[Cell]]
    marks: Sequence[str | None] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Figure:
    """A chart under its heading: `markup` is SVG or a whole inline chart, already safe; `says` is its text for a reader."""

    heading: str
    markup: str
    says: str
    notes: Sequence[str] = ()
    image: bool = True  # whether it is one picture; what can be opened or chosen in is none


_SHOWN = {"one": "{:.1f}", "percent": "{:.2f}", "four": "{:.4f}",
    "±count": "{:+d}", "±one": "{:+.1f}", "±percent": "{:+.2f}", "±four": "{:+.4f}",
}  # fmt: skip
FORMS = {0: "count", 1: "one", 2: "percent", 4: "four"}  # the form of a number by its decimals


def shown(field: Field, cell: Cell) -> str:
    """A cell as it is read: numbers with the decimals of their field, nothing as a dash."""
    if cell is None or cell == "":
        return "–"
    if field.form not in _SHOWN or isinstance(cell, str):
        return str(cell)
    return "0" if field.form.startswith("±") and cell == 0 else _SHOWN[field.form].format(cell)
