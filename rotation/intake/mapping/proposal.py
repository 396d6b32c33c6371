"""What is proposed for a thing of the source, how certain that is, and how many rows it touches.

A thing is known by its kind, where it stands and its text: the same in next year's files. Nothing that is not certain
is applied unconfirmed: until then a proposal's meaning serves to go on proposing, and no county comes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, StrEnum

from rotation.intake.id_numbers import masked

BLANK = "（空白）"  # means: nothing stands there
LEFT_OUT = "（不读入）"  # means: this sheet, column, school or person is no part of the county
SAME = "同建议"  # what an officer may write instead of the proposal once more
NEW_SCHOOL = "（另立一校）"


class Kind(StrEnum):
    """What a proposal is about, in the words of the sheet 对照."""

    SHEET = "表"
    HEADER = "列"
    FILL = "空格"
    VALUE = "用词"
    SCHOOL = "学校"
    SPLIT = "一贯制学校分学段"
    PERSON = "人员"
    SOURCE = "以何为准"
    SUBJECT = "学科"
    STAGE = "任教学段"
    STANDING = "不交流事由"


OF_PEOPLE = frozenset((Kind.PERSON, Kind.SOURCE, Kind.STAGE, Kind.STANDING))


class Certainty(Enum):
    """How sure a meaning is: by a rule or a code table; the likeliest; not known at all; or nothing that needs one."""

    CERTAIN = "确定"
    LIKELY = "待确认"
    OPEN = "待选择"
    UNUSED = "未用"


Key = tuple[str, str, str]


@dataclass(frozen=True)
class Proposal:
    """`text` at `where` means `meaning`; "" where that is not known. `rows` are the rows of the source it touches.

    `choices` are the meanings there are, none where it is typed; then `form` is the pattern it must have. `shown` says
    what an officer needs to decide, such as the places. What is `personal` is for the officer's own workbook alone.
    """

    kind: Kind
    where: str
    text: str
    meaning: str
    certainty: Certainty
    rows: int
    choices: tuple[str, ...] = ()
    form: str = ""
    shown: str = ""
    personal: bool = False

    @property
    def key(self) -> Key:
        return (self.kind.value, self.where, self.text)

    def accepts(self, meaning: str) -> bool:
        """Whether `meaning` can be what this thing means."""
        if self.choices:
            return meaning in self.choices
        return bool(meaning) and (not self.form or re.fullmatch(self.form, meaning) is not None)


class Ledger:
    """What was decided before, and all that is proposed in one preparation."""

    def __init__(self, decided: Mapping[Key, str]) -> None:
        """`decided` maps keys of proposals to the meanings that an officer confirmed."""
        self._decided = decided
        self._proposals: dict[Key, Proposal] = {}

    def ask(self, proposal: Proposal) -> str:
        """The meaning to go on with: the one confirmed, else the one proposed, "" where there is none yet."""
        proposal = replace(proposal, text=masked(proposal.text), shown=masked(proposal.shown))
        former = self._proposals.get(proposal.key)
        self._proposals[proposal.key] = (
            proposal if former is None else replace(former, rows=former.rows + proposal.rows)
        )
        return self._confirmed(proposal) or proposal.meaning

    def _confirmed(self, proposal: Proposal) -> str | None:
        decided = self._decided.get(proposal.key)
        if decided == SAME:
            decided = proposal.meaning
        return decided if decided and proposal.accepts(decided) else None

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        return tuple(self._proposals.values())

    def confirmed(self) -> dict[Key, str]:
        """The meanings in force that an officer confirmed, of the things this source has."""
        found = {key: self._confirmed(proposal) for key, proposal in self._proposals.items()}
        return {key: meaning for key, meaning in found.items() if meaning}

    def unconfirmed(self) -> list[Proposal]:
        """What waits for the officer, the certain first."""
        order = list(Certainty)
        asked = [proposal for proposal in self._proposals.values() if proposal.certainty is not Certainty.UNUSED]
        waiting = [proposal for proposal in asked if not self._confirmed(proposal)]
        return sorted(waiting, key=lambda proposal: order.index(proposal.certainty))


@dataclass(frozen=True)
class Question:
    """Proposals that are answered together: all that is certain, else of one kind and mostly at one place."""

    proposals: tuple[Proposal, ...]

    @property
    def first(self) -> Proposal:
        return self.proposals[0]

    @property
    def rows(self) -> int:
        return sum(proposal.rows for proposal in self.proposals)

    @property
    def proposed(self) -> bool:
        """Whether each has a meaning to accept."""
        return all(proposal.meaning for proposal in self.proposals)


def questions(proposals: Iterable[Proposal]) -> list[Question]:
    """Proposals as an officer is asked them: one on all that is certain, then one for each kind and place."""
    groups: dict[tuple[object, ...], list[Proposal]] = {}
    for proposal in proposals:
        certain = proposal.certainty is Certainty.CERTAIN
        where = "" if proposal.kind in (Kind.SPLIT, Kind.SUBJECT, Kind.HEADER) else proposal.where
        group = (True,) if certain else (proposal.kind, where, bool(proposal.meaning))
        groups.setdefault(group, []).append(proposal)
    return [Question(tuple(group)) for group in groups.values()]
