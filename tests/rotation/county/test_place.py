"""A place has one name, wherever an officer reads of it."""

from __future__ import annotations

import pytest

from rotation.county.building import build_county
from rotation.county.place import Place, post_words, school_words, teacher_words
from tests.counties import school, tables, teacher

COUNTY = build_county(
    "小县",
    tables(
        [school("A"), school("A", "初中"), school("B")],
        [teacher("T1", "A"), teacher("T2", "B")],
        {("A", "语文"): 1},
        teams=[{"team": "支教组", "teacher_id": each} for each in ("T1", "T2")],
    ),
)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (Place(), ""),
        (Place(school=1), "A校（初中）"),
        (Place(school=0, subject=0), "A校（小学）语文"),
        (Place(teacher=1), "教师T2 T2"),
        (Place(teacher=1, pin="必须交流"), "教师T2 T2 必须交流"),
        (Place(school=2, teacher=0), "B校（小学） 教师T1 T1"),
        (Place(team=0), "团队支教组"),
        (Place(post=1), "B校"),
    ],
)
def test_named(place: Place, name: str) -> None:
    assert place.named(COUNTY) == name


def test_parts_of_the_name_are_said_alone_in_the_same_words() -> None:
    assert school_words(COUNTY, 1) == Place(school=1).named(COUNTY)
    assert teacher_words(COUNTY, 0) == Place(teacher=0).named(COUNTY)
    assert post_words(COUNTY, "A") == Place(post=0).named(COUNTY)
