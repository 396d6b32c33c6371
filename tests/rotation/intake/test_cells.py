"""What guards a code, degrees with signs, ID numbers where none belong, headers that ask."""

from __future__ import annotations

import pytest

from rotation.county.schema import SCHOOLS, TEACHERS
from rotation.intake.cells import Unreadable, read_as_they_stand, read_cell
from rotation.intake.headers import matched
from rotation.intake.texts import unguarded

TEACHER_ID, NAME = TEACHERS.columns[:2]
LON = next(column for column in SCHOOLS.columns if column.name == "lon")
ID = "990000197204120014"


@pytest.mark.parametrize("text", ["=001", "`001", "‘001", "“001”", '="001"', "'001"])
def test_guards_of_codes_fall(text: str) -> None:
    assert unguarded(text) == "001"


@pytest.mark.parametrize("text", [ID, "G" + ID, "990000-19720412-0014", "990000 19720412 0014"])
def test_an_id_number_is_neither_code_nor_name(text: str) -> None:
    for column in (TEACHER_ID, NAME):
        with pytest.raises(Unreadable) as refused:
            read_cell(column, text, {})
        assert refused.value.hidden
        assert read_as_they_stand(column, [text]) is None


@pytest.mark.parametrize(("text", "suggestion"), [
    ("东经120.861", "120.861"), ("120°51′39.6″", "120.861"), ("120.861E", "120.861"), ("120°61′", None),
])  # fmt: skip
def test_degrees_with_signs_are_suggested(text: str, suggestion: str | None) -> None:
    with pytest.raises(Unreadable) as refused:
        read_cell(LON, text, {})
    assert refused.value.suggestion == suggestion


@pytest.mark.parametrize("header", ["您的姓名是？", "请填写姓名", "一、姓名", "姓名_2"])
def test_headers_of_questionnaires_yield_to_the_plain_one(header: str) -> None:
    asked, plain = matched(TEACHERS, header), matched(TEACHERS, "姓名")
    assert asked is not None
    assert plain is not None
    assert asked.column is plain.column is NAME
    assert asked.rank > plain.rank


@pytest.mark.parametrize("header", [
    "【工号】", "*工号*", "工号（必填，文本）", "一、工号", "Q1.工号", "A.工号", "A、工号", "1-工号", "01 工号", "①工号", "（1）工号", "1）工号",
    "[1]工号", "Ⅴ.工号", "_工号_", "工 号", "工号：", "工号：（请填写）", "工号↓", "“工号”", "工号 Staff No.", "工号（teacher_id）",
])  # fmt: skip
def test_numbering_marks_and_english_beside_a_header_change_nothing(header: str) -> None:
    found = matched(TEACHERS, header)
    assert found is not None
    assert found.column is TEACHER_ID


@pytest.mark.parametrize("header", [
    "学生数(人)", "学生数/人", "学生数 人", "学生数（单位：人）", "学生数：人", "学生数-人", "学生数〔人〕", "5、学生数（名）：",
])  # fmt: skip
def test_units_beside_a_header_change_nothing(header: str) -> None:
    found = matched(SCHOOLS, header)
    assert found is not None
    assert found.column.name == "pupils"


@pytest.mark.parametrize("header", ["A班学生数", "新生学生数", "学生数/班级数", "原工号姓名"])
def test_what_else_stands_beside_a_header_makes_another_one(header: str) -> None:
    assert matched(SCHOOLS, header) is None
