"""The office that publishes: who signs, what procedure was followed, where to object. A TOML file it keeps."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from rotation.errors import UsageFault
from rotation.language import reason, say


@dataclass(frozen=True)
class Desk:
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
    objection: Desk
    supervision: Desk


EXAMPLE = "office.example.toml"


def example() -> str:
    """A file to fill in."""
    return (resources.files("rotation.notice") / EXAMPLE).read_text("utf-8")


def load_office(path: Path) -> Office:
    """Read the file. Raises UsageFault naming every key that is missing, unknown or not of its kind."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageFault(
            say("{path} cannot be read as the office's file: {error}", path=path, error=reason(error))
        ) from error
    wrong: list[str] = []
    organ = _text(data, "organ", wrong)
    days = data.get("working_days")
    if isinstance(days, bool) or not isinstance(days, int) or not 5 <= days <= 20:
        wrong.append(say("working_days: a whole number from 5 to 20"))
    procedure, basis = _texts(data, "procedure", 1, wrong), _texts(data, "basis", 0, wrong)
    desks = [_desk(data.get(key), key, wrong) for key in ("objection", "supervision")]
    known = ("organ", "procedure", "basis", "working_days", "objection", "supervision")
    wrong += [
        say("{key}: no such key; there are {known}", key=key, known=", ".join(known))
        for key in data
        if key not in known
    ]
    if wrong:
        raise UsageFault("\n".join([say("{path}: {count} things are wrong", path=path, count=len(wrong)), *wrong]))
    return Office(organ, procedure, basis, int(days or 0), *desks)


def _text(data: Mapping[str, Any], key: str, wrong: list[str], where: str = "") -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        wrong.append(say("{key}: a text is expected", key=where + key))
        return ""
    return value.strip()


def _texts(data: Mapping[str, Any], key: str, least: int, wrong: list[str]) -> tuple[str, ...]:
    values = data.get(key, [])
    if not isinstance(values, list) or len(values) < least or not all(isinstance(v, str) and v.strip() for v in values):
        wrong.append(say("{key}: a list of texts is expected", key=key))
        return ()
    return tuple(value.strip() for value in values)


def _desk(data: Any, key: str, wrong: list[str]) -> Desk:
    if not isinstance(data, dict):
        wrong.append(say("{key}: a table with unit and telephone is expected", key=f"[{key}]"))
        return Desk("", "")
    fields = ("unit", "telephone", "address", "postcode")
    wrong += [
        say("{key}: no such key; there are {known}", key=f"{key}.{name}", known=", ".join(fields))
        for name in data
        if name not in fields
    ]
    values = [_text(data, name, wrong, f"{key}.") for name in fields[:2]]
    values += [_text(data, name, wrong, f"{key}.") if name in data else "" for name in fields[2:]]
    return Desk(*values)
