"""Where a table lies in its sheet: its header, of one row or more, under title lines, and what column is which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rotation import personal
from rotation.county.schema import Column, Table
from rotation.errors import Fault, Note
from rotation.intake.grid import Grid
from rotation.intake.headers import BRACKETED, ELSEWHERE, EXACT, HINTED, Match, matched, suggested
from rotation.intake.texts import text_of
from rotation.language import say

SEARCHED = 30  # rows from the top in which the header is looked for
DEEP = 3  # rows a header may have
NAMED_COLUMNS = 40  # columns left out that are named


@dataclass(frozen=True)
class Layout:
    """`top` is the index of the header's last row in the grid, `first` of its first, `places` each column's index
    in a row, and `headers` the names the file itself gives them. `by_name` are the columns of codes that hold
    names of schools.
    """

    top: int
    first: int
    places: Mapping[Column, int]
    headers: Mapping[str, str]
    by_name: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Header:
    """What stands in each column of a header, and in which rows: `first` to `top`, as indices."""

    first: int
    top: int
    texts: Sequence[str]


def find_layout(table: Table, grid: Grid, faults: list[Fault], notes: list[Note]) -> Layout | None:
    """Find the header and match its columns; None, with the faults added, where one required is missing."""
    header = find_header(table, grid)
    if header is None:
        required = "、".join(column.header for column in table.columns if column.required)
        faults.append(Fault(grid.place, None, None, None, say("a header row with {columns}", columns=required)))
        return None
    claims: dict[Column, list[tuple[Match, int, str]]] = {}
    unknown: dict[str, int] = {}
    for at, text in enumerate(header.texts):
        match = matched(table, text)
        if match is not None:
            claims.setdefault(match.column, []).append((match, at, text))
        elif text:
            unknown[text] = at
    before, row = len(faults), header.top + 1
    taken = dict(_settled(claims, grid, row, faults, notes))
    faults.extend(_missing(table, taken, unknown, grid, row))
    notes.extend(_left_out(unknown, [column.header for column in table.columns if column not in taken], grid))
    if len(faults) > before:
        return None
    return Layout(
        header.top,
        header.first,
        {column: at for column, (_, at, _) in taken.items()},
        {column.name: text for column, (_, _, text) in taken.items()},
        frozenset(column.name for column, (match, _, _) in taken.items() if match.by_name),
    )


def _settled(
    claims: Mapping[Column, list[tuple[Match, int, str]]],
    grid: Grid,
    row: int,
    faults: list[Fault],
    notes: list[Note],
) -> Iterator[tuple[Column, tuple[Match, int, str]]]:
    """For each column the surest of the headers that claim it; several as sure are faults."""
    read_as, chosen = [], []
    for column, claimed in claims.items():
        best = min(match.rank for match, _, _ in claimed)
        first, *same = [claim for claim in claimed if claim[0].rank == best]
        for _, at, text in same:
            faults.append(Fault(grid.place, row, text[:60], None, say("this column once, not twice"), at=at))
        rivals = [text for match, _, text in claimed if match.rank != best]
        if rivals:
            names = say(", ").join(rivals)
            chosen.append(say("{header} and not {others}", header=first[2], others=names))
        if best[0] in (ELSEWHERE, BRACKETED):
            read_as.append(say("{header} as {column}", header=first[2], column=column.header))
        yield column, first
    if read_as:
        text = say("{place}: columns were read by other names: {names}", place=grid.place, names="、".join(read_as))
        notes.append(Note(text))
    if chosen:
        text = say("{place}: of several alike columns one was taken: {names}", place=grid.place,
                   names="；".join(chosen))  # fmt: skip
        notes.append(Note(text))


def _missing(
    table: Table, taken: Mapping[Column, object], unknown: Mapping[str, int], grid: Grid, row: int
) -> Iterator[Fault]:
    for column in table.columns:
        if column.required and column not in taken:
            missing = say("the column {header} ({name})", header=column.header, name=column.name)
            likely = suggested(column.header, list(unknown)) or suggested(column.name, list(unknown))
            yield Fault(grid.place, row, None, None, missing, suggestion=likely, at=unknown.get(likely or ""))


def _left_out(unknown: Mapping[str, int], absent: Sequence[str], grid: Grid) -> Iterator[Note]:
    """One note on all columns that are not known, and one for each that is likely one of those absent."""
    plain = []
    for header in unknown:
        meant, shown = suggested(header, absent), personal.value(header[:60])
        if meant is None:
            plain.append(shown)
            continue
        text = say("{place}: the column {header} is not known and was left out", place=grid.place, header=shown)
        yield Note(text + say("; did you mean {header}?", header=meant))
    if len(plain) == 1:
        yield Note(say("{place}: the column {header} is not known and was left out", place=grid.place, header=plain[0]))
    elif plain:
        names = "、".join(plain[:NAMED_COLUMNS]) + ("…" if len(plain) > NAMED_COLUMNS else "")
        yield Note(
            say("{place}: {count} columns are not known and were left out: {headers}", place=grid.place,
                count=len(plain), headers=names)
        )  # fmt: skip


def find_header(table: Table, grid: Grid) -> Header | None:
    """The first of the top rows, or of the rows that lie one upon the other, with most of the table's headers.

    Two headers at least make one (one where the table has no more than two columns).
    """
    best, most = None, min(1, len(table.columns) - 1)
    rows = [[text_of(cell) for cell in grid.row(i)] for i in range(min(SEARCHED + DEEP, grid.height))]
    for i in range(min(SEARCHED, len(rows))):
        count = len(_columns(table, rows[i]))
        if count > most:
            best, most = Header(i, i, rows[i]), count
    for i in range(min(SEARCHED, len(rows))):
        texts, deep = rows[i], i
        while deep + 1 < min(len(rows), i + DEEP):
            folded = _folded(table, texts, rows[deep + 1], grid, deep + 1)
            if folded is None:
                break
            texts, deep = folded, deep + 1
        count = len(_columns(table, texts))
        if count > most:
            best, most = Header(i, deep, texts), count
    return best


def required_found(table: Table, header: Header) -> int:
    """How many of the table's required columns a header has."""
    return sum(1 for column in _columns(table, header.texts) if column.required)


def _columns(table: Table, texts: Sequence[str]) -> set[Column]:
    return {match.column for text in texts if (match := matched(table, text))}


def _folded(table: Table, upper: Sequence[str], lower: Sequence[str], grid: Grid, row: int) -> list[str] | None:
    """Two rows of a header as one; None where the lower is none.

    `row` is the upper one's number. Below what is a column already nothing stands; what stands below a group
    is a column of it.
    """
    groups, under = list(upper), [False] * len(upper)
    for top, left, _, right in grid.merged:
        if top == row and right > left:
            for at in range(left, min(right + 1, len(upper))):
                groups[at], under[at] = upper[left], True
    group, gained, folded = "", 0, list(upper)
    for at, text in enumerate(lower):
        group = groups[at] or (group if text and not grid.merged else "")
        known = matched(table, upper[at])
        if not text:
            continue
        joined = f"{group}{text}"
        sure, alone = matched(table, joined), matched(table, text)
        if known is not None and not under[at] and (sure is None or sure.column is not known.column):
            return None
        if group and sure is not None and sure.rank[0] < BRACKETED:
            folded[at] = joined
        elif alone is not None and (alone.rank[0] in (EXACT, HINTED) or not _of_others(group)):
            folded[at] = text
        else:
            folded[at] = joined
            continue
        gained += 1
    return folded if gained and set(upper) - {""} else None


def _of_others(group: str) -> bool:
    """Whether a group of columns speaks of something else than the present post, so that its subject is not ours."""
    return any(
        word in group for word in ("资格", "学历", "毕业", "配偶", "家庭", "原", "曾", "拟", "支教", "交流", "兼")
    )
