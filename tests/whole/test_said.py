"""No untrue word: what the files say in numbers is what plain counting of plan.json and the tables gives."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from rotation.cli import cli
from rotation.language import choose
from rotation.planning.resolved import ResolvedPlan
from tests.helpers import OFFICE
from tests.reader import claims_best, numbers, only, text_of

pytestmark = pytest.mark.slow


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


# What the words of a goal come to in its value, read from their numbers.
VALUES: dict[str, Callable[[str], float]] = {
    "shortage": lambda text: _numbers(text)[-1],
    "rural": lambda text: sum(_numbers(text)[:2]),
    "own_subject": lambda text: _numbers(text)[0],
    "commute": lambda text: round(_numbers(text)[0] * 10),
}
WHOLE = ("wishes", "own_subject")  # goals whose difference is said in the units of their values
KINDS = ("best", "fewest", "alike", "stopped")


@dataclass(frozen=True)
class Told:
    """A plan of one kind, what was made of it, and what the commands said: file or command to text."""

    kind: str
    county: Path
    file: Path
    plan: dict[str, Any]
    texts: dict[str, str]
    explained: dict[str, Any]

    @property
    def teachers(self) -> dict[str, dict[str, str]]:
        return {row["teacher_id"]: row for row in table(self.county, "teachers")}

    def saying(self, *names: str) -> str:
        return "\n".join(text for name, text in self.texts.items() if name.startswith(names))


def table(county: Path, name: str) -> list[dict[str, str]]:
    with (county / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def run(*arguments: object, status: int = 0) -> str:
    """What a command says, its breaks of line taken out."""
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return re.sub(r"\s+", "", done.output)


def with_rows(county: Path, pins: Path) -> None:
    """Add the rows of `pins` to the county's own."""
    rows = pins.read_text("utf-8-sig").splitlines()[1:]
    own = county / "pins.csv"
    text = own.read_text("utf-8-sig").rstrip("\r\n") if own.exists() else "teacher_id,kind,school_id,reason"
    own.write_text("\n".join([text, *rows]) + "\n", "utf-8")


@pytest.fixture(scope="module", params=KINDS)
def told(request: pytest.FixtureRequest, small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    choose("zh")
    folder = tmp_path_factory.mktemp(request.param)
    county = folder / "小县"
    shutil.copytree(small_folder, county)
    file = folder / "plans" / "小县" / "plan.json"
    texts = {"plan": run("plan", county, "--year", 2026, "--out", file.parent)}
    if request.param in ("fewest", "alike"):
        texts = {
            "repair": dropped(county, file, folder / "r", {"fewest": "feasible", "alike": "optimal"}[request.param])
        }
        run("notice", county, file, "--from", "2026-08-17", "--office", OFFICE)
        shutil.copytree(file.parent, folder / "posted")
        shutil.rmtree(file.parent)
        with_rows(county, folder / "r" / "pins.csv")
        shutil.copytree(folder / "r", file.parent)
        (file.parent / "report.html").unlink()
    if request.param == "stopped":  # as a plan is that ran out of time at the second goal
        plan = json.loads(file.read_text("utf-8"))
        for i, line in enumerate(plan["goals"][1:]):
            line.update(bound=line["value"] - 1 if i == 0 else None, proven=False)
        plan["status"] = "feasible"
        file.write_text(json.dumps(plan, ensure_ascii=False, indent=1) + "\n", "utf-8")
        (file.parent / "files.json").unlink()  # the record of what the program itself wrote there
        remade(county, file)
        texts = {}
    plan = json.loads(file.read_text("utf-8"))
    texts["audit"] = run("audit", county, file)
    dated = ("--office", OFFICE, "--dated", "2026-08-20")
    people = [*(move["teacher_id"] for move in plan["moves"][:3]), *heads_and_stayers(county, plan)]
    asked = [part for teacher in people for part in ("--teacher", teacher)]
    texts["explain"] = run("explain", county, file, *asked, "--out", folder / "explain", *dated)
    run("notice", county, file, "--from", "2026-08-17", "--office", OFFICE)
    run("city", folder / "plans", "--from", "2026-08-17", "--office", OFFICE, "--out", folder / "city")
    run(
        "city",
        folder / "plans",
        "--from",
        "2026-08-17",
        "--office",
        OFFICE,
        "--counties",
        folder,
        "--out",
        folder / "c2",
    )
    results = file.parent / "result", file.parent / "result" / "supplement"
    if (folder / "posted").exists():
        reasons = folder / "reasons.toml"
        plans = [json.loads(path.read_text("utf-8")) for path in (folder / "posted" / "plan.json", file)]
        reasons.write_text("".join(f'"{i}" = "经核实"\n' for i in changed(*plans)), "utf-8")
        decided = ("--result", folder / "posted" / "plan.json", "--reasons", reasons)
        run("notice", county, file, "--from", "2026-08-24", "--office", OFFICE, *decided)
    for where in (
        *(path for path in results if path.exists()),
        file.parent,
        file.parent / "notice",
        folder / "explain",
        folder / "city",
        folder / "c2",
    ):
        for path in sorted(where.iterdir()):
            if path.suffix in (".pdf", ".docx", ".html", ".xlsx", ".csv") or path.name == "notice.json":
                texts[f"{where.name}/{path.name}"] = text_of(path)
    explained = json.loads((folder / "explain" / "explain.json").read_text("utf-8"))
    return Told(request.param, county, file, plan, texts, explained)


def postings(plan: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Who goes where to teach what, the principals too."""
    return {
        (m["teacher_id"], m["to_school_id"], m.get("subject", "")) for k in ("moves", "principals") for m in plan[k]
    }


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {teacher for teacher, *_ in postings(before) ^ postings(after)}


def dropped(county: Path, file: Path, out: Path, status: str) -> str:
    """The repair of the first mover's dropping out that ends in a plan of that status."""
    for move in json.loads(file.read_text("utf-8"))["moves"]:
        text = run("repair", county, file, "--drop", move["teacher_id"], "--out", out)
        if json.loads((out / "plan.json").read_text("utf-8"))["status"] == status:
            return text
    raise AssertionError(f"no drop-out ends in a {status} plan")


def remade(county: Path, file: Path) -> None:
    """The workbook and the page of a plan.json that was changed."""
    from rotation.intake.read import read_county
    from rotation.planning.plan import read_plan
    from rotation.report.plan_page import plan_page
    from rotation.report.workbook import workbook
    from rotation.rules.case import Case
    from rotation.rules.packs import load_policy

    policy, plan = load_policy("nantong-2017"), read_plan(file)
    case = Case(read_county(county, policy, 2026).county, policy, 2026)
    (file.parent / "plan.xlsx").write_bytes(workbook(ResolvedPlan(case, plan)))
    (file.parent / "report.html").write_text(plan_page(ResolvedPlan(case, plan)), "utf-8")


def heads_and_stayers(county: Path, plan: dict[str, Any]) -> list[str]:
    """Every principal who moves, one who does not, and a teacher who stays though eligible by years and age."""
    moving = {move["teacher_id"] for key in ("moves", "principals") for move in plan[key]}
    rows = table(county, "teachers")
    heads = [row["teacher_id"] for row in rows if row["post"] == "校长"]
    staying = [row["teacher_id"] for row in rows if row["post"] == "教师" and row["teacher_id"] not in moving]
    old = [i for i in staying if next(r for r in rows if r["teacher_id"] == i)["joined"] < "2015"]
    return [*(i for i in heads if i in moving), next(i for i in heads if i not in moving), old[0], old[len(old) // 2]]


def test_best_is_said_of_the_best_alone(told: Told) -> None:
    """In every file and at every command."""
    statements = {name for name in told.texts if re.fullmatch(r"explain/\d+\.pdf", name)}
    notices = {f"notice/notice.{end}" for end in ("pdf", "docx", "html", "json")}
    assert statements
    said = {name for name, text in told.texts.items() if claims_best(text)}
    if told.kind in ("best", "alike"):
        assert {"explain", "小县/plan.xlsx", *statements, *notices} <= said
    else:
        assert not said
    words = {"best": "证明", "alike": "各项目标与", "fewest": "它不是最优方案", "stopped": "在限定时间内求得"}
    for name in ("explain", "小县/plan.xlsx", *statements, *notices):
        assert words[told.kind] in told.texts[name], name
    city = told.texts["city/notice.docx"], told.texts["c2/notice.docx"]
    assert ["方案自述，未复核" in text for text in city] == [True, False]


def test_a_plan_of_fewest_changes_says_what_it_costs(told: Told) -> None:
    if told.kind != "fewest":
        assert "它不是最优方案" not in told.saying("")
        return
    plan = told.plan
    fresh = plan["repair"]["fresh"]
    assert plan["status"] == "feasible"
    again = told.file.parent / "again"
    run("plan", told.county, "--year", 2026, "--out", again)
    best = json.loads((again / "plan.json").read_text("utf-8"))
    assert fresh == {"goals": best["goals"], "principal_goals": best["principal_goals"]}
    own, then = ({line["id"]: line["value"] for line in goals} for goals in (plan["goals"], fresh["goals"]))
    for name in (
        "repair",
        "explain",
        "notice/notice.pdf",
        "notice/notice.docx",
        "notice/notice.html",
        "小县/plan.xlsx",
    ):
        text = told.texts[name]
        assert only(r"改动(\d+)人，已证明没有改动更少", text) == (str(plan["repair"]["changes"]),)
        for goal, words, unit in (("shortage", "缺员（乡村、薄弱学校加计）", 1), ("rural", "[^长]流向乡村和薄弱学校（骨干教师按两人计）", 1),
                                  ("wishes", "与意愿不符的分值", 1), ("commute", "[^长]路程合计", 10)):  # fmt: skip
            found = {(way, float(count)) for way, count in numbers(words + r"(多|少)([\d.]+)", text)}
            difference = own[goal] - then[goal]
            expected = {("多" if difference > 0 else "少", abs(difference) / unit)} if difference else set()
            assert found == expected, (name, goal)
        spread = numbers(r"校际骨干教师差异(大|小)([\d.]+)%", text)
        difference = own["balance"] - then["balance"]
        cut = abs(difference) * 10000 // then["balance"] / 100
        assert {(way, float(count)) for way, count in spread} == (
            {("大" if difference > 0 else "小", cut)} if difference else set()
        )


def test_the_notice_counts(told: Told) -> None:
    plan = told.plan
    moved, backbone = len(plan["moves"]), sum(move["backbone"] for move in plan["moves"])
    tier = {row["school_id"]: row["location"] for row in table(told.county, "schools")}
    ways = Counter((tier[m["from_school_id"]], tier[m["to_school_id"]]) for m in plan["moves"])
    pinned = {r["teacher_id"] for r in table(told.county, "pins") if r["kind"] in ("必须交流", "指定学校")}
    by_hand = sum(move["teacher_id"] in pinned for move in plan["moves"])
    for name in ("notice/notice.pdf", "notice/notice.docx", "notice/notice.html", "notice/notice.json"):
        text = told.texts[name]
        share = f"{moved * 10000 // plan['eligible'] / 100:.2f}"
        assert only(r"符合交流条件的教师(\d+)人，拟交流(\d+)人，占([\d.]+)%", text) == (
            str(plan["eligible"]),
            str(moved),
            share,
        )
        cut = f"{backbone * 10000 // moved / 100:.2f}"
        assert only(r"中骨干教师(\d+)人，占交流总数的([\d.]+)%", text) == (str(backbone), cut)
        found = {
            (one, other): int(count)
            for one, other, count in numbers(r"(城区|镇区|乡村)到(城区|镇区|乡村)(\d+)人", text)
        }
        assert found == ways
        if by_hand:
            assert only(r"事先指定须交流的(\d+)人", text) == (str(by_hand),)
        assert "0人，占0" not in text
        if plan["principals"]:
            assert only(r"拟交流校长(\d+)人", text) == (str(len(plan["principals"])),)
    slips = told.texts["notice/schools.pdf"]
    out_and_in = [(int(a), int(b)) for a, b in numbers(r"交流出(\d+)人、交流进(\d+)人", slips)]
    assert [sum(column) for column in zip(*out_and_in, strict=True)] == [moved, moved]


def test_the_result_counts(told: Told) -> None:
    if told.kind not in ("fewest", "alike"):
        return
    posted = json.loads((told.file.parents[2] / "posted" / "plan.json").read_text("utf-8"))
    new = {teacher for teacher, *_ in postings(told.plan) - postings(posted)}
    for end in ("pdf", "docx", "html"):
        text = told.texts[f"result/notice.{end}"]
        assert only(r"与公示名单相比，变更(\d+)人", text) == (str(len(changed(posted, told.plan))),)
        assert only(r"以下(\d+)人的安排未列入原公示名单", text) == (str(len(new)),)
        assert "拟" not in text
        if teachers := new & {move["teacher_id"] for move in told.plan["moves"]}:
            assert only(r"拟交流教师(\d+)人", told.texts[f"supplement/notice.{end}"]) == (str(len(teachers)),)
    letters = told.texts["result/letters.pdf"]
    people = len(told.plan["moves"]) + len(told.plan["principals"])
    assert letters.count("拟安排通知") == len(new)
    assert letters.count("轮岗安排通知") == people - len(new)


def test_explanations_and_statements_agree_with_their_tables(told: Told) -> None:
    plan, people = told.plan, told.teachers
    for teacher, answers in told.explained["teachers"].items():
        head = people[teacher]["post"] == "校长"
        own = {line["id"]: line["value"] for line in plan["principal_goals" if head else "goals"]}
        said = told.texts[f"explain/{teacher}.pdf"]
        assert "如下表" not in said
        for answer in answers:
            first = next((line for line in answer["goals"] if line["id"] == answer["first_goal"]), None)
            if answer["verdict"] == "costs" and first is not None:
                text = re.sub(r"\s", "", answer["text"])
                assert text in told.texts["explain/explain.html"]
                # Where the two values read alike, by how much they differ is said instead.
                apart = re.search(r"比本方案([差好])(\d+(?:\.\d+)?)", text)
                if apart:
                    assert "".join(apart.groups()) in said
                    if first["id"] in WHOLE:
                        assert abs(first["value"] - own[first["id"]]) == int(apart.group(2))
                    now, then = "", ""
                else:
                    now, then = only(r"由“([^”]+)”变为“([^”]+)”", text)
                    assert only(r"一项上由“([^”]+)”变为“([^”]+)”", said) == (now, then)
                if first["id"] in VALUES and not apart:
                    value = VALUES[first["id"]]
                    assert value(now) == own[first["id"]]
                    change = re.match("[优差]", then) and own[first["id"]]
                    assert change or value(then) == first["value"]
                count = len(answer["changes"])
                if not head:
                    assert only(r"另有(\d+)人", text) == (str(count),)
                    assert numbers(r"另有(\d+)名教师", said) == ([(str(count),)] if count else [])
                assert "另有0" not in said
            if answer["verdict"] == "drawn" and first is not None:
                assert only(r"签号之和为(\d+)，另一方案为(\d+)", said) == (str(own[first["id"]]), str(first["value"]))
    verdicts = [answer["verdict"] for answers in told.explained["teachers"].values() for answer in answers]
    assert "costs" in verdicts


def test_an_older_repaired_plan_is_read_and_claims_nothing(told: Told, tmp_path: Path) -> None:
    """Of a version that wrote fewest changes as optimal and kept no fresh goals."""
    if told.kind != "fewest":
        return
    old = json.loads(told.file.read_text("utf-8"))
    for goals in (old["goals"], old["principal_goals"]):
        for line in goals:
            line.update(bound=line["value"], proven=True)
    old["status"] = "optimal"
    old["repair"] = {key: old["repair"][key] for key in ("of", "changes", "proven")}
    (tmp_path / "plan.json").write_text(json.dumps(old, ensure_ascii=False), "utf-8")
    text = run("audit", told.county, tmp_path / "plan.json")
    assert not claims_best(text)
    run("notice", told.county, tmp_path / "plan.json", "--from", "2026-08-17", "--office", OFFICE)
    text = text_of(tmp_path / "notice" / "notice.docx")
    assert not claims_best(text)
    assert "代价多少，没有算出" in text
