"""Messages in the user's language: English in the code, Chinese in locale/, through gettext.

The language is the context's own, not the process's: two users of one server each see theirs.
"""

from __future__ import annotations

import errno
import gettext
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


def say(message: str, **values: object) -> str:
    """Return `message` in the chosen language with its {fields} filled in."""
    text = _catalogue(_chosen.get()).gettext(message) if message else ""
    return text.format(**values) if values else text


def reason(error: Exception) -> str:
    """Why something failed: the system's commonest refusals in the user's language, all else as it was said."""
    if not isinstance(error, OSError):
        return str(error)
    return say(_REFUSALS[error.errno]) if error.errno in _REFUSALS else error.strerror or str(error)


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
}
