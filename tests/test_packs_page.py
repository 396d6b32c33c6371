"""The page on packs: what it shows is of a pack that is read, planned and audited with, and refused as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from rotation import Case, UsageFault, audit, load_policy, make_plan, read_county
from rotation.cli import cli
from rotation.notice.public_list import make_public_list
from rotation.planning.resolved import ResolvedPlan
from tests.counties import YEAR
from tests.helpers import OFFICE, ROOT

PAGE = (ROOT / "docs" / "packs.md").read_text("utf-8")
PACK = ROOT / "docs" / "packs" / "yunchuan-2026.toml"


def test_every_part_shown_is_of_the_pack() -> None:
    shown = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(shown) >= 4
    assert [part for part in shown if part not in PACK.read_text("utf-8")] == []


def test_a_county_is_planned_by_it_and_the_notice_cites_its_document(small_folder: Path, tmp_path: Path) -> None:
    policy = load_policy(str(PACK))
    case = Case(read_county(small_folder, policy, YEAR).county, policy, YEAR)
    plan = make_plan(case, "2026").plan
    assert plan.policy == "yunchuan-2026"
    assert audit(case, plan).passed
    assert 100 * len(plan.moves) >= 18 * plan.eligible
    first = make_public_list(ResolvedPlan(case, plan)).ratios[0]
    assert (first.source, first.check.percent) == ("云教〔2026〕1号（第七条）", 18)
    (tmp_path / "plan.json").write_text(plan.to_json(), "utf-8")
    given = [str(small_folder), str(tmp_path / "plan.json"), "--policy", str(PACK)]
    done = CliRunner().invoke(cli, ["notice", *given, "--from", "2026-08-17", "--office", str(OFFICE)])
    assert done.exit_code == 0, done.output
    text = re.sub(r"\s|<[^>]*>", "", (tmp_path / "notice" / "notice.html").read_text("utf-8"))
    assert "根据《云川县义务教育学校教师校长交流轮岗实施办法》（云教〔2026〕1号）" in text
    assert "通政发" not in text


def test_what_is_wrong_in_it_is_refused_as_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PACK.read_text("utf-8")
    for right, wrong in (
        ("parameters.lower = { value = 18,", "parameters.lower = { value = 1800,"),
        ('value = 30, unit = "公里"', 'value = 30, unit = "千米"'),
        ("parameters.min_years = ", "parameters.min_year = "),
    ):
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    (tmp_path / "我县.toml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageFault) as refused:
        load_policy("我县.toml")
    assert f"```text\n{refused.value}\n```" in PAGE
