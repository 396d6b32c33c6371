"""Maps: every school is named, or numbered with its name in the list, and no two texts lie over each other."""

from __future__ import annotations

import html
import itertools
import random
import re

import pytest

from rotation.report.maps import NAMED, Sketch, flow_map, sketch
from rotation.rules.case import Case
from rotation.rules.moves import Move

TEXT = re.compile(r'<text x="([\d.]+)" y="([\d.]+)" stroke="#FFFFFF"[^>]*>([^<]*)</text>')


def _sketch(count: int, crowded: float) -> Sketch:
    """So many schools, two of three of them within `crowded` degrees of the middle."""
    chance = random.Random(count)
    points = []
    for i in range(count):
        wide = crowded if i % 3 else 0.4
        points.append((121 + chance.uniform(-wide, wide), 32 + chance.uniform(-wide, wide), i % 3))
    flows = [(chance.randrange(count), chance.randrange(count), 1 + i % 4) for i in range(count)]
    return Sketch(points, flows, [f"第{i}镇中心小学" for i in range(count)])


def _boxes(markup: str) -> list[tuple[float, float, float, float, str]]:
    found = []
    for x, y, text in TEXT.findall(markup):
        wide = sum(11 if ord(character) > 0x2E80 else 5.8 for character in text)
        found.append((float(x), float(y) - 10, float(x) + wide, float(y) + 1, html.unescape(text)))
    return found


@pytest.mark.parametrize(("count", "crowded"), [(2, 0.4), (27, 0.05), (300, 0.15)])
def test_every_school_can_be_read(count: int, crowded: float) -> None:
    drawn = _sketch(count, crowded)
    made = flow_map([drawn], "图")
    assert made is not None
    boxes = _boxes(made.markup)
    for one, other in itertools.combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    texts = {box[4] for box in boxes}
    if count <= NAMED:
        assert texts == set(drawn.names)
    else:
        listed = dict(re.findall(r"(\d+) (第\d+镇中心小学)(?!（)", made.markup))
        assert set(listed.values()) == set(drawn.names)
        assert texts == set(listed)


def test_a_school_of_two_stages_is_named_once_and_says_who_goes(small_case: Case) -> None:
    moves = [Move(0, 0, 3, 0), Move(1, 0, 3, 0)]
    drawn = sketch(small_case, moves)
    made = flow_map([drawn], "图")
    assert made is not None
    assert sorted(box[4] for box in _boxes(made.markup)) == sorted(set(drawn.names))
    assert f"{drawn.names[0]}：流出 2 人，流入 0 人" in made.markup


def test_counties_on_one_map_are_named_themselves() -> None:
    made = flow_map([_sketch(30, 0.1), _sketch(31, 0.1)], "图", counties=["甲县", "乙县"])
    assert made is not None
    assert {box[4] for box in _boxes(made.markup)} == {"甲县", "乙县"}
    assert flow_map([_sketch(1, 0.1)], "图") is None
