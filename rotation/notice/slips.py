"""What goes to one school or one teacher: who comes and who goes, and the letter to each who moves."""

from __future__ import annotations

import datetime

from rotation.goals.lottery import draw
from rotation.notice.document import Block, Column, Document, Table
from rotation.notice.office import Office
from rotation.notice.roll import Head, Mover, Roll

_OUT = (
    Column("序号", 15),
    Column("姓名", 35),
    Column("学科", 50),
    Column("交流到学校", 80, "left"),
    Column("骨干称号", 40),
)
_IN = (
    Column("序号", 15),
    Column("姓名", 35),
    Column("学科", 50),
    Column("来自学校", 80, "left"),
    Column("骨干称号", 40),
)


def school_slips(roll: Roll, office: Office, dated: datetime.date) -> list[Document]:
    """One page or more for each school_id where anybody comes or goes, in the order of the ids."""
    schools = roll.case.county.schools
    made = []
    for post, rows in sorted(roll.case.county.rows_of_post.items()):
        gone = [mover for mover in roll.movers if mover.move.from_school_id == post]
        come = [mover for mover in roll.movers if mover.move.to_school_id == post]
        name = schools.name[rows[0]]
        heads = [head for head in roll.heads if post in (head.move.from_school_id, head.move.to_school_id)]
        if not (gone or come or heads):
            continue
        tables = [
            Table(f"{title}{len(movers)}人", columns, [
                (str(i), mover.name, mover.post, mover.school if columns is _OUT else mover.origin, mover.level)
                for i, mover in enumerate(movers, 1)
            ])
            for title, columns, movers in (("交流出校教师", _OUT, gone), ("交流到校教师", _IN, come))
            if movers
        ]  # fmt: skip
        text = f"{roll.plan.year}年教师交流轮岗方案中，你校交流出{len(gone)}人、交流进{len(come)}人，名单如下。"
        blocks = [Block("to", f"{name}："), Block("text", text)]
        blocks += [Block("text", f"校长拟安排：{head.name}，由{head.origin}交流到{head.school}。") for head in heads]
        made.append(Document(f"{roll.plan.year}年教师交流轮岗|到校和离校名单", blocks, (), office.organ, dated, tables))
    return made


def letters(roll: Roll, office: Office, dated: datetime.date) -> list[tuple[str, Document]]:
    """For each who moves the id and the letter, one page: teachers by id, then principals."""
    movers = sorted(roll.movers, key=lambda mover: mover.move.teacher_id)
    return [
        *((mover.move.teacher_id, _letter(roll, office, dated, mover.name, _posting(roll, mover))) for mover in movers),
        *(
            (head.move.teacher_id, _letter(roll, office, dated, head.name, _appointment(roll, head)))
            for head in roll.heads
        ),
    ]


def _letter(roll: Roll, office: Office, dated: datetime.date, name: str, posting: list[str]) -> Document:
    desk = office.objection
    where = "，".join([desk.unit, f"电话：{desk.telephone}", *([f"地址：{desk.address}"] if desk.address else [])])
    texts = [
        *posting,
        f"对上述安排有疑问或者不同意见的，请在公示期内实名反映，并可以要求说明理由。受理单位：{where}。",
        "名单公示期满并经确定后，以正式公布的为准。",
    ]
    blocks = [Block("to", f"{name}："), *(Block("text", text) for text in texts)]
    return Document(f"{roll.plan.year}年教师交流轮岗|拟安排通知", blocks, (), office.organ, dated)


def _posting(roll: Roll, mover: Mover) -> list[str]:
    move, seed = mover.move, roll.plan.seed
    number = draw(seed, move.teacher_id, move.to_school_id, move.subject)
    return [
        f"按照{roll.case.policy.document}，经{roll.plan.year}年教师交流轮岗方案拟定，您自{roll.plan.year}年9月起由"
        f"{mover.origin}交流到{mover.school}，任教{mover.stage}{mover.subject}。"
        f"交流形式为{roll.words.form}，期限{roll.words.years}年。",
        f"抽签种子为“{seed}”，您的签号为{number}，由“{seed}|{move.teacher_id}|{move.to_school_id}|{move.subject}”"
        "作SHA-256运算取前30位得出，可以自行验算。",
    ]


def _appointment(roll: Roll, head: Head) -> list[str]:
    return [
        f"按照{roll.case.policy.document}，经{roll.plan.year}年校长交流轮岗方案拟定，建议您由{head.origin}"
        f"交流到{head.school}。校长人选由主管部门按干部管理权限任免，本通知仅为拟定方案。"
    ]
