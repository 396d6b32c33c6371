"""The registries: families of counties and peers, each entry one file that registers itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from rotation.intake.sample import Sample
from solvers.clock import Clock
from solvers.program import Program

Build = Callable[[int, str], Sample]
Solve = Callable[[Program, Clock], list[tuple[int | None, int | None]]]


@dataclass(frozen=True)
class Family:
    """Counties of one kind: `build(teachers, seed)` invents one, the same each time."""

    name: str
    says: str
    build: Build


@dataclass(frozen=True)
class Peer:
    """A way to solve a program: for each goal in order its value and its proven bound, None for neither.

    What stands after the last goal reached is left out.
    """

    name: str
    says: str
    solve: Solve


FAMILIES: dict[str, Family] = {}
PEERS: dict[str, Peer] = {}


def family(name: str, says: str) -> Callable[[Build], Build]:
    def register(build: Build) -> Build:
        FAMILIES[name] = Family(name, says, build)
        return build

    return register


def peer(name: str, says: str) -> Callable[[Solve], Solve]:
    def register(solve: Solve) -> Solve:
        PEERS[name] = Peer(name, says, solve)
        return solve

    return register


def load() -> None:
    """Import every family and peer."""
    from benchmarks import families, peers

    for package in (families, peers):
        _import_all(package)


def _import_all(package: ModuleType) -> None:
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
        importlib.import_module(f"{package.__name__}.{module.name}")
