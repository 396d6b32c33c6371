"""Who is not to be exchanged, and who is no longer on the staff, by the words of 人员状态 and 备注; person by person."""

from __future__ import annotations

from rotation.county.schema import EXEMPTIONS
from rotation.intake.mapping.people import People
from rotation.intake.mapping.proposal import BLANK, LEFT_OUT, Certainty, Kind, Ledger, Proposal
from rotation.intake.mapping.reasons import reason_of

CHOICES = (*EXEMPTIONS, BLANK, LEFT_OUT)


def settle_standing(people: People, year: int, ledger: Ledger, address: list[str]) -> int:
    """Give people their reasons and leave out who is gone, as confirmed or proposed; how many remarks said neither.

    What is confirmed holds for the plan year alone: a reason is a fact of one year.
    """
    reasons = people.columns.setdefault("exemption", [None] * len(people))
    unread = 0
    for k, held in enumerate(people.columns.get("on_quota", ())):
        if held is False and k not in people.out:
            _ask(people, k, LEFT_OUT, f"是否在编（{year}年）", address[k], ledger)
    for name, where in (("status", "人员状态"), ("remark", "备注")):
        known: dict[str, str | None] = {}
        for k, text in enumerate(people.columns.get(name, ())):
            if not text or reasons[k] is not None or k in people.out:
                continue
            if text not in known:
                known[text] = reason_of(text)
            reason = known[text]
            if reason is None:
                unread += 1
            elif reason != BLANK:
                _ask(people, k, reason, f"{where}（{year}年）", f"{text}；{address[k]}", ledger)
    return unread


def _ask(people: People, k: int, reason: str, where: str, shown: str, ledger: Ledger) -> None:
    asked = Proposal(Kind.STANDING, where, people.labels[k], reason, Certainty.LIKELY if reason else Certainty.OPEN, 1,
                     CHOICES, shown=shown, personal=True)  # fmt: skip
    answer = ledger.ask(asked)
    if answer == LEFT_OUT:
        people.out.add(k)
    elif answer and answer != BLANK:
        people.columns["exemption"][k] = answer


def ask_exchange(people: People, k: int, year: int, shown: str, ledger: Ledger) -> None:
    """Propose that somebody whose exchange has not ended is not exchanged again."""
    if people.columns["exemption"][k] is None and k not in people.out:
        _ask(people, k, "交流期内", f"交流轮岗（{year}年）", shown, ledger)
