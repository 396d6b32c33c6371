"""HiGHS without a word on stdout, which belongs to the program that solves."""

from __future__ import annotations

import highspy

from solvers.program import UNBOUNDED, Array, Floats


class QuietHighs(highspy.Highs):
    """A HiGHS model that prints nothing; the plain one prints its banner while it is being made."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802 (HiGHS's own name)
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def bounds(values: Array) -> Floats:
    """Bounds for HiGHS: ±UNBOUNDED as infinite."""
    result = values.astype(float)
    result[values >= UNBOUNDED] = highspy.kHighsInf
    result[values <= -UNBOUNDED] = -highspy.kHighsInf
    return result
