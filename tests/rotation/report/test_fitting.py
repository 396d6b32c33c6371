"""A window of 80 columns: no number, key or Latin word is broken, no line is wider, rows become lists where they must."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from rotation.output.parts import Field, Part
from rotation.report.fitting import wrapped
from rotation.report.terminal import Screen, part_tables, table

WORDS = st.sampled_from(
    ["缺员", "21030,1601", "quota.on=false", "（假定）", "15%", "，", "情景", " ", "0013", "—", "学校、"]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=40).map("".join), st.integers(16, 80))
def test_lines_end_between_words_alone(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    whole = set(re.findall(r"[!-'*-~]+", text))
    broken = set(re.findall(r"[!-'*-~]+", "\n".join(lines))) - whole
    assert not broken
    for line in lines:
        assert cell_len(line) <= width or not re.search(r"[一-鿿].*[一-鿿]{2}", line), line
        assert not re.match(r"[，。；：、）]", line) or len(lines) == 1 or text.startswith(line[0])


def _printed(width: int, *shown: object) -> str:
    out = io.StringIO()
    Screen(file=out, width=width, markup=False, highlight=False, emoji=False).print(*shown)
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_table_fits_or_becomes_a_list(width: int) -> None:
    headers = ["使方案成为可能的最小改动", "可复制的选项", *(f"目标{i}的数值" for i in range(7))]
    rows = [["交流比例下限由 15% 改为 6%", "--set quota.on=false", *(str(21030160100 + i) for i in range(7))]]
    text = _printed(width, table(headers, rows, title="补救办法"))
    assert all(cell_len(line) <= width for line in text.splitlines()), text
    for word in ("quota.on=false", "15%", *rows[0][2:]):
        assert word in text, word


def test_numbers_stand_to_the_right_and_names_to_the_left() -> None:
    part = Part(
        "表",
        [Field("情景", 0), Field("人数", 0, "count"), Field("学校", 0)],
        [["甲", 5, "一小"], ["乙", 1234, "第二小学"]],
    )
    lines = _printed(80, *part_tables(part)[:1]).splitlines()
    assert any("│    5 │ 一小     │" in line for line in lines), lines


def test_sentences_are_not_broken_inside_a_path() -> None:
    path = "/var/tmp/" + "x" * 90 + "/plan.xlsx"
    assert path in _printed(80, f"工作簿：{path}")
