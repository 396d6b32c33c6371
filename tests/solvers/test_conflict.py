"""Conflicts: infeasible together, feasible less any one, every one of them, the smallest first."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import HealthCheck, assume, given, settings

from solvers.clock import Clock
from solvers.conflict import Subsets, find_point, rows_in_conflict
from solvers.program import Program
from tests.solvers.test_certificate import points
from tests.solvers.test_lexicographic import programs

MANY = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(programs())
def test_a_point_or_rows_that_prove_there_is_none(program: Program) -> None:
    point, rows = find_point(program, Clock())
    assert (point is not None) == bool(points(program))
    if point is not None:
        assert program.feasible(point)
    else:
        assert not points(program.only_rows(rows))


@MANY
@given(programs())
def test_every_irreducible_conflict_the_smallest_first(program: Program) -> None:
    names = [block.name for block in program.blocks]
    infeasible: list[frozenset[str]] = []
    for size in range(len(names) + 1):
        for kept in map(frozenset, combinations(names, size)):
            smaller = any(known <= kept for known in infeasible)
            if not smaller and not points(program.without_blocks([name for name in names if name not in kept])):
                infeasible.append(kept)
    found = Subsets(program, names, Clock()).conflicts()
    assert set(map(frozenset, found)) == set(infeasible)
    assert [len(conflict) for conflict in found] == sorted(len(conflict) for conflict in found)


@MANY
@given(programs())
def test_rows_in_conflict_are_irreducible(program: Program) -> None:
    assume(not points(program))
    kept = rows_in_conflict(program, Clock())
    assert not points(program.only_rows(kept))
    for row in np.flatnonzero(kept):
        less = kept.copy()
        less[row] = False
        assert points(program.only_rows(less))
