"""Years ahead: plan, apply, plan again, so that this year's plan is seen to paint nobody into a corner.

Everything between two plans is assumed and said so: nobody is hired but as told, wishes, pins and teams
are this year's alone, whoever reaches the statutory age leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from rotation.county.building import edited
from rotation.county.county import Record
from rotation.county.schema import PRINCIPAL, STAGES
from rotation.language import say
from rotation.output.parts import Cell
from rotation.planning.plan import Plan
from rotation.planning.planner import Former, Run, make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.rules.case import Case
from rotation.whatif.measures import measures
from rotation.whatif.teacher_edits import new_teacher
from solvers.clock import Clock


@dataclass(frozen=True)
class Outlook:
    """What is assumed of the years ahead: years of a term and of an exemption, hires per year by subject."""

    term_years: int = 3
    exemption_years: int = 1
    hires: Mapping[str, int] = field(default_factory=dict)

    @staticmethod
    def returning() -> str:
        """What the model does with those whose term of exchange ends."""
        return say("do not go back: they stay at the new school and are eligible again after the least years there")

    def words(self) -> list[list[Cell]]:
        """Each assumption with its value."""
        hired = "、".join(f"{subject} {count}" for subject, count in self.hires.items())
        return [
            [say("years of a principal's term"), str(self.term_years)],
            [say("years an exemption lasts"), str(self.exemption_years)],
            [say("hired each year"), hired or say("nobody")],
            [say("wishes, pins, teams"), say("this year's alone")],
            [say("retirement"), say("at the statutory age")],
            [say("whoever was exchanged, after the term"), self.returning()],
            [say("who teaches another subject after a move"), say("keeps teaching it")],
        ]


@dataclass(frozen=True)
class Year:
    """A year's plan, and what came before it: who retired, was hired, could not be placed."""

    resolved: ResolvedPlan
    retired: int
    hired: int
    unplaced: int

    @property
    def case(self) -> Case:
        return self.resolved.case

    @property
    def plan(self) -> Plan:
        return self.resolved.plan

    @cached_property
    def measures(self) -> dict[str, int | float | None]:
        """The plan's figures."""
        return measures(self.resolved)


def horizon(case: Case, seed: str, years: int, outlook: Outlook, clock: Clock) -> Iterator[Year]:
    """`years` plans, one a year, each on the county the one before it leaves.

    `seed` is extended by the year from the second on. Raises NoPlan, Stopped, as `make_plan` does.
    """
    retired = hired = unplaced = 0
    former: Former | None = None
    for i in range(years):
        run: Run = make_plan(case, seed if i == 0 else f"{seed}-{case.year}", clock, former=former)
        former = run.former
        resolved = ResolvedPlan(case, run.plan)
        yield Year(resolved, retired, hired, unplaced)
        if i + 1 < years:
            case, retired, hired, unplaced = next_year(resolved, outlook, i)


def next_year(resolved: ResolvedPlan, outlook: Outlook, index: int) -> tuple[Case, int, int, int]:
    """The case a year later, with how many retired, were hired and could not be placed; `index` counts from 0."""
    case, county, year = resolved.case, resolved.case.county, resolved.case.year
    to = {county.teachers.teacher_id[t]: move for t, move in resolved.move_of.items()}
    posts = {county.teachers.teacher_id[t]: post for t, post in resolved.appointed}
    leaves = dict(zip(county.teachers.teacher_id, (case.months_left <= 12).tolist(), strict=True))
    stages = {post: [STAGES[county.schools.stage[u]] for u in rows] for post, rows in county.rows_of_post.items()}
    staff: list[Record] = []
    for row in county.tables["teachers"]:
        if leaves[row["teacher_id"]]:
            continue
        changed = dict(row)
        if (index + 1) % outlook.exemption_years == 0:
            changed["exemption"] = None
        if row["post"] == PRINCIPAL and (index + 1) % outlook.term_years == 0:
            changed["terms"] = int(row["terms"]) + 1
        if row["teacher_id"] in to:
            move = to[row["teacher_id"]]
            subject = county.subjects[move.subject]
            others = {*row["other_subjects"], row["subject"]} - {subject}
            changed |= {
                "school_id": county.schools.school_id[move.school], "joined": year * 10000 + 901,
                "subject": subject, "other_subjects": tuple(sorted(others)),
            }  # fmt: skip
        if row["teacher_id"] in posts:
            post = posts[row["teacher_id"]]
            stage = row["stage"] if row["stage"] in stages[post] else stages[post][0]
            changed |= {"school_id": post, "stage": stage, "joined": year * 10000 + 901, "terms": 1}
        staff.append(changed)
    hired, unplaced = _hired(resolved, staff, outlook)
    tables = {"teachers": [*staff, *hired], "wishes": [], "pins": [], "teams": []}
    then = replace(case, county=edited(county, **tables), year=year + 1)
    return then, sum(leaves.values()), len(hired), unplaced


def _hired(resolved: ResolvedPlan, staff: Sequence[Record], outlook: Outlook) -> tuple[list[Record], int]:
    """New teachers, each to the school row shortest of the subject that has a post free; the rest unplaced."""
    case, county = resolved.case, resolved.case.county
    count = dict.fromkeys(county.schools.row_of, 0)
    for row in staff:
        count[row["school_id"], row["stage"]] += 1
    room = {u: int(county.schools.staff_quota[u]) - count[key] for key, u in county.schools.row_of.items()}
    made: list[Record] = []
    unplaced = 0
    for subject, wanted in sorted(outlook.hires.items()):
        k = county.subjects.index(subject)
        short = dict(enumerate(resolved.after.missing[:, k].tolist()))
        for _ in range(wanted):
            u = max((u for u in short if room[u] > 0), key=lambda u: (short[u], -u), default=None)
            if u is None or short[u] <= 0:
                unplaced += 1
                continue
            school, stage = county.schools.school_id[u], STAGES[county.schools.stage[u]]
            name = f"新{case.year + 1}{len(made) + 1:04}"
            made.append(new_teacher(name, school, stage, subject, (case.year + 1) * 10000 + 801))
            short[u] -= 1
            room[u] -= 1
    return made, unplaced
