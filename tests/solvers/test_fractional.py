"""Counties on which the relaxation is fractional: what is proven of the kernel must hold for the whole."""

from __future__ import annotations

import pytest

from benchmarks import registry
from benchmarks.one import program_of
from benchmarks.registry import PEERS
from solvers import kernel
from solvers.clock import Clock
from solvers.descent import Progress
from solvers.lexicographic import solve

registry.load()


@pytest.mark.parametrize("family", ["many-teams", "nine-year", "tight-quotas"])
def test_bounds_hold_for_the_whole_program(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Teams, several subjects, senior posts: HiGHS over every candidate finds the same seven optima.

    Kernels are made small, so that their first optimum is not the whole program's.
    """
    monkeypatch.setattr(kernel, "FIRST_COLUMNS", 20)
    program, _ = program_of(f"{family}:1000")
    relaxed: dict[str, int] = {}

    def note(progress: Progress) -> None:
        relaxed[progress.name] = progress.bound

    solution = solve(program, report=note)
    assert solution.optimal
    values = [goal.value for goal in solution.goals]
    assert any(relaxed[goal.name] != goal.value for goal in solution.goals), "the relaxation is not fractional here"
    assert [(goal.value, goal.bound) for goal in solution.goals] == [(value, value) for value in values]
    assert PEERS["HiGHS MIP"].solve(program, Clock(300.0)) == [(value, value) for value in values]
