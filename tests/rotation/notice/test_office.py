"""The office's file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from rotation.errors import UsageFault
from rotation.notice.office import example, load_office
from tests.helpers import OFFICE


def test_an_office_is_read() -> None:
    office = load_office(OFFICE)
    assert office.working_days == 5
    assert office.supervision.address == ""


def test_the_example_is_refused_key_by_key(tmp_path: Path) -> None:
    path = tmp_path / "o.toml"
    path.write_text(example(), "utf-8")
    invented = ("organ", "objection.unit", "objection.telephone", "objection.address", "objection.postcode",
                "supervision.telephone")  # fmt: skip
    with pytest.raises(UsageFault) as refused:
        load_office(path)
    for name in invented:
        assert f"{name} = " in str(refused.value)
    left, own = tomllib.loads(example()), OFFICE.read_text("utf-8")
    for name in invented:  # one of them forgotten, or written another way, in a file that is filled in
        table, _, key = name.rpartition(".")
        value = left[table][key] if table else left[key]
        for written in (value, f" {value} ", value.replace("0", "０"), value.replace("-", "")):
            before, after = own.split(f"[{table}]") if table else ("", own)
            filled = re.sub(rf"^{key} = .*$", f'{key} = "{written}"', after, count=1, flags=re.M)
            path.write_text(f"{before}[{table}]{filled}" if table else filled, "utf-8")
            with pytest.raises(UsageFault, match=f"{name} = "):
                load_office(path)


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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (example().encode("gbk"), "UTF-8"), (b"\xff\xfeo\x00", "UTF-8"), (b"organ = ", "第 1 行"), (b'a = 1\norgan = "x', "第 2 行.*引号"),
        (b"working_days = " + b"9" * 5000, "第 1 行.*位数"), (b"a = " + b"[" * 9000, "嵌套|第 1 行"), (b"x" * 2**21, "字节"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_words(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "o.toml"
    path.write_bytes(content)
    with pytest.raises(UsageFault, match=said):
        load_office(path)


@pytest.mark.parametrize(
    "odd", ["1", "[]", "{}", "inf", "2026-01-01", '""', '" "', '"a\\nb"', '"a\\u2028b"', "[[]]", '"' + "长" * 201 + '"']
)
def test_values_of_other_kinds_are_named(odd: str, tmp_path: Path) -> None:
    path = tmp_path / "o.toml"
    for key, named in (("organ", "organ"), ("unit", "objection.unit"), ("working_days", "working_days")):
        text = re.sub(rf"^{key} = .*$", lambda _: f"{key} = {odd}", example(), count=1, flags=re.MULTILINE)  # noqa: B023
        path.write_text(text, "utf-8")
        with pytest.raises(UsageFault, match=named):
            load_office(path)
