"""Faults and notes as an officer reads them: grouped by what is expected, each with its rows and likely suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from rotation.errors import Fault, Note
from rotation.language import say
from rotation.personal import without_values


def fault_lines(faults: Sequence[Fault], *, shown: bool = True) -> list[str]:
    """A line for each thing expected of a column, and below it one for each value found, with all its rows.

    Not `shown`, the addresses alone, for files that others read.
    """
    if not shown:
        faults = [
            replace(fault, value=None, suggestion=None, expected=without_values(fault.expected)) for fault in faults
        ]
    groups: dict[tuple[str, str | None, str], dict[tuple[str | None, str | None], list[int]]] = {}
    for fault in faults:
        values = groups.setdefault((fault.place, fault.column, fault.expected), {})
        values.setdefault((fault.value, fault.suggestion), []).append(fault.row or 0)
    lines = []
    for (place, column, expected), values in groups.items():
        where = place if column is None else place + say(" [{column}]", column=column)
        count = sum(len(rows) for rows in values.values())
        if count == 1:
            (((value, suggestion), rows),) = values.items()
            lines.append(say("{where}: expected {expected}", where=where + _found(rows, value), expected=expected)
                         + _suggested(suggestion))  # fmt: skip
            continue
        lines.append(say("{where}: expected {expected} ({count} times)", where=where, expected=expected, count=count))
        lines += [f"   {_found(rows, value)}{_suggested(suggestion)}" for (value, suggestion), rows in values.items()]
    return lines


def change_lines(applied: Sequence[Fault]) -> list[str]:
    """A line for each value of a column that was put right, with its rows and what stands there now."""
    groups: dict[tuple[str, str | None, str | None, str | None], list[int]] = {}
    for fault in applied:
        groups.setdefault((fault.place, fault.column, fault.value, fault.suggestion), []).append(fault.row or 0)
    return [
        say("changed: {where} to “{suggestion}”", suggestion=suggestion,
            where=place + say(" [{column}]", column=column) + _found(rows, value))
        for (place, column, value, suggestion), rows in groups.items()
    ]  # fmt: skip


def note_lines(notes: Sequence[Note]) -> list[str]:
    """A line for each note, those that say the same of several rows of a column in one."""
    groups: dict[tuple[str | None, str | None, str], list[int]] = {}
    for note in notes:
        key = (note.place, note.column, note.text) if note.column else (None, None, note.text)
        groups.setdefault(key, []).append(note.row or 0)
    lines = []
    for (place, column, text), rows in groups.items():
        where = "" if place is None else place + say(" [{column}]", column=column) + _found(rows, None)
        lines.append(say("note: {note}", note=f"{where}: {text}" if where else text))
    return lines


def rows_text(rows: Iterable[int]) -> str:
    """Row numbers with runs drawn together: 5、8-11."""
    parts = []
    for _, run in groupby(enumerate(sorted(set(rows))), key=lambda pair: pair[1] - pair[0]):
        numbers = [row for _, row in run]
        parts.append(str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}")
    return "、".join(parts)


def _found(rows: Sequence[int], value: str | None) -> str:
    where = say(" row {row}", row=rows_text(rows)) if rows[0] else ""
    return where + ("" if value is None else say(" “{value}”", value=value))


def _suggested(suggestion: str | None) -> str:
    return "" if suggestion is None else say("; did you mean “{suggestion}”?", suggestion=suggestion)
