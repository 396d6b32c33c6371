"""plan.xlsx: what is in it, and what must never be."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from rotation.county.building import build_county
from rotation.intake.sample import make_sample
from rotation.output.parts import Field
from rotation.output.xlsx import Book
from rotation.planning.plan import Plan
from rotation.planning.planner import make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.report.plan_page import plan_page
from rotation.report.workbook import workbook
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.counties import LAX, YEAR, school, tables, teacher

NASTY = ('=HYPERLINK("http://x","y")', "=1+1", "+1", "-1", "@x", "{=1}", "{{x}}", "<b>&", "䶮𠮷", "http://x.y", "007")


@pytest.fixture(scope="module")
def book(small_case: Case, small_plan: Plan) -> bytes:
    return workbook(ResolvedPlan(small_case, small_plan))


def test_sheets(book: bytes, small_case: Case, small_plan: Plan) -> None:
    """Every sheet with its rows, frozen headers, filters and print set-up."""
    read = openpyxl.load_workbook(io.BytesIO(book))
    assert read.sheetnames == [
        "摘要",
        "交流名单",
        "学校前后对比",
        "学科前后对比",
        "校长",
        "规则核对",
        "全体教师",
        "技术参数",
    ]
    assert read["交流名单"].max_row == 1 + len(small_plan.moves)
    assert read["学校前后对比"].max_row == 1 + len(small_case.county.schools)
    assert read["全体教师"].max_row == 1 + len(small_case.county.teachers)
    for name in read.sheetnames[1:]:
        sheet = read[name]
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref is not None
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.paperSize == 9
        assert all(sheet.column_dimensions[cell.column_letter].width > 4 for cell in sheet[1] if cell.value)


@pytest.mark.slow
def test_values_set_for_this_run_are_said_where_the_article_stands(small_case: Case) -> None:
    case = replace(small_case, policy=small_case.policy.with_values({"quota.lower": 17, "service.min_years": 5}))
    resolved = ResolvedPlan(case, make_plan(case, "2026").plan)
    read = openpyxl.load_workbook(io.BytesIO(workbook(resolved)))
    ratios = [str(row[0].value) for row in read["摘要"] if str(row[0].value).startswith("通政发")]
    assert [("本次设定，政策包为 15%" in text) for text in ratios] == [True, False]
    sources = {str(row[0].value): str(row[1].value) for row in read["规则核对"]}
    marked = {rule for rule, source in sources.items() if "有本次设定的取值" in source}
    assert marked == {"交流比例", "交流人员符合条件"}
    assert plan_page(resolved).count("有本次设定的取值") == 2


def test_schools_balance(book: bytes, small_plan: Plan) -> None:
    """Who leaves is who arrives, and both are the moves."""
    sheet = openpyxl.load_workbook(io.BytesIO(book))["学校前后对比"]
    header = [cell.value for cell in sheet[1]]
    rows = [dict(zip(header, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert sum(row["流出"] for row in rows) == sum(row["流入"] for row in rows) == len(small_plan.moves)
    assert all(row["交流前人数"] - row["流出"] + row["流入"] == row["交流后人数"] for row in rows)


def test_same_plan_same_bytes(book: bytes, small_case: Case, small_plan: Plan) -> None:
    assert workbook(ResolvedPlan(small_case, small_plan)) == book


@pytest.mark.parametrize("name", NASTY)
def test_cells_never_become_formulas(name: str) -> None:
    data = tables(
        [school("A", name=name), school("B", name=name)],
        [teacher("1", "A", name=name), teacher("2", "A", name=name)],
        {("B", "语文"): 1},
    )
    case = Case(build_county(name[:9].replace("/", ""), data), load_policy("nantong-2017").with_values(LAX), YEAR)
    content = workbook(ResolvedPlan(case, make_plan(case, name).plan))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(part) for part in parts.namelist() if part.startswith("xl/worksheets/")]
        assert not any("externalLink" in part or "hyperlink" in part.lower() for part in parts.namelist())
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    moves = openpyxl.load_workbook(io.BytesIO(content))["交流名单"]
    assert moves["C2"].value == name


def test_personal_data_stay_out(small_case: Case, small_plan: Plan, book: bytes) -> None:
    """No ID number, birth, home or exemption reason in plan.json or the workbook."""
    rows = make_sample(12, 420, "t").tables["teachers"]
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        text = "".join(parts.read(part).decode() for part in parts.namelist()) + small_plan.to_json()
    for row in rows:
        assert row["id_number"] not in text
        assert not row["home_lon"] or row["home_lon"] not in text
        assert not row["home_lat"] or row["home_lat"] not in text
        assert row["birth"] not in text or row["birth"][:4] == "2026"
    for word in ("孕期", "哺乳期", "重大疾病", "特殊困难"):
        assert word not in text


def test_an_empty_plan_is_a_workbook_too(small_case: Case) -> None:
    data = tables([school("A"), school("B")], [teacher("1", "A", exemption="孕期")])
    case = Case(build_county("县", data), load_policy("nantong-2017"), YEAR)
    plan = make_plan(case, "2026").plan
    assert not plan.moves
    assert "不适用" in [
        c.value
        for row in openpyxl.load_workbook(io.BytesIO(workbook(ResolvedPlan(case, plan))))["规则核对"]
        for c in row
    ]
    assert workbook(ResolvedPlan(case, replace(plan, county="别名"))) != b""


def test_control_characters_do_not_lose_rows() -> None:
    book = Book("x", date(2026, 9, 1))
    book.add_table("甲", [Field("名", 10)], [["a\x07b"], ["c"]])
    assert openpyxl.load_workbook(io.BytesIO(book.content()))["甲"]["A3"].value == "c"
