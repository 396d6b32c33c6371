"""One solve in a process of its own, and how its outcome is told in a table."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any


def solved(county: str, peer: str, seconds: float) -> dict[str, Any] | None:
    """What `benchmarks.one` measures of `peer` on `county`, None if the process died or ran far past its limit."""
    command = [sys.executable, "-m", "benchmarks.one", county, peer, str(seconds)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=2 * seconds + 120)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def proof(answers: Sequence[Sequence[int | None]], goals: int) -> tuple[int, str]:
    """How many goals are proven, and the gap of the first that is not."""
    for i, (value, bound) in enumerate(answers):
        if value is None:
            return i, "no plan"
        if bound is None:
            return i, "no bound"
        if value != bound:
            return i, f"{abs(value - bound) / max(1, abs(value)):.2%}"
    return len(answers), "" if len(answers) == goals else "not reached"


def row(*cells: object) -> str:
    """A line of a table in Markdown."""
    return "| " + " | ".join("" if cell is None else str(cell) for cell in cells) + " |"
