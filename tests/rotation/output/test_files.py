"""Output files appear whole or not at all, and those of one run together or not at all."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rotation.errors import BadData, UsageFault
from rotation.output import files

NAMES = ("plan.xlsx", "report.html", "plan.json", "run.json")


def state(folder: Path) -> dict[str, bytes]:
    """Every file of the folder, those of no name too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write(folder: Path, text: str) -> None:
    files.write_files(folder, {name: f"{name} {text}" for name in NAMES}, gone=["diagnosis.json"])


def test_the_record_names_every_file(tmp_path: Path) -> None:
    write(tmp_path, "1")
    files.write_files(tmp_path, {"other.json": "x"})
    record = json.loads((tmp_path / files.RECORD).read_text("utf-8"))
    assert set(record) == {"format", "files"}
    assert set(record["files"]) == {*NAMES, "other.json"}
    for name in NAMES:
        files.of_one_run(tmp_path / name)
        files.as_recorded(tmp_path / name)
    (tmp_path / "plan.json").write_text("plan.json 0")
    files.of_one_run(tmp_path / "plan.json")
    with pytest.raises(BadData, match=r"plan\.json.*files\.json"):
        files.as_recorded(tmp_path / "plan.json")


def test_a_full_disk_leaves_the_former_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "old")
    before = state(tmp_path)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UsageFault, match=r"磁盘已满，请腾出空间$"):
        write(tmp_path, "new")
    assert state(tmp_path) == before


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("at", range(6))
def test_a_change_that_fails_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, before: bool
) -> None:
    """The n-th file is open in Excel: none is another than it was, and nothing is left lying about."""
    if before:
        write(tmp_path, "old")
        (tmp_path / "diagnosis.json").write_text("old")
    was = state(tmp_path)
    replace, calls = os.replace, iter(range(100))

    def refused(source: str, target: Path) -> None:
        if next(calls) == at:
            raise PermissionError(13, "Permission denied", source, None, str(target))
        replace(source, target)

    monkeypatch.setattr("os.replace", refused)
    with pytest.raises(UsageFault, match=r"没有权限；该文件是否正在其他程序中打开？$"):
        write(tmp_path, "new")
    assert state(tmp_path) == was


def test_interrupted_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "old")
    was, replace, calls = state(tmp_path), os.replace, iter(range(100))

    def interrupted(source: str, target: Path) -> None:
        if next(calls) == 2:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, "new")
    assert state(tmp_path) == was


@pytest.mark.parametrize("name", ["plan.json", "diagnosis.json", "files.json", "page-099.png"])
def test_a_folder_in_the_way(tmp_path: Path, name: str) -> None:
    write(tmp_path, "old")
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name).mkdir()
    was = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(UsageFault, match=f"{name} 是一个文件夹"):
        files.write_files(
            tmp_path, dict.fromkeys(NAMES, "new"), gone=["diagnosis.json", *files.like(tmp_path, "page-*", ())]
        )
    assert {path.name for path in tmp_path.iterdir()} == was


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageFault, match="无法写入"):
        files.write_files(tmp_path / "file" / "folder", {"a": "x"})
    with pytest.raises(UsageFault, match=r"无法写入.*已有同名"):
        files.write_files(tmp_path / "file", {"a": "x"})


KILLED_AT = """
import os, signal, sys
from pathlib import Path
from rotation.output.files import write_files
replace, calls = os.replace, iter(range(100))
def killed(source, target):
    if next(calls) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    replace(source, target)
os.replace = killed
write_files(Path(sys.argv[1]), {name: f"{name} new" for name in sys.argv[3:]}, gone=["diagnosis.json"])
"""


@pytest.mark.parametrize("at", range(6))
def test_killed_between_two_changes(tmp_path: Path, at: int) -> None:
    """Files of two runs are refused, naming which; those of one are not; the next run leaves no trace of it."""
    write(tmp_path, "old")
    (tmp_path / "diagnosis.json").write_text("old")
    done = subprocess.run([sys.executable, "-c", KILLED_AT, str(tmp_path), str(at), *NAMES], check=False)
    assert done.returncode == -9
    texts = {(tmp_path / name).read_text().split()[1] for name in NAMES}
    if at in (0, 1):
        assert texts == {"old"}
        files.of_one_run(tmp_path / "plan.json")
    elif at < 5:
        with pytest.raises(BadData, match=r"plan\.xlsx.*run\.json") as refused:
            files.of_one_run(tmp_path / "plan.json")
        assert refused.value.status == 3
        # What is written beside them by another command leaves them refused.
        files.write_files(tmp_path, {"explain.json": "x"})
        with pytest.raises(BadData):
            files.of_one_run(tmp_path / "plan.json")
        files.of_one_run(tmp_path / "explain.json")
    else:  # all are new, and the record has not said so yet
        assert texts == {"new"}
        files.of_one_run(tmp_path / "plan.json")
    write(tmp_path, "newer")
    files.of_one_run(tmp_path / "plan.json")
    left = set(state(tmp_path)) - {"explain.json"}
    assert left == {*NAMES, files.RECORD}


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """A process that writes sets over and over, killed: every file is whole, and all are of one run or refused."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom rotation.output.files import write_files\n"
        "for i in range(10**6):\n    write_files(Path(sys.argv[1]), dict.fromkeys(sys.argv[2:], str(i % 10) * 50000))\n"
        "    print(i, flush=True)\n"
    )
    for seed in range(8):
        with subprocess.Popen([sys.executable, "-c", code, str(tmp_path), *NAMES], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(random.Random(seed).random() / 20)
            process.kill()
        texts = {(tmp_path / name).read_text() for name in NAMES}
        assert all(len(text) == 50000 and len(set(text)) == 1 for text in texts)
        if len(texts) > 1:
            with pytest.raises(BadData):
                files.of_one_run(tmp_path / "plan.json")
        else:
            files.of_one_run(tmp_path / "plan.json")
