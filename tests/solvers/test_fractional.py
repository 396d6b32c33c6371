"""Counties on which the relaxation is fractional: what is proven of the kernel must hold for the whole."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import registry
from benchmarks.one import program_of
from benchmarks.registry import PEERS
from solvers import kernel
from solvers.clock import Clock
from solvers.descent import Progress
from solvers.lexicographic import solve
from solvers.relaxation import Relaxation

pytestmark = pytest.mark.slow

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
        if progress.bound is not None:
            relaxed[progress.name] = progress.bound

    solution = solve(program, report=note)
    assert solution.optimal
    values = [goal.value for goal in solution.goals]
    assert any(relaxed[goal.name] != goal.value for goal in solution.goals), "the relaxation is not fractional here"
    assert [(goal.value, goal.bound) for goal in solution.goals] == [(value, value) for value in values]
    assert PEERS["HiGHS MIP"].solve(program, Clock(300.0)) == [(value, value) for value in values]


@pytest.mark.parametrize(("share", "above"), [(0.15, 1.35), (0.5, 1.05)])
def test_a_stop_leaves_a_plan(share: float, above: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a share of the simplex's steps there is one, so much above the first goal's optimum at most."""
    program, _ = program_of("typical:1000")
    whole = solve(program)
    clock, spent = Clock(), 0
    original = Relaxation._run

    def run(self: Relaxation, *how: Any) -> None:
        nonlocal spent
        before = self.statistics.iterations
        original(self, *how)
        spent += self.statistics.iterations - before
        if spent >= share * whole.statistics.iterations:
            clock.stop()

    monkeypatch.setattr(Relaxation, "_run", run)
    stopped = solve(program, clock)
    assert program.feasible(stopped.point)
    assert stopped.goals[0].value <= above * whole.goals[0].value
