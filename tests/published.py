"""A county whose movers bear the names that break things, its plan, and everything published of it."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

from rotation.intake.read import read_county
from rotation.language import choose
from rotation.notice.content import make_notice
from rotation.notice.document import Document
from rotation.notice.office import Office, load_office
from rotation.notice.period import Period, notice_period
from rotation.notice.public_list import PublicList, make_public_list
from rotation.notice.publish import publish
from rotation.planning.plan import Plan
from rotation.planning.planner import make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.helpers import DAY, OFFICE

NAMES = (
    "王䶮", "李𠮷", "周喆", "<b>赵</b>", "钱&孙;", "*孙*", "$x$", "{{年份}}", "{% if x %}", '=HYPERLINK("http://a.b","点")',
    "+1-2", "@SUM(A1)", "-吴", "[燊]#let", "郑\\n王", "冯\u200f陈", "阿卜杜热合曼·" + "买买提" * 11, "#import", "一、褚",
    "（一）卫", "'蒋'", '"沈"', "|韩|", "杨</td>",
)  # fmt: skip


@dataclass(frozen=True)
class Published:
    """One notice, from its county to its files."""

    folder: Path
    listed: PublicList
    document: Document
    office: Office
    period: Period
    files: dict[str, bytes | str]
    letters: dict[str, bytes | str]

    def write(self, folder: Path, name: str) -> Path:
        """The file `name` on the disk."""
        content = self.files[name]
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


def published_of(county: Path, of: Plan, folder: Path) -> Published:
    """The county copied to `folder`, the movers of its plan renamed, and what is published of the plan made then."""
    choose("zh")
    shutil.copytree(county, folder)
    path = folder / "teachers.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    id_at, name_at = (
        next(i for i, head in enumerate(rows[0]) if head in names)
        for names in (("teacher_id", "工号"), ("name", "姓名"))
    )
    named = dict(zip((move.teacher_id for move in of.moves), NAMES, strict=False))
    assert len(named) == len(NAMES)
    for row in rows[1:]:
        row[name_at] = named.get(row[id_at], row[name_at])
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    policy = load_policy("nantong-2017")
    case = Case(read_county(folder, policy, 2026).county, policy, 2026)
    plan = make_plan(case, "2026").plan
    (folder.parent / "plan.json").write_text(plan.to_json(), "utf-8")
    listed, office = make_public_list(ResolvedPlan(case, plan)), load_office(OFFICE)
    period = notice_period(DAY, office.working_days, 2026)
    document = make_notice(listed, office, period, DAY, None)
    files, letters, _ = publish(listed, document, office, period, None, apart=True)
    return Published(folder, listed, document, office, period, files, letters)
