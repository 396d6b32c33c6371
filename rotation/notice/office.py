"""The office that publishes: who signs, what procedure was followed, where to object. A TOML file it keeps."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from rotation.errors import UsageFault
from rotation.language import say
from rotation.shapes import ListOf, Text
from rotation.strict import read_toml


@dataclass(frozen=True)
class Contact:
    """Where a person can turn to: unit, telephone, address, post code; the last two may be blank."""

    unit: str
    telephone: str
    address: str = ""
    postcode: str = ""


@dataclass(frozen=True)
class Office:
    """`procedure` are the steps already taken, `basis` further documents, `working_days` the period's length."""

    organ: str
    procedure: Sequence[str]
    basis: Sequence[str]
    working_days: int
    objection: Contact
    supervision: Contact


LINE = Text(1, 200, line=True)
EXAMPLE = "office.example.toml"


def example() -> str:
    """A file to fill in."""
    return (resources.files("rotation.notice") / EXAMPLE).read_text("utf-8")


def load_office(path: Path) -> Office:
    """Read the file.

    Raises UsageFault naming every key that is missing, unknown, not of its kind, or still as in the example.
    """
    data, _ = read_toml(path, UsageFault)
    wrong: list[str] = []
    organ = _text(data, "organ", wrong)
    days = data.get("working_days")
    if isinstance(days, bool) or not isinstance(days, int) or not 5 <= days <= 20:
        wrong.append(say("working_days: a whole number from 5 to 20"))
    procedure, basis = _texts(data, "procedure", 1, wrong), _texts(data, "basis", 0, wrong)
    contacts = [_contact(data.get(key), key, wrong) for key in ("objection", "supervision")]
    known = ("organ", "procedure", "basis", "working_days", "objection", "supervision")
    wrong += [
        say("{key}: no such key; there are {known}", key=key, known=", ".join(known))
        for key in data
        if key not in known
    ]
    wrong += [
        say("{key} = {value}: still the value of the example; write the office's own, or take the line out where it has none",
            key=key, value=value)
        for key, value in _left(data)
    ]  # fmt: skip
    if wrong:
        raise UsageFault("\n".join([say("{path}: {count} things are wrong", path=path, count=len(wrong)), *wrong]))
    return Office(organ, procedure, basis, int(days or 0), *contacts)


# What the example invents; its procedure and its supervising unit are what many offices truly have.
_INVENTED = ("organ", "objection.unit", "objection.telephone", "objection.address", "objection.postcode",
             "supervision.telephone", "supervision.address", "supervision.postcode")  # fmt: skip


def _left(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Keys and values that are still the example's, however they are spaced."""
    invented = tomllib.loads(example())
    made_up = {_plain(_at(invented, key)) for key in _INVENTED} - {""}
    return [(key, value) for key in _INVENTED if _plain(value := _at(data, key)) in made_up]


def _at(data: Mapping[str, Any], key: str) -> str:
    value: Any = data
    for name in key.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _plain(value: str) -> str:
    """Without spaces and hyphens, digits and letters in their plain width."""
    return re.sub(r"[\s‐-―-]", "", unicodedata.normalize("NFKC", value))


def _text(data: Mapping[str, Any], key: str, wrong: list[str], where: str = "") -> str:
    value = data.get(key)
    if any(LINE.faults(value)):
        wrong.append(say("{key}: a text is expected", key=where + key))
        return ""
    return str(value).strip()


def _texts(data: Mapping[str, Any], key: str, least: int, wrong: list[str]) -> tuple[str, ...]:
    values = data.get(key, [])
    if any(ListOf(LINE, least, 50).faults(values)):
        wrong.append(say("{key}: a list of texts is expected", key=key))
        return ()
    return tuple(value.strip() for value in values)


def _contact(data: Any, key: str, wrong: list[str]) -> Contact:
    if not isinstance(data, dict):
        wrong.append(say("{key}: a table with unit and telephone is expected", key=f"[{key}]"))
        return Contact("", "")
    fields = ("unit", "telephone", "address", "postcode")
    wrong += [
        say("{key}: no such key; there are {known}", key=f"{key}.{name}", known=", ".join(fields))
        for name in data
        if name not in fields
    ]
    values = [_text(data, name, wrong, f"{key}.") for name in fields[:2]]
    values += [_text(data, name, wrong, f"{key}.") if name in data else "" for name in fields[2:]]
    return Contact(*values)
