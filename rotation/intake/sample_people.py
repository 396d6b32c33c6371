"""The people of a fictional county: everybody is invented, with a career that fits the age."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from rotation.county.schema import EXEMPTIONS
from rotation.intake.id_numbers import check_digit

Row = dict[str, Any]

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蔡蒋余于杜叶程魏苏吕丁沈任"
    "姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武洪殷施欧阳"
)
_GIVEN_MEN = "伟强磊军洋勇杰涛超明刚平辉鹏斌波宁飞林凯浩亮建国志文海峰东晓春永庆华成俊"
_GIVEN_WOMEN = "芳娜敏静丽艳娟霞秀英玲燕红萍莉梅琴云洁倩婷雪慧颖蕾晶妍璐茜雯琳晓春华文玉兰"
_RARE = "䶮喆堃燊𠮷"

_SECOND = {
    "语文": ("道德与法治", "历史"), "数学": ("科学", "信息科技", "物理"), "道德与法治": ("语文", "历史"),
    "科学": ("信息科技", "劳动"), "体育": ("心理健康", "劳动"), "音乐": ("美术",), "美术": ("音乐",),
    "物理": ("数学", "化学"), "化学": ("生物学",), "生物学": ("化学",), "历史": ("道德与法治",),
    "地理": ("历史",), "信息科技": ("数学",), "英语": ("心理健康",), "劳动": ("科学",), "心理健康": ("道德与法治",),
}  # fmt: skip
_BACKBONE = {"城区": 0.25, "镇区": 0.16, "乡村": 0.08}


def invent_teacher(
    rng: random.Random, year: int, number: int, school: Row, subject: str, post: str, subjects: Sequence[str]
) -> Row:
    """The row of the county's teacher no. `number` in the plan year; `subjects` are those of the school's stage.

    `_movable` says that the teacher is eligible under any pack such a county is meant for: pins and teams may name them.
    """
    rural = school["location"] == "乡村"
    woman = rng.random() < (0.72 if school["stage"] == "小学" else 0.58)
    age = _age(rng, woman=woman, rural=rural, principal=post == "校长")
    born, month = year - age, rng.randint(1, 12)
    started = born + rng.randint(22, 24)
    joined = min(year - 1, max(started, year - min(age - 22, int(rng.expovariate(1 / 9.5)) + 1)))
    served = year - started
    title = _title(rng, served)
    backbone = _backbone(rng, served, _BACKBONE[school["location"]] * (1.8 if post != "教师" else 1.0))
    others = ""
    if rng.random() < (0.24 if rural else 0.13):
        others = rng.choice([k for k in _SECOND[subject] if k in subjects] or [""])
    exemption = rng.choice(EXEMPTIONS) if post != "校长" and rng.random() < 0.055 else ""
    ethics = "不合格" if rng.random() < 0.002 else "合格"
    name, home = _name(rng, woman=woman), rng.random() < 0.85
    return {
        "teacher_id": f"{number:05d}", "name": name, "gender": "女" if woman else "男", "birth": f"{born}-{month:02d}",
        "id_number": _invented_id(born, month, rng.randint(1, 28), number, woman),
        "school_id": school["school_id"], "stage": school["stage"], "subject": subject, "other_subjects": others,
        "joined": f"{joined}-{'08' if rng.random() < 0.8 else '02'}", "title": title, "backbone": backbone, "post": post,
        "terms": rng.choice((1, 1, 1, 2, 2, 3)) if post == "校长" else "", "ethics": ethics, "exemption": exemption,
        "willingness": rng.choices(("自愿", "服从安排", "", "不愿"), (14, 38, 24, 24))[0],
        "points": round(served * 1.5 + rng.uniform(0, 25), 1),
        "rural_years": min(served, rng.randint(0, 20)) if rural else rng.choice((0, 0, 0, 1, 2, 3)),
        "home_lon": f"{float(school['lon']) + rng.gauss(0, 0.05):.5f}" if home else "",
        "home_lat": f"{float(school['lat']) + rng.gauss(0, 0.04):.5f}" if home else "",
        "_movable": post not in ("校长", "副校长") and not exemption and ethics == "合格"
        and joined <= year - 9 and age <= 46,
    }  # fmt: skip


def _age(rng: random.Random, *, woman: bool, rural: bool, principal: bool) -> int:
    oldest = 54 if woman else 59
    age = min(oldest, max(23, round(rng.gauss(45 if rural else 43, 8.5))))
    return min(oldest, max(38, age)) if principal else age


def _title(rng: random.Random, served: int) -> str:
    title = "未定级" if served < 1 else "二级" if served < 8 else rng.choice(("一级", "一级", "二级"))
    if served > 17 and rng.random() < 0.45:
        title = "高级" if rng.random() < 0.98 else "正高级"
    return title


def _backbone(rng: random.Random, served: int, chance: float) -> str:
    """A backbone level with that chance, another honour for one in ten."""
    if served <= 6:
        return ""
    draw = rng.random()
    if draw < chance:
        return rng.choices(("特级教师", "名师名校长", "学科带头人", "骨干教师"), (1, 2, 22, 75))[0]
    return rng.choice(("教学能手", "教坛新秀")) if draw < chance + 0.1 else ""


def _name(rng: random.Random, *, woman: bool) -> str:
    given = rng.choice(_GIVEN_WOMEN if woman else _GIVEN_MEN)
    if rng.random() < 0.75:
        given += rng.choice(_GIVEN_WOMEN if woman else _GIVEN_MEN)
    if rng.random() < 0.004:
        given = rng.choice(_RARE)
    surname = "欧阳" if rng.random() < 0.003 else rng.choice(_SURNAMES[:-2])
    return surname + given


def _invented_id(year: int, month: int, day: int, number: int, woman: bool) -> str:
    """An ID number that fits the columns but can be nobody's: no area's code begins with 99."""
    area, serial = 990000 + number // 500, number % 500 * 2 + (0 if woman else 1)
    body = f"{area}{year}{month:02d}{day:02d}{serial:03d}"
    return body + check_digit(body)
