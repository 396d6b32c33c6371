"""Bounds in exact integers: true for any duals, and the face they leave holds every best point."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.certificate import CUT_STEPS, Box, certify, cut_of, tighten
from solvers.program import UNBOUNDED, Block, Builder, Program, Term
from tests.programs import matrix, points, programs, values


@settings(max_examples=200, deadline=None)
@given(programs(), st.lists(st.floats(-9, 9), min_size=4, max_size=4))
def test_any_duals_prove_a_bound(program: Program, numbers: list[float]) -> None:
    duals = np.array(numbers[: program.rows])
    goal = program.goals[0]
    certificate = certify(program, Box.of(program), goal.cost.astype(np.int64), goal.constant, duals)
    assert (values(program, points(program))[:, 0] >= certificate.bound).all()


def test_small_duals_of_rows_with_large_coefficients_are_no_noise() -> None:
    """A cut may have coefficients of 100,000 and a dual below all that is taken for noise: its bound is kept."""
    builder = Builder()
    builder.add_columns(np.zeros(1, np.int64), np.ones(1, np.int64))
    row = Term(slice(0, 1), np.zeros(1, np.int64), 1_000_000)
    builder.add_block(Block("cut", np.array([1_000_000]), np.array([UNBOUNDED]), (row,)))
    builder.add_goal("cost", [(slice(0, 1), np.array([10]))])
    program = builder.program()
    assert certify(program, Box.of(program), np.array([10]), 0, np.array([1.00003e-5])).bound == 10


@settings(max_examples=200, deadline=None)
@given(programs(), st.lists(st.floats(-9, 9), min_size=4, max_size=4), st.integers(0, 5))
def test_the_face_holds_every_point_as_good(program: Program, numbers: list[float], worse: int) -> None:
    """Tightened to a value, the box keeps all points of that value; called exact, it keeps no worse."""
    duals = np.array(numbers[: program.rows])
    goal, box = program.goals[0], Box.of(program)
    certificate = certify(program, box, goal.cost.astype(np.int64), goal.constant, duals)
    feasible = points(program)
    if not len(feasible):
        return
    found, activity = values(program, feasible)[:, 0], feasible @ matrix(program).T
    value = int(found.min()) + worse
    exact = tighten(certificate, box, value)
    inside = np.all((feasible >= box.lower) & (feasible <= box.upper), axis=1)
    inside &= np.all((activity >= box.row_lower) & (activity <= box.row_upper), axis=1)
    assert inside[found <= value].all()
    assert not (exact and inside[found > value].any())


@settings(max_examples=300, deadline=None)
@given(programs(), st.lists(st.floats(-9, 9), min_size=4, max_size=4), st.integers(0, 10**11))
def test_a_cut_keeps_every_point_as_good(program: Program, numbers: list[float], worse: int) -> None:
    """However large the costs and the gap; its coefficients stay small."""
    duals = np.array(numbers[: program.rows])
    goal, box = program.goals[0], Box.of(program)
    certificate = certify(program, box, goal.cost.astype(np.int64), goal.constant, duals)
    feasible = points(program)
    if not len(feasible):
        return
    found = values(program, feasible)[:, 0]
    value = int(found.min()) + worse
    tighten(certificate, box, value)
    share, most = cut_of(certificate, box, value)
    assert np.abs(share).max(initial=0) <= CUT_STEPS
    assert (feasible[found <= value] @ share <= most).all()
