"""Town schools turned villages: most schools are targets."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("rural-heavy", "every town school counts as a village one")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    for school in sample.tables["schools"]:
        if school["location"] == "镇区":
            school["location"] = "乡村"
    return sample
