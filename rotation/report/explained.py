"""What was asked of a plan, as tables: the same parts on the terminal, as a page and as a workbook."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from rotation.county.place import post_words, school_words
from rotation.county.schema import STAGES
from rotation.explain.always import ALWAYS, HELD, NEVER, SOMETIMES
from rotation.explain.amend import Amended
from rotation.explain.chains import Chain
from rotation.explain.diagnosis import Conflict
from rotation.explain.inquiry import Answer, Inquiry
from rotation.explain.price import Price
from rotation.explain.repairs import Repair
from rotation.language import N_, say
from rotation.output.parts import FORMS, Cell, Field, Part
from rotation.output.xlsx import Book
from rotation.planning.plan import Plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.parameters import setting_words
from rotation.report.answers import answer_part, change_row, move_words
from rotation.report.proof import sentences
from rotation.report.words import (
    REASONS,
    natural,
    plan_words,
    principals_left_out,
    rule_title,
    yes_no,
)
from rotation.rules.case import ELIGIBLE, Case
from rotation.rules.goals import GOALS
from rotation.rules.goals.lottery import draw

PAGE_COLUMNS = 8

_HOW_OFTEN = {
    ALWAYS: N_("moves in every best plan"),
    SOMETIMES: N_("moves in some best plans: distance or the draw decided"),
    NEVER: N_("moves in no best plan"),
}


def plan_part(plan: Plan) -> Part:
    """What the plan that is asked about is."""
    return Part(say("The plan"), (), [], notes=sentences(plan))


def teacher_parts(inquiry: Inquiry, teacher: int, schools: Sequence[str]) -> list[tuple[Part, Answer | None]]:
    """Who the teacher is in the plan, why so, and what each of `schools` (school_ids) would take."""
    case, people = inquiry.case, inquiry.case.county.teachers
    if people.principal[teacher]:
        return _principal_parts(inquiry, teacher, schools)
    move = inquiry.move_of.get(teacher)
    home = int(people.school[teacher])
    rows: list[list[Cell]] = [
        [say("teacher id"), people.teacher_id[teacher]],
        [say("name"), people.name[teacher]],
        [say("present school"), school_words(case.county, home)],
        [say("subject"), case.county.subjects[people.subject[teacher]]],
        [say("eligible"), say(REASONS[case.reason[teacher]])],
        [say("years at the school"), int(case.years_served[teacher])],
        [say("backbone"), yes_no(bool(case.backbone[teacher]))],
        [say("decision"), move_words(case, move)],
    ]
    if move is not None:
        drawn = (
            people.teacher_id[teacher],
            case.county.schools.school_id[move.school],
            case.county.subjects[move.subject],
        )
        text = "|".join((inquiry.plan.seed, *drawn))
        rows.append([say("number in the draw"), f"{draw(inquiry.plan.seed, *drawn)} (SHA-256: {text})"])
    parts: list[tuple[Part, Answer | None]] = [(Part(say("The teacher"), _pair(), rows), None)]
    if move is not None:
        parts.append(answer_part(inquiry, say("Why chosen: if the teacher stayed"), inquiry.stays(teacher)))
    elif case.reason[teacher] == ELIGIBLE:
        parts.append(answer_part(inquiry, say("Why not chosen: if the teacher moved"), inquiry.moves_away(teacher)))
    for post in schools:
        u = case.county.schools.row_of.get((post, STAGES[case.county.schools.stage[home]]))
        if u is None:
            u = case.county.rows_of_post[post][0]
        heading = say("If the teacher went to {school}", school=school_words(case.county, u))
        parts.append(answer_part(inquiry, heading, inquiry.goes_to(teacher, u)))
    return parts


def _principal_parts(inquiry: Inquiry, teacher: int, schools: Sequence[str]) -> list[tuple[Part, Answer | None]]:
    case, people, principals = inquiry.case, inquiry.case.county.teachers, inquiry.principals
    if not case.policy.on("principals"):
        known: list[list[Cell]] = [
            [say("teacher id"), people.teacher_id[teacher]],
            [say("name"), people.name[teacher]],
            [say("proposal"), principals_left_out()],
        ]
        return [(Part(say("The principal"), _pair(), known), None)]
    post = inquiry.resolved.post_of.get(teacher)
    rows: list[list[Cell]] = [
        [say("teacher id"), people.teacher_id[teacher]],
        [say("name"), people.name[teacher]],
        [say("present school"), post_words(case.county, principals.own[teacher])],
        [say("terms"), int(people.terms[teacher])],
        [say("due"), yes_no(teacher in principals.due)],
        [
            say("proposal"),
            say("stays") if post is None else say("moves to {school}", school=post_words(case.county, post)),
        ],
    ]
    parts: list[tuple[Part, Answer | None]] = [(Part(say("The principal"), _pair(), rows), None)]
    if post is not None:
        answer = inquiry.principal_stays(teacher)
        parts.append(answer_part(inquiry, say("Why chosen: if the principal stayed"), answer))
    else:
        answer = inquiry.principal_moves(teacher)
        parts.append(answer_part(inquiry, say("Why not: if the principal moved"), answer))
    for asked in schools:
        heading = say("If the principal went to {school}", school=post_words(case.county, asked))
        parts.append(answer_part(inquiry, heading, inquiry.principal_moves(teacher, asked)))
    return parts


def school_parts(inquiry: Inquiry, post: str) -> list[tuple[Part, Answer | None]]:
    """Who comes and goes at each stage of the post, and why what stays short could not be filled."""
    case, people = inquiry.case, inquiry.case.county.teachers
    parts: list[tuple[Part, Answer | None]] = []
    for u in case.county.rows_of_post[post]:
        rows: list[list[Cell]] = []
        marks: list[str | None] = []
        for move in sorted(inquiry.move_of.values(), key=lambda move: natural(people.teacher_id[move.teacher])):
            if u in (move.origin, move.school):
                comes = move.school == u
                other = move.origin if comes else move.school
                rows.append(
                    [say("comes") if comes else say("goes"), people.teacher_id[move.teacher],
                     people.name[move.teacher], case.county.subjects[move.subject], school_words(case.county, other)]
                )  # fmt: skip
                marks.append("good" if comes else None)
        fields = [
            Field(say("comes or goes"), 0), Field(say("teacher id"), 0), Field(say("name"), 0),
            Field(say("will teach"), 0), Field(say("from / to"), 0),
        ]  # fmt: skip
        parts.append((Part(school_words(case.county, u), fields, rows, marks), None))
        for k, missing in inquiry.shortages(u):
            heading = say(
                "{school}: {subject} stays {count} short; if one more were filled",
                school=school_words(case.county, u), subject=case.county.subjects[k], count=missing,
            )  # fmt: skip
            parts.append(answer_part(inquiry, heading, inquiry.fills(u, k)))
    return parts


def how_often_part(inquiry: Inquiry, found: Mapping[int, str]) -> Part:
    """How often every eligible teacher moves over all best plans."""
    case, people = inquiry.case, inquiry.case.county.teachers
    ordered = sorted(found.items(), key=lambda item: natural(people.teacher_id[item[0]]))
    rows: list[list[Cell]] = [
        [people.teacher_id[t], people.name[t], school_words(case.county, int(people.school[t])),
         case.county.subjects[people.subject[t]], yes_no(t in inquiry.move_of), say(_HOW_OFTEN[kind])]
        for t, kind in ordered
    ]  # fmt: skip
    fields = [
        Field(say("teacher id"), 10), Field(say("name"), 10), Field(say("present school"), 30), Field(say("subject"), 14),
        Field(say("moves this year"), 9, "mid"), Field(say("how often"), 44),
    ]  # fmt: skip
    marks = [{ALWAYS: "good", SOMETIMES: "assumed", NEVER: None}[kind] for _, kind in ordered]
    return Part(say("In every best plan, in some, in none"), fields, rows, marks)


def how_often_counts(found: Mapping[int, str]) -> Part:
    """How many teachers stand how."""
    counts = [(say(_HOW_OFTEN[kind]), sum(each == kind for each in found.values())) for kind in _HOW_OFTEN]
    note = say("Best plans are those that reach the optimum of the first {count} goals.", count=len(HELD))
    rows: list[list[Cell]] = [[text, count] for text, count in counts]
    return Part(
        say("In every best plan, in some, in none"), [Field(say("how often"), 0), Field(say("people"), 0, "count")], rows,
        notes=[note],
    )  # fmt: skip


def price_part(case: Case, clause: str, base: Plan, found: Sequence[Price]) -> Part:
    """What each change of a rule's value does to the plan's figures, in the goals' order."""
    rows: list[list[Cell]] = [[say("this plan"), *_figures(ResolvedPlan(case, base))]]
    for price in found:
        cells: list[Cell] = [say("no plan")] if price.plan is None else _figures(ResolvedPlan(case, price.plan))
        words = setting_words(case.policy, price.key, price.new)
        rows.append([f"{words}\n{price.setting}", *cells, *[""] * (len(rows[0]) - 1 - len(cells))])
    measures = [measure for goal in GOALS.values() for measure in goal.measures]
    fields = [
        Field(say("value"), 30, "wrap"),
        *(Field(measure.heading, 12, FORMS[measure.decimals]) for measure in measures),
    ]
    note = say("In the order of the goals. Each line is a whole plan, really solved.")
    return Part(say("One unit more or less: {rule}", rule=rule_title(case.policy, clause)), fields, rows, notes=[note])


def _figures(resolved: ResolvedPlan) -> list[Cell]:
    found = resolved.of_goals
    return [found[measure.id] for goal in GOALS.values() for measure in goal.measures]


def chains_part(case: Case, found: Sequence[Chain]) -> Part:
    """The plan as chains and cycles."""
    rows: list[list[Cell]] = [
        [i, len(chain.moves), say("cycle") if chain.closed else say("chain"), chain_words(case, chain)]
        for i, chain in enumerate(found, 1)
    ]
    fields = [
        Field(say("no."), 6, "count"), Field(say("moves"), 8, "count"), Field(say("kind"), 10, "mid"),
        Field(say("who makes room for whom"), 120, "wrap"),
    ]  # fmt: skip
    note = say("Each comes to the place the one before has left.")
    return Part(say("Chains and cycles"), fields, rows, notes=[note])


def dropout_part(case: Case, found: Sequence[Chain], teacher: int, command: str) -> Part:
    """Which moves want the place that the teacher leaves, how many stand whatever the teacher does, and the `command`, if any,
    that finds the plan without the teacher.
    """
    chain = next(chain for chain in found if any(move.teacher == teacher for move in chain.moves))
    leaning = chain.lean_on(teacher)
    people = case.county.teachers
    rows: list[list[Cell]] = [
        [people.teacher_id[move.teacher], people.name[move.teacher], move_words(case, move)] for move in leaning
    ]
    total = sum(len(each.moves) for each in found)
    notes = [
        say("{count} other moves do not lean on this one.", count=total - 1 - len(leaning)),
        *([say("`{command}` finds the plan with the fewest changes.", command=command)] if command else []),
    ]
    fields = [Field(say("teacher id"), 0), Field(say("name"), 0), Field(say("decision"), 0)]
    heading = say("If the teacher drops out: moves that want the place left")
    return Part(heading, fields if rows else (), rows, notes=notes)


def chain_words(case: Case, chain: Chain) -> str:
    """The chain in one line, from the school left without a newcomer to the school first entered."""
    people, schools = case.county.teachers, case.county.schools
    ordered = list(reversed(chain.moves))
    words = [schools.name[ordered[0].origin]]
    for move in ordered:
        words.append(f"─{people.name[move.teacher]}·{case.county.subjects[move.subject]}→ {schools.name[move.school]}")
    return " ".join(words)


def conflict_part(case: Case, conflicts: Sequence[Conflict]) -> Part:
    """Each conflict: its clauses and the sentence."""
    rows: list[list[Cell]] = [
        [i, "、".join(rule_title(case.policy, clause) for clause in conflict.clauses), conflict.text]
        for i, conflict in enumerate(conflicts, 1)
    ]
    fields = [
        Field(say("no."), 6, "count"),
        Field(say("clauses in conflict"), 30, "wrap"),
        Field(say("why"), 90, "wrap"),
    ]
    note = say("In each line the clauses cannot hold together, while any one of them less they can.")
    return Part(say("Why there is no plan"), fields, rows, ["bad"] * len(rows), [note])


def repair_part(case: Case, repairs: Sequence[Repair]) -> Part:
    """The least repair of each kind with what its plan comes to."""
    rows: list[list[Cell]] = [[repair.text, repair.settings, plan_words(repair.plan)] for repair in repairs]
    fields = [
        Field(say("least change that makes a plan possible"), 50, "wrap"), Field(say("to copy"), 30, "wrap"),
        Field(say("what the plan then comes to"), 60, "wrap"),
    ]  # fmt: skip
    return Part(say("Repairs, each really solved"), fields, rows)


def change_part(amended: Amended) -> Part:
    """Who does otherwise in the repaired plan."""
    case = amended.resolved.case
    people = case.county.teachers
    rows = [change_row(case, change) for change in amended.changes]
    for t, before, after in amended.principals:
        names = [say("stays") if post is None else post_words(case.county, post) for post in (before, after)]
        rows.append([people.teacher_id[t], people.name[t], *names])
    rows.sort(key=lambda row: natural(str(row[0])))
    fields = [
        Field(say("teacher id"), 10), Field(say("name"), 10), Field(say("in the old plan"), 44), Field(say("in the new plan"), 44),
    ]  # fmt: skip
    return Part(say("{count} changes", count=len(rows)), fields, rows, notes=sentences(amended.resolved.plan))


def book(title: str, parts: Sequence[Part], dated: datetime.date, tables: Sequence[Part] = ()) -> bytes:
    """A workbook: `parts` on one page, but for those too wide for it, which are sheets of their own as `tables` are."""
    made = Book(title, dated)
    narrow = [part for part in parts if len(part.fields) <= PAGE_COLUMNS]
    if narrow:
        widths = [44, 24, *[28] * (max(len(part.fields) for part in narrow) - 2)]
        made.add_page(say("Answers"), title, widths, narrow)
    for table in (*(part for part in parts if part not in narrow), *tables):
        made.add_table(table.heading[:28], table.fields, table.rows, marks=table.marks, frozen_columns=2)
    return made.content()


def _pair() -> list[Field]:
    return [Field(say("item"), 0), Field(say("content"), 0, "text")]
