"""What goes to one school or one teacher: who comes and who goes, and the letter to each who moves."""

from __future__ import annotations

import datetime

from rotation.notice.document import Block, Column, Document, Table, chinese_date
from rotation.notice.office import Office
from rotation.notice.public_list import Head, Mover, PublicList
from rotation.rules.goals.lottery import draw

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


def school_slips(listed: PublicList, office: Office, dated: datetime.date) -> list[Document]:
    """One page or more for each school_id where anybody comes or goes, in the order of the ids."""
    schools = listed.case.county.schools
    made = []
    for post, rows in sorted(listed.case.county.rows_of_post.items()):
        gone = [mover for mover in listed.movers if mover.move.from_school_id == post]
        come = [mover for mover in listed.movers if mover.move.to_school_id == post]
        name = schools.name[rows[0]]
        heads = [head for head in listed.heads if post in (head.move.from_school_id, head.move.to_school_id)]
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
        plan = "教师交流轮岗方案中" if listed.decided is None else "教师交流轮岗已经确定"
        text = f"{listed.plan.year}年{plan}，你校交流出{len(gone)}人、交流进{len(come)}人{'，名单如下' if tables else ''}。"
        blocks = [Block("to", f"{name}："), Block("text", text)]
        waiting = [person.name for person in (*gone, *come) if listed.pending(person)]
        if waiting:
            blocks.append(
                Block(
                    "text", f"其中{'、'.join(waiting)}的安排正在补充公示（{_until(listed)}），期满没有异议的方才确定。"
                )
            )
        blocks += [Block("text", _head_words(listed, head)) for head in heads]
        made.append(
            Document(f"{listed.plan.year}年教师交流轮岗|到校和离校名单", blocks, (), office.organ, dated, tables)
        )
    return made


def _head_words(listed: PublicList, head: Head) -> str:
    move = f"{head.name}，由{head.origin}交流到{head.school}"
    if listed.decided is None:
        return f"校长拟安排：{move}。"
    if listed.pending(head):
        return f"校长拟安排：{move}，正在补充公示（{_until(listed)}），以任免文件为准。"
    return f"校长安排：{move}，以任免文件为准。"


def _until(listed: PublicList) -> str:
    """The days of the supplementary notice."""
    period = listed.decided.period if listed.decided else None
    return f"{chinese_date(period.first)}至{chinese_date(period.last)}" if period else ""


def letters(listed: PublicList, office: Office, dated: datetime.date) -> list[tuple[str, Document]]:
    """For each who moves the id and the letter, one page: teachers by id, then principals."""
    movers = sorted(listed.movers, key=lambda mover: mover.move.teacher_id)
    people: list[tuple[Mover | Head, list[str]]] = [(mover, _posting(listed, mover)) for mover in movers]
    people += [(head, _appointment(listed, head)) for head in listed.heads]
    return [(person.move.teacher_id, _letter(listed, office, dated, person, text)) for person, text in people]


def _letter(
    listed: PublicList, office: Office, dated: datetime.date, person: Mover | Head, posting: list[str]
) -> Document:
    contact = office.objection
    where = "，".join(
        [contact.unit, f"电话：{contact.telephone}", *([f"地址：{contact.address}"] if contact.address else [])]
    )
    if _final(listed, person):
        title, texts = "安排通知", [f"对上述安排有疑问的，可以要求说明理由。受理单位：{where}。"]
    else:
        during = f"补充公示期内（{_until(listed)}）" if listed.pending(person) else "公示期内"
        title, texts = "拟安排通知", [
            f"对上述安排有疑问或者不同意见的，请在{during}实名反映，并可以要求说明理由。受理单位：{where}。",
            "补充公示期满没有异议的，本安排方才确定。"
            if listed.pending(person)
            else "名单公示期满并经确定后，以正式公布的为准。",
        ]  # fmt: skip
    blocks = [Block("to", f"{person.name}："), *(Block("text", text) for text in (*posting, *texts))]
    return Document(f"{listed.plan.year}年教师交流轮岗|{title}", blocks, (), office.organ, dated)


def _final(listed: PublicList, person: Mover | Head) -> bool:
    """Whether the person's arrangement is decided."""
    return listed.decided is not None and not listed.pending(person)


def _posting(listed: PublicList, mover: Mover) -> list[str]:
    move, seed = mover.move, listed.plan.seed
    number = draw(seed, move.teacher_id, move.to_school_id, move.subject)
    how = "教师交流轮岗名单经公示和研究，已经确定" if _final(listed, mover) else "教师交流轮岗方案拟定"
    return [
        f"按照{listed.case.policy.document}，{'' if _final(listed, mover) else '经'}{listed.plan.year}年{how}，"
        f"您自{listed.plan.year}年9月起由{mover.origin}交流到{mover.school}，任教{mover.stage}{mover.subject}。"
        f"交流形式为{listed.words.form}，期限{listed.words.years}年。",
        f"抽签种子为“{seed}”，您的签号为{number}，由“{seed}|{move.teacher_id}|{move.to_school_id}|{move.subject}”"
        "作SHA-256运算取前30位得出，可以自行验算。",
    ]


def _appointment(listed: PublicList, head: Head) -> list[str]:
    move = f"由{head.origin}交流到{head.school}"
    if _final(listed, head):
        return [
            f"按照{listed.case.policy.document}，{listed.plan.year}年校长交流轮岗名单经公示和研究，已经确定，您{move}。"
            "校长由主管部门按干部管理权限任免，以任免文件为准。"
        ]
    return [
        f"按照{listed.case.policy.document}，经{listed.plan.year}年校长交流轮岗方案拟定，建议您{move}。"
        "校长人选由主管部门按干部管理权限任免，本通知仅为拟定方案。"
    ]
