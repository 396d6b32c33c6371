"""Small programs whose relaxations are fractional on purpose, and every point they have."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from solvers.program import UNBOUNDED, Array, Block, Builder, Program, Term


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Up to 9 columns and 4 rows of small coefficients: knapsacks, odd cycles, equations."""
    builder = Builder()
    n = draw(st.integers(1, 9))
    upper = np.array(draw(st.lists(st.sampled_from((1, 1, 1, 2)), min_size=n, max_size=n)))
    groups = np.array(draw(st.lists(st.integers(-1, 3), min_size=n, max_size=n)))
    builder.add_columns(np.zeros(n, dtype=np.int64), upper.astype(np.int64), groups)
    for i in range(draw(st.integers(1, 4))):
        values = np.array(draw(st.lists(st.integers(-4, 7), min_size=n, max_size=n)))
        low = draw(st.sampled_from((-UNBOUNDED, 0, 1, 3)))
        high = draw(st.sampled_from((UNBOUNDED, 5, 8)))
        rows = np.where(values == 0, -1, 0)
        term = Term(slice(0, n), rows, values)
        builder.add_block(Block(f"row {i}", np.array([low]), np.array([max(low, high)]), (term,)))
    for i in range(draw(st.integers(1, 4))):
        size = draw(st.sampled_from((3, 40, 10**8, 10**11)))
        cost = np.array(draw(st.lists(st.integers(-size, size), min_size=n, max_size=n)))
        builder.add_goal(f"goal {i}", [(slice(0, n), cost)], draw(st.integers(-9, 9)), maximise=draw(st.booleans()))
    return builder.program()


@st.composite
def divided(draw: st.DrawFn) -> Program:
    """Two halves that share no row but one or two over all columns, which may bind; goals ask for few or many."""
    builder = Builder()
    n = draw(st.integers(2, 4))
    builder.add_columns(np.zeros(2 * n, dtype=np.int64), np.ones(2 * n, dtype=np.int64), np.arange(2 * n) // 2)
    rows = np.repeat([0, 2], n)
    terms = []
    for i in (0, 1):
        values = np.array(draw(st.lists(st.integers(-2, 4), min_size=2 * n, max_size=2 * n)))
        terms.append(Term(slice(0, 2 * n), rows + i, values))
    low = np.array(draw(st.lists(st.sampled_from((-UNBOUNDED, 0, 1)), min_size=4, max_size=4)))
    high = np.array(draw(st.lists(st.sampled_from((UNBOUNDED, 3, 5)), min_size=4, max_size=4)))
    builder.add_block(Block("own", low, high, tuple(terms)))
    for i in range(draw(st.integers(1, 2))):
        values = np.array(draw(st.lists(st.sampled_from((1, 1, 1, 2, -1)), min_size=2 * n, max_size=2 * n)))
        least, most = draw(st.sampled_from(((-UNBOUNDED, 1), (-UNBOUNDED, 3), (2, UNBOUNDED), (3, 4), (n, n))))
        tie = Term(slice(0, 2 * n), np.zeros(2 * n, dtype=np.int64), values)
        builder.add_block(Block(f"tie {i}", np.array([least]), np.array([most]), (tie,)))
    for i in range(draw(st.integers(2, 4))):
        size = draw(st.sampled_from((1, 3, 10**8)))
        cost = np.array(
            draw(st.lists(st.integers(draw(st.sampled_from((-size, 0))), size), min_size=2 * n, max_size=2 * n))
        )
        builder.add_goal(f"goal {i}", [(slice(0, 2 * n), cost)], draw(st.integers(-9, 9)), maximise=draw(st.booleans()))
    return builder.program()


def matrix(program: Program) -> Array:
    """The rows' coefficients, read term by term."""
    dense = np.zeros((program.rows, program.columns), dtype=np.int64)
    first = 0
    for block in program.blocks:
        for term in block.terms:
            columns = np.arange(program.columns)[term.columns]
            rows, values = (np.broadcast_to(part, columns.shape) for part in (term.rows, term.coefficients))
            for column, row, value in zip(columns, rows, values, strict=True):
                if row >= 0:
                    dense[first + row, column] += value
        first += len(block)
    return dense


def grid(program: Program) -> Array:
    """Every point between the bounds, one a row, feasible or not."""
    ranges = [np.arange(low, high + 1) for low, high in zip(program.lower, program.upper, strict=True)]
    return np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, program.columns)


def points(program: Program) -> Array:
    """Every feasible point, one a row."""
    every = grid(program)
    activity = every @ matrix(program).T
    kept: Array = every[((activity >= program.row_lower) & (activity <= program.row_upper)).all(axis=1)]
    return kept


def values(program: Program, at: Array) -> Array:
    """The goals' values at each of the points `at`: a row a point, a column a goal."""
    costs = np.stack([goal.cost.astype(np.int64) for goal in program.goals], axis=1)
    found: Array = at @ costs + np.array([goal.constant for goal in program.goals])
    return found


def brute_force(program: Program) -> list[int] | None:
    """The goals' values at the best point, None where there is none."""
    found = values(program, points(program))
    if not len(found):
        return None
    signs = np.array([-1 if goal.maximise else 1 for goal in program.goals])
    best: list[int] = found[np.lexsort((found * signs).T[::-1])[0]].tolist()
    return best
