"""Conflicts: infeasible together, feasible less any one, every one of them, the smallest first."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from rotation.rules.rows import block
from solvers.clock import Clock
from solvers.conflict import Subsets, find_point, rows_in_conflict
from solvers.program import Builder, Program, Term
from tests.programs import points, programs

pytestmark = pytest.mark.slow

MANY = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(programs())
def test_a_point_or_rows_that_prove_there_is_none(program: Program) -> None:
    point, rows = find_point(program, Clock())
    assert (point is not None) == bool(len(points(program)))
    if point is not None:
        assert program.feasible(point)
    else:
        assert not len(points(program.only_rows(rows)))


@MANY
@given(programs())
def test_every_irreducible_conflict_the_smallest_first(program: Program) -> None:
    names = [block.name for block in program.blocks]
    infeasible: list[frozenset[str]] = []
    for size in range(len(names) + 1):
        for kept in map(frozenset, combinations(names, size)):
            smaller = any(known <= kept for known in infeasible)
            if not smaller and not len(points(program.without_blocks([name for name in names if name not in kept]))):
                infeasible.append(kept)
    found = Subsets(program, names, Clock()).conflicts()
    assert set(map(frozenset, found)) == set(infeasible)
    assert [len(conflict) for conflict in found] == sorted(len(conflict) for conflict in found)


@MANY
@given(programs())
def test_rows_in_conflict_are_irreducible(program: Program) -> None:
    assume(not len(points(program)))
    kept, irreducible = rows_in_conflict(program, Clock())
    assert irreducible
    assert not len(points(program.only_rows(kept)))
    for row in np.flatnonzero(kept):
        less = kept.copy()
        less[row] = False
        assert len(points(program.only_rows(less)))


def test_out_of_time_is_not_called_irreducible() -> None:
    builder = Builder()
    builder.add_columns(np.zeros(2, np.int64), np.ones(2, np.int64))
    for name, lower, upper in (("most", 0, 0), ("least", 1, 2), ("idle", 0, 2)):
        builder.add_block(block(name, 1, Term(np.arange(2), np.zeros(2, np.int64)), lower=lower, upper=upper))
    assert rows_in_conflict(builder.program(), Clock())[1]
    assert not rows_in_conflict(builder.program(), Clock(0.0))[1]
