"""个人说明: one page for a teacher who asks, with nobody else's personal data in it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from rotation.county.schema import STAGES
from rotation.explain.inquiry import BETTER, COSTS, DRAWN, IMPOSSIBLE, Answer, Inquiry
from rotation.language import in_chinese
from rotation.notice.document import Block, Document
from rotation.notice.office import Office
from rotation.planning.plan import Plan
from rotation.report.answers import goal_change
from rotation.report.proof import sentences
from rotation.report.words import rule_title
from rotation.rules.case import ELIGIBLE
from rotation.rules.goals.lottery import draw

# 《个人信息保护法》 lets a person ask how a decision about them was made; no reason is told beyond its kind.
REASONS = {
    "principal": "校长另行安排，不计入教师交流",
    "ethics": "师德考核不符合交流条件",
    "exemption": "登记有暂不交流的情形",
    "service": "在现任教学校工作年限未满规定年限",
    "retirement": "距法定退休时间不足规定时间",
}
# What leaves no move at all, by the rule that stands in the way.
_BARRED = {
    "pins": "主管部门已有指定",
    "direction": "除到薄弱学校外，不向上一类地区流动",
    "reach": "其他学校的距离超过规定",
    "stage": "没有其他学校设有您任教的学段",
    "own": "没有其他学校设有您任教的学段",
    "principals": "您可以担任的其他岗位没有空出",
}


def statement(
    inquiry: Inquiry, teacher: int, answers: Sequence[Answer], office: Office, dated: datetime.date
) -> Document:
    """The page for `teacher`; the first of `answers`, which are those of `explain`, says why or why not."""
    case, plan = inquiry.case, inquiry.plan
    people, schools = case.county.teachers, case.county.schools
    move = inquiry.move_of.get(teacher)
    home = schools.name[people.school[teacher]]
    principal = bool(people.principal[teacher])
    post = inquiry.resolved.post_of.get(teacher)
    texts: list[str] = []
    if move is not None:
        to, subject = schools.name[move.school], case.county.subjects[move.subject]
        texts.append(
            f"{plan.year}年教师交流轮岗方案拟安排您由{home}交流到{to}，任教{STAGES[schools.stage[move.school]]}{subject}。"
        )
    elif post is not None:
        texts.append(
            f"{plan.year}年校长交流轮岗方案建议您由{home}交流到{schools.name[case.county.rows_of_post[post][0]]}。"
        )
    else:
        texts.append(f"{plan.year}年教师交流轮岗方案未安排您交流，您继续在{home}任教。")
    if not principal and case.reason[teacher] != ELIGIBLE:
        texts.append(f"原因：{REASONS[case.reason[teacher]]}。")
    if principal and not case.policy.on("principals"):
        texts.append("本年度方案不列入校长，校长交流另行安排。")
    texts.append(_proof(plan))
    if answers and (principal or case.reason[teacher] == ELIGIBLE):
        otherwise = "您不交流" if move is not None or post is not None else "您交流"
        texts.append(_why(inquiry, answers[0], otherwise, principal=principal))
    if move is not None:
        parts = (people.teacher_id[teacher], schools.school_id[move.school], case.county.subjects[move.subject])
        number = draw(plan.seed, *parts)
        texts.append(
            f"抽签种子为“{plan.seed}”，您的签号为{number}，由“{'|'.join((plan.seed, *parts))}”作SHA-256运算取前30位得出，可以自行验算。"
        )
    contact = office.objection
    texts.append(
        f"对本说明有疑问的，可以向{contact.unit}（电话：{contact.telephone}）提出。本说明仅供本人了解，不对外公开。"
    )
    blocks = [Block("to", f"{people.name[teacher]}："), *(Block("text", text) for text in texts)]
    return Document(f"{plan.year}年教师交流轮岗|个人说明", blocks, (), office.organ, dated)


def _proof(plan: Plan) -> str:
    """How the plan came about, with no more than is proven of it."""
    order = "各项目标依次比较，前一项相同才比较后一项"
    if plan.repair is not None:
        with in_chinese():
            return f"方案按照公布的规则，由计算机求得，{order}。{''.join(sentences(plan))}"
    if plan.optimal:
        return f"方案按照公布的规则，由计算机在全部可能的安排中求得，{order}，并经证明没有更好的安排。"
    return f"方案按照公布的规则，由计算机在限定时间内求得，{order}；部分目标尚未证明为最好。"


def _why(inquiry: Inquiry, answer: Answer, otherwise: str, *, principal: bool) -> str:
    """What would become of the plan if the teacher did otherwise; each number is one of the answer's own."""
    lead = f"经重新计算：若{otherwise}"
    if answer.verdict == IMPOSSIBLE:
        names = "、".join(_title(inquiry, clause) for clause in answer.clauses)
        if answer.conflict is None:
            return f"经核算：{otherwise}没有可行的安排，主要原因是{_BARRED[answer.clauses[0]]}。"
        return f"经核算：若{otherwise}，则“{names}”不能同时满足，没有可行的方案。"
    if answer.differing is None:
        return f"{lead}，各项目标都可以与本方案相同。"
    was, then = answer.differing
    with in_chinese():
        title, change = goal_change(inquiry, answer, replace(was, bound=None), replace(then, bound=None))
    if answer.verdict == COSTS:
        others = f"，并另有{answer.others}名{'校长' if principal else '教师'}的安排要随之改变" if answer.others else ""
        return (
            f"{lead}而规则不变，则最好的方案在“{title}”一项上{change}，不如本方案（在它之前的各项目标相同）{others}。"
        )
    if answer.verdict == DRAWN:
        return (
            f"{lead}，则除抽签外的各项目标与本方案相同，两者由公开的抽签决定：本方案签号之和为{was.value}，"
            f"另一方案为{then.value}，以小者为准。"
        )
    if answer.verdict == BETTER:
        why = "以改动最少为先，未予采用" if inquiry.plan.repair is not None else "在限定时间内没有求得它"
        return f"{lead}，可以有在“{title}”一项上更好的方案（{change}，在它之前的各项目标相同）；本方案{why}。"
    return f"{lead}，各项目标会怎样，在限定的时间内没有算出。"


def _title(inquiry: Inquiry, rule: str) -> str:
    with in_chinese():
        return rule_title(inquiry.case.policy, rule)
