"""What the clauses' rows have in common: bounds, and terms over all candidates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from solvers.program import UNBOUNDED, Block, Indices, Term

Bounds = int | npt.NDArray[np.integer]


def over_all(rows: Indices, coefficients: int | Indices = 1) -> Term:
    """The term in which candidate j enters row `rows[j]`, none where that is negative."""
    return Term(slice(0, len(rows)), rows, coefficients)


def block(
    name: str,
    count: int,
    *terms: Term,
    lower: Bounds = -UNBOUNDED,
    upper: Bounds = UNBOUNDED,
    labels: Mapping[str, Indices] | None = None,
) -> Block:
    """A block of `count` rows; a bound may be one number for all of them."""
    return Block(
        name,
        lower=np.broadcast_to(np.asarray(lower, dtype=np.int64), count),
        upper=np.broadcast_to(np.asarray(upper, dtype=np.int64), count),
        terms=terms,
        labels=labels or {},
    )
