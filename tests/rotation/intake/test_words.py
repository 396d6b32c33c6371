"""Words off the lists: what is read, what is asked back with the likely one, and what has no likely one."""

from __future__ import annotations

import pytest

from rotation.county.schema import TABLES
from rotation.intake.words import expected, flag_meant, meant, read_as

COLUMNS = {column.name: column for table in TABLES for column in table.columns}


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("title", "小教高级 一级 小学_小学高级教师 一级 员级 三级 小学一级教师 二级 小学二级 三级 小一 二级 小高 一级 中一 一级 中学二级 二级"
                  " 中学三级教师 三级 中高 高级 小中高 高级 小学_小中高 高级 中小学高级教师 高级 副高 高级 助理级 二级 未评聘 未定级 见习期 未定级"
                  " 中学_暂无职称 未定级 专技7级 高级 专业技术十级 一级 小学正高级 正高级"
                  " 一级教师(小学) 二级 中小学一级教师(已聘) 一级 高级教师(副高) 高级"),
        ("location", "111-主城区 城区 112 城区 121-镇中心区 镇区 122 镇区 123 镇区 210 乡村 220-村庄 乡村 乡中心区 乡村 街道 城区 农村 乡村"),
        ("stage", "211 小学 311 初中 教学点 小学 小学部 小学 中学 初中 初级中学 初中"),
        ("gender", "1 男 2 女 M 男"),
        ("backbone", "县级名师 名师名校长 县学科带头人 学科带头人 市骨干 骨干教师 省特级教师 特级教师 县教坛新星 教坛新秀"),
        ("post", "教务处主任 中层 总务主任 中层 团委书记 中层 副书记 副校长 班主任 教师 年级组长 教师 校长助理 中层 学校正职 校长"
                 " 书记、校长 校长 常务副校长 副校长 工会主席 中层"),
        ("ethics", "优 合格 基本称职 合格 不称职 不合格 师德不合格 不合格"),
        ("willingness", "是 自愿 否 不愿 服从组织分配 服从安排 申请交流 自愿 不愿意 不愿"),
    ],
)  # fmt: skip
def test_the_likely_word_is_the_right_one(column: str, words: str) -> None:
    pairs = words.split()
    for word, right in zip(pairs[::2], pairs[1::2], strict=True):
        assert (word, meant(COLUMNS[column], word)) == (word, right)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("title", "高级工 会计师 初级 小学_特高 高级实验师 一级教师(未聘)"), ("location", "城镇学校 城乡结合部"), ("stage", "九年一贯制 完全中学 学前 高中"),
        ("backbone", "省级 县级 是 优秀教师 非骨干教师 骨干教师培养对象 校级骨干教师"), ("post", "书记 原校长 名誉校长 副校长(主持工作)"),
        ("ethics", "未考核 未定等次"), ("willingness", "不自愿 暂不考虑"), ("exemption", "产假 病假"),
    ],
)  # fmt: skip
def test_no_word_is_better_than_a_wrong_one(column: str, words: str) -> None:
    assert {word: meant(COLUMNS[column], word) for word in words.split()} == dict.fromkeys(words.split())


def test_ticks_and_crosses_are_asked_back_as_yes_and_no() -> None:
    assert [flag_meant(mark) for mark in ("√", "✓", "有", "对", "×", "不是", "?")] == ["是"] * 4 + ["否"] * 2 + [None]


def test_what_can_only_mean_one_thing_is_read() -> None:
    one = {("gender", "1-男"): "男", ("gender", "男性"): "男", ("weak", "0-否"): "否", ("weak", "1-是"): "是",
           ("title", "高级教师"): "高级", ("backbone", "否"): "", ("backbone", "00-无"): "", ("title", "无"): "",
           ("exemption", "100-在本单位任职"): "", ("exemption", "否"): "", ("points", "—"): "", ("other_subjects", "无"): "",
           ("terms", "nan"): "", ("post", "NULL"): ""}  # fmt: skip
    assert {key: read_as(COLUMNS[key[0]], key[1]) for key in one} == one
    asked = [("gender", "无"), ("senior_posts", "无"), ("group", "无"), ("name", "无"), ("weak", "√"), ("title", "小高"),
             ("ethics", "#N/A"), ("weak", "否")]  # fmt: skip
    assert [read_as(COLUMNS[name], word) for name, word in asked] == [None] * len(asked)


@pytest.mark.parametrize(
    ("column", "word", "told"),
    [("stage", "九年一贯制", "两行"), ("stage", "完全中学", "高中"), ("stage", "高级中学", "不列入"), ("backbone", "省级", "哪一类"),
     ("post", "书记", "主持学校工作"), ("ethics", "未考核", "留空"), ("exemption", "产假", "哺乳期")],
)  # fmt: skip
def test_what_is_left_open_is_said(column: str, word: str, told: str) -> None:
    assert told in expected(COLUMNS[column], word)
