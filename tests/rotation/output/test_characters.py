"""Names of odd characters through every output: what no output can hold goes at reading, the rest is shown as it is."""

from __future__ import annotations

import csv
from itertools import cycle
from pathlib import Path

import pytest

from rotation.errors import UsageFault
from rotation.intake.read import read_county
from rotation.intake.texts import text_of
from rotation.notice.content import make_notice
from rotation.notice.office import load_office
from rotation.notice.period import notice_period
from rotation.notice.public_list import make_public_list
from rotation.notice.publish import publish
from rotation.output.html import page
from rotation.planning.planner import make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.report.check import Overview
from rotation.report.plan_page import plan_page
from rotation.report.workbook import workbook
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.counties import YEAR
from tests.helpers import DAY, OFFICE

LOST = ("\u2028", "\u2029", "\ufffe", "\uffff", "\x85", "\x9f", "\x07", "\ufdd0", "\U0001fffe", "\u202e", "\ud800")
KEPT = (
    "\u200b",
    "😀",
    "𠮷",
    "\ue000",
    "e\u0301",
    "</script><b>",
    "{{7*7}}",
    "#let x",
    "$a$",
    "\\",
    "`",
    "%s",
    "\u3000甲",
)


@pytest.mark.parametrize("character", LOST)
def test_what_no_output_can_hold_goes_at_reading(character: str) -> None:
    assert text_of(f"甲{character}乙") == "甲乙"


@pytest.mark.parametrize("character", KEPT)
def test_what_can_be_shown_stays(character: str) -> None:
    assert text_of(f"甲{character}乙") == f"甲{character}乙"


@pytest.mark.slow
def test_through_every_output(small_folder: Path, tmp_path: Path) -> None:
    """Schools, townships and people all bear them; the notice may say which characters no font has, and nothing else."""
    folder = tmp_path / "小县"
    folder.mkdir()
    odd = cycle((*LOST[:-1], *KEPT))
    for file in small_folder.iterdir():
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.reader(opened))
        named = [i for i, head in enumerate(rows[0]) if head in ("name", "township", "group", "姓名", "学校名称")]
        for row in rows[1:]:
            for i in named:
                row[i] = f"{row[i][:1]}{next(odd)}{row[i][1:]}"
        with (folder / file.name).open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(rows)
    policy = load_policy("nantong-2017")
    reading = read_county(folder, policy, YEAR)
    case = Case(reading.county, policy, YEAR)
    resolved = ResolvedPlan(case, make_plan(case, "2026").plan)
    assert workbook(resolved)
    assert plan_page(resolved)
    overview = Overview(case, list(reading.notes), reading.derived)
    assert overview.workbook()
    assert page(overview.title, [*overview.summary, *overview.subjects])
    listed, office = make_public_list(resolved), load_office(OFFICE)
    period = notice_period(DAY, office.working_days, YEAR)
    try:
        publish(listed, make_notice(listed, office, period, DAY, None), office, period, None, apart=False)
    except UsageFault as refused:
        assert "字" in str(refused)  # noqa: PT017
