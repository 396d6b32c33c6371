"""A public document as what it says: title, text, tables, signature; each format lays it out in a file of its own."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

Row = tuple[str, ...]

TITLE_CHARACTERS = 20  # 156 mm hold twenty characters of 22 points
LINE_CHARACTERS = 28  # of 16 points
HALF_A_PAGE = 11  # lines
_PAUSES = "|"


@dataclass(frozen=True)
class Block:
    """A paragraph; `kind` is "heading" (一、), "subheading" (（一）), "to" (addressee, flush left) or "text"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Column:
    """A column of a table: header, width in millimetres of 225, and "left", "center" or "right"."""

    header: str
    width: int
    align: str = "center"


@dataclass(frozen=True)
class Table:
    """A table under its title: as an annex on landscape pages of its own, in the text as wide as the text."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Document:
    """What is published: `title` may hold "|" where a line may end.

    `tables` follow the text on its own page, `annexes` the signature, numbered in order. A `compact`
    one is to be handed over, not put up on a wall: smaller characters and narrower margins, unsigned where `organ` is "".
    `footer` stands at the foot of every page, beside its number.
    """

    title: str
    blocks: Sequence[Block]
    annexes: Sequence[Table]
    organ: str
    dated: datetime.date
    tables: Sequence[Table] = ()
    compact: bool = False
    footer: str = ""

    @property
    def title_lines(self) -> tuple[str, ...]:
        return title_lines(self.title)

    @property
    def name(self) -> str:
        """The title in one line."""
        return self.title.replace(_PAUSES, "")

    @property
    def date(self) -> str:
        return chinese_date(self.dated)

    @property
    def annex_names(self) -> tuple[str, ...]:
        """The lines below the text that name the annexes: 附件：1.…"""
        if len(self.annexes) == 1:
            return (f"附件：{self.annexes[0].title}",)
        lead = ("附件：", *("　　　" for _ in self.annexes[1:]))
        return tuple(
            f"{start}{i}.{annex.title}" for i, (start, annex) in enumerate(zip(lead, self.annexes, strict=True), 1)
        )

    @property
    def closing(self) -> int:
        """How many of the last paragraphs the signature stays with: of two lines at least.

        None below a table, and none of half a page, which would leave the page before it empty.
        """
        if self.tables:
            return 0
        lines = 0
        for count, block in enumerate(reversed(self.blocks), 1):
            lines += -(-len(block.text) // LINE_CHARACTERS)
            if lines > 2:
                return count if lines < HALF_A_PAGE else 0
        return len(self.blocks)

    def annex_label(self, index: int) -> str:
        return "附件" if len(self.annexes) == 1 else f"附件{index + 1}"


def chinese_date(day: datetime.date) -> str:
    """2026年8月3日: no zeros in front, as GB/T 9704 has it."""
    return f"{day.year}年{day.month}月{day.day}日"


def title_lines(title: str, most: int = TITLE_CHARACTERS) -> tuple[str, ...]:
    """The title in the fewest lines of at most `most` characters, broken only at "|", as even as can be.

    A piece longer than a line stands alone and is broken by whoever lays it out. Source: GB/T
    9704-2012, titles are broken at word sense.
    """
    pieces = [piece for piece in title.split(_PAUSES) if piece]
    best: list[tuple[int, int, list[str]]] = [(0, 0, [])]
    for end in range(1, len(pieces) + 1):
        found = []
        for start in range(end):
            line = "".join(pieces[start:end])
            if len(line) <= most or start == end - 1:
                count, longest, lines = best[start]
                found.append((count + 1, max(longest, len(line)), [*lines, line]))
        best.append(min(found, key=lambda entry: entry[:2]))
    return tuple(best[-1][2])
