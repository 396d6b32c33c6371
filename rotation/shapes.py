"""What a value of a file of ours may be, declared; every departure from it is said with its path.

A shape says what a value may be, `faults` walks a value along it. A new key of a file is one line in the Table that
declares it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from rotation.language import say, shown

LARGEST = 2**62  # of the whole numbers that the program itself writes


@dataclass(frozen=True)
class Wrong:
    """A departure: `path` as in moves[3].km, "" for the whole; `expected` in the user's language."""

    path: str
    expected: str

    def on(self, line: int | None) -> Wrong:
        """The same, said with its line where that is known."""
        return self if line is None else Wrong(say("line {line}, {path}", line=line, path=self.path), self.expected)

    def __str__(self) -> str:
        return say("{path}: expected {expected}", path=self.path or say("the whole"), expected=self.expected)


class Shape(Protocol):
    """What a value may be."""

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        """Every departure of `value`, which stands at `path`."""


@dataclass(frozen=True)
class Whole:
    """A whole number from `least` to `most`; true and 1.0 are none."""

    least: int = 0
    most: int = LARGEST

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            yield Wrong(path, whole_from(self.least, self.most))


@dataclass(frozen=True)
class Real:
    """A number from `least` to `most`, whole or not."""

    least: float
    most: float

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.least <= value <= self.most:
            yield Wrong(path, say("a number from {least} to {most}", least=thousands(self.least),
                                  most=thousands(self.most)))  # fmt: skip


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        if not isinstance(value, bool):
            yield Wrong(path, say("true or false"))


@dataclass(frozen=True)
class Text:
    """A text of `least` to `most` characters, of the form `pattern` if any, on one `line` if it says so."""

    least: int = 1
    most: int = 500
    pattern: str = ""
    example: str = ""
    line: bool = False

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        if not isinstance(value, str):
            yield Wrong(path, say("a text"))
        elif not self.least <= len(value) <= self.most:
            yield Wrong(path, say("a text of {least} to {most} characters", least=self.least, most=self.most))
        elif self.least and not value.strip():
            yield Wrong(path, say("a text that is not blank"))
        elif self.pattern and not re.fullmatch(self.pattern, value):
            yield Wrong(path, say("a text such as {example}", example=self.example))
        elif self.line and not value.isprintable():
            yield Wrong(path, say("a text on one line, without characters that cannot be seen"))
        elif "\0" in value or any(0xD800 <= ord(character) < 0xE000 for character in value):
            yield Wrong(path, say("a text without characters that cannot be written"))


@dataclass(frozen=True)
class OneOf:
    """One of these texts."""

    known: Collection[str]

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        if not isinstance(value, str) or value not in self.known:
            yield Wrong(path, say("one of {choices}", choices="、".join(self.known)))


@dataclass(frozen=True)
class Maybe:
    """null, or what `shape` says."""

    shape: Shape

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        if value is not None:
            yield from self.shape.faults(value, path)


@dataclass(frozen=True)
class ListOf:
    """A list of `least` to `most` values of one shape."""

    shape: Shape
    least: int = 0
    most: int = 1_000_000

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        if not isinstance(value, list):
            yield Wrong(path, say("a list"))
        elif not self.least <= len(value) <= self.most:
            yield Wrong(path, say("a list of {least} to {most} entries", least=self.least, most=self.most))
        else:
            for i, entry in enumerate(value):
                yield from self.shape.faults(entry, f"{path}[{i}]")


@dataclass(frozen=True)
class Table:
    """A table with the keys `required` and, if they are there, those `optional`; no others unless `others`."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    others: bool = False

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        if not isinstance(value, dict):
            yield Wrong(path, say("a table"))
            return
        shapes = {**self.required, **self.optional}
        for key in self.required:
            if key not in value:
                yield Wrong(_below(path, key), say("a value; this key is missing"))
        for key, entry in value.items():
            if key in shapes:
                yield from shapes[key].faults(entry, _below(path, key))
            elif not self.others:
                yield Wrong(_below(path, key), say("a key that there is: {known}", known=", ".join(shapes)))


@dataclass(frozen=True)
class MapOf:
    """A table with any keys that `key` allows, all values of one shape."""

    shape: Shape
    key: Text = Text()
    most: int = 10_000

    def faults(self, value: Any, path: str = "") -> Iterator[Wrong]:
        if not isinstance(value, dict):
            yield Wrong(path, say("a table"))
            return
        if len(value) > self.most:
            yield Wrong(path, say("a table of at most {most} keys", most=self.most))
        for key, entry in value.items():
            yield from self.key.faults(key, _below(path, key))
            yield from self.shape.faults(entry, _below(path, key))


def whole_from(least: int, most: int) -> str:
    """What is expected of a whole number, in words."""
    if most >= LARGEST:
        return say("a whole number, {least} or more", least=thousands(least)) if least > -LARGEST else say(
            "a whole number"
        )  # fmt: skip
    return say("a whole number from {least} to {most}", least=thousands(least), most=thousands(most))


def _below(path: str, key: str) -> str:
    return f"{path}.{shown(key)}" if path else shown(key)


def thousands(number: float) -> str:
    return f"{number:,}"
