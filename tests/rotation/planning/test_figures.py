"""The figures of a plan, against known values and hand counts."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.planning.plan import Plan
from rotation.rules.case import Case
from rotation.rules.goals.balance import weighted_cv
from rotation.rules.national import reaches


def test_the_inspections_example() -> None:
    """Five schools with 302 pupils and 1,913 books: CV 0.5153, published as 0.52."""
    cv = weighted_cv([45, 37, 89, 76, 55], [279, 137, 935, 160, 402])
    assert cv is not None
    assert round(cv, 4) == 0.5153


def test_cv_of_nothing_is_none() -> None:
    assert weighted_cv([10, 20], [0, 0]) is None


@given(st.lists(st.tuples(st.integers(1, 3000), st.integers(0, 90)), min_size=1, max_size=12))
def test_cv_is_the_formula(schools: list[tuple[int, int]]) -> None:
    pupils, counts = [p for p, _ in schools], [x for _, x in schools]
    if not sum(counts):
        return
    mean = sum(counts) / sum(pupils)
    square = sum(p / sum(pupils) * (x / p - mean) ** 2 for p, x in schools)
    cv = weighted_cv(pupils, counts)
    assert cv is not None
    assert math.isclose(cv, math.sqrt(square) / mean, abs_tol=1e-6)


@pytest.mark.parametrize(("part", "whole", "met"), [(15, 100, True), (14, 100, False), (3, 20, True), (2, 14, False)])
def test_shares_compare_in_integers(part: int, whole: int, met: bool) -> None:
    assert reaches(part, 15, whole) is met


def test_figures_of_the_small_county(small_case: Case, small_plan: Plan) -> None:
    """Counted again from the plan's own rows."""
    metrics, moves = small_plan.metrics, small_plan.moves
    assert metrics["moved"] == len(moves)
    assert metrics["backbone_moved"] == sum(move.backbone for move in moves)
    assert metrics["eligible"] == small_plan.eligible == small_case.pool
    assert sum(metrics["moves_by_tier"].values()) == len(moves)
    assert sum(metrics["wishes"].values()) == len(moves)
    assert metrics["commute_km"]["median"] == pytest.approx(statistics.median(move.km for move in moves))
    assert metrics["commute_km"]["longest"] == max(move.km for move in moves)
    assert metrics["shortage"]["after"]["weighted"] == small_plan.goals[0].value
    assert metrics["principals"]["moved"] == len(small_plan.principals)
    assert metrics["principals"]["kept"] == small_plan.principal_goals[0].value
