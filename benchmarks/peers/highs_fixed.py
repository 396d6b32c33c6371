"""The relaxation of every goal first; reduced costs fix columns, and HiGHS searches only what they leave.

A column whose reduced cost alone exceeds the allowed gap is left out. Where the optimum of the rest lies within
that gap of the relaxation's bound no column left out could improve on it; else the gap grows.
"""

from __future__ import annotations

import numpy as np

from benchmarks.peers.highs_mip import model, relaxed, run_mip
from benchmarks.peers.whole import Answer, Whole, goal_by_goal
from benchmarks.registry import peer
from solvers.clock import Clock
from solvers.program import Goal, Program

GAP = 0.002  # of the bound, at first
NOISE = 1e-6


def _minimise(whole: Whole, goal: Goal, seconds: float) -> tuple[int | None, float | None]:
    clock = Clock(seconds)
    relaxation = relaxed(whole, goal, clock.left)
    if relaxation is None:
        return None, None
    bound = float(relaxation.getInfo().objective_function_value)
    solution = relaxation.getSolution()
    reduced, at = np.array(solution.col_dual), np.array(solution.col_value)
    gap = max(2.0, GAP * abs(bound))
    while True:
        fixed = np.flatnonzero(np.abs(reduced) > gap + NOISE)
        highs = model(whole, goal, integers=True)
        highs.changeColsBounds(len(fixed), fixed.astype(np.int32), np.rint(at[fixed]), np.rint(at[fixed]))
        value, least = run_mip(highs, clock.left)
        if clock.out:
            return value, bound
        if value is not None and value - bound <= gap:
            return value, float(value) if least is not None and value - least < 0.5 else bound
        gap = 4 * gap if value is None else max(4 * gap, value - bound)


@peer("HiGHS after pricing out", "the relaxation's reduced costs fix columns, HiGHS searches the rest")
def solve(program: Program, clock: Clock) -> list[Answer]:
    return goal_by_goal(program, clock, _minimise)
