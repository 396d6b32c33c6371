"""The office's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rotation.errors import UsageFault
from rotation.notice.office import example, load_office


def test_the_example_is_read(tmp_path: Path) -> None:
    path = tmp_path / "o.toml"
    path.write_text(example(), "utf-8")
    office = load_office(path)
    assert office.working_days == 5
    assert office.supervision.address == ""


def test_every_fault_at_once(tmp_path: Path) -> None:
    path = tmp_path / "o.toml"
    path.write_text(
        'organ = 1\nworking_days = 3\nprocedure = []\nphone = "1"\n[objection]\nunit = "科"\nfax = "1"\n', "utf-8"
    )
    with pytest.raises(UsageFault) as refused:
        load_office(path)
    for name in ("organ", "working_days", "procedure", "phone", "objection.telephone", "objection.fax", "supervision"):
        assert name in str(refused.value)


def test_what_is_not_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "o.toml"
    path.write_text("organ =", "utf-8")
    with pytest.raises(UsageFault):
        load_office(path)
    with pytest.raises(UsageFault):
        load_office(tmp_path / "none.toml")
