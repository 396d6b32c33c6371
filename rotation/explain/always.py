"""For every eligible teacher: in every best plan, in some, or in none.

Best plans are those that reach the optimum of all goals but those that only break ties, distance and
the draw. The face of those optima is a program of its own. A point of it with as many
teachers as possible of whom nothing is known yet answers for all of those at once, and where the
most is none, for the rest: a handful of solves instead of two a teacher.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from rotation.planning.plan import Plan
from rotation.planning.planner import state_program
from rotation.rules.candidates import Candidates
from rotation.rules.goals import GOALS
from solvers.clock import Clock, OutOfTime
from solvers.lexicographic import solve
from solvers.program import Array, Bools, Goal, Indices, Program

ALWAYS, SOMETIMES, NEVER = "every", "some", "none"  # as explain.json has them
HELD = tuple(goal.id for goal in GOALS.values() if not goal.breaks_ties)  # the first of the goals


def how_often(candidates: Candidates, plan: Plan, clock: Clock) -> Mapping[int, str]:
    """How often each eligible teacher moves in all plans that reach the optimum of the goals HELD.

    Raises OutOfTime where the clock ran out before all were known.
    """
    program = state_program(candidates, plan.seed)
    solution = solve(replace(program, goals=program.goals[: len(HELD)]), clock)
    if solution.face is None:
        raise OutOfTime
    face = solution.face
    own = candidates.teacher
    count = len(candidates.case.county.teachers)
    places = slice(0, len(candidates))
    can_move = _moving(own, face.lower[places], count) | _moving(own, solution.point[places], count)
    open_ = _moving(own, face.upper[places], count)
    can_stay = ~_moving(own, solution.point[places], count)
    while (unknown := open_ & ~can_move).any():
        point = _extreme(face, own, unknown, -1, clock)
        moving = _moving(own, point[places], count)
        can_stay |= ~moving
        if not (moving & unknown).any():
            break
        can_move |= moving
    fixed = _moving(own, face.lower[places], count)
    while (unknown := can_move & ~can_stay & ~fixed).any():
        point = _extreme(face, own, unknown, 1, clock)
        staying = ~_moving(own, point[places], count)
        if not (staying & unknown).any():
            break
        can_stay |= staying
    return {
        t: NEVER if not can_move[t] else SOMETIMES if can_stay[t] else ALWAYS
        for t in np.flatnonzero(candidates.case.eligible).tolist()
    }


def _moving(teacher: Indices, point: Array, count: int) -> Bools:
    """Which teachers have a column that is not 0."""
    result = np.zeros(count, dtype=bool)
    result[teacher[point > 0]] = True
    return result


def _extreme(face: Program, teacher: Indices, unknown: Bools, sign: int, clock: Clock) -> Array:
    """The point of the face with the fewest (`sign` 1) or most (−1) moves of the unknown."""
    cost = np.zeros(face.columns, dtype=np.int64)
    cost[: len(teacher)] = sign * unknown[teacher]
    solution = solve(replace(face, goals=(Goal("unknown", cost),)), clock)
    if not solution.optimal:
        raise OutOfTime
    return solution.point
