"""A county at one time, before the moves or after them, each thing counted once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from rotation.county.county import Ints
from rotation.rules.case import Case
from rotation.rules.goals.balance import backbone_after
from rotation.rules.moves import Moves, after, missing


@dataclass(frozen=True)
class Counts:
    """The county once `moves` are made; as it stands where there are none."""

    case: Case
    moves: Moves = ()

    @cached_property
    def have(self) -> Counter[tuple[int, int]]:
        """have[u, k]: teachers of school row u who teach subject k."""
        return after(self.case, self.moves)

    @cached_property
    def missing(self) -> Ints:
        """missing[u, k]: posts of school row u in subject k without a teacher."""
        return missing(self.case, self.have)

    @cached_property
    def backbone(self) -> list[int]:
        """Backbone teachers of each school row."""
        return backbone_after(self.case, self.moves)
