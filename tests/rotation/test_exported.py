"""The public names of the package: which they are, that each is there, and that asking for none loads nothing."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys

import pytest

import rotation
from rotation import errors
from tests.helpers import ROOT

HEAVY = ("numpy", "ortools", "highspy", "pandas", "networkx", "altair", "openpyxl")


def test_the_names_are_these() -> None:
    assert rotation.__all__ == sorted(rotation.__all__)
    assert " ".join(rotation.__all__) == (
        "Audit AuditFailed BadData Case County Fault NoPlan Note Plan Policy Reading RotationError Run Stopped UsageFault"
        " audit load_policy make_plan read_county read_plan"
    )
    assert set(rotation.__all__) <= set(dir(rotation))


@pytest.mark.parametrize("name", rotation.__all__)
def test_each_is_the_one_its_module_has_and_says_what_it_is(name: str) -> None:
    found = getattr(rotation, name)
    assert found.__name__ == name
    assert found is getattr(sys.modules[found.__module__], name)
    assert inspect.getdoc(found)


def test_every_error_is_among_them() -> None:
    known = {
        name for name, value in vars(errors).items() if inspect.isclass(value) and value.__module__ == errors.__name__
    }
    assert known <= set(rotation.__all__)


def test_a_type_checker_sees_the_same_names() -> None:
    tree = ast.parse((ROOT / "rotation" / "__init__.py").read_text("utf-8"))
    imported = [
        alias.name
        for branch in tree.body
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for line in branch.body
        if isinstance(line, ast.ImportFrom)
        for alias in line.names
    ]
    assert sorted(imported) == rotation.__all__


def test_a_name_that_is_none_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="module 'rotation' has no attribute 'plan_everything'"):
        _ = rotation.plan_everything  # type: ignore[attr-defined]


@pytest.mark.parametrize("line", ["import rotation", "import rotation, rotation.errors; dir(rotation)"])
def test_asking_for_nothing_loads_nothing_heavy(line: str) -> None:
    program = f"{line}; import sys; print(sorted(set({HEAVY!r}) & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
