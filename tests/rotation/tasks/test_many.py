"""`whatif`, `batch` and `forecast`, called: each in its folder, those without a plan with their repairs."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from rotation.errors import NoPlan, Stopped, UsageFault
from rotation.planning.plan import read_plan
from rotation.planning.planner import make_plan
from rotation.rules.case import Case
from rotation.tasks.forecast import forecast
from rotation.tasks.inputs import Pack
from rotation.tasks.many import Fan, batch, whatif
from rotation.tasks.outcome import DONE, SOME_FAILED
from rotation.tasks.progress import Beside, Progress
from rotation.whatif.horizon import Outlook
from rotation.whatif.scenario import Scenario
from solvers.clock import Clock
from tests.helpers import Heard

FAN = Fan("serial")


def under(case: Case, **values: int) -> Case:
    return replace(case, policy=case.policy.with_values({key.replace("__", "."): v for key, v in values.items()}))


@pytest.fixture(scope="module")
def scenarios(tiny_case: Case) -> list[Scenario]:
    return [
        Scenario("基准", "如实", tiny_case, ()),
        Scenario("不可能", "不可能", under(tiny_case, quota__lower=90, quota__upper=95), ("一",)),
    ]


@pytest.fixture(scope="module")
def compared(scenarios: list[Scenario], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, heard = tmp_path_factory.mktemp("whatif"), Heard()
    outcome = whatif(scenarios, "2026", folder, FAN, Clock(), heard)
    assert outcome.status == DONE
    assert list(outcome.files) == ["compare.json", "compare.xlsx", "compare.html"]
    assert [(step.done, step.of) for step in heard.steps] == [(0, 2), (1, 2), (1, 2), (2, 2)]
    assert "不可能" in heard.steps[2].text
    return folder


def test_what_is_impossible_comes_with_its_repairs(compared: Path) -> None:
    folder = compared / "不可能"
    found = json.loads((folder / "diagnosis.json").read_text("utf-8"))
    assert found["repairs"]
    assert (folder / "diagnosis.docx").exists()
    text = json.loads((folder / "scenario.json").read_text("utf-8"))["text"]
    assert f"{len(found['repairs'])} 种改动" in text
    assert found["repairs"][0]["text"] in text
    assert all(conflict["text"] in text for conflict in found["conflicts"])


def test_the_plan_is_the_plan(compared: Path, tiny_case: Case) -> None:
    assert (compared / "基准" / "plan.json").read_text("utf-8") == make_plan(tiny_case, "2026").plan.to_json()


def test_what_is_there_is_kept(scenarios: list[Scenario], compared: Path) -> None:
    progress = Progress()
    again = whatif(scenarios, "2026", compared, FAN, Clock(), progress)
    assert progress.told == [Beside("2 个中有 2 个沿用上次结果")]
    assert again.status == DONE


@pytest.mark.slow
def test_stopped(scenarios: list[Scenario], tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        whatif(scenarios, "2026", tmp_path, FAN, Clock(0.0), Progress())
    outcome = whatif(scenarios, "2026", tmp_path, Fan("serial", seconds=1e-6), Clock(), Progress())
    assert outcome.status == SOME_FAILED
    assert "2 个任务中有" in outcome.error


def test_counties_of_a_folder(tiny_folder: Path, tmp_path: Path) -> None:
    """Bad data fail their county alone; a plan that stood there of earlier data is put aside."""
    folder, out = tmp_path / "各县", tmp_path / "out"
    shutil.copytree(tiny_folder, folder / "微县")
    bad = shutil.copytree(tiny_folder, folder / "坏县")
    (bad / "teachers.csv").write_text("工号\n", "utf-8")
    (out / "坏县").mkdir(parents=True)
    (out / "坏县" / "plan.json").write_text("of last week")
    progress = Progress()
    outcome = batch(folder, Pack("nantong-2017", (), 2026), "2026", out, FAN, Clock(), progress)
    assert outcome.status == SOME_FAILED
    assert "坏县" in outcome.error
    assert read_plan(out / "微县" / "plan.json").moves
    assert (out / "坏县" / "former" / "plan.json").read_text() == "of last week"
    assert {row["name"]: row["status"] for row in json.loads(outcome.files["batch.json"])["counties"]} == {
        "微县": "planned", "坏县": "bad data",
    }  # fmt: skip
    with pytest.raises(UsageFault):
        batch(folder, Pack("nantong-2017", (), 2026), "2026", folder / "微县", FAN, Clock(), Progress())


def test_years_ahead(tiny_case: Case, heard: Heard) -> None:
    outcome = forecast(tiny_case, "2026", 2, Outlook(), Clock(), heard)
    assert list(outcome.files) == [
        "2026/plan.json",
        "2027/plan.json",
        "forecast.json",
        "forecast.xlsx",
        "forecast.html",
    ]
    assert [(step.done, step.of) for step in heard.steps] == [(0, 2), (1, 2), (2, 2)]


def test_a_year_without_a_plan(tiny_case: Case) -> None:
    with pytest.raises(NoPlan):
        forecast(under(tiny_case, quota__lower=90, quota__upper=95), "2026", 2, Outlook(), Clock(), Progress())
