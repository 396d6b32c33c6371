"""The letter to each who moves."""

from __future__ import annotations

import datetime

from rotation.notice.document import Block, Document
from rotation.notice.office import Office
from rotation.notice.public_list import Mover, Principal, PublicList
from rotation.rules.goals.lottery import draw


def letters_of(listed: PublicList, office: Office, dated: datetime.date) -> list[tuple[str, Document]]:
    """For each who moves the id and the letter, one page: teachers by id, then principals."""
    movers = sorted(listed.movers, key=lambda mover: mover.move.teacher_id)
    people: list[tuple[Mover | Principal, list[str]]] = [(mover, _posting(listed, mover)) for mover in movers]
    people += [(principal, _appointment(listed, principal)) for principal in listed.principals]
    return [(person.move.teacher_id, _letter(listed, office, dated, person, text)) for person, text in people]


def _letter(
    listed: PublicList, office: Office, dated: datetime.date, person: Mover | Principal, posting: list[str]
) -> Document:
    contact = office.objection
    where = "，".join(
        [contact.unit, f"电话：{contact.telephone}", *([f"地址：{contact.address}"] if contact.address else [])]
    )
    if listed.final(person):
        title, texts = "安排通知", [f"对上述安排有疑问的，可以要求说明理由。受理单位：{where}。"]
    else:
        during = f"补充公示期内（{listed.until}）" if listed.pending(person) else "公示期内"
        title, texts = "拟安排通知", [
            f"对上述安排有疑问或者不同意见的，请在{during}实名反映，并可以要求说明理由。受理单位：{where}。",
            "补充公示期满没有异议的，本安排方才确定。"
            if listed.pending(person)
            else "名单公示期满并经确定后，以正式公布的为准。",
        ]  # fmt: skip
    blocks = [Block("to", f"{person.name}："), *(Block("text", text) for text in (*posting, *texts))]
    return Document(f"{listed.plan.year}年教师交流轮岗|{title}", blocks, (), office.organ, dated)


def _posting(listed: PublicList, mover: Mover) -> list[str]:
    move, seed = mover.move, listed.plan.seed
    number = draw(seed, move.teacher_id, move.to_school_id, move.subject)
    how = "教师交流轮岗名单经公示和研究，已经确定" if listed.final(mover) else "教师交流轮岗方案拟定"
    return [
        f"按照{listed.case.policy.document}，{'' if listed.final(mover) else '经'}{listed.plan.year}年{how}，"
        f"您自{listed.plan.year}年9月起由{mover.origin}交流到{mover.school}，任教{mover.stage}{mover.subject}。"
        f"交流形式为{listed.words.form}，期限{listed.words.years}年。",
        f"抽签种子为“{seed}”，您的签号为{number}，由“{seed}|{move.teacher_id}|{move.to_school_id}|{move.subject}”"
        "作SHA-256运算取前30位得出，可以自行验算。",
    ]


def _appointment(listed: PublicList, principal: Principal) -> list[str]:
    move = f"由{principal.origin}交流到{principal.school}"
    if listed.final(principal):
        return [
            f"按照{listed.case.policy.document}，{listed.plan.year}年校长交流轮岗名单经公示和研究，已经确定，您{move}。"
            "校长由主管部门按干部管理权限任免，以任免文件为准。"
        ]
    return [
        f"按照{listed.case.policy.document}，经{listed.plan.year}年校长交流轮岗方案拟定，建议您{move}。"
        "校长人选由主管部门按干部管理权限任免，本通知仅为拟定方案。"
    ]
