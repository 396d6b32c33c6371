"""The least change of a threshold under which there is a plan: every smaller one is asked for, or ruled out by halving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rotation.explain.altered import possible, with_values
from rotation.policy.policy import Policy, Threshold
from rotation.rules.allowed import WHERE, WHO
from rotation.rules.case import Case
from rotation.rules.clauses import stated
from rotation.rules.declared import Declared
from solvers.clock import Clock, OutOfTime

_WAY_SECONDS = 20.0  # for one way of a threshold whose every value has to be asked for


def thresholds(policy: Policy) -> Iterator[tuple[Declared, Threshold]]:
    """What may be loosened: of the clauses first, then of who may move where."""
    for rule in (*stated(policy), *WHERE, *WHO):
        for threshold in rule.thresholds:
            yield rule, threshold


def least_thresholds(case: Case, rule: Declared, threshold: Threshold, clock: Clock) -> Iterator[int]:
    """For each way the threshold may go the value nearest to the one in force under which there is a plan.

    A way that is not done within its time is passed over. Raises OutOfTime where `clock` itself is out.
    """
    key = f"{rule.id}.{threshold.key}"
    stepped = threshold.looser == "either" or not threshold.even
    for values in _values(case, rule, threshold):
        own = Clock(_WAY_SECONDS, clock) if stepped else clock
        try:
            found = _nearest(case, key, values, own, stepped=stepped)
        except OutOfTime:
            clock.check()
            continue
        if found is not None:
            yield found


def _nearest(case: Case, key: str, values: Sequence[int], clock: Clock, *, stepped: bool) -> int | None:
    """The first of `values` under which there is a plan: by halving where each allows all that the one before did.

    Where they do not, `stepped`, each is asked for.
    """

    def works(value: int) -> bool:
        return possible(with_values(case, {key: value}), clock)

    if stepped:
        return next((value for value in values if works(value)), None)
    if not values or not works(values[-1]):
        return None
    low, high = 0, len(values) - 1  # values[high] works, none before values[low] does
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if works(values[middle]) else (middle + 1, high)
    return values[high]


def _values(case: Case, rule: Declared, threshold: Threshold) -> list[list[int]]:
    """For each way that allows more the values to try, the nearest first, each of which changes something."""
    now = case.policy.number(f"{rule.id}.{threshold.key}")
    worth = rule.worth.get(threshold.key)
    last = range(threshold.least, threshold.most) if worth is None else worth(case)
    down = sorted({value for value in last if threshold.least <= value < now}, reverse=True)
    up = sorted({value + 1 for value in last if now <= value < threshold.most})
    return {"lower": [down], "higher": [up], "either": [down, up]}[threshold.looser]
