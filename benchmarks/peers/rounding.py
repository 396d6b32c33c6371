"""The relaxation rounded and repaired by searches of its neighbourhood: a plan at a stop, and its gap.

What the relaxation leaves whole is kept, HiGHS completes the rest; then a fifth of the groups at a time is freed
and searched again until the time is out. Only the first goal gets that far, as a rule.
"""

from __future__ import annotations

import numpy as np

from benchmarks.peers.highs_mip import model, relaxed, run_mip
from benchmarks.peers.whole import Answer, Whole, goal_by_goal
from benchmarks.registry import peer
from solvers.clock import Clock
from solvers.program import Bools, Floats, Goal, Program

SHARE = 0.2  # of the groups freed at a time
SLICE = 0.1  # of the time for one search
WHOLE = 1e-6


def _minimise(whole: Whole, goal: Goal, seconds: float) -> tuple[int | None, float | None]:
    clock, rng = Clock(seconds), np.random.default_rng(1)
    relaxation = relaxed(whole, goal, clock.left)
    if relaxation is None:
        return None, None
    bound = float(relaxation.getInfo().objective_function_value)
    at = np.array(relaxation.getSolution().col_value)
    groups = whole.program.groups
    best, point = _completed(whole, goal, at, np.abs(at - np.rint(at)) <= WHOLE, clock.left)
    share = SHARE
    while not clock.out and (best is None or best - bound >= 1 - WHOLE):
        free = rng.random(int(groups.max(initial=0)) + 1) < share
        kept = (groups >= 0) & ~free[groups]
        found, other = _completed(whole, goal, at if point is None else point, kept, SLICE * seconds)
        if found is not None and (best is None or found < best):
            best, point = found, other
        if found is None:
            share = min(1.0, 1.5 * share)
    return best, bound


def _completed(whole: Whole, goal: Goal, at: Floats, kept: Bools, seconds: float) -> tuple[int | None, Floats | None]:
    """The best completion of `at` where it is `kept`, and its value."""
    highs = model(whole, goal, integers=True)
    fixed = np.flatnonzero(kept & (np.abs(at - np.rint(at)) <= WHOLE))
    highs.changeColsBounds(len(fixed), fixed.astype(np.int32), np.rint(at[fixed]), np.rint(at[fixed]))
    value, _ = run_mip(highs, seconds)
    return value, None if value is None else np.rint(np.array(highs.getSolution().col_value))


@peer("LP rounded", "the relaxation rounded and repaired by local search: a gap at a stop")
def solve(program: Program, clock: Clock) -> list[Answer]:
    return goal_by_goal(program, clock, _minimise)
