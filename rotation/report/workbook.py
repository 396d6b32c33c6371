"""plan.xlsx: the plan as an officer reads it."""

from __future__ import annotations

import datetime
from collections import Counter

from rotation.county.county import NOT_GIVEN
from rotation.county.place import post_words
from rotation.county.schema import LOCATIONS, STAGES
from rotation.language import say
from rotation.output.parts import Cell, Field
from rotation.output.xlsx import Book
from rotation.planning.plan import ClauseLine
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.parameters import override_words, parameter_title, value_words
from rotation.report.first_sheet import summary_parts
from rotation.report.words import (
    REASONS,
    cited,
    clause_words,
    county_name,
    natural,
    principal_goal_title,
    principals_left_out,
    rule_title,
    verdict,
    yes_no,
)
from rotation.rules.case import ELIGIBLE
from rotation.rules.principals import stage_names


def workbook(resolved: ResolvedPlan) -> bytes:
    """The workbook of a plan; the same plan, the same bytes."""
    return _Workbook(resolved).content()


class _Workbook:
    def __init__(self, resolved: ResolvedPlan) -> None:
        self.resolved, self.case, self.plan = resolved, resolved.case, resolved.plan
        self.county, self.policy = self.case.county, self.case.policy
        self.moves, self.principals = resolved.moves, resolved.principals

    def content(self) -> bytes:
        title = say("Teacher rotation plan {year}: {county}", year=self.plan.year, county=county_name(self.plan.county))
        book = Book(title, datetime.date.fromisoformat(self.plan.as_of))
        book.add_page(say("Summary"), title, (50, 16, 16, 12, 12, 28), summary_parts(self.resolved))
        self.add_moves(book)
        self.add_schools(book)
        self.add_subjects(book)
        self.add_principals(book)
        self.add_clauses(book)
        self.add_teachers(book)
        self.add_technical(book)
        return book.content()

    def add_moves(self, book: Book) -> None:
        people, schools = self.county.teachers, self.county.schools
        rows: list[list[Cell]] = []
        pairs = sorted(zip(self.moves, self.plan.moves, strict=True), key=lambda pair: natural(pair[1].teacher_id))
        for i, (move, written) in enumerate(pairs, start=1):
            wish = self.county.wishes.get(move.teacher, {}).get(schools.school_id[move.school])
            rows.append(
                [
                    i, written.teacher_id, people.name[move.teacher], people.gender[move.teacher], written.stage,
                    self.county.subjects[people.subject[move.teacher]], written.subject,
                    schools.name[move.origin], LOCATIONS[schools.tier[move.origin]],
                    schools.name[move.school], LOCATIONS[schools.tier[move.school]],
                    people.title[move.teacher], people.backbone[move.teacher] if written.backbone else "",
                    people.willingness[move.teacher], wish, written.km,
                ]
            )  # fmt: skip
        fields = [
            Field(say("no."), 6, "count"), Field(say("teacher id"), 10), Field(say("name"), 10), Field(say("gender"), 6),
            Field(say("stage"), 7), Field(say("subject"), 10), Field(say("will teach"), 10),
            Field(say("present school"), 22), Field(say("location"), 8), Field(say("new school"), 22),
            Field(say("new location"), 8), Field(say("title"), 8), Field(say("backbone level"), 12),
            Field(say("willingness"), 10), Field(say("rank of wish"), 8, "count"), Field(say("km"), 7, "one"),
        ]  # fmt: skip
        book.add_table(say("Moves"), fields, rows, frozen_columns=3)

    def add_schools(self, book: Book) -> None:
        county, schools = self.county, self.county.schools
        gone = Counter(move.origin for move in self.moves)
        come = Counter(move.school for move in self.moves)
        before, after = self.resolved.before, self.resolved.after
        rows: list[list[Cell]] = []
        for u in sorted(range(len(schools)), key=lambda u: (natural(schools.school_id[u]), schools.stage[u])):
            short = [int(counts.missing[u].sum()) for counts in (before, after)]
            backbone = [counts.backbone[u] for counts in (before, after)]
            pupils, staff = int(schools.pupils[u]), int(county.staff[u])
            posts = int(schools.senior_posts[u])
            rows.append(
                [
                    schools.school_id[u], schools.name[u], STAGES[schools.stage[u]], schools.township[u],
                    schools.group[u], LOCATIONS[schools.tier[u]], yes_no(bool(schools.weak[u])), pupils, int(schools.staff_quota[u]),
                    staff, gone[u], come[u], staff - gone[u] + come[u], *short, *backbone,
                    100 * backbone[0] / pupils, 100 * backbone[1] / pupils,
                    int(county.senior[u]), None if posts == NOT_GIVEN else posts,
                ]
            )  # fmt: skip
        fields = [
            Field(say("school id"), 11), Field(say("school"), 24), Field(say("stage"), 7), Field(say("township"), 11),
            Field(say("group"), 13), Field(say("location"), 8), Field(say("weak"), 6, "mid"), *(
                Field(text, 8, "count")
                for text in (
                    say("pupils"), say("quota"), say("staff before"), say("leave"), say("arrive"), say("staff after"),
                    say("short before"), say("short after"), say("backbone before"), say("backbone after"),
                )
            ),
            Field(say("per 100 before"), 9, "percent"), Field(say("per 100 after"), 9, "percent"),
            Field(say("senior teachers"), 8, "count"), Field(say("senior posts"), 8, "count"),
        ]  # fmt: skip
        book.add_table(say("Schools"), fields, rows, frozen_columns=2)

    def add_subjects(self, book: Book) -> None:
        county = self.county
        both = self.resolved.before, self.resolved.after
        rows: list[list[Cell]] = []
        for g, stage in enumerate(STAGES):
            schools = [u for u in range(len(county.schools)) if county.schools.stage[u] == g]
            for k, subject in enumerate(county.subjects):
                need = sum(int(county.required[u, k]) for u in schools)
                have = [sum(counts.have[u, k] for u in schools) for counts in both]
                short = [int(counts.missing[schools, k].sum()) for counts in both]
                came = sum(1 for move in self.moves if move.subject == k and county.schools.stage[move.school] == g)
                if need or any(have):
                    rows.append([stage, subject, need, *have, *short, came])
        fields = [
            Field(say("stage"), 10), Field(say("subject"), 16), *(
                Field(text, 12, "count")
                for text in (
                    say("needed"), say("have before"), say("have after"), say("short before"), say("short after"),
                    say("moved in this subject"),
                )
            ),
        ]  # fmt: skip
        book.add_table(say("Subjects"), fields, rows, frozen_columns=2)

    def add_principals(self, book: Book) -> None:
        people = self.county.teachers
        rows: list[list[Cell]] = []
        marks: list[str | None] = []
        for t in sorted(self.principals.people, key=lambda t: natural(people.teacher_id[t])):
            own, due = self.principals.own[t], t in self.principals.due
            post = self.resolved.post_of.get(t)
            kept = due and post is None
            text = (
                say("due, but no post could be exchanged") if kept else say("stays") if post is None else say("moves")
            )
            rows.append(
                [
                    people.teacher_id[t], people.name[t], post_words(self.county, own), stage_names(self.principals, own),
                    int(people.terms[t]), yes_no(due), text, "" if post is None else post_words(self.county, post),
                    None if post is None else self.principals.way(own, post) / 10,
                ]
            )  # fmt: skip
            marks.append("bad" if kept else None if post is None else "good")
        fields = [
            Field(say("teacher id"), 10), Field(say("name"), 10), Field(say("present school"), 26), Field(say("stage"), 12),
            Field(say("terms"), 8, "count"), Field(say("due"), 8, "mid"), Field(say("proposal"), 26),
            Field(say("new school"), 26), Field(say("km"), 8, "one"),
        ]  # fmt: skip
        if not self.policy.on("principals"):
            rows.append(["", principals_left_out(), *("" for _ in fields[2:])])
        book.add_table(say("Principals"), fields, rows, marks=marks, frozen_columns=2)

    def add_clauses(self, book: Book) -> None:
        rows: list[list[Cell]] = []
        marks: list[str | None] = []
        for line in self.plan.clauses:
            rows.append(
                [
                    rule_title(self.policy, line.id), cited(self.policy, line), *clause_words(self.case, line),
                    verdict(line.satisfied), yes_no(line.binding), yes_no(line.assumed), self.thresholds(line),
                ]
            )  # fmt: skip
            marks.append({True: "good", False: "bad", None: None}[line.satisfied])
        fields = [
            Field(say("rule"), 34), Field(say("source"), 30), Field(say("required"), 34, "wrap"),
            Field(say("counted"), 30, "wrap"), Field(say("verdict"), 10, "mid"), Field(say("binding"), 8, "mid"),
            Field(say("assumed"), 8, "mid"), Field(say("thresholds"), 52, "wrap"),
        ]  # fmt: skip
        book.add_table(say("Clauses"), fields, rows, marks=marks, frozen_columns=1)

    def thresholds(self, line: ClauseLine) -> str:
        rule = self.policy.rules.get(line.id)
        if rule is None:
            return ""
        parts = [
            say("{what} {value}", what=parameter_title(self.policy, f"{line.id}.{key}"),
                value=value_words(self.policy, f"{line.id}.{key}", self.policy.values[f"{line.id}.{key}"]))
            + (f"（{override}）" if (override := override_words(self.policy, f"{line.id}.{key}")) else say("(assumed)") if own.assumed else "")
            for key, own in rule.parameters.items()
        ]  # fmt: skip
        return "；".join([*parts, *([rule.note] if rule.note else [])])

    def add_technical(self, book: Book) -> None:
        """The integers the solver proved and every parameter, as plan.json names them."""
        plan = self.plan
        rows: list[list[Cell]] = []
        for kind, lines in ((say("goal"), plan.goals), (say("principals' goal"), plan.principal_goals)):
            for goal in lines:
                title = rule_title(self.policy, goal.id) if kind == say("goal") else principal_goal_title(goal.id)
                rows.append([kind, goal.id, title, str(goal.value), "" if goal.bound is None else str(goal.bound),
                             yes_no(goal.proven)])  # fmt: skip
        rows += [
            [say("rule"), line.id, rule_title(self.policy, line.id), str(line.actual), str(line.required),
             "" if line.satisfied is None else yes_no(line.satisfied)]
            for line in plan.clauses
        ]  # fmt: skip
        rows += [
            [say("parameter"), key, parameter_title(self.policy, key), str(value).lower(), "", ""]
            for key, value in sorted(plan.parameters.items())
        ]
        rows += [
            [say("basis"), "seed", say("seed of the draw"), plan.seed, "", ""],
            [say("basis"), "input_sha256", say("fingerprint of the data"), plan.input_sha256, "", ""],
        ]
        fields = [
            Field(say("kind"), 12), Field(say("name in plan.json"), 26, "code"), Field(say("meaning"), 34),
            Field(say("value"), 24, "code"), Field(say("bound or required"), 24, "code"),
            Field(say("proven or met"), 12, "mid"),
        ]  # fmt: skip
        book.add_table(say("Technical"), fields, rows, frozen_columns=3)

    def add_teachers(self, book: Book) -> None:
        people, schools = self.county.teachers, self.county.schools
        to = {t: move.school for t, move in self.resolved.move_of.items()}
        rows: list[list[Cell]] = []
        marks: list[str | None] = []
        for t in sorted(range(len(people)), key=lambda t: natural(people.teacher_id[t])):
            reason, home = self.case.reason[t], int(people.school[t])
            rows.append(
                [
                    people.teacher_id[t], people.name[t], schools.name[home], STAGES[schools.stage[home]],
                    self.county.subjects[people.subject[t]], yes_no(reason == ELIGIBLE), say(REASONS[reason]),
                    int(self.case.years_served[t]), yes_no(bool(self.case.backbone[t])), _given(people.points[t]),
                    _given(people.rural_years[t]), yes_no(t in to), schools.name[to[t]] if t in to else "",
                ]
            )  # fmt: skip
            marks.append("good" if t in to else None)
        fields = [
            Field(say("teacher id"), 10), Field(say("name"), 10), Field(say("present school"), 24), Field(say("stage"), 7),
            Field(say("subject"), 12), Field(say("eligible"), 9, "mid"), Field(say("why"), 26),
            Field(say("years at the school"), 9, "count"), Field(say("backbone"), 8, "mid"),
            Field(say("points"), 8, "one"), Field(say("rural years"), 8, "one"), Field(say("moves this year"), 9, "mid"),
            Field(say("new school"), 24),
        ]  # fmt: skip
        book.add_table(say("Teachers"), fields, rows, marks=marks, frozen_columns=2)


def _given(value: float) -> float | None:
    """A number that may be blank in the table: NaN there."""
    return None if value != value else float(value)
