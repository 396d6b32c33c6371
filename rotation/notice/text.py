"""The wording of a notice: a text a county can change without programming, filled in from the plan.

One line a paragraph. `# ` begins the title (with | where a line of it may end), 一、 and （一） begin
headings, a line that ends in a full-width colon and follows the title is the addressee. `{{名称}}` stands
for a value; `{% if 名称 %}` … `{% endif %}` keeps a part only where the value is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from rotation.errors import UsageFault
from rotation.language import say
from rotation.notice.document import Block

_ENVIRONMENT = SandboxedEnvironment(
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    comment_start_string="{##",
    comment_end_string="##}",
)
_HEADING, _SUBHEADING = re.compile(r"[一二三四五六七八九十]+、"), re.compile(r"（[一二三四五六七八九十]+）")


def wording(policy: str, kind: str, file: Path | None) -> tuple[str, str]:
    """The text of a `kind` ("notice", "result") for the pack `policy`, with the name to call it by.

    A county's own is `file`; else the pack's own, else that of the pack it was first written for.
    """
    if file is not None:
        try:
            return file.read_text("utf-8-sig"), str(file)
        except (OSError, UnicodeDecodeError) as error:
            raise UsageFault(say("{path} is not a readable UTF-8 text", path=file)) from error
    folder = resources.files("rotation") / "policies"
    for pack in (policy, "nantong-2017"):
        path = folder / f"{pack}.{kind}.txt"
        if path.is_file():
            return path.read_text("utf-8"), path.name
    raise AssertionError(f"no text for {kind}")


def fill(text: str, name: str, values: Mapping[str, object]) -> tuple[str, list[Block]]:
    """The title and the paragraphs of `text` with `values` put in; values are never read as template.

    Raises UsageFault with the line where the text names a value that does not exist or does not parse.
    """
    marked = _Marked()
    try:
        filled = _ENVIRONMENT.from_string(text).render({key: marked.take(value) for key, value in values.items()})
    except TemplateError as error:
        line = getattr(error, "lineno", None) or _line_of(text, str(error))
        raise UsageFault(
            say("{name}, line {line}: {error}; the values there are: {known}", name=name, line=line or "?",
                error=error, known="、".join(values))
        ) from error  # fmt: skip
    title = ""
    blocks: list[Block] = []
    for line in filled.splitlines():
        if not (line := line.strip()):
            continue
        if line.startswith("# "):
            title = marked.give(line[2:].strip())
        else:
            blocks.append(Block(_kind(line, first=not blocks), marked.give(line)))
    if not title:
        raise UsageFault(say("{name}: no line begins with '# ', so there is no title", name=name))
    return title, blocks


class _Marked:
    """Keeps values out of the text until its lines are understood, so that no value can make a heading."""

    def __init__(self) -> None:
        self.values: list[str] = []

    def take(self, value: object) -> object:
        if not isinstance(value, str) or not value:
            return value
        self.values.append(value)
        return f"\ue000{len(self.values) - 1}\ue001"

    def give(self, line: str) -> str:
        return re.sub("\ue000(\\d+)\ue001", lambda found: self.values[int(found[1])], line)


def _kind(line: str, *, first: bool) -> str:
    if first and line.endswith("："):
        return "to"
    if _HEADING.match(line):
        return "heading"
    return "subheading" if _SUBHEADING.match(line) else "text"


def _line_of(text: str, error: str) -> int | None:
    found = re.search(r"'([^']+)'", error)
    if not found:
        return None
    return next((i for i, line in enumerate(text.splitlines(), 1) if found[1] in line), None)
