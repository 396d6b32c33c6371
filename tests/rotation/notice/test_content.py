"""What the notice says: agreed with the plan by plain counting, and nothing that must not be said."""

from __future__ import annotations

import datetime
import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from rotation.errors import AuditFailed, BadData, UsageFault
from rotation.intake.read import read_county
from rotation.notice.changes import STAYS, changes_since, read_reasons, unposted
from rotation.notice.content import PENDING, make_result, make_supplement, mover_rows, ratio_rows
from rotation.notice.letters import letters_of
from rotation.notice.period import notice_period
from rotation.notice.public_list import Decided, make_public_list
from rotation.notice.slips import school_slips
from rotation.planning.plan import Plan
from rotation.planning.planner import make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.parameters import assumptions
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.helpers import DAY
from tests.published import Published


def test_rows_are_the_plan(published: Published) -> None:
    county, plan = published.listed.case.county, published.listed.plan
    names = dict(zip(county.teachers.teacher_id, county.teachers.name, strict=True))
    schools = dict(zip(county.schools.school_id, county.schools.name, strict=True))
    assert sorted((row[1], row[4], row[5]) for row in mover_rows(published.listed)) == sorted(
        (names[move.teacher_id], schools[move.from_school_id], schools[move.to_school_id]) for move in plan.moves
    )
    assert sum(1 for row in mover_rows(published.listed) if row[6]) == sum(move.backbone for move in plan.moves)


def test_the_text_states_both_ratios_with_their_source(published: Published) -> None:
    plan, text = published.listed.plan, "".join(block.text for block in published.document.blocks)
    share = len(plan.moves) * 10000 // plan.eligible / 100
    backbone = sum(move.backbone for move in plan.moves)
    for part in (
        f"符合交流条件的教师{plan.eligible}人，拟交流{len(plan.moves)}人，占{share:.2f}%", f"骨干教师{backbone}人",
        "通政发〔2017〕55号（十三）", "不低于15%", "2026年8月17日至2026年8月21日，共5个工作日", "“2026”", "0512-55550123",
        "第二十四条", "派驻纪检监察组",
    ):  # fmt: skip
        assert part in text


def test_a_ratio_set_for_this_run_is_not_the_documents(small_case: Case) -> None:
    case = replace(small_case, policy=small_case.policy.with_values({"quota.lower": 17}))
    listed = make_public_list(ResolvedPlan(case, make_plan(case, "2026").plan))
    exchanged, backbone, *national = ratio_rows(listed)
    assert exchanged[4:7] == ("17", "达到", "本次另行设定的比例（通政发〔2017〕55号（十三）为15%）")
    assert backbone[6] == "通政发〔2017〕55号（十三）"
    assert [row[6] for row in national] == ["教督〔2017〕6号"] * 2


def test_assumptions_of_the_notice_are_listed(published: Published) -> None:
    annex = published.document.annexes[-1]
    assert annex.title == "假定事项"
    assert any("定期交流" in row[1] for row in annex.rows)
    assert len(annex.rows) == len(assumptions(published.listed.case.policy)) + 1


def test_an_assumption_is_named_and_has_the_value_in_force() -> None:
    pack = load_policy("nantong-2017").with_values({"turnover.percent": 33, "quota.upper": 24, "direction.on": False})
    rows = {title: (value, note) for title, value, note in assumptions(pack)}
    assert rows["交流比例"][0] == "交流比例上限 24%"
    assert "33%" in rows["一校流出上限"][0]
    assert "20%" not in "".join(rows["一校流出上限"])
    assert rows["流动方向"][0] == "不执行"


def test_a_letter_lets_its_reader_recompute_the_draw(published: Published) -> None:
    teacher_id, letter = letters_of(published.listed, published.office, DAY)[0]
    move = next(move for move in published.listed.plan.moves if move.teacher_id == teacher_id)
    text = f"2026|{teacher_id}|{move.to_school_id}|{move.subject}"
    number = int(hashlib.sha256(text.encode()).hexdigest(), 16) >> (256 - 30)
    said = "".join(block.text for block in letter.blocks)
    assert text in said
    assert f"签号为{number}，" in said


def test_letters_and_slips_are_complete(published: Published) -> None:
    plan = published.listed.plan
    written = letters_of(published.listed, published.office, DAY)
    assert [name for name, _ in written] == [move.teacher_id for move in plan.moves] + [
        move.teacher_id for move in plan.principals
    ]
    rows = [
        row for slip in school_slips(published.listed, published.office, DAY) for t in slip.tables for row in t.rows
    ]
    assert len(rows) == 2 * len(plan.moves)


def test_a_plan_that_fails_its_audit_makes_no_notice(published: Published) -> None:
    plan = published.listed.plan
    wrong = replace(plan, metrics={**plan.metrics, "moved": plan.metrics["moved"] + 1})
    with pytest.raises(AuditFailed, match="metrics"):
        make_public_list(ResolvedPlan(published.listed.case, wrong))


def test_changed_data_make_no_notice(published: Published, tmp_path: Path) -> None:
    folder = tmp_path / "小县"
    shutil.copytree(published.folder, folder)
    path = folder / "schools.csv"
    path.write_text(path.read_text("utf-8-sig").replace("小学", "小 学", 1), "utf-8-sig")
    policy = load_policy("nantong-2017")
    with pytest.raises(BadData):
        make_public_list(
            ResolvedPlan(Case(read_county(folder, policy, 2026).county, policy, 2026), published.listed.plan)
        )


@pytest.fixture(scope="module")
def after_objection(published: Published, tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Published, str]:
    """The plan as posted, and what is decided once the first mover's objection is accepted."""
    posted = published.listed.plan
    stays = posted.moves[0].teacher_id
    folder = tmp_path_factory.mktemp("after") / "小县"
    shutil.copytree(published.folder, folder)
    with (folder / "pins.csv").open("a", encoding="utf-8") as file:
        file.write(f"{stays},不得交流,,家中病人\r\n")
    policy = load_policy("nantong-2017")
    case = Case(read_county(folder, policy, 2026).county, policy, 2026)
    listed = make_public_list(ResolvedPlan(case, make_plan(case, "2026").plan))
    return posted, replace(published, folder=folder, listed=listed), stays


def postings(plan: Plan) -> set[tuple[str, str]]:
    teachers = {(move.teacher_id, move.to_school_id) for move in plan.moves}
    return teachers | {(move.teacher_id, move.to_school_id) for move in plan.principals}


def test_the_result_says_what_changed_and_why(after_objection: tuple[Plan, Published, str]) -> None:
    posted, now, stays = after_objection
    with pytest.raises(UsageFault, match="--reasons"):
        changes_since(posted, now.listed, {})
    other = next(i for i in unposted(posted, now.listed.plan))
    with pytest.raises(
        UsageFault, match=f'(?s)1 人.*"{stays}" = "…"'
    ):  # whoever withdrew is told by nobody else's reason
        changes_since(posted, now.listed, {other: "递补"})
    name = now.listed.case.county.teachers.name[now.listed.case.county.teacher_index[stays]]
    assert changes_since(posted, now.listed, {name: "退出"})[0].reason == "退出"
    with pytest.raises(UsageFault, match="工号"):
        changes_since(posted, now.listed, {name: "退出", stays: "退出"})
    changes = changes_since(posted, now.listed, {stays: "意见经核实采纳"})
    assert changes[0].reason == "意见经核实采纳"
    assert changes[0].after == STAYS
    assert len(changes) == len({teacher for teacher, _ in postings(posted) ^ postings(now.listed.plan)})
    document = make_result(now.listed, now.office, changes, datetime.date(2026, 8, 28), None)
    assert document.annexes[-1].title == "公示后变更情况"
    assert not any("病" in cell for annex in document.annexes for row in annex.rows for cell in row)
    assert f"变更{len(changes)}人，逐人列于附件{len(document.annexes)}" in "".join(
        block.text for block in document.blocks
    )


def test_a_file_saved_under_another_name_is_the_same_county(after_objection: tuple[Plan, Published, str]) -> None:
    posted, now, stays = after_objection
    reasons = {stays: "意见经核实采纳"}
    assert changes_since(replace(posted, county="改前"), now.listed, reasons) == changes_since(
        posted, now.listed, reasons
    )
    elsewhere = [replace(posted.moves[0], to_school_id="他县一小"), *posted.moves[1:]]
    for other in (
        replace(posted, county="他县", moves=elsewhere),
        replace(posted, county="他县", moves=[], principals=[]),
        replace(posted, year=posted.year - 1),
    ):
        with pytest.raises(UsageFault, match="同一个县"):
            changes_since(other, now.listed, reasons)


def test_no_reason_is_made_up_where_the_rules_are_others(after_objection: tuple[Plan, Published, str]) -> None:
    posted, now, stays = after_objection
    for other in (
        replace(posted, parameters={**posted.parameters, "quota.upper": 19}),
        replace(posted, seed="2025"),
    ):
        with pytest.raises(UsageFault) as refused:
            changes_since(other, now.listed, {stays: "意见经核实采纳"})
        changed = {change.teacher_id for change in changes_since(posted, now.listed, {stays: "意见经核实采纳"})}
        assert all(f'"{teacher}" = ' in str(refused.value) for teacher in changed - {stays})


def test_whoever_was_not_posted_is_posted_apart(after_objection: tuple[Plan, Published, str]) -> None:
    """Named in the result, marked in the list, a proposal in letter and slip until the days are over."""
    posted, now, stays = after_objection
    new = unposted(posted, now.listed.plan)
    assert new == {i for i, _ in postings(now.listed.plan) - postings(posted)}
    assert new
    period = notice_period(datetime.date(2026, 8, 24), 5, 2026)
    listed = replace(now.listed, decided=Decided(new, period))
    changes = changes_since(posted, now.listed, {stays: "意见经核实采纳"})
    text = "".join(b.text for b in make_result(listed, now.office, changes, datetime.date(2026, 8, 24), None).blocks)
    names = [person.name for person in listed.people if person.move.teacher_id in new]
    assert (
        f"以下{len(new)}人的安排未列入原公示名单：{'、'.join(names)}。自2026年8月24日至2026年8月28日补充公示5个工作日"
        in text
    )
    assert [row[-1] == PENDING for row in mover_rows(listed)] == [m.move.teacher_id in new for m in listed.movers]
    for teacher_id, letter in letters_of(listed, now.office, DAY):
        said = letter.name + "".join(block.text for block in letter.blocks)
        waiting = teacher_id in new
        assert ("拟安排通知" in letter.name, "补充公示期内（2026年8月24日至2026年8月28日）" in said) == (
            waiting,
            waiting,
        )
        assert waiting or ("拟" not in said and "公示期" not in said and "已经确定" in said)
    alone = listed.of(new)
    made = make_supplement(alone, now.office, changes, (now.period, period), DAY)
    assert {row[1] for table in made.annexes[:-1] for row in table.rows} == set(names)
    assert "2026年8月17日至2026年8月21日公示" in made.blocks[0].text
    assert len(made.annexes[-1].rows) == len(new)


def test_a_result_proposes_nothing(published: Published) -> None:
    listed = replace(published.listed, decided=Decided())
    said = [document for _, document in letters_of(listed, published.office, DAY)]
    said += [*school_slips(listed, published.office, DAY), make_result(listed, published.office, [], DAY, None)]
    headers = [column.header for document in said for table in document.annexes for column in table.columns]
    cells = [cell for document in said for table in document.annexes[:2] for row in table.rows for cell in row]
    texts = [document.name + "".join(block.text for block in document.blocks) for document in said]
    assert not [
        text for text in (*texts, *headers, *cells) if "拟" in text or "请在公示期" in text or "0人，占" in text
    ]
    proposed = letters_of(published.listed, published.office, DAY)
    assert all("拟安排通知" in letter.name for _, letter in proposed)


def test_an_unchanged_list_says_so(published: Published) -> None:
    assert changes_since(published.listed.plan, published.listed, {}) == []
    document = make_result(published.listed, published.office, [], DAY, None)
    assert any("没有变更" in block.text for block in document.blocks)
    with pytest.raises(UsageFault, match="T-none"):
        changes_since(published.listed.plan, published.listed, {"T-none": "x"})
    with pytest.raises(UsageFault):
        changes_since(replace(published.listed.plan, year=2025), published.listed, {})


def test_reasons_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text('"T1" = "采纳"\n', "utf-8")
    assert read_reasons(path) == {"T1": "采纳"}
    path.write_text('"T1" = 3\n', "utf-8")
    with pytest.raises(UsageFault, match="T1"):
        read_reasons(path)
