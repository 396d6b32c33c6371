"""A corpus of files as offices hand them in: what `rotation check` says of each stands beside it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rotation import cli
from tests.corpus.make import CASES
from tests.helpers import ROOT

CORPUS = ROOT / "tests" / "corpus"


def county_of(name: str) -> Path:
    """The file or folder of a case."""
    return next(path for path in sorted(CORPUS.iterdir()) if path.stem == name and path.suffix != ".txt")


def told(path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Exit status, faults and notes of `rotation check`; the tables of a sound county are left out."""
    monkeypatch.setenv("COLUMNS", "1000")  # no sentence is broken at the window's edge
    monkeypatch.setattr(sys, "argv", ["rotation", "check", str(path), "--year", "2026"])
    status = 0
    try:
        cli.main()
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    lines += [line for line in captured.out.splitlines() if line.startswith(("提醒", "数据无误"))]
    return "\n".join([f"status {status}", *lines, ""])


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_is_said_of_it(name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(county_of(name), capsys, monkeypatch) == (CORPUS / f"{name}.txt").read_text("utf-8")


def test_the_corpus_is_large_enough() -> None:
    broken = [path for path in CORPUS.glob("*.txt") if path.read_text("utf-8").startswith("status 3")]
    assert len(broken) >= 40
