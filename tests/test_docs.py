"""Documents that would go stale are compared with what they describe."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import rotation
from docs import examples
from docs.reference import PAGES, RULES
from docs.rules import rules
from rotation.planning.plan import Plan
from tests.helpers import BUNDLED, ROOT


@pytest.mark.parametrize("language", PAGES)
def test_the_reference_of_the_commands_is_what_the_program_says(language: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.reference", language], capture_output=True, text=True, check=True
    )
    assert PAGES[language].read_text("utf-8") == done.stdout, "run `make reference`"


@pytest.mark.parametrize("language", RULES)
def test_the_rules_are_told_as_they_declare_themselves(language: str) -> None:
    assert RULES[language].read_text("utf-8") == rules(language), "run `make reference`"


@pytest.mark.slow
def test_the_examples_show_what_they_print_on_the_page_and_in_the_notebook() -> None:
    page = examples.PAGE.read_text("utf-8")
    with examples.beside_the_county():
        made = examples.run(page)
    assert len(made) == page.count("```python") >= 9
    assert page == examples.page_with(page, made), "run `make reference`"
    kept = json.loads(examples.NOTEBOOK.read_text("utf-8"))
    assert without_html(kept) == without_html(examples.notebook(page, made)), "run `make reference`"


def without_html(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook without what pandas draws for a browser, which changes with its version."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop("text/html", None)
    return notebook


def test_the_page_names_every_public_name() -> None:
    page = examples.PAGE.read_text("utf-8")
    assert [name for name in rotation.__all__ if f"`{name}" not in page] == []


def test_the_lines_of_the_readme_plan_and_audit(
    small_workbook: Path, small_plan: Plan, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In both languages the same lines, on the bundled county; run here on a smaller one."""
    pages = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")]
    (code,), again = (list(examples.blocks(page)) for page in pages)
    assert again == [code]
    county = BUNDLED.relative_to(ROOT).as_posix()
    assert code.count(county) == 1
    exec(code.replace(county, small_workbook.as_posix()), {})
    assert capsys.readouterr().out == f"optimal {len(small_plan.moves)} True\n"
