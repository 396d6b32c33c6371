"""What is put up, called: the notice, its result with the supplementary one, the brief, the city's."""

from __future__ import annotations

import datetime
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from rotation.errors import AuditFailed, UsageFault
from rotation.notice.office import load_office
from rotation.planning.plan import Plan, read_plan
from rotation.tasks import notice as tasks
from rotation.tasks.inputs import standing_plan
from rotation.tasks.outcome import DONE, Placed
from rotation.tasks.progress import Progress
from rotation.tasks.repair import Since, repair
from solvers.clock import Clock
from tests.helpers import OFFICE

pytestmark = pytest.mark.slow

DAY, LATER = datetime.date(2026, 8, 10), datetime.date(2026, 8, 19)


def test_the_notice_and_the_letters(small_folder: Path, plan_file: Path, small_plan: Plan) -> None:
    movers = [m.teacher_id for m in small_plan.moves] + [m.teacher_id for m in small_plan.principals]
    style = tasks.Style(letters_apart=True)
    outcome = tasks.notice(small_folder, plan_file, None, load_office(OFFICE), DAY, style, Progress())
    assert outcome.status == DONE
    letters = {name for name in outcome.files if name.startswith("letters/")}
    assert letters == {f"letters/{teacher_id}.pdf" for teacher_id in movers}
    assert {"notice.docx", "notice.pdf", "notice.html", "list.xlsx", "list.csv", "cover.xlsx"} <= outcome.files.keys()
    assert json.loads(outcome.files["notice.json"])["plan_sha256"] == small_plan.fingerprint
    assert "page-*.png" in outcome.gone
    (placed,) = [each for each in outcome.shown if isinstance(each, Placed)]
    assert placed.values == {"count": len(outcome.files)}


def test_the_result_with_who_was_not_posted(small_folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """A plan repaired after the list was posted: who goes elsewhere now is posted for days of their own."""
    county, office = shutil.copytree(small_folder, tmp_path / "小县"), load_office(OFFICE)
    posted = read_plan(plan_file)
    resolved = standing_plan(county, plan_file, None, Progress())
    repaired = repair(resolved, Since([posted.moves[0].teacher_id]), Clock(), Progress())
    repaired.write(tmp_path / "repair")
    pins = (tmp_path / "repair" / "pins.csv").read_text("utf-8-sig")
    own = county / "pins.csv"
    rows = own.read_text("utf-8-sig").rstrip("\n").splitlines()[1:] if own.exists() else []
    own.write_text("\n".join(["teacher_id,kind,school_id,reason", *rows, *pins.splitlines()[1:]]) + "\n", "utf-8")
    reasons = tmp_path / "reasons.toml"
    reasons.write_text(f'"{posted.moves[0].teacher_id}" = "本人提出异议，经复核予以采纳"\n', "utf-8")
    former = tasks.Posted(plan_file, reasons, day=DAY)
    file = tmp_path / "repair" / "plan.json"
    outcome = tasks.result(county, file, None, office, LATER, former, tasks.Style(), Progress())
    new = {m.teacher_id: m for m in read_plan(file).moves}
    was = {m.teacher_id: m for m in posted.moves}
    unposted = [t for t, move in new.items() if t not in was or was[t].to_school_id != move.to_school_id]
    assert bool(unposted) == ("supplement/notice.json" in outcome.files)
    assert "supplement/*" in outcome.gone
    with pytest.raises(UsageFault):
        tasks.result(county, file, None, office, DAY, former, tasks.Style(), Progress())


def test_the_brief(small_folder: Path, plan_file: Path) -> None:
    outcome = tasks.brief(small_folder, plan_file, None, None, Progress())
    assert list(outcome.files) == ["brief.docx", "brief.pdf"]
    assert outcome.gone == ()


def test_the_citys(plan_file: Path, small_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(plan_file.parent, tmp_path / "甲")
    outcome = tasks.city(tmp_path, load_office(OFFICE), DAY, tasks.Style(), Progress(), counties=small_folder.parent)
    (county,) = json.loads(outcome.files["notice.json"])["counties"]
    assert county["recounted"]


def test_nothing_is_made_of_a_plan_that_does_not_stand(small_folder: Path, small_plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(replace(small_plan, moves=small_plan.moves[10:]).to_json(), "utf-8")
    with pytest.raises(AuditFailed):
        tasks.notice(small_folder, file, None, load_office(OFFICE), DAY, tasks.Style(), Progress())
    with pytest.raises(AuditFailed):
        tasks.brief(small_folder, file, None, None, Progress())
