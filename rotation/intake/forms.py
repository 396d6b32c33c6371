"""What a school is asked for: its rows of the county's tables, and three forms offices know, as one workbook.

余缺表 (posts and teachers by subject), 申请表 (who asks to go, and where to) and 推荐汇总表 (whom the school recommends).
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rotation.county.schema import DEMAND, PRINCIPAL, SCHOOLS, TEACHERS, Column, Kind, Table
from rotation.intake.template import form_workbook
from rotation.language import N_, say

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
Row = dict[str, Any]

WISHES = ("first", "second", "third")  # the columns of wishes, in the order of their ranks
_PERSON = (
    Column("teacher_id", "工号", Kind.CODE, required=True, example="示例0001"),
    Column("name", "姓名", Kind.NAME, example="张示例"),
)
STAFFING = Table(
    "staffing", "学科余缺",
    N_("posts needed and teachers there, by subject; where the posts are left blank they follow from the classes"),
    (
        *DEMAND.columns[:3],
        Column("present", "现有人数", Kind.COUNT, hint=N_("who teaches it as main subject, the principal not counted")),
        replace(DEMAND.columns[3], required=False),
    ),
    key=("school_id", "stage", "subject"),
)  # fmt: skip
APPLICATIONS = Table(
    "applications", "申请表", N_("who asks to be exchanged, and to which schools; nobody else needs a row"),
    (
        *_PERSON,
        *(
            Column(name, header, Kind.TEXT, hint=N_("a school by its name or code"))
            for name, header in zip(WISHES, ("第一志愿", "第二志愿", "第三志愿"), strict=True)
        ),
    ),
    key=("teacher_id",),
)  # fmt: skip
RECOMMENDED = Table(
    "recommended", "推荐汇总表", N_("whom the school recommends for exchange; the bureau decides"),
    (
        *_PERSON,
        Column("school", "推荐去向", Kind.TEXT, hint=N_("a school by its name or code")),
        Column("posted", "校内公示", Kind.FLAG, hint=N_("whether the list was posted in the school")),
        Column("reason", "推荐理由", Kind.TEXT),
    ),
    key=("teacher_id",),
)  # fmt: skip
SCHOOL_FORMS = (SCHOOLS, TEACHERS, STAFFING, APPLICATIONS, RECOMMENDED)
_ASKED = (
    replace(SCHOOLS, purpose=N_("this school, one row for each stage")),
    replace(TEACHERS, purpose=N_("everybody on the staff of this school, the principal included")),
    *SCHOOL_FORMS[2:],
)
ASKED_ANEW = ("exemption", "willingness")  # what held last year says nothing of this one


def school_workbooks(tables: Tables, year: int, dated: datetime.date) -> dict[str, bytes]:
    """For each school of a county's tables the workbook it fills in for `year`, by file name, with its own rows alone.

    Reasons for exemption, willingness and wishes are blank, since they are asked anew; so are ID numbers, which no
    table keeps.
    """
    names: dict[str, str] = {}
    for row in tables["schools"]:
        names.setdefault(row["school_id"], row["name"])
    made = {}
    for school_id, name in sorted(names.items()):
        own = {
            table.name: [_blank_anew(table, row) for row in tables[table.name] if row["school_id"] == school_id]
            for table in (SCHOOLS, TEACHERS)
        }
        own[STAFFING.name] = _staffing(school_id, own["teachers"], tables.get("demand", ()))
        title = say("{name} ({id}): what is reported for the exchange of {year}", name=name, id=school_id, year=year)
        notes = [
            say("Filled in is what the county had last year. Correct what has changed, take out who has left, add who has come."),
            say("Exemptions, willingness and wishes are asked anew every year, and are blank."),
            say("Do not rename the sheets, and send this workbook back as it is."),
        ]  # fmt: skip
        made[file_name(school_id, name)] = form_workbook(title, dated, _ASKED, own, notes)
    return made


def file_name(school_id: str, name: str) -> str:
    """What a school's workbook is called: code and name, without what no file's name may hold."""
    return re.sub(r'[\\/:*?"<>|\s.]+', " ", f"{school_id} {name}").strip() + ".xlsx"


def written(column: Column, value: Any) -> Any:
    """A value of a table as it is typed into a cell: a list with 、, a date as 2015-09, yes and no as 是 and 否."""
    if column.kind is Kind.SUBJECTS:
        return "、".join(value or ())
    if column.kind is Kind.FLAG and value is not None:
        return "是" if value else "否"
    if column.kind is Kind.DATE and value is not None:
        year, month, day = value // 10000, value // 100 % 100, value % 100
        return f"{year}-{month:02}" if day == 1 else f"{year}-{month:02}-{day:02}"
    return value


def _blank_anew(table: Table, row: Mapping[str, Any]) -> Row:
    return {
        column.name: None if column.name in ASKED_ANEW else written(column, row.get(column.name))
        for column in table.columns
    }


def _staffing(school_id: str, teachers: Sequence[Row], demand: Sequence[Mapping[str, Any]]) -> list[Row]:
    """A row for each subject somebody teaches there or posts are needed in."""
    present = Counter((row["stage"], row["subject"]) for row in teachers if row["post"] != PRINCIPAL)
    needed = {(row["stage"], row["subject"]): row["required"] for row in demand if row["school_id"] == school_id}
    return [
        {"school_id": school_id, "stage": stage, "subject": subject, "present": present[stage, subject],
         "required": needed.get((stage, subject))}
        for stage, subject in sorted({*present, *needed})
    ]  # fmt: skip
