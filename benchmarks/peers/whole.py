"""What the peers share: the whole program as a matrix, and the loop over the goals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solvers.clock import Clock
from solvers.program import Array, Entries, Goal, Program

Answer = tuple[int | None, int | None]


@dataclass(frozen=True)
class Whole:
    """Every column and row, and one row more for each goal already settled."""

    program: Program
    entries: Entries
    held: tuple[tuple[Goal, int], ...] = ()

    def cost(self, goal: Goal) -> Array:
        """The goal in the minimising sense."""
        return -goal.cost.astype(np.int64) if goal.maximise else goal.cost.astype(np.int64)


def goal_by_goal(
    program: Program, clock: Clock, minimise: Callable[[Whole, Goal, float], tuple[int | None, float | None]]
) -> list[Answer]:
    """Each goal in turn by `minimise`, which gives value and bound of the minimised cost without the constant.

    A goal that is not proven ends it.
    """
    whole = Whole(program, program.entries(np.arange(program.columns)))
    answers: list[Answer] = []
    for goal in program.goals:
        value, bound = minimise(whole, goal, clock.left)
        sign = -1 if goal.maximise else 1
        least = None if bound is None else _rounded_up(bound)
        answers.append(
            (
                None if value is None else goal.constant + sign * value,
                None if least is None else goal.constant + sign * least,
            )
        )
        if value is None or least is None or least < value:
            break
        whole = Whole(program, whole.entries, (*whole.held, (goal, value)))
    return answers


def _rounded_up(bound: float) -> int:
    """The integer bound that a floating-point one stands for, its own noise left aside."""
    nearest = round(bound)
    return nearest if abs(bound - nearest) <= 1e-6 + 1e-9 * abs(bound) else int(np.ceil(bound))
