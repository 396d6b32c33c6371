"""Makes the corpus again: `python -m tests.corpus.make` (it needs LibreOffice and msoffcrypto-tool).

Each case is one small county as an office might hand it in, with one thing gone wrong. What `rotation check`
must say of it stands in the .txt beside it, which is written by hand: this script never touches it.
"""

from __future__ import annotations

import copy
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import PatternFill

from rotation.schema import TABLES

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
        shutil.copy(Path(made) / f"{path.stem}.{form}", HERE / f"{name}.{form}")


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


if __name__ == "__main__":
    for make in CASES.values():
        make()
    print(len(CASES))
