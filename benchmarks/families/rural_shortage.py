"""Every village school is short in every subject, every city school has teachers to spare."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("rural-shortage", "two posts more in each subject of a village school, a tenth fewer in the city")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    where = {(s["school_id"], s["stage"]): s for s in sample.tables["schools"]}
    for number, row in enumerate(sample.tables["demand"]):
        school = where[row["school_id"], row["stage"]]
        if school["location"] == "乡村":
            row["required"] = int(row["required"]) + 2
            school["staff_quota"] = int(school["staff_quota"]) + 2
        elif school["location"] == "城区":
            row["required"] = int(row["required"]) - (int(row["required"]) + number % 10) // 10
    return sample
