"""Text and tables made to fit a window: nothing is broken inside a number, a key or a Latin word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

# What is never broken: a run of digits, Latin letters and the signs that belong to them; and a character with the
# punctuation that must not begin a line, or must not end one.
_PIECES = re.compile(r"[(（“《〔]*(?:[\x21-\x27\x2a-\x7e]+|[^\s])[，。；：、！？）)”》〕%…]*|\s+")
EDGES = 3  # cells a column takes beside its text: its edge and a space on either side


def pieces(text: str) -> list[str]:
    """The text as parts between which a line may end."""
    return _PIECES.findall(text)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, but for a piece that is wider by itself."""
    lines = []
    for line in text.split("\n"):
        made = ""
        for piece in pieces(line):
            if made and cell_len(made) + cell_len(piece.rstrip()) > width:
                lines.append(made.rstrip())
                made = ""
            made += piece if made or not piece.isspace() or not lines else ""
        lines.append(made.rstrip())
    return lines


def least(text: str) -> int:
    """How narrow a column may be that holds the text."""
    return max((cell_len(piece.strip()) for piece in pieces(text)), default=0)


def widths(rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """A width for each column of `rows` so that a line of them fits `room`; None where they cannot.

    A column gets what it needs where it needs less than an equal share of what is left, the widest share the rest.
    """
    columns = list(zip(*rows, strict=True))
    room -= EDGES * len(columns) + 1
    wanted = [max(cell_len(line) for cell in column for line in cell.split("\n")) for column in columns]
    needed = [min(most, max(map(least, column))) for most, column in zip(wanted, columns, strict=True)]
    # A wide text in a very narrow column is unreadable, though it is not broken: eight cells are four characters.
    needed = [max(few, min(most, 8)) for few, most in zip(needed, wanted, strict=True)]
    if sum(needed) > room:
        return None
    given = list(needed)
    spare = room - sum(given)
    while spare > 0 and (short := [i for i in range(len(given)) if given[i] < wanted[i]]):
        narrowest = min(short, key=lambda i: (given[i], i))
        given[narrowest] += 1
        spare -= 1
    return given
