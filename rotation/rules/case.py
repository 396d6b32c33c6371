"""A county under a policy in a plan year: who may be exchanged, and the first reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rotation.county.county import Bools, County, Ints
from rotation.county.retirement import retirement_month
from rotation.policy.policy import Policy

ELIGIBLE = ""
REASONS = ("principal", "ethics", "exemption", "service", "retirement")


@dataclass(frozen=True)
class Case:
    """What is planned: `county` under `policy` for the school year that begins on `as_of`."""

    county: County
    policy: Policy
    year: int

    @property
    def as_of(self) -> str:
        """1 September of the plan year, as YYYY-MM-DD (十三: the notice is due before it)."""
        return f"{self.year}-09-01"

    @cached_property
    def backbone(self) -> Bools:
        """Backbone teachers: a level the policy counts and no failed ethics record (十一)."""
        teachers = self.county.teachers
        level = np.array([word in self.policy.backbone_levels for word in teachers.backbone], dtype=bool)
        result: Bools = level & teachers.ethical
        return result

    @cached_property
    def months_left(self) -> Ints:
        """Months from `as_of` to each teacher's statutory retirement."""
        teachers = self.county.teachers
        result: Ints = retirement_month(teachers.birth, teachers.gender) - (12 * self.year + 9)
        return result

    @cached_property
    def years_served(self) -> Ints:
        """Completed years at the school on `as_of`: anniversaries of the day of joining."""
        return (self.year * 10000 + 901 - self.county.teachers.joined) // 10000

    @cached_property
    def reason(self) -> tuple[str, ...]:
        """For each teacher the first of REASONS that applies, ELIGIBLE where none does."""
        teachers, number = self.county.teachers, self.policy.number
        failed = np.array(
            [
                teachers.principal,
                ~teachers.ethical,
                [bool(word) for word in teachers.exemption],
                self.years_served < number("service.min_years"),
                self.months_left <= number("retirement.min_months"),
            ],
            dtype=bool,
        )
        first = np.where(failed.any(axis=0), failed.argmax(axis=0), len(REASONS))
        return tuple((*REASONS, ELIGIBLE)[i] for i in first)

    @cached_property
    def eligible(self) -> Bools:
        return np.array([reason == ELIGIBLE for reason in self.reason], dtype=bool)

    @cached_property
    def pool(self) -> int:
        """|E|: how many teachers are eligible, the base of the quota."""
        return int(self.eligible.sum())
