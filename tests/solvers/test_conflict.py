"""Conflicts: infeasible together, feasible less any one."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings

from solvers.clock import Clock
from solvers.conflict import irreducible_conflict, is_feasible
from solvers.program import Program
from tests.solvers.test_certificate import points
from tests.solvers.test_lexicographic import programs


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs())
def test_feasibility_is_true(program: Program) -> None:
    assert is_feasible(program, Clock()) == bool(points(program))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs())
def test_irreducible(program: Program) -> None:
    assume(not points(program))
    names = [block.name for block in program.blocks]
    conflict = irreducible_conflict(program, Clock(), names)
    alone = program.without_blocks([name for name in names if name not in conflict])
    assert conflict
    assert not points(alone)
    for name in conflict:
        assert points(alone.without_blocks([name]))
