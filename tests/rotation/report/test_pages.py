"""Pages on a telephone: the whole table is there, nothing beyond the screen, no name broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rotation.output.html import page
from rotation.output.parts import Part
from rotation.planning.plan import Plan
from rotation.planning.resolved import ResolvedPlan
from rotation.report.check import Overview
from rotation.report.plan_page import plan_page
from rotation.rules.case import Case
from tests.browser import PHONE, on_a_phone


@pytest.mark.parametrize("which", ["report", "check"])
def test_a_page_on_a_telephone(
    program: Callable[..., str], small_case: Case, small_plan: Plan, tmp_path: Path, which: str
) -> None:
    chromium = program("chromium", "chromium-browser", "google-chrome")
    if which == "report":
        text = plan_page(ResolvedPlan(small_case, small_plan))
    else:
        overview = Overview(small_case, (), ())
        details = [Part(name, fields, rows, marks) for name, fields, rows, marks in overview.tables()]
        text = page(overview.title, [*overview.summary, *overview.subjects, *details])
    said = on_a_phone(chromium, text, tmp_path)
    assert said["cells"] > 50
    assert said["wide"] <= PHONE
    assert said["beyond"] == []
    assert said["broken"] == []
