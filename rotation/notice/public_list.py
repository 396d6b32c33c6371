"""The list that is published: who goes where, and the figures it must add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rotation.notice.document import chinese_date
from rotation.notice.period import Period
from rotation.planning.audit import moves_of, must_pass
from rotation.planning.figures import percent_cut
from rotation.planning.plan import Plan, PlannedMove, PrincipalMove
from rotation.policy.policy import NoticeWords, Policy
from rotation.report.words import natural
from rotation.rules.case import Case


@dataclass(frozen=True)
class Mover:
    """A teacher of the list, in words: nothing personal beyond what the table of the notice shows.

    `level` is blank where the teacher is not counted as backbone. `taught` is the subject now taught.
    """

    name: str
    gender: str
    stage: str
    subject: str
    taught: str
    origin: str
    school: str
    level: str
    move: PlannedMove

    @property
    def post(self) -> str:
        """Stage and subject to be taught, with the present subject where it is another."""
        return self.stage + self.subject + (f"（现教{self.taught}）" if self.taught != self.subject else "")


@dataclass(frozen=True)
class Head:
    """A principal of the list."""

    name: str
    gender: str
    origin: str
    school: str
    terms: int
    move: PrincipalMove


@dataclass(frozen=True)
class Ratio:
    """A figure of (十三): `part` of `whole`, at least `percent`, from `source`."""

    name: str
    part: int
    whole: int
    percent: int
    source: str
    assumed: bool

    @property
    def share(self) -> float | None:
        """In percent, cut to two decimals."""
        return percent_cut(self.part, self.whole)

    @property
    def met(self) -> bool | None:
        return 100 * self.part >= self.percent * self.whole if self.whole else None


@dataclass(frozen=True)
class Decided:
    """A result: the list stands, but for the `pending` (ids), who are posted for a `period` of their own first."""

    pending: frozenset[str] = frozenset()
    period: Period | None = None


@dataclass(frozen=True)
class PublicList:
    """Everything a notice says of the plan, audited; `movers` by present school, then id.

    `decided` makes a result of it; while it is None all is a proposal.
    """

    case: Case
    plan: Plan
    words: NoticeWords
    movers: Sequence[Mover]
    heads: Sequence[Head]
    decided: Decided | None = None

    @property
    def people(self) -> tuple[Mover | Head, ...]:
        """Everybody of the list, the teachers first."""
        return (*self.movers, *self.heads)

    def pending(self, person: Mover | Head) -> bool:
        """Whether the person's arrangement is still posted while that of others is decided."""
        return self.decided is not None and person.move.teacher_id in self.decided.pending

    def final(self, person: Mover | Head) -> bool:
        """Whether the person's arrangement is decided."""
        return self.decided is not None and not self.pending(person)

    @property
    def until(self) -> str:
        """The days of the supplementary notice; blank where there is none."""
        period = self.decided.period if self.decided else None
        return f"{chinese_date(period.first)}至{chinese_date(period.last)}" if period else ""

    def of(self, ids: frozenset[str]) -> PublicList:
        """Those of the list alone, as a proposal."""
        movers = [mover for mover in self.movers if mover.move.teacher_id in ids]
        heads = [head for head in self.heads if head.move.teacher_id in ids]
        return replace(self, movers=movers, heads=heads, decided=None)

    @property
    def backbone(self) -> int:
        return sum(1 for mover in self.movers if mover.level)

    @property
    def ratios(self) -> tuple[Ratio, ...]:
        """Both ratio checks: the county document's and the national inspection's."""
        policy, national = self.case.policy, self.case.policy.national
        moved, eligible = len(self.movers), self.plan.eligible
        exchanged, share = "交流教师占符合交流条件教师", "骨干教师占交流教师"
        rules = policy.rules
        return (
            Ratio(exchanged, moved, eligible, policy.number("quota.lower"), _article(policy, "quota"),
                  rules["quota"].parameters["lower"][1]),
            Ratio(share, self.backbone, moved, policy.number("backbone_share.percent"),
                  _article(policy, "backbone_share"), rules["backbone_share"].parameters["percent"][1]),
            Ratio(exchanged, moved, eligible, national.exchanged_percent, national.document, False),
            Ratio(share, self.backbone, moved, national.backbone_percent, national.document, False),
        )  # fmt: skip


def make_public_list(case: Case, plan: Plan) -> PublicList:
    """The list of `plan`.

    Raises AuditFailed where the plan does not stand a recount, BadData where the county's data have
    changed since, UsageFault where the policy pack has no words for a notice.
    """
    must_pass(case, plan)
    county, people, schools = case.county, case.county.teachers, case.county.schools
    moves, appointed = moves_of(case, plan)
    movers = [
        Mover(
            name=people.name[move.teacher],
            gender=people.gender[move.teacher],
            stage=written.stage,
            subject=written.subject,
            taught=county.subjects[people.subject[move.teacher]],
            origin=schools.name[move.origin],
            school=schools.name[move.school],
            level=people.backbone[move.teacher] if written.backbone else "",
            move=written,
        )
        for move, written in zip(moves, plan.moves, strict=True)
    ]
    heads = [
        Head(
            name=people.name[t],
            gender=people.gender[t],
            origin=schools.name[people.school[t]],
            school=schools.name[county.rows_of_post[post][0]],
            terms=int(people.terms[t]),
            move=written,
        )
        for (t, post), written in zip(appointed, plan.principals, strict=True)
    ]
    movers.sort(key=lambda mover: (natural(mover.move.from_school_id), mover.stage, natural(mover.move.teacher_id)))
    return PublicList(case, plan, case.policy.notice_words, movers, heads)


def _article(policy: Policy, rule: str) -> str:
    """Document and article in the full-width brackets of print."""
    return policy.citations[rule].replace("(", "（").replace(")", "）")
