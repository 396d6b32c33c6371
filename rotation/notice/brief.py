"""One side of A4 for whoever decides: what is decided, both ratios, what it brings, what it costs, what is assumed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from rotation.language import in_chinese
from rotation.notice.content import assumed_rows
from rotation.notice.document import Block, Document
from rotation.planning.audit import must_pass
from rotation.planning.figures import DOCUMENT, EXCHANGED, RatioCheck
from rotation.planning.plan import Plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.parameters import setting_words
from rotation.policy.policy import Policy
from rotation.report.proof import sentences
from rotation.report.words import county_name
from rotation.rules.case import Case

_UNWILLING = "不愿"


def brief(resolved: ResolvedPlan) -> Document:
    """The page of a plan, in Chinese whatever the language of the messages; every number is the plan's.

    Raises AuditFailed where the plan does not stand a recount, BadData where the data have changed since.
    """
    must_pass(resolved)
    plan = resolved.plan
    with in_chinese():
        parts = _parts(resolved)
    blocks = [Block(kind, text) for heading, texts in parts for kind, text in
              (("heading", heading), *(("text", text) for text in texts))]  # fmt: skip
    who = "教师" if plan.metrics["principals"] is None else "教师校长"
    title = f"{county_name(plan.county)}{plan.year}年|{who}交流轮岗方案要点"
    return Document(title, blocks, (), "", datetime.date.fromisoformat(plan.as_of), compact=True)


def _parts(resolved: ResolvedPlan) -> Sequence[tuple[str, Sequence[str]]]:
    """Headings with their paragraphs."""
    case, plan = resolved.case, resolved.plan
    return (
        ("一、拟定什么", _decided(plan)),
        ("二、两项比例", _ratios(resolved)),
        ("三、带来什么", _brings(resolved)),
        ("四、付出什么", _costs(resolved)),
        ("五、是否最好", [*sentences(plan), *_unproven(case, plan)]),
        ("六、哪些是假定", _assumed(case, plan)),
    )


def _decided(plan: Plan) -> list[str]:
    figures = plan.metrics
    ways = "，".join(f"{way.replace('→', '到')}{count}人" for way, count in figures["moves_by_tier"].items())
    if not figures["moved"]:
        teachers = "没有教师交流。"
    else:
        backbone = f"其中骨干教师{figures['backbone_moved']}人" if figures["backbone_moved"] else "其中没有骨干教师"
        teachers = f"交流教师{figures['moved']}人，{backbone}；{ways}。"
    if figures["pinned_moves"]:
        teachers += f"其中由主管部门事先指定须交流的{figures['pinned_moves']}人。"
    principals = figures["principals"]
    if principals is None:
        return [teachers, "本次不列入校长，校长交流另行安排。"]
    due = (
        f"连任达到规定届数、应当交流的校长{principals['due']}人"
        if principals["due"]
        else "没有连任达到规定届数、应当交流的校长"
    )
    moved = f"拟交流校长{principals['moved']}人" if principals["moved"] else "不安排校长交流"
    kept = f"（应当交流而没有可以互换的岗位、暂不交流的{principals['kept']}人）" if principals["kept"] else ""
    appointing = "校长人选由主管部门按干部管理权限任免。" if principals["moved"] else ""
    return [teachers, f"{due}，{moved}{kept}。{appointing}"]


def _ratios(resolved: ResolvedPlan) -> list[str]:
    policy, ratios = resolved.case.policy, resolved.ratios
    texts = []
    for exchanged, backbone in zip(ratios[::2], ratios[1::2], strict=True):
        source = policy.document if exchanged.asked_by == DOCUMENT else f"{policy.national.document}（仅供对照）"
        texts.append(f"按{source}：{_ratio(policy, exchanged)}；{_ratio(policy, backbone)}。")
    return [*texts, "百分比只舍不入。"]


def _ratio(policy: Policy, check: RatioCheck) -> str:
    name = "交流教师占符合条件教师" if check.of == EXCHANGED else "骨干教师占交流教师"
    if check.share is None:
        return f"{name}不适用（没有可比的人数）"
    verdict = "达到" if check.met else "未达到"
    aside = ""
    if check.threshold in policy.overrides:
        aside = f"（本次另行设定，政策包为{policy.stated[check.threshold]}%）"
    return f"{name}{check.part}/{check.whole}，{check.share:.2f}%，要求不低于{check.percent}%{aside}，{verdict}"


def _brings(resolved: ResolvedPlan) -> list[str]:
    figures = resolved.plan.metrics
    before, after = (figures["shortage"][when] for when in ("before", "after"))
    texts = [_became("学科缺员岗位", before["posts"], after["posts"], "个") + "。"]
    for stage, cv in figures["backbone_cv"].items():
        if cv["before"] is not None:
            within = "在此以内" if cv["within"] else "超出"
            texts.append(
                _became(f"{stage}校际骨干教师差异系数", format(cv["before"], ".4f"), format(cv["after"], ".4f"), "")
                + f"（国家督导要求不高于{cv['limit']:.2f}，{within}）。"
            )
    below = figures["schools_below"]
    for key, name in (("backbone_per_100", "骨干教师"), ("arts_per_100", "体育、音乐、美术教师")):
        short = f"每百名学生{name}不足{below[key]['floor']}人的学校"
        texts.append(_became(short, below[key]["before"], below[key]["after"], "所") + "。")
    target = resolved.case.county.schools.target
    come = sum(1 for move in resolved.moves if target[move.school] and not target[move.origin])
    texts.append(f"从其他学校流向乡村和薄弱学校{come}人。" if come else "没有教师从其他学校流向乡村和薄弱学校。")
    return texts


def _became(what: str, before: object, after: object, unit: str) -> str:
    if before == after == 0:
        return f"{what}交流前后都没有"
    return f"{what}仍为{before}{unit}" if before == after else f"{what}由{before}{unit}变为{after}{unit}"


def _costs(resolved: ResolvedPlan) -> list[str]:
    people, figures, moves = resolved.case.county.teachers, resolved.plan.metrics, resolved.moves
    if not moves:
        return ["没有教师交流。"]
    against = sum(1 for move in moves if people.willingness[move.teacher] == _UNWILLING)
    other = sum(1 for move in moves if int(people.subject[move.teacher]) != move.subject)
    ranks = figures["wishes"]
    first, later = ranks.get("1", 0), sum(count for rank, count in ranks.items() if rank.isdigit() and rank != "1")
    far = figures["commute_km"]
    counted = (
        ("表示不愿而须交流的", against), ("改教其他学科的", other), ("到第一志愿学校的", first), ("到其他志愿学校的", later),
        ("到志愿以外学校的", ranks.get("unlisted", 0)), ("未填志愿的", ranks.get("none", 0)),
    )  # fmt: skip
    people_words = "；".join(f"{who}{count}人" for who, count in counted if count)
    return [f"{people_words}。到新学校的直线距离中位数{far['median']:g}公里，最远{far['longest']:g}公里。"]


def _unproven(case: Case, plan: Plan) -> list[str]:
    """Which goals are not proven, where the plan is not one of fewest changes, of which its cost is told."""
    names = [case.policy.rules[line.id].title for line in plan.goals if not line.proven]
    if plan.repair is not None or not names:
        return []
    return [f"尚未证明为最好的目标：{'、'.join(names)}。"]


def _assumed(case: Case, plan: Plan) -> list[str]:
    policy = case.policy
    names = [f"{title}{f'（{value}）' if value else ''}" for title, value, _ in assumed_rows(policy, plan)]
    overrides = [setting_words(policy, key, policy.values[key]) for key in policy.overrides]
    put = [f"本次另行设定、与政策包不同的取值：{'、'.join(overrides)}。"] if overrides else []
    if not names:
        return ["没有假定的取值。", *put]
    return [f"文件没有规定、由本方案取定、可以改动的共{len(names)}项：{'、'.join(names)}。", *put]
