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
    [("# 题\n{{没有}}", "2"), ("# 题\n\n{% if %}", "3"), ("没有标题", "#"), ("# 题\n{{ 甲.__class__.mro() }}", "2")],
)
def test_a_broken_text_is_refused_with_its_line(text: str, where: str) -> None:
    with pytest.raises(UsageFault, match=where):
        fill(text, "我的文稿.txt", {"甲": "x"})


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
