"""An outcome in a folder: what is written, what goes, what is kept, what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rotation.errors import BadData, Fault, NoPlan, Note, UsageFault
from rotation.tasks.outcome import Outcome, Placed


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_files_with_their_folders(tmp_path: Path) -> None:
    assert Outcome(files={"a.txt": "甲", "letters/1.pdf": b"1", "2026/plan.json": "{}"}).write(tmp_path) == []
    kept = {"a.txt", "letters/1.pdf", "2026/plan.json"}
    assert names(tmp_path) == kept | {"files.json", "letters/files.json", "2026/files.json"}
    assert (tmp_path / "a.txt").read_text("utf-8") == "甲"
    assert list(json.loads((tmp_path / "files.json").read_text("utf-8"))["files"]) == ["a.txt"]


def test_what_an_earlier_run_left(tmp_path: Path) -> None:
    Outcome(files={"page-001.png": b"1", "page-002.png": b"2", "more.txt": "", "letters/1.pdf": b""}).write(tmp_path)
    Outcome(files={"page-001.png": b"3"}, gone=["page-*.png", "letters/*", "nothing/*"]).write(tmp_path)
    assert names(tmp_path) == {"page-001.png", "more.txt", "files.json", "letters/files.json"}
    assert (tmp_path / "page-001.png").read_bytes() == b"3"


def test_what_is_kept_aside_is_said(tmp_path: Path) -> None:
    Outcome(files={"plan.json": "{}"}).write(tmp_path)
    (said,) = Outcome(files={"diagnosis.json": "{}"}, aside=["plan.json", "plan.xlsx"]).write(tmp_path)
    assert str(tmp_path / "former") in said
    assert names(tmp_path) == {"diagnosis.json", "files.json", "former/plan.json", "former/files.json"}


def test_files_of_nobodys_run(tmp_path: Path) -> None:
    Outcome(files={"a.csv": "1"}, recorded=False).write(tmp_path)
    assert names(tmp_path) == {"a.csv"}


def test_nothing_is_written_where_a_folder_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for outcome in (Outcome(files={"a": "1", "b": "2"}), Outcome(files={"a": "1"}, gone=["b"])):
        with pytest.raises(UsageFault, match="b"):
            outcome.write(tmp_path)
        assert names(tmp_path) == set()


def test_an_error_is_an_outcome() -> None:
    fault, note = Fault("教师", 3, "工号", "x", "另一个"), Note("少见")
    bad = Outcome.of(BadData("有错", [fault], [note]), {"marked.xlsx": b""})
    assert (bad.status, bad.error, bad.faults, bad.notes) == (3, "有错", (fault,), (note,))
    assert (Outcome.of(NoPlan("无")).status, Outcome.of(NoPlan("无")).faults) == (4, ())


def test_where_a_file_is(tmp_path: Path) -> None:
    placed = Placed("{count} files are in {path}", "supplement", {"count": 3})
    assert placed.said(tmp_path) == f"共 3 个文件，在 {tmp_path / 'supplement'}"
