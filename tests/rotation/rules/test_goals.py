"""Each goal: what the solver minimises against the plain count and the oracle, on random plans."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rotation.county.building import build_county
from rotation.policy.policy import Policy
from rotation.rules.candidates import find_candidates
from rotation.rules.case import Case
from rotation.rules.goals import GOALS
from rotation.rules.goals.balance import unit_cost
from rotation.rules.goals.lottery import draw
from solvers.lexicographic import solve
from solvers.program import Builder
from tests.counties import YEAR, random_moves, tiny_counties
from tests.oracle import Oracle, Tables


@pytest.mark.slow
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_counties(most_plans=10**9), st.randoms(use_true_random=False))
def test_solver_counts_as_value_does(drawn: tuple[Tables, Policy, str], rng: random.Random) -> None:
    """With the moves fixed, each goal's optimum over its own columns is its plain count."""
    data, policy, seed = drawn
    policy = policy.with_values({"no_new_gap.on": False})  # random moves leave gaps
    case = Case(build_county("小县", data), policy, YEAR)
    candidates = find_candidates(case)
    point, moves = random_moves(candidates, rng, once=True)
    county = case.county
    written = tuple(
        (county.teachers.teacher_id[m.teacher], county.schools.school_id[m.school], county.subjects[m.subject])
        for m in moves
    )
    expected = Oracle(data, policy.values, YEAR, seed).goals(written)
    for (_, goal), by_hand in zip(GOALS.items(), expected, strict=True):
        builder = Builder()
        builder.add_columns(point, point)
        goal.add_to(builder, candidates, seed)
        assert goal.value(case, seed, moves) == by_hand
        assert solve(builder.program()).goals[0].value == by_hand


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 5000), st.integers(1, 5000))
def test_unit_cost_rounds_halves_up_and_rises(pupils: int, stage: int, backbone: int, i: int) -> None:
    exact = 10**8 * stage * (2 * i - 1) / (backbone**2 * pupils)
    assert abs(unit_cost(pupils, stage, backbone, i) - exact) <= 0.5 + 1e-9 * exact
    assert unit_cost(pupils, stage, backbone, i) <= unit_cost(pupils, stage, backbone, i + 1)


def test_unit_cost_half() -> None:
    """10^8·1·1/(B²·p) = 0.5 where B²·p = 2·10^8: rounds up."""
    assert unit_cost(pupils=2 * 10**8, stage_pupils=1, stage_backbone=1, i=1) == 1


def test_lottery_is_the_published_draw() -> None:
    """printf '2026|00001|32060001|语文' | sha256sum begins with 2645a61c; 30 bits of it are kept."""
    assert draw("2026", "00001", "32060001", "语文") == 0x2645A61C >> 2
