"""Scenario files: what is resolved, and what is refused with its line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rotation.case import Case
from rotation.errors import BadData, UsageFault
from rotation.policy import THRESHOLDS
from rotation.whatif.scenario import BASE, example, load_scenarios


def load(text: str, case: Case, folder: Path) -> dict[str, Case]:
    path = folder / "s.toml"
    path.write_text(text, "utf-8")
    return {scenario.name: scenario.case for scenario in load_scenarios(path, case)}


def test_the_example_is_one(small_case: Case, tmp_path: Path) -> None:
    found = load(example(), small_case, tmp_path)
    assert next(iter(found)) == BASE
    assert len(found) == 1 + 2 + 3
    uncommented = "\n".join(
        line[2:] if line.startswith("# [") or (line.startswith("# ") and "=" in line) else line
        for line in example().splitlines()
    )
    assert set(tomllib.loads(uncommented)) == {"scenarios", "sweeps"}


@pytest.mark.parametrize("key", [f"{rule}.{short}" for rule, names in THRESHOLDS.items() for short in names])
def test_every_threshold_is_set_and_nothing_else(key: str, small_case: Case, tmp_path: Path) -> None:
    old = small_case.policy.values
    found = load(f'[scenarios.a]\nset = {{ "{key}" = {old[key] + 1} }}', small_case, tmp_path)["a"]
    assert {k for k in old if found.policy.values[k] != old[k]} == {key}
    assert found.county is small_case.county


def test_tables_and_dotted_keys_alike(small_case: Case, tmp_path: Path) -> None:
    one = load('[scenarios.a]\nset = { "quota.lower" = 18 }', small_case, tmp_path)["a"]
    other = load("[scenarios.a.set]\nquota.lower = 18", small_case, tmp_path)["a"]
    assert one.policy.values == other.policy.values


def test_sweeps_multiply(small_case: Case, tmp_path: Path) -> None:
    text = '[scenarios.a]\nset = { "turnover.percent" = 30 }\n[sweeps.s]\non = "a"\nset = { "quota.lower" = [15, 16], "reach.on" = [true, false] }'
    found = load(text, small_case, tmp_path)
    points = {name: case.policy.values for name, case in found.items() if name.startswith("s ")}
    assert {(v["quota.lower"], v["reach.on"], v["turnover.percent"]) for v in points.values()} == {
        (15, True, 30), (15, False, 30), (16, True, 30), (16, False, 30),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[scenario.a]\nset = {}", 1),
        ("\n[scenarios.a]\n\nsett = {}", 4),
        ('[scenarios.a]\nset = { "quota.lwer" = 18 }', 2),
        ('[scenarios.a]\ntitle = "x"\nset = { "quota.lower" = "18" }', 3),
        ('[scenarios.a]\nset = { "quota.lower" = 15 }', 2),
        ('[scenarios.a]\n[scenarios.b]\nclose = [{ school = "无", into = "无" }]', 3),
        ('[scenarios.a]\npupils = [{ township = "没有", factor = 2 }]', 2),
        ('[scenarios."a/b"]\nset = { "quota.lower" = 18 }', 1),
        ('[sweeps.s]\nset = { "quota.lower" = 18 }', 2),
        ('[sweeps.s]\nset = { "quota.lower" = [18, 18] }', 2),
        ('[sweeps.s]\non = "无"\nset = { "quota.lower" = [18] }', 2),
        ('[sweeps.s]\nset = { "quota.lower" = [15, "x"] }', 2),
        (
            '[scenarios.a]\npins = [{ teacher = "00001", kind = "必须交流" }, { teacher = "00001", kind = "不得交流" }]',
            1,
        ),
    ],
)
def test_refused_with_the_line(text: str, line: int, small_case: Case, tmp_path: Path) -> None:
    with pytest.raises(BadData) as refused:
        load(text, small_case, tmp_path)
    assert line in {fault.row for fault in refused.value.faults}
    assert all(fault.expected for fault in refused.value.faults)


def test_all_at_once(small_case: Case, tmp_path: Path) -> None:
    text = '[scenarios.a]\nset = { "quota.lwer" = 18 }\n[scenarios.b]\nopn = []\n[scenarios.c]\nweak = [{ school = "无", weak = true }]'
    with pytest.raises(BadData) as refused:
        load(text, small_case, tmp_path)
    assert {fault.row for fault in refused.value.faults} >= {2, 4, 6}


def test_names_without_quotes_are_explained(small_case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="引号"):
        load("[scenarios.情景]\n", small_case, tmp_path)
