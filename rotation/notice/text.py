"""The wording of a notice: a text a county can change without programming, filled in from the plan.

One line a paragraph. `# ` begins the title, of which there is one (with | where a line of it may end), 一、 and （一） begin
headings, a line that ends in a full-width colon and follows the title is the addressee. `{{名称}}` stands
for a value; `{% if 名称 %}` … `{% endif %}` keeps a part only where the value is there; `{% for 项 in 名称 %}`
… `{% endfor %}` repeats a part for each of several. Nothing else of the template engine's language is let in, so that no
text runs long, reaches a file or goes wrong in a way of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from rotation.errors import UsageFault
from rotation.language import say, shown
from rotation.notice.document import Block
from rotation.strict import read_text

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
        return read_text(file, UsageFault), str(file)
    folder = resources.files("rotation") / "policy"
    for pack in (policy, "nantong-2017"):
        path = folder / f"{pack}.{kind}.txt"
        if path.is_file():
            return path.read_text("utf-8"), path.name
    raise AssertionError(f"no text for {kind}")


def fill(text: str, name: str, values: Mapping[str, object]) -> tuple[str, list[Block]]:
    """The title and the paragraphs of `text` with `values` put in; values are never read as template.

    Raises UsageFault with every line that names a value that does not exist or says what no text may.
    """
    marked = _Marked()
    try:
        wrong = list(_wrong(_ENVIRONMENT.parse(text), values)) or list(_kept_from(text))
        if not wrong:
            filled = _ENVIRONMENT.from_string(text).render({key: marked.take(value) for key, value in values.items()})
    except TemplateError as error:
        wrong = [(getattr(error, "lineno", None) or 1, _in_words(str(error)))]
    except (RecursionError, SyntaxError, MemoryError):  # of Python's own compiler, which the engine uses
        wrong = [(1, say("parts stand in parts too deep"))]
    except ValueError:  # a number of thousands of digits
        wrong = [(1, say("a number of too many digits"))]
    if wrong:
        said = [say("{path}, line {line}: {error}", path=name, line=line, error=error) for line, error in wrong[:20]]
        raise UsageFault("\n".join([*said, say("the values there are: {known}", known="、".join(values))]))
    titles: list[str] = []
    blocks: list[Block] = []
    for line in filled.splitlines():
        if not (line := line.strip()):
            continue
        if line.startswith("# "):
            titles.append(marked.give(line[2:].strip()))
        else:
            blocks.append(Block(_kind(line, first=not blocks), marked.give(line)))
    if not any(titles):
        raise UsageFault(say("{name}: no line begins with '# ', so there is no title", name=name))
    if len(titles) > 1:
        rows = "、".join(str(row) for row, line in enumerate(text.splitlines(), 1) if line.strip().startswith("# "))
        raise UsageFault(say("{name}, line {rows}: only one line may begin with '# ', the title", name=name, rows=rows))
    return titles[0], blocks


_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Not, nodes.And, nodes.Or, nodes.If)


def _wrong(tree: nodes.Template, values: Mapping[str, object]) -> Iterator[tuple[int, str]]:
    """Each line of the text that says what no text may, and what it is."""
    looped: dict[str, object] = {}
    for loop in tree.find_all(nodes.For):
        several = values.get(loop.iter.name) if isinstance(loop.iter, nodes.Name) else None
        plain = not (loop.test or loop.else_ or loop.recursive) and isinstance(loop.target, nodes.Name)
        if not plain or not isinstance(several, list) or any(loop.find_all(nodes.For)):
            yield loop.lineno, say("for repeats a part for each of several values, once, and nothing more")
        elif isinstance(loop.target, nodes.Name):
            looped[loop.target.name] = ""
    known = {**values, **looped}
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Name):
            if node.name not in known:
                yield node.lineno, say("there is no value {name}", name=shown(node.name))
        elif not isinstance(node, (*_PLAIN, nodes.For)):
            yield node.lineno, say("only values, if and for may stand there")


def _kept_from(text: str) -> Iterator[tuple[int, str]]:
    """Lines with what the engine or this module would take for its own before any value is looked at."""
    for i, line in enumerate(text.splitlines(), 1):
        for character in "\ue000\ue001":
            if character in line:
                yield i, say("a character kept for the program: {character}", character=f"U+{ord(character):04X}")
        if re.match(r"\s*(＃|#(?! ))", line):
            yield i, say("a title begins with '# ', with a space behind it; no other line begins so")
        if re.search(r"{%[-+]?\s*raw", line):
            yield i, say("only values, if and for may stand there")


def _in_words(error: str) -> str:
    """The engine's own sentence is English and for programmers: only what an officer can act upon is kept."""
    if "unknown tag" in error or "Encountered" in error:
        return say("if and for are ended by endif and endfor; there is no other word")
    if "unexpected end of template" in error.lower():
        return say("an if or for is not ended")
    return say("what stands in {{ }} or {% %} cannot be read")


class _Marked:
    """Keeps values out of the text until its lines are understood, so that no value can make a heading."""

    def __init__(self) -> None:
        self.values: list[str] = []

    def take(self, value: object) -> object:
        if isinstance(value, list):
            return [self.take(each) for each in value]
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
