"""What an earlier run left is kept only where every word of its record is what it was."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from rotation.output.files import RECORD as FILES
from rotation.planning.plan import Plan
from rotation.report.maps import sketch
from rotation.rules.case import Case
from rotation.tasks.store import RECORD, Ending, keep, kept
from rotation.whatif.task import PLANNED, Task
from tests.corruption import corruptions


@pytest.fixture
def task(small_case: Case, small_plan: Plan, tmp_path: Path) -> Task:
    made = Task("甲", "甲的", small_case, "2026", ("一", "二"))
    ending = Ending(
        PLANNED, "", {"plan.json": small_plan.to_json()}, sketch(small_case, []), {"moved": 3, "cv.小学": 0.3}
    )
    keep(tmp_path, made, ending)
    return made


def test_the_record_as_it_was_is_kept(task: Task, tmp_path: Path) -> None:
    record = kept(tmp_path, task)
    assert record is not None
    assert record["measures"] == {"moved": 3, "cv.小学": 0.3}
    (tmp_path / FILES).unlink()
    assert kept(tmp_path, task) == record


@pytest.mark.parametrize("recorded", [True, False])
def test_any_other_record_is_made_again(recorded: bool, task: Task, tmp_path: Path) -> None:
    """Beside the list of files with their hashes nothing passes; without it nothing ends in a traceback."""
    text = (tmp_path / RECORD).read_text("utf-8")
    if not recorded:
        (tmp_path / FILES).unlink()
    passed = []
    for where, changed in corruptions(json.loads(text), random.Random(1), 1):
        (tmp_path / RECORD).write_text(changed, "utf-8")
        if kept(tmp_path, task) is not None:
            passed.append(where)
    said = {where.split(".")[0].split(" ")[0] for where in passed}
    assert said <= (set() if recorded else {"measures", "text", "", "sketch"})


@pytest.mark.parametrize("plan", ["", "{}", "[" * 9999, None])
def test_a_plan_that_is_none_is_made_again(plan: str | None, task: Task, tmp_path: Path) -> None:
    (tmp_path / FILES).unlink()
    if plan is None:
        (tmp_path / "plan.json").unlink()
    else:
        (tmp_path / "plan.json").write_text(plan, "utf-8")
    assert kept(tmp_path, task) is None
