"""Which header is which column: by its name, else by what stands below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rotation.county.schema import Column, Table
from rotation.county.schema import Kind as Form
from rotation.intake.grid import Grid
from rotation.intake.headers import BRACKETED, ELSEWHERE, Match, matched
from rotation.intake.id_numbers import is_id_number
from rotation.intake.layout import Header
from rotation.intake.mapping.kinds import kind_of_school
from rotation.intake.mapping.proposal import LEFT_OUT, Certainty, Kind, Ledger, Proposal
from rotation.intake.texts import plain, text_of
from rotation.intake.words import meant, read_as

LOOKED_AT = 400  # cells below a header
_FEW = 40  # words of a list at most

Places = dict[Column, tuple[int, str]]


def places_of(table: Table, header: Header, grid: Grid, ledger: Ledger) -> Places:
    """For each column of `table` where it stands in the sheet and what it is called there, as confirmed or proposed."""
    choices = (*(column.header for column in table.columns), LEFT_OUT)
    by_header = {column.header: column for column in table.columns}
    places: Places = {}
    for at, text, column, certainty in _proposed(table, header, grid):
        rows = grid.height - header.top - 1
        meaning = LEFT_OUT if column is None else column.header
        asked = Proposal(Kind.HEADER, table.sheet, text, meaning, certainty, rows, choices, shown=grid.place)
        found = by_header.get(ledger.ask(asked))
        if found is not None:
            places.setdefault(found, (at, text))
    return places


def _proposed(table: Table, header: Header, grid: Grid) -> list[tuple[int, str, Column | None, Certainty]]:
    """Each header with the column it is likely to be; None for one that is none."""
    claims: dict[Column, list[tuple[Match, int, str]]] = {}
    unknown = []
    for at, text in enumerate(header.texts):
        cells = _below(grid, header, at)
        match = _by_content(table, text, matched(table, text), cells)
        if match is None and text and any(cells):
            unknown.append((at, text, cells))
        elif match is not None:
            claims.setdefault(match.column, []).append((match, at, text))
    found: list[tuple[int, str, Column | None, Certainty]] = []
    for column, claimed in claims.items():
        claimed.sort(key=lambda claim: (claim[0].rank, claim[1]))
        (best, at, text), *rivals = claimed
        same = all(grid.columns[other] == grid.columns[at] for _, other, _ in rivals)
        sure = (not rivals or same) and best.rank[0] != BRACKETED
        found.append((at, text, column, Certainty.CERTAIN if sure else Certainty.LIKELY))
        found.extend((other, name, None, Certainty.CERTAIN if same else Certainty.LIKELY) for _, other, name in rivals)
    absent = [column for column in table.columns if column not in claims]
    for at, text, cells in unknown:
        column_meant = _likely_column(absent, cells)
        found.append((at, text, column_meant, Certainty.LIKELY if column_meant else Certainty.UNUSED))
    return sorted(found, key=lambda entry: entry[0])


def _below(grid: Grid, header: Header, at: int) -> list[str]:
    cells: Sequence[Any] = grid.columns[at][header.top + 1 : header.top + 1 + LOOKED_AT]
    return [text for cell in cells if (text := plain(text_of(cell)))]


def _by_content(table: Table, text: str, match: Match | None, cells: Sequence[str]) -> Match | None:
    """The match, put right where what stands below the header is plainly something else."""
    if match is None or not cells:
        return match
    if match.column.kind is Form.CHOICE and match.rank[0] >= ELSEWHERE and not match.column.personal:
        return match if any(_fits(match.column, word) for word in set(cells)) else None
    if match.column.name != "teacher_id":
        return match
    if sum(map(is_id_number, cells)) * 2 > len(cells):
        column = next((column for column in table.columns if column.name == "id_number"), None)
        return None if column is None else Match(column, (BRACKETED, 0))
    if text in ("编号", "序号") and cells[:3] == [str(i + 1) for i in range(len(cells[:3]))]:
        return None  # numbers that run in every sheet are nobody's own
    return match


def _fits(column: Column, word: str) -> bool:
    """Whether a word belongs to a column's list, or says that nothing stands there."""
    known = word in column.choices or read_as(column, word) is not None or meant(column, word) is not None
    return known or (column.name == "stage" and kind_of_school(word) is not None)


def _likely_column(absent: Sequence[Column], cells: Sequence[str]) -> Column | None:
    """The absent column of a list that what stands below an unknown header belongs to."""
    counts = Counter(cells)
    if len(cells) < 3 or len(counts) > _FEW:
        return None
    for column in absent:
        if column.kind is not Form.CHOICE or column.personal:
            continue
        fitting = [word for word in counts if word in column.choices or meant(column, word) is not None]
        own = [word for word in fitting if word in column.choices]
        if own and len(fitting) > 1 and 5 * sum(counts[word] for word in fitting) >= 4 * len(cells):
            return column
    return None
