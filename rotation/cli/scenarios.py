"""`whatif`, `batch` and `forecast`: many plans, compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rotation.cli.base import (
    PATH,
    SECONDS,
    SEED,
    cli,
    common,
    listening,
    present,
    read_case,
    stoppable,
    under_a_pack,
)
from rotation.errors import UsageFault
from rotation.language import N_, say
from rotation.language import shown as printable

if TYPE_CHECKING:
    from rotation.tasks.many import Fan


def _fanned(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of commands that run many tasks."""
    path = PATH
    for option in (
        click.option("--executor", type=click.Choice(["serial", "dask"]),
                     help=N_("How tasks are run; by default dask for many of them where it is installed.")),
        click.option("--workers", default=0, type=click.IntRange(0, 4096), help=N_("How many run at once; 0: one a core.")),
        click.option("--scheduler", default="", metavar="ADDRESS", help=N_("Join this Dask cluster, such as tcp://10.0.0.1:8786.")),
        click.option("--host", default="127.0.0.1", help=N_("Address the cluster started here is bound to.")),
        click.option("--tls-ca", type=path, help=N_("TLS: the certificate authority's file.")),
        click.option("--tls-cert", type=path, help=N_("TLS: the certificate's file.")),
        click.option("--tls-key", type=path, help=N_("TLS: the key's file.")),
        click.option("--time-limit", type=SECONDS, help=N_("Seconds for each plan.")),
    ):  # fmt: skip
        command = option(command)
    return command


def _example(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        from rotation.whatif.scenario import example

        click.echo(example())
        ctx.exit()


@cli.command(help=N_("Plan every scenario of a file and compare them: SCENARIOS.toml, as --example prints it."))
@common
@click.argument("scenarios", metavar="SCENARIOS.toml", type=PATH)
@click.option("--seed", type=SEED, help=N_("Text of the public draw; by default the plan year."))
@click.option(
    "--example", is_flag=True, is_eager=True, expose_value=False, callback=_example,
    help=N_("Print a commented file of scenarios to start from."),
)  # fmt: skip
@click.option("--out", type=PATH, help=N_("Folder; by default whatif/<county>-<year>."))
@_fanned
def whatif(county: Path, scenarios: Path, seed: str | None, out: Path | None, **options: Any) -> None:
    from rotation.tasks.many import whatif as compare
    from rotation.whatif.scenario import load_scenarios
    from solvers.clock import Clock

    fan = _fan(options)
    base = read_case(county, options)
    found = load_scenarios(scenarios, base)
    out = out or Path("whatif") / f"{base.county.name}-{base.year}"
    with stoppable(clock := Clock()):
        outcome = compare(found, seed or str(base.year), out, fan, clock, listening())
    present(outcome, out)


def _fan(options: dict[str, Any]) -> Fan:
    """Take the options of `_fanned` out of `options`."""
    from rotation.tasks.executors import Executor
    from rotation.tasks.many import Fan

    files = [options.pop(name) for name in ("tls_ca", "tls_cert", "tls_key")]
    if any(files) and not all(files):
        raise UsageFault(say("--tls-ca, --tls-cert and --tls-key go together"))
    security = (files[0], files[1], files[2]) if all(files) else None
    workers, scheduler, host = (options.pop(name) for name in ("workers", "scheduler", "host"))
    return Fan(
        options.pop("executor"), Executor("serial", workers, scheduler, security, host), options.pop("time_limit")
    )  # fmt: skip


@cli.command(help=N_("Plan every county of a folder: plans, audits, one table and map, ready for the city's notice."))
@under_a_pack
@click.argument("folder", metavar="COUNTIES_DIR", type=PATH)
@click.option("--seed", type=SEED, help=N_("Text of the public draw; by default the plan year."))
@click.option("--out", type=PATH, help=N_("Folder; by default plans in COUNTIES_DIR."))
@_fanned
def batch(folder: Path, seed: str | None, out: Path | None, **options: Any) -> None:
    from rotation.tasks.inputs import Pack
    from rotation.tasks.many import batch as plan_all
    from solvers.clock import Clock

    fan, out = _fan(options), out or folder / "plans"
    pack = Pack(**options)
    with stoppable(clock := Clock()):
        outcome = plan_all(folder, pack, seed or str(pack.year), out, fan, clock, listening())
    present(outcome, out)


@cli.command(help=N_("Plan this year, apply the plan, plan the next: a chart of shortage, spread, pool and share."))
@common
@click.option("--seed", type=SEED, help=N_("Text of the public draw; by default the plan year."))
@click.option("--years", default=5, show_default=True, type=click.IntRange(1, 30), help=N_("How many years."))
@click.option(
    "--term-years",
    default=3,
    show_default=True,
    type=click.IntRange(1, 10),
    help=N_("Years of a principal's term (assumed)."),
)
@click.option(
    "--exemption-years",
    default=1,
    show_default=True,
    type=click.IntRange(1, 10),
    help=N_("Years an exemption lasts (assumed)."),
)
@click.option(
    "--hire", "hires", multiple=True, metavar="SUBJECT=COUNT", help=N_("Hired each year (assumed); may be repeated.")
)
@click.option("--out", type=PATH, help=N_("Folder; by default forecast/<county>-<year>."))
@click.option("--time-limit", type=SECONDS, help=N_("Seconds for all years together."))
def forecast(
    county: Path, seed: str | None, years: int, term_years: int, exemption_years: int, hires: tuple[str, ...],
    out: Path | None, time_limit: float | None, **pack: Any,
) -> None:  # fmt: skip
    from rotation.tasks.forecast import forecast as look_ahead
    from rotation.whatif.horizon import Outlook
    from solvers.clock import Clock

    case = read_case(county, pack)
    outlook = Outlook(term_years, exemption_years, _hires(hires, case.county.subjects))
    with stoppable(clock := Clock(time_limit)):
        outcome = look_ahead(case, seed or str(case.year), years, outlook, clock, listening())
    present(outcome, out or Path("forecast") / f"{case.county.name}-{case.year}")


def _hires(entries: tuple[str, ...], subjects: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in entries:
        subject, _, count = entry.partition("=")
        if subject not in subjects or not re.fullmatch("[0-9]{1,3}", count):
            raise UsageFault(
                say("--hire {entry}: a subject of the county and a number, such as 语文=5", entry=printable(entry))
            )
        found[subject] = int(count)
    return found
