"""HiGHS as a mixed-integer program, goal by goal, each optimum a row and the last solution the start of the next.

Presolve is off: given a start and presolving, HiGHS 1.16 was seen to state an optimum that is none.
"""

from __future__ import annotations

import highspy
import numpy as np

from benchmarks.peers.highs_mip import model, run_mip
from benchmarks.peers.whole import Answer, Whole, goal_by_goal
from benchmarks.registry import peer
from solvers.clock import Clock
from solvers.program import Floats, Goal, Program


class Started:
    """Minimises goal after goal, each from the last point found."""

    def __init__(self) -> None:
        self.point: Floats | None = None

    def minimise(self, whole: Whole, goal: Goal, seconds: float) -> tuple[int | None, float | None]:
        highs = model(whole, goal, integers=True)
        if self.point is not None:
            highs.setOptionValue("presolve", "off")
            start = highspy.HighsSolution()
            start.col_value = self.point.tolist()
            highs.setSolution(start)
        value, bound = run_mip(highs, seconds)
        if value is not None:
            self.point = np.rint(np.array(highs.getSolution().col_value))
        return value, bound


@peer("HiGHS with starts", "goal by goal, each optimum a row, the last solution given as the start")
def solve(program: Program, clock: Clock) -> list[Answer]:
    return goal_by_goal(program, clock, Started().minimise)
