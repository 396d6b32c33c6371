"""Parts of a program: each column and row in one of them, and none of them in the way of the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.one import program_of
from benchmarks.registry import load
from solvers import beside, descent
from solvers.clock import Clock
from solvers.lexicographic import solve
from solvers.parts import split
from solvers.program import Array, Block, Builder, Program, Term

pytestmark = pytest.mark.slow

load()


def chain(lengths: tuple[int, ...], *, joined: bool) -> Program:
    """Runs of columns, each next two of a run in one row; `joined`: all in one block of two rows as well."""
    count = sum(lengths)
    builder = Builder()
    builder.add_columns(np.zeros(count, np.int64), np.ones(count, np.int64), np.arange(count))
    last = np.zeros(count, dtype=bool)
    last[np.cumsum(lengths) - 1] = True
    before = np.roll(np.where(last, -1, np.arange(count)), 1)
    terms = (Term(slice(0, count), np.where(last, -1, np.arange(count))), Term(np.arange(count), before, 2))
    none, one = np.zeros(count, np.int64), np.ones(count, np.int64)
    builder.add_block(Block("pairs", none, 3 * one, terms, {"number": np.arange(count)}))
    rows = 2 if joined else 1
    tie = Term(slice(0, count), np.arange(count) % rows, 5)
    builder.add_block(Block("tie", none[:rows], one[:rows] * count, (tie,)))
    builder.add_goal("cost", [(slice(0, count), np.arange(count))], 7)
    return builder.program()


def same_entries(program: Program, seed: int) -> Array:
    """How many parts each row is in, after comparing the rows' values at a random point."""
    rng = np.random.default_rng(seed)
    point = rng.integers(0, 3, program.columns)
    activity = program.activity(point)
    seen = np.zeros(program.rows, dtype=np.int64)
    columns = []
    for part in split(program):
        assert (part.program.activity(point[part.columns]) == activity[part.rows]).all()
        assert (part.program.row_upper == program.row_upper[part.rows]).all()
        assert part.program.value(part.program.goals[0], point[part.columns]) == int(
            program.goals[0].cost[part.columns].astype(np.int64) @ point[part.columns]
        )
        seen[part.rows] += 1
        columns.append(part.columns)
    assert (np.sort(np.concatenate(columns)) == np.arange(program.columns)).all()
    return seen


@pytest.mark.parametrize("lengths", [(4, 6), (30, 20, 2, 1), (5, 5, 5)])
def test_runs_come_apart(lengths: tuple[int, ...]) -> None:
    """Small ones go together; the block of one row is in none of them."""
    program = chain(lengths, joined=False)
    assert len(split(program)) == min(len(lengths), 3 if lengths[0] == 5 else 2)
    seen = same_entries(program, len(lengths))
    assert (seen[:-1] == 1).all()
    assert seen[-1] == 0


def test_one_piece() -> None:
    """A block of two rows ties what it speaks of together."""
    assert split(chain((4, 6), joined=True)) == []


def test_stages_of_a_county() -> None:
    """Teams, pins and every clause stay within a stage, but for the quota and the share of backbone teachers."""
    program, _ = program_of("many-teams:1000")
    seen = same_entries(program, 3)
    names = {block.name for block, first in zip(program.blocks, program.offsets, strict=False) if not seen[first]}
    assert (seen <= 1).all()
    assert names == {"quota", "backbone_share"}


def test_only_what_grows_tells_before_the_parts_have_ended() -> None:
    """A share that swings the wrong way at first does not; the quota does, as soon as it will be passed."""
    program, _ = program_of("many-teams:1000")
    rows = {block.name: first for block, first in zip(program.blocks, program.offsets, strict=False)}
    cost = {name: program.transposed_times(np.eye(program.rows)[rows[name]]) for name in ("quota", "backbone_share")}
    moves = np.flatnonzero(cost["quota"])
    others = moves[cost["backbone_share"][moves] < 0]
    half = int(program.row_upper[rows["quota"]]) // 2

    def breaks(columns: np.ndarray, ended: bool) -> bool:
        own = beside.Beside(program, Clock(), 1, None)
        for part, relaxation in own.relaxations:
            here = np.flatnonzero(np.isin(part.columns, columns))
            relaxation.vertex = here, np.ones(len(here))
        return own._break_rows(ended)

    assert not breaks(others[: half - 1], ended=False)
    assert breaks(others[: half - 1], ended=True)
    assert breaks(moves[: half + 2], ended=False)


@pytest.mark.parametrize("rows", [0, descent.MANY_ROWS])
@pytest.mark.parametrize("most", [10, 25, 40, 70, 1000])
def test_the_way_by_parts_costs_little_where_rows_between_them_bind(
    most: int, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the quota binds hard, a little or not: the same values, and hardly a step of the simplex more."""
    monkeypatch.setattr(descent, "MANY_ROWS", rows)
    program, _ = program_of("rural-heavy:1000")
    blocks = tuple(
        replace(block, lower=np.zeros(1, np.int64), upper=np.array([most])) if block.name == "quota" else block
        for block in program.blocks
    )
    program = replace(program, blocks=blocks)
    by_parts = solve(program, Clock(60))
    monkeypatch.setattr(beside, "split", lambda _: [])
    straight = solve(program, Clock(60))
    assert straight.optimal
    assert by_parts.goals == straight.goals
    assert (by_parts.point == straight.point).all()
    assert by_parts.statistics.iterations <= 1.1 * straight.statistics.iterations
