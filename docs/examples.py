"""The examples of python.md, run: what they print is put below them, and all of it into a notebook.

`python -m docs.examples` writes both anew; a test compares what stands in docs/ with what this makes.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent / "python.md"
NOTEBOOK = PAGE.with_suffix(".ipynb")
COUNTY = ("sample", "样例县", "--schools", "24", "--teachers", "700")

_CODE = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n.*?^```\n)?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A block of code, what it printed, and the value of its last line, where that is one, as text and as HTML."""

    code: str
    printed: str
    value: str = ""
    html: str = ""

    @property
    def shown(self) -> str:
        """What a terminal shows."""
        return self.printed + self.value


def blocks(page: str) -> Iterator[str]:
    """The page's blocks of Python, in order."""
    return (match.group(1) for match in _CODE.finditer(page))


def run(page: str) -> list[Example]:
    """Run the page's code in one namespace, in the working folder."""
    import pandas as pd

    namespace: dict[str, Any] = {}
    with pd.option_context(
        "display.width", 110, "display.unicode.east_asian_width", True, "display.max_columns", 12
    ):  # fmt: skip
        return [_run(code, namespace) for code in blocks(page)]


def _run(code: str, namespace: dict[str, Any]) -> Example:
    lines = ast.parse(code)
    last = lines.body.pop() if isinstance(lines.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(lines, str(PAGE), "exec"), namespace)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), str(PAGE), "eval"), namespace)
    if value is None:
        return Example(code, printed.getvalue())
    html = value._repr_html_() if hasattr(value, "_repr_html_") else ""
    return Example(code, printed.getvalue(), f"{value!r}\n", html)


def page_with(page: str, examples: list[Example]) -> str:
    """The page with what each of its examples shows below it."""
    left = iter(examples)

    def told(match: re.Match[str]) -> str:
        shown = next(left).shown
        return f"```python\n{match.group(1)}```\n" + (f"\n```text\n{shown}```\n" if shown else "")

    return _CODE.sub(told, page)


def notebook(page: str, examples: list[Example]) -> dict[str, Any]:
    """The page as a notebook, its examples as cells that were run."""
    cells, start, left = [], 0, iter(enumerate(examples, 1))
    for match in _CODE.finditer(page):
        cells.append(_text(page[start : match.start()]))
        cells.append(_cell(*next(left)))
        start = match.end()
    cells.append(_text(page[start:]))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": [{"id": f"cell-{at}", **cell} for at, cell in enumerate(cells) if cell["source"]],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _text(markdown: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": markdown.strip().splitlines(keepends=True)}


def _cell(number: int, example: Example) -> dict[str, Any]:
    outputs: list[Mapping[str, Any]] = []
    if example.printed:
        text = example.printed.splitlines(keepends=True)
        outputs.append({"output_type": "stream", "name": "stdout", "text": text})
    if example.value:
        data = {"text/plain": example.value.strip().splitlines(keepends=True)}
        if example.html:
            data["text/html"] = example.html.splitlines(keepends=True)
        outputs.append({"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": data})
    source = example.code.strip().splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": number, "metadata": {}, "source": source, "outputs": outputs}


@contextlib.contextmanager
def beside_the_county() -> Iterator[None]:
    """Within it the working folder is one in which the examples' county stands."""
    former = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            subprocess.run([sys.executable, "-m", "rotation", *COUNTY], check=True, stdout=subprocess.DEVNULL)
            yield
        finally:
            os.chdir(former)


if __name__ == "__main__":
    text = PAGE.read_text("utf-8")
    with beside_the_county():
        made = run(text)
    PAGE.write_text(page_with(text, made), "utf-8")
    NOTEBOOK.write_text(json.dumps(notebook(text, made), ensure_ascii=False, indent=1) + "\n", "utf-8")
