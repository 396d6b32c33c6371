"""Branch and bound: what it calls proven is so, whatever floating point made of it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solvers import branching
from solvers.certificate import Box
from solvers.clock import Clock
from solvers.lexicographic import solve
from solvers.program import UNBOUNDED, Block, Builder, Program, Term
from tests.programs import points, programs

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def odd_circles(circles: int) -> Program:
    """Circles of five of which any two neighbours exclude each other, and all together at most half."""
    builder = Builder()
    n = 5 * circles
    builder.add_columns(np.zeros(n, np.int64), np.ones(n, np.int64), np.arange(n))
    for circle, i in itertools.product(range(circles), range(5)):
        pair = np.array(sorted((5 * circle + i, 5 * circle + (i + 1) % 5)))
        builder.add_block(Block("pair", np.array([-UNBOUNDED]), np.array([1]), (Term(pair, np.zeros(2, np.int64)),)))
    builder.add_goal("most", [(slice(0, n), np.arange(n) % 5 + 10**8)], maximise=True)
    return builder.program()


@FEW
@given(programs(), st.lists(st.booleans(), min_size=9, max_size=9), st.integers(-3, 3), st.booleans())
def test_equals_every_point_there_is(program: Program, fixed: list[bool], more: int, limited: bool) -> None:
    """The best of the points in which the other columns stand as they were told, or none of at most so much."""
    goal, free = program.goals[0], ~np.array(fixed[: program.columns])
    cost, rest = goal.cost.astype(np.int64), program.upper.copy()
    values = sorted(int(cost @ point) for point in points(program) if (point[~free] == rest[~free]).all())
    most = (values[0] if values else 0) + more if limited else None
    found = branching.settle(program, Box.of(program), free, rest, cost, Clock(), most=most)
    assert found.proven
    assert found.checked
    if not values or (most is not None and values[0] > most):
        assert found.point is None
    else:
        assert found.point is not None
        assert program.feasible(found.point)
        assert (found.point[~free] == rest[~free]).all()
        assert int(cost @ found.point) == values[0]


def test_circles_are_proven_within_some_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every circle is fractional: two of five can be taken; with less work than that takes nothing is claimed."""
    program = odd_circles(4)
    cost = -program.goals[0].cost.astype(np.int64)
    everything = np.ones(program.columns, dtype=bool)
    found = branching.settle(program, Box.of(program), everything, program.lower, cost, Clock())
    assert found.proven
    assert found.point is not None
    assert int(-cost @ found.point) == 4 * (2 * 10**8 + 3 + 4 - 1)
    monkeypatch.setattr(branching, "WORK", 20 * program.rows)
    less = branching.settle(program, Box.of(program), everything, program.lower, cost, Clock())
    assert not less.proven
    assert not less.checked


def test_a_goal_only_searched_is_not_called_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where branching is given up, a solver's word stands, and the result says so; where it is not, integers do."""
    monkeypatch.setattr("solvers.descent.ROUNDS", 0)
    assert [goal.checked for goal in solve(odd_circles(1)).goals] == [True]
    monkeypatch.setattr(branching, "WORK", 0)
    (goal,) = solve(odd_circles(1)).goals
    assert goal.proven
    assert not goal.checked
