"""Numbers beyond what is exact are refused; up to there every answer is the enumeration's."""

from __future__ import annotations

import itertools
import pickle
import random

import numpy as np
import pytest

from solvers.certificate import Box, certify
from solvers.lexicographic import solve
from solvers.limits import SINGLE, SUM, TooLarge, must_be_exact
from solvers.program import Builder, Program, Term
from solvers.relaxation import Infeasible

from solvers.program import Block  # isort: skip


def program(
    costs: list[list[int]], rows: list[tuple[int, list[int], int]], upper: int = 1, constant: int = 0
) -> Program:
    """Goals to minimise over columns 0 … upper, and rows least ≤ Σ ≤ most."""
    count = len(costs[0])
    builder = Builder()
    every = builder.add_columns(np.zeros(count, np.int64), np.full(count, upper, np.int64))
    for i, (least, coefficients, most) in enumerate(rows):
        term = Term(every, np.zeros(count, np.int64), np.array(coefficients, dtype=np.int64))
        builder.add_block(Block(f"row{i}", np.array([least]), np.array([most]), (term,)))
    for i, cost in enumerate(costs):
        builder.add_goal(f"goal{i}", [(every, np.array(cost, dtype=np.int64))], constant)
    return builder.program()


def enumerated(stated: Program) -> list[int] | None:
    points = itertools.product(*(range(u + 1) for u in stated.upper.tolist()))
    values = [
        [stated.value(goal, point) for goal in stated.goals]
        for point in map(np.array, points)
        if stated.feasible(point)
    ]
    return min(values, default=None)


@pytest.mark.parametrize("scale", [10**10, 10**14, 10**15, SINGLE // 10, SINGLE])
@pytest.mark.parametrize("seed", range(3))
def test_large_costs_are_settled_right(scale: int, seed: int) -> None:
    """Small costs beside large ones, ties of the large ones broken by the small."""
    rng = random.Random(f"{scale} {seed}")
    count = rng.randint(3, 8)
    costs = [
        [rng.choice((0, 1, -1, scale, -scale, scale - 1, rng.randint(-scale, scale))) for _ in range(count)]
        for _ in range(2)
    ]
    rows = [
        (rng.randint(0, 2), [rng.choice((0, 1, 1)) for _ in range(count)], rng.randint(2, 4))
        for _ in range(rng.randint(1, 3))
    ]
    stated = program(costs, rows)
    best = enumerated(stated)
    if best is None:
        with pytest.raises(Infeasible):
            solve(stated)
        return
    found = solve(stated)
    assert [goal.value for goal in found.goals] == best
    assert found.optimal


@pytest.mark.parametrize(
    ("inside", "beyond"),
    [
        (lambda: program([[SINGLE, 1]], [(1, [1, 1], 2)]), lambda: program([[SINGLE + 1, 1]], [(1, [1, 1], 2)])),
        (lambda: program([[-SINGLE, 1]], [(1, [1, 1], 2)]), lambda: program([[-SINGLE - 1, 1]], [(1, [1, 1], 2)])),
        (lambda: program([[1, 1]], [(1, [1, 1], SINGLE)]), lambda: program([[1, 1]], [(1, [1, 1], SINGLE + 1)])),
        (lambda: program([[1, 1]], [(0, [SINGLE, 1], SINGLE)]), lambda: program([[1, 1]], [(0, [SINGLE + 1, 1], 9)])),
        (lambda: program([[0, 1]], [], upper=SINGLE), lambda: program([[0, 1]], [], upper=SINGLE + 1)),
        (lambda: program([[2**52] * 2], [], 2**9), lambda: program([[2**52] * 2], [], 2**9 + 1)),
        (lambda: program([[1, 1]], [(0, [2**52] * 2, 1)], 2**9), lambda: program([[1, 1]], [(0, [2**52] * 2, 1)], 2**10)),
        (lambda: program([[1]], [], constant=SUM - 1), lambda: program([[1]], [], constant=SUM)),
        (lambda: program([[1]], [], constant=1 - SUM), lambda: program([[1]], [], constant=-SUM)),
        (lambda: program([[1]], []), lambda: program([[-(2**63)]], [])),
    ],
)  # fmt: skip
def test_the_border_has_two_sides(inside, beyond) -> None:  # type: ignore[no-untyped-def]
    must_be_exact(inside())
    with pytest.raises(TooLarge) as refused:
        solve(beyond())
    assert refused.value.size > refused.value.most
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)


@pytest.mark.parametrize("size", [1.0, 1e9, 1e18, 1e30])
def test_duals_of_any_size_prove_a_bound_that_holds(size: int) -> None:
    stated = program([[SINGLE, 5, -SINGLE]], [(1, [1, 1, 1], 2), (0, [1, 0, 1], 1)])
    best = enumerated(stated)
    assert best is not None
    for signs in itertools.product((-1, 0, 1), repeat=2):
        duals = np.array(signs, dtype=np.float64) * size
        assert certify(stated, Box.of(stated), stated.goals[0].cost.astype(np.int64), 0, duals).bound <= best[0]
