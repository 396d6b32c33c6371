"""What the commands say on the terminal: short tables that fit a window of 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from rotation.output.parts import Part, shown
from rotation.report.fitting import widths, wrapped

_NUMBER = re.compile(r"[\d.,%/+()≤≥–−\- ]*")


class Screen(Console):
    """A console that ends lines between words alone, and whose tables turn into lists where they do not fit."""

    def print(self, *objects: Any, **options: Any) -> None:
        if not objects or not all(isinstance(each, str) for each in objects):
            super().print(*objects, **options)
            return
        text = " ".join(objects)
        if self.is_terminal or not self.stderr:
            text = "\n".join(wrapped(text, self.width))
        super().print(text, soft_wrap=True)


def console(*, errors: bool = False) -> Screen:
    """A console for what is said: names are never taken for markup, and nothing is highlighted."""
    return Screen(stderr=errors, markup=False, highlight=False, emoji=False, soft_wrap=errors)


@dataclass(frozen=True)
class Fitted:
    """A table as wide as the window allows: columns of numbers to the right, the others to the left.

    Where the window is too narrow for it, each row is a list of its cells under their headers.
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        given = widths([self.headers, *self.rows], options.max_width)
        if given is None:
            yield from self._list(options.max_width)
            return
        result = Table(title=self.title or None, title_justify="left", title_style="bold", header_style="bold")
        for i, (header, width) in enumerate(zip(self.headers, given, strict=True)):
            numbers = i > 0 and all(_NUMBER.fullmatch(row[i]) for row in self.rows)
            justify: Literal["left", "right"] = "right" if numbers else "left"
            result.add_column(_laid(header, width), justify=justify, width=width, no_wrap=True)
        for row in self.rows:
            result.add_row(*(_laid(cell, width) for cell, width in zip(row, given, strict=True)))
        yield result

    def _list(self, width: int) -> RenderResult:
        if self.title:
            yield Text(self.title, "bold")
        for row in self.rows:
            yield _laid(row[0], width)
            for header, cell in zip(self.headers[1:], row[1:], strict=True):
                lines = wrapped(f"{header}：{cell}" if header else cell, width - 4)
                yield Text("\n".join(f"    {line}" for line in lines), no_wrap=True, overflow="ignore")


def _laid(text: str, width: int) -> Text:
    return Text("\n".join(wrapped(text, width)), no_wrap=True, overflow="fold")


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> Fitted:
    """A plain table; what is None is shown as a dash."""
    return Fitted(headers, [["–" if cell is None else str(cell) for cell in row] for row in rows], title)


def part_tables(part: Part) -> list[Fitted | Text | str]:
    """A part of a report as a table, and its notes."""
    if not part.fields:
        return [Text(part.heading, "bold"), *part.notes]
    rows = [[shown(field, cell) for field, cell in zip(part.fields, row, strict=True)] for row in part.rows]
    return [table([field.header for field in part.fields], rows, title=part.heading), *part.notes]
