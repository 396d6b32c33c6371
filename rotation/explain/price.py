"""What one unit more or less of a rule costs on each goal: a whole plan for each, really solved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rotation.errors import BadData, NoPlan, UsageFault
from rotation.language import say
from rotation.planning.plan import GoalLine, Plan
from rotation.planning.planner import make_plan
from rotation.policy.policy import Value
from rotation.rules.case import Case
from rotation.rules.clauses import CLAUSES
from solvers.clock import Clock


@dataclass(frozen=True)
class Price:
    """One value changed and the best plan under it, None where there is none."""

    key: str
    old: Value
    new: Value
    plan: Plan | None

    @property
    def goals(self) -> Sequence[GoalLine]:
        return () if self.plan is None else self.plan.goals

    @property
    def setting(self) -> str:
        """The option to copy."""
        return f"--set {self.key}={str(self.new).lower()}"


def prices(case: Case, clause: str, seed: str, clock: Clock) -> Iterator[Price]:
    """Each threshold of the clause one unit down and up; the clause itself off, or on where it is off.

    Raises UsageFault where there is no such clause, Stopped where the clock ran out before a plan.
    """
    policy = case.policy
    defining = {name for name, each in CLAUSES.items() if each.defines}
    keys = [key for key in policy.values if key.partition(".")[0] not in defining]
    changes: list[tuple[str, Value]] = []
    for key in [key for key in keys if key.startswith(f"{clause}.")]:
        value = policy.values[key]
        if isinstance(value, bool):
            changes.append((key, not value))
        elif key not in policy.unused:
            changes += [(key, value + step) for step in (-1, 1) if value + step >= 0]
    if not changes:
        known = sorted({key.partition(".")[0] for key in keys})
        raise UsageFault(
            say("{clause}: no rule with a value to change; known: {names}", clause=clause, names=", ".join(known))
        )
    for key, value in changes:
        changed = replace(case, policy=policy.with_values({key: value}))
        try:
            made = make_plan(changed, seed, clock).plan
        except (NoPlan, BadData):
            made = None
        yield Price(key, policy.values[key], value, made)
