"""Messages in the user's language: English in the code, Chinese in locale/, through gettext.

The language is the context's own, not the process's: two users of one server each see theirs.
"""

from __future__ import annotations

import errno
import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = {"zh": "zh_CN", "en": "en"}
LOCALE = Path(__file__).parent / "locale"

_chosen: ContextVar[str] = ContextVar("language", default="zh")


def choose(language: str) -> None:
    """Speak `language` ("zh" or "en") from here on, in this context; threads begun elsewhere keep theirs."""
    _chosen.set(language)


def language() -> str:
    """The language chosen; Chinese where none was."""
    return _chosen.get()


def speaks_chinese() -> bool:
    """Whether messages are in Chinese, as the policy packs are."""
    return _chosen.get() == "zh"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", LOCALE, [LANGUAGES[language]], fallback=True)


@contextmanager
def in_chinese() -> Iterator[None]:
    """Within it messages are Chinese whatever the user's language: what is put up or sent is."""
    token = _chosen.set("zh")
    try:
        yield
    finally:
        _chosen.reset(token)


def say(message: str, **values: object) -> str:
    """Return `message` in the chosen language with its {fields} filled in."""
    text = _catalogue(_chosen.get()).gettext(message) if message else ""
    return text.format(**values) if values else text


def typed(*words: object) -> str:
    """A command of ours as it is to be typed: quoted where a shell would read it otherwise, as all of them understand it."""
    return " ".join(
        f'"{word}"' if re.search(r"[^\w./\\:=,~+@%-]", word) else word for word in ("rotation", *map(str, words))
    )


def reason(error: Exception) -> str:
    """Why something failed, in the user's language.

    What a library says it says in English, and may hold what stands in the file: its kind alone is told, and the line
    where one is known.
    """
    if isinstance(error, OSError) and error.errno is not None:
        code = errno.errorcode.get(error.errno, str(error.errno))
        return (
            say(_REFUSALS[error.errno]) if error.errno in _REFUSALS else say("the system refuses it, {code}", code=code)
        )
    if isinstance(error, UnicodeError):
        return say("it is not text in UTF-8")
    line = getattr(error, "lineno", None) or next(iter(re.findall(r"\bline (\d+)", str(error))), None)
    if line is not None:
        return say("line {line} breaks the rules of such a file", line=line)
    if isinstance(error, ValueError):
        return say("it breaks the rules of such a file")
    return type(error).__name__


def shown(path: Path | str) -> str:
    """A path as it can be printed, not longer than a few lines."""
    text = "".join(character if character.isprintable() else "?" for character in str(path))
    return text if len(text) <= 300 else text[:300] + "…"


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Mark `message` for translation where it is declared; it is said later."""
    return message


_REFUSALS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("not permitted"),
    errno.EPERM: N_("not permitted"),
    errno.EISDIR: N_("this is a folder; name a file"),
    errno.ENOTDIR: N_("part of the path is a file, not a folder"),
    errno.ENOSPC: N_("the disk is full; make room on it"),
    errno.EROFS: N_("nothing can be written there"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EIO: N_("the disk cannot be read or written"),
    errno.EEXIST: N_("something of that name is there already"),
    errno.EBUSY: N_("another program is using it"),
    errno.EDQUOT: N_("the disk is full; make room on it"),
    errno.EFBIG: N_("the disk is full; make room on it"),
    errno.ELOOP: N_("its links lead in a circle"),
    errno.EINVAL: N_("the name holds what the system does not allow"),
    errno.EILSEQ: N_("the name holds what the system does not allow"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENFILE: N_("too many files are open"),
    errno.ENOMEM: N_("there is not enough memory"),
    errno.ECONNREFUSED: N_("nothing answers there"),
    errno.ECONNRESET: N_("nothing answers there"),
    errno.EHOSTUNREACH: N_("nothing answers there"),
    errno.ENETUNREACH: N_("nothing answers there"),
    errno.ETIMEDOUT: N_("nothing answers there"),
}
