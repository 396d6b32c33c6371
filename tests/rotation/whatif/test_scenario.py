"""Scenario files: what is resolved, and what is refused with its line."""

from __future__ import annotations

import contextlib
import tomllib
from pathlib import Path

import pytest

from rotation.errors import BadData, UsageFault
from rotation.rules.case import Case
from rotation.rules.table import settings
from rotation.whatif.scenario import BASE, MOST, example, load_scenarios


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


@pytest.mark.parametrize("key", [key for key in settings() if not key.endswith(".on")])
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


ODD = (
    '"x"', "[]", "[[1]]", "{}", "{ a = 1 }", "inf", "nan", "1e308", "-1", "0", "true", "1.5", "2026-09-01", "07:32:00",
    "1979-05-27T07:32:00Z", "100000000000000000", '""', '"\\u0000"', '"\\u2028"',
)  # fmt: skip
GIVEN = {
    "close": {"school": '"32060001"', "into": '"32060002"'},
    "merge": {"schools": '["32060001", "32060002"]', "into": '"32060002"'},
    "open": {
        "school_id": '"N"', "name": '"新"', "stage": '"小学"', "location": '"镇区"', "pupils": "600", "staff_quota": "40",
        "classes": "2", "weak": "true", "lon": "120", "senior_posts": "3", "demand": '{ "语文" = 2 }',
    },
    "pupils": {"factor": "0.9", "township": '"x"', "location": '"城区"', "school": '"32060001"'},
    "leave": {"count": "3", "subject": '"语文"', "school": '"32060001"', "teachers": '["00001"]'},
    "join": {"school": '"32060001"', "subject": '"语文"', "count": "2", "stage": '"小学"', "joined": "20250901"},
    "quota": {"school": '"32060001"', "stage": '"小学"', "staff_quota": "30", "senior_posts": "2", "add": "3"},
    "pins": {"teacher": '"00001"', "kind": '"不得交流"', "school": '"32060001"'},
    "weak": {"school": '"32060001"', "weak": "true", "stage": '"小学"'},
}  # fmt: skip


@pytest.mark.parametrize("kind", GIVEN)
def test_values_of_other_kinds_are_read_or_refused(kind: str, small_case: Case, tmp_path: Path) -> None:
    """All of them in one file: every refusal a fault with its line, none of them anything else."""
    lines = []
    for i, key in enumerate(GIVEN[kind]):
        for j, odd in enumerate(ODD):
            given = ", ".join(f"{name} = {odd if name == key else value}" for name, value in GIVEN[kind].items())
            lines.append(f"[scenarios.s{i}x{j}]\n{kind} = [{{ {given} }}]")
    with pytest.raises(BadData) as refused:
        load("\n".join(lines), small_case, tmp_path)
    assert len(refused.value.faults) > len(lines) / 2
    assert sum(fault.row is not None for fault in refused.value.faults) >= min(100, len(lines) / 2)


@pytest.mark.parametrize(
    "odd", [*ODD, '{ "quota.lower" = {} }', '{ "quota.lower" = 100000000000000000 }', "{ x = { y = 1 } }"]
)
def test_settings_of_other_kinds_are_refused(odd: str, small_case: Case, tmp_path: Path) -> None:
    for text in (f"[scenarios.a]\nset = {odd}", f'[scenarios.a]\nset = {{ "quota.lower" = {odd} }}',
                 f"[sweeps.a]\nset = {odd}", f'[sweeps.a]\nset = {{ "quota.lower" = [{odd}, 3000] }}',
                 f"scenarios = {odd}", f"sweeps = {odd}", f"[scenarios]\na = {odd}", f"[sweeps]\na = {odd}",
                 f"[scenarios.a]\nclose = {odd}", f"[sweeps.a]\non = {odd}", f"[scenarios.a]\ntitle = {odd}"):  # fmt: skip
        with contextlib.suppress(BadData, UsageFault):
            load(text, small_case, tmp_path)


@pytest.mark.parametrize(
    "name",
    ["compare.html", "Compare.JSON", "con", "NUL.txt", "com1", "lpt9.a", "a.", " a", "a\\u2028b", "a\\tb", "长" * 61, ".", ".."],
)  # fmt: skip
def test_names_that_no_folder_may_have(name: str, small_case: Case, tmp_path: Path) -> None:
    with pytest.raises(BadData):
        load(f'[scenarios."{name}"]\nset = {{ "quota.lower" = 18 }}', small_case, tmp_path)


def test_names_one_disk_takes_for_another(small_case: Case, tmp_path: Path) -> None:
    one = '[scenarios."{}"]\nset = {{ "quota.lower" = 18 }}\n'
    with pytest.raises(BadData):
        load(one.format("Ab") + one.format("aB"), small_case, tmp_path)


def test_sweeps_that_multiply_past_the_bound(small_case: Case, tmp_path: Path) -> None:
    keys = (
        "quota.lower",
        "quota.upper",
        "turnover.percent",
        "reach.max_km",
        "service.min_years",
        "retirement.min_months",
    )
    lists = ", ".join(f'"{key}" = {list(range(21, 91))}' for key in keys)
    with pytest.raises(BadData) as refused:
        load(f"[sweeps.s]\nset = {{ {lists} }}", small_case, tmp_path)
    assert "117,649,000,000" in refused.value.faults[0].expected
    many = "".join(f'[scenarios.a{i}]\nset = {{ "quota.lower" = 18 }}\n' for i in range(MOST + 1))
    with pytest.raises(BadData):
        load(many, small_case, tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = \n", "第 1 行"), ('\n[scenarios.a]\ntitle = "x\n', "第 3 行：.*引号"), ("a = " + "[" * 5000, "嵌套|第 1 行"),
        ("\na = " + "9" * 5000, "第 2 行.*位数"), ("a = 1\na = 2", "重复"), ("a = 2026-02-30", "日期|写法"), ("a 1", "="),
        ("x = [1,", "第 1 行"),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_told_with_its_line(text: str, said: str, small_case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=said):
        load(text, small_case, tmp_path)
