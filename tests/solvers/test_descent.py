"""The incumbent: which point a run keeps."""

from __future__ import annotations

import numpy as np
import pytest

from solvers.certificate import Box
from solvers.clock import Clock
from solvers.descent import Run
from solvers.program import Builder


@pytest.mark.parametrize("maximise", [False, True])
def test_an_incumbent_gives_way_only_to_a_better_one(maximise: bool) -> None:
    builder = Builder()
    builder.add_columns(np.zeros(3, np.int64), np.ones(3, np.int64), np.arange(3))
    builder.add_goal("goal", [(slice(0, 3), np.array([2, 1, 1]))], maximise=maximise)
    program = builder.program()
    run = Run(program, Box.of(program), Clock())
    middle, equal, low, high = (np.array(point) for point in ([0, 1, 1], [1, 0, 0], [0, 1, 0], [1, 1, 1]))
    worse, better = (low, high) if maximise else (high, low)
    run.improve(program.goals[0], middle)
    for other in (worse, equal):
        run.improve(program.goals[0], other)
        assert run.best is middle
    run.improve(program.goals[0], better)
    assert run.best is better
    run.apart = True  # the parts' goals are in doubt: the point that shows them reached is kept
    run.improve(program.goals[0], worse)
    assert run.best is worse
    assert not run.apart
