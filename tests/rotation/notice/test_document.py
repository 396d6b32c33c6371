"""Titles, dates and annex lines."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from rotation.notice.document import Column, Document, Table, chinese_date, title_lines


def test_a_title_breaks_only_where_it_may() -> None:
    title = "关于2026年|义务教育学校教师校长|交流轮岗人员名单的公示"
    assert title_lines(title) == ("关于2026年义务教育学校教师校长", "交流轮岗人员名单的公示")
    assert title_lines("短标题") == ("短标题",)


@given(st.lists(st.text("学校教师", min_size=1, max_size=25), min_size=1, max_size=6))
def test_title_lines_are_fewest_and_lose_nothing(pieces: list[str]) -> None:
    lines = title_lines("|".join(pieces))
    assert "".join(lines) == "".join(pieces)
    assert all(len(line) <= 20 or line in pieces for line in lines)
    greedy: list[str] = []
    for piece in pieces:
        if greedy and len(greedy[-1]) + len(piece) <= 20:
            greedy[-1] += piece
        else:
            greedy.append(piece)
    assert len(lines) == len(greedy)


def test_dates_have_no_zeros_in_front() -> None:
    assert chinese_date(datetime.date(2026, 8, 3)) == "2026年8月3日"


def test_one_annex_has_no_number() -> None:
    table = Table("名单", [Column("序号", 10)], [])
    one = Document("题", [], [table], "局", datetime.date(2026, 8, 3))
    two = Document("题", [], [table, table], "局", datetime.date(2026, 8, 3))
    assert (one.annex_names, one.annex_label(0)) == (("附件：名单",), "附件")
    assert two.annex_names == ("附件：1.名单", "　　　2.名单")
    assert two.annex_label(1) == "附件2"
