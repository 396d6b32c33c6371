"""The notice itself, put together from the list, the office and the pack's wording."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rotation.errors import UsageFault
from rotation.language import in_chinese, say
from rotation.notice.document import Column, Document, Row, Table, chinese_date
from rotation.notice.office import Office
from rotation.notice.period import Period
from rotation.notice.roll import Ratio, Roll
from rotation.notice.text import fill, wording
from rotation.plan import Plan
from rotation.policy import GOALS
from rotation.report.proof import sentences
from rotation.strict import MapOf, Text, line_of, read_toml, refusal, shown

MOVER_COLUMNS = (
    Column("序号", 13), Column("姓名", 24), Column("性别", 11), Column("学科", 33), Column("现任教学校", 43, "left"),
    Column("交流到学校", 43, "left"), Column("骨干称号", 24), Column("交流形式", 21), Column("期限", 13),
)  # fmt: skip
HEAD_COLUMNS = (
    Column("序号", 13), Column("姓名", 30), Column("性别", 15), Column("现任职学校", 64, "left"),
    Column("拟交流到学校", 64, "left"), Column("已任届数", 20), Column("备注", 19),
)  # fmt: skip
RATIO_COLUMNS = (
    Column("指标", 60, "left"), Column("分子", 16), Column("分母", 16), Column("实际（%）", 23), Column("不低于（%）", 27),
    Column("结论", 16), Column("出处", 53, "left"), Column("假定", 14),
)  # fmt: skip
ASSUMED_COLUMNS = (Column("事项", 55, "left"), Column("取值", 40), Column("说明", 130, "left"))
CHANGE_COLUMNS = (
    Column("序号", 13), Column("姓名", 24), Column("现任教学校", 45, "left"), Column("公示时", 45, "left"),
    Column("变更为", 45, "left"), Column("原因", 53, "left"),
)  # fmt: skip
STAYS = "不交流"


@dataclass(frozen=True)
class Change:
    """What became of a person between the notice and the result; `reason` is for the public."""

    name: str
    origin: str
    before: str
    after: str
    reason: str


def mover_rows(roll: Roll) -> list[Row]:
    """The teachers' table, one row each, numbered."""
    return [
        (str(i), m.name, m.gender, m.post, m.origin, m.school, m.level, roll.words.form, f"{roll.words.years}年")
        for i, m in enumerate(roll.movers, 1)
    ]


def head_rows(roll: Roll) -> list[Row]:
    return [
        (str(i), head.name, head.gender, head.origin, head.school, str(head.terms), "拟定")
        for i, head in enumerate(roll.heads, 1)
    ]


def ratio_rows(roll: Roll) -> list[Row]:
    return [
        (
            ratio.name, str(ratio.part), str(ratio.whole), _percent(ratio), str(ratio.percent), _verdict(ratio),
            ratio.source, "是" if ratio.assumed else "否",
        )
        for ratio in roll.ratios
    ]  # fmt: skip


def assumed_rows(roll: Roll) -> list[Row]:
    """Every value the document leaves open, those of the notice's own words among them."""
    policy, words = roll.case.policy, roll.words
    rows: list[Row] = list(policy.assumptions)
    if words.assumed:
        rows.append(("交流形式和期限", f"{words.form}，{words.years}年", words.note))
    if roll.plan.metrics["demand_derived"] and policy.curriculum is not None:
        rows.append((policy.curriculum.title, "推算", policy.curriculum.note))
    return rows


def make_notice(roll: Roll, office: Office, period: Period, dated: datetime.date, text: Path | None) -> Document:
    """The public notice before the decision (公示), signed on `dated`, to stand for `period`."""
    annexes = _annexes(roll)
    values = {
        **_values(roll, office, annexes),
        "公示起": chinese_date(period.first),
        "公示止": chinese_date(period.last),
        "公示天数": str(period.days),
    }
    title, blocks = fill(*wording(roll.plan.policy, "notice", text), values)
    return Document(title, blocks, annexes, office.organ, dated)


def make_result(
    roll: Roll, office: Office, changes: Sequence[Change], dated: datetime.date, text: Path | None
) -> Document:
    """The notice of the result (公布), with what changed since the list was put up, and why."""
    annexes = _annexes(roll)
    if changes:
        rows = [(str(i), c.name, c.origin, c.before, c.after, c.reason) for i, c in enumerate(changes, 1)]
        annexes.append(Table("公示后变更情况", CHANGE_COLUMNS, rows))
    values = {**_values(roll, office, annexes), "变更数": len(changes), "变更附件": str(len(annexes))}
    title, blocks = fill(*wording(roll.plan.policy, "result", text), values)
    return Document(title, blocks, annexes, office.organ, dated)


def changes_since(posted: Plan, roll: Roll, reasons: Mapping[str, str]) -> list[Change]:
    """Who was to go elsewhere, or not at all, in the list as it was posted, teachers before principals.

    `reasons` maps teacher_ids to the public reason; those without one changed in consequence. Raises
    UsageFault where something changed and no reason is given for anyone, where a reason is given for
    someone nothing changed for, and where the two plans are of different years or counties.
    """
    plan, county = roll.plan, roll.case.county
    if (posted.county, posted.year) != (plan.county, plan.year):
        raise UsageFault(say("the list that was posted is of another county or year"))
    names = dict(zip(county.schools.school_id, county.schools.name, strict=True))
    found: list[tuple[str, Change]] = []
    for former, present in ((posted.moves, plan.moves), (posted.principals, plan.principals)):
        was = {move.teacher_id: (move.from_school_id, move.to_school_id) for move in former}
        now = {move.teacher_id: (move.from_school_id, move.to_school_id) for move in present}
        for teacher_id in sorted(was.keys() | now.keys()):
            before, after = was.get(teacher_id), now.get(teacher_id)
            if before == after:
                continue
            t = county.teacher_index.get(teacher_id)
            origin = (before or after or ("", ""))[0]
            change = Change(
                name=say("id {id} (no longer in the tables)", id=teacher_id) if t is None else county.teachers.name[t],
                origin=names.get(origin, origin),
                before=names.get(before[1], before[1]) if before else STAYS,
                after=names.get(after[1], after[1]) if after else STAYS,
                reason=reasons.get(teacher_id, "因上述变更，按同一规则重新计算而相应调整"),
            )
            found.append((teacher_id, change))
    changed = {teacher_id for teacher_id, _ in found}
    strangers = [teacher_id for teacher_id in reasons if teacher_id not in changed]
    if strangers:
        raise UsageFault(say("a reason is given for {ids}, for whom nothing changed", ids="、".join(strangers)))
    if found and not reasons:
        ids = "、".join(sorted(changed)[:10])
        raise UsageFault(
            say("{count} people changed since the list was posted ({ids}…); give the reason in the file of --reasons",
                count=len(found), ids=ids)
        )  # fmt: skip
    found.sort(key=lambda entry: entry[0] not in reasons)
    return [change for _, change in found]


def read_reasons(path: Path) -> dict[str, str]:
    """The public reasons of accepted objections: teacher_id to text."""
    data, text = read_toml(path, UsageFault)
    if wrong := list(MapOf(Text(1, 500, line=True), Text(1, 200)).faults(data)):
        lines = text.splitlines()
        raise UsageFault(refusal(shown(path), [fault.on(line_of(lines, fault.path)) for fault in wrong]))
    return {teacher_id: str(reason) for teacher_id, reason in data.items()}


def _annexes(roll: Roll) -> list[Table]:
    annexes = [Table(f"{roll.plan.year}年义务教育学校交流教师名单", MOVER_COLUMNS, mover_rows(roll), [_count(roll)])]
    if roll.heads:
        note = "校长人选由主管部门按干部管理权限任免。"
        annexes.append(Table(f"{roll.plan.year}年义务教育学校交流校长名单", HEAD_COLUMNS, head_rows(roll), [note]))
    annexes.append(Table("交流比例", RATIO_COLUMNS, ratio_rows(roll), ["百分比只舍不入；国家督导评估口径仅供对照。"]))
    annexes.append(
        Table("假定事项", ASSUMED_COLUMNS, assumed_rows(roll), ["文件对以上事项没有规定，本方案取定，可以改动。"])
    )
    return annexes


def _count(roll: Roll) -> str:
    return f"共{len(roll.movers)}人，其中骨干教师{roll.backbone}人。学科为交流后任教学科。"


def _values(roll: Roll, office: Office, annexes: Sequence[Table]) -> dict[str, object]:
    """What the wording can name."""
    plan, metrics = roll.plan, roll.plan.metrics
    exchanged, backbone = roll.ratios[:2]
    pinned = metrics["pinned_moves"]
    ways = "，".join(f"{way.replace('→', '到')}{count}人" for way, count in metrics["moves_by_tier"].items())
    return {
        **desk_values(office),
        "年份": str(plan.year),
        "基准日": chinese_date(datetime.date.fromisoformat(plan.as_of)),
        "文号": roll.case.policy.document,
        "符合条件人数": str(plan.eligible),
        "交流人数": str(len(roll.movers)),
        "交流比例": _percent(exchanged),
        "交流下限": str(exchanged.percent),
        "交流出处": exchanged.source,
        "交流结论": _verdict(exchanged),
        "骨干人数": str(roll.backbone),
        "骨干比例": _percent(backbone),
        "骨干下限": str(backbone.percent),
        "骨干出处": backbone.source,
        "骨干结论": _verdict(backbone),
        "流动方向": ways or "没有教师流动",
        "校长不列入": metrics["principals"] is None,
        "应交流校长": (metrics["principals"] or {}).get("due", 0),
        "校长交流人数": len(roll.heads),
        "证明": proof(plan),
        "种子": plan.seed,
        "指定人数": pinned,
        "指定比例": _percent(Ratio("", pinned, len(roll.movers), 0, "", assumed=False)),
        "假定数": str(len(assumed_rows(roll))),
        "假定附件": str(next(i for i, annex in enumerate(annexes, 1) if annex.title == "假定事项")),
    }


def proof(plan: Plan) -> str:
    """What a notice may say of the plan's proof."""
    if plan.optimal and plan.repair is None:
        return f"{len(GOALS)}项目标逐项求得最好值，均已证明，不存在更好的方案。"
    with in_chinese():
        return "".join(sentences(plan))


def desk_values(office: Office) -> dict[str, object]:
    """What any wording can name of the office."""
    return {
        "机关": office.organ,
        "其他依据": list(office.basis),
        "程序": "、".join(office.procedure),
        "受理单位": office.objection.unit,
        "受理电话": office.objection.telephone,
        "受理地址": office.objection.address,
        "受理邮编": office.objection.postcode,
        "监督单位": office.supervision.unit,
        "监督电话": office.supervision.telephone,
        "监督地址": office.supervision.address,
        "监督邮编": office.supervision.postcode,
    }


def _percent(ratio: Ratio) -> str:
    return "–" if ratio.share is None else f"{ratio.share:.2f}"


def _verdict(ratio: Ratio) -> str:
    return {True: "达到", False: "未达到", None: "不适用"}[ratio.met]
