"""Names where codes are asked for: one alone counts, two are told apart, none is guessed."""

from __future__ import annotations

import pytest

from rotation.county.directory import Directory, Unclear
from rotation.errors import BadData
from tests.counties import school, tables, teacher

COUNTY = tables(
    [school("001", name="大兴镇初级中学"), school("002", name="大兴镇中心小学", township="大兴镇"),
     school("003", name="实验小学", township="城关镇"), school("004", name="实验小学", township="河口镇")],
    [teacher("0013", "001", name="张伟", subject="语文"), teacher("0014", "002", name="张伟", subject="数学"),
     teacher("0015", "002", name="欧阳 娜"), teacher("李四", "003", name="王五"), teacher("0016", "003", name="李四")],
)  # fmt: skip
BOOK = Directory(COUNTY)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("0013", "0013"), (" 0013", "0013"), ("００１３", "0013"), ("欧阳娜", "0015"), ("欧阳　娜", "0015"), ("王五", "李四"),
     ("李四", "李四")],
)  # fmt: skip
def test_a_code_or_the_name_of_one_alone(text: str, meant: str) -> None:
    assert BOOK.teacher(text) == meant


def test_two_of_one_name_are_told_apart() -> None:
    with pytest.raises(Unclear) as told:
        BOOK.teacher("张伟")
    for part in ("同名的有2人", "0013（张伟，大兴镇初级中学，语文）", "0014（张伟，大兴镇中心小学，数学）", "工号"):
        assert part in str(told.value)
    with pytest.raises(Unclear) as told:
        BOOK.school("实验小学")
    assert "003（实验小学，城关镇）、004（实验小学，河口镇）" in str(told.value)


@pytest.mark.parametrize(
    ("text", "likely"), [("13", "0013（张伟"), ("欧阳那", "0015（欧阳"), ("张伟老师", "0013（张伟"), ("0012", "0013")]
)
def test_who_is_likely_is_said_and_never_taken(text: str, likely: str) -> None:
    with pytest.raises(Unclear, match="本县教师的工号或姓名") as told:
        BOOK.teacher(text)
    assert likely in str(told.value)


@pytest.mark.parametrize(
    ("text", "likely"), [("大兴镇中学", "001（大兴镇初级中学"), ("大兴镇", "002（"), ("1", "001（")]
)
def test_schools_alike(text: str, likely: str) -> None:
    with pytest.raises(Unclear) as told:
        BOOK.school(text)
    assert likely in str(told.value)


def test_nothing_alike_is_said_plainly() -> None:
    with pytest.raises(Unclear) as told:
        BOOK.school("北京")
    assert str(told.value) == "“北京”：应为本县学校的代码或名称"


def test_all_that_is_not_clear_at_once() -> None:
    with pytest.raises(BadData) as told:
        BOOK.teachers(["张伟", "赵六", "0015"])
    assert [line[:4] for line in str(told.value).splitlines()] == ["“张伟”", "“赵六”"]
    assert BOOK.teachers(["0015", "欧阳娜", "王五"]) == ["0015", "李四"]
