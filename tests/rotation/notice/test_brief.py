"""The page for whoever decides: one side, every number the plan's, nothing called best that is not."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pypdf
import pytest

from rotation.county.building import build_county
from rotation.errors import AuditFailed, BadData
from rotation.notice.brief import brief
from rotation.notice.content import assumed_rows
from rotation.notice.document import Document
from rotation.notice.formats.docx import docx_of
from rotation.notice.formats.pdf import choose_fonts, pdf
from rotation.planning.plan import Plan
from rotation.planning.planner import make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.counties import YEAR, school, tables, teacher


def text_of(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks)


def pages(document: Document) -> int:
    with pypdf.PdfReader(io.BytesIO(pdf([document], choose_fonts([document])))) as reader:
        return len(reader.pages)


def test_one_side_with_every_number_of_the_plan(small_case: Case, small_plan: Plan) -> None:
    page = brief(ResolvedPlan(small_case, small_plan))
    assert pages(page) == 1
    text, people, moves = text_of(page), small_case.county.teachers, ResolvedPlan(small_case, small_plan).moves
    eligible, moved = len([r for r in small_case.reason if r == ""]), len(moves)
    backbone = sum(small_case.backbone[move.teacher] for move in moves)
    target = small_case.county.schools.target
    short = small_plan.metrics["shortage"]
    for part in (
        f"交流教师{moved}人，其中骨干教师{backbone}人", f"交流教师占符合条件教师{moved}/{eligible}，",
        f"{moved * 10000 // eligible / 100:.2f}%，要求不低于15%，达到", "要求不低于10%", "要求不低于20%",
        f"骨干教师占交流教师{backbone}/{moved}，", f"由{short['before']['posts']}个变为{short['after']['posts']}个",
        f"拟交流校长{len(small_plan.principals)}人", f"最远{small_plan.metrics['commute_km']['longest']:g}公里",
        "不存在更好的方案", "在现校任教年限（同校任教年限下限 6 年）", f"共{len(assumed_rows(small_case.policy, small_plan))}项",
        "交流形式和期限（定期交流，3年）",
    ):  # fmt: skip
        assert part in text, part
    for words, count in (
        ("表示不愿而须交流的", sum(people.willingness[move.teacher] == "不愿" for move in moves)),
        ("流向乡村和薄弱学校", sum(bool(target[m.school]) and not target[m.origin] for m in moves)),
        ("改教其他学科的", sum(int(people.subject[m.teacher]) != m.subject for m in moves)),
    ):
        assert (f"{words}{count}人" in text) == (count > 0), words
    written = docx.Document(io.BytesIO(docx_of(page)))
    assert [p.text for p in written.paragraphs if p.text][-len(page.blocks) :] == [block.text for block in page.blocks]
    assert docx_of(page) == docx_of(brief(ResolvedPlan(small_case, small_plan)))


def test_what_is_not_proven_is_not_called_best(small_case: Case, small_plan: Plan) -> None:
    goals = [replace(small_plan.goals[0], bound=0, proven=False)]
    goals += [replace(line, bound=None, proven=False) for line in small_plan.goals[1:]]
    page = brief(ResolvedPlan(small_case, replace(small_plan, goals=goals)))
    assert pages(page) == 1
    assert "不存在更好" not in text_of(page)
    assert "尚未证明为最好的目标：学科缺员、校际骨干教师差异" in text_of(page)


@pytest.mark.parametrize(
    "changes",
    [{"quota.lower": 0, "quota.upper": 0, "principals.on": False}, {"quota.lower": 0, "service.min_years": 60}],
)
def test_a_tiny_county_where_nobody_moves(changes: dict[str, int | bool]) -> None:
    data = tables([school("A"), school("B")], [teacher("T1", "A"), teacher("T2", "B", post="校长")])
    case = Case(build_county("小县", data), load_policy("nantong-2017").with_values(changes), YEAR)
    page = brief(ResolvedPlan(case, make_plan(case, "2026").plan))
    assert pages(page) == 1
    assert "没有教师交流" in text_of(page)
    assert "骨干教师占交流教师不适用" in text_of(page)
    assert not re.search(r"(?<![\d.])0[人个所]", text_of(page))
    assert ("本次不列入校长" in text_of(page)) == (not case.policy.on("principals"))


def test_what_is_nought_is_left_out(small_case: Case, small_plan: Plan) -> None:
    for settings in ({}, {"principals.max_terms": 50}):
        case = replace(small_case, policy=small_case.policy.with_values(settings))
        plan = small_plan if not settings else make_plan(case, "2026").plan
        text = text_of(brief(ResolvedPlan(case, plan)))
        assert not re.search(r"(?<![\d.])0[人个所]", text), text
    assert "没有连任达到规定届数、应当交流的校长" in text


@pytest.mark.parametrize(("key", "value"), [("quota.lower", 17), ("backbone_share.percent", 20)])
def test_a_ratio_set_for_this_run_is_not_the_documents(key: str, value: int, small_case: Case) -> None:
    case = replace(small_case, policy=small_case.policy.with_values({key: value}))
    text = text_of(brief(ResolvedPlan(case, make_plan(case, "2026").plan)))
    assert text.count("本次另行设定，政策包为15%") == 1
    assert f"要求不低于{value}%（本次另行设定" in text


def test_a_plan_that_does_not_stand_makes_no_page(small_case: Case, small_plan: Plan) -> None:
    with pytest.raises(AuditFailed):
        brief(ResolvedPlan(small_case, replace(small_plan, eligible=1)))
    with pytest.raises(BadData):
        brief(ResolvedPlan(small_case, replace(small_plan, input_sha256="0" * 64)))


def test_long_names_and_many_ways_still_fit(small_case: Case, small_plan: Plan) -> None:
    """The longest the page can be: every sentence of it, and a county's name of thirty letters."""
    county = replace(small_case.county, name="某某省某某市某某自治州某某经济技术开发区某某县")
    assert pages(brief(ResolvedPlan(replace(small_case, county=county), replace(small_plan, county=county.name)))) == 1


def test_the_command(small_folder: Path, small_plan: Plan, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from rotation.cli import cli

    (tmp_path / "plan.json").write_text(small_plan.to_json(), "utf-8")
    done = CliRunner().invoke(cli, ["brief", str(small_folder), str(tmp_path / "plan.json")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "brief.docx").exists()
