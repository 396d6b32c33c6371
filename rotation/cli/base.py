"""The group of commands, the options they share, and how they come by a case."""

from __future__ import annotations

import datetime
import errno
import gettext
import os
import signal
import stat
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rotation.language import LANGUAGES, LOCALE, N_, choose, reason, say, shown
from rotation.shapes import Text

if TYPE_CHECKING:
    from rotation.rules.case import Case
    from rotation.tasks.outcome import Outcome
    from rotation.tasks.progress import Progress
    from solvers.clock import Clock

DEFAULT_POLICY = "nantong-2017"


class _Path(click.Path):
    """A path that can be one: of a file or folder, if there is anything, not of a device or a pipe, which may never end."""

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        try:
            mode = os.stat(value).st_mode
        except FileNotFoundError:
            pass
        except OSError as error:
            if error.errno != errno.ENOTDIR:
                self.fail(say("{path}: {error}", path=shown(value), error=reason(error)), parameter, context)
        except ValueError:  # a character that no name has
            self.fail(say("{path} cannot be the name of a file", path=shown(value)), parameter, context)
        else:
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                self.fail(say("{path} is a device or a pipe; name a file", path=shown(value)), parameter, context)
        return super().convert(value, parameter, context)


class _Seconds(click.FloatRange):
    """A number of seconds above 0 that an hour hand could count."""

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> float:
        seconds = float(super().convert(value, parameter, context))
        if not seconds <= MOST_SECONDS:
            self.fail(say("{path}: expected {expected}", path=shown(str(value)),
                          expected=say("seconds, {most} at most", most=MOST_SECONDS)), parameter, context)  # fmt: skip
        return seconds


class _Seed(click.types.StringParamType):
    """A text that can be published and typed again."""

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> str:
        for wrong in Text(0, 200, line=True).faults(value, "--seed"):
            self.fail(str(wrong), parameter, context)
        return str(value)


MOST_SECONDS = 10_000_000
PATH, SECONDS, SEED = _Path(path_type=Path), _Seconds(min=0, min_open=True), _Seed()


class Day(click.ParamType[datetime.datetime]):
    """A day such as 2026-08-17, as datetime.datetime."""

    name = "date"

    def convert(self, value: Any, parameter: click.Parameter | None, ctx: click.Context | None) -> datetime.datetime:
        if isinstance(value, datetime.datetime):
            return value
        try:
            return datetime.datetime.strptime(value, "%Y-%m-%d")
        except ValueError:
            self.fail(say("“{value}” is not a day such as 2026-08-17", value=value), parameter, ctx)


# What stands in a line of help for what is to be typed there.
_METAVARS = {
    "INTEGER RANGE": N_("NUMBER"), "INTEGER": N_("NUMBER"), "FLOAT RANGE": N_("NUMBER"), "FLOAT": N_("NUMBER"),
    "TEXT": N_("TEXT"), "PATH": N_("PATH"), "DATE": N_("DATE"), "ADDRESS": N_("ADDRESS"),
    "CLAUSE.KEY=VALUE": N_("CLAUSE.KEY=VALUE"), "SUBJECT=COUNT": N_("SUBJECT=COUNT"),
}  # fmt: skip


class SpokenCommand(click.Command):
    """A command whose help, and what is wrong with its options, is said in the chosen language."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Wherever --lang stands: click acts upon --help, or an option it does not know, when it comes to it.
        words = args[: args.index("--")] if "--" in args else args
        for word, following in zip(words, [*words, ""][1:], strict=True):
            option, _, value = word.partition("=")
            chosen = following if word == "--lang" else value
            if option == "--lang" and chosen in LANGUAGES:
                speak(chosen)
        return super().parse_args(ctx, args)

    def get_short_help_str(self, limit: int = 45) -> str:
        return say(self.short_help or self.help or "")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        spoken = {"[OPTIONS]": say("[OPTIONS]"), "COMMAND [ARGS]...": say("COMMAND [ARGS]...")}
        return [spoken.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = say(self.help or "")
        for parameter in self.params:
            if not isinstance(parameter, click.Option):
                continue
            if parameter.help:
                parameter.help = say(parameter.help)
            if not parameter.is_flag and (metavar := parameter.make_metavar(ctx)) in _METAVARS:
                parameter.metavar = say(_METAVARS[metavar])
        super().format_help(ctx, formatter)


class SpokenGroup(SpokenCommand, click.Group):
    """The group of them."""

    command_class = SpokenCommand


gettext.bindtextdomain("messages", str(LOCALE))


def speak(language: str) -> None:
    """Speak `language`, click's own sentences too, which follow the process: a command line has one user."""
    choose(language)
    os.environ["LANGUAGE"] = LANGUAGES[language]


def _speak(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        speak(value)


def language(command: Callable[..., Any]) -> Callable[..., Any]:
    option = click.option(
        "--lang", type=click.Choice(sorted(LANGUAGES)), expose_value=False, is_eager=True, callback=_speak,
        help=N_("Language of the messages: zh (default) or en."),
    )  # fmt: skip
    return option(command)


def under_a_pack(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that plans or reads under a policy pack."""
    for option in (
        click.option("--year", "named_year", type=click.IntRange(2000, 2100), help=N_("Plan year; by default the running one.")),
        click.option("--policy", default=DEFAULT_POLICY, help=N_("Policy pack: its id or a TOML file.")),
        click.option("--set", "settings", multiple=True, metavar="CLAUSE.KEY=VALUE",
                     help=N_("Override one value of the pack, such as quota.lower=18; may be repeated.")),
    ):  # fmt: skip
        command = option(command)
    return language(command)


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments every command on a county shares."""
    return under_a_pack(click.argument("county", type=PATH)(command))


@click.group(
    cls=SpokenGroup, help=N_("Which teacher goes to which school: a plan proven best, with a reason for every person."),
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
@click.version_option(package_name="teacher-rotation", message="%(version)s")
@language
def cli() -> None:
    pass


def read_case(county: Path, pack: Mapping[str, Any]) -> Case:
    """The county under the pack that the options of `under_a_pack` name; notes go to stderr."""
    from rotation.tasks import inputs

    return inputs.read_case(county, inputs.Pack(**pack), listening())


def listening() -> Progress:
    """A Progress that is shown on the terminal as it comes: results, what stands beside them, news of the goals."""
    from rotation.report.terminal import console, part_tables
    from rotation.tasks.progress import Beside, Progress, Step, Told

    screen, errors = console(), console(errors=True)
    seen: set[str] = set()

    def show(told: Told) -> None:
        if isinstance(told, Step):
            if told.known and told.text not in seen:
                seen.add(told.text)
                screen.print(say("  {step}, {seconds:.1f} s", step=told.text, seconds=told.seconds))
        elif isinstance(told, Beside):
            errors.print(told.text)
        elif isinstance(told, str):
            screen.print(told)
        else:
            for table in part_tables(told):
                screen.print(table)

    return Progress(show)


def present(outcome: Outcome, folder: Path | None = None) -> None:
    """Write an outcome's files into `folder`, show what there is to show, and end with its status."""
    from rotation.report.faults import fault_lines, note_lines
    from rotation.report.terminal import console, part_tables
    from rotation.tasks.outcome import Placed

    screen = console()
    if folder is not None:
        for sentence in outcome.write(folder):
            screen.print(sentence)
    for each in outcome.shown:
        if isinstance(each, Placed):
            screen.print(each.said(folder or Path()))
        else:
            for table in [each] if isinstance(each, str) else part_tables(each):
                screen.print(table)
    for line in (*fault_lines(outcome.faults), *note_lines(outcome.notes), *([outcome.error] if outcome.error else [])):
        click.echo(line, err=True)
    if outcome.status:
        sys.exit(outcome.status)


@contextmanager
def stoppable(clock: Clock) -> Iterator[None]:
    """Within it Ctrl-C stops the clock, so that what is found so far is written, not thrown away."""
    from rotation.report.terminal import console

    def interrupt(number: int, frame: object) -> None:
        console(errors=True).print(say("stopping: the best so far is being written…"))
        clock.stop()

    if threading.current_thread() is not threading.main_thread():  # which alone is interrupted
        yield
        return
    former = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
