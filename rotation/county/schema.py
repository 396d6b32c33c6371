"""The tables of a county: every column's names, kind and meaning of a blank, declared once.

Reading, the sample county and the error messages all speak from this declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rotation.language import N_

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

    `least` is the smallest COUNT allowed, `most` the largest: what no school of China has is a slip of the
    keyboard. The values of a `personal` column are never printed;
    a `dropped` one is checked against the others and does not leave the reader. `hint` is said in
    the template besides what follows from the kind, `example` stands in its example row. A `later` column
    joined the schema after the first plans: blank everywhere it is no part of a county's digest, so a blank must mean
    that there is nothing.
    `also` are further names it has in files.
    """

    name: str
    header: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    blank: str | None = None
    least: int = 0
    most: int = 10_000
    personal: bool = False
    dropped: bool = False
    example: str = ""
    hint: str = ""
    later: bool = False
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.later and (self.required or self.blank != ("否" if self.kind is Kind.FLAG else None)):
            raise ValueError(f"{self.name}: earlier tables have no such column, and blank it must mean nothing")


@dataclass(frozen=True, eq=False)
class Table:
    """A table: English name (its CSV), Chinese name (its sheet), columns, and the columns of its key.

    Each is declared once, and is itself alone.
    """

    name: str
    sheet: str
    purpose: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False


SCHOOLS = Table(
    "schools",
    "学校",
    N_("every school of the county, one row for each stage"),
    (
        Column(
            "school_id",
            "学校代码",
            Kind.CODE,
            required=True,
            example="示例001",
            hint=N_("a nine-year school is two rows with one code, one for each stage"),
        ),
        Column("name", "学校名称", Kind.NAME, required=True, example="示例中心小学"),
        Column("stage", "学段", Kind.CHOICE, required=True, choices=STAGES, example="小学"),
        Column("location", "城乡类别", Kind.CHOICE, required=True, choices=LOCATIONS, example="镇区"),
        Column("township", "乡镇街道", Kind.TEXT, example="示例镇"),
        Column("group", "集团", Kind.TEXT, example="示例教育集团"),
        Column(
            "weak",
            "薄弱学校",
            Kind.FLAG,
            blank="否",
            example="否",
            hint=N_("是 for a school the exchange is meant to strengthen"),
        ),
        Column("pupils", "学生数", Kind.COUNT, required=True, least=1, most=20_000, example="860"),
        Column(
            "classes",
            "班级数",
            Kind.COUNT,
            most=1000,
            example="20",
            hint=N_("needed where the sheet 学科需求 is left empty: posts are then derived from it"),
        ),
        Column("staff_quota", "编制数", Kind.COUNT, required=True, example="52", hint=N_("the principal included")),
        Column("senior_posts", "高级岗位数", Kind.COUNT, example="9", hint=N_("blank means no limit")),
        Column(
            "lon",
            "经度",
            Kind.LONGITUDE,
            example="120.8575",
            hint=N_("both or neither; without them distances count as 0"),
        ),
        Column("lat", "纬度", Kind.LATITUDE, example="32.0103"),
    ),
    key=("school_id", "stage"),
    required=True,
)

TEACHERS = Table(
    "teachers",
    "教师",
    N_("everybody on the staff, principals included"),
    (
        Column(
            "teacher_id",
            "工号",
            Kind.CODE,
            required=True,
            example="示例0001",
            hint=N_("the same person the same number in every sheet"),
        ),
        Column("name", "姓名", Kind.NAME, required=True, example="张示例"),
        Column("gender", "性别", Kind.CHOICE, required=True, choices=GENDERS, example="女"),
        Column("birth", "出生年月", Kind.DATE, required=True, personal=True, example="1986-05"),
        Column(
            "id_number",
            "身份证号",
            Kind.ID_NUMBER,
            personal=True,
            dropped=True,
            example="990000198605120028",
            hint=N_("18 characters; only compared with sex and birth, never kept"),
        ),
        Column("school_id", "现任学校代码", Kind.CODE, required=True, example="示例001"),
        Column(
            "stage",
            "任教学段",
            Kind.CHOICE,
            choices=STAGES,
            example="小学",
            hint=N_("only needed at schools of two stages"),
        ),
        Column("subject", "任教学科", Kind.SUBJECT, required=True, example="语文"),
        Column(
            "other_subjects",
            "兼教学科",
            Kind.SUBJECTS,
            example="道德与法治、历史",
            hint=N_("several with 、 between them"),
        ),
        Column("joined", "到校年月", Kind.DATE, required=True, example="2012-08"),
        Column("title", "职称", Kind.CHOICE, choices=TITLES, blank="未定级", example="一级"),
        Column("backbone", "骨干层次", Kind.CHOICE, choices=BACKBONE_LEVELS, example="骨干教师"),
        Column("post", "职务", Kind.CHOICE, choices=POSTS, blank="教师", example="教师"),
        Column(
            "terms", "任期届数", Kind.COUNT, blank="1", most=50, hint=N_("principals: how many terms at this school")
        ),
        Column("ethics", "师德考核", Kind.CHOICE, choices=ETHICS, blank="合格", example="合格"),
        Column(
            "exemption", "不交流事由", Kind.CHOICE, choices=EXEMPTIONS, personal=True, hint=N_("never printed anywhere")
        ),
        Column("willingness", "交流意愿", Kind.CHOICE, choices=WILLINGNESS, blank="服从安排", example="服从安排"),
        Column("points", "积分", Kind.NUMBER, example="86.5", hint=N_("shown, decides nothing")),
        Column("rural_years", "乡村任教年限", Kind.NUMBER, example="3", hint=N_("shown, decides nothing")),
        Column(
            "home_lon",
            "家庭经度",
            Kind.LONGITUDE,
            personal=True,
            hint=N_("both or neither; else distances are counted from the school"),
        ),
        Column("home_lat", "家庭纬度", Kind.LATITUDE, personal=True),
    ),
    key=("teacher_id",),
    required=True,
)

DEMAND = Table(
    "demand",
    "学科需求",
    N_("how many teachers a school needs in a subject; left empty it is derived from the classes"),
    (
        Column("school_id", "学校代码", Kind.CODE, required=True, example="示例001"),
        Column("stage", "学段", Kind.CHOICE, required=True, choices=STAGES, example="小学"),
        Column("subject", "学科", Kind.SUBJECT, required=True, example="语文"),
        Column(
            "required",
            "需求人数",
            Kind.COUNT,
            required=True,
            example="16",
            hint=N_("posts, not vacancies: those that have a teacher included"),
        ),
    ),
    key=("school_id", "stage", "subject"),
)

WISHES = Table(
    "wishes",
    "志愿",
    N_("the schools a teacher asks for, if any"),
    (
        Column("teacher_id", "工号", Kind.CODE, required=True, example="示例0001"),
        Column(
            "rank",
            "志愿序号",
            Kind.COUNT,
            required=True,
            least=1,
            most=1000,
            example="1",
            hint=N_("1 is the first choice"),
        ),
        Column("school_id", "学校代码", Kind.CODE, required=True, example="示例002"),
    ),
    key=("teacher_id", "school_id"),
)

PINS = Table(
    "pins",
    "指定",
    N_("decisions made by hand, if any"),
    (
        Column("teacher_id", "工号", Kind.CODE, required=True, example="示例0001"),
        Column("kind", "类型", Kind.CHOICE, required=True, choices=PIN_KINDS, example="排除学校"),
        Column("school_id", "学校代码", Kind.CODE, example="示例003", hint=N_("for 指定学校 and 排除学校")),
        Column("reason", "事由", Kind.TEXT, personal=True, example="局务会研究"),
    ),
    key=(),
)

TEAMS = Table(
    "teams",
    "组团",
    N_("teachers who move together to one school, if any"),
    (
        Column("team", "团队", Kind.CODE, required=True, example="示例团队"),
        Column("teacher_id", "工号", Kind.CODE, required=True, example="示例0001"),
    ),
    key=("teacher_id",),
)

TABLES = (SCHOOLS, TEACHERS, DEMAND, WISHES, PINS, TEAMS)
