"""Makes the corpus again: `python -m tests.corpus.make`, all or the cases named (it needs LibreOffice and msoffcrypto-tool).

Each case is one small county as an office might hand it in, with one thing gone wrong. What `rotation check`
must say of it stands in the .txt beside it, which is written by hand: this script never touches it.
"""

from __future__ import annotations

import copy
import io
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import PatternFill

from rotation.county.schema import TABLES

HERE = Path(__file__).parent
Sheets = dict[str, list[list[Any]]]

BASE: Sheets = {
    "学校": [
        ["学校代码", "学校名称", "学段", "城乡类别", "薄弱学校", "学生数", "班级数", "编制数", "高级岗位数", "经度", "纬度"],
        ["001", "清河县实验小学", "小学", "城区", "否", 980, 22, 9, 3, 120.861, 32.012],
        ["002", "清河县柳林中心小学", "小学", "镇区", "否", 430, 12, 7, 2, 120.912, 32.064],
        ["003", "清河县东湾学校", "小学", "乡村", "是", 160, 6, 5, 1, 120.99, 32.11],
        ["003", "清河县东湾学校", "初中", "乡村", "是", 140, 3, 5, 1, 120.99, 32.11],
        ["004", "清河县第一初级中学", "初中", "城区", "否", 720, 16, 8, 3, 120.858, 32.005],
    ],
    "教师": [
        ["工号", "姓名", "性别", "出生年月", "身份证号", "现任学校代码", "任教学段", "任教学科", "兼教学科", "到校年月", "职称",
         "骨干层次", "职务", "任期届数", "师德考核", "不交流事由", "交流意愿"],
        ["10001", "周建国", "男", "1972-04", "990000197204120014", "001", "", "语文", "", "2001-08", "高级", "", "校长", 2, "合格", "", ""],
        ["10002", "沈秀兰", "女", "1984-11", "", "001", "", "语文", "道德与法治", "2009-08", "一级", "骨干教师", "教师", "", "合格", "", "服从安排"],
        ["10003", "陈强", "男", "1988-06", "", "001", "", "数学", "", "2012-08", "一级", "", "教师", "", "合格", "", "自愿"],
        ["10004", "陈强", "男", "1990-02", "", "001", "", "体育", "", "2013-08", "二级", "", "教师", "", "合格", "", ""],
        ["10005", "赵敏", "女", "1991-09", "", "001", "", "英语", "", "2014-08", "二级", "", "教师", "", "合格", "哺乳期", ""],
        ["20001", "吴海", "男", "1975-01", "", "002", "", "数学", "", "2010-08", "高级", "", "校长", 1, "合格", "", ""],
        ["20002", "郑玲", "女", "1986-03", "", "002", "", "语文", "", "2011-08", "一级", "学科带头人", "教师", "", "合格", "", ""],
        ["20003", "王磊", "男", "1989-12", "", "002", "", "音乐", "美术", "2015-09", "二级", "", "教师", "", "合格", "", "不愿"],
        ["30001", "冯志", "男", "1970-07", "", "003", "小学", "语文", "", "1998-08", "一级", "", "校长", 3, "合格", "", ""],
        ["30002", "蒋燕", "女", "1987-05", "", "003", "小学", "数学", "", "2010-08", "一级", "", "教师", "", "合格", "", ""],
        ["30003", "韩雪", "女", "1985-08", "", "003", "初中", "物理", "化学", "2009-08", "高级", "骨干教师", "教师", "", "合格", "", ""],
        ["40001", "杨帆", "男", "1974-10", "", "004", "", "数学", "", "2005-08", "高级", "", "校长", 1, "合格", "", ""],
        ["40002", "朱丽", "女", "1983-01", "", "004", "", "英语", "", "2008-08", "一级", "骨干教师", "教师", "", "合格", "", ""],
        ["40003", "许飞", "男", "1986-06", "", "004", "", "物理", "", "2012-08", "一级", "", "教师", "", "合格", "", ""],
    ],
    "学科需求": [
        ["学校代码", "学段", "学科", "需求人数"],
        ["001", "小学", "语文", 1], ["001", "小学", "数学", 1], ["002", "小学", "语文", 1], ["002", "小学", "英语", 1],
        ["003", "小学", "英语", 1], ["003", "初中", "物理", 1], ["003", "初中", "英语", 1], ["004", "初中", "英语", 1],
    ],
    "志愿": [["工号", "志愿序号", "学校代码"], ["10003", 1, "002"], ["10003", 2, "003"]],
    "指定": [["工号", "类型", "学校代码", "事由"], ["10004", "不得交流", "", "局务会研究"]],
    "组团": [["团队", "工号"]],
}  # fmt: skip

CASES: dict[str, Callable[[], None]] = {}


def case(function: Callable[[], None]) -> Callable[[], None]:
    CASES[function.__name__] = function
    return function


def book(name: str, change: Callable[[Sheets], None] = lambda sheets: None,
         then: Callable[[Any], None] = lambda book: None) -> Path:  # fmt: skip
    """Write the county as a workbook, after `change` to its cells and `then` to the workbook."""
    sheets = copy.deepcopy(BASE)
    change(sheets)
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for i, row in enumerate(rows, start=1):
            for j, cell in enumerate(row, start=1):
                if cell != "":
                    sheet.cell(i, j).value = cell
                    if isinstance(cell, str) and cell.startswith("="):
                        sheet.cell(i, j).data_type = "s"
    then(made)
    path = HERE / f"{name}.xlsx"
    made.save(path)
    return path


def folder(name: str, encoding: str, change: Callable[[Sheets], None] = lambda sheets: None, mark: str = ",") -> Path:
    """Write the county as a folder of CSV files."""
    sheets = copy.deepcopy(BASE)
    change(sheets)
    path = HERE / name
    path.mkdir(exist_ok=True)
    names = {table.sheet: table.name for table in TABLES}
    for title, rows in sheets.items():
        text = "\r\n".join(mark.join(str(cell) for cell in row) for row in rows) + "\r\n"
        (path / f"{names[title]}.csv").write_bytes(text.encode(encoding))
    return path


def set_cell(sheet: str, row: int, column: str, value: Any) -> Callable[[Sheets], None]:
    """Put `value` into a cell, its row numbered as the spreadsheet does."""

    def change(sheets: Sheets) -> None:
        sheets[sheet][row - 1][sheets[sheet][0].index(column)] = value

    return change


def add(sheet: str, *rows: list[Any]) -> Callable[[Sheets], None]:
    return lambda sheets: sheets[sheet].extend(rows)


def several(*changes: Callable[[Sheets], None]) -> Callable[[Sheets], None]:
    def change(sheets: Sheets) -> None:
        for one in changes:
            one(sheets)

    return change


def office(path: Path, form: str, name: str) -> None:
    """Save the workbook at `path` as LibreOffice does, in another form."""
    with tempfile.TemporaryDirectory() as made:
        command = ["soffice", "--headless", "--convert-to", form, "--outdir", made, str(path)]
        subprocess.run(command, check=True, capture_output=True)
        ending = form.partition(":")[0]
        shutil.copy(Path(made) / f"{path.stem}.{ending}", HERE / f"{name}.{ending}")


# --- sound, if odd ---------------------------------------------------------------------------------


@case
def plain() -> None:
    book("plain")


@case
def old_excel() -> None:
    path = book("old_excel")
    office(path, "xls", "old_excel")
    path.unlink()


@case
def open_document() -> None:
    path = book("open_document")
    office(path, "ods", "open_document")
    path.unlink()


@case
def titles_and_totals() -> None:
    def change(sheets: Sheets) -> None:
        sheets["教师"][:0] = [
            ["清河县义务教育学校教师基本情况表"],
            ["填报单位：清河县教育局", "", "", "", "2026年6月"],
            [],
        ]
        sheets["教师"] += [["合计", "14人"], [], ["注：本表由人事科汇总"]]
        sheets["学校"].append(["总计", "", "", "", "", 2430, 59, 34])

    book("titles_and_totals", change)


@case
def pasted_from_thirty_schools() -> None:
    def change(sheets: Sheets) -> None:
        header = sheets["教师"][0]
        sheets["教师"][6:6] = [[], ["清河县柳林中心小学教师情况表"], header]

    book("pasted_from_thirty_schools", change)


@case
def headers_with_stars_and_breaks() -> None:
    def change(sheets: Sheets) -> None:
        renamed = {"工号": "* 工 号", "姓名": "姓名（必填）", "出生年月": "出生\n年月", "到校年月": "到校年月(yyyy-mm)"}
        sheets["教师"][0] = [renamed.get(cell, cell) for cell in sheets["教师"][0]]

    book("headers_with_stars_and_breaks", change)


@case
def hidden_sheet_and_filtered_rows() -> None:
    def then(made: Any) -> None:
        made["指定"].sheet_state = "hidden"
        for row in (3, 4, 9):
            made["教师"].row_dimensions[row].hidden = True

    book("hidden_sheet_and_filtered_rows", then=then)


@case
def rare_and_private_characters() -> None:
    book("rare_and_private_characters", several(
        set_cell("教师", 3, "姓名", "沈䶮"), set_cell("教师", 4, "姓名", "陈𠮷"), set_cell("教师", 9, "姓名", "王\ue81e"),
    ))  # fmt: skip


@case
def wide_digits_and_spaces() -> None:
    book("wide_digits_and_spaces", several(
        set_cell("学校", 2, "学校代码", "００１ "), set_cell("教师", 4, "到校年月", "２０１２－０８"),
        set_cell("教师", 5, "工号", "　10004"), set_cell("教师", 6, "性别", " 女 "), set_cell("教师", 7, "工号", "20001\u200b"),
    ))  # fmt: skip


@case
def unknown_columns() -> None:
    def change(sheets: Sheets) -> None:
        for row, extra in zip(sheets["教师"], ["联系电话", *["13900000000"] * 14], strict=True):
            row.append(extra)

    book("unknown_columns", change)


@case
def gbk_export() -> None:
    folder("gbk_export", "gb18030")


@case
def gbk_in_one_row() -> None:
    path = folder("gbk_in_one_row", "utf-8", lambda sheets: sheets["志愿"].clear())
    lines = ["teacher_id,rank,school_id", "10003,1,002", "10003,2,003"]
    (path / "wishes.csv").write_bytes("\r\n".join(lines).encode())
    demand = [",".join(str(cell) for cell in row) for row in BASE["学科需求"]]
    demand[0] = "school_id,stage,subject,required"
    (path / "demand.csv").write_bytes("\r\n".join(demand).encode("gb18030"))


@case
def utf_16_text() -> None:
    folder("utf_16_text", "utf-16", mark="\t")


@case
def no_demand_but_classes() -> None:
    book("no_demand_but_classes", lambda sheets: sheets["学科需求"].clear())


@case
def joined_as_a_child() -> None:
    book("joined_as_a_child", set_cell("教师", 4, "到校年月", "2002-08"))


@case
def a_school_far_away() -> None:
    book("a_school_far_away", set_cell("学校", 6, "经度", 102.858))


@case
def half_a_coordinate() -> None:
    book("half_a_coordinate", set_cell("学校", 3, "纬度", ""))


@case
def a_team_with_nowhere_to_go() -> None:
    book("a_team_with_nowhere_to_go", add("组团", ["支教一队", "10003"], ["支教一队", "40003"]))


@case
def formulas_as_text() -> None:
    book("formulas_as_text", set_cell("学校", 3, "学校名称", '=HYPERLINK("http://example.com","柳林")'))


# --- faults ----------------------------------------------------------------------------------------


@case
def years_cut_short() -> None:
    book("years_cut_short", several(
        set_cell("教师", 3, "到校年月", 2009.1), set_cell("教师", 4, "到校年月", "2012.13"),
        set_cell("教师", 5, "到校年月", 41487), set_cell("教师", 6, "到校年月", "2014年"),
    ))  # fmt: skip


@case
def words_off_the_lists() -> None:
    book("words_off_the_lists", several(
        set_cell("学校", 2, "城乡类别", "县城"), set_cell("学校", 3, "城乡类别", "镇"), set_cell("学校", 4, "城乡类别", "农村"),
        set_cell("学校", 6, "学段", "中学"), set_cell("教师", 3, "职称", "中学一级"), set_cell("教师", 4, "职务", "教导主任"),
        set_cell("教师", 8, "骨干层次", "县学科带头人"), set_cell("教师", 9, "交流意愿", "不愿意"),
    ))  # fmt: skip


@case
def subjects_in_one_cell() -> None:
    book("subjects_in_one_cell", several(
        set_cell("教师", 3, "任教学科", "语文/数学"), set_cell("教师", 4, "任教学科", "数学、科学"),
    ))  # fmt: skip


@case
def id_numbers_as_numbers() -> None:
    book("id_numbers_as_numbers", several(
        set_cell("教师", 3, "身份证号", 990000198411120020.0), set_cell("教师", 4, "身份证号", "9.90000198806E+17"),
    ))  # fmt: skip


@case
def id_numbers_mistyped() -> None:
    book("id_numbers_mistyped", several(
        set_cell("教师", 3, "身份证号", "990000198411120021"), set_cell("教师", 4, "身份证号", "99000019880612001"),
    ))  # fmt: skip


@case
def id_number_against_the_columns() -> None:
    book("id_number_against_the_columns", several(
        set_cell("教师", 2, "性别", "女"), set_cell("教师", 2, "出生年月", "1973-04"),
    ))  # fmt: skip


@case
def codes_without_zeros() -> None:
    def change(sheets: Sheets) -> None:
        at = sheets["教师"][0].index("现任学校代码")
        for row in sheets["教师"][1:]:
            row[at] = int(row[at])

    book("codes_without_zeros", change)


@case
def names_instead_of_codes() -> None:
    book("names_instead_of_codes", several(
        set_cell("教师", 3, "现任学校代码", "清河县实验小学"), set_cell("志愿", 2, "学校代码", "清河县柳林中心小学"),
    ))  # fmt: skip


@case
def one_number_twice() -> None:
    book("one_number_twice", set_cell("教师", 5, "工号", "10003"))


@case
def two_principals() -> None:
    book("two_principals", set_cell("教师", 3, "职务", "校长"))


@case
def counts_with_words() -> None:
    book("counts_with_words", several(
        set_cell("学校", 2, "学生数", "980人"), set_cell("学校", 3, "编制数", "约7"), set_cell("学校", 4, "班级数", "6.5"),
        set_cell("学校", 5, "学生数", 0), set_cell("学校", 6, "编制数", "=SUM(H2:H5)"),
    ))  # fmt: skip


@case
def formulas_never_calculated() -> None:
    def then(made: Any) -> None:
        made["学校"]["F3"] = "=F2-550"

    book("formulas_never_calculated", then=then)


@case
def errors_of_the_spreadsheet() -> None:
    def then(made: Any) -> None:
        made["学校"]["F3"] = "#REF!"
        made["学校"]["F3"].data_type = "e"

    book("errors_of_the_spreadsheet", then=then)


@case
def merged_schools() -> None:
    def then(made: Any) -> None:
        made["教师"].merge_cells("F3:F6")

    book("merged_schools", then=then)


@case
def coordinates_exchanged() -> None:
    book("coordinates_exchanged", several(set_cell("学校", 2, "经度", 32.012), set_cell("学校", 2, "纬度", 120.861)))


@case
def blank_required_cells() -> None:
    book("blank_required_cells", several(
        set_cell("教师", 3, "任教学科", ""), set_cell("教师", 4, "任教学科", "  "), set_cell("教师", 6, "到校年月", ""),
        set_cell("学校", 3, "编制数", ""),
    ))  # fmt: skip


@case
def personal_values_wrong() -> None:
    book("personal_values_wrong", several(
        set_cell("教师", 3, "出生年月", "八四年冬"), set_cell("教师", 4, "不交流事由", "尿毒症透析"),
    ))  # fmt: skip


@case
def stage_missing_at_two_stages() -> None:
    book("stage_missing_at_two_stages", several(
        set_cell("教师", 11, "任教学段", ""), set_cell("教师", 9, "任教学段", "初中"),
    ))  # fmt: skip


@case
def wishes_that_cannot_be() -> None:
    book("wishes_that_cannot_be", add("志愿", ["10003", 3, "001"], ["10003", 4, "004"], ["10003", 1, "002"],
                                      ["99999", 1, "002"], ["20002", 0, "001"]))  # fmt: skip


@case
def pins_that_contradict() -> None:
    book("pins_that_contradict", add("指定", ["10004", "必须交流", "", ""], ["10003", "指定学校", "", ""],
                                     ["20002", "指定学校", "001", ""], ["20002", "排除学校", "001", ""],
                                     ["30003", "指定", "004", ""]))  # fmt: skip


@case
def pins_of_the_ineligible() -> None:
    book("pins_of_the_ineligible", add("指定", ["10005", "必须交流", "", ""]))


@case
def future_and_unborn() -> None:
    book("future_and_unborn", several(
        set_cell("教师", 3, "到校年月", "2027-08"), set_cell("教师", 4, "到校年月", "1985-08"),
    ))  # fmt: skip


@case
def in_two_teams() -> None:
    book("in_two_teams", add("组团", ["支教一队", "10003"], ["支教二队", "10003"], ["支教二队", "88888"]))


@case
def flags_neither_yes_nor_no() -> None:
    book("flags_neither_yes_nor_no", several(
        set_cell("学校", 2, "薄弱学校", "待定"), set_cell("学校", 3, "薄弱学校", True), set_cell("学校", 4, "薄弱学校", 1),
    ))  # fmt: skip


@case
def demand_of_a_school_unknown() -> None:
    book("demand_of_a_school_unknown", several(
        add("学科需求", ["005", "小学", "语文", 2], ["001", "小学", "语文", 3], ["002", "小学", "数学", "两人"]),
    ))  # fmt: skip


@case
def no_demand_no_classes() -> None:
    book("no_demand_no_classes", several(
        lambda sheets: sheets["学科需求"].clear(), set_cell("学校", 3, "班级数", ""), set_cell("学校", 6, "班级数", ""),
    ))  # fmt: skip


@case
def a_column_renamed() -> None:
    def change(sheets: Sheets) -> None:
        sheets["教师"][0][3] = "出生日期"
        sheets["教师"][0][9] = "进校时间"

    book("a_column_renamed", change)


@case
def a_column_twice() -> None:
    def change(sheets: Sheets) -> None:
        sheets["教师"][0][8] = "任教学科"

    book("a_column_twice", change)


@case
def sheets_renamed() -> None:
    def change(sheets: Sheets) -> None:
        for old, new in (("学校", "学校信息"), ("教师", "教师名册2026")):
            sheets[new] = sheets.pop(old)

    book("sheets_renamed", change)


@case
def all_sheets_renamed() -> None:
    def change(sheets: Sheets) -> None:
        for old in list(sheets):
            sheets[f"{old}（定稿）"] = sheets.pop(old)

    book("all_sheets_renamed", change)


@case
def a_sheet_twice() -> None:
    def change(sheets: Sheets) -> None:
        sheets["teachers"] = copy.deepcopy(sheets["教师"])

    book("a_sheet_twice", change)


@case
def no_header() -> None:
    def change(sheets: Sheets) -> None:
        del sheets["教师"][0]

    book("no_header", change)


@case
def an_empty_sheet() -> None:
    def change(sheets: Sheets) -> None:
        sheets["教师"] = []

    book("an_empty_sheet", change)


@case
def a_stray_cell() -> None:
    def then(made: Any) -> None:
        made["教师"]["XFD1048576"] = " "

    book("a_stray_cell", then=then)


@case
def formats_to_the_last_row() -> None:
    def then(made: Any) -> None:
        for place in ("A1048576", "XFD20"):
            made["教师"][place].fill = PatternFill("solid", fgColor="FFFFEE")

    book("formats_to_the_last_row", then=then)


@case
def web_page_as_xls() -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in BASE["教师"])
    (HERE / "web_page_as_xls.xls").write_text(f"<html><body><table>{rows}</table></body></html>", "utf-8")


@case
def text_as_xlsx() -> None:
    lines = [",".join(str(cell) for cell in row) for row in BASE["教师"]]
    (HERE / "text_as_xlsx.xlsx").write_text("\n".join(lines), "utf-8")


@case
def cut_off() -> None:
    path = book("cut_off")
    path.write_bytes(path.read_bytes()[:6000])


@case
def a_part_missing() -> None:
    path = book("a_part_missing")
    with zipfile.ZipFile(path) as source:
        kept = {name: source.read(name) for name in source.namelist() if name != "xl/worksheets/sheet2.xml"}
    with zipfile.ZipFile(path, "w") as target:
        for name, content in kept.items():
            target.writestr(name, content)


@case
def encrypted() -> None:
    """Encrypted as Excel does it; msoffcrypto-tool must be installed."""
    import msoffcrypto.format.ooxml

    path = book("encrypted")
    content = io.BytesIO(path.read_bytes())
    with path.open("wb") as file:
        msoffcrypto.format.ooxml.OOXMLFile(content).encrypt("2026", file)


@case
def nothing_at_all() -> None:
    (HERE / "nothing_at_all.xlsx").write_bytes(b"")


@case
def csv_of_no_encoding() -> None:
    path = folder("csv_of_no_encoding", "utf-8")
    (path / "schools.csv").write_bytes(b"\x80\x81\xff\xfe" * 40)


@case
def workbook_in_a_folder() -> None:
    path = HERE / "workbook_in_a_folder"
    path.mkdir(exist_ok=True)
    book("workbook_in_a_folder").rename(path / "清河县.xlsx")


# --- headers, sheets and rows of the systems in use -----------------------------------------------


def rename(sheet: str, **headers: str) -> Callable[[Sheets], None]:
    """Give columns other headers."""
    return lambda sheets: sheets.update(
        {sheet: [[headers.get(cell, cell) for cell in sheets[sheet][0]], *sheets[sheet][1:]]}
    )


def by_name(sheets: Sheets, header: str, names: dict[str, str]) -> None:
    """Put schools' names, as `names` gives them by their codes, in place of the teachers' codes."""
    at = sheets["教师"][0].index("现任学校代码")
    sheets["教师"][0][at] = header
    for row in sheets["教师"][1:]:
        row[at] = names[row[at]]


FULL = {"001": "清河县实验小学", "002": "清河县柳林中心小学", "003": "清河县东湾学校", "004": "清河县第一初级中学"}
SHORT = {code: name.removeprefix("清河县") for code, name in FULL.items()}


@case
def headers_of_other_systems() -> None:
    def change(sheets: Sheets) -> None:
        rename("学校", 学校代码="学校（机构）标识码", 学校名称="学校（机构）名称", 城乡类别="学校（机构）驻地城乡类型",
               学生数="在校生数(合计)", 班级数="班级总数", 编制数="核定编制数", 经度="学校（机构）所在地_经度",
               纬度="学校（机构）所在地_纬度")(sheets)  # fmt: skip
        rename("教师", 工号="*教职工号", 姓名="教师姓名", 出生年月="*出生日期", 身份证号="*身份证件号", 任教学段="学段", 任教学科="任教课程",
               到校年月="*进本校年月", 职称="现任专业技术职务", 骨干层次="骨干类型", 职务="行政职务",
               现任学校代码="单位标识码/学校编码（请查询单位标识码表）")(sheets)  # fmt: skip
        for row, extra in zip(sheets["教师"], ["出生地", *["某地"] * 14], strict=True):
            row[3:3] = [extra]

    book("headers_of_other_systems", change)


@case
def headers_numbered_and_marked() -> None:
    def change(sheets: Sheets) -> None:
        sheets["教师"][0] = [f"{i}、{cell}：" for i, cell in enumerate(sheets["教师"][0], start=1)]
        sheets["学校"][0] = [f"（{i}）{cell}" for i, cell in enumerate(sheets["学校"][0], start=1)]
        sheets["学科需求"][0] = [
            "第1题 学校代码*",
            "第2题 学段（单选）",
            "第3题 学科（非空）",
            "第4题 需求人数(单位：人)",
        ]

    book("headers_numbered_and_marked", change)


@case
def a_header_of_two_rows() -> None:
    def change(sheets: Sheets) -> None:
        upper = {"现任学校代码": "现任学校", "任教学段": "任教情况", "兼教学科": "兼教情况", "到校年月": "到校"}
        lower = {
            "现任学校代码": "代码",
            "任教学段": "学段",
            "任教学科": "学科",
            "兼教学科": "兼教学科",
            "到校年月": "年月",
        }
        header = sheets["教师"][0]
        blank = {*lower, "任教学科"} - upper.keys()
        sheets["教师"][:1] = [
            ["" if cell in blank else upper.get(cell, cell) for cell in header], [lower.get(cell, "") for cell in header],
        ]  # fmt: skip

    def then(made: Any) -> None:
        made["教师"].merge_cells("G1:H1")
        for column in "ABCDEKLMNOPQ":
            made["教师"].merge_cells(f"{column}1:{column}2")

    book("a_header_of_two_rows", change, then)


@case
def columns_alike() -> None:
    def change(sheets: Sheets) -> None:
        rename("教师", 职称="（聘）教师职称")(sheets)
        for row, extra in zip(sheets["教师"], ["（评）教师职称", *["正高级"] * 14], strict=True):
            row.append(extra)
        for row, boarders in zip(sheets["学校"], ["学生数（其中：寄宿生）", *"11111"], strict=True):
            row.append(boarders)

    book("columns_alike", change)


@case
def schools_by_their_names() -> None:
    def change(sheets: Sheets) -> None:
        by_name(sheets, "所在单位", {**FULL, "002": SHORT["002"], "001": "江南省清河县实验小学"})
        rename("志愿", 学校代码="志愿学校")(sheets)
        sheets["志愿"][1][2], sheets["志愿"][2][2] = FULL["002"], SHORT["003"]

    book("schools_by_their_names", change)


@case
def schools_by_names_that_are_none() -> None:
    def change(sheets: Sheets) -> None:
        sheets["学校"][4][1] = "清河县东湾学校（初中部）"
        by_name(sheets, "学校名称", {**FULL, "001": "第二实验小学", "002": "柳林小学", "003": "东湾学校"})

    book("schools_by_names_that_are_none", change)


@case
def names_of_schools_merged() -> None:
    def change(sheets: Sheets) -> None:
        by_name(sheets, "学校", FULL)
        at = sheets["教师"][0].index("学校")
        for i in (3, 4, 5, 6, 8, 9, 11, 12, 14, 15):
            sheets["教师"][i - 1][at] = ""

    def then(made: Any) -> None:
        for area in ("F2:F6", "F7:F9", "F10:F12", "F13:F15"):
            made["教师"].merge_cells(area)
        made["学校"].merge_cells("A4:A5")
        made["学校"].merge_cells("B4:B5")

    book("names_of_schools_merged", change, then)


@case
def names_merged() -> None:
    book("names_merged", then=lambda made: made["教师"].merge_cells("B3:B5"))


@case
def sheets_of_any_name() -> None:
    def change(sheets: Sheets) -> None:
        for old, new in (("学校", "Sheet1"), ("教师", "2026年全县教职工花名册"), ("志愿", "附件3 教师志愿表")):
            sheets[new] = sheets.pop(old)
        sheets["字典"] = [["性别", "职称"], ["男", "高级"], ["女", "一级"]]

    book("sheets_of_any_name", change)


@case
def sheets_of_no_name() -> None:
    """Every table in a sheet that is called as a new workbook's are, and one that is empty among them."""

    def change(sheets: Sheets) -> None:
        for at, name in enumerate(("组团", "志愿", "教师", "学科需求", "学校", "指定")):
            sheets[f"Sheet{at + 1}" if at % 2 else f"工作表{at + 1}"] = sheets.pop(name)
        sheets["Sheet9"] = []

    book("sheets_of_no_name", change)


@case
def a_sheet_of_no_name_beside_the_others() -> None:
    """What stands in a sheet without a name beside tables that have theirs: one is a table, one is none, one a copy."""

    def change(sheets: Sheets) -> None:
        sheets["Sheet2"] = sheets.pop("志愿")
        sheets["Sheet3"] = [["星期", "节次", "课程"], ["一", 1, "语文"]]
        sheets["Sheet4"] = copy.deepcopy(sheets["教师"])
        sheets["历年志愿"] = copy.deepcopy(sheets["Sheet2"])

    book("a_sheet_of_no_name_beside_the_others", change)


@case
def two_sheets_that_may_be_it() -> None:
    def change(sheets: Sheets) -> None:
        sheets["教师（一）"] = copy.deepcopy(sheets["教师"])
        sheets["教师（二）"] = sheets.pop("教师")

    book("two_sheets_that_may_be_it", change)


@case
def no_sheet_that_is_it() -> None:
    def change(sheets: Sheets) -> None:
        del sheets["教师"]
        sheets["课表"] = [["星期", "节次", "课程"], ["一", 1, "语文"]]

    book("no_sheet_that_is_it", change)


@case
def rows_of_the_form() -> None:
    def change(sheets: Sheets) -> None:
        width = len(sheets["教师"][0])
        for i, row in enumerate(sheets["教师"]):
            row.insert(0, i or "序号")
        header, *people = sheets["教师"]
        sheets["教师"] = [
            header,
            ["", *["必填"] * 4, "选填", "必填", *["选填"] * (width - 5)],
            ["", "请填本单位编号", "", "请下拉选择", "格式：yyyy-MM", "18位数字", "见学校表"],
            ["甲", "乙", "丙", *range(1, width - 1)],
            ["示例", "00001", "张某", "男", "1985-09", "", "001", "", "语文", "", "2012-08"],
            ["一、小学", *[""] * width],
            *people[:10],
            ["", "小学小计", "10人"],
            ["二、初中"],
            *people[10:],
            [12, "初中合计", "", "", "", "", "", "", "", "", "", "一级2人"],
            *([i, *[""] * 14, "合格"] for i in range(15, 40)),
            ["", "平均年龄", "", "", 41.2],
            [
                "填表人：王某",
                "",
                "",
                "审核人：李某",
                "",
                "单位负责人：赵某",
                "联系电话：",
                "0513-5550100",
                "",
                "",
                "2026-06-30",
            ],
            ["单位（盖章）", "", "", "", "2026年6月30日"],
            ["备注：", "本表由学校填报", "经公示无异议", "报县教育局"],
        ]

    book("rows_of_the_form", change)


@case
def subtotals_of_schools() -> None:
    def change(sheets: Sheets) -> None:
        header, *schools = sheets["学校"]
        totals = ["小学小计", "", "", "", "", 1570, 40, 21], ["全县总计", "5所", "", "", "", 2430, 59, 34]
        sheets["学校"] = [
            header,
            *schools[:3],
            totals[0],
            *schools[3:],
            totals[1],
            ["校均", "", "", "", "", 486, 11.8, 6.8],
        ]

    book("subtotals_of_schools", change)


@case
def pasted_with_other_columns() -> None:
    def change(sheets: Sheets) -> None:
        header = list(sheets["教师"][0])
        header[9], header[3] = header[3], header[9]
        sheets["教师"].insert(8, header)

    book("pasted_with_other_columns", change)


@case
def pasted_with_the_names_of_before() -> None:
    """The first header was put right, those further down were not."""

    def change(sheets: Sheets) -> None:
        before = {
            "工号": "序号",
            "现任学校代码": "所在单位",
            "到校年月": "进校时间",
            "职称": "专业技术职务",
            "骨干层次": "荣誉称号",
        }
        sheets["教师"].insert(8, [before.get(cell, cell) for cell in sheets["教师"][0]])

    book("pasted_with_the_names_of_before", change)


# --- cells that have no value, and what is not seen --------------------------------------------------


@case
def errors_where_nothing_need_stand() -> None:
    def then(made: Any) -> None:
        for place, error in (("O3", "#N/A"), ("L4", "#NAME?"), ("P5", "#VALUE!"), ("B6", "#REF!")):
            made["教师"][place] = error
            made["教师"][place].data_type = "e"
        made["学校"]["E3"] = "#DIV/0!"  # as text
        made["学校"]["E3"].data_type = "s"

    book("errors_where_nothing_need_stand", then=then)


@case
def errors_in_open_document() -> None:
    def then(made: Any) -> None:
        made["教师"]["O3"], made["教师"]["L4"] = "=NA()", "=FOO(1)"

    path = book("errors_in_open_document", then=then)
    office(path, "ods", "errors_in_open_document")
    path.unlink()


@case
def errors_in_old_excel() -> None:
    def then(made: Any) -> None:
        made["教师"]["O3"], made["学校"]["I4"] = "=NA()", "=1/0"
        made["教师"].column_dimensions["L"].hidden = True

    path = book("errors_in_old_excel", then=then)
    office(path, "xls", "errors_in_old_excel")
    path.unlink()


@case
def formulas_where_nothing_need_stand() -> None:
    def then(made: Any) -> None:
        made["教师"]["L3"], made["教师"]["P4"], made["学校"]["I3"] = '=IF(1,"骨干教师","")', "=B4", "=ROUND(H3*0.3,0)"

    book("formulas_where_nothing_need_stand", then=then)


@case
def formulas_dragged_down() -> None:
    """Rows of the form with a formula alone, never calculated, as a library leaves them."""

    def then(made: Any) -> None:
        made["教师"]["R1"] = "年龄"
        for row in range(2, 40):
            made["教师"].cell(row, 18).value = f"=2026-LEFT(D{row},4)"
        for row in range(16, 40):
            made["教师"].cell(row, 1).value = f'=IF(B{row}="","",ROW())'

    book("formulas_dragged_down", then=then)


@case
def hidden_columns() -> None:
    def then(made: Any) -> None:
        made["教师"].column_dimensions["L"].hidden = True
        made["学校"].column_dimensions["I"].width = 0
        made["学校"].column_dimensions["I"].hidden = True

    book("hidden_columns", then=then)


@case
def letters_nobody_sees() -> None:
    folder("letters_nobody_sees", "utf-8", several(
        set_cell("教师", 3, "姓名", "沈\u2028秀兰"), set_cell("教师", 4, "姓名", "陈\uffff强"), set_cell("教师", 5, "姓名", "\u202e强陈"),
        set_cell("学校", 3, "学校名称", "清河县\x85柳林中心小学"),
    ))  # fmt: skip


@case
def cells_too_long() -> None:
    book("cells_too_long", several(
        set_cell("教师", 3, "姓名", "兰" * 101), set_cell("教师", 4, "姓名", "e" + "\u0301\u0316" * 900),
        set_cell("指定", 2, "事由", "因" * 1001), set_cell("教师", 5, "职称", "一级" * 600),
    ))  # fmt: skip


@case
def id_numbers_as_staff_numbers() -> None:
    def change(sheets: Sheets) -> None:
        sheets["教师"][1][0] = sheets["教师"][1][4]
        sheets["志愿"][1][0] = "990000198605120028"

    book("id_numbers_as_staff_numbers", change)


@case
def dates_of_other_programs() -> None:
    book("dates_of_other_programs", several(*(
        set_cell("教师", i, "到校年月", value) for i, value in enumerate(
            ["2001-08-01 00:00:00", "2009/8/1 0:00:00", "2012-08-01T00:00:00.000", "2013年8月份", "2014年八月", "二〇一〇年八月",
             "08/2011", "2015-08-31T16:00:00.000Z", "98.8", "100801", "Aug-09", "8/1/2005", "2008-08-01 12:30:00", "8512.8"],
            start=2)
    )))  # fmt: skip


# --- text files ---------------------------------------------------------------------------------------


def rewrite(path: Path, change: Callable[[str], str], name: str = "teachers.csv", encoding: str = "utf-8") -> None:
    """Put another text into a file of a folder."""
    (path / name).write_bytes(change((path / name).read_bytes().decode("utf-8")).encode(encoding))


@case
def text_under_a_title() -> None:
    path = folder("text_under_a_title", "utf-8", mark="\t")
    rewrite(path, lambda text: "清河县,教师,基本,情况,表\r\n单位：人事科；2026,6\r\n" + text)


@case
def text_of_other_names() -> None:
    path = folder("text_of_other_names", "utf-8")
    (path / "teachers.csv").rename(path / "教师表.csv")
    (path / "schools.csv").rename(path / "学校信息2026.txt")
    (path / "wishes.csv").rename(path / "名称不明.csv")


@case
def text_files_joined() -> None:
    path = folder("text_files_joined", "utf-8-sig")

    def joined(text: str) -> str:
        header, *lines = text.removeprefix("\ufeff").split("\r\n")
        return "\ufeff" + "\r\n".join([header, *lines[:6], "\ufeff" + header, *lines[6:]])

    rewrite(path, joined)


@case
def codes_guarded() -> None:
    path = folder("codes_guarded", "utf-8")

    def guarded(text: str) -> str:
        header, *lines = text.split("\r\n")
        rows = [line.split(",") for line in lines if line]
        for row in rows:
            row[0], row[5] = f'="{row[0]}"', f"'{row[5]}"
        return "\r\n".join([header, *map(",".join, rows), ""])

    rewrite(path, guarded)


@case
def codes_with_decimals() -> None:
    path = folder(
        "codes_with_decimals",
        "utf-8",
        several(lambda sheets: sheets["志愿"].clear(), lambda sheets: sheets["指定"].clear()),
    )
    rewrite(path, lambda text: "\r\n".join(
        [line if i == 0 or not line else line.replace(",", ".0,", 1) for i, line in enumerate(text.split("\r\n"))]))  # fmt: skip


@case
def a_quote_never_closed() -> None:
    path = folder("a_quote_never_closed", "utf-8")
    rewrite(path, lambda text: text.replace("自愿", '"自愿', 1))


@case
def a_quote_closed_too_late() -> None:
    path = folder("a_quote_closed_too_late", "utf-8")
    rewrite(path, lambda text: text.replace("服从安排", '"服从安排', 1).replace("不愿", '不愿"', 1))


@case
def line_breaks_in_cells() -> None:
    path = folder("line_breaks_in_cells", "utf-8")
    rewrite(path, lambda text: text.replace("到校年月", '"到校\n年月"').replace("局务会研究", '"局务会,\n研究"')
            .replace("沈秀兰", '"沈""秀兰"').replace("陈强", '陈"强', 1))  # fmt: skip
    rewrite(path, lambda text: text.replace("局务会研究", '"局务会研究，\n2026,6"'), "pins.csv")


@case
def one_byte_of_another_code_page() -> None:
    path = folder("one_byte_of_another_code_page", "gb18030")
    content = (path / "teachers.csv").read_bytes()
    (path / "teachers.csv").write_bytes(content.replace("沈秀兰".encode("gb18030"), b"\x80" + "秀兰".encode("gb18030")))


@case
def one_line_of_another_encoding() -> None:
    path = folder("one_line_of_another_encoding", "utf-8")
    content = (path / "teachers.csv").read_bytes()
    (path / "teachers.csv").write_bytes(content.replace("郑玲".encode(), "郑玲".encode("gb18030")))


@case
def utf_16_without_a_mark() -> None:
    folder("utf_16_without_a_mark", "utf-16-le", mark="\t")


# --- files that are something else -------------------------------------------------------------------


@case
def a_size_that_is_none() -> None:
    path = book("a_size_that_is_none")
    parts(path, lambda name, content: content.replace(b'<dimension ref="A1:Q15"', b'<dimension ref="1:15"'))


@case
def a_sheet_in_utf_16() -> None:
    path = book("a_sheet_in_utf_16")
    parts(path, lambda name, content: ("<?xml version='1.0' encoding='UTF-16'?>" + content.decode()).encode("utf-16")
          if name == "xl/worksheets/sheet2.xml" else content)  # fmt: skip


def parts(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Change the parts of a workbook."""
    with zipfile.ZipFile(path) as source:
        contents = {name: change(name, source.read(name)) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in contents.items():
            target.writestr(name, content)


@case
def excel_95() -> None:
    """A compound file whose stream is “Book”, as Excel 95 names it; of the records in it only the first is real."""
    book = (b"\x09\x08\x08\x00\x00\x05\x05\x00\x00\x00\x00\x00" + "教师".encode("gbk")).ljust(4096, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack(
        "<109I", 0, *[0xFFFFFFFF] * 108
    )
    links = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE, *[0xFFFFFFFF] * 118)

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        there = struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return text.ljust(64, b"\0") + there + bytes(36) + struct.pack("<III", start, size, 0)

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Book", 2, 0xFFFFFFFF, 2, len(book)) + bytes(256)
    (HERE / "excel_95.xls").write_bytes(header + links + directory + book)


@case
def flat_open_document() -> None:
    path = book("flat_open_document")
    office(path, "fods", "flat_open_document")
    path.unlink()


@case
def xml_of_excel_2003() -> None:
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in BASE["教师"]
    )
    (HERE / "xml_of_excel_2003.xls").write_text(
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="教师"><Table>{rows}</Table></Worksheet></Workbook>',
        "utf-8",
    )


@case
def packed_in_an_archive() -> None:
    path = book("packed_in_an_archive")
    content = path.read_bytes()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("清河县.xlsx", content)


if __name__ == "__main__":
    for make in [CASES[name] for name in sys.argv[1:]] or CASES.values():
        make()
    print(len(CASES))
