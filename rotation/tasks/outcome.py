"""What a task gives back: the same to every door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from rotation.errors import BadData, Fault, Note, RotationError
from rotation.language import say
from rotation.output.files import RECORD, set_aside, write_files
from rotation.output.parts import Part

DONE, AUDIT_FAILED, NOT_PROVEN, SOME_FAILED = 0, 1, 6, 7  # beside those of rotation.errors

Content = str | bytes


@dataclass(frozen=True)
class Placed:
    """A sentence about a file once it is written: `{path}` in `message` stands for it, or for the folder where "" is named."""

    message: str
    file: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, folder: Path) -> str:
        return say(self.message, path=folder / self.file, **self.values)


Shown = Part | str | Placed


@dataclass(frozen=True)
class Outcome:
    """What a task comes to.

    `status` is the exit status of README.md. `files` map names to what is to be written, a name such as
    `letters/0015.pdf` for one in a folder below; `gone` are names or patterns of what an earlier run may have left
    that is to go, `aside` names of what it is to be kept of it in the folder `former`. `shown` is what is shown in the
    end, in order, beside what the task's Progress has told. `error` says why there is not what was asked for, with
    every one of the `faults` and `notes` in the data. `recorded` is False for files that belong to nobody's run.
    """

    status: int = DONE
    files: Mapping[str, Content] = field(default_factory=dict)
    shown: Sequence[Shown] = ()
    error: str = ""
    faults: Sequence[Fault] = ()
    notes: Sequence[Note] = ()
    gone: Sequence[str] = ()
    aside: Sequence[str] = ()
    recorded: bool = True

    @classmethod
    def of(cls, error: RotationError, files: Mapping[str, Content] | None = None,
           shown: Sequence[Shown] = ()) -> Outcome:  # fmt: skip
        """What a task that ended with `error` comes to."""
        faults, notes = (error.faults, error.notes) if isinstance(error, BadData) else ((), ())
        return cls(error.status, files or {}, shown, str(error), faults, notes)

    def write(self, folder: Path) -> list[str]:
        """Write the files into `folder`, all of a folder or none; what there is to say of what stood there.

        Raises UsageFault where they cannot be written.
        """
        said = []
        if former := set_aside(folder, self.aside):
            said.append(say("the plan of an earlier run that stood here is now in {path}", path=former))
        for below in dict.fromkeys(["", *map(_folder, (*self.files, *self.gone))]):
            files = {Path(name).name: content for name, content in self.files.items() if _folder(name) == below}
            patterns = [Path(name).name for name in self.gone if _folder(name) == below]
            gone = _like(folder / below, patterns)
            if files or any((folder / below / name).exists() for name in gone):
                write_files(folder / below, files, gone, recorded=self.recorded)
        return said


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _like(folder: Path, patterns: Sequence[str]) -> list[str]:
    """The names among `patterns`, and what stands in `folder` under names like the others, apart from the record."""
    named = [pattern for pattern in patterns if "*" not in pattern]
    names = sorted(path.name for path in folder.glob("*") if path.is_file()) if len(named) < len(patterns) else []
    return [*named, *(n for n in names if n != RECORD and n not in named and any(fnmatch(n, p) for p in patterns))]
