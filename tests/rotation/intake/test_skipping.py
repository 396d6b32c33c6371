"""Rows under a header that say what the columns are, and are nobody: numbering, types, guidance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from rotation.intake.read import read_county
from rotation.intake.sample import as_workbook, make_sample
from rotation.rules.packs import load_policy

WIDE = 21  # columns of the table 教师


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "小县.xlsx"
    path.write_bytes(as_workbook(make_sample(6, 70, "t")))
    return path


@pytest.mark.parametrize(
    "row",
    [
        [str(i) for i in range(1, WIDE)], list("甲乙丙丁戊己庚辛"), list("abcdefgh"), list("甲乙123456"), [f"第{i}列" for i in range(1, 9)],
        [f"{i}栏" for i in range(1, 9)], ["栏次", *map(str, range(1, 9))], ["字符(20)", "字符(50)", "字符(1)", "日期型", "字符(18)"],
        ["VARCHAR(20)", "VARCHAR(50)", "CHAR(1)", "DATE"], ["文本", "文本", "枚举", "日期"], ["必填", "必填", "必填", "选填"],
        ["请填写8位工号", "与身份证一致", "下拉选择", "格式如1985-03"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("above", [False, True])
def test_a_row_that_is_nobody_is_left_out_and_said(
    county: Path, tmp_path: Path, row: Sequence[str], above: bool
) -> None:  # fmt: skip
    """Under the header, and under a row of guidance as well."""
    book = openpyxl.load_workbook(county)
    sheet = book["教师"]
    for cells in [row, *([["必填"] * 6] if above else [])]:
        sheet.insert_rows(3)
        for at, text in enumerate(cells, start=1):
            sheet.cell(3, at).value = text
    book.save(path := tmp_path / "小县.xlsx")
    reading = read_county(path, load_policy("nantong-2017"), 2026)
    assert len(reading.county.teachers) == 70
    assert any("已跳过" in note.text and "3" in note.text for note in reading.notes)


def test_a_person_whose_cells_are_numbers_is_somebody(county: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(county)
    book["教师"].cell(4, 1).value = "1"
    book.save(path := tmp_path / "小县.xlsx")
    assert len(read_county(path, load_policy("nantong-2017"), 2026).county.teachers) == 70
