"""Everybody lists the same few schools: the goal of wishes is crowded."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("wishes-of-all", "everybody lists four city schools, nobody is willing")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    liked: dict[str, list[str]] = {}
    for school in sorted(sample.tables["schools"], key=lambda s: (s["location"] != "城区", s["school_id"])):
        liked.setdefault(school["stage"], []).append(school["school_id"])
    wishes = sample.tables["wishes"]
    wishes.clear()
    for number, teacher in enumerate(sample.tables["teachers"]):
        teacher["willingness"] = "不愿"
        own = [school_id for school_id in liked[teacher["stage"]] if school_id != teacher["school_id"]]
        for rank in range(min(4, len(own))):
            wishes.append(
                {"teacher_id": teacher["teacher_id"], "rank": rank + 1, "school_id": own[(number + rank) % len(own)]}
            )
    return sample
