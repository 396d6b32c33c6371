"""Reading: both forms, both languages, and every fault in one pass with its place."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotation.county.schema import SCHOOLS, TABLES, TEACHERS, Column
from rotation.errors import BadData, Fault
from rotation.intake import reader_process
from rotation.intake.cells import Unreadable, read_as_they_stand, read_cell
from rotation.intake.delimited import NotRead, decoded
from rotation.intake.grid import Grid
from rotation.intake.grids import read_grids
from rotation.intake.read import read_county
from rotation.intake.records import read_records
from rotation.rules.packs import load_policy

POLICY = load_policy("nantong-2017")
YEAR = 2026

GOOD = {
    "schools": [
        "school_id,name,stage,location,weak,pupils,staff_quota",
        "001,一小,小学,城区,,500,40",
        "002,二小,小学,乡村,是,200,20",
        "003,九年校,小学,镇区,否,300,20",
        "003,九年校,初中,镇区,否,300,25",
    ],
    "teachers": [
        "teacher_id,name,gender,birth,school_id,stage,subject,joined,post,exemption",
        "T1,张三,男,1980-03,001,,语文,2010-09,校长,",
        "T2,李四,女,1985年4月,001,小学,数学,2012/9/1,,孕期",
        "T3,王五,女,1986.05,003,初中,外语,201509,,",
    ],
    "demand": ["school_id,stage,subject,required", "001,小学,语文,3", "003,初中,英语,1"],
    "wishes": ["teacher_id,rank,school_id", "T2,1,002"],
    "pins": ["teacher_id,kind,school_id,reason", "T2,排除学校,003,"],
}


def write(folder: Path, files: dict[str, list[str]]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def changed(name: str, row: int, old: str, new: str) -> dict[str, list[str]]:
    """GOOD with `old` replaced in a row, numbered as the spreadsheet does."""
    files = {table: list(lines) for table, lines in GOOD.items()}
    assert old in files[name][row - 1]
    files[name][row - 1] = files[name][row - 1].replace(old, new, 1)
    return files


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(BadData) as refused:
        read_county(folder, POLICY, YEAR)
    return refused.value.faults


def test_a_good_county(tmp_path: Path) -> None:
    reading = read_county(write(tmp_path / "县", GOOD), POLICY, YEAR)
    county = reading.county
    assert county.name == "县"
    assert county.subjects == ("数学", "英语", "语文")  # 外语 is 英语
    assert county.teachers.post == ("校长", "教师", "教师")
    assert county.teachers.joined.tolist() == [20100901, 20120901, 20150901]
    assert county.schools.target.tolist() == [False, True, False, False]
    assert county.schools.senior_posts.tolist() == [-1] * 4
    assert county.wishes == {1: {"002": 1}}
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("table", "row", "old", "new", "column"),
    [
        ("schools", 2, "城区", "城关", "location"),
        ("schools", 2, "500", "0", "pupils"),
        ("schools", 2, "500", "五百", "pupils"),
        ("schools", 2, "40", "-1", "staff_quota"),
        ("schools", 3, "是", "也许", "weak"),
        ("schools", 3, "002", "001", "school_id"),
        ("schools", 2, "小学", "高中", "stage"),
        ("teachers", 2, "T1", "T2", "teacher_id"),
        ("teachers", 2, "男", "", "gender"),
        ("teachers", 2, "001", "009", "school_id"),
        ("teachers", 4, "初中", "", "stage"),
        ("teachers", 3, "小学", "初中", "stage"),
        ("teachers", 3, "数学", "数学/语文", "subject"),
        ("teachers", 3, "2012/9/1", "2015.1", "joined"),
        ("teachers", 3, "2012/9/1", "2012-13", "joined"),
        ("teachers", 3, "2012/9/1", "2026-09-02", "joined"),
        ("teachers", 3, "2012/9/1", "1975-09", "joined"),
        ("teachers", 3, "1985年4月", "四月", "birth"),
        ("teachers", 3, "孕期", "怀孕", "exemption"),
        ("demand", 2, "语文,3", "语文,三", "required"),
        ("demand", 3, "003,初中", "001,初中", "stage"),
        ("wishes", 2, "002", "001", "school_id"),
        ("wishes", 2, "002", "777", "school_id"),
        ("wishes", 2, "T2,1", "T2,0", "rank"),
        ("wishes", 2, "T2", "T9", "teacher_id"),
        ("wishes", 2, "T2,1,002", "T3,1,001", "school_id"),
        ("pins", 2, "排除学校,003", "排除学校,", "school_id"),
        ("pins", 2, "排除学校", "排除", "kind"),
        ("pins", 2, "T2,排除学校,003", "T2,指定学校,001", "school_id"),
        ("pins", 2, "T2,排除学校,003", "T1,指定学校,004", "school_id"),
    ],
)
def test_each_fault_has_its_place(tmp_path: Path, table: str, row: int, old: str, new: str, column: str) -> None:
    found = faults_of(write(tmp_path / "县", changed(table, row, old, new)))
    if (table, row) == ("teachers", 2) and new == "T2":
        row = 3  # the second of the two is at fault
    assert (found[0].place, found[0].row, found[0].column) == (f"{table}.csv", row, column)


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        (["T3,必须交流,,", "T3,不得交流,,"], 3),
        (["T3,不得交流,,", "T3,指定学校,002,"], 3),
        (["T2,指定学校,002,", "T2,指定学校,003,"], 3),
        (["T2,指定学校,002,", "T2,指定学校,002,"], 3),
        (["T2,排除学校,002,", "T2,指定学校,002,"], 3),
    ],
)
def test_contradictory_pins(tmp_path: Path, lines: list[str], row: int) -> None:
    found = faults_of(write(tmp_path / "县", {**GOOD, "pins": [GOOD["pins"][0], *lines]}))
    assert [fault.row for fault in found] == [row]


def test_two_principals_and_a_teacher_in_two_teams(tmp_path: Path) -> None:
    files = changed("teachers", 3, ",,孕期", ",校长,孕期")
    files["teams"] = ["team,teacher_id", "甲,T2", "乙,T2"]
    found = faults_of(write(tmp_path / "县", files))
    assert [(f.place, f.row, f.column) for f in found] == [("teams.csv", 3, "teacher_id"), ("teachers.csv", 3, "post")]


def test_a_pin_cannot_move_an_exempt_principal(tmp_path: Path) -> None:
    files = changed("teachers", 2, "校长,", "校长,孕期")
    files["pins"] = [GOOD["pins"][0], "T1,必须交流,,"]
    assert [(f.place, f.row) for f in faults_of(write(tmp_path / "县", files))] == [("pins.csv", 2)]


def test_all_faults_in_one_pass(tmp_path: Path) -> None:
    files = changed("schools", 2, "城区", "城关")
    files["teachers"][1] = "T1,张三,男,不知,001,,语文,2010-09,校长,"
    files["teachers"][2] = "T2,李四,女,1985-04,009,小学,数学,2012-09,,多病"
    files["demand"][1] = "001,小学,语文,x"
    found = faults_of(write(tmp_path / "县", files))
    assert {(f.place, f.row, f.column) for f in found} == {
        ("schools.csv", 2, "location"),
        ("teachers.csv", 2, "birth"),
        ("teachers.csv", 3, "school_id"),
        ("teachers.csv", 3, "exemption"),
        ("demand.csv", 2, "required"),
    }


def test_personal_values_are_not_in_the_faults(tmp_path: Path) -> None:
    files = changed("teachers", 3, "1985年4月", "八五年愚人节")
    files["teachers"][2] = files["teachers"][2].replace("孕期", "乳腺病")
    found = faults_of(write(tmp_path / "县", files))
    assert [fault.value for fault in found] == [None, None]
    assert not any("愚人" in str(fault) or "乳腺" in str(fault) for fault in found)


def test_missing_tables_and_columns(tmp_path: Path) -> None:
    only = {"schools": GOOD["schools"]}
    assert "教师" in faults_of(write(tmp_path / "县", only))[0].expected
    files = changed("schools", 1, "pupils", "students")
    found = faults_of(write(tmp_path / "二县", files))
    assert (found[0].place, found[0].row) == ("schools.csv", 1)
    assert "学生数" in found[0].expected


def test_unknown_columns_are_left_out_with_a_warning(tmp_path: Path) -> None:
    files = {**GOOD, "demand": [line + (",备注" if i == 0 else ",无") for i, line in enumerate(GOOD["demand"])]}
    assert "备注" in read_county(write(tmp_path / "县", files), POLICY, YEAR).notes[0].text


def test_blank_rows_and_wide_digits(tmp_path: Path) -> None:
    files = changed("schools", 2, "001", " ００１ ")
    files["schools"].insert(2, ",,,,,,")
    assert read_county(write(tmp_path / "县", files), POLICY, YEAR).county.schools.school_id[0] == "001"


def test_rows_are_numbered_as_the_workbook_does(tmp_path: Path) -> None:
    """A blank row above the header, numbers as numbers, a date as a date."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in TABLES:
        if table.name not in GOOD:
            continue
        sheet = book.create_sheet(table.sheet)
        names = {column.name: column.header for column in table.columns}
        for i, line in enumerate(GOOD[table.name], start=2 if table is SCHOOLS else 1):
            for j, cell in enumerate(line.split(","), start=1):
                sheet.cell(
                    i,
                    j,
                    names[cell]
                    if cell in names
                    else int(cell)
                    if cell.isdigit() and len(cell) < 4 and cell[0] != "0"
                    else cell,
                )
    book["教师"]["H2"] = datetime.date(2010, 9, 1)
    path = tmp_path / "县.xlsx"
    book.save(path)
    assert read_county(path, POLICY, YEAR).county.teachers.joined[0] == 20100901
    book["学校"]["D3"] = "城关"
    book.save(path)
    found = faults_of(path)
    assert [(f.place, f.row, f.column, f.value) for f in found] == [("学校", 3, "城乡类别", "城关")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0 old", b"<html></html>"])
def test_no_workbook_at_all(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "县.xlsx"
    path.write_bytes(content)
    assert ".xlsx" in faults_of(path)[0].expected


@pytest.mark.slow
def test_a_long_sheet_that_begins_far_from_the_corner(tmp_path: Path) -> None:
    """Rows come in pieces, blank rows and columns before the table, dates and truths as such: the same as the CSV."""
    files = {table: list(GOOD[table]) for table in ("schools", "teachers", "demand")}
    files["teachers"] += [f"X{i},王五,女,1986-05-01,002,,语文,2012-08-{i % 28 + 1:02},," for i in range(2500)]
    files["schools"][2] = files["schools"][2].replace("是", "true")
    book = openpyxl.Workbook()
    for table in TABLES[:3]:
        sheet = book.create_sheet(table.sheet)
        for i, line in enumerate(files[table.name]):
            for j, text in enumerate(line.split(",")):
                value: Any = {"true": True}.get(text, text)
                if len(text) == 10 and text[4] == "-":
                    value = datetime.date.fromisoformat(text)
                sheet.cell(i + 6, j + 4, value)
    book.save(tmp_path / "县.xlsx")
    assert read_grids(tmp_path / "县.xlsx").grids["schools"].row(5)[:5] == ["", "", "", "school_id", "name"]
    one, other = (
        read_county(path, POLICY, YEAR).county for path in (tmp_path / "县.xlsx", write(tmp_path / "c", files))
    )
    assert len(one.teachers) == 2503
    assert one.digest == other.digest


def test_the_reading_process_sends_no_more_than_its_parent_can_hold(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("学校").append(["字" * 1000])
    book.save(tmp_path / "县.xlsx")
    for sent, status in ((1000, 1), (10_000, 0)):
        program = f"from rotation.intake import reader_process; reader_process.SENT = {sent}; reader_process.main()"
        done = subprocess.run(
            [sys.executable, "-c", program, tmp_path / "县.xlsx", "学校"], capture_output=True, check=False
        )
        assert done.returncode == status
        whole = reader_process.load(io.BytesIO(done.stdout))
        assert (whole is None) == bool(status)


@pytest.mark.parametrize("cells", [[1.0, True], [True, 1.0], [1, True, 1.0]])
def test_a_truth_is_no_number(cells: list[Any]) -> None:
    """True, 1 and 1.0 are one key of a dictionary, and different cells."""
    table = next(table for table in TABLES if table.name == "wishes")
    columns = [["工号", *"abc"[: len(cells)]], ["志愿序号", *cells], ["学校代码", *"123"[: len(cells)]]]
    faults: list[Fault] = []
    records = read_records(table, Grid("志愿", columns), {}, faults, [])
    assert records is not None
    assert list(records.column("rank")) == [None if cell is True else 1 for cell in cells]
    assert [fault.row for fault in faults] == [i + 2 for i, cell in enumerate(cells) if cell is True]


@settings(max_examples=600, deadline=None)
@given(column=st.sampled_from((*SCHOOLS.columns, *TEACHERS.columns)), data=st.data())
@pytest.mark.slow
def test_a_whole_column_reads_as_its_cells_do(column: Column, data: st.DataObject) -> None:
    good = st.from_regex("[A-Z0-9]{2}", fullmatch=True) | st.sampled_from(
        ["张三", "11010519491231002X", "440524188001010014"]
    )
    odd = st.sampled_from(["", " x", "x\u3000y", "Ａ1", "A\u200b", "11010519491231002x", "110105194912310029", "\x07"])
    cells = data.draw(
        st.lists(st.one_of(good, odd), max_size=6)
        | st.lists(st.sampled_from(["11010519491231002X", "440524188001010014", ""]), min_size=1)
        | st.lists(st.one_of(st.floats(-200, 200), st.just(float("nan")), st.just(""), st.just(True)), max_size=4)
        | st.lists(good, min_size=1)
    )
    values = read_as_they_stand(column, cells)
    assert values is None or values == [read_cell(column, cell, {}) for cell in cells]


def test_most_columns_read_as_they_stand() -> None:
    columns = {column.name: column for column in TEACHERS.columns}
    assert read_as_they_stand(columns["teacher_id"], ["T1", "T2"]) == ["T1", "T2"]
    assert read_as_they_stand(columns["name"], ["张三", "𠮷"]) == ["张三", "𠮷"]
    assert read_as_they_stand(columns["id_number"], ["11010519491231002X", ""]) == ["11010519491231002X", None]
    assert read_as_they_stand(columns["home_lon"], [120.5, ""]) == [120.5, None]


def test_names_keep_compatibility_ideographs(tmp_path: Path) -> None:
    """NFKC would make 金 of \uf90a, another character in the household register."""
    files = changed("teachers", 3, "李四", "\uf90a四")
    files["teachers"][2] = files["teachers"][2].replace("T2", "Ｔ２")
    teachers = read_county(write(tmp_path / "县", files), POLICY, YEAR).county.teachers
    assert (teachers.teacher_id[1], teachers.name[1]) == ("T2", "\uf90a四")


def test_a_surname_of_gb18030_arrives_as_private_use() -> None:
    assert decoded(b"\xfe\x59") == "\ue81e"
    assert decoded("张䶮,€".encode("gb18030")) == "张䶮,€"
    with pytest.raises(NotRead, match=r"row 1, column 2|第 1 行第 2 列"):
        decoded(b"\xd5\xc5,\x80")


def test_encodings() -> None:
    text = "学校,䶮"
    assert [decoded(text.encode(e)) for e in ("utf-8", "utf-8-sig", "gb18030")] == [text] * 3
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decoded(("学校代码,学校名称\r\n001," + text).encode(encoding)).endswith(text)
    with pytest.raises(NotRead):
        decoded(b"\xff\xfe\x80")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2015-09", 20150901), ("2015-09-15", 20150915), ("2015/9/1", 20150901), ("2015.09", 20150901),
        ("201509", 20150901), ("2015年9月", 20150901), (201509.0, 20150901), (datetime.date(2015, 9, 3), 20150903),
        (2015.09, 20150901), ("２０１５－０９", 20150901), (2015.1, None), ("2015.1", None), ("2015", None),
        ("9月", None), (42248.0, None), ("20150931", None),
    ],
)  # fmt: skip
def test_dates(cell: Any, value: int | None) -> None:
    column = next(column for column in TEACHERS.columns if column.name == "joined")
    read: Callable[[], Any] = lambda: read_cell(column, cell, {})  # noqa: E731
    if value is None:
        with pytest.raises(Unreadable):
            read()
    else:
        assert read() == value
