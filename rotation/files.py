"""Output files: whole or not at all, a killed run leaving the former ones."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from rotation.errors import UsageFault
from rotation.language import reason, say


def write_files(folder: Path, contents: Mapping[str, str | bytes]) -> None:
    """Write `contents` (file name to text or bytes) into `folder`, made if need be.

    Everything is on the disk before the first name changes, so that a run killed earlier leaves all
    former files and none half written. Raises UsageFault where the folder cannot be written.
    """
    ready: list[tuple[str, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
            ready.append((temporary, folder / name))
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
        while ready:
            os.replace(*ready[0])
            del ready[0]
    except OSError as error:
        said = say("{path} cannot be written: {error}", path=error.filename2 or folder, error=reason(error))
        # Windows says so of a file that Excel or WPS has open.
        if isinstance(error, PermissionError):
            said += say("; is the file open in another program?")
        raise UsageFault(said) from error
    finally:
        for temporary, _ in ready:
            with suppress(OSError):
                os.unlink(temporary)


def remove_others(folder: Path, pattern: str, kept: Collection[str]) -> None:
    """Remove what an earlier run left in `folder` under names like `pattern`, apart from those `kept`."""
    for path in folder.glob(pattern):
        if path.name not in kept:
            path.unlink(missing_ok=True)
