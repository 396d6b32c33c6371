"""What one unit more or less of a rule costs on each goal: a whole plan for each, really solved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rotation.errors import BadData, NoPlan, UsageFault
from rotation.language import say
from rotation.planning.plan import GoalLine, Plan
from rotation.planning.planner import make_plan
from rotation.policy.policy import SWITCHES, THRESHOLDS, Value
from rotation.rules.case import Case
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
    changes: list[tuple[str, Value]] = []
    for short in THRESHOLDS.get(clause, ()):
        key = f"{clause}.{short}"
        changes += [(key, value) for step in (-1, 1) if (value := policy.number(key) + step) >= 0]
    if clause in SWITCHES and clause != "one_move":
        changes.append((f"{clause}.on", not policy.on(clause)))
    if not changes:
        known = sorted({*THRESHOLDS, *SWITCHES} - {"one_move"})
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
