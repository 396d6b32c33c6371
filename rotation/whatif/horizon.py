"""Years ahead: plan, apply, plan again, so that this year's plan is seen to paint nobody into a corner.

Everything between two plans is assumed and said so: nobody is hired but as told, wishes, pins and teams
are this year's alone, whoever reaches the statutory age leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from rotation.audit import moves_of
from rotation.case import Case
from rotation.county import Record, edited
from rotation.goals.measure import Measure
from rotation.language import say
from rotation.moves import after
from rotation.plan import Plan
from rotation.planner import Former, Run, make_plan
from rotation.policy import Policy
from rotation.report.charts import Figure, lines
from rotation.report.proof import status
from rotation.schema import PRINCIPAL, STAGES
from rotation.sheets import FORMS, Cell, Field, Part
from rotation.whatif.edits import new_teacher
from rotation.whatif.measures import EVERY, OF_GOALS, OTHERS, measures
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
    """A year's case and plan, and what came before it: who retired, was hired, could not be placed."""

    case: Case
    plan: Plan
    retired: int
    hired: int
    unplaced: int

    @cached_property
    def measures(self) -> dict[str, int | float | None]:
        """The plan's figures."""
        return measures(self.case, self.plan)


def horizon(case: Case, seed: str, years: int, outlook: Outlook, clock: Clock) -> Iterator[Year]:
    """`years` plans, one a year, each on the county the one before it leaves.

    `seed` is extended by the year from the second on. Raises NoPlan, Stopped, as `make_plan` does.
    """
    retired = hired = unplaced = 0
    former: Former | None = None
    for i in range(years):
        run: Run = make_plan(case, seed if i == 0 else f"{seed}-{case.year}", clock, former=former)
        former = run.former
        yield Year(case, run.plan, retired, hired, unplaced)
        if i + 1 < years:
            case, retired, hired, unplaced = next_year(case, run.plan, outlook, i)


def next_year(case: Case, plan: Plan, outlook: Outlook, index: int) -> tuple[Case, int, int, int]:
    """The case a year later, with how many retired, were hired and could not be placed; `index` counts from 0."""
    county, year = case.county, case.year
    moves, appointed = moves_of(case, plan)
    to = {county.teachers.teacher_id[move.teacher]: move for move in moves}
    posts = {county.teachers.teacher_id[t]: post for t, post in appointed}
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
    hired, unplaced = _hired(case, moves, staff, outlook)
    tables = {"teachers": [*staff, *hired], "wishes": [], "pins": [], "teams": []}
    then = replace(case, county=edited(county, **tables), year=year + 1)
    return then, sum(leaves.values()), len(hired), unplaced


def _hired(case: Case, moves: Sequence[Any], staff: Sequence[Record], outlook: Outlook) -> tuple[list[Record], int]:
    """New teachers, each to the school row shortest of the subject that has a post free; the rest unplaced."""
    county = case.county
    have = after(case, moves)
    count = dict.fromkeys(county.school_index, 0)
    for row in staff:
        count[row["school_id"], row["stage"]] += 1
    room = {u: int(county.schools.staff_quota[u]) - count[key] for key, u in county.school_index.items()}
    made: list[Record] = []
    unplaced = 0
    for subject, wanted in sorted(outlook.hires.items()):
        k = county.subjects.index(subject)
        short = {u: int(county.required[u, k]) - have[u, k] for u in range(len(county.schools))}
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


def horizon_parts(years: Sequence[Year], outlook: Outlook) -> list[Part]:
    """The figures of the goals year by year, the others, and what is assumed; each fits the width of a page."""
    year = Field(say("year"), 10)
    staff = [say("retired before it"), say("hired before it"), say("hired but not placed")]
    goals = Part(say("Year by year"), [year, *_fields(OF_GOALS)], _rows(years, OF_GOALS), notes=_proofs(years))
    fields = [year, *(Field(head, 10, "count") for head in staff), *_fields(OTHERS)]
    rows = [
        [row[0], each.retired, each.hired, each.unplaced, *row[1:]]
        for each, row in zip(years, _rows(years, OTHERS), strict=True)
    ]
    others = Part(say("Other figures"), fields, rows)
    assumed = Part(
        say("Assumed"), [Field(say("assumption"), 30), Field(say("assumed value"), 30)], outlook.words(),
        ["assumed"] * len(outlook.words()), [say("None of this is in the document; it decides what the years ahead look like.")],
    )  # fmt: skip
    return [goals, others, assumed]


def _fields(group: Sequence[Measure]) -> list[Field]:
    return [Field(measure.heading, 14, FORMS[measure.decimals]) for measure in group]


def _rows(years: Sequence[Year], group: Sequence[Measure]) -> list[list[Cell]]:
    return [[str(each.case.year), *(each.measures[measure.id] for measure in group)] for each in years]


def _proofs(years: Sequence[Year]) -> list[str]:
    """What the plan of each year is, the years of one kind together."""
    kinds: dict[str, list[str]] = {}
    for each in years:
        kinds.setdefault(status(each.plan), []).append(str(each.case.year))
    return [f"{'、'.join(named)}：{kind}" for kind, named in kinds.items()]


def brief_part(years: Sequence[Year]) -> Part:
    """What fits a terminal."""
    keys = ("eligible", "moved", "short_before", "short_after")
    rows: list[list[Cell]] = [
        [str(each.case.year), each.retired, each.hired, *(each.measures[key] for key in keys)] for each in years
    ]
    heads = (
        say("year"),
        say("retired"),
        say("hired"),
        say("eligible"),
        say("people"),
        say("short before"),
        say("short after"),
    )
    note = say("Assumed: whoever was exchanged does not go back after the term; all assumptions are in the page.")
    return Part(say("Year by year"), [Field(head, 0) for head in heads], rows, notes=[*_proofs(years), note])


def horizon_figures(years: Sequence[Year]) -> list[Figure]:
    """Shortage, spread, pool and share over the years."""
    policy = years[0].case.policy
    found = [(each.case.year, each.measures) for each in years]

    def drawn(heading: str, keys: Sequence[str], title: str, limits: Mapping[str, float] | None = None) -> Figure:
        rows = [
            {"year": year, "series": say(EVERY[key].title), "value": own.get(key)}
            for key in keys
            for year, own in found
        ]
        return lines(rows, heading, title, limits=limits)

    spread = [key for key in found[0][1] if key.startswith("cv.")]
    return [
        drawn(say("Posts without a teacher"), ("short_before", "short_after"), say("posts")),
        drawn(say("Spread of backbone teachers between schools"), spread, say("spread (CV)"), _limits(policy)),
        drawn(say("Eligible teachers and movers"), ("eligible", "moved"), say("people")),
        drawn(
            say("Share exchanged"), ("moved_percent",), "%",
            {say("at least {percent}%", percent=policy.number("quota.lower")): float(policy.number("quota.lower"))},
        ),
    ]  # fmt: skip


def _limits(policy: Policy) -> dict[str, float]:
    return {say("limit, {stage}", stage=stage): limit for stage, limit in policy.national.cv.items()}


def horizon_json(years: Sequence[Year], outlook: Outlook) -> dict[str, Any]:
    """forecast.json."""
    return {
        "format": "rotation-forecast/1",
        "assumed": {"term_years": outlook.term_years, "exemption_years": outlook.exemption_years, "hires": dict(outlook.hires)},
        "years": [
            {"year": each.case.year, "retired": each.retired, "hired": each.hired, "unplaced": each.unplaced,
             "status": "optimal" if each.plan.optimal else "feasible", "measures": each.measures}
            for each in years
        ],
    }  # fmt: skip
