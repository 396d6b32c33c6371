"""What is installed: the two packages with their data, and nothing else at the top."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.helpers import ROOT

pytestmark = pytest.mark.slow


def test_wheel(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as parts:
        names = parts.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"rotation", "solvers"}
    assert "rotation/policy/nantong-2017.toml" in names
    assert "rotation/locale/zh_CN/LC_MESSAGES/messages.mo" in names
    assert "rotation/py.typed" in names


def test_only_the_fixture_program_skips() -> None:
    """What a bare machine skips is what `pytest -m program` runs: nothing is skipped in another way."""
    skips = [
        path
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if re.search(r"pytest\.(skip|importorskip|mark\.skip|mark\.xfail|xfail)|SkipTest", path.read_text("utf-8"))
    ]
    assert [path.relative_to(ROOT).as_posix() for path in skips if path != Path(__file__)] == ["tests/conftest.py"]
