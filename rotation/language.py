"""Messages in the user's language: English in the code, Chinese in locale/, through gettext.

The text domain is the default one, "messages", so that the sentences of click itself are
translated by the same catalogue.
"""

from __future__ import annotations

import errno
import gettext
import os
from pathlib import Path

LANGUAGES = {"zh": "zh_CN", "en": "en"}

gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))


def choose(language: str) -> None:
    """Speak `language` ("zh" or "en") from here on."""
    os.environ["LANGUAGE"] = LANGUAGES[language]


def language() -> str:
    """The language chosen."""
    return next((short for short, full in LANGUAGES.items() if os.environ.get("LANGUAGE") == full), "zh")


def speaks_chinese() -> bool:
    """Whether messages are in Chinese, as the policy packs are."""
    return os.environ.get("LANGUAGE") == LANGUAGES["zh"]


def say(message: str, **values: object) -> str:
    """Return `message` in the chosen language with its {fields} filled in."""
    text = gettext.gettext(message) if message else ""
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
