"""What the schools returned, put together: which return of a school counts, who is missing, who contradicts whom.

Nothing is guessed. Of two returns of a school the one saved last counts, which is said; whatever else does not
agree is a question, and what it is about goes on as it was reported, so that no plan is made before it is answered.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rotation.county.directory import Directory, Unclear
from rotation.county.schema import PRINCIPAL, SCHOOLS, TEACHERS, WILLINGNESS, Column
from rotation.intake.forms import SCHOOL_FORMS, WISHES, Tables, written
from rotation.intake.returns import Return, Row
from rotation.language import N_, say

UNWILLING = WILLINGNESS[2]
GRANTED = ("location", "weak", "staff_quota", "senior_posts")  # what the bureau decides of a school
STABLE = ("name", "gender", "birth")  # what does not change from one year to the next
NEW, MOVED, GONE = N_("new"), N_("from another school"), N_("reported by no school")


@dataclass(frozen=True)
class Question:
    """Something only people can settle: what kind, about which school or person, and where it stands."""

    kind: str
    text: str
    school_id: str | None = None
    teacher_id: str | None = None
    name: str | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """Somebody who is not where last year's data have them; schools as codes, None for none."""

    teacher_id: str
    name: str
    before: str | None
    now: str | None

    @property
    def kind(self) -> str:
        return NEW if self.before is None else GONE if self.now is None else MOVED


@dataclass
class Collected:
    """All returns together. `former` are last year's tables, whose schools were asked."""

    returns: Sequence[Return]
    former: Tables
    questions: list[Question] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names: dict[str, str] = {row["school_id"]: row["name"] for row in reversed(self.former["schools"])}
        self.chosen = self._choose()
        for made in (self._strays, self._doubles, self._likely_same, self._changed_facts, self._granted, self._numbers,
                     self._half_of_the_posts, self._applicants, self._recommendations):  # fmt: skip
            self.questions.extend(made())

    @cached_property
    def missing(self) -> list[str]:
        """The schools that were asked and of which nothing counts, by code."""
        return sorted(school for school in self.names if school not in self.chosen)

    @cached_property
    def used(self) -> list[Return]:
        """The returns of which something counts."""
        return [one for one in self.returns if any(self.chosen.get(school) is one for school in one.schools)]

    def rows(self, table: str) -> list[Row]:
        """The rows that count; one of a school that another return is of is left out with what it replaced."""
        return [row for one in self.used for row in one.rows.get(table, ()) if self._counts_for(one, row)]

    def _counts_for(self, one: Return, row: Row) -> bool:
        school = row.values.get("school_id") if "school_id" in row.values else self._school_in(one, row)
        return school not in one.schools or self.chosen[school] is one

    def _school_in(self, one: Return, row: Row) -> str | None:
        """The school at which a person of the forms is, by the staff of the same return."""
        return self._staff_of[one.file].get(row.values["teacher_id"])

    @cached_property
    def _staff_of(self) -> Mapping[str, Mapping[str, str]]:
        return {
            one.file: {row.values["teacher_id"]: row.values["school_id"] for row in one.rows.get("teachers", ())}
            for one in self.returns
        }

    @cached_property
    def teachers(self) -> Mapping[str, Sequence[Row]]:
        """The rows of each person, by id."""
        return _by(self.rows("teachers"), "teacher_id")

    @cached_property
    def directory(self) -> Directory:
        """The schools of the returns, and those asked that are missing."""
        schools = [row.values for row in self.rows("schools") if row.values["school_id"] and row.values["name"]]
        known = {row["school_id"] for row in schools}
        return Directory(
            {"schools": [*schools, *(row for row in self.former["schools"] if row["school_id"] not in known)]}
        )

    # Which return counts.

    def _choose(self) -> dict[str, Return]:
        claims: dict[str, list[Return]] = defaultdict(list)
        for one in self.returns:
            for school in one.schools:
                claims[school].append(one)
            if not one.schools and not one.faults:
                self._ask(N_("return of no school"), say("whose return is it? It names no school"), places=(one.file,))
        chosen = {}
        for school, several in sorted(claims.items()):
            if school not in self.names:
                self._ask(N_("school not asked"), say("the school is not among those of last year"), school,
                          places=tuple(one.file for one in several))  # fmt: skip
            newest = max(one.saved for one in several)
            last = [one for one in several if one.saved == newest]
            if any(one.said != last[0].said for one in last):
                self._ask(N_("two returns, saved at one time"),
                          say("none of them counts; leave the right one in the folder"), school,
                          places=tuple(one.file for one in last))  # fmt: skip
                continue
            chosen[school] = last[0]
            for older in (one for one in several if one is not last[0]):
                self._ask(N_("two returns of one school"), _versions(last[0], older), school,
                          places=(last[0].file, older.file))  # fmt: skip
        return chosen

    # Who contradicts whom.

    def _strays(self) -> Iterator[Question]:
        for one in self.used:
            for row in one.rows.get("teachers", ()):
                school = row.values["school_id"]
                if school is not None and school not in one.schools:
                    yield self._of_person(N_("at another school"), say(
                        "is entered at {school} in the return of {own}", school=self.school(school),
                        own="、".join(map(self.school, one.schools))), row)  # fmt: skip

    def _doubles(self) -> Iterator[Question]:
        for rows in self.teachers.values():
            if len(rows) < 2:
                continue
            schools = {row.values["school_id"] for row in rows}
            kind = N_("in two schools") if len(schools) > 1 else N_("twice in one school")
            differing = _differing(rows[0].values, rows[1].values, TEACHERS.columns)
            text = say("the rows differ in {columns}", columns="、".join(differing)) if differing else say(
                "the rows say the same; take one out")  # fmt: skip
            yield self._of_person(kind, text, *rows)

    def _likely_same(self) -> Iterator[Question]:
        """One person under two ids."""
        alike: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for rows in self.teachers.values():
            values = [rows[0].values[name] for name in STABLE]
            if None not in values:
                alike[tuple(values)].append(rows[0])
        for rows in alike.values():
            if len(rows) > 1:
                ids = "、".join(str(row.values["teacher_id"]) for row in rows)
                text = say("name, sex and birth are the same under the ids {ids}: one person?", ids=ids)
                yield self._of_person(N_("likely one person"), text, *rows)

    def _changed_facts(self) -> Iterator[Question]:
        """Facts that do not change and have, and the date of joining of who stayed."""
        before = {row["teacher_id"]: row for row in self.former["teachers"]}
        for teacher_id, rows in self.teachers.items():
            if teacher_id not in before or len(rows) > 1:
                continue
            now, old = rows[0].values, before[teacher_id]
            stayed = now["school_id"] == old["school_id"]
            names = [*STABLE, *(("joined",) if stayed else ())]
            # What is blank or cannot be read is a fault already.
            columns = [column for column in TEACHERS.columns if column.name in names and now[column.name] is not None]
            if differing := _differing(now, old, columns):
                text = say("differs from last year in {columns}", columns="、".join(differing))
                yield self._of_person(N_("changed since last year"), text, rows[0])

    def _granted(self) -> Iterator[Question]:
        """What the bureau decides and a school reports otherwise than last year."""
        before = {(row["school_id"], row["stage"]): row for row in self.former["schools"]}
        columns = [column for column in SCHOOLS.columns if column.name in GRANTED]
        for row in self.rows("schools"):
            old = before.get((row.values["school_id"], row.values["stage"]))
            changes = [
                say("{column} from {old} to {new}", column=column.header, new=_shown(column, row.values[column.name]),
                    old=_shown(column, old[column.name]))
                for column in columns
                if old is not None and _read(column, row) and old[column.name] != row.values[column.name]
            ]  # fmt: skip
            if changes:
                school = row.values["school_id"]
                yield Question(N_("what the bureau decides"), say(", ").join(changes), school, places=(row.place,))

    def _numbers(self) -> Iterator[Question]:
        """The staff by subject as the form has it, against the people named."""
        named = Counter(
            (row.values["school_id"], row.values["stage"], row.values["subject"])
            for row in self.rows("teachers")
            if row.values["post"] != PRINCIPAL
        )
        for row in self.rows("staffing"):
            key = tuple(row.values[name] for name in ("school_id", "stage", "subject"))
            told = row.values["present"]
            if told is not None and None not in key and told != named[key]:
                text = say("{stage} {subject}: {told} teachers by the form of posts, {named} named among the staff",
                           stage=key[1], subject=key[2], told=told, named=named[key])  # fmt: skip
                yield Question(N_("numbers differ"), text, str(key[0]), places=(row.place,))

    def _half_of_the_posts(self) -> Iterator[Question]:
        """Schools that name no post where others do: to the county they would need nobody."""
        filled = {row.values["school_id"] for row in self.rows("staffing") if row.cells["required"] is not None}
        for school in sorted(set(self.chosen) - filled) if filled else ():
            text = say("no posts are filled in, while other schools have: this one would count as needing nobody")
            yield Question(N_("posts not filled in"), text, school, places=(self.chosen[school].file,))

    def _applicants(self) -> Iterator[Question]:
        applied = _by(self.rows("applications"), "teacher_id")
        for teacher_id, rows in applied.items():
            if len(rows) > 1:
                yield self._of_person(N_("applied twice"), say("one application a person"), *rows)
            yield from self._known_and_willing(teacher_id, rows[0], N_("asks to go and is unwilling"))
        for row in self.rows("applications"):
            for name in WISHES:
                yield from self._school_meant(row, name)

    def _recommendations(self) -> Iterator[Question]:
        for row in self.rows("recommended"):
            if row.values["teacher_id"] is not None:
                kind = N_("recommended and unwilling")
                yield from self._known_and_willing(row.values["teacher_id"], row, kind)
            yield from self._school_meant(row, "school")
        for one in self.used:
            silent = [row for row in one.rows.get("recommended", ()) if not row.values["posted"]]
            if silent:
                text = say("of {count} recommended the form does not say that they were posted in the school",
                           count=len(silent))  # fmt: skip
                yield Question(N_("not posted"), text, one.schools[0], places=(silent[0].place,))

    def _known_and_willing(self, teacher_id: str, row: Row, kind: str) -> Iterator[Question]:
        named = self.teachers.get(teacher_id, ())
        if not named:
            yield self._of_person(N_("not among the staff"), say("no school names this person among its staff"), row)
        elif named[0].values["willingness"] == UNWILLING:
            text = say("the sheet 教师 says {word}", word=UNWILLING)
            yield self._of_person(kind, text, row, named[0])

    def _school_meant(self, row: Row, column: str) -> Iterator[Question]:
        if row.values[column] is not None and self.meant(row.values[column]) is None:
            try:
                self.directory.school(row.values[column])
            except Unclear as unclear:
                yield self._of_person(N_("school not clear"), str(unclear), row)

    # What it comes to.

    def meant(self, text: str) -> str | None:
        """The code of the school a wish names, by code or name; None where that is not clear."""
        try:
            return self.directory.school(text)
        except Unclear:
            return None

    def wishes(self) -> list[dict[str, Any]]:
        """The applications as rows of the county's wishes; what names no school stands as it is."""
        return [
            {"teacher_id": row.cells["teacher_id"], "rank": rank, "school_id": self.meant(text) or text}
            for row in self.rows("applications")
            for rank, name in enumerate(WISHES, start=1)
            if (text := row.values[name]) is not None
        ]

    def tables(self) -> dict[str, Sequence[Mapping[str, Any]]]:
        """The county's tables as cells to be written."""
        demand = [row.cells for row in self.rows("staffing") if row.cells["required"] is not None]
        return {
            "schools": [row.cells for row in self.rows("schools")],
            "teachers": [row.cells for row in self.rows("teachers")],
            "demand": demand,
            "wishes": self.wishes(),
        }

    def changes(self) -> list[Change]:
        """Who is new, who came from another school, and who of a school that answered is reported by none."""
        before = {row["teacher_id"]: row for row in self.former["teachers"]}
        found = []
        for teacher_id, rows in self.teachers.items():
            now = rows[0].values
            was = before[teacher_id]["school_id"] if teacher_id in before else None
            if was != now["school_id"] and now["school_id"] is not None:
                found.append(Change(teacher_id, now["name"] or "", was, now["school_id"]))
        for teacher_id, row in before.items():
            if teacher_id not in self.teachers and row["school_id"] in self.chosen:
                found.append(Change(teacher_id, row["name"], row["school_id"], None))
        return sorted(found, key=lambda change: (change.now or change.before or "", change.teacher_id))

    def school(self, school_id: str) -> str:
        """A school by its name where it has one."""
        own = next((row.values["name"] for one in self.returns for row in one.rows.get(SCHOOLS.name, ())
                    if row.values["school_id"] == school_id), None)  # fmt: skip
        return own or self.names.get(school_id, school_id)

    def _ask(self, kind: str, text: str, school: str | None = None, *, places: tuple[str, ...] = ()) -> None:
        self.questions.append(Question(kind, text, school, places=places))

    def _of_person(self, kind: str, text: str, *rows: Row) -> Question:
        first = rows[0].values
        school = first.get("school_id")
        return Question(kind, text, school, first["teacher_id"], first["name"], tuple(row.place for row in rows))


def _by(rows: Sequence[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.values[column] is not None:
            found[row.values[column]].append(row)
    return found


def _differing(one: Mapping[str, Any], other: Mapping[str, Any], columns: Sequence[Column]) -> list[str]:
    """The headers of the columns in which two rows differ: never what stands there, some of it is personal."""
    return [column.header for column in columns if one.get(column.name) != other.get(column.name)]


def _versions(newest: Return, older: Return) -> str:
    """Which of two returns counts, and in how many cells they differ."""
    cells = rows = 0
    for table in SCHOOL_FORMS:
        now, then = (_keyed(one.rows.get(table.name, ()), table.key) for one in (newest, older))
        rows += len(now.keys() ^ then.keys())
        cells += sum(now[key][name] != then[key][name] for key in now.keys() & then.keys() for name in now[key])
    return say("the one saved at {newest} counts, not that of {older}; they differ in {cells} cells and {rows} rows",
               newest=newest.moment, older=older.moment, cells=cells, rows=rows)  # fmt: skip


def _keyed(rows: Sequence[Row], key: Sequence[str]) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    return {tuple(row.values[name] for name in key): row.cells for row in rows}


def _read(column: Column, row: Row) -> bool:
    """Whether the cell could be read: blank may mean something, and what is no value is a fault already."""
    return row.values[column.name] is not None or row.cells[column.name] is None


def _shown(column: Column, value: Any) -> Any:
    return say("blank") if value is None else written(column, value)
