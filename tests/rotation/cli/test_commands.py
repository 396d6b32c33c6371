"""The commands as an officer meets them: exit statuses, files, both languages; what a process adds, by real ones."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from rotation.planning.plan import Plan, read_plan
from tests.helpers import OFFICE, process, rotation

pytestmark = pytest.mark.slow

HEAVY = ("ortools", "highspy", "pandas", "numpy", "networkx", "altair", "rich", "openpyxl", "typst")


@pytest.fixture(scope="module")
def planned(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    done = process("plan", small_folder, "--year", 2026, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "已证明最优" in done.stdout
    return out


def test_plan_writes_its_files(planned: Path, small_plan: Plan) -> None:
    written = ["plan.json", "plan.xlsx", "report.html", "run.json"]
    assert sorted(path.name for path in planned.iterdir()) == ["files.json", *written]
    assert sorted(json.loads((planned / "files.json").read_text("utf-8"))["files"]) == written
    assert (planned / "plan.json").read_text("utf-8") == small_plan.to_json()
    assert json.loads((planned / "run.json").read_text("utf-8"))["versions"]["ortools"]
    assert zipfile.ZipFile(planned / "plan.xlsx").testzip() is None


def test_plan_round_trip(planned: Path, small_plan: Plan) -> None:
    assert read_plan(planned / "plan.json").to_json() == small_plan.to_json()


def test_audit_passes_and_fails(planned: Path, small_folder: Path, tmp_path: Path) -> None:
    assert rotation("audit", small_folder, planned / "plan.json").returncode == 0
    data = json.loads((planned / "plan.json").read_text("utf-8"))
    del data["moves"][:10]
    broken = tmp_path / "plan.json"
    broken.write_text(json.dumps(data), "utf-8")
    done = process("audit", small_folder, broken)
    assert done.returncode == 1
    assert "不满足" in done.stdout
    assert "quota" in done.stdout


def test_audit_refuses_changed_data_and_other_files(planned: Path, small_workbook: Path, small_folder: Path) -> None:
    assert rotation("audit", small_folder, planned / "run.json").returncode == 3
    assert rotation("audit", small_folder, planned / "none.json").returncode == 3
    data = json.loads((planned / "plan.json").read_text("utf-8"))
    data["input_sha256"] = "0"
    other = planned.parent / "other.json"
    other.write_text(json.dumps(data), "utf-8")
    done = rotation("audit", small_workbook, other)
    assert done.returncode == 3
    assert "已有改动" in done.stderr


def test_a_renamed_county_is_told_and_only_the_audit_refuses_it(
    planned: Path, small_folder: Path, tmp_path: Path
) -> None:
    renamed = tmp_path / "改名县"
    shutil.copytree(small_folder, renamed)
    mover = read_plan(planned / "plan.json").moves[0].teacher_id
    done = rotation("explain", renamed, planned / "plan.json", "--teacher", mover, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "方案中的县名为“小县”，数据文件名为“改名县”" in done.stderr
    done = rotation("audit", renamed, planned / "plan.json")
    assert (done.returncode, "改名县" in done.stderr) == (3, True)


def test_check_and_eligible(small_folder: Path) -> None:
    done = rotation("check", small_folder, "--year", 2026)
    assert (done.returncode, "数据无误" in done.stdout) == (0, True)
    other = process("eligible", small_folder, "--year", 2026, "--lang", "en")  # click keeps the words of its help
    assert (other.returncode, "first reason why not" in other.stdout) == (0, True)


def test_bad_data_are_refused_whole(small_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "坏县"
    folder.mkdir()
    for file in small_folder.iterdir():
        text = file.read_text("utf-8-sig")
        (folder / file.name).write_text(text.replace("城区", "城关") if file.name == "schools.csv" else text, "utf-8")
    out = tmp_path / "out"
    for command in (("check", folder), ("plan", folder, "--out", out)):
        done = rotation(*command)
        assert done.returncode == 3
        assert "schools.csv【location】：应为" in done.stderr
        assert "第 2-10 行“城关”；是否为“城区”？" in done.stderr
        assert "Traceback" not in done.stderr
    assert not out.exists()


def test_a_pin_that_asks_for_the_impossible(small_folder: Path, tmp_path: Path) -> None:
    """The fault names the row of the pin."""
    folder = tmp_path / "县"
    folder.mkdir()
    for file in small_folder.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "pins.csv").write_text("teacher_id,kind,school_id\n00001,不得交流,\n00002,必须交流,\n", "utf-8")
    done = rotation("check", folder, "--year", 2026, "--set", "service.min_years=90")
    assert done.returncode == 3
    assert "pins.csv【teacher_id】 第 3 行“00002”" in done.stderr


def test_no_plan(small_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("of last week")
    done = rotation("plan", small_folder, "--year", 2026, "--out", tmp_path, "--set", "quota.lower=90")
    assert done.returncode == 4
    # An older plan is not this run's: it is kept elsewhere, and said to be.
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "diagnosis.docx",
        "diagnosis.json",
        "files.json",
        "former",
    ]
    assert (tmp_path / "former" / "plan.json").read_text() == "of last week"
    assert f"{tmp_path}/former" in done.stdout.replace("\n", "")
    conflict = json.loads((tmp_path / "diagnosis.json").read_text("utf-8"))["conflicts"][0]
    assert "quota" in conflict["clauses"]
    assert conflict["text"][:12] in done.stdout
    assert not (tmp_path / "plan.json").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan",),
        ("plann",),
        ("plan", "x", "--bad"),
        ("plan", "x", "--set", "quota.lwer=1"),
        ("plan", "x", "--policy", "y"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    done = rotation(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_no_such_county() -> None:
    assert rotation("check", "没有的县").returncode == 3


def test_time_limit(small_folder: Path, tmp_path: Path) -> None:
    """Whatever the limit, what is called proven is; too short a one gives no plan and status 5."""
    best = read_plan_of(small_folder, tmp_path / "best")
    seen = set()
    for limit in (1e-6, 0.02, 0.1, 0.3):
        out = tmp_path / str(limit)
        done = rotation("plan", small_folder, "--year", 2026, "--out", out, "--time-limit", limit)
        seen.add(done.returncode)
        assert done.returncode in (0, 5, 6), done.stderr
        if done.returncode == 5:
            assert not out.exists()
            continue
        plan = read_plan(out / "plan.json")
        assert plan.optimal == (done.returncode == 0)
        assert rotation("audit", small_folder, out / "plan.json").returncode == 0
        for goal, optimum in zip(plan.goals, best.goals, strict=True):
            if not goal.proven:
                break
            assert goal.value == optimum.value
    assert 5 in seen


def read_plan_of(folder: Path, out: Path) -> Plan:
    assert rotation("plan", folder, "--year", 2026, "--out", out).returncode == 0
    return read_plan(out / "plan.json")


def test_interrupt_leaves_no_half(tmp_path: Path) -> None:
    """Ctrl-C on a county that takes seconds: a whole plan called feasible, or none and status 5."""
    county = tmp_path / "县"
    assert rotation("sample", county, "--schools", 40, "--teachers", 2400).returncode == 0
    out = tmp_path / "out"
    command = [sys.executable, "-m", "rotation", "plan", str(county), "--year", "2026", "--out", str(out)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.readline()  # the first goal's line
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=120)
    assert "Traceback" not in errors
    assert process.returncode in (0, 5, 6)
    if process.returncode != 5:
        assert read_plan(out / "plan.json").optimal == (process.returncode == 0)
        assert rotation("audit", county, out / "plan.json").returncode == 0


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom rotation.cli import main\nsys.argv = ['rotation', '--help']\n"
        "try:\n    main()\nfinally:\n"
        f"    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0
    assert done.stderr.strip() == "[]"
    assert "教师交流轮岗" in done.stdout


def test_languages() -> None:
    """Click's sentences are those of the process."""
    assert "编制本年度方案" in process("plan", "--help").stdout
    assert "Make the year's plan" in process("plan", "--lang", "en", "--help").stdout
    assert "Commands:" in process("--lang", "en", "--help").stdout
    assert "缺少" in process("plan").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--help --lang en", "Commands:"), ("plan --help --lang=en", "Make the year's plan"),
        ("plan --nonsense --lang en", "No such option"), ("sample en --help", "生成虚构的样例县"),
        ("sample --help -- --lang en", "生成虚构的样例县"), ("--lang en sample --help --lang zh", "生成虚构的样例县"),
    ],
)  # fmt: skip
def test_the_language_is_the_one_chosen_wherever_the_option_stands(arguments: str, said: str) -> None:
    done = rotation(*arguments.split())
    assert said in done.stdout + done.stderr


def test_a_terminal_that_cannot_show_a_character(small_folder: Path, tmp_path: Path) -> None:
    """GBK has no 䶮: it is replaced, the run goes on."""
    folder = tmp_path / "䶮县"
    folder.mkdir()
    for file in small_folder.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    command = [sys.executable, "-m", "rotation", "check", str(folder), "--year", "2026"]
    done = subprocess.run(command, capture_output=True, check=False, env={"PYTHONIOENCODING": "gbk", "PATH": ""})
    assert done.returncode == 0, done.stderr.decode("gbk", "replace")


def test_sample_in_both_forms(tmp_path: Path) -> None:
    assert rotation("sample", tmp_path / "a", "--schools", 8, "--teachers", 100).returncode == 0
    assert rotation("sample", tmp_path / "a.xlsx", "--schools", 8, "--teachers", 100).returncode == 0
    for path in (tmp_path / "a", tmp_path / "a.xlsx"):
        assert rotation("check", path, "--year", 2026).returncode == 0


def test_default_output_folder(small_folder: Path, tmp_path: Path) -> None:
    assert rotation("plan", small_folder, "--year", 2026, cwd=tmp_path).returncode == 0
    assert (tmp_path / "plans" / "小县-2026" / "plan.json").exists()


@pytest.mark.parametrize("name", ["plan.json", "diagnosis.json"])
def test_a_folder_in_the_way(small_folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    for setting in ("quota.lower=15", "quota.lower=90"):
        done = rotation("plan", small_folder, "--year", 2026, "--out", tmp_path, "--set", setting)
        assert done.returncode == (4 if (name, setting) == ("plan.json", "quota.lower=90") else 2)
        assert "Traceback" not in done.stderr
    assert f"{name} 是一个文件夹" in done.stderr or name == "plan.json"


def test_files_of_two_runs_are_refused(planned: Path, small_folder: Path, tmp_path: Path) -> None:
    """The folder as a kill between two renames leaves it, and a sound plan of another run put into it."""
    folder = tmp_path / "mixed"
    shutil.copytree(planned, folder)
    plan = folder / "plan.json"
    record = json.loads((folder / "files.json").read_text("utf-8"))
    sound = dict(record["files"])
    record["changing"] = {name: ["0" * 64, hashed] for name, hashed in sound.items()}
    record["changing"]["plan.xlsx"] = [sound["plan.xlsx"], "0" * 64]
    (folder / "files.json").write_text(json.dumps(record), "utf-8")
    for command in (("audit",), ("explain", "--chains"), ("notice", "--from", "2026-08-17", "--office", OFFICE)):
        done = rotation(command[0], small_folder, plan, *command[1:])
        assert done.returncode == 3, done.stderr
        assert "分属两次运行" in done.stderr
        assert "未替换：plan.xlsx" in done.stderr
    del record["changing"]
    (folder / "files.json").write_text(json.dumps(record), "utf-8")
    assert rotation("audit", small_folder, plan).returncode == 0
    plan.write_text(plan.read_text("utf-8") + "\n", "utf-8")
    done = rotation("audit", small_folder, plan)
    assert done.returncode == 3
    assert "不是同一次运行" in done.stderr
