"""The county before any plan: what `check` shows on the terminal, in a workbook and on a page."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

from rotation.county.county import NOT_GIVEN
from rotation.county.schema import DEMAND, LOCATIONS, STAGES
from rotation.errors import Note
from rotation.language import say
from rotation.output.parts import Cell, Field, Part
from rotation.output.xlsx import Book
from rotation.personal import without_values
from rotation.planning.counts import Counts
from rotation.report import words
from rotation.rules.case import REASONS, Case
from rotation.rules.goals.balance import weighted_cv
from rotation.rules.principals import Principals

PSYCHOLOGY = "心理健康"  # (九) every school has a teacher of it, full-time or part-time
LARGE, HUGE = 55, 65  # (三) pupils a class above which it is large, or huge
AGES = (30, 35, 40, 45, 50, 55)  # where a band of ages begins


class Overview:
    """A county's tables counted; `derived` are rows of demand that come from the classes, not from the file."""

    def __init__(self, case: Case, notes: Sequence[Note], derived: Sequence[Mapping[str, Any]]) -> None:
        self.case, self.notes, self.derived = case, notes, derived
        self.county, self.schools, self.people = case.county, case.county.schools, case.county.teachers
        self.counts = Counts(case)
        self.have, self.backbone = self.counts.have, self.counts.backbone
        self.principals = Principals(case)

    @cached_property
    def summary(self) -> list[Part]:
        """What fits one page of a terminal: counts, figures against their limits, ages."""
        return [self._counts(), self._figures(), self._ages()]

    @cached_property
    def subjects(self) -> list[Part]:
        """Posts short and in surplus by subject, stage by stage."""
        parts = []
        for g, stage in enumerate(STAGES):
            rows = [row for k in self._subjects_range if any((row := self._subject(g, k))[1:3])]
            fields = [Field(say("subject"), 0), *(
                Field(text, 0, "count")
                for text in (say("needed"), say("teachers"), say("posts short"), say("in schools"), say("surplus"),
                             say("in schools"))
            )]  # fmt: skip
            if rows:
                parts.append(Part(say("Posts by subject, {stage}", stage=stage), fields, rows))
        return parts

    def tables(self) -> list[tuple[str, Sequence[Field], Sequence[Sequence[Cell]], Sequence[str | None]]]:
        """The longer tables: name, fields, rows, marks."""
        tables = [self._schools(), self._due()]
        if self.notes:
            fields = [Field(say("sheet"), 12), Field(say("row"), 8, "count"), Field(say("column"), 16),
                      Field(say("note"), 90, "wrap")]  # fmt: skip
            rows: list[list[Cell]] = [
                [r.place or "", r.row, r.column or "", without_values(r.text)] for r in self.notes
            ]
            tables.append((say("Notes"), fields, rows, ()))
        if self.derived:
            names = [column.name for column in DEMAND.columns]
            fields = [*(Field(column.header, 14) for column in DEMAND.columns), Field(say("school"), 30)]
            called = dict(zip(self.schools.school_id, self.schools.name, strict=True))
            posts = sorted(self.derived, key=lambda row: words.natural(str(row["school_id"])))
            tables.append(
                (DEMAND.sheet, fields, [[*(row[n] for n in names), called[row["school_id"]]] for row in posts], ())
            )
        return tables

    @property
    def title(self) -> str:
        return say(
            "{county}: the data at a glance, {date}", county=words.county_name(self.county.name), date=self.case.as_of
        )

    def workbook(self) -> bytes:
        """The check as a workbook."""
        book = Book(self.title, datetime.date.fromisoformat(self.case.as_of))
        book.add_page(say("Overview"), self.title, [38, 10, 10, 10, 26, *[10] * 5], [*self.summary, *self.subjects])
        for name, fields, rows, marks in self.tables():
            book.add_table(name, fields, rows, marks=marks, frozen_columns=min(2, len(fields) - 1))
        return book.content()

    def _counts(self) -> Part:
        fields = [
            Field("", 0), *(
                Field(text, 0, "count")
                for text in (say("schools"), say("pupils"), say("staff"), say("quota"), say("eligible"),
                             say("posts short"), say("surplus"))
            ),
            Field(say("backbone per 100"), 0, "percent"), Field(say("PE and arts per 100"), 0, "percent"),
        ]  # fmt: skip
        rows = []
        for g, stage in enumerate(STAGES):
            for tier in reversed(range(len(LOCATIONS))):
                own = [u for u in self._of(g) if self.schools.tier[u] == tier]
                if own:
                    rows.append(self._line(f"{stage} {LOCATIONS[tier]}", own))
        rows.append(self._line(say("county"), range(len(self.schools))))
        notes = [
            say("eligible: {reasons}", reasons=self._reasons()),
            say("most short: {posts}", posts=self._shortest()),
        ]
        if self.derived:
            notes.append(say("The posts were derived from the classes (assumed); the sheet {sheet} shows them. Corrected"
                             " and put into the county's workbook it takes their place.", sheet=DEMAND.sheet))  # fmt: skip
        return Part(say("Schools and staff"), fields, rows, (), notes)

    def _reasons(self) -> str:
        count = Counter(self.case.reason)
        return "、".join(f"{say(words.REASONS[reason])} {count[reason]}" for reason in ("", *REASONS))

    def _shortest(self) -> str:
        """The subjects that lack most posts."""
        lacking = [
            (-self._short(g, k), g, k) for g in range(len(STAGES)) for k in self._subjects_range if self._short(g, k)
        ]
        return "、".join(f"{STAGES[g]}{self.county.subjects[k]} {-short}" for short, g, k in sorted(lacking)[:6]) or "–"

    def _short(self, g: int, k: int) -> int:
        return int(self.counts.missing[list(self._of(g)), k].sum())

    def _line(self, label: str, own: Iterable[int]) -> list[Cell]:
        rows = list(own)
        inside = set(rows)
        pupils = sum(int(self.schools.pupils[u]) for u in rows)
        balance = [int(self.county.required[u, k]) - self.have[u, k] for u in rows for k in self._subjects_range]
        eligible = sum(
            1 for t, flag in enumerate(self.case.eligible.tolist()) if flag and int(self.people.school[t]) in inside
        )
        return [
            label, len({self.schools.school_id[u] for u in rows}), pupils, int(self.county.staff[rows].sum()),
            int(self.schools.staff_quota[rows].sum()), eligible,
            sum(gap for gap in balance if gap > 0), -sum(gap for gap in balance if gap < 0),
            100 * sum(self.backbone[u] for u in rows) / pupils, 100 * sum(self._arts(u) for u in rows) / pupils,
        ]  # fmt: skip

    def _figures(self) -> Part:
        """Single figures with the limit they are held against, and where it stands."""
        national, rows, marks = self.case.policy.national, [], []

        def add(label: str, now: Cell, limit: Cell, good: bool | None, source: str) -> None:
            rows.append([label, now, limit, "" if good is None else words.verdict(good), source])
            marks.append(None if good is None else "good" if good else "bad")

        document = self.case.policy.document
        for g, stage in enumerate(STAGES):
            own = self._of(g)
            if own:
                cv = weighted_cv([int(self.schools.pupils[u]) for u in own], [self.backbone[u] for u in own])
                label = say("spread (CV) of backbone teachers, {stage}", stage=stage)
                limit = national.cv[stage]
                add(label, None if cv is None else f"{cv:.4f}", f"≤ {limit}", None if cv is None else cv <= limit,
                    national.document)  # fmt: skip
        everyone = range(len(self.schools))
        for label, counts, floor in (
            (say("schools below {floor} backbone teachers per 100 pupils", floor=national.backbone_per_100),
             self.backbone, national.backbone_per_100),
            (say("schools below {floor} PE and arts teachers per 100 pupils", floor=national.arts_per_100),
             [self._arts(u) for u in everyone], national.arts_per_100),
        ):  # fmt: skip
            low = sum(1 for u in everyone if 100 * counts[u] < Fraction(str(floor)) * int(self.schools.pupils[u]))
            add(label, low, 0, low == 0, national.document)
        gaps = [int(self.county.staff[u]) - int(self.schools.staff_quota[u]) for u in everyone]
        over, under = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
        add(say("schools over their quota"), over, 0, over == 0, f"{document}(十二)")
        add(say("schools under their quota"), under, "", None, f"{document}(十二)")
        for size in (LARGE, HUGE):
            large = sum(1 for u in everyone if self._class_size(u) > size)
            add(say("schools with more than {size} pupils a class on average", size=size), large, 0, large == 0,
                f"{document}(三)")  # fmt: skip
        without = len(self.schools.post) - len(self._with_psychology)
        add(say("schools without a teacher of {subject}", subject=PSYCHOLOGY), without, 0, without == 0,
            f"{document}(九)")  # fmt: skip
        due = len(self.principals.due) if self.case.policy.on("principals") else words.principals_left_out()
        add(say("principals due"), due, "", None, f"{document}(十三)")
        fields = [Field(say("figure"), 0), Field(say("now"), 0, "mid"), Field(say("limit"), 0, "mid"),
                  Field(say("verdict"), 0, "mid"), Field(say("source"), 0)]  # fmt: skip
        return Part(say("Against the limits"), fields, rows, marks)

    def _ages(self) -> Part:
        """How old the staff is on the day the plan is for, by stage."""
        now = 12 * self.case.year + 9
        count: Counter[tuple[int, int]] = Counter()
        for birth, u in zip(self.people.birth.tolist(), self.people.school.tolist(), strict=True):
            age = (now - birth) // 12
            count[int(self.schools.stage[u]), sum(age >= start for start in AGES)] += 1
        bands = [f"<{AGES[0]}", *(f"{a}-{b - 1}" for a, b in pairwise(AGES)), f"≥{AGES[-1]}"]
        rows: list[list[Cell]] = [
            [stage, *(count[g, i] for i in range(len(bands)))] for g, stage in enumerate(STAGES) if self._of(g)
        ]
        return Part(say("Ages"), [Field(say("stage"), 0), *(Field(band, 0, "count") for band in bands)], rows)

    def _subject(self, g: int, k: int) -> list[Cell]:
        """Posts needed, teachers, posts short and in how many schools, surplus and in how many."""
        rows = self._of(g)
        gaps = [int(self.county.required[u, k]) - self.have[u, k] for u in rows]
        short, surplus = [gap for gap in gaps if gap > 0], [-gap for gap in gaps if gap < 0]
        need, teachers = sum(int(self.county.required[u, k]) for u in rows), sum(self.have[u, k] for u in rows)
        return [self.county.subjects[k], need, teachers, sum(short), len(short), sum(surplus), len(surplus)]

    def _schools(self) -> tuple[str, Sequence[Field], Sequence[Sequence[Cell]], Sequence[str | None]]:
        count = Counter(zip(self.people.school.tolist(), self.case.reason, strict=True))
        rows: list[list[Cell]] = []
        marks: list[str | None] = []
        for u in sorted(range(len(self.schools)), key=lambda u: words.natural(self.schools.school_id[u])):
            pupils, staff, quota = (
                int(x[u]) for x in (self.schools.pupils, self.county.staff, self.schools.staff_quota)
            )
            classes, standard = int(self.schools.classes[u]), self._standard(u)
            gaps = [int(self.county.required[u, k]) - self.have[u, k] for k in self._subjects_range]
            rows.append([
                self.schools.school_id[u], self.schools.name[u], STAGES[self.schools.stage[u]],
                LOCATIONS[self.schools.tier[u]], words.yes_no(bool(self.schools.weak[u])), pupils,
                None if classes == NOT_GIVEN else classes, self._class_size(u) or None, staff, quota, staff - quota,
                pupils / staff if staff else None, standard, staff - standard,
                sum(gap for gap in gaps if gap > 0), -sum(gap for gap in gaps if gap < 0),
                self.backbone[u], 100 * self.backbone[u] / pupils, self._arts(u), 100 * self._arts(u) / pupils,
                words.yes_no(self.schools.school_id[u] in self._with_psychology),
                *(count[u, reason] for reason in ("", *REASONS)),
            ])  # fmt: skip
            marks.append("bad" if staff > quota or self._class_size(u) > LARGE else None)
        fields = [
            Field(say("school id"), 11), Field(say("school"), 24), Field(say("stage"), 7), Field(say("location"), 8),
            Field(say("weak"), 6, "mid"), Field(say("pupils"), 8, "count"), Field(say("classes"), 8, "count"),
            Field(say("pupils a class"), 9, "one"), Field(say("staff"), 8, "count"), Field(say("quota"), 8, "count"),
            Field(say("over quota"), 8, "count"), Field(say("pupils a teacher"), 9, "one"),
            Field(say("posts by standard"), 9, "count"), Field(say("over standard"), 9, "count"),
            Field(say("posts short"), 8, "count"), Field(say("surplus"), 8, "count"),
            Field(say("backbone teachers"), 8, "count"), Field(say("per 100"), 8, "percent"),
            Field(say("PE and arts"), 8, "count"), Field(say("per 100"), 8, "percent"), Field(PSYCHOLOGY, 8, "mid"),
            Field(say("eligible"), 8, "count"), Field(say("principal"), 8, "count"), Field(say("ethics"), 8, "count"),
            Field(say("exempt"), 8, "count"), Field(say("years"), 8, "count"),
            Field(say("near retirement"), 8, "count"),
        ]  # fmt: skip
        return say("School by school"), fields, rows, marks

    def _due(self) -> tuple[str, Sequence[Field], Sequence[Sequence[Cell]], Sequence[str | None]]:
        rows: list[list[Cell]] = [
            [self.people.teacher_id[t], self.people.name[t], self.schools.name[self.people.school[t]],
             int(self.people.terms[t])]
            for t in sorted(self.principals.due, key=lambda t: words.natural(self.people.teacher_id[t]))
        ]  # fmt: skip
        fields = [Field(say("teacher id"), 12), Field(say("name"), 14), Field(say("school"), 28),
                  Field(say("terms"), 8, "count")]  # fmt: skip
        return say("Principals due"), fields, rows, ()

    def _standard(self, u: int) -> int:
        """Posts by pupils, or by classes at small rural schools, where the pack says how many."""
        policy, classes = self.case.policy, int(self.schools.classes[u])
        rural = self.schools.tier[u] == 0 and classes != NOT_GIVEN
        curriculum = policy.curriculum
        if rural and curriculum is not None and int(self.schools.pupils[u]) < curriculum.small_rural_pupils:
            return -(-classes * curriculum.small_rural_posts_per_100_classes // 100)
        ratio = Fraction(str(policy.national.pupils_per_post[STAGES[self.schools.stage[u]]]))
        return int(Fraction(int(self.schools.pupils[u])) / ratio + Fraction(1, 2))

    def _class_size(self, u: int) -> float:
        """Pupils a class on average, 0 where the classes are not given."""
        classes = int(self.schools.classes[u])
        return int(self.schools.pupils[u]) / classes if classes > 0 else 0.0

    @cached_property
    def _arts_subjects(self) -> list[int]:
        arts = self.case.policy.national.arts_subjects
        return [k for k, subject in enumerate(self.county.subjects) if subject in arts]

    def _arts(self, u: int) -> int:
        return sum(self.have[u, k] for k in self._arts_subjects)

    @cached_property
    def _with_psychology(self) -> frozenset[str]:
        """school_ids that have a teacher of psychology, as main or as other subject."""
        if PSYCHOLOGY not in self.county.subjects:
            return frozenset()
        k = self.county.subjects.index(PSYCHOLOGY)
        return frozenset(
            self.schools.school_id[self.people.school[t]]
            for t in range(len(self.people))
            if int(self.people.subject[t]) == k or k in self.people.others[t]
        )

    @property
    def _subjects_range(self) -> range:
        return range(len(self.county.subjects))

    def _of(self, g: int) -> list[int]:
        return [u for u in range(len(self.schools)) if self.schools.stage[u] == g]
