"""What can mean one thing alone is put right in the copy, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from rotation.cli import cli
from rotation.county.schema import SCHOOLS, TEACHERS
from rotation.errors import Fault
from rotation.intake import words
from rotation.intake.cells import Unreadable, read_cell

HEAD = 2  # rows above the first school's: guidance, header; then one of example
WRONG: dict[tuple[str, int, str], tuple[Any, Any]] = {
    # sheet, row from the first real one, column: what is written there, what the copy is to hold
    ("学校", 0, "城乡类别"): ("农村", "乡村"),
    ("学校", 1, "城乡类别"): ("县城", "县城"),  # city to many, town to the statistics
    ("学校", 2, "薄弱学校"): ("√", "是"),
    ("教师", 0, "职称"): ("小学高级教师", "一级"),
    ("教师", 1, "职称"): ("二", "二"),
    ("教师", 2, "职务"): ("班主任", "教师"),
    ("教师", 3, "师德考核"): ("基本合格", "基本合格"),
    ("教师", 4, "任教学科"): ("微机", "微机"),
    ("教师", 5, "不交流事由"): ("产假", "产假"),
    ("教师", 6, "到校年月"): ("2012-08-01 08:30", "2012-08-01"),
    ("教师", 7, "到校年月"): ("85.9", "85.9"),
}


def broken(path: Path) -> Any:
    book = openpyxl.load_workbook(path)
    for (sheet, row, header), (value, _) in WRONG.items():
        cell_of(book, sheet, row, header).value = value
    book["教师"].cell(12, column_of(book, "教师", "现任学校代码")).value = book["学校"].cell(4, 2).value
    book.save(path)
    return book


def column_of(book: Any, sheet: str, header: str) -> int:
    return int(next(cell.column for cell in book[sheet][2] if header in str(cell.value)))


def cell_of(book: Any, sheet: str, row: int, header: str) -> Any:
    return book[sheet].cell(HEAD + 2 + row, column_of(book, sheet, header))


@pytest.mark.slow
def test_certain_values_are_put_right_and_questions_stay(small_workbook: Path, tmp_path: Path) -> None:
    path = tmp_path / "小县.xlsx"
    path.write_bytes(small_workbook.read_bytes())
    broken(path)
    before = path.read_bytes()
    result = CliRunner().invoke(cli, ["check", str(path), "--year", "2026", "--apply", "--out", str(tmp_path / "核对")])
    assert result.exit_code == 3
    assert path.read_bytes() == before
    book = openpyxl.load_workbook(tmp_path / "核对" / "marked.xlsx")
    for (sheet, row, header), (value, wanted) in WRONG.items():
        cell = cell_of(book, sheet, row, header)
        assert (cell.value, bool(cell.comment)) == (wanted, True), header
        changed = "C6E0B4" if value != wanted else "F8CBAD"
        assert cell.fill.fgColor.rgb.endswith(changed), header
    school = cell_of(book, "教师", 8, "现任学校代码")
    assert school.value == book["学校"].cell(4, 1).value  # a school's name stood there
    listed = [[cell.value for cell in row] for row in book["核对结果"].iter_rows(min_row=2)]
    certain = sum(value != wanted for value, wanted in WRONG.values()) + 1
    assert [row[0] for row in listed].count("已改") == certain == 6
    assert f"已改正 {certain} 处" in result.output
    assert "已改：教师【职称】 第 4 行“小学高级教师”改为“一级”" in result.output
    assert "“产假”" not in result.output


def test_without_questions_the_copy_can_be_planned_on(small_workbook: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "小县.xlsx", tmp_path / "核对"
    book = openpyxl.load_workbook(small_workbook)
    cell_of(book, "教师", 0, "职称").value = "中学一级"
    book.save(path)
    assert CliRunner().invoke(cli, ["check", str(path), "--year", "2026"]).exit_code == 3
    done = CliRunner().invoke(cli, ["check", str(path), "--year", "2026", "--apply", "--out", str(out)])
    assert (done.exit_code, (out / "check.xlsx").exists()) == (0, True)
    again = CliRunner().invoke(cli, ["check", str(out / "marked.xlsx"), "--year", "2026"])
    assert again.exit_code == 0, again.output


def test_a_copy_wants_a_place(small_workbook: Path) -> None:
    result = CliRunner().invoke(cli, ["check", str(small_workbook), "--apply"])
    assert (result.exit_code, "--out" in str(result.exception)) == (1, True)


COLUMNS = {column.name: column for table in (SCHOOLS, TEACHERS) for column in table.columns}


@pytest.mark.parametrize("name", words._CERTAIN_WORDS)
def test_every_certain_word_is_read_as_one_of_its_column(name: str) -> None:
    column = COLUMNS[name]
    for word in words._CERTAIN_WORDS[name]:
        with pytest.raises(Unreadable) as refused:
            read_cell(column, word, {})
        assert refused.value.certain, word
        assert refused.value.suggestion in (column.choices or ("是", "否")), word


@pytest.mark.parametrize(
    ("name", "word"),
    [("location", "县城"), ("location", "镇"), ("stage", "中学"), ("ethics", "基本合格"), ("title", "二"),
     ("title", "高"), ("title", "1级"), ("title", "员级"), ("backbone", "市级骨干教师"), ("post", "书记"),
     ("exemption", "产假"), ("joined", "85.9"), ("joined", "42217"), ("joined", "2012-08-01T16:00:00.000Z"),
     ("pupils", "约860人"), ("lon", "220.5")],
)  # fmt: skip
def test_what_may_mean_another_thing_is_asked(name: str, word: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_cell(COLUMNS[name], word, {})
    assert not (refused.value.certain and refused.value.suggestion)


def test_what_stands_for_a_masked_value_is_never_written() -> None:
    assert not Fault("教师", 3, "工号", "x", "…", "330102198805170028", 0, certain=True).certain
    assert Fault("教师", 3, "工号", "x", "…", "0001", 0, certain=True).certain
