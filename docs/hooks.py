"""Pages of the site that stand at the root of the repository: read there, so that each is written once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGES = {
    "index.md": "README.md",
    "officers.md": "README.zh-CN.md",
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
}
RESULTS = "benchmarks/RESULTS.md"


def on_files(files: Any, config: Any) -> Any:
    """Add the pages, their links turned to where the site has what they name."""
    from mkdocs.structure.files import File

    for page, source in {**PAGES, "results.md": RESULTS}.items():
        files.append(File.generated(config, page, content=_linked((ROOT / source).read_text("utf-8"))))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """The same for pages of docs/ that point to the root."""
    return _linked(markdown)


def _linked(text: str) -> str:
    for page, source in PAGES.items():
        text = re.sub(rf"\]\((?:\.\./)?{re.escape(source)}", f"]({page}", text)
    return (
        text.replace("](docs/", "](").replace(f"](../{RESULTS}", "](results.md").replace(f"]({RESULTS}", "](results.md")
    )
