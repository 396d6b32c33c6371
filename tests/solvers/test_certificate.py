"""Bounds in exact integers: true for any duals, and the face they leave holds every best point."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.certificate import Box, certify, cut_of, tighten
from solvers.program import Program
from tests.programs import points, programs


@settings(max_examples=200, deadline=None)
@given(programs(), st.lists(st.floats(-9, 9), min_size=4, max_size=4))
def test_any_duals_prove_a_bound(program: Program, numbers: list[float]) -> None:
    duals = np.array(numbers[: program.rows])
    goal = program.goals[0]
    certificate = certify(program, Box.of(program), goal.cost.astype(np.int64), goal.constant, duals)
    values = [program.value(goal, point) for point in points(program)]
    assert all(value >= certificate.bound for value in values)


@settings(max_examples=200, deadline=None)
@given(programs(), st.lists(st.floats(-9, 9), min_size=4, max_size=4), st.integers(0, 5))
def test_the_face_holds_every_point_as_good(program: Program, numbers: list[float], worse: int) -> None:
    """Tightened to a value, the box keeps all points of that value; called exact, it keeps no worse."""
    duals = np.array(numbers[: program.rows])
    goal, box = program.goals[0], Box.of(program)
    certificate = certify(program, box, goal.cost.astype(np.int64), goal.constant, duals)
    feasible = points(program)
    if not feasible:
        return
    value = min(program.value(goal, point) for point in feasible) + worse
    exact = tighten(certificate, box, value)
    for point in feasible:
        activity = program.activity(point)
        inside = bool(
            (point >= box.lower).all()
            and (point <= box.upper).all()
            and (activity >= box.row_lower).all()
            and (activity <= box.row_upper).all()
        )
        if program.value(goal, point) <= value:
            assert inside
        elif exact:
            assert not inside


@settings(max_examples=300, deadline=None)
@given(programs(), st.lists(st.floats(-9, 9), min_size=4, max_size=4), st.integers(0, 10**11))
def test_a_cut_keeps_every_point_as_good(program: Program, numbers: list[float], worse: int) -> None:
    """However large the costs and the gap; its coefficients stay small."""
    duals = np.array(numbers[: program.rows])
    goal, box = program.goals[0], Box.of(program)
    certificate = certify(program, box, goal.cost.astype(np.int64), goal.constant, duals)
    feasible = points(program)
    if not feasible:
        return
    value = min(program.value(goal, point) for point in feasible) + worse
    tighten(certificate, box, value)
    share, most = cut_of(certificate, box, value)
    assert np.abs(share).max(initial=0) <= 100
    for point in feasible:
        if program.value(goal, point) <= value:
            assert share @ point <= most
