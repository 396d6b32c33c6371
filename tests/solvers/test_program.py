"""Programs: columns, rows and terms agree however they are asked."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.program import Block, Builder, Program, Term
from tests.programs import programs


def dense(program: Program) -> np.ndarray:
    """The matrix, one entry at a time."""
    matrix = np.zeros((program.rows, program.columns), dtype=np.int64)
    for block, offset in zip(program.blocks, program.offsets, strict=False):
        for term in block.terms:
            columns = np.arange(program.columns)[term.columns]
            values = np.broadcast_to(term.coefficients, len(columns))
            for column, row, value in zip(columns, term.rows, values, strict=True):
                if row >= 0:
                    matrix[offset + row, column] += value
    return matrix


@settings(max_examples=60, deadline=None)
@given(programs(), st.data())
def test_entries_activity_and_transpose(program: Program, data: st.DataObject) -> None:
    matrix = dense(program)
    columns = np.array(data.draw(st.permutations(range(program.columns))), dtype=np.int64)
    entries = program.entries(columns)
    rebuilt = np.zeros_like(matrix)
    for i, column in enumerate(columns):
        part = slice(entries.start[i], entries.start[i + 1])
        rebuilt[entries.rows[part], column] = entries.values[part]
    assert (rebuilt == matrix).all()
    point = np.array(data.draw(st.lists(st.integers(0, 3), min_size=program.columns, max_size=program.columns)))
    assert (program.activity(point) == matrix @ point).all()
    duals = np.array(data.draw(st.lists(st.integers(-9, 9), min_size=program.rows, max_size=program.rows)))
    assert (program.transposed_times(duals) == matrix.T @ duals).all()


def test_terms_on_some_columns_and_twice_in_a_row() -> None:
    """Entries of one column in one row add up; a term may speak of chosen columns only."""
    builder = Builder()
    builder.add_columns(np.zeros(4, dtype=np.int64), np.ones(4, dtype=np.int64))
    everywhere = Term(slice(0, 4), np.zeros(4, dtype=np.int64), 2)
    some = Term(np.array([1, 3]), np.array([0, 0]), np.array([-2, 5]))
    builder.add_block(Block("row", np.array([0]), np.array([9]), (everywhere, some)))
    program = builder.program()
    assert dense(program).tolist() == [[2, 0, 2, 7]]
    entries = program.entries(np.array([3, 1]))
    assert entries.values.tolist() == [7]
    assert program.transposed_times(np.array([1])).tolist() == [2, 0, 2, 7]
