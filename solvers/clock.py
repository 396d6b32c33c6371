"""A time limit that an interrupt can bring forward."""

from __future__ import annotations

import math
import time


class OutOfTime(Exception):
    """The clock ran out, or the user stopped the run."""


class Clock:
    """Counts down `limit` seconds from its making; None never ends by itself.

    A clock made with a `parent` is out no later than the parent; stopping it leaves the parent running.
    """

    def __init__(self, limit: float | None = None, parent: Clock | None = None) -> None:
        self._start = time.monotonic()
        self._end = math.inf if limit is None else self._start + limit
        self._parent = parent

    @property
    def left(self) -> float:
        """Seconds left, 0 when out; infinite without a limit."""
        own = max(0.0, self._end - time.monotonic())
        return own if self._parent is None else min(own, self._parent.left)

    @property
    def out(self) -> bool:
        return self.left <= 0.0

    @property
    def elapsed(self) -> float:
        """Seconds since the clock was made."""
        return time.monotonic() - self._start

    def stop(self) -> None:
        """End now, as a signal handler may ask."""
        self._end = -math.inf

    def check(self) -> None:
        """Raise OutOfTime if the clock is out."""
        if self.out:
            raise OutOfTime
