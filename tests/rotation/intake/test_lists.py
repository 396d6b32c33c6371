"""Objections and reasons as offices keep them: a sheet, codes or names, Chinese headers, all faults at once."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from rotation.errors import BadData
from rotation.intake.lists import read_objections
from rotation.notice.changes import read_reasons
from rotation.report.faults import fault_lines
from tests.counties import school, tables, teacher

COUNTY = tables(
    [school("001", name="大兴镇初级中学"), school("002", name="大兴镇中心小学"), school("003", name="实验小学")],
    [teacher("0013", "001", name="张伟"), teacher("0014", "002", name="张伟", subject="数学"),
     teacher("0015", "002", name="欧阳娜"), teacher("0016", "003", name="王五")],
)  # fmt: skip


def workbook(path: Path, *rows: tuple[object, ...], sheet: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def pin(teacher_id: str, kind: str, school_id: str | None = None) -> dict[str, object]:
    return {"teacher_id": teacher_id, "kind": kind, "school_id": school_id, "reason": None}


@pytest.mark.parametrize("sheet", ["异议", "指定", "Sheet1"])
@pytest.mark.parametrize("header", [("工号", "类型", "学校代码", "事由"), ("姓名", "处理意见", "学校名称", "异议事由")])
def test_a_workbook_by_code_or_by_name(tmp_path: Path, sheet: str, header: tuple[str, ...]) -> None:
    by_code = header[0] == "工号"
    path = workbook(
        tmp_path / "异议.xlsx", ("2026年异议处理情况", None, None, None), header,
        ("0015" if by_code else "欧阳娜", "不得交流", None, "家人重病"),
        ("0016" if by_code else "王五", "指定学校", "002" if by_code else "大兴镇中心小学", None),
        (None, None, None, None), sheet=sheet,
    )  # fmt: skip
    assert read_objections(path, COUNTY)[0] == [pin("0015", "不得交流"), pin("0016", "指定学校", "002")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_in_the_offices_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "异议.csv"
    path.write_bytes("工号,姓名,类型,学校代码,事由\n0015,欧阳娜,不得交流,,家人重病\n".encode(encoding))
    assert read_objections(path, COUNTY)[0] == [pin("0015", "不得交流")]


def test_all_faults_at_once_and_nothing_of_the_reasons(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "异议.xlsx", ("工号", "姓名", "类型", "学校", "事由"),
        (None, "张伟", "不得交流", None, "家人重病"), (13, None, "不得交流", None, "家人重病"),
        ("0015", "王五", "不得交流", None, "家人重病"), ("0016", None, "指定学校", None, "家人重病"),
        ("0016", None, "指定学校", "大兴小学", "家人重病"), ("0016", None, "不去", None, "家人重病"),
        (None, None, "不得交流", None, "家人重病"),
    )  # fmt: skip
    with pytest.raises(BadData) as told:
        read_objections(path, COUNTY)
    lines = "\n".join(fault_lines(told.value.faults))
    for part in (
        "【姓名】 第 2 行“张伟”：应为工号，因为同名的有2人：0013（张伟，大兴镇初级中学，语文）、0014（张伟，大兴镇中心小学，数学）",
        "第 3 行“13”：应为本县教师的工号或姓名；可能是0013（张伟", "第 4 行“王五”：应为“欧阳娜”（工号0015的姓名）", "第 5 行",
        "“大兴小学”：应为本县学校的代码或名称；可能是002", "“不去”", "第 8 行", "两者都空着",
    ):  # fmt: skip
        assert part in lines, (part, lines)
    assert len(told.value.faults) == 7
    assert "重病" not in lines + str(told.value)


def test_what_the_rows_ask_together(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "异议.xlsx", ("姓名", "类型", "学校"), ("王五", "不得交流", None), ("王五", "必须交流", None),
        ("欧阳娜", "指定学校", "大兴镇中心小学"),
    )  # fmt: skip
    with pytest.raises(BadData) as told:
        read_objections(path, COUNTY)
    assert {(fault.row, fault.column) for fault in told.value.faults} == {(3, "类型"), (4, "学校")}


@pytest.mark.parametrize(
    ("rows", "said"),
    [((("姓名", "类型"),), "没有"), ((("工号", "事由"), ("0015", "x")), "类型"), (((None,),), ""),
     ((("类型", "学校"), ("不得交流", None)), "工号或姓名")],
)  # fmt: skip
def test_a_list_without_its_columns(tmp_path: Path, rows: tuple[tuple[object, ...], ...], said: str) -> None:
    with pytest.raises(BadData) as told:
        read_objections(workbook(tmp_path / "o.xlsx", *rows), COUNTY)
    assert any(said in fault.expected for fault in told.value.faults)


def test_what_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "o.xlsx").write_bytes(b"no workbook")
    for path in (tmp_path / "o.xlsx", tmp_path / "missing.csv", tmp_path / "missing.xlsx"):
        with pytest.raises(BadData):
            read_objections(path, COUNTY)


def test_reasons_by_name_or_id(tmp_path: Path) -> None:
    rows = (("教师姓名", "变更原因"), ("欧阳娜", "本人退出，经核实"), ("王五", "递补"))
    expected = {"欧阳娜": "本人退出，经核实", "王五": "递补"}
    assert read_reasons(workbook(tmp_path / "原因.xlsx", *rows)) == expected
    path = tmp_path / "原因.csv"
    path.write_bytes("\r\n".join(",".join(row) for row in rows).encode("gb18030"))
    assert read_reasons(path) == expected
    both = workbook(tmp_path / "a.xlsx", ("工号", "姓名", "原因"), ("0015", "欧阳娜", "一"))
    assert read_reasons(both) == {"0015": "一"}
    twice = workbook(tmp_path / "b.xlsx", ("工号", "原因"), ("0015", "一"), ("0015", "二"), ("0016", None))
    with pytest.raises(BadData) as told:
        read_reasons(twice)
    assert {fault.row for fault in told.value.faults} == {3, 4}


def test_the_sheet_to_add_survives_a_spreadsheet() -> None:
    """Codes are text cells, headers those of 指定, and what is read back is what was written."""
    from datetime import date

    from rotation.report.pinned import pins_book

    content = pins_book(
        [{**pin("0013", "指定学校", "002"), "reason": "家人重病"}], [pin("0014", "必须交流")], date(2026, 9, 1)
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["加入指定表", "从指定表删去"]
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows == [["工号", "类型", "学校代码", "事由"], ["0013", "指定学校", "002", None]]
    assert {cell.number_format for cell in book.worksheets[0][2]} == {"@"}
