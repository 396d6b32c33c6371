"""`collect`: what the schools return, put together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rotation.cli.base import PATH, cli, present, under_a_pack
from rotation.language import N_


@cli.command(
    help=N_("Put together the workbooks the schools returned: one county workbook, who is missing, what contradicts.")
)
@click.argument("folder", metavar="DIR", type=PATH)
@click.option(
    "--schools", "county", type=PATH, required=True, help=N_("The county whose schools were asked: last year's.")
)
@click.option(
    "--out", type=PATH, help=N_("Folder for the county's workbook and the list; by default `collected` in DIR.")
)
@under_a_pack
def collect(folder: Path, county: Path, out: Path | None, **pack: Any) -> None:
    from rotation.tasks import collecting
    from rotation.tasks.inputs import Pack

    present(collecting.collect(folder, county, Pack(**pack)), out or folder / collecting.FOLDER)
