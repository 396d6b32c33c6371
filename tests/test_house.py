"""What the tests keep to among themselves."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.mark.parametrize("path", sorted(TESTS.rglob("test_*.py")), ids=lambda path: path.stem)
def test_no_test_module_reads_another(path: Path) -> None:
    """What several need is a helper; a test read twice is collected twice, and moved with care once."""
    read = {
        f"{node.module}.{each.name}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests")
        for each in node.names
    }
    assert not [name for name in read if ".test_" in name or ".conftest" in name]
