"""People out of a bureau's rosters: one for each, whatever sheets they stand in, with what the ID number tells.

ID numbers tell who is who, when somebody was born and of which sex; beyond this module they go nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rotation.county.directory import same_form
from rotation.county.schema import TEACHERS
from rotation.errors import Note
from rotation.intake.id_numbers import is_id_number, masked, sex_of
from rotation.intake.mapping.proposal import LEFT_OUT, Certainty, Kind, Ledger, Proposal
from rotation.intake.mapping.schools import School, Schools
from rotation.intake.mapping.sheets import Stage
from rotation.intake.mapping.tables import FLAGS, ROSTER
from rotation.intake.mapping.values import day_text, values
from rotation.intake.texts import plain, text_of
from rotation.language import say

ONE, TWO = "同一人", "不是同一人"
NEW_NUMBER = "另编工号"
_FROM_ID, _FROM_ROSTER = "身份证号", "原表"
_MERGED = [column for column in ROSTER.columns if column.name not in ("teacher_id", "id_number", "school_id", "school")]


@dataclass
class People:
    """The people of the rosters, by columns: position i of every list is one person.

    `rows` is the first row of the roster each stands in; `labels` name each so that nobody else is meant. `out` are
    those that are no part of the county. The indexes are for tables that speak of people by one thing or another.
    """

    columns: dict[str, list[Any]]
    schools: list[School | None]
    rows: list[int]
    labels: list[str]
    by_number: dict[str, int]
    by_id: dict[str, int]
    by_name: dict[str, list[int]]
    out: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.rows)


def read_people(stage: Stage, schools: Schools, ledger: Ledger, notes: list[Note]) -> People:
    """Everybody of the rosters, rows of one person brought together as confirmed or proposed."""
    read = {column.name: values(stage, column, ledger) for column in _MERGED if column.name in stage.columns}
    read.setdefault("name", [None] * len(stage))
    at = _schools_of(stage, schools)
    numbers, ids = read_numbers(stage)
    if wrong := sum(bool(cell) and number is None for cell, number in zip(stage.column("id_number"), ids, strict=True)):
        notes.append(Note(say("{count} ID numbers do not stand the check and were not used", count=wrong)))
    finder = _Finder(stage, read, at, numbers, ids, ledger)
    of_row = [finder.person(i) for i in range(len(stage))]
    first: dict[int, int] = {}
    for i, person in enumerate(of_row):
        first.setdefault(person, i)
    rows = list(first.values())
    labels = _labels([read["name"][i] for i in rows], [at[i] for i in rows], [numbers[i] for i in rows])
    position = {person: k for k, person in enumerate(first)}
    columns = {name: [cells[i] for i in rows] for name, cells in read.items()}
    columns["teacher_id"] = [finder.number_of.get(person) for person in first]
    further = [(i, position[person]) for i, person in enumerate(of_row) if first[person] != i]
    _merge(stage, read, columns, further, rows, labels, ledger)
    found = [at[i] for i in rows]
    for i, k in further:
        found[k] = found[k] or at[i]
    _from_ids(columns, [finder.id_of.get(person) for person in first], labels, ledger)
    _from_flags(columns)
    by_name: dict[str, list[int]] = {}
    for k, name in enumerate(columns["name"]):
        by_name.setdefault(same_form(name or ""), []).append(k)
    people = People(
        columns, found, rows, labels,
        {number: position[person] for person, number in finder.number_of.items() if number},
        {number: position[person] for person, number in finder.id_of.items() if number}, by_name,
    )  # fmt: skip
    people.out.update(k for k, person in enumerate(first) if person in finder.left_out)
    people.out.update(k for k, school in enumerate(found) if school is not None and school.left_out)
    people.out.update(k for k, school in enumerate(found) if school is None and _named_school(stage, rows[k]))
    return people


def read_numbers(stage: Stage) -> tuple[list[str | None], list[str | None]]:
    """The staff number and the ID number of each row; an ID number that stands for a staff number counts as itself.

    One whose check digit is wrong is nobody's.
    """
    numbers: list[str | None] = []
    ids: list[str | None] = []
    for cell, other in zip(stage.column("teacher_id"), stage.column("id_number"), strict=True):
        number, identity = _code(cell), _code(other)
        ids.append(identity if identity and is_id_number(identity) else None)
        if number and masked(number) != number:
            ids[-1] = ids[-1] or (number if is_id_number(number) else None)
            number = None
        numbers.append(number)
    return numbers, ids


def _code(cell: Any) -> str | None:
    if type(cell) is str and cell.isascii() and cell.isalnum():
        return cell.upper()
    text = plain(text_of(cell)).upper() if cell else ""
    return (text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text) or None


def _named_school(stage: Stage, row: int) -> bool:
    return bool(text_of(stage.column("school")[row]) or text_of(stage.column("school_id")[row]))


def _schools_of(stage: Stage, schools: Schools) -> list[School | None]:
    """The school of each row: by its code where that is known, else by its name."""
    texts = list(
        zip(
            map(text_of, stage.column("school_id")),
            (masked(text_of(cell)) for cell in stage.column("school")),
            strict=True,
        )
    )
    counts = Counter(texts)
    first: dict[tuple[str, str], int] = {}
    for i, text in enumerate(texts):
        first.setdefault(text, i)
    found: dict[tuple[str, str], School | None] = {("", ""): None}
    for (code, name), rows in counts.items():
        if code or name:
            address = stage.address(first[code, name])
            found[code, name] = schools.known(code) or schools.meant(name or code, rows, address)
    return [found[text] for text in texts]


class _Finder:
    """Tells row by row whether a person stood in an earlier one."""

    def __init__(self, stage: Stage, read: dict[str, list[Any]], at: Sequence[School | None],
                 numbers: Sequence[str | None], ids: Sequence[str | None], ledger: Ledger) -> None:  # fmt: skip
        self._stage, self._at, self._numbers, self._ids, self._ledger = stage, at, numbers, ids, ledger
        self._names = [same_form(name) if name else "" for name in read["name"]]
        blank = [None] * len(stage)
        self._same = list(zip(self._names, read.get("gender", blank), read.get("birth", blank), strict=True))
        self._by_id: dict[str, int] = {}
        self._by_number: dict[str, int] = {}
        self._by_name: dict[tuple[Any, ...], int] = {}
        self._first: list[int] = []
        self.id_of: dict[int, str | None] = {}
        self.number_of: dict[int, str | None] = {}
        self.left_out: set[int] = set()

    def person(self, i: int) -> int:
        """The person of row i, an earlier one or a new one."""
        found = self._found(i)
        number, identity = self._numbers[i], self._ids[i]
        if found is None:
            found = len(self._first)
            self._first.append(i)
            self.id_of[found], self.number_of[found] = identity, None
        if number and number not in self._by_number and self.number_of[found] is None:
            self._by_number[number] = found
            self.number_of[found] = number
        if identity:
            self._by_id.setdefault(identity, found)
            self.id_of[found] = self.id_of[found] or identity
        if None not in self._same[i]:
            self._by_name.setdefault(self._same[i], found)
        return found

    def _found(self, i: int) -> int | None:
        number, identity = self._numbers[i], self._ids[i]
        if identity and (one := self._by_id.get(identity)) is not None:
            same = self._names[self._first[one]] == self._names[i]
            meaning, certainty = (ONE, Certainty.CERTAIN) if same else (TWO, Certainty.LIKELY)
            return self._asked(i, one, "身份证号相同" if same else "身份证号相同而姓名不同", meaning, certainty)
        if number and (one := self._by_number.get(number)) is not None:
            return self._same_number(i, one)
        if None in self._same[i] or (one := self._by_name.get(self._same[i])) is None:
            return None
        if (identity and self.id_of[one]) or (number and self.number_of[one]):
            return None  # two numbers: namesakes
        return self._asked(i, one, "姓名、性别、出生年月相同", ONE, Certainty.LIKELY)

    def _same_number(self, i: int, one: int) -> int | None:
        identity = self._ids[i]
        same_id = not identity or self.id_of[one] in (None, identity)
        if self._names[self._first[one]] == self._names[i] and same_id:
            return self._asked(i, one, "工号、姓名相同", ONE, Certainty.CERTAIN)
        place = self._stage.address(self._first[one])
        asked = Proposal(Kind.PERSON, "工号相同而不是一人", self._label(i), NEW_NUMBER, Certainty.LIKELY, 1,
                         (NEW_NUMBER, ONE, LEFT_OUT), shown=f"{self._stage.address(i)}；{place}")  # fmt: skip
        answer = self._ledger.ask(asked)
        if answer == LEFT_OUT:
            self.left_out.add(len(self._first))
        return one if answer == ONE else None

    def _asked(self, i: int, one: int, why: str, meaning: str, certainty: Certainty) -> int | None:
        place = self._stage.address(self._first[one])
        asked = Proposal(Kind.PERSON, why, self._label(i), meaning, certainty, 1, (ONE, TWO),
                         shown=f"{self._stage.address(i)}；{place}")  # fmt: skip
        return one if self._ledger.ask(asked) == ONE else None

    def _label(self, i: int) -> str:
        school = self._at[i]
        return f"{self._names[i]}（{school.name if school else '学校不明'}，{self._stage.address(i)}）"


def _labels(names: Sequence[str | None], schools: Sequence[School | None], numbers: Sequence[str | None]) -> list[str]:
    """A name for each person: with the school, and where several have both with the number, else counted."""
    plain_labels = [f"{name or '无姓名'}（{school.name if school else '学校不明'}）" for name, school in zip(names, schools, strict=True)]  # fmt: skip
    counts, seen, labels = Counter(plain_labels), Counter[str](), []
    for label, number in zip(plain_labels, numbers, strict=True):
        seen[label] += 1
        if counts[label] > 1:
            label = f"{label}{number}" if number else f"{label}之{seen[label]}"
        labels.append(label)
    return labels


def _merge(stage: Stage, read: dict[str, list[Any]], columns: dict[str, list[Any]], further: Sequence[tuple[int, int]],
           rows: Sequence[int], labels: Sequence[str], ledger: Ledger) -> None:  # fmt: skip
    """Take in what further rows of a person say; where they say another thing, which holds is asked."""
    for column in _MERGED:
        cells = read.get(column.name)
        if cells is None or column.name == "name":
            continue
        for i, k in further:
            mine, other = columns[column.name][k], cells[i]
            if mine is None or other is None or mine == other:
                columns[column.name][k] = other if mine is None else mine
                continue
            shown = [stage.address(rows[k]), stage.address(i)]
            choices = shown if column.personal else [_shown(column.name, mine), _shown(column.name, other)]
            asked = Proposal(Kind.SOURCE, column.header, labels[k], choices[0], Certainty.LIKELY, 1, tuple(choices),
                             shown="；".join(shown), personal=column.personal)  # fmt: skip
            if ledger.ask(asked) == choices[1]:
                columns[column.name][k] = other


def _shown(name: str, value: Any) -> str:
    if name in ("birth", "joined"):
        return day_text(value) or ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else str(value)


def _from_ids(columns: dict[str, list[Any]], ids: Sequence[str | None], labels: Sequence[str], ledger: Ledger) -> None:
    """Birth and sex where only the ID number tells them; where it tells another, which holds is asked."""
    genders = columns.setdefault("gender", [None] * len(ids))
    births = columns.setdefault("birth", [None] * len(ids))
    for k, number in enumerate(ids):
        if number is None:
            continue
        sex, born = sex_of(number), int(number[6:14])
        if genders[k] is None or (genders[k] != sex and _believed("性别与身份证号不一致", labels[k], ledger)):
            genders[k] = sex
        if births[k] is None or (
            births[k] // 100 != born // 100 and _believed("出生年月与身份证号不一致", labels[k], ledger)
        ):
            births[k] = born


def _believed(why: str, label: str, ledger: Ledger) -> bool:
    asked = Proposal(Kind.SOURCE, why, label, _FROM_ID, Certainty.LIKELY, 1, (_FROM_ID, _FROM_ROSTER))
    return ledger.ask(asked) == _FROM_ID


def _from_flags(columns: dict[str, list[Any]]) -> None:
    """The level of backbone teachers where only yes and no are kept, each in its own column."""
    levels = columns.get("backbone") or [None] * len(columns["name"])
    for name, level in FLAGS.items():
        for k, flag in enumerate(columns.get(name, ())):
            if flag and levels[k] is None:
                levels[k] = level
    columns["backbone"] = levels


OWN = tuple(column.name for column in TEACHERS.columns if not column.dropped)
