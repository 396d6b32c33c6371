"""The slip that goes to one school: who comes and who goes."""

from __future__ import annotations

import datetime

from rotation.notice.document import Block, Column, Document, Table
from rotation.notice.office import Office
from rotation.notice.public_list import Principal, PublicList


def _columns(school: str) -> tuple[Column, ...]:
    return (
        Column("序号", 15), Column("姓名", 35), Column("学科", 50), Column(school, 80, "left"), Column("骨干称号", 40),
    )  # fmt: skip


_OUT, _IN = _columns("交流到学校"), _columns("来自学校")


def school_slips(listed: PublicList, office: Office, dated: datetime.date) -> list[Document]:
    """One page or more for each school_id where anybody comes or goes, in the order of the ids."""
    schools = listed.case.county.schools
    made = []
    for post, rows in sorted(listed.case.county.rows_of_post.items()):
        gone = [mover for mover in listed.movers if mover.move.from_school_id == post]
        come = [mover for mover in listed.movers if mover.move.to_school_id == post]
        name = schools.name[rows[0]]
        principals = [
            principal
            for principal in listed.principals
            if post in (principal.move.from_school_id, principal.move.to_school_id)
        ]
        if not (gone or come or principals):
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
                Block("text", f"其中{'、'.join(waiting)}的安排正在补充公示（{listed.until}），期满没有异议的方才确定。")
            )
        blocks += [Block("text", _principal_words(listed, principal)) for principal in principals]
        made.append(
            Document(f"{listed.plan.year}年教师交流轮岗|到校和离校名单", blocks, (), office.organ, dated, tables)
        )
    return made


def _principal_words(listed: PublicList, principal: Principal) -> str:
    move = f"{principal.name}，由{principal.origin}交流到{principal.school}"
    if listed.decided is None:
        return f"校长拟安排：{move}。"
    if listed.pending(principal):
        return f"校长拟安排：{move}，正在补充公示（{listed.until}），以任免文件为准。"
    return f"校长安排：{move}，以任免文件为准。"
