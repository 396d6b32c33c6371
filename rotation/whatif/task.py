"""What is to be planned under a name, and the key that says whether it was planned before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from importlib import metadata
from typing import Any

from rotation.language import language
from rotation.rules.case import Case

PLANNED, IMPOSSIBLE, STOPPED, BAD, FAILED = "planned", "no plan", "stopped", "bad data", "failed"


@dataclass(frozen=True)
class Task:
    """A case to be planned under a name; `seconds` limits the plan, None does not."""

    name: str
    title: str
    case: Case
    seed: str
    differences: Sequence[str] = ()
    seconds: float | None = None
    language: str = field(default_factory=language)

    @property
    def key(self) -> str:
        """The SHA-256 of everything that decides what the task comes to."""
        case = self.case
        parts = [case.county.name, case.county.digest, case.year, self.seed, _plain(case.policy), self.seconds]
        parts += [case.county.demand_derived, self.language, metadata.version("teacher-rotation")]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """The value as JSON can write it, the same in every process: sets sorted, dataclasses as their fields."""
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return [_plain(entry) for entry in value] if isinstance(value, list | tuple) else value
