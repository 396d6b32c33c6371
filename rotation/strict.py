"""Files of ours read strictly: whole, from a file and nothing else, no larger than it may be, nothing twice."""

from __future__ import annotations

import json
import math
import re
import stat
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rotation.errors import RotationError
from rotation.language import N_, reason, say, shown
from rotation.shapes import Shape, Wrong, thousands

MOST_BYTES = 64 * 2**20  # the plan of a city of 200,000 teachers is a quarter of it
MOST_SHOWN = 20  # departures said of one file; more of them are counted


def refusal(name: object, wrong: Sequence[Wrong]) -> str:
    """Every departure of the file `name`, a line each; those past the first twenty are counted."""
    head = say("{path}: {count} things are wrong", path=name, count=len(wrong))
    rest = len(wrong) - MOST_SHOWN
    more = [say("and {count} more", count=rest)] if rest > 0 else []
    return "\n".join([head, *map(str, wrong[:MOST_SHOWN]), *more])


def read_file(path: Path, error: type[RotationError], most: int = MOST_BYTES) -> bytes:
    """The bytes of a file: not of a device, pipe or folder, none larger than `most`. Raises `error`."""
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise error(say("{path} is a device or a pipe; name a file", path=shown(path)))
        with path.open("rb") as opened:
            content = opened.read(most + 1)
    except OSError as failed:
        raise error(say("{path}: {error}", path=shown(path), error=reason(failed))) from failed
    except ValueError:
        raise error(say("{path} cannot be the name of a file", path=shown(path))) from None
    if len(content) > most:
        raise error(say("{path} is larger than {most} bytes, which no such file is", path=shown(path),
                        most=thousands(most)))  # fmt: skip
    return content


def read_text(path: Path, error: type[RotationError], most: int = 2**20) -> str:
    """The text of a small UTF-8 file, with or without a byte order mark. Raises `error`."""
    try:
        return read_file(path, error, most).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise error(say("{path} is not UTF-8: save it as UTF-8", path=shown(path))) from None


def read_json(path: Path, shape: Shape, error: type[RotationError]) -> Any:
    """The value in a JSON file, of this shape. Raises `error`: no JSON, a key twice, NaN, or what `faults` finds."""
    try:
        value = json.loads(
            read_file(path, error).decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number,
            parse_float=_finite,
        )  # fmt: skip
    except json.JSONDecodeError as failed:
        raise error(
            say("{path} is not JSON: line {line}, column {column}", path=shown(path), line=failed.lineno,
                column=failed.colno)
        ) from failed  # fmt: skip
    except RecursionError:
        raise error(say("{path} is nested deeper than any file of ours", path=shown(path))) from None
    except UnicodeDecodeError:
        raise error(say("{path} is not UTF-8: save it as UTF-8", path=shown(path))) from None
    except ValueError as failed:
        why = str(failed) if isinstance(failed, _Refused) else say("a number of too many digits")
        raise error(say("{path}: {error}", path=shown(path), error=why)) from None
    if wrong := list(shape.faults(value)):
        other = [fault for fault in wrong if fault.path == "format"]  # another kind of file: nothing else is said of it
        raise error(refusal(shown(path), other or wrong))
    return value


def read_toml(path: Path, error: type[RotationError]) -> tuple[dict[str, Any], str]:
    """The tables in a TOML file, and its text. Raises `error`, with the line, where it is no TOML."""
    text = read_text(path, error)
    return parse_toml(text, shown(path), error), text


def parse_toml(text: str, name: str, error: type[RotationError]) -> dict[str, Any]:
    """The tables of a TOML text that is called `name`. Raises `error`, with the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as failed:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(failed))
        line = int(found[1]) if found else text.count("\n") + 1
        why = next((say(words) for start, words in _TOML.items() if str(failed).startswith(start)), None)
        said = say("{path}, line {line}: {error}", path=name, line=line,
                   error=why or say("this is not as TOML is written"))  # fmt: skip
    except RecursionError:
        said = say("{path} is nested deeper than any file of ours", path=name)
    except ValueError:  # of int, which reads no more than 4,300 digits
        said = say("{path}, line {line}: {error}", path=name, line=_long_number(text),
                   error=say("a number of too many digits"))  # fmt: skip
    raise error(said)


def line_of(lines: Sequence[str], path: str) -> int | None:
    """The line on which the key at the end of `path` (a.b[0].c) is first mentioned after those before it."""
    start, found = 0, None
    for part in re.findall(r"[^.\[\]]+", re.sub(r"\[\d+\]", "", path)):
        mention = re.compile(rf"(?<![\w-]){re.escape(part)}(?![\w-])")
        at = next((i for i in range(start, len(lines)) if mention.search(lines[i].split("#")[0])), None)
        if at is None:
            break
        start = found = at
    return None if found is None else found + 1


class _Refused(ValueError):
    """What JSON would allow and we do not; the message is said."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Refused(say("the key {key} stands twice", key=shown(twice)))
    return made


def _no_number(name: str) -> float:
    raise _Refused(say("{name} is no number", name=name))


def _finite(text: str) -> float:
    if not math.isfinite(value := float(text)):
        raise _Refused(say("{name} is no number", name=shown(text)))
    return value


def _long_number(text: str) -> int:
    lines = text.splitlines()
    return next((i for i, line in enumerate(lines, 1) if re.search(r"[0-9_]{1000}", line)), 1)


_TOML = {
    "Expected '=' after a key": N_("after a key stands = and its value"),
    "Invalid value": N_("the value is missing or is not one of TOML’s: texts stand in quotes"),
    "Invalid initial character for a key part": N_(
        "a key is missing, or is not in quotes: Chinese names stand in quotes, as in [scenarios.\"…\"]"
    ),
    "Invalid statement": N_(
        "a key is missing, or is not in quotes: Chinese names stand in quotes, as in [scenarios.\"…\"]"
    ),
    "Expected newline or end of document": N_("something stands after the value; each key has its own line"),
    "Unterminated string": N_("a quotation mark is not closed"),
    "Expected '\"": N_("a quotation mark is not closed"),
    "Expected \"'": N_("a quotation mark is not closed"),
    "Illegal character": N_("a character that cannot stand there, or a quotation mark that is not closed on its line"),
    "Unescaped '\\' in a string": N_("a \\ in a text stands twice: \\\\"),
    "Unclosed array": N_("a list is not closed: ] is missing"),
    "Unclosed inline table": N_("a table is not closed: } is missing"),
    "Expected ']": N_("] is missing at the end of the table’s name"),
    "Cannot overwrite a value": N_("this key stands twice"),
    "Duplicate inline table key": N_("this key stands twice"),
    "Cannot declare": N_("this table stands twice"),
    "Cannot mutate": N_("this table stands twice"),
    "Cannot define": N_("this key stands twice"),
    "Invalid date or datetime": N_("no such date"),
}  # fmt: skip
