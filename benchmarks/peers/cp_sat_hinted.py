"""CP-SAT with one worker, given for each goal what HiGHS finds in a third of the time left as a hint."""

from __future__ import annotations

from benchmarks.peers.cp_sat import minimise
from benchmarks.peers.highs_started import Started
from benchmarks.peers.whole import Answer, Whole, goal_by_goal
from benchmarks.registry import peer
from solvers.clock import Clock
from solvers.program import Goal, Program


@peer("CP-SAT hinted", "one worker, linearization_level 2, the solution of HiGHS with starts as a hint")
def solve(program: Program, clock: Clock) -> list[Answer]:
    started = Started()

    def hinted(whole: Whole, goal: Goal, seconds: float) -> tuple[int | None, float | None]:
        inner = Clock(seconds)
        found, bound = started.minimise(whole, goal, seconds / 3)
        if found is not None and bound is not None and found - bound < 0.5:
            return found, bound
        value, own = minimise(whole, goal, inner.left, workers=1, hint=started.point)
        return value, max((b for b in (bound, own) if b is not None), default=None)

    return goal_by_goal(program, clock, hinted)
