"""From a bureau's files to the county they were made of: equal but for what the files do not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from rotation.intake.mapping.sources import Sheet
from rotation.intake.sample import Sample, make_sample
from tests.exports import NOT_HELD, export, roster
from tests.preparing import by_key, differences, opened, settled, write


@pytest.fixture(scope="module")
def county() -> Sample:
    return make_sample(16, 900, "k")


@pytest.fixture(scope="module")
def national(county: Sample, tmp_path_factory: pytest.TempPathFactory) -> list[Sheet]:
    return opened(write(tmp_path_factory.mktemp("export"), export(county)))


def test_national_export(county: Sample, national: list[Sheet]) -> None:
    prepared, asked = settled(national, by_key(county))
    assert differences(prepared, county) == []
    assert asked <= 20
    missing = {(lack.table.name, lack.column.name) for lack in prepared.missing if lack.total}
    assert missing == {(table, name) for table, names in NOT_HELD.items() for name in names}


def test_roster_by_hand(county: Sample, tmp_path: Path) -> None:
    prepared, asked = settled(opened(write(tmp_path, roster(county))), by_key(county))
    held = [
        one
        for one in differences(prepared, county, coded=False)
        if one[2] not in ("lon", "lat", "other_subjects", "ethics")
    ]
    assert held == []
    assert asked <= 20
