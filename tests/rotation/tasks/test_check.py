"""`check`, `eligible` and `audit`, called: faults as data, the marked copy, the county at a glance."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from rotation.errors import AuditFailed, BadData, UsageFault
from rotation.output.parts import Part
from rotation.planning.plan import read_plan
from rotation.rules.case import Case
from rotation.tasks.audit import audit
from rotation.tasks.check import MARKED, check, eligible
from rotation.tasks.inputs import Pack, read_case, standing_plan
from rotation.tasks.outcome import AUDIT_FAILED, DONE
from rotation.tasks.progress import Beside, Progress
from tests.helpers import Heard

PACK = Pack("nantong-2017", (), 2026)


def spoilt(folder: Path, to: Path) -> Path:
    copy = shutil.copytree(folder, to / folder.name)
    text = (copy / "teachers.csv").read_text("utf-8-sig")
    (copy / "teachers.csv").write_text(text.replace("女", "妇", 2), "utf-8-sig")
    return copy


def test_at_a_glance(small_folder: Path, heard: Heard) -> None:
    outcome = check(small_folder, PACK, heard)
    assert outcome.status == DONE
    assert {"check.xlsx", "check.html"} <= outcome.files.keys()
    assert "数据无误" in outcome.shown
    assert heard.steps[0].name == "reading"
    without = check(small_folder, PACK, Progress(), files=False)
    assert without.files == {}
    assert [each for each in without.shown if isinstance(each, Part)] == [
        each for each in outcome.shown if isinstance(each, Part)
    ]


def test_faults_are_data(small_folder: Path, tmp_path: Path) -> None:
    outcome = check(spoilt(small_folder, tmp_path), PACK, Progress())
    assert outcome.status == 3
    assert [fault.value for fault in outcome.faults] == ["妇", "妇"]
    assert outcome.error
    assert list(outcome.files) == [MARKED]
    content = outcome.files[MARKED]
    assert isinstance(content, bytes)
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "核对结果"
    assert check(spoilt(small_folder, tmp_path / "2"), PACK, Progress(), files=False).files == {}


def test_no_county_at_all(tmp_path: Path) -> None:
    outcome = check(tmp_path / "没有", PACK, Progress(), apply=True)
    assert (outcome.status, outcome.files) == (3, {})


def test_a_pack_that_is_none(small_folder: Path) -> None:
    for pack in (Pack("没有"), Pack("nantong-2017", ("quota.lwer=1",))):
        with pytest.raises(UsageFault):
            check(small_folder, pack, Progress())


def test_eligible(small_case: Case) -> None:
    (part,) = eligible(small_case).shown
    assert isinstance(part, Part)
    assert part.rows[-1][1:3] == [len(small_case.county.teachers), small_case.pool]


def test_the_audit(small_folder: Path, plan_file: Path, tmp_path: Path) -> None:
    assert audit(small_folder, plan_file, None, Progress()).status == DONE
    plan = read_plan(plan_file)
    broken = tmp_path / "plan.json"
    broken.write_text(replace(plan, moves=plan.moves[10:]).to_json(), "utf-8")
    outcome = audit(small_folder, broken, None, Progress())
    assert outcome.status == AUDIT_FAILED
    assert any("不满足" in each for each in outcome.shown if isinstance(each, str))


def test_nothing_is_made_of_a_plan_that_does_not_stand(small_folder: Path, plan_file: Path, tmp_path: Path) -> None:
    plan = read_plan(plan_file)
    broken = tmp_path / "plan.json"
    broken.write_text(replace(plan, moves=plan.moves[10:]).to_json(), "utf-8")
    with pytest.raises(AuditFailed):
        standing_plan(small_folder, broken, None, Progress())


def test_a_file_altered_where_it_stands(small_folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """A word of the file that no recount looks at: it is not the file that was written."""
    copy = shutil.copytree(plan_file.parent, tmp_path / "planned") / "plan.json"
    copy.write_text(copy.read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(BadData, match=r"files\.json"):
        standing_plan(small_folder, copy, None, Progress())


def test_a_plan_of_other_data(small_folder: Path, plan_file: Path, tmp_path: Path) -> None:
    other = shutil.copytree(small_folder, tmp_path / "小县")
    text = (other / "teachers.csv").read_text("utf-8-sig")
    (other / "teachers.csv").write_text(text.replace("服从安排", "自愿", 1), "utf-8-sig")
    for task in (audit, standing_plan):
        with pytest.raises(BadData) as refused:
            task(other, plan_file, None, Progress())
        assert refused.value.notes


def test_a_county_under_another_name_is_noted_beside(small_folder: Path, plan_file: Path, tmp_path: Path) -> None:
    progress = Progress()
    renamed = shutil.copytree(small_folder, tmp_path / "别名")
    assert standing_plan(renamed, plan_file, None, progress).plan == read_plan(plan_file)
    assert [told for told in progress.told if isinstance(told, Beside) and "别名" in told.text]


def test_a_case_is_read_as_its_pack_says(small_folder: Path, small_case: Case) -> None:
    case = read_case(small_folder, Pack("nantong-2017", ("quota.lower=18",), 2026), Progress())
    assert case.policy.number("quota.lower") == 18
    assert case.county.digest == small_case.county.digest
