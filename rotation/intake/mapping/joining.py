"""Sub-tables onto people: by number, by ID number, or by name and school; what fits nobody or two is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rotation.county.directory import same_form
from rotation.county.schema import BACKBONE_LEVELS, POSTS, TEACHERS
from rotation.errors import Note
from rotation.intake.mapping.people import People, read_numbers
from rotation.intake.mapping.proposal import BLANK, Certainty, Kind, Ledger, Proposal
from rotation.intake.mapping.schools import Schools
from rotation.intake.mapping.sheets import Stage
from rotation.intake.mapping.standing import ask_exchange
from rotation.intake.mapping.values import values
from rotation.intake.texts import plain, text_of
from rotation.intake.words import meant
from rotation.language import say

Found = dict[int, list[int]]  # person to rows of the sub-table
_NOT_TEACHING = ("不任课", "未任课", "否", "0", "无任课", "未任教", "不任教", "没有任课")
_COLUMNS = {column.name: column for column in TEACHERS.columns}
NAMED = 6  # rows that are named


@dataclass(frozen=True)
class Joined:
    """A sub-table with its rows by person, its columns read."""

    stage: Stage
    rows: Found
    read: Mapping[str, Sequence[Any]]

    def of(self, k: int) -> Sequence[int]:
        """The rows that speak of person k."""
        return self.rows.get(k, ())


def join(
    stages: Mapping[str, Stage], people: People, schools: Schools, as_of: int, ledger: Ledger, notes: list[Note]
) -> None:
    """Bring into `people` what the sub-tables say on the day `as_of` (yyyymmdd)."""
    for name, take in _TAKEN.items():
        stage = stages[name]
        if not len(stage):
            continue
        read = {column.name: values(stage, column, ledger) for column in stage.table.columns if column.name in stage.columns
                and column.name not in ("teacher_id", "id_number")}  # fmt: skip
        take(Joined(stage, _matched(stage, people, schools, ledger, notes), read), people, as_of, ledger)


def _matched(stage: Stage, people: People, schools: Schools, ledger: Ledger, notes: list[Note]) -> Found:
    """The rows of a sub-table by person; leftovers and clashes become notes, without names or numbers."""
    found: Found = {}
    clashes: list[str] = []
    left: list[str] = []
    by_name_alone: list[tuple[int, int]] = []
    for i, (number, identity, name, school) in enumerate(zip(*_keys(stage), strict=True)):
        meant_by = {k for k in (people.by_number.get(number or ""), people.by_id.get(identity or "")) if k is not None}
        namesakes = people.by_name.get(name, []) if name else []
        if len(meant_by) > 1 or (meant_by and name and not meant_by & set(namesakes)):
            clashes.append(stage.address(i))
        elif meant_by:
            found.setdefault(meant_by.pop(), []).append(i)
        else:
            own = schools.quiet(school)
            there = [k for k in namesakes if own is not None and people.schools[k] is own]
            if len(there) == 1:
                found.setdefault(there[0], []).append(i)
            elif len(namesakes) == 1 and not there:
                by_name_alone.append((i, namesakes[0]))
            else:
                left.append(stage.address(i))
    if by_name_alone:
        answer = _ask_names(stage, len(by_name_alone), ledger)
        for i, k in by_name_alone:
            if answer == "采用":
                found.setdefault(k, []).append(i)
            else:
                left.append(stage.address(i))
    sheet = stage.table.sheet
    if clashes:
        notes.append(Note(say("{sheet}: {count} rows name one person by number and another by name, and were not used: {rows}",
                              sheet=sheet, count=len(clashes), rows=_rows(clashes))))  # fmt: skip
    if left:
        notes.append(Note(say("{sheet}: {count} rows speak of nobody in the rosters, or of more than one, and were not used: {rows}",
                              sheet=sheet, count=len(left), rows=_rows(left))))  # fmt: skip
    return found


def _keys(stage: Stage) -> tuple[list[str | None], list[str | None], list[str], list[str]]:
    numbers, ids = read_numbers(stage)
    names = [same_form(text_of(cell)) for cell in stage.column("name")]
    return numbers, ids, names, [text_of(cell) for cell in stage.column("school")]


def _ask_names(stage: Stage, rows: int, ledger: Ledger) -> str:
    asked = Proposal(Kind.PERSON, stage.table.sheet, "仅按姓名对应（全县唯一，未注明学校）", "采用", Certainty.LIKELY, rows,
                     ("采用", "不采用"), shown="、".join(stage.places))  # fmt: skip
    return ledger.ask(asked)


def _rows(addresses: Sequence[str]) -> str:
    return "；".join(addresses[:NAMED]) + ("…" if len(addresses) > NAMED else "")


def _teaching(joined: Joined, people: People, as_of: int, ledger: Ledger) -> None:
    """The subject of most hours in the last term, the others beside it, and the stage taught."""
    blank = [None] * len(joined.stage)
    years, terms, works, hours, subjects, stages, grades, classes, further = (
        joined.read.get(name, blank)
        for name in ("year", "term", "works", "hours", "subject", "stage", "grade", "taught_class", "other_subjects")
    )
    own = {
        name: people.columns.setdefault(name, [None] * len(people))
        for name in ("subject", "other_subjects", "stage", "grade", "taught_class")
    }
    for k, rows in joined.rows.items():
        last = max((str(years[i] or ""), str(terms[i] or "")) for i in rows)
        now = [i for i in rows if (str(years[i] or ""), str(terms[i] or "")) == last and plain(str(works[i] or "")) not in _NOT_TEACHING]  # fmt: skip
        taught = [i for i in now if subjects[i]]
        if not taught:
            continue
        taught.sort(key=lambda i: -(hours[i] or 0))
        words = list(dict.fromkeys(subjects[i] for i in taught))
        named = [word for i in taught for word in further[i] or ()]
        main = _main(joined, people, k, taught, words, hours, ledger)
        own["subject"][k] = main
        others = dict.fromkeys(
            (*(own["other_subjects"][k] or ()), *(word for word in (*words, *named) if word != main))
        )
        own["other_subjects"][k] = tuple(others) or None
        lead = next(i for i in taught if subjects[i] == main) if main in words else taught[0]
        own["stage"][k] = own["stage"][k] or stages[lead]
        own["grade"][k] = own["grade"][k] or grades[lead]
        own["taught_class"][k] = own["taught_class"][k] or classes[lead]


def _main(joined: Joined, people: People, k: int, taught: Sequence[int], words: Sequence[str],
          hours: Sequence[float | None], ledger: Ledger) -> str:  # fmt: skip
    """The main subject: the roster's where it has one, else that of most hours; asked where these leave it open."""
    mine = people.columns["subject"][k]
    if mine in words:
        return str(mine)
    sure = len(words) == 1 or (hours[taught[0]] or 0) > (hours[next(i for i in taught if joined.read["subject"][i] != words[0])] or 0)  # fmt: skip
    if mine is None and sure:
        return words[0]
    choices = (*words, mine) if mine else tuple(words)
    return ledger.ask(Proposal(Kind.SOURCE, "任教学科", people.labels[k], choices[0], Certainty.LIKELY, 1, choices,
                               shown=joined.stage.address(taught[0])))  # fmt: skip


def _now(joined: Joined, k: int, as_of: int) -> Iterator[int]:
    """The rows of a person that hold on the day: begun, and not over."""
    since, until = (joined.read.get(name) for name in ("since", "until"))
    for i in joined.of(k):
        if not (since and since[i] and since[i] > as_of) and not (until and until[i] and until[i] < as_of):
            yield i


def _settle(joined: Joined, people: People, name: str, k: int, value: Any, i: int, ledger: Ledger) -> None:
    """Take a sub-table's value; where the roster says another, which holds is asked."""
    mine = people.columns[name][k]
    if mine is not None and mine != value:
        asked = Proposal(Kind.SOURCE, _COLUMNS[name].header, people.labels[k], str(value), Certainty.LIKELY, 1,
                         (str(value), str(mine)), shown=joined.stage.address(i))  # fmt: skip
        value = ledger.ask(asked)
    people.columns[name][k] = value


def _best(name: str, order: Sequence[str]) -> Callable[[Joined, People, int, Ledger], None]:
    def take(joined: Joined, people: People, as_of: int, ledger: Ledger) -> None:
        """The highest of what somebody holds on the day."""
        people.columns.setdefault(name, [None] * len(people))
        levels = joined.read.get("level", [None] * len(joined.stage))
        for k in joined.rows:
            held = [i for i in _now(joined, k, as_of) if joined.read[name][i] in order
                    and "校" not in str(levels[i] or "")[:1]]  # fmt: skip
            if held:
                best = min(held, key=lambda i: order.index(joined.read[name][i]))
                _settle(joined, people, name, k, joined.read[name][best], best, ledger)

    return take


def _titles(joined: Joined, people: People, as_of: int, ledger: Ledger) -> None:
    """The title somebody was last appointed to."""
    people.columns.setdefault("title", [None] * len(people))
    since = joined.read.get("since", [None] * len(joined.stage))
    for k in joined.rows:
        held = [i for i in _now(joined, k, as_of) if joined.read["title"][i]]
        if held:
            last = max(held, key=lambda i: (since[i] or 0, -i))
            _settle(joined, people, "title", k, joined.read["title"][last], last, ledger)


def _exchanges(joined: Joined, people: People, as_of: int, ledger: Ledger) -> None:
    """Whoever is on an exchange that has not ended by the day."""
    people.columns.setdefault("exemption", [None] * len(people))
    types = joined.read["type"]
    for k in joined.rows:
        for i in _now(joined, k, as_of):
            if types[i] and plain(str(types[i])) not in ("0-无", "无", "0"):
                ask_exchange(people, k, as_of // 10000, joined.stage.address(i), ledger)
                break


def _conduct(joined: Joined, people: People, as_of: int, ledger: Ledger) -> None:
    """The last result of the reviews: one not passed is put as such, to be confirmed."""
    own = people.columns.setdefault("ethics", [None] * len(people))
    column, sheet = _COLUMNS["ethics"], joined.stage.table.sheet
    years, days = (joined.read.get(name, [None] * len(joined.stage)) for name in ("year", "since"))
    for k, rows in joined.rows.items():
        last = max(rows, key=lambda i: (str(years[i] or ""), days[i] or 0, i))
        word = plain(str(joined.read["result"][last] or ""))
        if not word or own[k] is not None:
            continue
        passed = word in column.choices or meant(column, word) is not None
        meaning = word if word in column.choices else meant(column, word) or ""
        if meaning == "合格":
            continue  # a blank says so
        if sheet == "年度考核" and not meaning:
            meaning = BLANK  # 未考核, 不确定等次 and the like say nothing of conduct
        asked = Proposal(Kind.VALUE, sheet, word, meaning, Certainty.LIKELY if passed or meaning else Certainty.OPEN, 1,
                         (*column.choices, BLANK), shown=joined.stage.address(last))  # fmt: skip
        answer = ledger.ask(asked)
        own[k] = answer if answer in column.choices else None


_TAKEN: Mapping[str, Callable[[Joined, People, int, Ledger], None]] = {
    "teaching": _teaching,
    "positions": _best("post", POSTS),
    "appointments": _titles,
    "honours": _best("backbone", BACKBONE_LEVELS),
    "exchanges": _exchanges,
    "conduct": _conduct,
    "reviews": _conduct,
}
