"""The command line. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import os
import sys

import click

from rotation.cli import counties, explaining, forms, planning, preparing, publishing, scenarios  # noqa: F401 (they register their commands)
from rotation.cli.base import cli, present, speak
from rotation.errors import RotationError, Stopped
from rotation.language import say
from solvers.limits import TooLarge

__all__ = ["cli", "main"]


def main() -> None:
    """Run the command line: one sentence for every failure, no traceback, the exit statuses of README.md."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show 䶮 must not end the run
    os.environ["PYTHONSAFEPATH"] = "1"  # workers import nothing that lies in the folder one works in
    speak("zh")
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("stopped"), err=True)
        sys.exit(Stopped.status)
    except RotationError as error:
        _refuse(error)
    except TooLarge as error:
        from rotation.planning.planner import too_large

        _refuse(too_large(error))


def _refuse(error: RotationError) -> None:
    from rotation.tasks.outcome import Outcome

    present(Outcome.of(error))
