"""The command line. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

import click

from rotation.cli.base import cli, present, speak
from rotation.errors import RotationError, Stopped
from rotation.language import say
from solvers.limits import TooLarge

__all__ = ["cli", "main"]

for _module in pkgutil.iter_modules(__path__):  # each registers its commands
    importlib.import_module(f"{__name__}.{_module.name}")


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
