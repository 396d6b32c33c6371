"""Scenarios side by side as a planner reads them: numbers, sentences of the same numbers, no keys of the program's."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rotation.output.html import page
from rotation.output.parts import Part, shown
from rotation.report import compare
from rotation.report.compare import Compared
from rotation.report.explained import book
from rotation.rules.case import Case
from rotation.tasks.many import work
from rotation.tasks.store import keep, plan_in
from rotation.whatif.measures import EVERY
from rotation.whatif.scenario import load_scenarios
from rotation.whatif.task import Task
from tests.browser import PHONE, on_a_phone

pytestmark = pytest.mark.slow

SCENARIOS = """
[scenarios."多交流"]
set = { "quota.lower" = 20, "quota.upper" = 30 }
[scenarios."不可能"]
set = { "quota.lower" = 90, "quota.upper" = 95 }
[sweeps."通勤"]
set = { "reach.max_km" = [8] }
[sweeps."方向"]
set = { "direction.on" = [false] }
"""


@pytest.fixture(scope="module")
def found(small_case: Case, tmp_path_factory: pytest.TempPathFactory) -> list[Compared]:
    out = tmp_path_factory.mktemp("compared")
    (out / "s.toml").write_text(SCENARIOS, "utf-8")
    made = []
    for scenario in load_scenarios(out / "s.toml", small_case):
        task = Task(scenario.name, scenario.title, scenario.case, "2026", scenario.differences)
        made.append(Compared(task, keep(out / task.name, task, work(task)), plan_in(out / task.name)))
    return made


def test_sheets_hold_numbers_and_differences(found: list[Compared]) -> None:
    parts = compare.comparison_parts(found)
    status, *tables = parts
    assert len(tables) == 4
    for values, differences in zip(tables[::2], tables[1::2], strict=True):
        base = dict(zip([f.header for f in values.fields], values.rows[0], strict=True))
        own = {row[0]: row for row in values.rows}
        for row in differences.rows:
            for field, cell, value in zip(differences.fields[1:], row[1:], own[row[0]][1:], strict=True):
                assert cell is None or isinstance(cell, int | float)
                start: Any = base[field.header]
                if cell is not None:
                    assert cell == pytest.approx(float(value or 0) - start, abs=0.051)
                    assert shown(field, cell).startswith("+") == (cell > 0)
    assert len(status.rows) == len(found)


def test_the_workbook_is_one_of_numbers(found: list[Compared]) -> None:
    parts = [*compare.comparison_parts(found), compare.core_part(found), compare.parameters_part(found)]
    made = book("比较", [], datetime.date(2026, 9, 1), [*parts, compare.movers_part(found)])
    read = openpyxl.load_workbook(io.BytesIO(made))
    assert len(read.sheetnames) == 8
    sheet = read[read.sheetnames[2]]
    cells = [cell for row in sheet.iter_rows(min_row=2, min_col=2) for cell in row if cell.value is not None]
    assert cells
    assert all(isinstance(cell.value, int | float) and cell.number_format.startswith("+0") for cell in cells)


def test_nothing_the_program_calls_by_its_own_names(found: list[Compared]) -> None:
    parts = [*compare.comparison_parts(found), compare.parameters_part(found), compare.brief_part(found)]
    for part in parts:
        for text in (*(f.header for f in part.fields), *(c for row in part.rows for c in row), *part.notes):
            assert not re.search(r"[a-z_]{4,}", str(text).replace(found[0].record["input_sha256"][:16], "")), text
    assert [each.task.name for each in found] == ["基准", "多交流", "不可能", "通勤 8 公里", "方向 暂停规则“流动方向”"]


def test_a_sentence_is_made_of_the_figures_beside_it(found: list[Compared]) -> None:
    base, more, impossible, near, _ = found
    assert base.plan is not None
    assert more.plan is not None
    assert near.plan is not None
    text = compare.sentence(more, base)
    assert f"多交流 {len(more.plan.moves) - len(base.plan.moves)} 人" in text
    assert f"不愿而被安排 {more.measures['unwilling']} 人" in text
    for each in (more, near):
        text = compare.sentence(each, base)
        same = all(each.measures[key] == base.measures[key] for key in ("short_after", "cv.小学", "cv.初中"))
        assert ("没有变化" in text) == same
        if each.measures["short_after"] != base.measures["short_after"]:
            assert f"由 {base.measures['short_after']} 变为 {each.measures['short_after']}" in text
    assert "交流比例" in compare.sentence(impossible, base)
    assert "不能同时满足" in compare.sentence(impossible, base)
    assert impossible.record["text"] in [row[-1] for row in compare.comparison_parts(found)[0].rows]
    assert set(base.measures) == set(EVERY)


def test_the_chart_begins_with_what_differs_or_says_why_there_is_none(found: list[Compared]) -> None:
    first = compare.comparison_figures(found)[0]
    assert not isinstance(first, Part)
    differ = [key for key in ("short_after", "cv.小学", "cv.初中", "moved")
              if len({each.measures.get(key) for each in found} - {None}) > 1]  # fmt: skip
    chosen = re.findall(r'"name":"(?:across|up)","bind":\{.*?\},"value":"([^"]+)"', first.markup)
    assert chosen == [EVERY[key].heading for key in differ[:2]]
    alone = compare.comparison_figures(found[:1])[0]
    assert isinstance(alone, Part)
    assert "没有图" in alone.notes[0]
    twins = compare.comparison_figures([found[0], found[0]])[0]
    assert isinstance(twins, Part)
    assert "没有图" in twins.notes[0]


def test_one_map_at_a_time_and_all_on_a_telephone(
    program: Callable[..., str], found: list[Compared], tmp_path: Path
) -> None:
    text = page("比较", [*compare.comparison_parts(found), *compare.comparison_figures(found)])
    assert text.count('<details name="map"') == 4
    assert text.count('<details name="map" open') == 1
    said = on_a_phone(program("chromium", "chromium-browser", "google-chrome"), text, tmp_path)
    assert said["wide"] <= PHONE
    assert said["beyond"] == []
