"""Options of every odd kind: a sentence and status 2 or 3, at once, never a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
from pathlib import Path

import pytest

from rotation import cli

ODD_TEXTS = (
    "²",
    "٣",
    "９",
    "\ud800",
    "\0",
    "\u2028",
    "a\nb",
    "9" * 5000,
    "长" * 5000,
    "-1",
    "1e308",
    "nan",
    "inf",
    "",
    "=",
    "{}",
)
ODD_PATHS = ("a\0b", "长" * 5000, "a/" * 5000 + "b", "\ud800", "/dev/null/x", "/dev/zero", "/dev/null", "/dev/tty")


def run(*arguments: str) -> tuple[int, str]:
    """Exit status and all that was said; TimeoutError where it does not end."""
    done: list[int] = []
    said = io.StringIO()
    former, sys.argv = sys.argv, ["rotation", *arguments]

    def work() -> None:
        try:
            cli.main()
            done.append(0)
        except SystemExit as stopped:
            done.append(int(stopped.code or 0))
        except BaseException as error:
            said.write(f"Traceback {error!r}")
            done.append(-1)

    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            worker = threading.Thread(target=work, daemon=True)
            worker.start()
            worker.join(20)
    finally:
        sys.argv = former
    if not done:
        raise TimeoutError(arguments)
    return done[0], said.getvalue()


def refused(*arguments: str) -> None:
    status, said = run(*arguments)
    assert status in (2, 3), (arguments, status, said)
    assert said.strip()
    assert "Traceback" not in said


@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_odd_texts(odd: str, small_folder: Path, tmp_path: Path) -> None:
    county, out = str(small_folder), str(tmp_path / "out")
    refused("plan", county, "--year", "2026", "--out", out, "--set", odd)
    refused("plan", county, "--year", "2026", "--out", out, "--set", f"quota.lower={odd}")
    refused("plan", county, "--year", "2026", "--out", out, "--policy", odd or "x")
    if odd not in ("٣", "９"):  # digits to Python: a year and seconds like any
        refused("plan", county, "--year", "2026", "--out", out, "--time-limit", odd)
    refused("plan", county, "--out", out, "--year", odd)
    refused("forecast", county, "--year", "2026", "--out", out, "--hire", odd)
    refused("forecast", county, "--year", "2026", "--out", out, "--hire", f"语文={odd}")
    refused("forecast", county, "--year", "2026", "--out", out, "--years", f"{odd}x")
    if any(not character.isprintable() for character in odd) or len(odd) > 200:
        refused("plan", county, "--year", "2026", "--out", out, "--seed", odd)
        refused("sample", out, "--seed", odd)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("odd", [*ODD_PATHS, "fifo"])
def test_odd_paths(odd: str, small_folder: Path, tmp_path: Path) -> None:
    if odd == "fifo":
        os.mkfifo(tmp_path / "fifo")
        odd = str(tmp_path / "fifo")
    county, date = str(small_folder), ("--from", "2026-08-17")
    refused("check", odd)
    refused("plan", odd, "--year", "2026")
    refused("audit", county, odd)
    refused("audit", odd, odd)
    refused("notice", county, odd, *date, "--office", odd)
    refused("whatif", county, odd, "--year", "2026")
    refused("city", odd, *date, "--office", odd)
    refused("batch", odd)
    refused("check", county, "--policy", odd)
    refused("repair", county, odd, "--pins", odd)


def test_a_device_and_a_huge_file_as_policy(small_folder: Path, tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    with huge.open("wb") as file:
        file.truncate(2**32)
    for policy in ("/dev/zero", "/dev/stdin", str(huge), str(tmp_path)):
        refused("check", str(small_folder), "--policy", policy)
    refused("audit", str(small_folder), str(huge))
    refused("whatif", str(small_folder), str(huge), "--year", "2026")
