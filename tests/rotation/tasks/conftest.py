"""A plan on the disk as a run leaves it, and a Progress that remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from rotation.intake.sample import as_csv, make_sample
from rotation.planning.plan import Plan
from rotation.rules.case import Case
from rotation.tasks.inputs import Pack, read_case
from rotation.tasks.outcome import Outcome
from rotation.tasks.plan import plan
from rotation.tasks.progress import Progress
from solvers.clock import Clock
from tests.counties import YEAR
from tests.helpers import Heard


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of 8 schools and 200 teachers called 微县, in which a plan and why there is none are soon found."""
    folder = tmp_path_factory.mktemp("tiny") / "微县"
    Outcome(files=as_csv(make_sample(8, 200, "t")), recorded=False).write(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_case(tiny_folder: Path) -> Case:
    return read_case(tiny_folder, Pack("nantong-2017", (), YEAR), Progress())


@pytest.fixture(scope="session")
def plan_file(small_case: Case, small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planned")
    plan(small_case, "2026", Clock(), Progress()).write(folder)
    return folder / "plan.json"
