"""A corpus of files as offices hand them in: what `rotation check` says of each stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.make import CASES
from tests.helpers import CORPUS, corpus_file, rotation


def told(path: Path) -> str:
    """Exit status, faults and notes of `rotation check`; the tables of a sound county are left out."""
    done = rotation("check", path, "--year", 2026)
    lines = done.stderr.splitlines()
    lines += [line for line in done.stdout.splitlines() if line.startswith(("提醒", "数据无误"))]
    return "\n".join([f"status {done.returncode}", *lines, ""])


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_is_said_of_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "1000")  # no sentence is broken at the window's edge
    assert told(corpus_file(name)) == (CORPUS / f"{name}.txt").read_text("utf-8")


def test_the_corpus_is_large_enough() -> None:
    broken = [path for path in CORPUS.glob("*.txt") if path.read_text("utf-8").startswith("status 3")]
    assert len(broken) >= 40
