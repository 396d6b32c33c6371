"""One giant beside many small schools."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample
from rotation.intake.sample_people import Row


@family("one-giant", "every second city school of a stage is the same school")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    city = [s for s in sample.tables["schools"] if s["location"] == "城区"][::2]
    giant = {s["stage"]: s for s in reversed(city)}
    to = {(s["school_id"], s["stage"]): giant[s["stage"]] for s in city}
    for school in city:
        own = giant[school["stage"]]
        if own is not school:
            for column in ("pupils", "classes", "staff_quota"):
                own[column] = int(own[column]) + int(school[column])
            own["senior_posts"] = ""
    sample.tables["schools"][:] = [s for s in sample.tables["schools"] if to.get((s["school_id"], s["stage"]), s) is s]
    stage_of = {t["teacher_id"]: t["stage"] for t in sample.tables["teachers"]}
    heads: set[str] = set()
    for teacher in sample.tables["teachers"]:
        teacher["school_id"] = _moved(to, teacher["school_id"], teacher["stage"])
        if teacher["post"] == "校长":
            if teacher["school_id"] in heads:
                teacher["post"], teacher["terms"] = "副校长", ""
            heads.add(teacher["school_id"])
    _join_demand(sample, to)
    home = {t["teacher_id"]: t["school_id"] for t in sample.tables["teachers"]}
    for name in ("wishes", "pins"):
        listed: set[tuple[str, str]] = set()
        kept = []
        for row in sample.tables[name]:
            who = row["teacher_id"]
            row["school_id"] = _moved(to, row["school_id"], stage_of[who]) if row["school_id"] else ""
            if row["school_id"] != home[who] and (who, row["school_id"]) not in listed:
                listed.add((who, row["school_id"]))
                kept.append(row)
        sample.tables[name][:] = kept
    return sample


def _moved(to: dict[tuple[str, str], Row], school_id: str, stage: str) -> str:
    school = to.get((school_id, stage))
    return school_id if school is None else str(school["school_id"])


def _join_demand(sample: Sample, to: dict[tuple[str, str], Row]) -> None:
    """One row a school and subject, the posts added up."""
    joined: dict[tuple[str, str, str], Row] = {}
    for row in sample.tables["demand"]:
        row["school_id"] = _moved(to, row["school_id"], row["stage"])
        first = joined.setdefault((row["school_id"], row["stage"], row["subject"]), row)
        if first is not row:
            first["required"] = int(first["required"]) + int(row["required"])
    sample.tables["demand"][:] = joined.values()
