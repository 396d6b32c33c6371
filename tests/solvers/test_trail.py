"""The trail: what it says a solve rests on holds for every point, and gives the same cuts again."""

from __future__ import annotations

import itertools

import numpy as np

from solvers.certificate import Box
from solvers.cuts import Combination, Cutter
from solvers.lexicographic import solve
from solvers.program import UNBOUNDED, Block, Builder, Program, Term
from solvers.trail import Trail
from tests.programs import points


def one_of_five() -> Program:
    """Any two of five exclude each other; as many as can be."""
    builder = Builder()
    builder.add_columns(np.zeros(5, np.int64), np.ones(5, np.int64), np.arange(5))
    pairs = np.array(list(itertools.combinations(range(5), 2)))
    terms = tuple(Term(pair, np.full(2, i)) for i, pair in enumerate(pairs))
    builder.add_block(Block("pairs", np.full(10, -UNBOUNDED), np.ones(10, np.int64), terms))
    builder.add_goal("most", [(slice(0, 5), np.ones(5, np.int64))], maximise=True)
    return builder.program()


def test_a_trail_leads_from_the_rows_to_the_optimum() -> None:
    """Bounds rise to the optimum; each cut holds for every point and follows from its multipliers alone."""
    program = one_of_five()
    trail = Trail()
    goal = solve(program, trail=trail).goals[0]
    kinds = [step.kind for step in trail.steps]
    assert {"bound", "cuts", "point", "fixed"} <= set(kinds)
    bounds = [step.what.bound for step in trail.steps if step.kind == "bound"]
    assert bounds == sorted(bounds)
    assert bounds[-1] == -goal.value
    assert trail.steps[-1].what == -goal.value
    block, origins = next(step.what for step in trail.steps if step.kind == "cuts")
    assert isinstance(block, Block)
    assert len(origins) == len(block)
    assert all(isinstance(origin, Combination) for origin in origins)
    assert all(program.with_block(block).feasible(point) for point in points(program))
    proposals = []
    for origin in origins:
        multipliers = np.zeros(program.rows)
        multipliers[origin.rows] = origin.multipliers / origin.denominator
        proposals.append(multipliers)
    half = np.arange(5), np.full(5, 0.5)
    again = Cutter(program, Box.of(program)).cuts(*half, proposals)
    assert again is not None
    assert sorted(again.upper.tolist()) == sorted(block.upper.tolist())
