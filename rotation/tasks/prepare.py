"""A bureau's files to its county, as far as it is confirmed: what waits is asked, and the answers are kept beside the county."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rotation.errors import BadData, Note, UsageFault
from rotation.intake.mapping import record, workbook
from rotation.intake.mapping.prepared import Prepared, prepare
from rotation.intake.mapping.proposal import Certainty, Key, Proposal, Question, questions
from rotation.intake.mapping.sources import Sheet, read_sources
from rotation.intake.template import county_workbook
from rotation.language import say
from rotation.output.files import write_files
from rotation.policy.policy import Policy


@dataclass
class Preparation:
    """A preparation under way: the sheets as read, what was decided so far, and what follows from both."""

    sheets: Sequence[Sheet]
    notes: Sequence[Note]
    out: Path
    policy: Policy
    year: int
    kept: record.Record
    decided: dict[Key, str]
    wrong: list[str] = field(default_factory=list)
    prepared: Prepared = field(init=False)

    def __post_init__(self) -> None:
        self.again()

    def again(self) -> None:
        """Prepare anew with what is decided by now."""
        self.prepared = prepare(self.sheets, self.decided, self.kept.codes, self.policy, self.year)

    def questions(self) -> list[Question]:
        """What waits for the officer, as it is asked: first one question on all that is certain."""
        return questions(self.prepared.unconfirmed)

    def confirm(self, meanings: Mapping[Key, str]) -> None:
        """Take in an officer's answers; `again` follows when all are given."""
        self.decided.update(meanings)

    def accept_certain(self) -> None:
        """Confirm what is certain, and what becomes so by it, and nothing else."""
        while certain := [one for one in self.prepared.unconfirmed if one.certainty is Certainty.CERTAIN]:
            self.confirm({one.key: one.meaning for one in certain})
            self.again()

    @property
    def waiting(self) -> tuple[Proposal, ...]:
        return self.prepared.unconfirmed


@dataclass(frozen=True)
class Written:
    """What was written: the county, None while something waits, and the workbook 对照 with what waits."""

    county: Path | None
    choices: Path
    record: Path


def begin(paths: Sequence[Path], out: Path, policy: Policy, year: int) -> Preparation:
    """Read the files at `paths` and propose the county of `year` they hold, by what was confirmed before beside `out`.

    Raises UsageFault for a name that is no workbook's, BadData where files cannot be read or hold no people, or where
    the county at `out` was changed by hand since it was written.
    """
    if out.suffix.lower() != ".xlsx":
        raise UsageFault(say("{path}: the name must end in .xlsx", path=out))
    kept = record.read_record(out.parent / record.NAME)
    if out.exists() and hashlib.sha256(out.read_bytes()).hexdigest() != kept.written:
        raise UsageFault(say("{path} was not written by prepare, or was changed since, and would be lost: give --out another"
                             " name, or move it away", path=out))  # fmt: skip
    choices = out.parent / workbook.NAME
    chosen = workbook.read_choices(choices)
    sheets, notes = read_sources(paths, without=(out, choices))
    decided = {key: meaning for key, meaning in {**kept.confirmed, **chosen}.items() if meaning}  # cleared: undecided
    preparation = Preparation(sheets, notes, out, policy, year, kept, decided)
    preparation.wrong = workbook.unaccepted(chosen, preparation.prepared.proposals)
    if not preparation.prepared.tables["teachers"]:
        names = "、".join(sheet.place for sheet in sheets[:8])
        raise BadData(say("no table of teachers was recognised in {names}; it has 姓名, 性别, 出生年月 and the like in one row of headers",
                          names=names))  # fmt: skip
    return preparation


def finish(preparation: Preparation) -> Written:
    """Write what was decided, and the county where nothing waits."""
    prepared, out = preparation.prepared, preparation.out
    dated = datetime.date(preparation.year, 9, 1)
    contents: dict[str, str | bytes] = {workbook.NAME: workbook.workbook(prepared, dated)}
    personal = {proposal.key for proposal in prepared.proposals if proposal.personal}
    confirmed = {**preparation.kept.confirmed, **prepared.confirmed}
    confirmed = {
        key: meaning for key, meaning in confirmed.items() if key in preparation.decided and key not in personal
    }
    codes, written = preparation.kept.codes, preparation.kept.written
    if not prepared.unconfirmed:
        contents[out.name] = content = county_workbook(out.stem, dated, prepared.tables)
        codes, written = prepared.codes, hashlib.sha256(content).hexdigest()
    contents[record.NAME] = record.Record(confirmed, codes, written).text()
    write_files(out.parent, contents, recorded=False)
    county = None if prepared.unconfirmed else out
    return Written(county, out.parent / workbook.NAME, out.parent / record.NAME)
