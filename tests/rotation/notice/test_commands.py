"""`rotation notice` and `rotation city` as real processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers import OFFICE, rotation
from tests.published import Published

pytestmark = pytest.mark.slow


def test_notice_and_city(published: Published, tmp_path: Path) -> None:
    plan = tmp_path / "小县" / "plan.json"
    plan.parent.mkdir()
    plan.write_text(published.listed.plan.to_json(), "utf-8")
    done = rotation("notice", published.folder, plan, "--from", "2026-08-17", "--office", OFFICE, "--letters-apart")
    assert done.returncode == 0, done.stderr
    assert "2026-08-21" in done.stdout
    out = plan.parent / "notice"
    assert {path.name for path in out.iterdir()} == {*published.files, "letters", "files.json"}
    assert {path.name for path in (out / "letters").iterdir()} == {*published.letters, "files.json"}
    assert (out / "notice.pdf").read_bytes() == published.files["notice.pdf"]

    (out / "page-099.png").write_bytes(b"")  # left by a longer list
    rotation("notice", published.folder, plan, "--from", "2026-08-17", "--office", OFFICE)
    assert not (out / "page-099.png").exists()

    same = rotation("notice", published.folder, plan, "--from", "2026-08-24", "--office", OFFICE, "--result", plan)
    assert same.returncode == 0, same.stderr
    assert "没有变更" in (plan.parent / "result" / "notice.html").read_text("utf-8")

    early = rotation("notice", published.folder, plan, "--from", "2026-08-21", "--office", OFFICE, "--result", plan)
    assert (early.returncode, "2026-08-22" in early.stderr) == (2, True)
    record = plan.parent / "notice" / "notice.json"
    record.rename(tmp_path / "elsewhere.json")
    asked = ("notice", published.folder, plan, "--from", "2026-08-24", "--office", OFFICE, "--result", plan)
    unknown = rotation(*asked)
    assert (unknown.returncode, "--posted-on" in unknown.stderr) == (2, True)
    assert rotation(*asked, "--record", tmp_path / "elsewhere.json").returncode == 0
    assert rotation(*asked, "--posted-on", "2026-08-17").returncode == 0
    assert rotation(*asked, "--posted-on", "2026-08-18").returncode == 2  # ends on the 24th
    (tmp_path / "elsewhere.json").unlink()

    city = rotation("city", tmp_path, "--from", "2026-08-17", "--office", OFFICE, "--counties", published.folder.parent)
    assert city.returncode == 0, city.stderr
    counties = json.loads((tmp_path / "city" / "notice.json").read_text("utf-8"))["counties"]
    assert [(county["county"], county["recounted"]) for county in counties] == [("小县", True)]


def test_refusals(published: Published, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(published.listed.plan.to_json(), "utf-8")
    command = ("notice", published.folder, plan)
    asked = rotation(*command, "--from", "2026-08-17")
    assert (asked.returncode, "working_days = 5" in asked.stderr) == (2, True)
    late = rotation(*command, "--from", "2026-08-28", "--office", OFFICE)
    assert (late.returncode, "2026-08-25" in late.stderr) == (2, True)
    assert rotation(*command, "--office", OFFICE).returncode == 2
    broken = tmp_path / "broken.json"
    broken.write_text(published.listed.plan.to_json().replace('"moved": ', '"moved": 1'), "utf-8")
    done = rotation("notice", published.folder, broken, "--from", "2026-08-17", "--office", OFFICE)
    assert (done.returncode, "metrics" in done.stderr) == (1, True)
    assert not (tmp_path / "notice").exists()
    assert all("Traceback" not in run.stderr for run in (asked, late, done))
