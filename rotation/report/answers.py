"""One answer in words, as a table, and as explain.json holds it."""

from __future__ import annotations

from typing import Any

from rotation.county.place import school_words
from rotation.explain.inquiry import BETTER, COSTS, DRAWN, IMPOSSIBLE, SAME, Answer, Change, Inquiry
from rotation.language import say
from rotation.output.parts import Cell, Field, Part
from rotation.planning.plan import GoalLine
from rotation.policy.policy import Policy
from rotation.report.words import differing, goal_words, natural, principal_goal_title, principal_goal_words, rule_title
from rotation.rules.case import Case
from rotation.rules.goals import GOALS
from rotation.rules.goals.measure import better
from rotation.rules.moves import Move
from rotation.rules.principal_goals import PRINCIPAL_GOALS

SHOWN = 20  # others who would do otherwise


def answer_written(inquiry: Inquiry, heading: str, answer: Answer) -> dict[str, Any]:
    """An answer as explain.json holds it."""
    case = inquiry.case

    def move(found: Move | None) -> dict[str, str] | None:
        if found is None:
            return None
        return {
            "to_school_id": case.county.schools.school_id[found.school],
            "subject": case.county.subjects[found.subject],
        }

    return {
        "question": heading,
        "verdict": answer.verdict,
        "first_goal": answer.first,
        "goals": [line.record() for line in answer.goals],
        "clauses": list(answer.clauses),
        "where": [] if answer.conflict is None else answer.conflict.written(case)["where"],
        "text": answer.text or sentence(case.policy, inquiry, answer),
        "changes": [
            {"teacher_id": case.county.teachers.teacher_id[c.teacher], "before": move(c.before), "after": move(c.after)}
            for c in answer.changes
        ],
    }


def sentence(policy: Policy, inquiry: Inquiry, answer: Answer) -> str:
    """The answer in a sentence."""
    if answer.verdict == IMPOSSIBLE:
        names = "、".join(rule_title(policy, clause) for clause in answer.clauses)
        return say("impossible: {text} ({clauses})", text=answer.text, clauses=names)
    if answer.verdict == SAME:
        return say("so it is in the plan already, or as well without any difference")
    if answer.verdict == BETTER:
        if inquiry.plan.repair is not None:
            return say("there is a better plan by the goals, with more changes: this one was made to change least")
        return say("there is a better plan by the goals: this one was not proven best within its time")
    if answer.verdict == DRAWN:
        return say("equally good in every goal but the public draw, which decided")
    assert answer.differing is not None
    title, change = goal_change(inquiry, answer, *answer.differing)
    if answer.verdict == COSTS:
        return say(
            "possible at a cost: {goal} {change}, all goals before it being equal; {count} others would do otherwise",
            goal=title, change=change, count=answer.others,
        )  # fmt: skip
    return say("stopped before it was proven what it costs; the best found so far: {goal} {change}", goal=title,
               change=change)  # fmt: skip


def move_words(case: Case, move: Move | None) -> str:
    """A move in a few words; staying where there is none."""
    if move is None:
        return say("stays")
    return say(
        "to {school}, {subject}",
        school=school_words(case.county, move.school),
        subject=case.county.subjects[move.subject],
    )


def answer_part(inquiry: Inquiry, heading: str, answer: Answer) -> tuple[Part, Answer]:
    """The answer as a table of the goals, now and then, with its sentence and who else would do otherwise."""
    policy = inquiry.case.policy
    notes = [sentence(policy, inquiry, answer)]
    rows: list[list[Cell]] = [
        list(goal_now_then(inquiry, answer, was, line)) for was, line in zip(answer.own, answer.goals, strict=True)
    ]
    marks: list[str | None] = ["bad" if line.id == answer.first else None for line in answer.goals]
    fields = [Field(say("goal, in strict order"), 0), Field(say("this plan"), 0, "wrap"), Field(say("then"), 0, "wrap")]
    if answer.changes:
        codes = inquiry.case.county.teachers.teacher_id
        changes = sorted(answer.changes, key=lambda change: natural(codes[change.teacher]))
        names = [_change_words(inquiry.case, change) for change in changes[:SHOWN]]
        more = [say("and {count} more", count=len(answer.changes) - SHOWN)] if len(answer.changes) > SHOWN else []
        notes.append(say("Others who would do otherwise: {names}", names="；".join([*names, *more])))
    return Part(heading, fields if rows else (), rows, marks, notes), answer


def goal_change(inquiry: Inquiry, answer: Answer, was: GoalLine, line: GoalLine) -> tuple[str, str]:
    """A goal's title and what becomes of it, in the words that differ; by how much where no words do."""
    title, now, then = goal_now_then(inquiry, answer, was, line)
    if then.startswith((say("worse than this plan by"), say("better than this plan by"))):
        return title, then
    one, other = differing(now, then)
    return title, say("from “{was}” to “{now}”", was=one, now=other)


def goal_now_then(inquiry: Inquiry, answer: Answer, was: GoalLine, line: GoalLine) -> tuple[str, str, str]:
    """A goal's title, what the plan comes to in it, and what it would come to otherwise.

    Where the words are the same though the values differ, the difference is said.
    """
    goal = PRINCIPAL_GOALS[line.id] if answer.of_principals else GOALS[line.id]
    difference = goal.amount(abs(line.value - was.value))
    if answer.of_principals:
        title = principal_goal_title(line.id)
        now = principal_goal_words(inquiry.principals, was, inquiry.resolved.appointed)
        then = principal_goal_words(inquiry.principals, line, answer.appointed)
    else:
        title = rule_title(inquiry.case.policy, line.id)
        now = goal_words(inquiry.case, was, inquiry.resolved.moves)
        then = goal_words(inquiry.case, line, answer.moves)
    if line.value == was.value:
        return title, now, say("the same")
    if now == then and difference:
        worse = better(goal.sense, was.value, than=line.value)
        then = (
            f"{say('worse than this plan by')} {difference}"
            if worse
            else f"{say('better than this plan by')} {difference}"
        )
    return title, now, then


def _change_words(case: Case, change: Change) -> str:
    words = change_row(case, change)
    return say("{name} {id}: {before} → {after}", id=words[0], name=words[1], before=words[2], after=words[3])


def change_row(case: Case, change: Change) -> list[Cell]:
    """Who does otherwise: id, name, what before, what after."""
    people = case.county.teachers
    return [
        people.teacher_id[change.teacher], people.name[change.teacher],
        move_words(case, change.before), move_words(case, change.after),
    ]  # fmt: skip
