"""Posts short beyond what the quota lets move: the stages are coupled through the quota."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family(
    "quota-binds",
    "one post in ten more, and two besides, in each subject of every town and village school, and room for it",
)
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    where = {(s["school_id"], s["stage"]): s for s in sample.tables["schools"]}
    for row in sample.tables["demand"]:
        school = where[row["school_id"], row["stage"]]
        if school["location"] != "城区":
            more = 1
            row["required"] = int(row["required"]) + more
            school["staff_quota"] = int(school["staff_quota"]) + more
    return sample
