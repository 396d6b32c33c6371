"""What lies in the folder the officer works in is never imported, whatever it is called."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rotation.intake.sample import as_workbook, make_sample

pytestmark = pytest.mark.slow

NAMES = (
    "datetime", "json", "socket", "pickle", "random", "tempfile", "subprocess", "threading", "gettext", "calendar", "numpy",
    "click", "rich", "openpyxl", "distributed", "python_calamine", "solvers", "cli",
)  # fmt: skip
SCRIPT = Path(sys.executable).with_name("rotation")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of these names, and folders of our packages' names, beside the county."""
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text('raise SystemExit("imported from the working folder")\n')
    (tmp_path / "rotation" / "intake").mkdir(parents=True)
    (tmp_path / "rotation" / "intake" / "reader_process.py").write_text(
        'raise SystemExit("imported from the working folder")\n'
    )
    (tmp_path / "counties").mkdir()
    (tmp_path / "counties" / "县.xlsx").write_bytes(as_workbook(make_sample(6, 60, "t")))
    return tmp_path


@pytest.mark.parametrize("command", [[str(SCRIPT)], [sys.executable, "-m", "rotation"]])
def test_the_commands_and_the_reading_process(folder: Path, command: list[str]) -> None:
    done = subprocess.run(
        [*command, "check", "counties/县.xlsx", "--year", "2026"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "数据无误" in done.stdout


def test_workers(folder: Path) -> None:
    options = ["--year", "2026", "--executor", "dask", "--workers", "1", "--out", "out"]
    done = subprocess.run(
        [sys.executable, "-m", "rotation", "batch", "counties", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "imported from" not in done.stdout + done.stderr
    assert (folder / "out" / "县" / "scenario.json").exists(), done.stderr
    assert '"failed"' not in (folder / "out" / "县" / "scenario.json").read_text("utf-8")
