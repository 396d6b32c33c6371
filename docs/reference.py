"""The reference, made from the commands and the rules themselves: `python -m docs.reference` writes it anew.

A test compares what stands in docs/ with what this makes.
"""

from __future__ import annotations

from pathlib import Path

import click

from docs.rules import rules
from rotation.cli import cli
from rotation.cli.base import speak

WIDTH = 100
DOCS = Path(__file__).parent
PAGES = {"en": DOCS / "commands.md", "zh": DOCS / "commands.zh-CN.md"}
RULES = {"en": DOCS / "rules.md", "zh": DOCS / "rules.zh-CN.md"}
HEADS = {
    "en": "# Commands\n\nWhat `rotation COMMAND --help` prints, made from the program (`make reference`).\n",
    "zh": "# 命令参考\n\n以下即 `rotation 命令 --help` 所显示的内容，由程序自动生成（`make reference`）。\n",
}


def reference(language: str) -> str:
    """The page in `language`: every command with its help as a terminal shows it."""
    speak(language)
    parts = [HEADS[language]]
    with click.Context(cli, info_name="rotation", terminal_width=WIDTH, max_content_width=WIDTH) as top:
        for name in cli.list_commands(top):
            command = cli.get_command(top, name)
            assert command is not None
            with click.Context(command, parent=top, info_name=name) as context:
                parts.append(f"## rotation {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    import subprocess
    import sys

    if len(sys.argv) > 1:
        sys.stdout.write(reference(sys.argv[1]))
    else:  # a process each: click keeps what it has translated once
        for spoken, page in PAGES.items():
            done = subprocess.run([sys.executable, "-m", "docs.reference", spoken], capture_output=True, check=True)
            page.write_bytes(done.stdout)
        for spoken, page in RULES.items():
            page.write_text(rules(spoken), "utf-8")
