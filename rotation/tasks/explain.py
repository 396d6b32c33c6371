"""Answers about a plan: for a teacher, a school, everybody, a rule, or the plan's chains of moves."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rotation.county.directory import Directory
from rotation.errors import Stopped, UsageFault
from rotation.explain.always import how_often
from rotation.explain.inquiry import Answer, Inquiry
from rotation.explain.price import prices
from rotation.language import N_, say
from rotation.notice.formats.pdf import choose_fonts, pdf
from rotation.notice.office import Office
from rotation.notice.statement import statement
from rotation.output.html import page
from rotation.output.parts import Part
from rotation.planning.resolved import ResolvedPlan
from rotation.report import explained
from rotation.report.answers import answer_written
from rotation.report.proof import sentences
from rotation.report.words import county_name
from rotation.tasks.outcome import Content, Outcome, Placed
from rotation.tasks.progress import Progress, Step
from solvers.clock import Clock, OutOfTime


@dataclass(frozen=True)
class Question:
    """What is asked of a plan; teachers and schools by code or name.

    Schools beside teachers: what it takes to be sent there. Alone: who comes, who goes, what stays short and why.
    """

    teachers: Sequence[str] = ()
    schools: Sequence[str] = ()
    everybody: bool = False
    clauses: Sequence[str] = ()
    chains: bool = False

    def __post_init__(self) -> None:
        """Raises UsageFault where nothing is asked."""
        if not (self.teachers or self.schools or self.everybody or self.clauses or self.chains):
            raise UsageFault(say("say what to explain: --teacher, --school, --all, --clause or --chains"))


@dataclass(frozen=True)
class Statements:
    """That each teacher asked for gets a statement: in whose name, and of what day."""

    office: Office
    dated: datetime.date


def explain(
    resolved: ResolvedPlan, question: Question, clock: Clock, progress: Progress, *, files: bool = True,
    statements: Statements | None = None, repair: str = "",
) -> Outcome:  # fmt: skip
    """The answers, each told as it is known. Without `files` none are made. `repair` is the command that changes the plan.

    Raises BadData for names that are not clear, Stopped where the clock is out
    before an answer is known.
    """
    work = _Answering(Inquiry(resolved, clock), progress, statements, repair)
    try:
        work.answer(question)
    except OutOfTime:
        raise Stopped(say("stopped before the answer was known")) from None
    if not files:
        return Outcome()
    made = work.files()
    return Outcome(files=made, shown=[Placed(N_("{count} files are in {path}"), "", {"count": len(made)})])


@dataclass
class _Answering:
    """What was answered so far: `parts` on a page, `tables` on sheets of their own, `record` for a program."""

    inquiry: Inquiry
    progress: Progress
    statements: Statements | None
    repair: str
    parts: list[Part] = field(default_factory=list)
    tables: list[Part] = field(default_factory=list)
    record: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, Content] = field(default_factory=dict)

    def answer(self, question: Question) -> None:
        plan = self.inquiry.plan
        self.record = {"plan": plan.input_sha256, "status": sentences(plan)}
        directory = Directory(self.inquiry.case.county.tables)
        teachers, schools = directory.teachers(question.teachers), directory.schools(question.schools)
        self.tell([explained.plan_part(plan)])
        steps = [*teachers, *(() if teachers else schools), *question.clauses]
        for i, teacher_id in enumerate(teachers):
            self.at(teacher_id, i, len(steps))
            self.teacher(teacher_id, schools)
        for i, post in enumerate(() if teachers else schools):
            self.at(post, i, len(steps))
            self.school(post)
        if question.everybody:
            self.everybody()
        for i, clause in enumerate(question.clauses, len(steps) - len(question.clauses)):
            self.at(clause, i, len(steps))
            self.clause(clause)
        if question.chains:
            self.chains()

    def at(self, name: str, done: int, of: int) -> None:
        self.progress.at(Step("question", name, self.inquiry.clock.elapsed, done=done, of=of))

    def tell(self, parts: Sequence[Part]) -> None:
        self.parts.extend(parts)
        self.progress.tell(*parts)

    def teacher(self, teacher_id: str, schools: Sequence[str]) -> None:
        inquiry = self.inquiry
        t = inquiry.case.county.teacher_index[teacher_id]
        answered = explained.teacher_parts(inquiry, t, schools)
        self.tell([part for part, _ in answered])
        answers = [(part.heading, answer) for part, answer in answered if answer is not None]
        self.record.setdefault("teachers", {})[teacher_id] = [
            answer_written(inquiry, heading, answer) for heading, answer in answers
        ]
        if self.statements is not None:
            self.pages[f"{teacher_id}.pdf"] = self.statement(t, [answer for _, answer in answers])
        if t in inquiry.move_of:
            command = self.repair and f"{self.repair} --drop {teacher_id}"
            self.tell([explained.dropout_part(inquiry.case, inquiry.chains, t, command)])

    def statement(self, teacher: int, answers: Sequence[Answer]) -> bytes:
        assert self.statements is not None
        document = statement(self.inquiry, teacher, answers, self.statements.office, self.statements.dated)
        return pdf([document], choose_fonts([document]))

    def school(self, post: str) -> None:
        answered = explained.school_parts(self.inquiry, post)
        self.tell([part for part, _ in answered])
        self.record.setdefault("schools", {})[post] = [
            answer_written(self.inquiry, part.heading, answer) for part, answer in answered if answer is not None
        ]

    def everybody(self) -> None:
        inquiry, people = self.inquiry, self.inquiry.case.county.teachers
        often = how_often(inquiry.candidates, inquiry.plan, inquiry.clock)
        self.tell([explained.how_often_counts(often)])
        self.tables.append(explained.how_often_part(inquiry, often))
        self.record["standings"] = {people.teacher_id[t]: kind for t, kind in often.items()}

    def clause(self, clause: str) -> None:
        case, plan = self.inquiry.case, self.inquiry.plan
        found = list(prices(case, clause, plan.seed, self.inquiry.clock))
        self.tell([explained.price_part(case, clause, plan, found)])
        self.record.setdefault("clauses", {})[clause] = [
            {"set": price.key, "from": price.old, "to": price.new, "goals": [line.record() for line in price.goals]}
            for price in found
        ]

    def chains(self) -> None:
        case, chains = self.inquiry.case, self.inquiry.chains
        part = explained.chains_part(case, chains)
        self.progress.tell(part)
        self.tables.append(part)
        names = case.county.teachers.teacher_id
        self.record["chains"] = [
            {"closed": chain.closed, "teachers": [names[move.teacher] for move in chain.moves]} for chain in chains
        ]

    def files(self) -> dict[str, Content]:
        case, plan = self.inquiry.case, self.inquiry.plan
        title = say("Explanations: {county} {year}", county=county_name(case.county.name), year=case.year)
        day = datetime.date.fromisoformat(plan.as_of)
        return {
            "explain.json": json.dumps(self.record, ensure_ascii=False, indent=1) + "\n",
            "explain.xlsx": explained.book(title, self.parts, day, self.tables),
            "explain.html": page(title, [*self.parts, *self.tables]),
            **self.pages,
        }
