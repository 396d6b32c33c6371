"""`explain`, `repair` and a plan that cannot be: as an officer meets them."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pandas as pd
import pypdf
import pytest

from rotation import frames
from rotation.explain.always import ALWAYS
from rotation.explain.chains import chains
from rotation.explain.inquiry import Inquiry
from rotation.intake.sample import make_sample
from rotation.planning.plan import Plan, read_plan
from rotation.planning.planner import make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.report.explained import how_often_part, school_parts
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from solvers.clock import Clock
from tests.helpers import OFFICE, rotation

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def plan_file(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    path.write_text(small_plan.to_json(), "utf-8")
    return path


def test_a_teacher_with_a_statement_of_one_page(
    plan_file: Path, small_plan: Plan, small_folder: Path, small_case: Case, tmp_path: Path
) -> None:
    mover = small_plan.moves[0]
    done = rotation(
        "explain", small_folder, plan_file, "--teacher", mover.teacher_id, "--school", small_plan.moves[-1].to_school_id,
        "--out", tmp_path, "--office", OFFICE, "--dated", "2026-08-20",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "为何入选" in done.stdout
    assert "Traceback" not in done.stderr
    page = (tmp_path / "explain.html").read_text("utf-8")
    assert f"rotation repair {small_folder} {plan_file} --drop {mover.teacher_id}" in page
    assert "rotation repair --drop" not in page
    answers = json.loads((tmp_path / "explain.json").read_text("utf-8"))["teachers"][mover.teacher_id]
    assert [answer["verdict"] in ("impossible", "costs", "drawn", "same") for answer in answers] == [True, True]
    with pypdf.PdfReader(tmp_path / f"{mover.teacher_id}.pdf") as reader:
        assert len(reader.pages) == 1
        text = reader.pages[0].extract_text()
    people = small_case.county.teachers
    assert people.name[small_case.county.teacher_index[mover.teacher_id]] in text
    others = set(people.teacher_id) - {mover.teacher_id}
    assert not [name for name in others if name in text.replace(mover.to_school_id, "")]


def test_every_statement_is_one_page(small_plan: Plan, small_case: Case) -> None:
    """Movers, stayers, the ineligible and principals: each on one page, naming nobody else."""
    import datetime
    import io

    from rotation.notice.formats.pdf import choose_fonts, pdf
    from rotation.notice.office import load_office
    from rotation.notice.statement import statement
    from rotation.report.explained import teacher_parts

    inquiry, people = Inquiry(ResolvedPlan(small_case, small_plan), Clock()), small_case.county.teachers
    asked = [next(t for t, reason in enumerate(small_case.reason) if reason == kind) for kind in set(small_case.reason)]
    asked += [move.teacher for move in inquiry.resolved.moves[:2]]
    documents = []
    for t in asked:
        answers = [answer for _, answer in teacher_parts(inquiry, t, ()) if answer is not None]
        documents.append(statement(inquiry, t, answers, load_office(OFFICE), datetime.date(2026, 8, 20)))
    with pypdf.PdfReader(io.BytesIO(pdf(documents, choose_fonts(documents)))) as reader:
        assert len(reader.pages) == len(documents)
    for t, document in zip(asked, documents, strict=True):
        text = "".join(block.text for block in document.blocks)
        assert not [name for name in set(people.name) - {people.name[t]} if name in text]


def test_everybody_a_school_a_rule_and_chains(
    plan_file: Path, small_plan: Plan, small_folder: Path, small_case: Case, tmp_path: Path
) -> None:
    asked = ("--all", "--clause", "quota", "--chains", "--school", small_plan.moves[0].to_school_id)
    done = rotation("explain", small_folder, plan_file, *asked, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "explain.json").read_text("utf-8"))
    moving = {move.teacher_id for move in small_plan.moves}
    assert len(record["standings"]) == small_case.pool
    assert all(name in moving for name, kind in record["standings"].items() if kind == "every")
    assert all(name not in moving for name, kind in record["standings"].items() if kind == "none")
    assert sorted(name for chain in record["chains"] for name in chain["teachers"]) == sorted(moving)
    assert {price["set"] for price in record["clauses"]["quota"]} == {"quota.lower", "quota.upper", "quota.on"}


def test_codes_stand_in_the_order_people_count_in() -> None:
    """S2 before S10, in whatever order the county holds them."""
    tables = make_sample(12, 420, "t").tables
    for row in (row for rows in tables.values() for row in rows if "teacher_id" in row):
        row["teacher_id"] = f"S{int(row['teacher_id'])}"
    given = {name: pd.DataFrame(rows) for name, rows in tables.items() if rows}
    policy = load_policy("nantong-2017")
    case = Case(frames.read_county(given, policy, 2026).county, policy, 2026)
    inquiry = Inquiry(ResolvedPlan(case, make_plan(case, "2026").plan), Clock())
    every = how_often_part(inquiry, dict.fromkeys(range(len(case.county.teachers)), ALWAYS))
    codes = [str(row[0]) for row in every.rows]
    assert codes == [f"S{i}" for i in range(1, 421)]
    moved: dict[str, int] = Counter(move.to_school_id for move in inquiry.plan.moves)
    (part, _), *_ = school_parts(inquiry, max(moved, key=lambda post: moved[post]))
    numbers = [int(str(row[1])[1:]) for row in part.rows]
    assert len(numbers) > 3
    assert numbers == sorted(numbers)


def test_chains_hand_over_places(small_plan: Plan, small_case: Case) -> None:
    """Each comes to the school row the next one leaves; every move stands in one chain, ends cannot be joined."""
    moves = ResolvedPlan(small_case, small_plan).moves
    found = chains(small_case, moves)
    assert sorted(move for chain in found for move in chain.moves) == sorted(moves)
    for chain in found:
        pairs = list(zip(chain.moves, chain.moves[1:], strict=False))
        if chain.closed:
            pairs.append((chain.moves[-1], chain.moves[0]))
        assert all(one.school == other.origin for one, other in pairs)
    starts = [chain.moves[0].origin for chain in found if not chain.closed]
    ends = [chain.moves[-1].school for chain in found if not chain.closed]
    assert not set(starts) & set(ends)


def test_repair_is_a_plan_of_the_changed_county(
    plan_file: Path, small_plan: Plan, small_folder: Path, tmp_path: Path
) -> None:
    """With the rows it names added to the sheet 指定, the audit confirms it and the notice can be made."""
    mover = small_plan.moves[0].teacher_id
    stayer = next(name for name in ("00005", "00011", "00100") if name not in {m.teacher_id for m in small_plan.moves})
    objections = tmp_path / "objections.csv"
    objections.write_text(f"工号,类型,学校代码\n{stayer},不得交流,\n", "utf-8")
    out = tmp_path / "repair"
    done = rotation("repair", small_folder, plan_file, "--drop", mover, "--pins", objections, "--out", out)
    assert done.returncode == 0, done.stderr + done.stdout
    plan = read_plan(out / "plan.json")
    assert plan.repair is not None
    assert plan.repair["proven"]
    assert str(plan.year) in (out / "report.html").read_text("utf-8")
    assert (out / "pins.xlsx").exists()
    assert mover not in {move.teacher_id for move in plan.moves}
    then = {move.teacher_id: (move.to_school_id, move.subject) for move in plan.moves}
    before = {move.teacher_id: (move.to_school_id, move.subject) for move in small_plan.moves}
    assert plan.repair["changes"] >= sum(then.get(i) != before.get(i) for i in then.keys() | before.keys())
    changed = tmp_path / "小县"
    shutil.copytree(small_folder, changed)
    header, *rows = (out / "pins.csv").read_text("utf-8-sig").splitlines()
    assert header == "工号,类型,学校代码,事由"
    former = changed / "pins.csv"
    text = former.read_text("utf-8-sig").rstrip("\r\n") if former.exists() else "teacher_id,kind,school_id,reason"
    former.write_text("\n".join([text, *rows]) + "\n", "utf-8")
    audit = rotation("audit", changed, out / "plan.json")
    assert audit.returncode == 0, audit.stderr + audit.stdout


def test_wrong_questions(plan_file: Path, small_folder: Path, tmp_path: Path) -> None:
    objections = tmp_path / "o.csv"
    objections.write_text("工号,类型,学校代码\n99999,不得交流,\n00001,指定学校,\n", "utf-8")
    for arguments, status in (
        (("explain", small_folder, plan_file), 2),
        (("explain", small_folder, plan_file, "--teacher", "无此人"), 3),
        (("explain", small_folder, plan_file, "--school", "无此校"), 3),
        (("explain", small_folder, plan_file, "--clause", "quote"), 2),
        (("repair", small_folder, plan_file), 2),
        (("repair", small_folder, plan_file, "--drop", "无此人"), 2),
        (("repair", small_folder, plan_file, "--pins", objections), 3),
    ):
        done = rotation(*arguments)
        assert done.returncode == status, (arguments, done.stderr)
        assert "Traceback" not in done.stderr


def test_no_plan_says_why_and_what_would_help(small_folder: Path, tmp_path: Path) -> None:
    done = rotation("plan", small_folder, "--year", 2026, "--out", tmp_path, "--set", "turnover.percent=3")
    assert done.returncode == 4
    assert "为什么没有方案" in done.stdout
    diagnosis = json.loads((tmp_path / "diagnosis.json").read_text("utf-8"))
    assert diagnosis["conflicts"][0]["clauses"] == ["quota", "turnover"]
    assert {place["clause"] for place in diagnosis["conflicts"][0]["where"]} == {"quota", "turnover"}
    settings = [repair["settings"] for repair in diagnosis["repairs"]]
    assert settings
    for setting in settings:
        again = rotation(
            "plan",
            small_folder,
            "--year",
            2026,
            "--out",
            tmp_path / "again",
            "--set",
            "turnover.percent=3",
            *setting.split(),
        )
        assert again.returncode == 0, (setting, again.stderr)
