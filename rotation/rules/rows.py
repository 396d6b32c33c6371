"""What the clauses' rows have in common: bounds, terms over all candidates, and the places rows speak of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rotation.county.place import Place
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
    school: Indices | None = None,
    subject: Indices | None = None,
    teacher: Indices | None = None,
    team: Indices | None = None,
    post: Indices | None = None,
) -> Block:
    """A block of `count` rows; a bound may be one number for all of them.

    `school` to `post` say of each row which Place it speaks of, by the indices that has.
    """
    places = {"school": school, "subject": subject, "teacher": teacher, "team": team, "post": post}
    return Block(
        name,
        lower=np.broadcast_to(np.asarray(lower, dtype=np.int64), count),
        upper=np.broadcast_to(np.asarray(upper, dtype=np.int64), count),
        terms=terms,
        labels={key: indices for key, indices in places.items() if indices is not None},
    )


def place_of(rows: Block, row: int) -> Place:
    """The place that row of the block speaks of."""
    at = {key: int(indices[row]) for key, indices in rows.labels.items()}
    return Place(at.get("school"), at.get("subject"), at.get("teacher"), at.get("team"), at.get("post"))
