"""Which point a run keeps, and how long it cuts."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from solvers import descent
from solvers.certificate import Box
from solvers.clock import Clock
from solvers.descent import IDLE_ROUNDS, ROUNDS, Run
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
    run.assumed.append(cast("Any", None))  # a goal is in doubt: the point that shows it reached is kept
    run.improve(program.goals[0], worse)
    assert run.best is worse
    assert not run.assumed


@pytest.mark.parametrize(
    ("incumbent", "rise", "rounds"),
    [(None, 1.0, ROUNDS), (9, 1.0, ROUNDS), (9000, 1.0, IDLE_ROUNDS), (None, 0.0, IDLE_ROUNDS)],
)
def test_cuts_end_where_they_close_little_of_the_gap(
    incumbent: int | None, rise: float, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound rises by the same each round: that counts unless an incumbent is far away."""
    builder = Builder()
    builder.add_columns(np.zeros(1, np.int64), np.full(1, 10_000), np.arange(1))
    builder.add_goal("goal", [(slice(0, 1), np.ones(1, np.int64))])
    program = builder.program()
    run = Run(program, Box.of(program), Clock())
    if incumbent is not None:
        run.accept(np.array([incumbent]))
    cut = 0

    class Rising:
        """A relaxation whose bound rises by `rise` a round, and always has a cut."""

        def basis(self) -> tuple[None, None]:
            return None, None

        def point(self) -> tuple[Any, Any]:
            return np.arange(1), np.array([rise * cut])

        def tableau(self) -> list[Any]:
            return []

        def minimise_again(self) -> None:
            nonlocal cut
            cut += 1

    class Always:
        origins = ()

        def __init__(self, *_: object) -> None: ...

        def cuts(self, *_: object) -> str:
            return "a block"

    monkeypatch.setattr(descent, "Cutter", Always)
    monkeypatch.setattr(descent, "_extend", lambda *_: None)
    monkeypatch.setattr(descent, "_purge", lambda *_: None)
    assert descent._cut(run, cast("Any", Rising()), np.ones(1, np.int64))
    assert cut == rounds
