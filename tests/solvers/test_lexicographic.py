"""The solver against every point there is, on programs whose relaxations are fractional on purpose."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solvers import descent, kernel
from solvers.clock import Clock, OutOfTime
from solvers.descent import Progress
from solvers.lexicographic import solve
from solvers.program import UNBOUNDED, Block, Builder, Program, Term
from solvers.relaxation import Infeasible
from tests.programs import brute_force, divided, points, programs, values

pytestmark = pytest.mark.slow

SLOW = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(
    st.one_of(programs(), divided()), st.sampled_from((0, 1, 2, 4000)), st.sampled_from((0, 4000)),
    st.sampled_from((0, 20_000)), st.sampled_from((0, 15_000)),
)  # fmt: skip
def test_equals_brute_force(program: Program, first: int, large: int, doubted: int, many: int) -> None:
    """They hold for the whole program however small the kernel starts, and whatever is assumed and doubted."""
    expected = brute_force(program)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "FIRST_COLUMNS", first)
        patch.setattr(descent, "LARGE_KERNEL", large)
        patch.setattr(kernel, "LARGE", doubted)
        patch.setattr(descent, "MANY_ROWS", many)
        try:
            solution = solve(program, threads=2)
        except Infeasible:
            assert expected is None
            return
    assert expected is not None
    assert program.feasible(solution.point)
    assert [goal.value for goal in solution.goals] == expected
    assert [goal.bound for goal in solution.goals] == expected
    assert solution.optimal
    assert solution.face is not None
    every = points(program)
    best = every[(values(program, every) == expected).all(axis=1)]
    assert points(solution.face).tolist() == best.tolist()


@SLOW
@given(st.one_of(programs(), divided()), st.integers(1, 16))
def test_stopped_early(program: Program, checks: int) -> None:
    """However early the clock stops, what is called proven is true and every bound is one."""
    expected = brute_force(program)
    clock = Clock()
    left = [checks]

    def check(self: Clock) -> None:
        left[0] -= 1
        if left[0] <= 0:
            clock.stop()
            raise OutOfTime

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Clock, "check", check)
        try:
            solution = solve(program, clock)
        except Infeasible:
            assert expected is None
            return
        except OutOfTime:
            return
    assert expected is not None
    assert program.feasible(solution.point)
    for goal, result, best in zip(program.goals, solution.goals, expected, strict=True):
        assert result.value == program.value(goal, solution.point)
        if result.proven:
            assert result.value == result.bound == best
        else:
            if result.bound is not None:
                assert result.bound >= best if goal.maximise else result.bound <= best
            break
    after = [result for result in solution.goals if not result.proven][1:]
    assert all(result.bound is None for result in after)


def test_reports_each_goal() -> None:
    """Progress is told goal by goal, in order, with its bound, and for points found before with a value."""
    builder = Builder()
    builder.add_columns(np.zeros(2, dtype=np.int64), np.ones(2, dtype=np.int64), np.array([0, 1]))
    builder.add_block(
        Block("one", np.array([1]), np.array([UNBOUNDED]), (Term(slice(0, 2), np.zeros(2, dtype=np.int64)),))
    )
    builder.add_goal("first", [(slice(0, 2), np.array([1, 1]))])
    builder.add_goal("second", [(slice(0, 2), np.array([3, 5]))], maximise=True)
    told: list[Progress] = []
    solution = solve(builder.program(), report=told.append)
    assert [(p.name, p.bound) for p in told if p.settled] == [("first", 1), ("second", 5)]
    assert {p.name for p in told if not p.settled and p.value is not None} <= {"first", "second"}
    assert solution.point.tolist() == [0, 1]
