"""The plain relaxation over every candidate by HiGHS, goal by goal: bounds alone, no plan."""

from __future__ import annotations

from benchmarks.peers.highs_mip import relaxed
from benchmarks.peers.whole import Answer, Whole, goal_by_goal
from benchmarks.registry import peer
from solvers.clock import Clock
from solvers.program import Goal, Program


def _minimise(whole: Whole, goal: Goal, seconds: float) -> tuple[int | None, float | None]:
    highs = relaxed(whole, goal, seconds)
    if highs is None:
        return None, None
    value = float(highs.getInfo().objective_function_value)
    return (round(value) if abs(value - round(value)) < 1e-6 * max(1.0, abs(value) * 1e-3) else None), value


@peer("plain LP", "the relaxation alone; stops at the first fractional bound")
def solve(program: Program, clock: Clock) -> list[Answer]:
    return [(None, bound) for _, bound in goal_by_goal(program, clock, _minimise)]
