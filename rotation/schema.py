"""The tables of a county: every column's names, kind and meaning of a blank, declared once.

Reading, the sample county and the error messages all speak from this declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

STAGES = ("小学", "初中")
LOCATIONS = ("乡村", "镇区", "城区")  # in the order of the tiers 0, 1, 2
GENDERS = ("男", "女")
TITLES = ("正高级", "高级", "一级", "二级", "三级", "未定级")
SENIOR_TITLES = ("正高级", "高级")
BACKBONE_LEVELS = ("特级教师", "名师名校长", "学科带头人", "骨干教师", "教学能手", "教坛新秀")
POSTS = ("校长", "副校长", "中层", "教师")
PRINCIPAL = "校长"
ETHICS = ("合格", "不合格")
EXEMPTIONS = ("孕期", "哺乳期", "重大疾病", "服务期内", "交流期内", "借调援派", "特殊困难")
WILLINGNESS = ("自愿", "服从安排", "不愿")
PIN_KINDS = ("必须交流", "不得交流", "指定学校", "排除学校")
EXAMPLE = "示例"  # a row whose first column begins so is an example: reading passes over it
MUST_MOVE, MUST_STAY, NAMED_SCHOOL, EXCLUDED_SCHOOL = PIN_KINDS


class Kind(StrEnum):
    """How a cell of the column is read."""

    CODE = "code"
    ID_NUMBER = "id_number"
    NAME = "name"
    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    DATE = "date"
    SUBJECT = "subject"
    SUBJECTS = "subjects"
    LONGITUDE = "longitude"
    LATITUDE = "latitude"


@dataclass(frozen=True)
class Column:
    """A column: English name, Chinese header, kind, and what a blank cell means.

    `least` is the smallest COUNT allowed. The values of a `personal` column are never printed;
    a `dropped` one is checked against the others and does not leave the reader. `hint` is said in
    the template besides what follows from the kind.
    """

    name: str
    header: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    blank: str | None = None
    least: int = 0
    personal: bool = False
    dropped: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Table:
    """A table: English name (its CSV), Chinese name (its sheet), columns, and the columns of its key."""

    name: str
    sheet: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False


SCHOOLS = Table(
    "schools",
    "学校",
    (
        Column("school_id", "学校代码", Kind.CODE, required=True),
        Column("name", "学校名称", Kind.NAME, required=True),
        Column("stage", "学段", Kind.CHOICE, required=True, choices=STAGES),
        Column("location", "城乡类别", Kind.CHOICE, required=True, choices=LOCATIONS),
        Column("township", "乡镇街道", Kind.TEXT),
        Column("group", "集团", Kind.TEXT),
        Column("weak", "薄弱学校", Kind.FLAG, blank="否"),
        Column("pupils", "学生数", Kind.COUNT, required=True, least=1),
        Column("classes", "班级数", Kind.COUNT),
        Column("staff_quota", "编制数", Kind.COUNT, required=True),
        Column("senior_posts", "高级岗位数", Kind.COUNT),
        Column("lon", "经度", Kind.LONGITUDE),
        Column("lat", "纬度", Kind.LATITUDE),
    ),
    key=("school_id", "stage"),
    required=True,
)

TEACHERS = Table(
    "teachers",
    "教师",
    (
        Column("teacher_id", "工号", Kind.CODE, required=True),
        Column("name", "姓名", Kind.NAME, required=True),
        Column("gender", "性别", Kind.CHOICE, required=True, choices=GENDERS),
        Column("birth", "出生年月", Kind.DATE, required=True, personal=True),
        Column("id_number", "身份证号", Kind.ID_NUMBER, personal=True, dropped=True),
        Column("school_id", "现任学校代码", Kind.CODE, required=True),
        Column("stage", "任教学段", Kind.CHOICE, choices=STAGES),
        Column("subject", "任教学科", Kind.SUBJECT, required=True),
        Column("other_subjects", "兼教学科", Kind.SUBJECTS),
        Column("joined", "到校年月", Kind.DATE, required=True),
        Column("title", "职称", Kind.CHOICE, choices=TITLES, blank="未定级"),
        Column("backbone", "骨干层次", Kind.CHOICE, choices=BACKBONE_LEVELS),
        Column("post", "职务", Kind.CHOICE, choices=POSTS, blank="教师"),
        Column("terms", "任期届数", Kind.COUNT, blank="1"),
        Column("ethics", "师德考核", Kind.CHOICE, choices=ETHICS, blank="合格"),
        Column("exemption", "不交流事由", Kind.CHOICE, choices=EXEMPTIONS, personal=True),
        Column("willingness", "交流意愿", Kind.CHOICE, choices=WILLINGNESS, blank="服从安排"),
        Column("points", "积分", Kind.NUMBER),
        Column("rural_years", "乡村任教年限", Kind.NUMBER),
        Column("home_lon", "家庭经度", Kind.LONGITUDE, personal=True),
        Column("home_lat", "家庭纬度", Kind.LATITUDE, personal=True),
    ),
    key=("teacher_id",),
    required=True,
)

DEMAND = Table(
    "demand",
    "学科需求",
    (
        Column("school_id", "学校代码", Kind.CODE, required=True),
        Column("stage", "学段", Kind.CHOICE, required=True, choices=STAGES),
        Column("subject", "学科", Kind.SUBJECT, required=True),
        Column("required", "需求人数", Kind.COUNT, required=True),
    ),
    key=("school_id", "stage", "subject"),
)

WISHES = Table(
    "wishes",
    "志愿",
    (
        Column("teacher_id", "工号", Kind.CODE, required=True),
        Column("rank", "志愿序号", Kind.COUNT, required=True, least=1),
        Column("school_id", "学校代码", Kind.CODE, required=True),
    ),
    key=("teacher_id", "school_id"),
)

PINS = Table(
    "pins",
    "指定",
    (
        Column("teacher_id", "工号", Kind.CODE, required=True),
        Column("kind", "类型", Kind.CHOICE, required=True, choices=PIN_KINDS),
        Column("school_id", "学校代码", Kind.CODE),
        Column("reason", "事由", Kind.TEXT, personal=True),
    ),
    key=(),
)

TEAMS = Table(
    "teams",
    "组团",
    (
        Column("team", "团队", Kind.CODE, required=True),
        Column("teacher_id", "工号", Kind.CODE, required=True),
    ),
    key=("teacher_id",),
)

TABLES = (SCHOOLS, TEACHERS, DEMAND, WISHES, PINS, TEAMS)
