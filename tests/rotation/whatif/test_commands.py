"""Many plans as a planner meets them: killed and resumed, beside each other, failing alone."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rotation.errors import Stopped
from rotation.planning.audit import audit
from rotation.planning.plan import read_plan
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from rotation.tasks.executors import Executor, run_tasks
from rotation.whatif.scenario import load_scenarios
from rotation.whatif.task import Task
from solvers.clock import Clock
from tests.helpers import OFFICE, rotation

pytestmark = pytest.mark.slow

SCENARIOS = """
[scenarios."多交流"]
set = { "quota.lower" = 20, "quota.upper" = 30 }
[scenarios."不可能"]
set = { "turnover.percent" = 3 }
[sweeps.s]
set = { "quota.lower" = [15, 17], "reach.max_km" = [10, 30] }
"""


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("s") / "s.toml"
    path.write_text(SCENARIOS, "utf-8")
    return path


def plans(folder: Path) -> dict[str, bytes]:
    return {path.parent.name: path.read_bytes() for path in folder.glob("*/plan.json")}


@pytest.fixture(scope="module")
def undisturbed(small_folder: Path, scenarios: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed")
    done = rotation("whatif", small_folder, scenarios, "--year", 2026, "--out", out, "--executor", "serial")
    assert done.returncode == 0, done.stderr
    return out


def test_every_scenario_is_a_proven_audited_plan(undisturbed: Path, scenarios: Path, small_case: Case) -> None:
    """The points of the trade-off are plans that the audit confirms; the impossible one carries its diagnosis."""
    found = {scenario.name: scenario.case for scenario in load_scenarios(scenarios, small_case)}
    compared = json.loads((undisturbed / "compare.json").read_text("utf-8"))["scenarios"]
    assert [each["name"] for each in compared] == list(found)
    for each in compared:
        folder = undisturbed / each["name"]
        if each["name"] == "不可能":
            assert each["status"] == "no plan"
            assert json.loads((folder / "diagnosis.json").read_text("utf-8"))["conflicts"]
            continue
        plan = read_plan(folder / "plan.json")
        assert plan.optimal
        case = found[each["name"]]
        assert audit(case, plan).passed
        assert each["measures"]["moved"] == len(plan.moves)
        assert each["parameters"] == dict(case.policy.values)
        assert dict(plan.parameters) == case.policy.parameters
        assert set(each["movers"]) == {move.teacher_id for move in plan.moves}
        assert (folder / "report.html").stat().st_size < 2_000_000


def test_what_is_there_is_not_made_again(undisturbed: Path, small_folder: Path, scenarios: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in undisturbed.glob("*/plan.json")}
    done = rotation("whatif", small_folder, scenarios, "--year", 2026, "--out", undisturbed)
    assert done.returncode == 0, done.stderr
    assert "7 个中有 7 个沿用上次结果" in done.stderr
    assert before == {path: path.stat().st_mtime_ns for path in undisturbed.glob("*/plan.json")}


def test_another_policy_value_is_made_anew(
    undisturbed: Path, small_folder: Path, scenarios: Path, tmp_path: Path
) -> None:
    again = tmp_path / "s.toml"
    again.write_text('[scenarios."多交流"]\nset = { "quota.lower" = 20, "quota.upper" = 30 }', "utf-8")
    settings = ("--set", "retirement.min_months=48")
    done = rotation(
        "whatif", small_folder, again, "--year", 2026, "--out", tmp_path / "out", *settings, "--executor", "serial"
    )
    assert done.returncode == 0, done.stderr
    assert plans(tmp_path / "out")["基准"] != plans(undisturbed)["基准"]


@pytest.mark.parametrize("executor", ["serial", "dask"])
def test_killed_and_resumed_the_same_bytes(
    executor: str, undisturbed: Path, small_folder: Path, scenarios: Path, tmp_path: Path
) -> None:
    """SIGKILL before the first plan stands and later, workers and all; what stands is whole, and the end is the same."""
    command = [
        sys.executable, "-m", "rotation", "whatif", str(small_folder), str(scenarios), "--year", "2026", "--out",
        str(tmp_path), "--executor", executor, "--workers", "2",
    ]  # fmt: skip
    moments = random.Random(executor)
    for standing in (0, 1, 4):
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as process:
            while len(plans(tmp_path)) < standing and process.poll() is None:
                time.sleep(0.05)
            time.sleep(moments.uniform(0.0, 1.0))
            os.killpg(process.pid, signal.SIGKILL)
        assert all(plans(undisturbed)[name] == content for name, content in plans(tmp_path).items())
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert plans(tmp_path) == plans(undisturbed)


def double(number: int) -> int:
    """A task that needs nothing; 13 kills its worker each time, 7 fails."""
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 7:
        raise ValueError("seven")
    return 2 * number


def test_a_poison_task_fails_alone() -> None:
    numbers = [*range(1, 6), 13, 7, *range(20, 26)]
    found = dict(run_tasks(numbers, double, Executor("dask", workers=2), Clock()))
    assert {n for n, result in found.items() if isinstance(result, Exception)} == {7, 13}
    assert all(found[n] == 2 * n for n in numbers if n not in (7, 13))


def test_serial_failures_and_stops() -> None:
    found = dict(run_tasks([1, 7, 2], double, Executor("serial"), Clock()))
    assert isinstance(found[7], ValueError)
    assert (found[1], found[2]) == (2, 4)
    clock = Clock()
    clock.stop()
    with pytest.raises(Stopped):
        list(run_tasks([1], double, Executor("serial"), clock))


def test_an_existing_cluster_is_joined_with_tls(undisturbed: Path, small_folder: Path, tmp_path: Path) -> None:
    """A scheduler and a worker started by Dask's own commands, speaking TLS; without the files nobody gets in."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
         "-subj", "/CN=localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    files = ["--tls-ca-file", str(certificate), "--tls-cert", str(certificate), "--tls-key", str(key)]
    dask, address = [sys.executable, "-m", "distributed.cli.dask_scheduler"], tmp_path / "scheduler.json"
    scheduler = subprocess.Popen(
        [*dask, "--protocol", "tls", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(address), *files],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    worker = None
    try:
        for _ in range(100):
            if address.exists() and address.read_text():
                break
            time.sleep(0.2)
        where = json.loads(address.read_text())["address"]
        assert where.startswith("tls://")
        worker = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", where, "--nthreads", "1", "--no-dashboard", *files],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path,
        )  # fmt: skip
        one = tmp_path / "one.toml"
        one.write_text('[scenarios."多交流"]\nset = { "quota.lower" = 20, "quota.upper" = 30 }', "utf-8")
        tls = ("--tls-ca", certificate, "--tls-cert", certificate, "--tls-key", key)
        joined = ("--executor", "dask", "--scheduler", where)
        out = tmp_path / "out"
        done = rotation("whatif", small_folder, one, "--year", 2026, "--out", out, *joined, *tls)
        assert done.returncode == 0, done.stderr
        assert all(plans(undisturbed)[name] == content for name, content in plans(out).items())
        refused = rotation("whatif", small_folder, one, "--year", 2026, "--out", tmp_path / "no", *joined)
        assert refused.returncode == 2, refused.stderr
        assert "Traceback" not in refused.stderr
    finally:
        for process in (worker, scheduler):
            if process is not None:
                process.terminate()
                process.wait()


def test_batch_skips_what_cannot_be_read(small_folder: Path, tmp_path: Path) -> None:
    """Bad data are listed with their faults and stop nobody else; the city's notice can follow."""
    folder = tmp_path / "counties"
    for i in (1, 2):
        assert rotation("sample", folder / f"县{i}", "--schools", 8, "--teachers", 240, "--seed", i).returncode == 0
    bad = folder / "坏县"
    bad.mkdir()
    for file in (folder / "县1").iterdir():
        (bad / file.name).write_text(file.read_text("utf-8-sig").replace("城区", "城关"), "utf-8")
    done = rotation("batch", folder, "--year", 2026)
    assert done.returncode == 7, done.stderr
    assert "schools.csv【location】" in done.stderr
    assert "城关" not in done.stderr, "what stands in a cell goes no further than the county's own check"
    assert "Traceback" not in done.stderr
    data = json.loads((folder / "plans" / "batch.json").read_text("utf-8"))["counties"]
    assert {each["name"]: each["status"] for each in data} == {"县1": "planned", "县2": "planned", "坏县": "bad data"}
    office = OFFICE
    city = rotation("city", folder / "plans", "--from", "2026-08-17", "--office", office)
    assert city.returncode == 0, city.stderr
    again = rotation("batch", folder, "--year", 2026)
    assert again.returncode == 7
    assert "沿用" in again.stderr


def test_wrong_usage(small_folder: Path, scenarios: Path, tmp_path: Path) -> None:
    for arguments, status in (
        (("whatif", small_folder), 2),
        (("whatif", small_folder, tmp_path / "none.toml"), 2),
        (("whatif", small_folder, scenarios, "--tls-ca", "x"), 2),
        (("whatif", small_folder, scenarios, "--executor", "dask", "--scheduler", "tcp://127.0.0.1:1"), 2),
        (("batch", tmp_path / "none"), 3),
        (("forecast", small_folder, "--hire", "语文"), 2),
    ):
        done = rotation(*arguments, *(() if arguments[0] == "batch" else ("--year", 2026, "--out", tmp_path / "o")))
        assert done.returncode == status, (arguments, done.stderr)
        assert "Traceback" not in done.stderr
    assert rotation("whatif", "--example").stdout.startswith("# 情景文件示例")


def test_task_keys_follow_what_decides(small_case: Case) -> None:
    task = Task("a", "a", small_case, "2026")
    assert task.key == Task("b", "c", small_case, "2026", ("d",)).key
    other = Case(small_case.county, load_policy("nantong-2017", ["quota.lower=16"]), 2026)
    keys = {task.key, Task("a", "a", other, "2026").key, Task("a", "a", small_case, "x").key}
    keys.add(Task("a", "a", small_case, "2026", seconds=5.0).key)
    assert len(keys) == 4
