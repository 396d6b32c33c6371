"""The notice itself, put together from the list, the office and the pack's wording."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rotation.language import in_chinese
from rotation.notice.changes import Change
from rotation.notice.document import Column, Document, Row, Table, chinese_date
from rotation.notice.office import Office
from rotation.notice.period import Period
from rotation.notice.public_list import PublicList, Ratio
from rotation.notice.text import fill, wording
from rotation.planning.figures import percent_cut
from rotation.planning.plan import Plan
from rotation.policy.parameters import assumptions
from rotation.policy.policy import Policy
from rotation.report.proof import sentences
from rotation.rules.goals import GOALS

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
ASSUMED_COLUMNS = (Column("事项", 50, "left"), Column("取值", 58), Column("说明", 117, "left"))
CHANGE_COLUMNS = (
    Column("序号", 13), Column("姓名", 24), Column("现任教学校", 45, "left"), Column("公示时", 45, "left"),
    Column("变更为", 45, "left"), Column("原因", 53, "left"),
)  # fmt: skip
PENDING = "补充公示"


def mover_columns(listed: PublicList) -> tuple[Column, ...]:
    """The columns of the teachers' table, with a remark where the arrangement of some is still posted."""
    if not any(listed.pending(mover) for mover in listed.movers):
        return MOVER_COLUMNS
    narrow = [replace(c, width=33) if c.width == 43 else c for c in MOVER_COLUMNS]
    return (*narrow, Column("备注", 20))


def mover_rows(listed: PublicList) -> list[Row]:
    """The teachers' table, one row each, numbered."""
    remark = len(mover_columns(listed)) > len(MOVER_COLUMNS)
    return [
        (str(i), m.name, m.gender, m.post, m.origin, m.school, m.level, listed.words.form, f"{listed.words.years}年",
         *([PENDING if listed.pending(m) else ""] if remark else []))
        for i, m in enumerate(listed.movers, 1)
    ]  # fmt: skip


def principal_rows(listed: PublicList) -> list[Row]:
    return [
        (str(i), principal.name, principal.gender, principal.origin, principal.school, str(principal.terms),
         "拟定" if listed.decided is None else PENDING if listed.pending(principal) else "")
        for i, principal in enumerate(listed.principals, 1)
    ]  # fmt: skip


def ratio_rows(listed: PublicList) -> list[Row]:
    return [
        (
            ratio.name, str(ratio.check.part), str(ratio.check.whole), _percent(ratio.check.share), str(ratio.check.percent),
            _verdict(ratio),
            ratio.source, "是" if ratio.assumed else "否",
        )
        for ratio in listed.ratios
    ]  # fmt: skip


def assumed_rows(policy: Policy, plan: Plan) -> list[Row]:
    """Every value the document leaves open, those of the notice's own words, where the pack has such, among them."""
    words = policy.notice
    with in_chinese():
        rows: list[Row] = list(assumptions(policy))
    if words is not None and words.assumed:
        rows.append(("交流形式和期限", f"{words.form}，{words.years}年", words.note))
    if plan.metrics["demand_derived"] and policy.curriculum is not None:
        rows.append((policy.curriculum.title, "推算", policy.curriculum.note))
    return rows


def make_notice(
    listed: PublicList, office: Office, period: Period, dated: datetime.date, text: Path | None
) -> Document:
    """The public notice before the decision (公示), signed on `dated`, to stand for `period`."""
    annexes = _annexes(listed)
    values = {
        **_values(listed, office, annexes),
        **_period_values(period, "公示"),
    }
    title, blocks = fill(*wording(listed.plan.policy, "notice", text), values)
    return Document(title, blocks, annexes, office.organ, dated)


def make_result(
    listed: PublicList, office: Office, changes: Sequence[Change], dated: datetime.date, text: Path | None
) -> Document:
    """The notice of the result (公布), with what changed since the list was put up, and why."""
    annexes = _annexes(listed)
    if changes:
        annexes.append(_change_table("公示后变更情况", changes))
    pending = [person.name for person in listed.people if listed.pending(person)]
    period = listed.decided.period if listed.decided else None
    values = {
        **_values(listed, office, annexes),
        "变更数": len(changes),
        "变更附件": str(len(annexes)),
        "补充人数": len(pending),
        "补充名单": "、".join(pending),
        **_period_values(period, "补充"),
    }
    title, blocks = fill(*wording(listed.plan.policy, "result", text), values)
    return Document(title, blocks, annexes, office.organ, dated)


def make_supplement(
    listed: PublicList, office: Office, changes: Sequence[Change], periods: tuple[Period, Period], dated: datetime.date
) -> Document:
    """The notice (补充公示) of those whose arrangement was not in the list posted in the first of `periods`.

    `listed` is of them alone, as a proposal; `changes` say why. It stands for the second period.
    """
    annexes = _lists(listed)
    ids = {person.move.teacher_id for person in listed.people}
    annexes.append(_change_table("变更原因", [change for change in changes if change.teacher_id in ids]))
    first, own = periods
    values = {
        **office_values(office),
        "年份": str(listed.plan.year),
        "依据": listed.case.policy.document_in_full,
        "文号": listed.case.policy.document,
        "原公示起": chinese_date(first.first),
        "原公示止": chinese_date(first.last),
        **_period_values(own, "公示"),
        "校长不列入": not listed.case.policy.on("principals"),
        "教师人数": len(listed.movers),
        "校长人数": len(listed.principals),
    }
    title, blocks = fill(*wording(listed.plan.policy, "supplement", None), values)
    return Document(title, blocks, annexes, office.organ, dated)


def _period_values(period: Period | None, name: str) -> dict[str, object]:
    if period is None:
        return {f"{name}起": "", f"{name}止": "", f"{name}天数": ""}
    return {
        f"{name}起": chinese_date(period.first), f"{name}止": chinese_date(period.last), f"{name}天数": str(period.days),
    }  # fmt: skip


def _change_table(title: str, changes: Sequence[Change]) -> Table:
    rows = [(str(i), c.name, c.origin, c.before, c.after, c.reason) for i, c in enumerate(changes, 1)]
    return Table(title, CHANGE_COLUMNS, rows)


def _annexes(listed: PublicList) -> list[Table]:
    return [
        *_lists(listed),
        Table("交流比例", RATIO_COLUMNS, ratio_rows(listed), ["百分比只舍不入；国家督导评估口径仅供对照。"]),
        Table(
            "假定事项",
            ASSUMED_COLUMNS,
            assumed_rows(listed.case.policy, listed.plan),
            ["文件对以上事项没有规定，本方案取定，可以改动。"],
        ),
    ]


def _lists(listed: PublicList) -> list[Table]:
    """Who moves: the teachers and, where there are any, the principals."""
    lists = []
    if listed.movers or not listed.principals:
        title = f"{listed.plan.year}年义务教育学校交流教师名单"
        lists.append(Table(title, mover_columns(listed), mover_rows(listed), [_count(listed)]))
    if listed.principals:
        columns = [
            replace(c, header=c.header if listed.decided is None else c.header.removeprefix("拟")) for c in HEAD_COLUMNS
        ]
        note = "校长人选由主管部门按干部管理权限任免。"
        lists.append(Table(f"{listed.plan.year}年义务教育学校交流校长名单", columns, principal_rows(listed), [note]))
    return lists


def _count(listed: PublicList) -> str:
    return f"共{len(listed.movers)}人，其中骨干教师{listed.backbone}人。学科为交流后任教学科。"


def _values(listed: PublicList, office: Office, annexes: Sequence[Table]) -> dict[str, object]:
    """What the wording can name."""
    plan, metrics = listed.plan, listed.plan.metrics
    exchanged, backbone = listed.ratios[:2]
    pinned = metrics["pinned_moves"]
    ways = "，".join(f"{way.replace('→', '到')}{count}人" for way, count in metrics["moves_by_tier"].items())
    return {
        **office_values(office),
        "年份": str(plan.year),
        "基准日": chinese_date(datetime.date.fromisoformat(plan.as_of)),
        "依据": listed.case.policy.document_in_full,
        "文号": listed.case.policy.document,
        "符合条件人数": str(plan.eligible),
        "交流人数": str(len(listed.movers)),
        "交流比例": _percent(exchanged.check.share),
        "交流下限": str(exchanged.check.percent),
        "交流出处": exchanged.source,
        "交流结论": _verdict(exchanged),
        "骨干人数": str(listed.backbone),
        "骨干比例": _percent(backbone.check.share),
        "骨干下限": str(backbone.check.percent),
        "骨干出处": backbone.source,
        "骨干结论": _verdict(backbone),
        "流动方向": ways or "没有教师流动",
        "校长不列入": metrics["principals"] is None,
        "应交流校长": (metrics["principals"] or {}).get("due", 0),
        "校长交流人数": len(listed.principals),
        "证明": proof(plan),
        "种子": plan.seed,
        "指定人数": pinned,
        "指定比例": _percent(percent_cut(pinned, len(listed.movers))),
        "假定数": str(len(assumed_rows(listed.case.policy, listed.plan))),
        "假定附件": str(next(i for i, annex in enumerate(annexes, 1) if annex.title == "假定事项")),
    }


def proof(plan: Plan) -> str:
    """What a notice may say of the plan's proof."""
    if plan.optimal and plan.repair is None:
        return f"{len(GOALS)}项目标逐项求得最好值，均已证明，不存在更好的方案。"
    with in_chinese():
        return "".join(sentences(plan))


def office_values(office: Office) -> dict[str, object]:
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


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"


def _verdict(ratio: Ratio) -> str:
    return {True: "达到", False: "未达到", None: "不适用"}[ratio.check.met]
