"""The command `prepare`: a bureau's own files to a county, with a dialogue in a terminal."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rotation.cli.base import DEFAULT_POLICY, PATH, cli, language
from rotation.errors import BadData
from rotation.language import N_, say

if TYPE_CHECKING:
    from rotation.intake.mapping.proposal import Question
    from rotation.tasks.prepare import Preparation

SHOWN = 12  # proposals of a question that are shown


@cli.command(
    help=N_("Make a county of a bureau's own files: sheets, columns, words and schools are recognised and confirmed.")
)
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option(
    "--out",
    required=True,
    type=PATH,
    help=N_("The county's workbook, such as 我县.xlsx; what is confirmed is kept beside it."),
)
@click.option("--yes", "certain", is_flag=True, help=N_("Apply what is certain without asking, and list the rest."))
@click.option("--year", type=click.IntRange(2000, 2100), help=N_("Plan year; by default the running one."))
@click.option("--policy", default=DEFAULT_POLICY, help=N_("Policy pack: its id or a TOML file."))
@language
def prepare(files: tuple[Path, ...], out: Path, certain: bool, year: int | None, policy: str) -> None:
    from rotation.intake.mapping.workbook import missing_lines
    from rotation.rules.packs import load_policy
    from rotation.tasks.prepare import begin, finish

    preparation = begin(files, out, load_policy(policy, ()), year or time.localtime().tm_year)
    for line in preparation.wrong:
        click.echo(line, err=True)
    if certain:
        preparation.accept_certain()
    if preparation.waiting and sys.stdin.isatty():
        converse(preparation, lambda text: str(click.prompt(text, default="", show_default=False)))
    written = finish(preparation)
    prepared = preparation.prepared
    for note in (*preparation.notes, *prepared.notes):
        click.echo(say("note: {text}", text=note.text))
    for line in missing_lines(prepared.missing):
        click.echo(say("not in your files: {text}", text=line))
    if written.county is None:
        for question in preparation.questions():
            click.echo(title(question))
        raise BadData(say("{count} rows wait to be confirmed in {path}: fill in the column 采用 there, save, and run the same command"
                          " again; the county was not written", count=len(prepared.unconfirmed), path=written.choices))  # fmt: skip
    lacking = sum(lack.rows for lack in prepared.missing if lack.column.required and lack.total)
    if lacking:
        raise BadData(say("the county is written to {path}, but {count} cells that must be filled in are blank, since your files do not"
                          " hold them: add a file that does, and run the same command again", path=written.county, count=lacking))  # fmt: skip
    click.echo(say("the county is {path}: {schools} schools and {teachers} people; what was confirmed is in {record}", path=written.county,
                   schools=len({row["school_id"] for row in prepared.tables["schools"]}),
                   teachers=len(prepared.tables["teachers"]), record=written.record.name))  # fmt: skip


def converse(preparation: Preparation, ask: Callable[[str], str]) -> None:
    """Ask what waits, question by question, until nothing does or what is left was put off."""
    put_off: set[tuple[str, str, str]] = set()
    while waiting := [one for one in preparation.questions() if not {p.key for p in one.proposals} <= put_off]:
        for question in waiting:
            if not _ask(preparation, question, ask):
                put_off.update(proposal.key for proposal in question.proposals)
        preparation.again()


def title(question: Question) -> str:
    """One line on a question: what it is about and how many rows it touches."""
    from rotation.intake.mapping.proposal import Certainty

    first = question.first
    if first.certainty is Certainty.CERTAIN:
        kinds = Counter(proposal.kind.value for proposal in question.proposals)
        what = "、".join(f"{kind} {count}" for kind, count in kinds.items())
        return say("certain by rule or code table ({what}): {count}", what=what, count=len(question.proposals))
    where = f"{first.kind.value}·{first.where}" if first.where else first.kind.value
    if question.proposed:
        return say(
            "{where}: {count} to confirm, in {rows} rows",
            where=where,
            count=len(question.proposals),
            rows=question.rows,
        )
    return say(
        "{where}: {count} to choose, in {rows} rows", where=where, count=len(question.proposals), rows=question.rows
    )


def _ask(preparation: Preparation, question: Question, ask: Callable[[str], str]) -> bool:
    """Ask one question; whether it was answered. What is personal is not shown."""
    proposals = question.proposals
    click.echo("\n" + title(question))
    personal = any(proposal.personal for proposal in proposals)
    if personal:
        click.echo(say("  what stands there is personal and not shown here; it is in the workbook 对照"))
    for at, proposal in enumerate(proposals[:SHOWN] if not personal else (), 1):
        click.echo(f"  {at}. {proposal.text} → {proposal.meaning or '？'}（{proposal.rows}）{proposal.shown}")
    if len(proposals) > SHOWN and not personal:
        click.echo(say("  … and {count} more", count=len(proposals) - SHOWN))
    meanings = {proposal.key: proposal.meaning for proposal in proposals}
    while True:
        answer = ask(_prompt(question)).strip()
        if not answer and question.proposed:
            preparation.confirm(meanings)
            return True
        if answer.lower() in ("", "n", "否"):
            return False
        number, _, meaning = answer.partition("=")
        if meaning and number.isdigit() and 0 < int(number) <= len(proposals):
            one = proposals[int(number) - 1]
            if one.accepts(meaning):
                meanings[one.key] = meaning
                if all(meanings.values()):
                    preparation.confirm(meanings)
                    return True
                continue
        elif all(proposal.accepts(answer) for proposal in proposals):
            preparation.confirm(dict.fromkeys(meanings, answer))
            return True
        choices = "、".join(proposals[0].choices[:SHOWN])
        click.echo(say("  not understood; the meanings there are: {choices}", choices=choices or say("a value")))


def _prompt(question: Question) -> str:
    if question.proposed:
        return say("Enter takes all; 2=… changes the second; n leaves them to the workbook 对照")
    return say("type a meaning for all, or 2=… for the second; Enter leaves them to the workbook 对照")
