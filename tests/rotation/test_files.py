"""Output files appear whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rotation import files
from rotation.errors import UsageFault


def test_a_failure_leaves_the_former_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write_files(tmp_path, {"a": "old", "b": b"old"})

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UsageFault, match=r"磁盘已满，请腾出空间$"):
        files.write_files(tmp_path, {"a": "new", "b": "new"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old", "b": "old"}


def test_a_file_that_is_open_in_a_spreadsheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.replace", taken)
    with pytest.raises(UsageFault, match=r"没有权限；该文件是否正在其他程序中打开？$"):
        files.write_files(tmp_path, {"a": "new"})


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageFault, match="无法写入"):
        files.write_files(tmp_path / "file" / "folder", {"a": "x"})


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """A process that writes over and over, killed: every file is one of the whole ones."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom rotation.files import write_files\n"
        "for i in range(10**6):\n    write_files(Path(sys.argv[1]), {'a': str(i % 10) * 100000})\n"
        "    print(i, flush=True)\n"
    )
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(7):
                process.stdout.readline()
            process.kill()
        text = (tmp_path / "a").read_text()
        assert len(text) == 100000
        assert len(set(text)) == 1
