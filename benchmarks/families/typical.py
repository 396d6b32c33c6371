"""The proportions of published counties."""

from __future__ import annotations

from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


def schools_for(teachers: int) -> int:
    """About sixty teachers a school, as in the 9,000-teacher county of 150 schools."""
    return max(6, round(teachers / 60))


@family("typical", "as published counties are")
def build(teachers: int, seed: str) -> Sample:
    return make_sample(schools_for(teachers), teachers, seed)
