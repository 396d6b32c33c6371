"""HiGHS as a mixed-integer program, goals that follow each other weighted into one where their spans fit.

A goal's span is the most its value can differ between two points: of each group of columns, the moves of one
person, one at the most is taken. Weighted by the product of the spans below it, a sum of goals is exact
as long as it stays within integers that doubles hold with the solver's tolerances to spare.
"""

from __future__ import annotations

import numpy as np

from benchmarks.peers.highs_mip import model, run_mip
from benchmarks.peers.whole import Answer, Whole
from benchmarks.registry import peer
from solvers.clock import Clock
from solvers.program import Array, Goal, Program

LIMIT = 2**40  # beyond it HiGHS's tolerance of a millionth on a column is worth more than a unit of the last goal


def span(program: Program, cost: Array) -> int:
    """The most that cost·x can differ between two points."""
    reach = np.abs(cost) * (program.upper - program.lower)
    grouped = program.groups >= 0
    most: Array = np.zeros(int(program.groups.max(initial=-1)) + 1, dtype=np.int64)
    np.maximum.at(most, program.groups[grouped], reach[grouped])
    return int(most.sum()) + int(reach[~grouped].sum())


def grouped(whole: Whole) -> list[list[Goal]]:
    """The goals in order, those that fit into one sum together."""
    groups: list[list[Goal]] = []
    size = 1
    for goal in whole.program.goals:
        own = span(whole.program, whole.cost(goal)) + 1
        if not groups or size * own > LIMIT:
            groups.append([])
            size = 1
        groups[-1].append(goal)
        size *= own
    return groups


@peer("HiGHS in groups", "goals weighted exactly into one where their spans fit, each optimum a row")
def solve(program: Program, clock: Clock) -> list[Answer]:
    whole = Whole(program, program.entries(np.arange(program.columns)))
    answers: list[Answer] = []
    for goals in grouped(whole):
        total: Array = np.zeros(program.columns, dtype=np.int64)
        for goal in goals:
            cost = whole.cost(goal)
            total = total * (span(program, cost) + 1) + cost
        highs = model(whole, Goal("sum", total), integers=True)
        value, bound = run_mip(highs, clock.left)
        if value is None:
            break
        point = np.rint(np.array(highs.getSolution().col_value)).astype(np.int64)
        proven = bound is not None and value - bound < 0.5
        for goal in goals:
            reached = goal.constant + int(goal.cost @ point)
            answers.append((reached, reached if proven else None))
            whole = Whole(program, whole.entries, (*whole.held, (goal, int(whole.cost(goal) @ point))))
        if not proven:
            break
    return answers
