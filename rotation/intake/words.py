"""What offices and other systems write for the words of the lists.

`read_as` is for what can only mean one thing: a word for nothing, the code of a code table before the word itself, a
title's full name. Everything else is asked back, with `meant`, the word it likely is, or with `expected`, which says what
is to be decided. A suggestion that is wrong is worse than none: each here has a rule or a code table behind it.
"""

from __future__ import annotations

import re

from rotation.county.schema import Column, Kind
from rotation.language import say

_NOTHING = re.compile(
    r"(?:0{1,2}[-_—])?(?:无|暂无|没有)|[-—–/\\_]+|nan|nat|<na>|null|none|nil|n/?a|\(?空白?\)?", re.IGNORECASE
)
_NO_VALUE = re.compile(r"nan|nat|<na>|null|none|nil", re.IGNORECASE)
_CODED = re.compile(r"[0-9]{1,3}\s*[-_—–:.、]\s*(?=\D)")
_IN_POST = re.compile(r"否|在岗|在职|在编在岗|正常|正常在岗|(?:100)?[-_—]?在本单位任职|100|正常任教")
_FULL_NAMES = {
    "gender": {"男性": "男", "女性": "女"},
    "title": {f"{title}教师": title for title in ("正高级", "高级", "一级", "二级", "三级")},
}


def read_as(column: Column, text: str) -> str | None:
    """`text` as the column itself would have it, "" for a blank; None where it is to be read as it stands."""
    if column.kind in (Kind.TEXT, Kind.NAME) or text in column.choices:
        return None
    if not column.required and _is_blank(column, text):
        return ""
    if column.kind not in (Kind.CHOICE, Kind.FLAG):
        return None
    word = _CODED.sub("", text, count=1) if _CODED.match(text) else text
    word = _FULL_NAMES.get(column.name, {}).get(word, word)
    if word != text and not column.required and _is_blank(column, word):
        return ""
    return word if word != text and word in (column.choices or ("是", "否")) else None


def _is_blank(column: Column, text: str) -> bool:
    if column.name == "senior_posts":  # a blank means no limit, and 无 may mean that there is no such post
        return _NO_VALUE.fullmatch(text) is not None
    if column.name == "exemption":
        return (_NOTHING.fullmatch(text) or _IN_POST.fullmatch(text)) is not None
    return _NOTHING.fullmatch(text) is not None or (column.name == "backbone" and text == "否")


_YES = re.compile(r"[√✓✔☑vV]|有|对|是的|属于|yes|on|t|已评|薄弱(?:学校)?", re.IGNORECASE)
_NO = re.compile(r"[×✗✘xX]|不是|非|不|没|no|off|f|不属于|一般|普通|非薄弱(?:学校)?", re.IGNORECASE)


def flag_meant(text: str) -> str | None:
    """是 or 否, where a tick, a cross or another word for it stands there."""
    text = _CODED.sub("", text, count=1) if _CODED.match(text) else text
    return "是" if _YES.fullmatch(text) else "否" if _NO.fullmatch(text) else None


# What a word of these means is not what the word it holds means.
_TURNED = re.compile(
    r"[非不未]|没|无|原|曾|前任?|退|免|拟|后备|培养|候选|预备|过期|取消|名誉|主持|代理|助理|挂职|校级|兼任?教|分校|校区|教学点"
)
_SAME = {
    # 统计用城乡分类代码: 111 主城区, 112 城乡结合区, 121 镇中心区, 122 镇乡结合区, 123 特殊区域, 210 乡中心区, 220 村庄
    "location": {
        "111": "城区", "112": "城区", "121": "镇区", "122": "镇区", "123": "镇区", "210": "乡村", "220": "乡村", "主城区": "城区",
        "城乡结合区": "城区", "镇中心区": "镇区", "镇乡结合区": "镇区", "特殊区域": "镇区", "乡中心区": "乡村", "村庄": "乡村", "农村": "乡村",
        "农村学校": "乡村", "村": "乡村", "乡": "乡村", "村级": "乡村", "镇": "镇区", "乡镇": "镇区", "县镇": "镇区", "城关镇": "镇区",
        "建制镇": "镇区", "集镇": "镇区", "县城": "城区", "城": "城区", "市区": "城区", "城市": "城区", "城关": "城区", "街道": "城区",
    },
    # 办学类型: 211 小学, 218 小学教学点, 311 初级中学
    "stage": {
        "211": "小学", "218": "小学", "311": "初中", "319": "初中", "教学点": "小学", "小学教学点": "小学", "完小": "小学", "村小": "小学",
        "初小": "小学", "中心校": "小学", "小": "小学", "中学": "初中", "初级中学": "初中", "独立初中": "初中", "中": "初中",
    },
    "gender": {"1": "男", "2": "女", "M": "男", "F": "女", "先生": "男", "女士": "女", "male": "男", "female": "女"},
    "backbone": {"名师": "名师名校长", "名校长": "名师名校长", "教学名师": "名师名校长", "特级": "特级教师", "骨干": "骨干教师",
                 "学科骨干": "骨干教师", "教学骨干": "骨干教师", "带头人": "学科带头人", "能手": "教学能手", "新秀": "教坛新秀",
                 "教学新秀": "教坛新秀", "教坛新星": "教坛新秀"},
    "post": {
        "学校正职": "校长", "学校副职": "副校长", "正校长": "校长", "副书记": "副校长", "副校": "副校长", "校长助理": "中层", "中层干部": "中层",
        "工会主席": "中层", "大队辅导员": "中层", "少先队辅导员": "中层", "总辅导员": "中层", "教研组长": "教师", "年级组长": "教师", "备课组长": "教师",
        "年级主任": "中层", "班主任": "教师", "科任教师": "教师", "任课教师": "教师", "专任教师": "教师", "专任": "教师", "普通教师": "教师",
        "教职工": "教师", "职员": "教师", "教员": "教师", "工勤": "教师", "后勤": "教师", "老师": "教师", "副班主任": "教师",
    },
    "ethics": {"优": "合格", "优秀": "合格", "良": "合格", "良好": "合格", "称职": "合格", "基本称职": "合格", "基本合格": "合格", "达标": "合格",
               "较好": "合格", "好": "合格", "A": "合格", "B": "合格", "C": "合格", "不称职": "不合格", "不达标": "不合格", "D": "不合格",
               "师德失范": "不合格"},
    "willingness": {
        "是": "自愿", "愿意": "自愿", "愿意交流": "自愿", "同意": "自愿", "申请交流": "自愿", "主动申请": "自愿", "自愿申请": "自愿", "积极": "自愿",
        "有意愿": "自愿", "服从": "服从安排", "服从分配": "服从安排", "服从组织分配": "服从安排", "服从组织安排": "服从安排", "听从安排": "服从安排",
        "服从调剂": "服从安排", "组织安排": "服从安排", "均可": "服从安排", "否": "不愿", "不愿意": "不愿", "不同意": "不愿", "不愿交流": "不愿",
        "不申请": "不愿", "无意愿": "不愿", "不想交流": "不愿",
    },
    "kind": {"必须": "必须交流", "必交流": "必须交流", "应交流": "必须交流", "不交流": "不得交流", "不参加交流": "不得交流", "不能交流": "不得交流",
             "指定": "指定学校", "排除": "排除学校", "回避学校": "排除学校", "回避": "排除学校"},
}  # fmt: skip
_MIDDLE = re.compile(r"(?!班)(?!年级组).*(?:主任|处长|科长|室主任|团委书记|团支部书记|总务|政教|教导|教务)")

# 人社部发〔2015〕79号: what the titles of primary and junior schools are in the one system since then.
_GRADES = {
    "正高": "正高级", "正高级": "正高级", "教授级": "正高级", "特高": None, "副高": "高级", "副高级": "高级", "高级": "高级", "高": "高级",
    "小中高": "高级", "高级职称": "高级", "中级": "一级", "中级职称": "一级", "讲师": "一级", "助理级": "二级", "助级": "二级", "助理": "二级",
    "员级": "三级", "一级": "一级", "一": "一级", "二级": "二级", "二": "二级", "三级": "三级", "三": "三级", "1级": "一级", "2级": "二级",
    "3级": "三级",
}  # fmt: skip
_OF_PRIMARY = {"高级": "一级", "一级": "二级", "二级": "三级", "三级": "三级"}
_NO_TITLE = re.compile(
    r"(?:中学|小学)?[-_]?(?:无|暂无|没有|未评|未聘|未评聘|未定|未取得|未评定|未定职|无职级)(?:任何)?(?:职称|级)?|(?:见习|试用)期?|见习教师|新教师|待评"
)


def meant(column: Column, text: str) -> str | None:
    """The word of the column's list that `text` likely means, where there is but one."""
    text = _CODED.sub("", text, count=1) if _CODED.match(text) else text
    if column.name == "title":
        return _title(text)
    same = _SAME.get(column.name, {})
    if column.name == "backbone":
        text = (
            re.sub(r"^(?:[国省市县区]|全[国省市县区]|[地]市)(?:级|家级)?", "", text)
            if not text.startswith("校级")
            else text
        )
        text = re.sub(r"[(].*[)]$", "", text)
    if text in column.choices:
        return text
    if text in same or text.upper() in same:
        return same.get(text) or same[text.upper()]
    if column.name == "post" and _MIDDLE.fullmatch(text):
        return "中层"
    if column.name == "backbone" and "骨干" in text and not _TURNED.search(text):
        return "骨干教师"
    if column.name not in ("exemption", "title"):
        return _held(column, text)
    return None


def _held(column: Column, text: str) -> str | None:
    """The one word of the list that stands in `text`."""
    held = [word for word in column.choices if word in text]
    held = [word for word in held if not any(word != other and word in other for other in held)]
    turned = _TURNED.search(text.replace(held[0], "", 1)) if len(held) == 1 else None
    return held[0] if len(held) == 1 and not turned else None


def _title(text: str) -> str | None:
    """A title in the system of 2015, by the stage and grade that stand in `text`, or by the level of the post."""
    if aside := re.fullmatch(r"(.+?)\(([^()]*)\)", text):
        if re.search("[未拟待非曾原]", aside[2]):
            return None
        text = aside[2] + aside[1] if aside[2] in ("小学", "中学") else aside[1]
    text = re.sub(r"[\s_()-]|职称$", "", text)
    if _NO_TITLE.fullmatch(text):
        return "未定级"
    if level := re.fullmatch(
        r"(?:专技|专业技术|岗位)?(?:岗位)?(\d{1,2}|[一二三四五六七八九十]{1,2})级(?:岗位?)?", text
    ):
        if not text.startswith(("专", "岗")):
            return {"1": "一级", "2": "二级", "3": "三级"}.get(level[1])
        numbers = {
            word: i
            for i, word in enumerate(
                ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"], start=1
            )
        }
        number = numbers.get(level[1]) or (int(level[1]) if level[1].isdigit() else 0)
        bounds = ((4, "正高级"), (7, "高级"), (10, "一级"), (12, "二级"), (13, "三级"))
        return next((title for most, title in bounds if 0 < number <= most), None)
    text = re.sub(r"(?:专任)?(?:教师|老师)$", "", text)
    text = re.sub(r"^(?:小学){2}", "小学", re.sub(r"^(?:中学){2}", "中学", text))
    if text in ("小学小中高", "小学中学高级", "小学中高"):
        return "高级"
    stage = re.match(
        r"中小学|中学|小学|初中|中教|小教|幼教|幼儿园|中(?=[高一二三123]级?$)|小(?=[高一二三123]级?$)", text
    )
    if stage is None:
        return _GRADES.get(text)
    grade = _GRADES.get(text[stage.end() :])
    primary = stage[0] in ("小学", "小教", "小", "幼教", "幼儿园")
    return _OF_PRIMARY.get(grade or "", grade) if primary else grade


# Of the words above those for which a code table, a standard or the language itself leaves one meaning. The others are
# what offices mostly mean: 县城 is 城区 to many and 镇区 to the statistics, 基本合格 need not be 合格.
_CERTAIN = {
    "location": "111 112 121 122 123 210 220 主城区 城乡结合区 镇中心区 镇乡结合区 特殊区域 乡中心区 村庄 农村 农村学校 建制镇 集镇",
    "stage": "211 218 311 小学教学点 完小 村小 初级中学 独立初中",
    "gender": "1 2 M F male female 先生 女士",
    "backbone": "特级 骨干 学科骨干 教学骨干 带头人 能手 新秀",
    "post": "学校正职 正校长 副校 校长助理 中层干部 教研组长 备课组长 班主任 副班主任 科任教师 任课教师 专任教师 专任 普通教师 教员 老师",
    "ethics": "优秀 良好 称职",
    "willingness": "愿意 愿意交流 同意 申请交流 主动申请 自愿申请 有意愿 服从 服从分配 服从组织分配 服从组织安排 听从安排 服从调剂 "
                   "不愿意 不同意 不愿交流 不申请 无意愿 不想交流",
    "weak": "√ ✓ ✔ ☑ × ✗ ✘ 是的 不是 属于 不属于 yes no 薄弱 薄弱学校 非薄弱 非薄弱学校",
}  # fmt: skip
_CERTAIN_WORDS = {column: frozenset(text.split()) for column, text in _CERTAIN.items()}
_SHORT_GRADES = re.compile(r"[高一二三]|[123]级|员级|讲师|特高|\d{1,2}级?|[一二三四五六七八九十]{1,2}")


def is_certain(column: Column, text: str) -> bool:
    """Whether `meant`, or `flag_meant`, gives the only thing `text` can mean in the column."""
    text = _CODED.sub("", text, count=1) if _CODED.match(text) else text
    if column.name == "title":
        return _title(text) is not None and not _SHORT_GRADES.fullmatch(text)
    return text in column.choices or text in _CERTAIN_WORDS.get(column.name, ())


def expected(column: Column, text: str) -> str:
    """What is said of a word off the column's list: the list, and what is to be decided where the word leaves that open."""
    listed = say("one of {choices}", choices="、".join(column.choices))
    if column.name == "stage":
        if re.search(r"九年|十二年|一贯|312|345|小学.*初中", text):
            return say("{listed}; a school of both stages is two rows with one code, one for each", listed=listed)
        if re.search(r"完全中学|完中|341", text):
            return say("{listed}; of a school with 初中 and 高中 only its 初中 with the staff of it", listed=listed)
        if re.search(r"高中|高级中学|幼儿|学前|职|大学|特教|特殊", text):
            return say("{listed}; other stages are left out of the tables", listed=listed)
    if column.name == "backbone" and not meant(column, text):
        return say("{listed}; which of them, or blank where it is none", listed=listed)
    if column.name == "post" and "书记" in text and not meant(column, text):
        return say("{listed}; 校长 for the one person who heads the school, else 副校长", listed=listed)
    if column.name == "ethics" and not meant(column, text):
        return say("{listed}; a blank counts as 合格", listed=listed)
    if column.name == "exemption":
        return say("{listed}. See which it is: 产假 is 哺乳期 or 孕期, 病休 and 长病假 are 重大疾病, 借出、抽调、挂职、援疆、援藏 and 支教"
                   " are 借调援派, 交流轮岗 is 交流期内, 新教师 is 服务期内; blank for none", listed=listed)  # fmt: skip
    return listed


def count_expected(column: Column, text: str) -> str:
    """What is said of a count that is none."""
    if column.name == "senior_posts" and _NOTHING.fullmatch(text):
        return say("a whole number: 0 where there is no such post, or blank for no limit")
    return say("a whole number, {least} or more", least=column.least)
