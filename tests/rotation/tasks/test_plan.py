"""The task `plan`, called: what it comes to, what it tells of itself meanwhile, and how it is stopped."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from rotation.county.building import edited
from rotation.errors import BadData, Stopped
from rotation.output.parts import Part
from rotation.planning.audit import audit
from rotation.planning.plan import Plan, read_plan
from rotation.rules.case import Case
from rotation.rules.goals import GOALS
from rotation.tasks.outcome import DONE, NOT_PROVEN, Outcome, Placed
from rotation.tasks.plan import FILES, plan
from rotation.tasks.progress import Progress, Step, Told
from solvers.clock import Clock
from tests.helpers import Heard


def made(outcome: Outcome, folder: Path) -> Plan:
    outcome.write(folder)
    return read_plan(folder / "plan.json")


@pytest.mark.slow
def test_a_proven_plan(small_case: Case, small_plan: Plan, heard: Heard) -> None:
    outcome = plan(small_case, "2026", Clock(), heard)
    assert outcome.status == DONE
    assert outcome.error == ""
    assert tuple(outcome.files) == FILES
    assert outcome.files["plan.json"] == small_plan.to_json()
    record = json.loads(outcome.files["run.json"])
    assert record["data"]
    assert record["seconds"] <= record["seconds_in_all"]
    assert heard.told == [
        f"小县：教师 {len(small_case.county.teachers)} 人，截至 2026-09-01 符合交流条件 {small_case.pool} 人"
    ]
    assert [type(each) for each in outcome.shown] == [Part, Part, Part, str, Placed]


def test_progress_from_the_first_second_on(small_case: Case, small_plan: Plan, heard: Heard) -> None:
    """Which goal, the plan at hand and the bound, in the goals' order; the last word on each is the plan's."""
    assert heard.step.name == "begun"
    plan(small_case, "2026", Clock(), heard)
    goals = [step for step in heard.steps if step.goal]
    assert heard.steps[0] == goals[0]
    assert (goals[0].goal, goals[0].value, goals[0].done, goals[0].of) == ("shortage", None, 0, 7)
    assert goals[0].text.endswith("：正在求解")
    turns = list(dict.fromkeys(step.goal for step in goals))
    assert turns == list(GOALS)
    for line in small_plan.goals:
        own = [step for step in goals if step.goal == line.id]
        assert not own[0].known
        assert own[-1].settled
        assert own[-1].bound == line.bound
        assert own[-1].value in (None, line.value)
    assert all(a.seconds <= b.seconds for a, b in pairwise(goals))
    assert heard.step.name == "writing"
    json.dumps([step.as_json() for step in heard.steps])


@pytest.mark.slow
def test_progress_is_seen_from_another_thread(small_case: Case) -> None:
    progress, seen = Progress(), set()
    thread = threading.Thread(target=plan, args=(small_case, "2026", Clock(), progress))
    thread.start()
    while thread.is_alive():
        seen.add(progress.step.goal)
    thread.join()
    assert len(seen & GOALS.keys()) > 1


@pytest.mark.parametrize("goal", ["shortage", "wishes"])
@pytest.mark.slow
def test_stopped_while_it_runs(goal: str, small_case: Case, small_plan: Plan, tmp_path: Path) -> None:
    """Whoever listens may stop the clock: the best so far comes, and what is called proven is."""
    clock = Clock()

    def stop(told: Told) -> None:
        if isinstance(told, Step) and told.goal == goal and told.settled:
            clock.stop()

    try:
        outcome = plan(small_case, "2026", clock, Progress(stop))
    except Stopped:  # nothing was at hand yet
        assert goal == "shortage"
        return
    found = made(outcome, tmp_path)
    assert outcome.status == (DONE if found.optimal else NOT_PROVEN)
    assert audit(small_case, found).passed
    for line, best in zip(found.goals, small_plan.goals, strict=True):
        assert not line.proven or line.value == best.value


def test_no_time_at_all(small_case: Case) -> None:
    with pytest.raises(Stopped):
        plan(small_case, "2026", Clock(0.0), Progress())


def test_pins_that_ask_for_the_impossible(tiny_case: Case) -> None:
    exempt = next(i for i, why in enumerate(tiny_case.reason) if why == "service")
    pin = {
        "teacher_id": tiny_case.county.teachers.teacher_id[exempt],
        "kind": "必须交流",
        "school_id": None,
        "reason": None,
    }
    case = replace(tiny_case, county=edited(tiny_case.county, pins=[pin]))
    with pytest.raises(BadData) as refused:
        plan(case, "2026", Clock(), Progress())
    assert refused.value.faults


@pytest.mark.slow
def test_no_plan(tiny_case: Case, heard: Heard, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("of last week")
    case = replace(tiny_case, policy=tiny_case.policy.with_values({"quota.lower": 90, "quota.upper": 95}))
    outcome = plan(case, "2026", Clock(), heard)
    assert outcome.status == 4
    assert outcome.error == "没有任何方案能同时满足各条规则"
    assert sorted(outcome.files) == ["diagnosis.docx", "diagnosis.json"]
    found = json.loads(outcome.files["diagnosis.json"])
    assert any("quota" in conflict["clauses"] for conflict in found["conflicts"])
    assert found["repairs"]
    told = [each for each in heard.told if isinstance(each, str)]
    assert [text for repair in found["repairs"] for text in told if repair["text"] in text]
    assert [step.name for step in heard.steps if step.goal is None][:2] == ["conflicts", "repairs"]
    outcome.write(tmp_path)
    assert (tmp_path / "former" / "plan.json").read_text() == "of last week"


def test_a_diagnosis_that_is_stopped_says_so(tiny_case: Case) -> None:
    """Stopped at the first repair: what is known is told, and that there may be more."""
    clock = Clock()

    def stop(told: Told) -> None:
        if isinstance(told, Step) and told.name == "repairs":
            clock.stop()

    case = replace(tiny_case, policy=tiny_case.policy.with_values({"quota.lower": 90, "quota.upper": 95}))
    progress = Progress(stop)
    outcome = plan(case, "2026", clock, progress)
    assert outcome.status == 4
    found = json.loads(outcome.files["diagnosis.json"])
    assert found["conflicts"]
    assert found["repairs"] == []
    assert "在找全补救办法之前已停止" in progress.told
