"""Headers to columns: by the names the tables declare, and by those that the systems in use give the same thing.

A header is compared without spaces, marks, numbering and what stands in brackets. Where several of a sheet
could be one column, the surest is taken, and all that is not the declared name is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import NamedTuple

from rotation.county.schema import Column, Table

LONGEST = 100  # characters; what is longer is no header

STAFF_NUMBER = (
    "教职工号",
    "职工号",
    "教师工号",
    "教工号",
    "职工编号",
    "教职工编号",
    "教师编号",
    "人员编号",
    "编号",
    "工作证号",
)
SCHOOL_CODE = (
    "学校代码", "单位标识码", "学校标识码", "学校（机构）标识码", "学校编码", "学校编号", "单位代码", "单位编码", "任教学校代码",
    "所在学校代码", "现任教学校代码",
)  # fmt: skip
SCHOOL_NAME = (
    "学校名称", "现任学校", "现任学校名称", "现任教学校", "现任教学校名称", "任教学校", "任教学校名称", "所在学校", "所在学校名称",
    "所属学校", "任教单位名称", "任教单位", "工作单位", "现工作单位", "单位名称", "所在单位", "所在单位名称", "校名", "学校全称",
    "学校简称", "学校", "单位",
)  # fmt: skip
_STAGE = ("学段", "任教阶段", "任职学段", "教学学段", "所教学段")
_SUBJECT = (
    "学科", "主教学科", "现任教学科", "教授科目", "任教科目", "任教课程", "任课课程", "主要任课课程", "任课学科", "主要任教学科",
    "所教学科",
)  # fmt: skip

# For each table and column what it is called elsewhere, the surest first; where two of them stand side by side, the
# first is taken.
ALSO: dict[str, dict[str, tuple[str, ...]]] = {
    "schools": {
        "school_id": SCHOOL_CODE,
        "name": ("学校（机构）名称", "学校全称", "校名", "单位名称"),
        "stage": ("办学类型", "学校（机构）办学类型", "学校类型", "学校类别", "办学层次"),
        "location": (
            "城乡类型", "城乡分类", "驻地城乡类型", "学校（机构）驻地城乡类型", "所在地城乡类型", "城乡分类代码", "地区类别",
        ),
        "township": ("乡镇", "所属乡镇", "所在乡镇", "所属街道", "乡镇名称", "所属乡镇街道", "所在乡镇街道"),
        "group": ("教育集团", "所属集团", "集团名称", "所属教育集团"),
        "weak": ("是否薄弱学校", "薄弱校", "是否薄弱校"),
        "pupils": ("在校生数", "在校学生数", "学生人数", "在校学生人数", "在校生人数", "学生总数", "在校生数合计"),
        "classes": ("班数", "班级总数", "教学班数", "教学班", "教学班总数", "班级个数", "合计班额数"),
        "staff_quota": ("核定编制数", "核定编制", "教职工编制数", "核定教职工编制", "教师编制数", "核编数", "编制总数"),
        "senior_posts": ("高级岗位", "高级岗位职数", "高级职数", "高级职称岗位数", "高级专业技术岗位数"),
        "lon": ("学校（机构）所在地_经度", "学校经度", "所在地经度"),
        "lat": ("学校（机构）所在地_纬度", "学校纬度", "所在地纬度"),
    },
    "teachers": {
        "teacher_id": STAFF_NUMBER,
        "name": ("教师姓名", "教职工姓名", "真实姓名"),
        "gender": ("教师性别",),
        "birth": ("出生日期", "出生时间", "出生年月日"),
        "id_number": (
            "身份证", "身份证号码", "身份证件号", "身份证件号码", "公民身份号码", "居民身份证号", "居民身份证号码", "证件号码", "证件号",
        ),
        "school_id": SCHOOL_CODE,
        "stage": _STAGE,
        "subject": _SUBJECT,
        "other_subjects": ("兼教科目", "兼任学科", "兼课学科", "兼教课程", "其他任教学科"),
        "joined": (
            "进本校年月", "进本校时间", "进入本校日期", "进入本校时间", "本校任教起始时间", "到本校时间", "到本校年月", "来本校时间",
            "来校年月", "来校时间", "进校年月", "进校时间", "到校时间", "到校日期", "现任教学校聘用起始日期", "入现单位时间",
            "进入现单位时间", "进入单位时间", "到现单位时间", "调入时间",
        ),
        "title": (
            "（聘）职称", "职称（聘）", "（聘任）职称", "（聘）教师职称", "现聘职称", "聘任职称", "现聘专业技术职务", "聘任专业技术职务",
            "现任专业技术职务", "现专业技术职务", "专业技术职务", "专业技术职称", "教师职称", "职称名称", "职称等级", "现有职称",
            "最高职称", "（评）教师职称", "（评）职称", "职称（评）", "专业技术资格",
        ),
        "backbone": (
            "骨干教师层次", "骨干类型", "骨干教师类型", "骨干教师称号", "骨干称号", "骨干教师级别", "骨干教师", "是否骨干教师",
            "是否（是）县级及以上骨干教师", "是否县级及以上骨干教师", "县级及以上骨干教师", "是否学科带头人", "是否是特级教师",
            "是否特级教师", "荣誉称号",
        ),
        "post": ("行政职务", "学校行政职务", "校内职务", "校级职务", "现任职务", "现任行政职务", "担任职务", "职务角色", "现工作单位职务"),
        "terms": ("任期", "任职届数", "任期数"),
        "ethics": ("师德考核结果", "师德考核等次", "师德师风考核", "师德表现", "师德"),
        "exemption": ("不参加交流事由", "不参与交流事由", "不交流原因", "免交流事由", "人员状态", "在岗状态"),
        "willingness": ("意愿", "交流轮岗意愿", "轮岗意愿", "本人意愿", "个人意愿"),
        "points": ("交流积分", "积分合计", "总积分"),
        "rural_years": ("乡村教龄", "农村任教年限", "乡村学校任教年限", "农村教龄", "乡村从教年限"),
        "home_lon": ("家庭住址经度", "住址经度", "家庭所在地经度"),
        "home_lat": ("家庭住址纬度", "住址纬度", "家庭所在地纬度"),
    },
    "demand": {
        "school_id": SCHOOL_CODE,
        "stage": ("任教学段",),
        "subject": ("任教学科", "科目", "课程", "学科名称"),
        "required": ("需求数", "教师需求数", "学科需求人数", "岗位数", "所需人数", "需要人数"),
    },
    "wishes": {
        "teacher_id": STAFF_NUMBER,
        "rank": ("志愿顺序", "志愿次序", "第几志愿"),
        "school_id": ("志愿学校代码", "意向学校代码", *SCHOOL_CODE),
    },
    "pins": {
        "teacher_id": STAFF_NUMBER,
        "kind": ("指定类型",),
        "school_id": ("指定学校代码", *SCHOOL_CODE),
        "reason": ("指定事由", "原因", "理由"),
    },
    "teams": {"team": ("组团名称", "团队名称", "团队代码"), "teacher_id": STAFF_NUMBER},
}  # fmt: skip

# The columns of a school's code that may hold its name instead, and what they are called then.
BY_NAME: dict[str, tuple[str, ...]] = {
    "teachers": SCHOOL_NAME,
    "demand": SCHOOL_NAME,
    "wishes": ("志愿学校", "志愿学校名称", "意向学校", *SCHOOL_NAME),
    "pins": ("指定学校", "指定学校名称", *SCHOOL_NAME),
}

EXACT, HINTED, ELSEWHERE, BRACKETED, NAMED = range(5)  # how sure a header is of its column, the surest first

_OPENING, _CLOSING = "([{【〔「〈《<", ")]}】〕」〉》>"
_NUMBERED = re.compile(r"\s*\(?(?:第|[qQ])?\d{1,3}题?\)?[\s.、:．)-]*(?=[^\d\s.、:)-])")
_LETTERED = re.compile(r"\s*\(?[A-Za-z]{1,4}[.、)]\s*(?=[\u4e00-\u9fff])")  # A. and, in half width, Ⅴ.
# A unit or an English name beside the header, as it might stand in brackets: 学生数/人, 工号 Staff No.
_BESIDE = re.compile(r"(.*[\u4e00-\u9fff])(?:\s*[/:—-]\s*|\s+)([人名个所班岗年月岁度]|[A-Za-z°][A-Za-z °.#_-]*)\s*")
# As questionnaires ask, and as programs number what stands side by side: 一、工号, 您的工号是？, 请填写工号, 工号_1
_QUESTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.])?(?:请填写|请输入|请选择)?(?:您的|你的)?(.+?)(?:是[?:]?|_\d{1,2}|\?)?"
)
_ASKED = re.compile(r"必填项?|选填项?|非空|必录|可空")
_HINT = re.compile(
    r"必.*|非空|选.*|可.*|不能为空|请.*|填.*|如.*|例.*|格式.*|.*yyyy.*|.*年月.*|单位.*|[人名个所年岁月日位班]|文本.*|数字.*|整数.*|下拉.*|单选|多选"
    r"|代码|全称|汉字|中文|\d.*|按.*|与.*|见.*|同.*|合计|章|机构|是否?|注.*|人数|公历|周岁|届|分|度|东经|北纬"
)


class Match(NamedTuple):
    """A header's column, and how sure that is: smaller is surer. `by_name` where the cells hold names of schools."""

    column: Column
    rank: tuple[int, int]
    by_name: bool = False


def key(text: str) -> str:
    """The header as compared: letters, digits and _ between them alone, in half width and lower case."""
    text = unicodedata.normalize("NFKC", text).lower()
    return "".join(character for character in text if character.isalnum() or character == "_").strip("_")


def matched(table: Table, header: str) -> Match | None:
    """The column of `table` that `header` names, if any."""
    if not header or len(header) > LONGEST:
        return None
    return _matched(table, header)


@lru_cache(maxsize=10_000)
def _matched(table: Table, header: str) -> Match | None:
    names = _names(table)
    for text in _readings(unicodedata.normalize("NFKC", header)):
        found = names.get(key(text))
        if found is not None:
            return found
        found = names.get(key(_ASKED.sub("", text))) if _ASKED.search(text) else None
        if found is not None:
            return found._replace(rank=(HINTED, 0)) if found.rank[0] == EXACT else found
        bare, inside = unbracketed(text)
        found = names.get(key(_ASKED.sub("", bare))) if inside or _ASKED.search(bare) else None
        if found is not None:
            hinted = all(_HINT.fullmatch(key(part)) for part in inside)
            level, order = found.rank
            if level == EXACT:
                return found._replace(rank=(HINTED if hinted else BRACKETED, 0))
            return found._replace(rank=(level if hinted else max(level, BRACKETED), order))
    asked = _QUESTION.fullmatch(unicodedata.normalize("NFKC", header).strip())
    if asked and (found := names.get(key(asked.group(1)))) is not None:
        # Beside 姓名 a column 姓名_2 is of somebody else: it yields to every surer one.
        return found._replace(rank=(max(found.rank[0], BRACKETED), found.rank[1]))
    parts = [names.get(key(unbracketed(part)[0])) for part in re.split("[/|]", unicodedata.normalize("NFKC", header))]
    first = parts[0]
    if first is not None and len(parts) > 1 and all(part and part.column is first.column for part in parts):
        return first
    return None


def _readings(header: str) -> Iterator[str]:
    yield header
    numbered = _NUMBERED.match(header)
    if numbered and numbered.end():
        yield header[numbered.end() :]
    header = header[lettered.end() :] if (lettered := _LETTERED.match(header)) else header
    if beside := _BESIDE.fullmatch(header):
        yield f"{beside.group(1)}({beside.group(2)})"
    elif lettered:
        yield header


@cache
def _names(table: Table) -> dict[str, Match]:
    """What a header of that table may be, as compared, and what it then is."""
    names: dict[str, Match] = {}
    for column in table.columns:
        for name in (column.header, column.name):
            names[key(name)] = Match(column, (EXACT, 0))
    for column in table.columns:
        for order, name in enumerate((*ALSO.get(table.name, {}).get(column.name, ()), *column.also)):
            names.setdefault(key(name), Match(column, (ELSEWHERE, order)))
        if column.name == "school_id":
            for order, name in enumerate(BY_NAME.get(table.name, ())):
                names.setdefault(key(name), Match(column, (NAMED, order), by_name=True))
    return names


def unbracketed(text: str) -> tuple[str, list[str]]:
    """`text` without what stands in brackets, and that; looked at once, whatever brackets there are."""
    outside: list[str] = []
    inside: list[str] = []
    depth = 0
    for character in text:
        if character in _OPENING:
            depth += 1
            if depth == 1:
                inside.append("")
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth:
            inside[-1] += character
        else:
            outside.append(character)
    return "".join(outside), inside


def suggested(text: str, known: Sequence[str]) -> str | None:
    """The one of `known` that `text`, itself no column, is likely to be: nearly the same characters, or none."""
    found = get_close_matches(key(text)[:LONGEST], known, n=1, cutoff=0.7)
    return found[0] if found else None
