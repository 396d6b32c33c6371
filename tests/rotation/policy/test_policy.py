"""Policy packs: nothing misspelt is believed, everything resolved is shown."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from rotation.errors import UsageFault
from rotation.rules.clauses import CLAUSES
from rotation.rules.packs import load_policy

TEXT = (resources.files("rotation") / "policy" / "nantong-2017.toml").read_text("utf-8")


def test_the_packs_values() -> None:
    """The document's two figures and what is assumed beside them."""
    policy = load_policy("nantong-2017")
    assert {key: value for key, value in policy.values.items() if not key.endswith(".on")} == {
        "quota.lower": 15, "quota.upper": 20, "backbone_share.percent": 15, "staffing.loss_percent": 5,
        "turnover.percent": 20, "service.min_years": 6, "retirement.min_months": 60, "reach.max_km": 40,
        "principals.max_terms": 2, "principals.min_months": 36, "principals.max_pupil_ratio": 0,
    }  # fmt: skip
    assert all(policy.on(rule) for rule in (*CLAUSES, "direction", "reach"))
    lower, upper = (policy.rules["quota"].parameters[key] for key in ("lower", "upper"))
    assert (lower.threshold.unit, lower.assumed) == ("%", False)
    assert (upper.threshold.unit, upper.assumed) == ("%", True)
    assert policy.citations["quota"] == "通政发〔2017〕55号(十三)"
    assert policy.citations["one_move"] == ""


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("parameters.lower", "parameters.lowr", "clauses.quota.parameters.lowr"),
        ("[clauses.quota]", "[clauses.qouta]", "clauses.qouta"),
        ("value = 15, unit", 'value = "15", unit', "clauses.quota.parameters.lower.value"),
        ("value = 15, unit", "value = -1, unit", "clauses.quota.parameters.lower.value"),
        ("value = 15, unit", "value = 15, until", "until"),
        ('"骨干教师"]', '"骨干"]', "backbone_levels"),
        ('title = "编制"', "title = 3", "clauses.staffing.title"),
        ('citation = "(十二)"', 'citatoin = "(十二)"', "citatoin"),
        ("exchanged_percent = 10", 'exchanged_percent = "10"', "national.exchanged_percent"),
        ("[goals.lottery]", "[goals.lots]", "goals.lots"),
        ('value = 6, unit = "年"', 'value = 6, unit = "个月"', "eligibility.service.parameters.min_years.unit"),
    ],
)
def test_misspelt_packs_are_refused(tmp_path: Path, old: str, new: str, named: str) -> None:
    assert old in TEXT
    pack = tmp_path / "pack.toml"
    pack.write_text(TEXT.replace(old, new, 1), "utf-8")
    with pytest.raises(UsageFault, match=named.replace(".", r"\.")):
        load_policy(str(pack))


def test_a_pack_from_a_file(tmp_path: Path) -> None:
    pack = tmp_path / "pack.toml"
    pack.write_text(TEXT.replace("value = 15, unit", "value = 18, unit", 1), "utf-8")
    assert load_policy(str(pack)).number("quota.lower") == 18


@pytest.mark.parametrize("name", ["nantong-1917", "no/such/file.toml"])
def test_unknown_packs_are_refused(name: str) -> None:
    with pytest.raises(UsageFault, match="nantong-2017"):
        load_policy(name)


def test_set_overrides_one_value() -> None:
    policy = load_policy("nantong-2017", ["quota.lower=18", "reach.on=false"])
    assert policy.number("quota.lower") == 18
    assert not policy.on("reach")
    assert policy.number("quota.upper") == 20


@pytest.mark.parametrize(
    "setting",
    ["quota.lwer=18", "quota=18", "quota.lower=1.5", "quota.lower=true", "reach.on=1", "quota.lower", "goals.on=true"],
)
def test_set_refuses(setting: str) -> None:
    with pytest.raises(UsageFault):
        load_policy("nantong-2017", [setting])
