"""The task `repair`, called: the plan with its files and pins, or the faults of the list."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from rotation.errors import BadData, Stopped, UsageFault
from rotation.planning.plan import Plan
from rotation.planning.resolved import ResolvedPlan
from rotation.rules.case import Case
from rotation.tasks.outcome import DONE, NOT_PROVEN
from rotation.tasks.progress import Progress
from rotation.tasks.repair import Since, repair
from solvers.clock import Clock


def test_who_drops_out_stays(small_case: Case, small_plan: Plan) -> None:
    mover = small_plan.moves[0].teacher_id
    outcome = repair(ResolvedPlan(small_case, small_plan), Since([mover]), Clock(), Progress())
    assert outcome.status in (DONE, NOT_PROVEN)
    assert list(outcome.files) == ["plan.xlsx", "report.html", "plan.json", "run.json", "pins.xlsx", "pins.csv"]
    plan = json.loads(outcome.files["plan.json"])
    assert mover not in {move["teacher_id"] for move in plan["moves"]}
    assert (outcome.status == DONE) == (plan["repair"]["proven"] and plan["repair"]["settled"])
    assert json.loads(outcome.files["run.json"])["data"]
    pins = outcome.files["pins.csv"]
    text = pins.decode("utf-8-sig") if isinstance(pins, bytes) else pins
    (row,) = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    assert (row["工号"], row["类型"]) == (mover, "不得交流")


def test_nothing_changed_and_nobody_known(small_case: Case, small_plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(UsageFault):
        Since()
    resolved = ResolvedPlan(small_case, small_plan)
    with pytest.raises(UsageFault, match="没有这人"):
        repair(resolved, Since(["没有这人"]), Clock(), Progress())
    faulty = tmp_path / "pins.csv"
    faulty.write_text("工号,类型\n没有这人,不得交流\n", "utf-8")
    with pytest.raises(BadData) as refused:
        repair(resolved, Since(pins=faulty), Clock(), Progress())
    assert refused.value.faults


def test_no_time_at_all(small_case: Case, small_plan: Plan) -> None:
    since = Since([small_plan.moves[0].teacher_id])
    with pytest.raises(Stopped):
        repair(ResolvedPlan(small_case, small_plan), since, Clock(0.0), Progress())
