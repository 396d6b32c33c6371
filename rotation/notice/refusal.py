"""No plan, as a document to hand on: which rules conflict, where, and the least changes under which there is one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from rotation.explain.diagnosis import Conflict
from rotation.explain.repairs import Repair
from rotation.language import say
from rotation.notice.document import Block, Column, Document, Row, Table
from rotation.report.words import county_name, plan_words, rule_title
from rotation.rules.case import Case


def refusal(case: Case, conflicts: Sequence[Conflict], repairs: Sequence[Repair], *, complete: bool) -> Document:
    """The document, in the language of the messages; `complete` False where time was out before all repairs."""
    texts = [
        ("heading", say("1. The finding")),
        ("text", say("By the rules and data as they stand no plan meets every rule at once. Of {count} on the staff"
                     " {pool} are eligible on {date}.", count=len(case.county.teachers), pool=case.pool,
                     date=case.as_of)),
        ("heading", say("2. What is in conflict, and where")),
        *(("text", text) for text in _conflicts(case, conflicts)),
        ("heading", say("3. What would make a plan possible")),
        *(("text", text) for text in _leads(case, repairs, complete=complete)),
    ]  # fmt: skip
    blocks = [Block(kind, text) for kind, text in texts]
    title = say(
        "{county} {year}|why there is no plan of rotation", county=county_name(case.county.name), year=case.year
    )
    tables = [change_table(_rows(repairs))] if repairs else []
    return Document(title, blocks, (), "", datetime.date.fromisoformat(case.as_of), tables, compact=True)


def _conflicts(case: Case, conflicts: Sequence[Conflict]) -> list[str]:
    if not conflicts:
        return [say("which clauses are in conflict was not found before the time was out")]
    told = [
        say("Conflict {i}: {rules}. {why}.", i=i, why=conflict.text.rstrip("。."),
            rules="、".join(rule_title(case.policy, clause) for clause in conflict.clauses))
        for i, conflict in enumerate(conflicts, 1)
    ]  # fmt: skip
    return [*told, say("In each the clauses cannot hold together, while any one of them less they can.")]


def _leads(case: Case, repairs: Sequence[Repair], *, complete: bool) -> list[str]:
    if not repairs:
        none = say("No single kind of change was found under which there is a plan.")
        return [none] if complete else [say("stopped before all repairs were found")]
    lead = say(
        "Each line is the least change of its kind, really solved; any one of them is enough. What is marked as ruled"
        " is the document's ({document}); what is marked as assumed is not in it and was set by this program.",
        document=case.policy.document,
    )
    return [lead] if complete else [lead, say("stopped before all repairs were found")]


def _rows(repairs: Sequence[Repair]) -> list[Row]:
    return [
        (str(i), repair.text, plan_words(repair.plan), repair.settings or say("change the county's tables"))
        for i, repair in enumerate(repairs, 1)
    ]


def change_table(rows: Sequence[Row]) -> Table:
    """The table of changes; its last column holds the longest option there is in one line."""
    columns = (
        Column(say("no."), 10),
        Column(say("least change that makes a plan possible"), 57, "left"),
        Column(say("what the plan then comes to"), 50, "left"),
        Column(say("to copy"), 59, "left"),
    )
    return Table(say("Changes, each really solved"), columns, rows)
