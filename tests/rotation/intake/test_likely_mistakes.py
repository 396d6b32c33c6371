"""What is possible and likely wrong in a table: said, with rows, and never with what is personal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rotation.errors import BadData
from rotation.intake.read import Reading, read_county
from rotation.report.faults import fault_lines, note_lines
from rotation.rules.packs import load_policy
from tests.corpus.make import BASE

PACK = load_policy("nantong-2017")


def reading(folder: Path, year: int = 2026, **cells: Any) -> Reading:
    """The corpus's county with some cells of the table 教师 replaced ("A5": value), and further columns."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in BASE.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    for place, value in cells.items():
        book["指定" if place.startswith("pin") else "教师"][place.removeprefix("pin")] = value
    book.save(folder / "county.xlsx")
    return read_county(folder / "county.xlsx", PACK, year)


def told(found: Reading) -> str:
    return "\n".join(note_lines(found.notes))


def test_people_past_retirement_and_people_twice(tmp_path: Path) -> None:
    said = told(
        reading(
            tmp_path,
            D3="1901-11",
            D4="1960-06",
            D5="1967-01",
            D6="1988-06",
            C6="男",
            B6="陈强",
            B15="陈强",
            D15="1988-06",
        )
    )
    assert "教师【出生年月】 第 3-4 行: 到 2026-09-01 已过法定退休时间" in said
    assert "教师【姓名】 第 15 行: 姓名、性别、出生年月与第 6 行相同" in said
    assert "1901" not in said
    assert "1988" not in said


def test_a_reason_in_a_column_that_is_not_read(tmp_path: Path) -> None:
    said = told(
        reading(
            tmp_path,
            R1="备注",
            R3="已怀孕4个月",
            R5="长期病休",
            R6="产假",
            R7="优秀党员",
            R9="2026年3月退休",
            R12="支教期满",
        )
    )
    assert "教师：“备注”列未读入，其中 2 人（第 3、5 行）的内容像是不交流事由" in said  # row 6 has its reason already
    assert "教师：“备注”列未读入，其中 1 人（第 9 行）的内容像是已退休或已离开" in said
    assert "怀孕" not in said
    assert "病休" not in said


def test_a_column_of_our_list_under_another_name(tmp_path: Path) -> None:
    named: dict[str, Any] = {"L1": "称号情况", "L3": "县骨干教师", "L8": "县学科带头人", "L12": "骨干教师"}
    said = told(reading(tmp_path, **named))
    assert "“称号情况”列未读入，但其中 4 格的内容像是“骨干层次”" in said
    assert "一律按“空白”计" in said


@pytest.mark.parametrize(("year", "asked"), [(2062, "2015 年以后没有教师到校；计划年度 2062 是否填错？"), (2026, "")])
def test_a_year_long_after_the_data(tmp_path: Path, year: int, asked: str) -> None:
    said = told(reading(tmp_path, year))
    assert asked in said
    assert ("是否填错" in said) == bool(asked)


def test_a_year_before_the_data_is_asked_for_first(tmp_path: Path) -> None:
    with pytest.raises(BadData) as refused:
        reading(tmp_path, 2010)
    first = fault_lines(refused.value.faults)[0]
    assert "14 人中有 6 人的到校年月晚于 2010-09-01；年度 2010 是否填错？" in first
    with pytest.raises(BadData) as refused:
        reading(tmp_path, 2026, J3="2027-09")
    assert "是否填错" not in fault_lines(refused.value.faults)[0]


def test_the_templates_example_left_in_the_first_row(tmp_path: Path) -> None:
    text = told(reading(tmp_path, R1="积分", S1="乡村任教年限", R2=86.5, S2=3, B5="张示例", I3="示例"))
    assert "教师【积分】 第 2 行: “86.5”是模板示例行留下的内容" in text
    assert "教师【乡村任教年限】 第 2 行: “3”是模板示例行留下的内容" in text
    sound = reading(tmp_path, R1="积分", S1="乡村任教年限", R2=86.5, S2=4)
    assert "示例" not in told(sound)


def test_a_school_beside_a_pin_that_looks_at_none(tmp_path: Path) -> None:
    with pytest.raises(BadData) as refused:
        reading(tmp_path, pinC2="999")
    assert [(fault.place, fault.row, fault.value) for fault in refused.value.faults] == [("指定", 2, "999")]
    assert "指定【学校代码】 第 2 行: 类型为“不得交流”时学校不起作用；是否应为“排除学校”？" in told(
        reading(tmp_path, pinC2="002")
    )


def test_every_table_in_nameless_sheets_is_read(tmp_path: Path) -> None:
    """The demand in Sheet3 is known by what it holds, and said to be: without it the posts would come from the classes."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(BASE.values(), start=1):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(tmp_path / "county.xlsx")
    reading = read_county(tmp_path / "county.xlsx", PACK, 2026)
    assert "“Sheet3”按“学科需求”表读入" in told(reading)
    assert reading.derived == ()
