"""All rules there are, as they are declared: what a pack may state, what the audit counts, what a plan may carry.

Made of the tables when it is asked for: a rule is added to its own table and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rotation.policy.policy import Policy
from rotation.rules import allowed, national, principals
from rotation.rules.clauses import CLAUSES, stated
from rotation.rules.declared import Checked, Declared
from rotation.rules.goals import GOALS
from rotation.rules.moves import Moves
from rotation.shapes import Flag, Table, Whole, Wrong


def declared() -> list[Declared]:
    """What a pack may state, in the order in which it is told of."""
    return [*allowed.WHO, *allowed.WHERE, *CLAUSES.values(), *GOALS.values(), principals.PRINCIPALS]


def of_teachers(policy: Policy) -> list[Checked[Moves]]:
    """The audit's lines of the teachers' moves under that policy: what makes a move, then the pack's clauses."""
    return [*allowed.CHECKS, *stated(policy)]


def checked() -> dict[str, Checked[Any]]:
    """Every line an audit may have, by its id."""
    every: list[Checked[Any]] = [*allowed.CHECKS, *CLAUSES.values(), *principals.CHECKS, *national.CHECKS]
    return {rule.id: rule for rule in every}


def settings() -> dict[str, Whole | Flag]:
    """Every key a plan's parameters may have, with what its value may be."""
    found: dict[str, Whole | Flag] = {}
    for rule in declared():
        found |= {f"{rule.id}.{threshold.key}": threshold.shape for threshold in rule.thresholds}
        if rule.switch:
            found[f"{rule.id}.on"] = Flag()
    return found


class Parameters:
    """The shape of a plan's parameters. One that is missing is found by the audit, which has them all."""

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        """As rotation.shapes.Shape."""
        return Table({}, settings()).faults(value, path)
