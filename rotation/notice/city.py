"""The city's notice: the plans of several counties beside each other, each with its ratios."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rotation.errors import AuditFailed, UsageFault
from rotation.language import in_chinese, say
from rotation.notice.content import office_values
from rotation.notice.document import Column, Document, Row, Table, chinese_date
from rotation.notice.office import Office
from rotation.notice.period import Period
from rotation.notice.text import fill, wording
from rotation.output.files import as_recorded, of_one_run
from rotation.planning.audit import audit
from rotation.planning.figures import DOCUMENT, EXCHANGED, RatioCheck, percent_cut
from rotation.planning.plan import Plan, read_plan
from rotation.planning.resolved import stated_ratios
from rotation.policy.policy import Policy
from rotation.report.proof import status
from rotation.rules.case import Case

COLUMNS = (
    Column("序号", 13), Column("县（市、区）", 36), Column("符合条件", 20), Column("交流", 16), Column("比例（%）", 20),
    Column("文件要求", 20), Column("国家口径", 20), Column("骨干", 14), Column("占交流（%）", 24), Column("文件要求", 20),
    Column("国家口径", 20),
)  # fmt: skip
HEADS = (
    Column("序号", 15),
    Column("县（市、区）", 60),
    Column("应交流校长", 40),
    Column("拟交流校长", 40),
    Column("方案", 70),
)


@dataclass(frozen=True)
class CountyLine:
    """A county of the city: its plan, its ratios (the document's, the nation's), whether recounted."""

    plan: Plan
    ratios: tuple[RatioCheck, ...]
    recounted: bool

    @property
    def verdicts(self) -> tuple[bool | None, ...]:
        """Whether the share exchanged reaches the document's and the nation's, then the share of backbone teachers."""
        return tuple(check.met for check in sorted(self.ratios, key=lambda check: check.of != EXCHANGED))

    @property
    def backbone(self) -> int:
        return sum(move.backbone for move in self.plan.moves)

    @property
    def met(self) -> bool:
        """Whether both ratios of the document are reached."""
        return all(check.met is not False for check in self.ratios if check.asked_by == DOCUMENT)


def find_plans(folder: Path) -> list[Plan]:
    """The plans in the sub-folders of `folder`, by county.

    Raises UsageFault where there are none, two of one county, or different years or policies.
    """
    paths = sorted(folder.glob("*/plan.json"))
    for path in paths:
        of_one_run(path)
        as_recorded(path)
    plans = sorted(map(read_plan, paths), key=lambda plan: plan.county)
    if not plans:
        raise UsageFault(say("{folder}: no folder in it holds a plan.json", folder=folder))
    for what, values in (
        (say("plan years"), {str(plan.year) for plan in plans}),
        (say("policy packs"), {plan.policy for plan in plans}),
    ):
        if len(values) > 1:
            raise UsageFault(
                say("the plans are of different {what}: {values}", what=what, values="、".join(sorted(values)))
            )
    names = [plan.county for plan in plans]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageFault(say("two plans are of one county: {names}", names="、".join(twice)))
    return plans


def county_lines(plans: Sequence[Plan], policy: Policy, cases: Mapping[str, Case]) -> list[CountyLine]:
    """Each plan judged: by a recount where `cases` has the county, else by its own numbers alone.

    Raises AuditFailed naming every county whose plan does not stand.
    """
    broken = []
    lines = []
    for plan in plans:
        case = cases.get(plan.county)
        wrong = _wrong_in_itself(plan) if case is None else audit(case, plan).wrong
        if wrong:
            broken.append(f"{plan.county}（{'、'.join(wrong)}）")
        lines.append(CountyLine(plan, stated_ratios(policy.as_planned(plan.parameters), plan), case is not None))
    if broken:
        raise AuditFailed(say("these plans do not stand the audit: {names}", names="；".join(broken)))
    return lines


def _wrong_in_itself(plan: Plan) -> list[str]:
    """What can be seen without the county's tables: broken clauses, and totals the rows do not add up to."""
    wrong = list(plan.contradictions())
    wrong += [line.id for line in plan.clauses if line.binding and line.satisfied is False]
    counted = {
        "moved": len(plan.moves),
        "backbone_moved": sum(move.backbone for move in plan.moves),
        "eligible": plan.eligible,
    }
    wrong += [f"metrics.{name}" for name, value in counted.items() if plan.metrics.get(name) != value]
    if (plan.metrics.get("principals") or {}).get("moved", 0) != len(plan.principals):
        wrong.append("metrics.principals")
    if len({move.teacher_id for move in plan.moves}) != len(plan.moves):
        wrong.append("moves")
    return wrong


def city_notice(
    lines: Sequence[CountyLine], policy: Policy, office: Office, period: Period, dated: datetime.date, text: Path | None
) -> Document:
    """The notice and its tables; the last row of the first is the city's total."""
    year = lines[0].plan.year
    eligible = sum(line.plan.eligible for line in lines)
    moved, backbone = sum(len(line.plan.moves) for line in lines), sum(line.backbone for line in lines)
    note = f"文件要求为{policy.document}，国家口径为{policy.national.document}，后者仅供对照。百分比只舍不入。"
    total = ("", "合计", str(eligible), str(moved), _share(moved, eligible), "", "", str(backbone),
             _share(backbone, moved), "", "")  # fmt: skip
    annexes = [
        Table(f"{year}年各县（市、区）教师交流情况", COLUMNS, [*_exchanged(lines), total], [note]),
        Table(
            f"{year}年各县（市、区）校长交流情况", HEADS, _appointed(lines), ["校长人选由主管部门按干部管理权限任免。"]
        ),
    ]
    values = {
        **office_values(office),
        "年份": str(year),
        "依据": policy.document_in_full,
        "文号": policy.document,
        "公示起": chinese_date(period.first),
        "公示止": chinese_date(period.last),
        "公示天数": str(period.days),
        "县数": str(len(lines)),
        "符合条件人数": str(eligible),
        "交流人数": str(moved),
        "交流比例": _share(moved, eligible),
        "骨干人数": str(backbone),
        "骨干比例": _share(backbone, moved),
        "校长交流人数": sum(len(line.plan.principals) for line in lines),
        "未达到": "、".join(line.plan.county for line in lines if not line.met),
        "已复核": "、".join(line.plan.county for line in lines if line.recounted),
        "未复核": "、".join(line.plan.county for line in lines if not line.recounted),
    }
    title, blocks = fill(*wording(policy.id, "city", text), values)
    return Document(title, blocks, annexes, office.organ, dated)


def _exchanged(lines: Sequence[CountyLine]) -> list[Row]:
    """Each county's teachers who move, its shares and whether they reach what is asked."""
    return [
        (str(i), line.plan.county, str(line.plan.eligible), str(len(line.plan.moves)),
         _share(len(line.plan.moves), line.plan.eligible), *map(_word, line.verdicts[:2]), str(line.backbone),
         _share(line.backbone, len(line.plan.moves)), *map(_word, line.verdicts[2:]))
        for i, line in enumerate(lines, 1)
    ]  # fmt: skip


def _appointed(lines: Sequence[CountyLine]) -> list[Row]:
    """Each county's principals due and proposed, with the status of its plan, and the total."""
    rows: list[Row] = [
        (str(i), line.plan.county, *_principals(line.plan), _status(line)) for i, line in enumerate(lines, 1)
    ]
    due = sum((line.plan.metrics["principals"] or {}).get("due", 0) for line in lines)
    principals = sum(len(line.plan.principals) for line in lines)
    return [*rows, ("", "合计", str(due), str(principals), "")]


def city_json(lines: Sequence[CountyLine], document: Document) -> str:
    """The same for a machine."""
    data = {
        "format": "rotation-city/1",
        "title": document.name,
        "date": str(document.dated),
        "year": lines[0].plan.year,
        "counties": [
            {
                "county": line.plan.county, "eligible": line.plan.eligible, "moved": len(line.plan.moves),
                "backbone_moved": line.backbone, "principals_moved": len(line.plan.principals),
                "lamps": dict(zip(("exchanged", "exchanged_national", "backbone", "backbone_national"), line.verdicts, strict=True)),
                "status": "optimal" if line.plan.optimal else "feasible", "recounted": line.recounted,
            }
            for line in lines
        ],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _principals(plan: Plan) -> tuple[str, str]:
    """Principals due and principals proposed to move."""
    principals = plan.metrics["principals"]
    return ("不列入", "不列入") if principals is None else (str(principals["due"]), str(len(plan.principals)))


def _status(line: CountyLine) -> str:
    """What the county's plan is; what nobody recounted is only what the plan says."""
    with in_chinese():
        return status(line.plan) if line.recounted else f"{status(line.plan)}（方案自述，未复核）"


def _share(part: int, whole: int) -> str:
    share = percent_cut(part, whole)
    return "–" if share is None else f"{share:.2f}"


def _word(check: bool | None) -> str:
    return {True: "达到", False: "未达到", None: "不适用"}[check]
