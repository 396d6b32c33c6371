"""What tests of every kind share."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from rotation import cli
from rotation.tasks.progress import Progress, Step, Told

ROOT = Path(__file__).parents[1]
OFFICE = ROOT / "tests" / "office.toml"  # a bureau's details for its notices
BUNDLED = ROOT / "data" / "counties" / "云川县.xlsx"
CORPUS = ROOT / "tests" / "corpus"
DAY = datetime.date(2026, 8, 17)  # a Monday on which a notice may begin


@dataclass(frozen=True)
class Done:
    """What a command ended with and said."""

    returncode: int
    stdout: str
    stderr: str


def rotation(*arguments: object, cwd: Path | None = None) -> Done:
    """A command in this process: what `process` does, a second of imports the less."""
    status, out, errors = 0, io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(errors):
        patch.setattr(sys, "argv", ["rotation", *map(str, arguments)])
        patch.setenv("PYTHONSAFEPATH", "1")  # set by main as well, here put back
        if cwd is not None:
            patch.chdir(cwd)
        try:
            cli.main()
        except SystemExit as stopped:
            status = int(stopped.code or 0)
    return Done(status, out.getvalue(), errors.getvalue())


def process(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The same as an officer starts it."""
    command = [sys.executable, "-m", "rotation", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd)


def corpus_file(name: str) -> Path:
    """The file or folder of a case of the corpus."""
    return next(path for path in sorted(CORPUS.iterdir()) if path.stem == name and path.suffix != ".txt")


class Heard(Progress):
    """A Progress with every step it came to."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        super().__init__(self.hear)

    def hear(self, told: Told) -> None:
        if isinstance(told, Step):
            self.steps.append(told)
