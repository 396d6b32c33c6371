"""The list that is published: who goes where, and the figures it must add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rotation.notice.document import chinese_date
from rotation.notice.period import Period
from rotation.planning.audit import must_pass
from rotation.planning.figures import DOCUMENT, EXCHANGED, RatioCheck
from rotation.planning.plan import Plan, PlannedMove, PrincipalMove
from rotation.planning.resolved import ResolvedPlan
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
class Principal:
    """A principal of the list."""

    name: str
    gender: str
    origin: str
    school: str
    terms: int
    move: PrincipalMove


@dataclass(frozen=True)
class Ratio:
    """A ratio of (十三) by the name it has in a notice, with its `source`, and whether what it asks is `assumed`."""

    name: str
    check: RatioCheck
    source: str
    assumed: bool


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

    resolved: ResolvedPlan
    words: NoticeWords
    movers: Sequence[Mover]
    principals: Sequence[Principal]
    decided: Decided | None = None

    @property
    def case(self) -> Case:
        return self.resolved.case

    @property
    def plan(self) -> Plan:
        return self.resolved.plan

    @property
    def people(self) -> tuple[Mover | Principal, ...]:
        """Everybody of the list, the teachers first."""
        return (*self.movers, *self.principals)

    def pending(self, person: Mover | Principal) -> bool:
        """Whether the person's arrangement is still posted while that of others is decided."""
        return self.decided is not None and person.move.teacher_id in self.decided.pending

    def final(self, person: Mover | Principal) -> bool:
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
        principals = [principal for principal in self.principals if principal.move.teacher_id in ids]
        return replace(self, movers=movers, principals=principals, decided=None)

    @property
    def backbone(self) -> int:
        return sum(1 for mover in self.movers if mover.level)

    @property
    def ratios(self) -> tuple[Ratio, ...]:
        """The county document's and the national inspection's."""
        return tuple(_named(self.case.policy, check) for check in self.resolved.ratios)


def _named(policy: Policy, check: RatioCheck) -> Ratio:
    exchanged = check.of == EXCHANGED
    name = "交流教师占符合交流条件教师" if exchanged else "骨干教师占交流教师"
    if check.asked_by != DOCUMENT:
        return Ratio(name, check, policy.national.document, assumed=False)
    assert check.threshold is not None
    rule, _, key = check.threshold.partition(".")
    source, assumed = _article(policy, rule), policy.rules[rule].parameters[key].assumed
    if check.threshold in policy.overrides:
        source = f"本次另行设定的比例（{'政策包' if assumed else source}为{policy.stated[check.threshold]}%）"
    return Ratio(name, check, source, assumed)


def make_public_list(resolved: ResolvedPlan) -> PublicList:
    """The list of a plan.

    Raises AuditFailed where the plan does not stand a recount, BadData where the county's data have
    changed since, UsageFault where the policy pack has no words for a notice.
    """
    must_pass(resolved)
    case, plan = resolved.case, resolved.plan
    county, people, schools = case.county, case.county.teachers, case.county.schools
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
        for move, written in zip(resolved.moves, plan.moves, strict=True)
    ]
    principals = [
        Principal(
            name=people.name[t],
            gender=people.gender[t],
            origin=schools.name[people.school[t]],
            school=schools.name[county.rows_of_post[post][0]],
            terms=int(people.terms[t]),
            move=written,
        )
        for (t, post), written in zip(resolved.appointed, plan.principals, strict=True)
    ]
    movers.sort(key=lambda mover: (natural(mover.move.from_school_id), mover.stage, natural(mover.move.teacher_id)))
    return PublicList(resolved, case.policy.notice_words, movers, principals)


def _article(policy: Policy, rule: str) -> str:
    """Document and article in the full-width brackets of print."""
    return policy.citations[rule].replace("(", "（").replace(")", "）")
