"""The wording: a text anybody can change, filled with values that are never read as text of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rotation.errors import UsageFault
from rotation.notice.text import fill, wording

TEXT = "# 标题|{{年份}}\n各学校：\n一、{{甲}}\n（一）小题\n{% if 空 %}\n不见\n{% endif %}\n正文{{甲}}。\n"


def test_lines_become_blocks() -> None:
    title, blocks = fill(TEXT, "t", {"年份": "2026", "甲": "值", "空": ""})
    assert title == "标题|2026"
    assert [(block.kind, block.text) for block in blocks] == [
        ("to", "各学校："), ("heading", "一、值"), ("subheading", "（一）小题"), ("text", "正文值。"),
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["{{年份}}", "{% raw %}", "# 题", "一、二", "甲\ue0000\ue001", "<b>"])
def test_a_value_stays_a_value(value: str) -> None:
    _, blocks = fill("# 题\n{{甲}}\n", "t", {"甲": value})
    assert [(block.kind, block.text) for block in blocks] == [("text", value)]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("# 题\n{{没有}}", "2"),
        ("# 题\n\n{% if %}", "3"),
        ("没有标题", "#"),
        ("# 题\n{{ 甲.__class__.mro() }}", "2"),
        ("# 题\n正文。\n  # 又题", "1、3"),
        ("{% if 甲 %}\n# 题\n{% endif %}\n# 题", "2、4"),
        ("# 题\n#又题", "2"),
        ("＃ 题", "1"),
        ("# 题\n## 小节", "2"),
        ("# ", "#"),
    ],
)
def test_a_broken_text_is_refused_with_its_line(text: str, where: str) -> None:
    with pytest.raises(UsageFault, match=where):
        fill(text, "我的文稿.txt", {"甲": "x"})


def test_the_title_may_depend_on_a_value() -> None:
    text = "{% if 甲 %}\n# 一题\n{% else %}\n# 另题\n{% endif %}\n正文。"
    assert [fill(text, "t", {"甲": value})[0] for value in ("x", "")] == ["一题", "另题"]


def test_a_county_text_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "文稿.txt"
    path.write_text("\ufeff# 题\n", "utf-8")
    assert wording("nantong-2017", "notice", path) == ("# 题\n", str(path))
    with pytest.raises(UsageFault):
        wording("nantong-2017", "notice", tmp_path / "没有")
    path.write_bytes("# 题".encode("gbk"))
    with pytest.raises(UsageFault):
        wording("nantong-2017", "notice", path)


@pytest.mark.parametrize("kind", ["notice", "result", "city"])
def test_a_pack_without_words_of_its_own_takes_the_first(kind: str) -> None:
    assert wording("no-such-pack", kind, None)[1] == f"nantong-2017.{kind}.txt"


@pytest.mark.parametrize(
    "wrong",
    [
        "{{ 1/0 }}", "{{ 甲 + 1 }}", "{{ 'a' * 10**9 }}", "{{ 9**9**9**9 }}", "{% for i in range(10**9) %}x{% endfor %}",
        "{{ 甲.b.c }}", "{{ 甲[5] }}", "{{ 甲() }}", "{{ lipsum(n=10**9) }}", "{{ 甲|center(10**9) }}", "{{ '%999999999d'|format(1) }}",
        "{% include 'x' %}", "{% import '/etc/passwd' as x %}", "{% extends 'x' %}", "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% set x = 甲 %}{{ x }}", "{{ self }}", "{{ cycler }}", "{{ 甲 is none }}", "{% if 甲 == '3' %}x{% endif %}",
        "{% for 项 in 甲 %}{% endfor %}", "{% for a in 列 %}{% for b in 列 %}x{% endfor %}{% endfor %}", "{% for a in 列 recursive %}{{ loop(列) }}{% endfor %}",
        "{% for a, b in 列 %}{% endfor %}", "{% while 1 %}", "{% if 甲 %}", "{{ 甲", "{{ }}", "{% %}", "{{ " + "9" * 5000 + " }}",
        "{{ " + "(" * 3000 + "甲" + ")" * 3000 + " }}", "{% if 甲 %}" * 3000, "{{ 无 }}", "{{ namespace(a=1).a }}", "{{ ''.__class__ }}",
        "{% filter upper %}x{% endfilter %}", "{{ 甲 if 乙 }}", "{% call 甲() %}{% endcall %}", "\ue0009\ue001", "{% raw %}", "{{ [1]*9 }}",
    ],
)  # fmt: skip
def test_nothing_else_of_the_engine_is_let_in(wrong: str) -> None:
    with pytest.raises(UsageFault, match=r"第 (3|1) 行") as refused:
        fill(f"# 题\n\n{wrong}\n", "我的文稿.txt", {"甲": "x", "列": ["一", "二"]})
    assert "甲、列" in str(refused.value)


def test_every_wrong_line_is_told() -> None:
    with pytest.raises(UsageFault) as refused:
        fill("# 题{{ 无 }}\n{{ 1/0 }}\n{{ 甲 }}\n{{ 也无 }}\n", "t", {"甲": "x"})
    assert [line in str(refused.value) for line in ("第 1 行", "第 2 行", "第 3 行", "第 4 行")] == [
        True,
        True,
        False,
        True,
    ]


def test_what_a_list_holds_makes_no_heading() -> None:
    _, blocks = fill("# 题\n{% for 项 in 列 %}\n{{ 项 }}\n{% endfor %}\n", "t", {"列": ["一、二", "# 三"]})
    assert [(block.kind, block.text) for block in blocks] == [("text", "一、二"), ("text", "# 三")]
