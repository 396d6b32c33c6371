"""Backbone teachers are so few that their share of the moves binds."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("scarce-backbone", "four backbone teachers in five lose their level")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    holders = [t for t in sample.tables["teachers"] if t["backbone"] not in ("", "教学能手", "教坛新秀")]
    for number, teacher in enumerate(holders):
        if number % 5:
            teacher["backbone"] = ""
    return sample
