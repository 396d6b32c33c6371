"""What a word in a column of subjects means: itself, another name, a question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rotation.intake.subjects import Means, Subjects
from rotation.rules.packs import load_policy

PACK = load_policy("nantong-2017")
BY_CLASSES = Subjects(PACK, [], [])


@pytest.mark.parametrize(
    ("word", "stage", "subject"),
    [
        ("语文教师", "小学", "语文"), ("语文老师", "初中", "语文"), ("小学语文", "小学", "语文"), ("初中数学", "初中", "数学"),
        ("中学英语", "初中", "英语"), ("小学_体育", "小学", "体育"), ("数学(小学)", "小学", "数学"), ("七年级生物", "初中", "生物学"),
        ("语 文", "小学", "语文"), ("美术课", "小学", "美术"), ("道法", "小学", "道德与法治"), ("思品教师", "初中", "道德与法治"),
        ("品德与社会", "小学", "道德与法治"), ("道德与法制", "初中", "道德与法治"), ("综合实践活动", "小学", "综合实践"),
        ("心理", "小学", "心理健康"), ("体育与健康教师", "初中", "体育"), ("科学", "小学", "科学"), ("科学课", "小学", "科学"),
    ],
)  # fmt: skip
def test_another_name_of_the_same_subject_is_read_as_it(word: str, stage: str, subject: str) -> None:
    meaning = BY_CLASSES.meaning(word, stage)
    assert meaning.means in (Means.SAME, Means.ITSELF)
    assert meaning.subjects == (subject,)


@pytest.mark.parametrize(
    ("word", "stage", "subject"),
    [
        ("政治", "初中", "道德与法治"), ("信息", "小学", "信息科技"), ("微机教师", "小学", "信息科技"), ("劳动技术", "初中", "劳动"),
        ("小学计算机", "小学", "信息科技"), ("初中数学", "小学", "数学"), ("语文(班主任)", "小学", "语文"), ("高中语文", "初中", "语文"),
        ("数学兼班主任", "小学", "数学"), ("物理实验", "初中", "物理"), ("数", "小学", "数学"), ("自然", "小学", "科学"),
        ("舞蹈", "小学", "音乐"), ("英语口语", "小学", "英语"), ("道德法治", "初中", "道德与法治"), ("数数学", "小学", "数学"),
    ],
)  # fmt: skip
def test_what_may_be_another_thing_is_asked_back(word: str, stage: str, subject: str) -> None:
    meaning = BY_CLASSES.meaning(word, stage)
    assert (meaning.means, meaning.subjects) == (Means.LIKELY, (subject,))


@pytest.mark.parametrize(
    ("word", "first", "second"),
    [
        ("语文、数学", "语文", "数学"), ("语文+数学", "语文", "数学"), ("音乐·美术", "音乐", "美术"), ("体育&音乐", "体育", "音乐"),
        ("语文(道法)", "语文", "道德与法治"), ("语文兼品德", "语文", "道德与法治"), ("语文和数学", "语文", "数学"), ("数学 科学", "数学", "科学"),
        ("语文数学", "语文", "数学"), ("语文教师/数学教师", "语文", "数学"), ("数学与科学", "数学", "科学"), ("音美", "音乐", "美术"),
        ("英语兼教信息技术", "英语", "信息科技"), ("小学语文、小学数学", "语文", "数学"),
    ],
)  # fmt: skip
def test_two_subjects_are_two_and_the_first_is_the_main_one(word: str, first: str, second: str) -> None:
    meaning = BY_CLASSES.meaning(word, "小学")
    assert (meaning.means, meaning.subjects[:2]) == (Means.SEVERAL, (first, second))


@pytest.mark.parametrize(
    ("word", "hint"),
    [("全科", "兼教学科"), ("包班", "兼教学科"), ("后勤", "编制数"), ("无", "编制数"), ("/", "编制数"), ("图书管理", "编制数"),
     ("艺术", "音乐或美术"), ("书法", "学科需求"), ("历史与社会", "学科需求")],
)  # fmt: skip
def test_what_nobody_knows_is_refused_with_what_to_do(word: str, hint: str) -> None:
    assert BY_CLASSES.meaning(word, "小学").means is Means.UNKNOWN
    told = BY_CLASSES.expected(word, "小学")
    assert hint in told


def test_a_word_of_the_countys_own_demand_stays() -> None:
    own = Subjects(
        PACK, [("初中", "生物"), ("小学", "书法"), ("小学", "语文")], [("初中", "生物"), ("小学", "书法教师")]
    )
    assert own.meaning("生物", "初中").means is Means.ITSELF
    assert own.meaning("书法", "小学").means is Means.ITSELF
    assert own.meaning("书法教师", "小学").subjects == ("书法",)
    assert own.meaning("日语", "小学").means is Means.UNKNOWN


def test_two_names_of_a_subject_in_one_county_become_one() -> None:
    both = Subjects(PACK, [("初中", "生物")], [("初中", "生物学"), ("初中", "生物")])
    assert both.meaning("生物", "初中").subjects == both.meaning("生物学", "初中").subjects == ("生物学",)
    stages = Subjects(PACK, [("小学", "小学语文")], [("小学", "小学语文")])
    assert stages.meaning("小学语文", "小学").subjects == ("语文",)


def test_a_subject_only_the_other_stage_has_is_told_unless_the_county_needs_it() -> None:
    assert BY_CLASSES.foreign("物理", "小学")
    assert not BY_CLASSES.foreign("物理", "初中")
    assert not BY_CLASSES.foreign("心理健康", "小学")
    assert not Subjects(PACK, [("小学", "物理")], []).foreign("物理", "小学")


def test_without_a_curriculum_the_demand_alone_knows_the_subjects() -> None:
    bare = Subjects(replace(PACK, curriculum=None), [("小学", "语文")], [])
    assert bare.meaning("语文教师", "小学").subjects == ("语文",)
    assert bare.meaning("物理", "小学").means is Means.UNKNOWN


def test_a_word_of_the_demand_that_nobody_teaches_is_asked_back_where_another_is_likely() -> None:
    county = Subjects(PACK, [("初中", "政治"), ("初中", "书法"), ("初中", "物理")], [("初中", "道德与法治")])
    assert county.untaught("政治", "初中")
    assert county.meant_instead("政治", "初中") == "道德与法治"
    assert county.meant_instead("书法", "初中") is None
    assert not county.untaught("物理", "初中")
    assert not Subjects(PACK, [("初中", "政治")], [("初中", "政治教师")]).untaught("政治", "初中")
