"""What several sheets say of one person, of one school: brought together, or asked, or told."""

from __future__ import annotations

from typing import Any

import pytest

from rotation.intake.grid import Grid
from rotation.intake.mapping.prepared import Prepared, prepare
from rotation.intake.mapping.proposal import Certainty, Kind, Proposal
from rotation.intake.mapping.record import Codes
from rotation.intake.mapping.sources import Sheet
from tests.preparing import POLICY, YEAR, as_proposed, settled

SCHOOLS = """学校名称 学段 城乡类别 学生数 班级数 编制数
云川县第一小学 小学 城区 400 12 20
云川县第二初级中学 初中 镇区 300 9 20
云川县东湾学校 九年一贯制 乡村 300 9 20"""
ROSTER = """教职工号 姓名 性别 出生年月 身份证号 学校名称 任教学科 到校年月 职称 职务 备注
0001 郑小明 男 1980-05 99000019800501001X 云川县第一小学 语文 2015-08 一级 校长 -
0002 钱大海 女 1990-11 - 云川县第二初级中学 物理 2016-08 二级 - -
0003 孙如意 男 1985-03 - 云川县东湾学校 化学 2017-08 一级 - -"""
ID_NUMBER = "99000019800501001X"


def _sheet(name: str, text: str, file: str = "") -> Sheet:
    """A sheet of lines of words; - is a blank cell."""
    rows = [["" if word == "-" else word for word in line.split()] for line in text.splitlines()]
    width = max(map(len, rows))
    columns: list[list[Any]] = [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]
    return Sheet(file or f"{name}.xlsx", name, Grid(name, columns))


def _sheets(*further: Sheet, roster: str = ROSTER, schools: str = SCHOOLS) -> list[Sheet]:
    return [_sheet("学校", schools), _sheet("教师", roster), *further]


def _asked(sheets: list[Sheet], *kinds: Kind) -> list[Proposal]:
    return [one for one in prepare(sheets, {}, Codes(), POLICY, YEAR).unconfirmed if one.kind in kinds]


def _person(prepared: Prepared, name: str) -> Any:
    (row,) = (row for row in prepared.tables["teachers"] if row["name"] == name)
    return row


def test_one_person_in_two_rosters() -> None:
    other = f"姓名 性别 身份证号 学校名称 职称 到校年月\n郑小明 男 {ID_NUMBER} 云川县第一小学 高级 2015-08"
    sheets = _sheets(_sheet("民办转公办教师花名册", other))
    (which,) = _asked(sheets, Kind.SOURCE)
    assert (which.where, which.choices, which.certainty) == ("职称", ("一级", "高级"), Certainty.LIKELY)
    prepared, _ = settled(sheets)
    assert len(prepared.tables["teachers"]) == 3
    prepared, _ = settled(sheets, lambda one: "高级" if one.kind is Kind.SOURCE else as_proposed(one))
    assert _person(prepared, "郑小明")["title"] == "高级"


def test_one_number_for_two_people() -> None:
    roster = ROSTER + "\n0002 李四海 男 1988-01 - 云川县第一小学 数学 2018-08 二级 - -"
    (asked,) = _asked(_sheets(roster=roster), Kind.PERSON)
    assert asked.meaning == "另编工号"
    prepared, _ = settled(_sheets(roster=roster))
    numbers = {row["name"]: row["teacher_id"] for row in prepared.tables["teachers"]}
    assert numbers["钱大海"] == "0002"
    assert len(set(numbers.values())) == 4


def test_namesakes_of_one_birth_are_asked_and_never_joined_by_themselves() -> None:
    roster = ROSTER.replace("0002 钱大海", "- 钱大海") + "\n- 钱大海 女 1990-11 - 云川县第一小学 数学 2018-08 二级 - -"
    (asked,) = _asked(_sheets(roster=roster), Kind.PERSON)
    assert asked.certainty is Certainty.LIKELY
    prepared, _ = settled(
        _sheets(roster=roster), lambda one: "不是同一人" if one.kind is Kind.PERSON else as_proposed(one)
    )
    assert len(prepared.tables["teachers"]) == 4


def test_clashes_and_leftovers_are_told_without_names() -> None:
    titles = """教职工号 姓名 聘任专业技术职务 聘任开始日期
0001 钱大海 高级教师 2020-01
0099 赵不在 一级教师 2020-01
0003 孙如意 高级教师 2021-01"""
    prepared, _ = settled(_sheets(_sheet("专业技术职务聘任", titles)))
    told = "\n".join(note.text for note in prepared.notes)
    assert "职称：1 行的编号与姓名不是同一人，未采用：专业技术职务聘任.xlsx/专业技术职务聘任 第2行" in told
    assert "职称：1 行在花名册中找不到人或不止一人，未采用：专业技术职务聘任.xlsx/专业技术职务聘任 第3行" in told
    assert not any(name in told for name in ("钱大海", "赵不在"))
    assert _person(prepared, "郑小明")["title"] == "一级"
    assert _person(prepared, "孙如意")["title"] == "高级"


def test_sub_tables_by_id_number_and_by_name_and_school() -> None:
    teaching = f"""身份证件号 姓名 学校名称 学年 学期 任教课程 任教班级 平均每周课堂教学课时数
{ID_NUMBER} 郑小明 云川县第一小学 2025-2026 2 语文 三（2）班 8
{ID_NUMBER} 郑小明 云川县第一小学 2025-2026 2 劳动 三（2）班 2
- 孙如意 云川县东湾学校 2025-2026 2 化学 九（1）班 10"""
    prepared, _ = settled(_sheets(_sheet("教育教学", teaching)))
    assert _person(prepared, "郑小明")["other_subjects"] == "劳动"
    assert _person(prepared, "孙如意")["stage"] == "初中"
    texts = [str(value) for rows in prepared.tables.values() for row in rows for value in row.values()]
    assert ID_NUMBER not in texts


def test_an_id_number_in_place_of_a_staff_number() -> None:
    roster = ROSTER.replace("0001 郑小明", f"{ID_NUMBER} 郑小明").replace(f"05 {ID_NUMBER}", "05 -")
    prepared, _ = settled(_sheets(roster=roster))
    assert len(_person(prepared, "郑小明")["teacher_id"]) < 10


@pytest.mark.parametrize("number", [ID_NUMBER, "990000198005010014", "990000800501001"])
@pytest.mark.parametrize("column", ["0001", "郑小明", "云川县第一小学", "语文", "一级", "校长", "-"])
def test_an_id_number_in_any_column_goes_nowhere(number: str, column: str) -> None:
    lines = ROSTER.splitlines()
    head, first = lines[0].split(), lines[1].split()
    first[first.index(column) if column != "-" else len(head) - 1] = f"{number}" if column != "-" else f"怀孕{number}"
    roster = "\n".join((lines[0], " ".join(first), *lines[2:]))
    prepared, _ = settled(_sheets(roster=roster), lambda one: one.meaning or one.choices[0])
    cells = [str(value) for rows in prepared.tables.values() for row in rows for value in row.values()]
    told = [part for one in prepared.proposals for part in (one.text, one.shown, one.meaning, *one.choices)]
    kept = [*prepared.codes.teachers, *prepared.codes.schools, *(note.text for note in prepared.notes)]
    assert not [text for text in (*cells, *told, *kept) if number in text]


def test_birth_and_sex_follow_the_id_number_where_blank_and_are_asked_where_other() -> None:
    roster = ROSTER.replace("郑小明 男 1980-05", "郑小明 - -")
    prepared, _ = settled(_sheets(roster=roster))
    assert (_person(prepared, "郑小明")["gender"], _person(prepared, "郑小明")["birth"]) == ("男", "1980-05")
    asked = _asked(_sheets(roster=ROSTER.replace("郑小明 男 1980-05", "郑小明 女 1981-05")), Kind.SOURCE)
    assert [one.where for one in asked] == ["性别与身份证号不一致", "出生年月与身份证号不一致"]


@pytest.mark.parametrize(
    ("written", "meant", "certainty"),
    [("第一小学", "云川县第一小学", Certainty.LIKELY), ("云川一小学", "云川县第一小学", Certainty.LIKELY),
     ("云川县第1小学", "", Certainty.OPEN), ("二中", "", Certainty.OPEN), ("云川县东湾实验学校", "云川县东湾学校", Certainty.LIKELY), ("教育局", "", Certainty.OPEN)],
)  # fmt: skip
def test_schools_by_other_names(written: str, meant: str, certainty: Certainty) -> None:
    roster = ROSTER + f"\n0009 周在岗 男 1988-01 - {written} 数学 2018-08 二级 - -"
    (asked,) = _asked(_sheets(roster=roster), Kind.SCHOOL)
    assert (asked.meaning, asked.certainty) == (meant, certainty)
    left = {Kind.SCHOOL: "（不读入）", Kind.STAGE: "小学"}
    prepared, _ = settled(_sheets(roster=roster), lambda one: left.get(one.kind) or as_proposed(one))
    assert "周在岗" not in {row["name"] for row in prepared.tables["teachers"]}


def test_a_workbook_for_each_school() -> None:
    head = "姓名 性别 出生年月 任教学科 到校年月"
    first = _sheet("Sheet1", f"云川县第一小学教职工花名册\n{head}\n郑小明 男 1980-05 语文 2015-08", "一小.xlsx")
    second = _sheet(
        "Sheet1", f"填报单位：云川县第二初级中学（盖章）\n{head}\n钱大海 女 1990-11 物理 2016-08", "二中.xlsx"
    )
    third = _sheet("Sheet1", f"{head}\n孙如意 男 1985-03 化学 2017-08", "云川县东湾学校.xlsx")
    prepared, _ = settled([_sheet("学校", SCHOOLS), first, second, third])
    names = {row["school_id"]: row["name"] for row in prepared.tables["schools"]}
    assert [names[row["school_id"]] for row in prepared.tables["teachers"]] == [
        "云川县第一小学", "云川县第二初级中学", "云川县东湾学校",
    ]  # fmt: skip


def test_schools_only_in_the_first_row_of_each() -> None:
    roster = ROSTER.replace("云川县第二初级中学 物理", "- 物理") + "\n0004 李四海 男 1988-01 - - 化学 2018-08 二级 - -"
    (asked,) = _asked(_sheets(roster=roster), Kind.FILL)
    assert asked.certainty is Certainty.LIKELY
    prepared, _ = settled(_sheets(roster=roster))
    assert _person(prepared, "钱大海")["school_id"] == _person(prepared, "郑小明")["school_id"]


def test_the_stage_at_a_school_of_two() -> None:
    rows = ("0004 甲一 男 1988-01 - 云川县东湾学校 语文 2018-08 小高 - -", "0005 甲二 男 1988-01 - 云川县东湾学校 语文 2018-08 中学一级 - -",
            "0006 甲三 男 1988-01 - 云川县东湾学校 语文 2018-08 一级 - -")  # fmt: skip
    found = {
        one.text[:2]: (one.meaning, one.certainty)
        for one in _asked(_sheets(roster="\n".join((ROSTER, *rows))), Kind.STAGE)
    }
    assert found == {
        "孙如": ("初中", Certainty.CERTAIN), "甲一": ("小学", Certainty.LIKELY), "甲二": ("初中", Certainty.LIKELY),
        "甲三": ("", Certainty.OPEN),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("remark", "meaning"),
    [("怀孕", "孕期"), ("产假", "哺乳期"), ("长期病休", "重大疾病"), ("借调教育局", "借调援派"), ("服务期未满", "服务期内"), ("2024年交流来校", "交流期内"),
     ("8月办退休", "（不读入）"), ("201-借出到机关", "借调援派"), ("203", "重大疾病"), ("211-下落不明", "")],
)  # fmt: skip
def test_remarks_and_states(remark: str, meaning: str) -> None:
    (asked,) = _asked(_sheets(roster=ROSTER.replace("二级 - -", f"二级 - {remark}")), Kind.STANDING)
    assert (asked.meaning, asked.personal) == (meaning, True)


@pytest.mark.parametrize("remark", ["交流期满", "100-在本单位任职", "退休返聘", "普通话二甲", "借调结束", "-"])
def test_remarks_that_say_nothing(remark: str) -> None:
    assert not _asked(_sheets(roster=ROSTER.replace("二级 - -", f"二级 - {remark}")), Kind.STANDING)


def test_codes_made_stay_when_others_come() -> None:
    roster = ROSTER.replace("0001 郑", "- 郑").replace("0002 钱", "- 钱").replace("0003 孙", "- 孙")
    first, _ = settled(_sheets(roster=roster))
    again, _ = settled(_sheets(roster=roster))
    assert list(first.tables["teachers"]) == list(again.tables["teachers"])
    lines = roster.splitlines()
    more = "\n".join([lines[0], "- 新来者 男 1999-01 - 云川县第一小学 数学 2025-08 二级 - -", *reversed(lines[1:])])
    later = prepare(_sheets(roster=more), first.confirmed, first.codes, POLICY, YEAR)
    numbers = {row["name"]: row["teacher_id"] for row in later.tables["teachers"]}
    assert {name: numbers[name] for name in ("郑小明", "钱大海", "孙如意")} == {
        row["name"]: row["teacher_id"] for row in first.tables["teachers"]
    }
    assert len(set(numbers.values())) == 4


def test_who_moved_keeps_the_number_made_where_confirmed() -> None:
    roster = ROSTER.replace("0002 钱", "- 钱")
    first, _ = settled(_sheets(roster=roster))
    moved = _sheets(roster=roster.replace("云川县第二初级中学 物理", "云川县东湾学校 物理"))
    later = prepare(moved, first.confirmed, first.codes, POLICY, YEAR)
    (asked,) = (one for one in later.unconfirmed if one.kind is Kind.PERSON)
    assert (asked.meaning, asked.certainty) == ("沿用", Certainty.LIKELY)
    for answer, same in (("沿用", True), ("另编工号", False)):
        decided = {**first.confirmed, asked.key: answer}
        kept = _person(prepare(moved, decided, first.codes, POLICY, YEAR), "钱大海")["teacher_id"]
        assert (kept == _person(first, "钱大海")["teacher_id"]) is same


def test_schools_out_of_several_tables() -> None:
    schools = "学校标识码 学校名称 办学类型\n3201 云川县第一小学 211\n3202 云川县第二初级中学 311\n3203 云川县东湾学校 312\n3204 云川县幼儿园 111-幼儿园"
    counts = "学校名称 城乡类型 小学学生人数 初中学生人数 班级总数 核定编制数\n第一小学 111 400 - 12 20\n云川县第二初级中学 121 - 300 9 20\n云川县东湾学校 220 200 100 9 20"
    sheets = [_sheet("教基1001", schools), _sheet("优质均衡", counts), _sheet("教师", ROSTER)]
    (asked,) = _asked(sheets, Kind.SCHOOL)
    assert (asked.text, asked.meaning) == ("第一小学", "云川县第一小学")
    prepared, _ = settled(sheets)
    rows = {(row["school_id"], row["stage"]): row for row in prepared.tables["schools"]}
    assert set(rows) == {("3201", "小学"), ("3202", "初中"), ("3203", "小学"), ("3203", "初中")}
    assert (rows["3203", "小学"]["pupils"], rows["3203", "初中"]["pupils"]) == (200, 100)


def test_reasons_in_a_column_of_their_own() -> None:
    roster = ROSTER.replace("备注", "不交流事由").replace("二级 - -", "二级 - 产假")
    (asked,) = (one for one in _asked(_sheets(roster=roster), Kind.VALUE) if one.where == "不交流事由")
    assert (asked.meaning, asked.personal) == ("哺乳期", True)
    prepared, _ = settled(_sheets(roster=roster))
    assert _person(prepared, "钱大海")["exemption"] == "哺乳期"


def test_a_reason_confirmed_holds_for_its_year_alone() -> None:
    sheets = _sheets(roster=ROSTER.replace("二级 - -", "二级 - 怀孕"))
    prepared, _ = settled(sheets)
    assert not prepare(sheets, prepared.confirmed, prepared.codes, POLICY, YEAR).unconfirmed
    (again,) = prepare(sheets, prepared.confirmed, prepared.codes, POLICY, YEAR + 1).unconfirmed
    assert again.kind is Kind.STANDING


def test_wishes_by_name() -> None:
    wishes = "姓名 志愿序号 志愿学校\n钱大海 1 云川县东湾学校\n无此人 1 云川县第一小学"
    prepared, _ = settled(_sheets(_sheet("教师志愿", wishes)))
    (row,) = prepared.tables["wishes"]
    assert row["teacher_id"] == "0002"
    assert any("志愿" in note.text for note in prepared.notes)


def test_who_teaches_nothing() -> None:
    roster = ROSTER + "\n0009 周工勤 男 1988-01 - 云川县第一小学 后勤 2018-08 - 工勤 -"
    (asked,) = _asked(_sheets(roster=roster), Kind.SUBJECT)
    assert asked.meaning == "（不读入）"
