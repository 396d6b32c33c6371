"""`rotation prepare` as an officer meets it: files in, the workbook 对照 filled in, a county that check accepts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from rotation.intake.sample import Sample, make_sample
from tests.exports import as_csv, export
from tests.helpers import rotation
from tests.preparing import write


@pytest.fixture(scope="module")
def county() -> Sample:
    return make_sample(8, 200, "k")


@pytest.fixture
def files(county: Sample, tmp_path: Path) -> Path:
    """The national export in a folder, one of its tables as a CSV file."""
    sheets = export(county)
    (tmp_path / "国网导出").mkdir()
    (tmp_path / "国网导出" / "骨干教师情况.csv").write_bytes(as_csv(sheets.pop("骨干教师情况")))
    write(tmp_path / "国网导出", sheets)
    return tmp_path


def fill(path: Path, county: Sample) -> int:
    """Choose in the workbook 对照 as an officer would; how many rows waited."""
    book = openpyxl.load_workbook(path)
    filled = 0
    by_hand = {("班级数"): "classes", ("编制数"): "staff_quota"}
    for row in book["对照"].iter_rows(min_row=3):
        kind, where, text, proposed = (cell.value for cell in row[:4])
        if row[4].value:
            continue
        row[4].value = "同建议"
        if kind == "一贯制学校分学段":
            parts = [s[by_hand[where]] for s in county.tables["schools"] if s["name"] == text]
            row[4].value = "/".join(map(str, parts))
        assert proposed
        filled += 1
    book.save(path)
    return filled


def test_from_files_to_a_county(files: Path, county: Sample) -> None:
    command = ("prepare", files / "国网导出", "--out", files / "我县.xlsx", "--year", 2026)
    first = rotation(*command, "--yes")
    assert first.returncode == 3
    assert "待确认" in first.stdout
    assert "县数据尚未写出" in first.stderr
    assert sorted(path.name for path in files.iterdir()) == ["国网导出", "对照.toml", "对照.xlsx"]
    assert fill(files / "对照.xlsx", county) > 0
    second = rotation(*command)
    assert second.returncode == 0, second.stderr
    assert rotation("check", files / "我县.xlsx", "--year", 2026).returncode == 0
    before = {path.name: path.read_bytes() for path in files.iterdir() if path.is_file()}
    assert rotation(*command).returncode == 0
    assert {path.name: path.read_bytes() for path in files.iterdir() if path.is_file()} == before


@pytest.mark.slow
def test_no_id_number_leaves_the_files(files: Path, county: Sample, tmp_path: Path) -> None:
    command = ("prepare", files / "国网导出", "--out", files / "我县.xlsx", "--year", 2026)
    said = rotation(*command, "--yes")
    fill(files / "对照.xlsx", county)
    done = rotation(*command)
    assert done.returncode == 0
    texts = [said.stdout, said.stderr, done.stdout, done.stderr, (files / "对照.toml").read_text("utf-8")]
    for name in ("我县.xlsx", "对照.xlsx"):
        shutil.unpack_archive(files / name, tmp_path / f"{name}.parts", "zip")
        texts += [part.read_text("utf-8") for part in (tmp_path / f"{name}.parts").rglob("*.xml")]
    numbers = {row["id_number"] for row in county.tables["teachers"]}
    assert not [number for number in numbers for text in texts if number in text]
    # Reasons not to be exchanged are the officer's own workbooks' alone.
    assert not [text for text in texts[:5] if re.search("孕期|哺乳期|重大疾病|特殊困难|怀孕", text)]


def test_a_county_changed_by_hand_is_not_lost(files: Path, county: Sample) -> None:
    command = ("prepare", files / "国网导出", "--out", files / "我县.xlsx", "--year", 2026)
    (files / "我县.xlsx").write_bytes(b"mine")
    refused = rotation(*command)
    assert refused.returncode == 2
    assert "不是本命令写出的" in refused.stderr
    assert (files / "我县.xlsx").read_bytes() == b"mine"


def test_what_is_no_file(tmp_path: Path) -> None:
    assert rotation("prepare", tmp_path / "none.xlsx", "--out", tmp_path / "我县.xlsx").returncode == 3
    assert rotation("prepare", tmp_path, "--out", tmp_path / "我县").returncode == 2
