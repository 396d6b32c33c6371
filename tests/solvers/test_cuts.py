"""Cuts: every integer point meets them, the vertex they were made for does not."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from solvers import cuts
from solvers.certificate import Box
from solvers.clock import Clock
from solvers.cuts import Cutter
from solvers.lexicographic import solve
from solvers.program import UNBOUNDED, Block, Builder, Program, Term
from solvers.relaxation import Astray, Infeasible, Relaxation
from tests.programs import points

pytestmark = pytest.mark.slow

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def odd_cycle(length: int) -> Program:
    """No two neighbours on a cycle: as many columns as can be."""
    builder = Builder()
    builder.add_columns(np.zeros(length, np.int64), np.ones(length, np.int64), np.arange(length))
    terms = tuple(Term(slice(0, length), (np.arange(length) + shift) % length) for shift in (0, 1))
    builder.add_block(Block("edges", np.full(length, -UNBOUNDED), np.ones(length, np.int64), terms))
    builder.add_goal("most", [(slice(0, length), np.ones(length, np.int64))], maximise=True)
    return builder.program()


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Few columns, some of them fixed, in rows of small coefficients."""
    n, rows = draw(st.integers(3, 8)), draw(st.integers(2, 6))
    builder = Builder()
    upper = np.array(draw(st.lists(st.sampled_from((1, 1, 1, 2)), min_size=n, max_size=n)))
    fixed = np.array(draw(st.lists(st.sampled_from((0, 0, 0, 1)), min_size=n, max_size=n)))
    builder.add_columns(fixed.astype(np.int64), np.maximum(upper, fixed).astype(np.int64), np.arange(n))
    terms = tuple(
        Term(slice(0, n), np.full(n, i), np.array(draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n))))
        for i in range(rows)
    )
    low = np.array(draw(st.lists(st.sampled_from((-UNBOUNDED, 1)), min_size=rows, max_size=rows)))
    high = np.array(draw(st.lists(st.sampled_from((1, 2, 3)), min_size=rows, max_size=rows)))
    builder.add_block(Block("rows", low, high, terms))
    cost = np.array(draw(st.lists(st.integers(-9, 9), min_size=n, max_size=n)))
    builder.add_goal("cost", [(slice(0, n), cost)])
    return builder.program()


@SLOW
@given(programs(), st.data())
def test_no_integer_point_is_cut_off(program: Program, data: st.DataObject) -> None:
    """Counted over all points, whatever multipliers are proposed; the vertex itself breaks each cut."""
    box = Box.of(program)
    relaxation = Relaxation(program, box, Clock())
    try:
        relaxation.start(program.goals[0].cost.astype(float))
        relaxation.minimise(program.goals[0].cost.astype(np.int64))
    except (Infeasible, Astray):
        assume(False)
    columns, values = relaxation.point()
    proposals = list(relaxation.tableau())
    numbers = st.lists(st.floats(-2, 2), min_size=program.rows, max_size=program.rows)
    proposals += [np.array(drawn) for drawn in data.draw(st.lists(numbers, max_size=4))]
    block = Cutter(program, box).cuts(columns, values, proposals)
    assume(block is not None)
    assert block is not None
    whole = np.zeros(program.columns)
    whole[columns] = values
    cut = program.with_block(block)
    assert (cut.activity(whole)[program.rows :] > block.upper + 1e-7).all()
    assert points(cut).tolist() == points(program).tolist()


@SLOW
@given(
    st.lists(st.integers(-300, 300), min_size=1, max_size=2), st.lists(st.integers(-300, 300), min_size=1, max_size=2),
    st.integers(-300, 300), st.sampled_from((2, 3, 7, 60, 120)), st.sampled_from((1, 5, 10_000)),
)  # fmt: skip
def test_rounding_keeps_every_point_of_the_equation(
    columns: list[int], slacks: list[int], right: int, denominator: int, largest: int
) -> None:
    """However small the coefficients are to become."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuts, "LARGEST", largest)
        share, slack, least = cuts.rounded(np.array(columns), np.array(slacks), right, denominator)
    if not least:
        return
    assert 0 < least <= largest
    assert ((share >= 0) & (share <= least)).all()
    for d in itertools.product(range(12), repeat=len(columns)):
        for s in itertools.product(range(12), repeat=len(slacks)):
            # The equation holds but for whole numbers, which another whole distance can make up for.
            if (np.array(columns) @ d + np.array(slacks) @ s - right) % denominator == 0:
                assert share @ np.array(d) + slack @ np.array(s) >= least


@pytest.mark.parametrize("length", [3, 5, 9, 41])
def test_odd_cycles_need_no_kernel(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut says that half of the columns, rounded down, is the most, and so the bound is the optimum."""
    program = odd_cycle(length)
    relaxation = Relaxation(program, Box.of(program), Clock())
    relaxation.start(-program.goals[0].cost.astype(float))
    relaxation.minimise(-program.goals[0].cost.astype(np.int64))
    block = Cutter(program, relaxation.box).cuts(*relaxation.point(), relaxation.tableau())
    assert block is not None
    assert length // 2 in block.upper
    monkeypatch.setattr("solvers.kernel.settle", None)
    assert [(goal.value, goal.bound) for goal in solve(program).goals] == [(length // 2, length // 2)]


def test_cuts_go_on_while_they_raise_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of five any two of which exclude each other: the relaxation says 2½, and it takes rounds to come to 1."""
    builder = Builder()
    builder.add_columns(np.zeros(5, np.int64), np.ones(5, np.int64), np.arange(5))
    pairs = np.array(list(itertools.combinations(range(5), 2)))
    terms = tuple(Term(pair, np.full(2, i)) for i, pair in enumerate(pairs))
    builder.add_block(Block("pairs", np.full(10, -UNBOUNDED), np.ones(10, np.int64), terms))
    builder.add_goal("most", [(slice(0, 5), np.ones(5, np.int64))], maximise=True)
    rounds = []
    original = Cutter.cuts

    def counted(self: Cutter, *vertex: Any) -> Block | None:
        rounds.append(vertex)
        return original(self, *vertex)

    monkeypatch.setattr(Cutter, "cuts", counted)
    monkeypatch.setattr("solvers.descent.IDLE_ROUNDS", 1)
    assert [(goal.value, goal.bound) for goal in solve(builder.program()).goals] == [(1, 1)]
    assert len(rounds) > 1
