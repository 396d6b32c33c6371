"""The list as tables for further use: CSV, workbook, JSON; and the sheet the bureau files by school."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Collection

from rotation.county.county import NOT_GIVEN
from rotation.county.schema import STAGES
from rotation.notice.content import assumed_rows, mover_columns, mover_rows, principal_rows, proof
from rotation.notice.document import Document, Table
from rotation.notice.period import Period
from rotation.notice.public_list import PublicList
from rotation.output.parts import Cell, Field
from rotation.output.xlsx import Book

_RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would read the text as a formula


def csv_of(listed: PublicList) -> bytes:
    """The teachers' table as CSV, UTF-8 with BOM; a cell a spreadsheet would compute gets a ' in front."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([column.header for column in mover_columns(listed)])
    for row in mover_rows(listed):
        writer.writerow([f"'{cell}" if cell.startswith(_RISKY) else cell for cell in row])
    return file.getvalue().encode("utf-8-sig")


def workbook_of(document: Document) -> bytes:
    """Every table of the notice, one sheet each."""
    book = Book(document.name, document.dated)
    for i, annex in enumerate(document.annexes):
        fields = [Field(column.header, column.width / 2, _form(annex, j)) for j, column in enumerate(annex.columns)]
        rows = [
            [_number(cell) if field.form == "count" else cell for field, cell in zip(fields, row, strict=True)]
            for row in annex.rows
        ]
        book.add_table(f"{document.annex_label(i)} {annex.title}"[:31], fields, rows)
    return book.content()


def json_of(listed: PublicList, document: Document, period: Period | None, files: Collection[str] = ()) -> str:
    """The notice for a web site: text and tables by the names of their columns, nothing the notice does not show.

    It is also the record of the posting: of which plan it was, on which days it stands, which `files` go with it.
    """
    return _written({
        **_posting(listed, document, "notice" if listed.decided is None else "result", period),
        "supplement": _days(listed.decided.period if listed.decided else None),
        "files": sorted(files),
        "year": listed.plan.year,
        "policy": listed.plan.policy,
        "seed": listed.plan.seed,
        "proven": listed.plan.optimal,
        "proof": proof(listed.plan),
        "eligible": listed.plan.eligible,
        "moved": len(listed.movers),
        "backbone_moved": listed.backbone,
        **_said(listed, document),
        "ratios": [
            {"name": r.name, "part": r.check.part, "whole": r.check.whole, "percent": r.check.share,
             "at_least": r.check.percent, "met": r.check.met, "source": r.source, "assumed": r.assumed}
            for r in listed.ratios
        ],
        "assumed": [{"rule": row[0], "value": row[1], "note": row[2]} for row in assumed_rows(listed.case.policy, listed.plan)],
    })  # fmt: skip


def supplement_json(listed: PublicList, document: Document, period: Period) -> str:
    """The supplementary notice for a web site, and the record of its posting; `listed` is of its people alone."""
    return _written({**_posting(listed, document, "supplement", period), **_said(listed, document)})


def _posting(listed: PublicList, document: Document, kind: str, period: Period | None) -> dict[str, object]:
    """What is posted by whom, of which plan and on which days."""
    return {
        "format": "rotation-notice/1",
        "title": document.name,
        "organ": document.organ,
        "date": str(document.dated),
        "kind": kind,
        "plan_sha256": listed.plan.fingerprint,
        "period": _days(period),
    }


def _said(listed: PublicList, document: Document) -> dict[str, object]:
    """Its text and its lists of people."""
    names = [column.header for column in mover_columns(listed)]
    return {
        "text": [block.text for block in document.blocks],
        "teachers": [dict(zip(names, row, strict=True)) for row in mover_rows(listed)],
        "principals": [
            {"name": row[1], "gender": row[2], "from": row[3], "to": row[4]} for row in principal_rows(listed)
        ],
    }


def _written(data: dict[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _days(period: Period | None) -> dict[str, object] | None:
    if period is None:
        return None
    return {"first": str(period.first), "last": str(period.last), "working_days": period.days}


def filing_schedule(listed: PublicList, document: Document) -> bytes:
    """What changes in posts, school by school, for filing with the two departments of (十二): 编制 and 岗位."""
    county, schools = listed.case.county, listed.case.county.schools
    moves, appointed = listed.resolved.moves, listed.resolved.appointed
    people = county.teachers
    gone, come = Counter(move.origin for move in moves), Counter(move.school for move in moves)
    senior_gone = Counter(move.origin for move in moves if people.senior[move.teacher])
    senior_come = Counter(move.school for move in moves if people.senior[move.teacher])
    for t, post in appointed:
        origin, to = int(people.school[t]), county.rows_of_post[post]
        u = next((row for row in to if schools.stage[row] == schools.stage[origin]), to[0])
        gone[origin] += 1
        come[u] += 1
        senior_gone[origin] += int(people.senior[t])
        senior_come[u] += int(people.senior[t])
    rows: list[list[Cell]] = []
    for u in range(len(schools)):
        staff, quota, senior = int(county.staff[u]), int(schools.staff_quota[u]), int(county.senior[u])
        posts = int(schools.senior_posts[u])
        after, senior_after = staff - gone[u] + come[u], senior - senior_gone[u] + senior_come[u]
        rows.append(
            [schools.school_id[u], schools.name[u], STAGES[schools.stage[u]], quota, staff, gone[u], come[u], after,
             quota - after, None if posts == NOT_GIVEN else posts, senior, senior_gone[u], senior_come[u], senior_after]
        )  # fmt: skip
    numbers = [sum(value for row in rows if isinstance(value := row[i], int)) for i in range(3, 14)]
    rows.append(["合计", "", "", *numbers])
    fields = [
        Field("学校代码", 11), Field("学校名称", 26), Field("学段", 7),
        *(Field(text, 9, "count") for text in (
            "编制数", "现有人数", "流出", "流入", "交流后", "余编", "高级岗位", "现有高级", "高级流出", "高级流入", "交流后高级",
        )),
    ]  # fmt: skip
    book = Book(f"{document.name}备案表", document.dated)
    book.add_table("编制和岗位变动", fields, rows, marks=[*(None for _ in rows[:-1]), "good"], frozen_columns=2)
    return book.content()


def _form(table: Table, column: int) -> str:
    """Numbers where every cell of the column is one."""
    cells = [row[column] for row in table.rows]
    return "count" if cells and all(_whole(cell) for cell in cells) else "text"


def _whole(cell: str) -> bool:
    return cell.isascii() and cell.isdigit()


def _number(cell: str) -> int:
    return int(cell)
