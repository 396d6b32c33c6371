"""A file of JSON with one thing in it made wrong, in every place and every way there is."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 7, 2.5, 10**30, -(10**30), "", " ", "x", "15", "校", [], [[]], {}, {"a": 1}, "\u2028",
)  # fmt: skip
Path_ = tuple[str | int, ...]


def leaves(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Every place in `value`; of a list of more than four the first and the last two entries stand for all."""
    yield at
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from leaves(entry, (*at, key))
    elif isinstance(value, list):
        for i in range(len(value)) if len(value) <= 4 else (0, 1, len(value) - 1):
            yield from leaves(value[i], (*at, i))


def corruptions(data: dict[str, Any], rng: random.Random, each: int) -> Iterator[tuple[str, str]]:
    """(where, text): a value replaced by another, a key dropped, added, doubled, a list's entries lost or exchanged."""
    for at in leaves(data):
        name = ".".join(map(str, at))
        old = _get(data, at)
        for new in rng.sample(ODD, each):
            if text_of(new) != text_of(old):
                yield name, text_of(put(data, at, new))
        if isinstance(old, int) and not isinstance(old, bool):
            yield name, text_of(put(data, at, old + rng.choice((-1, 1, 1000))))
        if at:
            yield f"{name} dropped", text_of(put(data, at, None, drop=True))
        if isinstance(old, dict):
            yield f"{name} more", text_of(put(data, at, {**old, "more": 1}))
            if old:
                key = rng.choice(list(old))
                doubled = text_of(put(data, at, {"@": 0, **old})).replace('"@": 0', f'"{key}": {text_of(old[key])}', 1)
                yield f"{name} twice", doubled
        if isinstance(old, list) and len(old) > 1:
            i, j = sorted(rng.sample(range(len(old)), 2))
            if old[i] != old[j]:
                yield (
                    f"{name} order",
                    text_of(put(data, at, [*old[:i], old[j], *old[i + 1 : j], old[i], *old[j + 1 :]])),
                )
            yield f"{name} entry twice", text_of(put(data, at, [*old[: i + 1], *old[i:]]))


def text_of(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _get(data: Any, at: Path_) -> Any:
    for part in at:
        data = data[part]
    return data


def put(data: Any, at: Path_, new: Any, *, drop: bool = False) -> Any:
    if not at:
        return new
    changed = copy.deepcopy(data)
    *way, last = at
    place = _get(changed, tuple(way))
    if drop:
        del place[last]
    else:
        place[last] = new
    return changed
