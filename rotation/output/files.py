"""Output files: whole or not at all, and those of one run together or not at all.

Names cannot change all at once. So a record, files.json, says before the first changes what each file was and is to
be, and after the last, with a hash each, what they are. Where a later change fails the former files are put back.
Where the run is killed between two changes the record stays as it was, and readers refuse what stands there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from rotation.errors import BadData, UsageFault
from rotation.language import reason, say

FORMER = "former"
RECORD, FORMAT = "files.json", "rotation-files/1"
_OURS = (
    ".rotation-"  # what temporary files begin with: a killed run leaves them, the next run in the folder clears them
)


def write_files(
    folder: Path, contents: Mapping[str, str | bytes], gone: Collection[str] = (), *, recorded: bool = True
) -> None:
    """Write `contents` (file name to text or bytes) into `folder`, made if need be, and remove the files `gone`.

    All of it or, where some of it fails, none: the former files are put back. `recorded` False leaves the record out,
    for files that belong to nobody's run. Raises UsageFault where the folder cannot be written.
    """
    change = _Change(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (*contents, *gone, RECORD):
            if (folder / name).is_dir():
                raise UsageFault(
                    say("{path} is a folder, and a file of that name is to stand there: rename it", path=folder / name)
                )
        for left in folder.glob(f"{_OURS}*"):
            left.unlink(missing_ok=True)
        wanted: dict[str, bytes | None] = {
            name: content.encode() if isinstance(content, str) else content for name, content in contents.items()
        }
        wanted |= {name: None for name in gone if name not in contents and (folder / name).exists()}
        change.prepare(wanted)
        before = _record(folder)
        known, others = _files(before), {n: both for n, both in _changing(before).items() if n not in wanted}
        if recorded:
            hashes = {name: (_hash_of(folder / name), _hash(content)) for name, content in wanted.items()}
            change.prepare({RECORD: _written(known, {**others, **hashes})})
            change.carry_out([RECORD])
        change.carry_out(wanted)
        if recorded:
            now = {**known, **{name: new for name, (_, new) in hashes.items()}}
            change.prepare({RECORD: _written({name: hashed for name, hashed in now.items() if hashed}, others)})
            change.carry_out([RECORD])
    except OSError as error:
        change.undo()
        said = say("{path} cannot be written: {error}", path=error.filename2 or folder, error=reason(error))
        # Windows says so of a file that Excel or WPS has open.
        if isinstance(error, PermissionError):
            said += say("; is the file open in another program?")
        raise UsageFault(said) from error
    except BaseException:
        change.undo()
        raise
    finally:
        change.clear()


def set_aside(folder: Path, names: Collection[str]) -> Path | None:
    """Move those of `names` that are in `folder` to its sub-folder `former`, where there are any, and say where."""
    kept = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
    if not kept:
        return None
    write_files(folder / FORMER, kept)
    write_files(folder, {}, gone=kept)
    return folder / FORMER


class _Change:
    """The files of a folder that are to be others: each ready beside it, and the former one kept until all are done."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ready: dict[str, str | None] = {}
        self.former: dict[str, str | None] = {}  # of those changed: where the file is kept, None where there was none

    def prepare(self, contents: Mapping[str, bytes | None]) -> None:
        """Have `contents` on the disk under names of no matter; None is a file to be removed."""
        for name, content in contents.items():
            if content is None:
                self.ready[name] = None
                continue
            handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=_OURS)
            self.ready[name] = temporary
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)

    def carry_out(self, names: Collection[str]) -> None:
        """Change these names, what they named being kept."""
        kept = {name: self._keep(name) for name in names if name not in self.former}
        for name in names:
            ready, path = self.ready[name], self.folder / name
            if ready is None:
                path.unlink(missing_ok=True)
            else:
                os.replace(ready, path)
            del self.ready[name]
            self.former.setdefault(name, kept.get(name))

    def _keep(self, name: str) -> str | None:
        path = self.folder / name
        if not path.exists():
            return None
        kept = str(self.folder / f"{_OURS}former-{name}")
        try:
            os.link(path, kept)
        except OSError:  # a disk that knows no links
            shutil.copy2(path, kept)
        self.ready[kept] = kept
        return kept

    def undo(self) -> None:
        """Put back what was changed, the record last."""
        for name, kept in sorted(self.former.items(), key=lambda entry: entry[0] == RECORD):
            with suppress(OSError):
                if kept is None:
                    (self.folder / name).unlink(missing_ok=True)
                else:
                    os.replace(kept, self.folder / name)
        self.former = {}

    def clear(self) -> None:
        for temporary in self.ready.values():
            if temporary is not None:
                with suppress(OSError):
                    os.unlink(temporary)


def of_one_run(path: Path) -> None:
    """Raise BadData where the files beside `path` are of two runs, one of which ended while it replaced them."""
    changing = _changing(_record(path.parent))
    if path.name not in changing:
        return
    now = {name: _hash_of(path.parent / name) for name in changing}
    states = {name: (now[name] == old, now[name] == new) for name, (old, new) in changing.items() if old != new}
    for at in (0, 1):
        if all(state[at] for state in states.values()):
            return
    raise BadData(
        say(
            "the files in {folder} are of two runs: one ended while it was replacing them (new: {new}; former: {former});"
            " run that command again before anything in it is used",
            folder=path.parent,
            new="、".join(name for name, state in states.items() if state[1]) or "–",
            former="、".join(name for name, state in states.items() if not state[1]) or "–",
        )
    )


def as_recorded(path: Path) -> None:
    """Raise BadData where the record beside `path` names another file of that name: it is changed, or of another run."""
    recorded = _files(_record(path.parent)).get(path.name)
    if recorded is not None and path.name not in _changing(_record(path.parent)) and recorded != _hash_of(path):
        raise BadData(
            say(
                "{path} is not the file that {record} beside it names: it was changed, or comes from another run than the"
                " files around it; take the files of one run, or copy this one into a folder of its own",
                path=path,
                record=RECORD,
            )
        )


def like(folder: Path, pattern: str, kept: Collection[str]) -> Sequence[str]:
    """What an earlier run left in `folder` under names like `pattern`, apart from those `kept`."""
    return sorted(path.name for path in folder.glob(pattern) if path.name not in kept)


def _record(folder: Path) -> Mapping[str, Any]:
    """The record in a folder; empty where there is none that can be read."""
    try:
        record = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) and record.get("format") == FORMAT else {}


def _files(record: Mapping[str, Any]) -> dict[str, str]:
    files = record.get("files")
    return {str(name): str(hashed) for name, hashed in files.items()} if isinstance(files, dict) else {}


def _changing(record: Mapping[str, Any]) -> dict[str, tuple[str | None, str | None]]:
    """The hashes before and after of the files a run was replacing; those of a run that ended well are none."""
    changing = record.get("changing")
    entries = changing.items() if isinstance(changing, dict) else ()
    return {str(name): (both[0], both[1]) for name, both in entries if isinstance(both, list) and len(both) == 2}


def _written(files: Mapping[str, str], changing: Mapping[str, Sequence[str | None]]) -> bytes:
    record: dict[str, Any] = {"format": FORMAT, "files": dict(sorted(files.items()))}
    if changing:
        record["changing"] = changing
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _hash(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _hash_of(path: Path) -> str | None:
    try:
        return _hash(path.read_bytes())
    except OSError:
        return None
