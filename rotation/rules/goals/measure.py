"""A figure by which an officer reads how far a goal is reached, with its unit and its sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rotation.language import say

LESS, MORE = 1, -1  # which is better

Counted = Mapping[str, int | float | None]  # figures of one plan by their ids; None where there is nothing to count


def better(sense: int, value: int, than: int) -> bool:
    """Whether `value` is better than the other, in that sense."""
    return sense * (than - value) > 0


def by_how_many(more: str, fewer: str) -> Callable[[int, int], str]:
    """How a value stands to another's: by which of the two sentences, {n} in it the difference."""
    return lambda value, other: say(more if value > other else fewer, n=abs(value - other))


@dataclass(frozen=True)
class Measure:
    """A figure: `title` and `unit` are said in the user's language, `sense` is LESS or MORE, `decimals` those shown."""

    id: str
    title: str
    unit: str
    sense: int
    decimals: int = 0

    @property
    def heading(self) -> str:
        """Title and unit, as a column bears them."""
        return f"{say(self.title)}（{say(self.unit)}）" if self.unit else say(self.title)
