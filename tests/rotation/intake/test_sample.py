"""Sample counties: the size asked for, the same by the same seed, free of faults and of real people."""

from __future__ import annotations

from pathlib import Path

import pytest

from rotation.intake.read import read_county
from rotation.intake.sample import as_csv, as_workbook, make_sample
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.helpers import BUNDLED


@pytest.mark.parametrize(("schools", "teachers", "seed"), [(6, 60, "a"), (12, 420, "b"), (30, 1500, "c")])
def test_size_and_soundness(tmp_path: Path, schools: int, teachers: int, seed: str) -> None:
    folder = tmp_path / "县"
    folder.mkdir()
    for name, content in as_csv(make_sample(schools, teachers, seed)).items():
        (folder / name).write_bytes(content)
    county = read_county(folder, load_policy("nantong-2017"), 2026).county
    assert len(county.schools.post) == schools
    assert len(county.teachers) == teachers


def test_same_seed_same_bytes() -> None:
    assert as_workbook(make_sample(8, 100, "x")) == as_workbook(make_sample(8, 100, "x"))
    assert as_csv(make_sample(8, 100, "x")) != as_csv(make_sample(8, 100, "y"))


def test_the_bundled_county() -> None:
    """At real size, and what `rotation sample` makes."""
    assert BUNDLED.read_bytes() == as_workbook(make_sample())
    policy = load_policy("nantong-2017")
    case = Case(read_county(BUNDLED, policy, 2026).county, policy, 2026)
    assert (len(case.county.schools.post), len(case.county.teachers)) == (76, 4000)
    assert len(set(case.county.schools.township)) == 10
    assert case.pool > 1500


def test_nobody_real() -> None:
    """ID numbers begin with an area code that no place has, and their check digits are right."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    for row in make_sample(8, 200, "x").tables["teachers"]:
        number = row["id_number"]
        assert number.startswith("990000")
        assert number[17] == "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11]
