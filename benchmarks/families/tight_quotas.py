"""Tight quotas: no school has a free post, so that every arrival needs a departure."""

from __future__ import annotations

from collections import Counter

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("tight-quotas", "staff quotas and senior posts exactly as filled")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    staff = Counter((t["school_id"], t["stage"]) for t in sample.tables["teachers"])
    senior = Counter(
        (t["school_id"], t["stage"]) for t in sample.tables["teachers"] if t["title"] in ("高级", "正高级")
    )
    for school in sample.tables["schools"]:
        key = school["school_id"], school["stage"]
        school["staff_quota"], school["senior_posts"] = staff[key], senior[key]
    return sample
