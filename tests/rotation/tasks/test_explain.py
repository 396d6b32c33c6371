"""The task `explain`, called: each kind of question, its record, and a clock that runs out."""

from __future__ import annotations

import datetime
import json

import pytest

from rotation.errors import BadData, Stopped, UsageFault
from rotation.notice.office import load_office
from rotation.output.parts import Part
from rotation.planning.plan import Plan
from rotation.planning.resolved import ResolvedPlan
from rotation.rules.case import Case
from rotation.tasks.explain import Question, Statements, explain
from rotation.tasks.outcome import DONE
from rotation.tasks.progress import Progress
from solvers.clock import Clock
from tests.helpers import OFFICE, Heard

pytestmark = pytest.mark.slow


def test_answers_are_told_as_they_come_and_written_together(small_case: Case, small_plan: Plan, heard: Heard) -> None:
    mover = small_plan.moves[0].teacher_id
    statements = Statements(load_office(OFFICE), datetime.date(2026, 8, 20))
    question = Question(teachers=[mover], chains=True)
    outcome = explain(ResolvedPlan(small_case, small_plan), question, Clock(), heard, statements=statements)
    assert outcome.status == DONE
    assert list(outcome.files) == ["explain.json", "explain.xlsx", "explain.html", f"{mover}.pdf"]
    assert bytes(outcome.files[f"{mover}.pdf"]).startswith(b"%PDF")  # type: ignore[arg-type]
    record = json.loads(outcome.files["explain.json"])
    assert list(record["teachers"]) == [mover]
    assert sum(len(chain["teachers"]) for chain in record["chains"]) == len(small_plan.moves)
    parts = [told for told in heard.told if isinstance(told, Part)]
    html = outcome.files["explain.html"]
    assert isinstance(html, str)
    assert all(part.heading in html for part in parts)
    assert [(step.text, step.done, step.of) for step in heard.steps] == [(mover, 0, 1)]


def test_without_files(small_case: Case, small_plan: Plan) -> None:
    progress = Progress()
    asked = Question(schools=[small_plan.moves[0].to_school_id])
    outcome = explain(ResolvedPlan(small_case, small_plan), asked, Clock(), progress, files=False)
    assert (outcome.files, outcome.shown) == ({}, ())
    assert len(progress.told) > 1


def test_nothing_asked_and_nobody_known(small_case: Case, small_plan: Plan) -> None:
    with pytest.raises(UsageFault):
        Question()
    for question in (Question(teachers=["没有这人"]), Question(schools=["没有这校"])):
        with pytest.raises(BadData):
            explain(ResolvedPlan(small_case, small_plan), question, Clock(), Progress())


@pytest.mark.parametrize("asked", ["teacher", "everybody", "clause"])
def test_the_clock_runs_out(asked: str, small_case: Case, small_plan: Plan) -> None:
    question = {
        "teacher": Question(teachers=[small_plan.moves[0].teacher_id]),
        "everybody": Question(everybody=True),
        "clause": Question(clauses=["reach"]),
    }[asked]
    with pytest.raises(Stopped):
        explain(ResolvedPlan(small_case, small_plan), question, Clock(0.0), Progress())
