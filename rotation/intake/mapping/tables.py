"""The tables a bureau's files hold: the county's own, wider, and those that say one thing of many people.

Columns bear the county's names where they are the county's. The further ones follow the sub-tables of the national
system of teachers (教育教学, 岗位聘任, 专业技术职务聘任, 骨干教师, 交流轮岗, 年度考核, 师德) and the forms of the school statistics.
"""

from __future__ import annotations

from dataclasses import replace

from rotation.county.schema import DEMAND, PINS, SCHOOLS, TEACHERS, TEAMS, WISHES, Column, Kind, Table
from rotation.intake.headers import ALSO, BY_NAME, SCHOOL_CODE, SCHOOL_NAME, STAFF_NUMBER

BOTH_STAGES = "小学、初中"  # a school of both stages in one row


def _text(name: str, header: str, *also: str, kind: Kind = Kind.TEXT, required: bool = False) -> Column:
    return Column(name, header, kind, required=required, also=also)


def _own(table: Table, *, without: dict[str, tuple[str, ...]], plain: tuple[str, ...] = ()) -> list[Column]:
    """The county's columns with their other names, less those that stand for something else here."""
    columns = []
    for column in table.columns:
        also = [name for name in ALSO[table.name].get(column.name, ()) if name not in without.get(column.name, ())]
        columns.append(replace(column, also=tuple(also), required=column.required and column.name not in plain))
    return columns


_FLAGS = (
    "骨干教师", "是否骨干教师", "是否（是）县级及以上骨干教师", "是否县级及以上骨干教师", "县级及以上骨干教师", "是否学科带头人",
    "是否是特级教师", "是否特级教师",
)  # fmt: skip
_STATUS = ("人员状态", "在岗状态")

ROSTER = Table(
    "roster", "教师", "",
    (
        *_own(TEACHERS, without={"backbone": _FLAGS, "exemption": _STATUS}, plain=("teacher_id", "school_id")),
        _text("school", "所在学校", *SCHOOL_NAME, kind=Kind.NAME),
        _text("grade", "任教年级", "所教年级", "所授年级", "年级"),
        _text("taught_class", "任教班级", "所教班级", "任教年级班级", "任教班级名称"),
        _text("special", "是否特级教师", "是否是特级教师", kind=Kind.FLAG),
        _text("leading", "是否学科带头人", kind=Kind.FLAG),
        _text("famous", "是否教学名师", "是否名师", kind=Kind.FLAG),
        _text("proven", "是否骨干教师", "骨干教师", "是否（是）县级及以上骨干教师", "是否是县级及以上骨干教师",
              "是否县级及以上骨干教师", "县级及以上骨干教师", kind=Kind.FLAG),
        _text("status", "人员状态", "在岗状态", "在岗情况", "人员现状"),
        _text("remark", "备注", "说明", "备注说明", "其他说明"),
        _text("on_quota", "是否在编", "在编", "编制情况", kind=Kind.FLAG),
    ),
    key=("teacher_id",), required=True,
)  # fmt: skip
FLAGS = {
    "special": "特级教师",
    "famous": "名师名校长",
    "leading": "学科带头人",
    "proven": "骨干教师",
}  # the surest first

_STAGED = {
    "pupils": ("学生数", ("{}学生人数", "{}在校生数", "{}在校学生数", "{}学生数", "{}在校生", "{}部学生数", "在校生数（{}）", "学生数（{}）")),
    "classes": ("班级数", ("{}班数", "{}班级总数", "{}教学班数", "{}班级", "{}部班级数", "班级数（{}）")),
    "staff_quota": ("编制数", ("{}编制", "{}核定编制", "{}核定编制数", "{}教职工编制数", "{}部编制数", "编制数（{}）")),
}  # fmt: skip

BUREAU_SCHOOLS = Table(
    "bureau_schools", "学校", "",
    (
        *_own(SCHOOLS, without={"name": ("单位名称",)}),
        *(_text(f"{name}_{stage}", f"{stage}{header}", *(also.format(stage) for also in others), kind=Kind.COUNT)
          for name, (header, others) in _STAGED.items() for stage in ("小学", "初中")),
    ),
    key=("school_id",), required=True,
)  # fmt: skip
BUREAU_SCHOOLS = replace(
    BUREAU_SCHOOLS,
    columns=tuple(
        replace(column, also=(*column.also, "学校（机构）名称（章）", "学校名称（章）", "单位名称", "所在学校", "学校", "单位"))
        if column.name == "name" else
        replace(column, also=(*column.also, "所在地", "所在区域", "城乡", "区域类型", "学校所在地类型"))
        if column.name == "location" else
        replace(column, also=(*column.also, "学校办学类型码", "办学类型码", "学校办学类型"))
        if column.name == "stage" else column
        for column in BUREAU_SCHOOLS.columns
    ),
)  # fmt: skip

_PERSON = (
    replace(TEACHERS.columns[0], required=False, also=STAFF_NUMBER),
    replace(TEACHERS.columns[1], also=("教师姓名", "教职工姓名")),
    replace(next(c for c in TEACHERS.columns if c.name == "id_number"), also=ALSO["teachers"]["id_number"]),
    _text("school", "所在学校", "学校名称", "现任学校", "所在单位", "学校", "工作单位", kind=Kind.NAME),
)


def _of_people(name: str, sheet: str, *columns: Column) -> Table:
    return Table(name, sheet, "", (*_PERSON, *columns), key=("teacher_id",))


_TITLE, _SUBJECT, _STAGE_COLUMN, _BACKBONE, _POST, _OTHERS = (
    next(column for column in TEACHERS.columns if column.name == name)
    for name in ("title", "subject", "stage", "backbone", "post", "other_subjects")
)
_SINCE = ("开始年月", "开始时间", "开始日期", "起始年月", "起始时间", "任职开始年月")
_UNTIL = (
    "结束年月",
    "结束时间",
    "结束日期",
    "终止年月",
    "解任时间",
    "聘任结束日期",
    "聘任结束年月",
    "任职结束年月",
    "任职结束时间",
)


def _dated(*since: str) -> tuple[Column, ...]:
    return (
        _text("since", "开始年月", *since, *_SINCE, kind=Kind.DATE),
        _text("until", "结束年月", *_UNTIL, kind=Kind.DATE),
    )


TEACHING = _of_people(
    "teaching", "任教",
    _text("year", "学年", "学年度"), _text("term", "学期", "学年学期"),
    _text("works", "任教状况", "任课状况"),
    replace(_STAGE_COLUMN, also=ALSO["teachers"]["stage"]),
    replace(_SUBJECT, also=("任教课程", *ALSO["teachers"]["subject"])),
    _text("hours", "课时", "平均每周课堂教学课时数", "周课时", "周课时数", "每周课时", "周课时量", kind=Kind.NUMBER),
    replace(_OTHERS, also=ALSO["teachers"]["other_subjects"]),
    _text("grade", "任教年级", "所授年级", "所教年级"),
    _text("taught_class", "任教班级", "所教班级", "任教年级班级", "任教班级名称"),
)  # fmt: skip
POSITIONS = _of_people(
    "positions", "职务",
    replace(_POST, required=True, blank=None, also=("校级职务", *ALSO["teachers"]["post"])),
    _text("category", "岗位类别"), _text("level", "岗位等级"), _text("unit", "任职单位名称", "任职单位", "所属部门（科室）"),
    _text("appointed", "聘任开始日期", "聘任开始年月", "聘任开始时间", kind=Kind.DATE),
    *_dated("校级职务任职开始年月", "行政职务任职时间"),
)  # fmt: skip
APPOINTMENTS = _of_people(
    "appointments", "职称",
    replace(_TITLE, required=True, blank=None, also=("聘任专业技术职务", *ALSO["teachers"]["title"])),
    _text("unit", "聘任单位名称", "单位名称", "聘任单位"), *_dated("聘任时间", "聘用时间", "取得时间", "聘任开始日期", "聘任开始年月", "聘任开始时间"),
)  # fmt: skip
HONOURS = _of_people(
    "honours", "骨干",
    replace(_BACKBONE, required=True, also=("骨干称号名称", "骨干称号", "称号名称", "荣誉称号", "称号")),
    _text("category", "骨干教师类型", "骨干类型"), _text("level", "骨干教师级别", "骨干级别", "称号级别"),
    _text("since", "获得骨干教师称号时间", "获得称号时间", "获得时间", "认定时间", "授予时间", kind=Kind.DATE),
    _text("until", "有效期至", "有效期止", "届满时间", *_UNTIL, kind=Kind.DATE),
)  # fmt: skip
EXCHANGES = _of_people(
    "exchanges", "交流轮岗",
    _text("type", "交流轮岗类型", "交流类型", required=True), _text("moved", "是否调动人事关系", "调动人事关系"),
    _text("home", "原单位名称", "原单位", "派出学校"), _text("host", "交流轮岗单位名称", "交流单位名称", "接收学校", "交流学校"),
    *_dated("交流开始时间", "交流开始年月"),
)  # fmt: skip
REVIEWS = _of_people(
    "reviews", "年度考核",
    _text("year", "考核年度", "年度", "考核年份"), _text("unit", "考核单位名称", "考核单位"),
    _text("result", "考核结果", "年度考核结果", "考核等次", "考核结论", required=True),
    _text("since", "考核确认日期", "考核时间", kind=Kind.DATE),
)  # fmt: skip
CONDUCT = _of_people(
    "conduct", "师德考核",
    _text("year", "师德考核年度", "考核年度", "年度"), _text("unit", "师德考核单位名称", "考核单位名称"),
    _text("result", "师德考核结论", "师德考核结果", "师德考核等次", "师德考核", required=True),
    _text("since", "师德考核时间", "考核时间", kind=Kind.DATE),
)  # fmt: skip

_NAMED = _text("school", "学校名称", *SCHOOL_NAME, kind=Kind.NAME)
_WHO = replace(TEACHERS.columns[1], required=False, also=("教师姓名",))


def _listed(table: Table, *further: Column) -> Table:
    columns = _own(table, without={}, plain=("school_id", "teacher_id"))
    return replace(table, columns=(columns[0], *further, *columns[1:]))


COUNTY_LISTS = (
    _listed(DEMAND, _NAMED),
    _listed(WISHES, _WHO, replace(_NAMED, header="志愿学校", also=(*BY_NAME["wishes"],))),
    _listed(PINS, _WHO, replace(_NAMED, header="指定学校", also=(*BY_NAME["pins"],))),
    _listed(TEAMS, _WHO),
)
SUB_TABLES = (TEACHING, POSITIONS, APPOINTMENTS, HONOURS, EXCHANGES, REVIEWS, CONDUCT)
SOURCES = (ROSTER, BUREAU_SCHOOLS, *SUB_TABLES, *COUNTY_LISTS)
CODES = SCHOOL_CODE
