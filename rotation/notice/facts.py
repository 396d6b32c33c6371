"""个人信息核对表: one page for each teacher with the facts that decide, what follows from each, and a slip to correct them.

What no rule needs is not on it. Of births only the months to retirement stand there, of reasons for exemption only
whether one is recorded, of homes only whether distances are counted from there.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from rotation.county.schema import SENIOR_TITLES, STAGES
from rotation.notice.document import Block, Column, Document, Table
from rotation.notice.statement import REASONS
from rotation.planning.resolved import ResolvedPlan
from rotation.rules.case import ELIGIBLE, Case

NONE = "无"
_FACTS = (Column("事项", 26), Column("登记内容", 56, "left"), Column("由此得出", 84, "left"))
_SLIP = (Column("事项", 30), Column("现登记", 40), Column("应为", 40), Column("依据的材料", 56))
_TO_WRITE_IN = "　\n　"  # a row high enough for a pen
_SLIP_ROWS = 3
_TEAR = "－　" * 10 + "沿此线裁下" + "　－" * 10

Line = tuple[str, str, str]


def fact_sheet(case: Case, teacher: int, plan: ResolvedPlan | None = None) -> Document:
    """The page of `teacher`, a row of the county's teachers; with `plan` also what it proposes."""
    people, schools = case.county.teachers, case.county.schools
    name, teacher_id = people.name[teacher], people.teacher_id[teacher]
    principal = bool(people.principal[teacher])
    texts = [
        f"下列信息是编制{case.year}年教师交流轮岗方案的依据，年限和月数算到{case.year}年9月1日。请核对；有误的填写下方回执，连同证明材料"
        "交所在学校。出生年月、家庭位置和不交流事由的内容不在本页列出。",
        _principal_verdict(case, teacher) if principal else _verdict(case, teacher),
    ]
    if plan is not None:
        texts.append(_proposed(plan, teacher))
    blocks = [Block("to", f"{name}（工号{teacher_id}）："), *(Block("text", text) for text in texts)]
    lines = _principal_lines(case, teacher) if principal else _lines(case, teacher)
    slip = Table(
        f"更正回执　　{name}　{teacher_id}　{schools.name[people.school[teacher]]}", _SLIP,
        [(_TO_WRITE_IN, "", "", "")] * _SLIP_ROWS,
        ["□经核对无误　　□有误，更正如上　　　本人签名：　　　　　　　　　日期：　　　年　　月　　日"],
    )  # fmt: skip
    return Document(
        f"{case.year}年教师交流轮岗|个人信息核对表", blocks, (), "", datetime.date.fromisoformat(case.as_of),
        [Table("登记的信息", _FACTS, lines, [_TEAR]), slip], compact=True,
        footer=f"数据指纹 {case.county.digest[:16]}",
    )  # fmt: skip


def _verdict(case: Case, teacher: int) -> str:
    reason = case.reason[teacher]
    if reason == ELIGIBLE:
        return "由此得出：您符合本年度交流条件。符合条件不等于必须交流，是否交流由方案确定。"
    return f"由此得出：您不符合本年度交流条件。首要原因：{REASONS[reason]}。"


def _principal_verdict(case: Case, teacher: int) -> str:
    if not case.policy.on("principals"):
        return "由此得出：本年度方案不列入校长，校长交流另行安排。"
    due = not case.county.teachers.exemption[teacher] and all(
        within for _, within in (_terms(case, teacher), _principal_months(case, teacher))
    )
    return f"由此得出：您{'属于' if due else '不属于'}按规定应当交流的校长。校长人选由主管部门按干部管理权限任免。"


def _lines(case: Case, teacher: int) -> list[Line]:
    """Each fact: what it is called, what is recorded, what follows."""
    people, number = case.county.teachers, case.policy.number
    years, least = int(case.years_served[teacher]), number("service.min_years")
    months, more = int(case.months_left[teacher]), number("retirement.min_months")
    title, level = people.title[teacher], people.backbone[teacher]
    return [
        *_post(case, teacher),
        ("到校年月", _month(int(people.joined[teacher])), f"满{years}年，规定不少于{least}年，{_met(years >= least)}"),
        ("出生年月", "不列出", _retirement(months, more)),
        ("职称", title, "计入高级岗位" if title in SENIOR_TITLES else "不计入高级岗位"),
        ("骨干层次", level or NONE, "计入骨干教师" if case.backbone[teacher] else "不计入骨干教师"),
        ("师德考核", "合格" if people.ethical[teacher] else "不合格", _met(bool(people.ethical[teacher]))),
        _exemption(case, teacher),
        ("交流意愿", people.willingness[teacher], "在前列各项目标相同时考虑"),
        ("志愿", _wishes(case, teacher), "在前列各项目标相同时考虑"),
        _home(case, teacher),
    ]  # fmt: skip


def _principal_lines(case: Case, teacher: int) -> list[Line]:
    if not case.policy.on("principals"):
        return [*_post(case, teacher), _exemption(case, teacher)]
    people = case.county.teachers
    return [
        *_post(case, teacher),
        ("任期届数", f"{int(people.terms[teacher])}届", _terms(case, teacher)[0]),
        ("出生年月", "不列出", _principal_months(case, teacher)[0]),
        _exemption(case, teacher),
    ]


def _post(case: Case, teacher: int) -> list[Line]:
    people, schools, subjects = case.county.teachers, case.county.schools, case.county.subjects
    school = int(people.school[teacher])
    target = "乡村或薄弱学校" if schools.target[school] else "不是乡村或薄弱学校"
    others = "、".join(subjects[k] for k in people.others[teacher])
    return [
        ("现任学校", schools.name[school], target),
        ("任教学段", STAGES[schools.stage[school]], "只安排到设有这一学段的学校"),
        ("任教学科", subjects[people.subject[teacher]], "按此学科计算余缺"),
        *([("兼教学科", others, "可以安排改教")] if others else []),
        ("职务", people.post[teacher], "校长另行安排" if people.principal[teacher] else "按教师安排"),
    ]


def _terms(case: Case, teacher: int) -> tuple[str, bool]:
    terms, most = int(case.county.teachers.terms[teacher]), case.policy.number("principals.max_terms")
    return f"规定满{most}届应当交流，{'已满' if terms >= most else '未满'}", terms >= most


def _principal_months(case: Case, teacher: int) -> tuple[str, bool]:
    months, more = int(case.months_left[teacher]), case.policy.number("principals.min_months")
    return _retirement(months, more), months > more


def _retirement(months: int, more: int) -> str:
    left = f"距法定退休{months}个月" if months > 0 else "已到法定退休时间"
    return f"{left}，规定多于{more}个月，{_met(months > more)}"


def _exemption(case: Case, teacher: int) -> Line:
    recorded = bool(case.county.teachers.exemption[teacher])
    return "不交流事由", "已登记，内容不列出" if recorded else "未登记", "本年度不交流" if recorded else "不影响"


def _wishes(case: Case, teacher: int) -> str:
    schools = case.county.schools
    listed = sorted(case.county.wishes.get(teacher, {}).items(), key=lambda wish: (wish[1], wish[0]))
    names = [f"{rank}.{schools.name[case.county.rows_of_post[school][0]]}" for school, rank in listed]
    return "　".join(names) or "未填报"


def _home(case: Case, teacher: int) -> Line:
    people = case.county.teachers
    placed = (
        people.home_lon[teacher] == people.home_lon[teacher] and people.home_lat[teacher] == people.home_lat[teacher]
    )
    return ("家庭位置", "已登记，内容不列出" if placed else "未登记",
            "距离从家庭算起" if placed else "距离从现任学校算起")  # fmt: skip


def _proposed(resolved: ResolvedPlan, teacher: int) -> str:
    county = resolved.case.county
    move, post = resolved.move_of.get(teacher), resolved.post_of.get(teacher)
    if move is not None:
        stage = STAGES[county.schools.stage[move.school]]
        return f"拟定方案：安排您交流到{county.schools.name[move.school]}，任教{stage}{county.subjects[move.subject]}。"
    if post is not None:
        return f"拟定方案：建议您交流到{county.schools.name[county.rows_of_post[post][0]]}。"
    return "拟定方案：未安排您交流。"


def _month(date: int) -> str:
    return f"{date // 10000}年{date // 100 % 100}月"


def _met(within: bool) -> str:
    return "达到" if within else "未达到"


def by_school(case: Case) -> dict[str, list[int]]:
    """Each school's teachers, principals first and then by id, as rows of the county's teachers."""
    county, people = case.county, case.county.teachers
    found: dict[str, list[int]] = {}
    for t in sorted(range(len(people)), key=lambda t: (not people.principal[t], people.teacher_id[t])):
        found.setdefault(county.schools.school_id[people.school[t]], []).append(t)
    return dict(sorted(found.items()))


def sheets_of(case: Case, teachers: Sequence[int], plan: ResolvedPlan | None = None) -> list[Document]:
    """The pages of several teachers."""
    return [fact_sheet(case, teacher, plan) for teacher in teachers]
