"""Who and which school is meant: a code, or a name that one alone bears."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from rotation.errors import BadData, RotationError
from rotation.language import say

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

SHOWN = 6  # people or schools listed for a name that is not clear


class Unclear(ValueError):
    """The text is no code and not the name of one alone; `wanted` says what is expected and whom it may mean."""

    def __init__(self, text: str, wanted: str) -> None:
        super().__init__(say("“{text}”: expected {expected}", text=text, expected=wanted))
        self.wanted = wanted


def same_form(text: str) -> str:
    """A code or name as compared: in half width, without any space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


class Directory:
    """The teachers and schools of a county's tables, by code and by name.

    Nothing is guessed: what is no code must be the whole name of exactly one.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def teacher(self, text: str) -> str:
        """The teacher_id meant by a code or a name. Raises Unclear."""
        found = _meant(text, self._teachers, self._teachers_by_name)
        if len(found) == 1:
            return found[0]
        if found:
            who = _listed(found, self.teacher_words)
            raise Unclear(text, say("the id, since {count} bear this name: {who}", count=len(found), who=who))
        likely = _likely(text, self._teachers, self._teachers_by_name)
        raise Unclear(text, say("the id or name of a teacher of the county") + _perhaps(likely, self.teacher_words))

    def school(self, text: str) -> str:
        """The school_id meant by a code or a name. Raises Unclear."""
        found = _meant(text, self._schools, self._schools_by_name)
        if len(found) == 1:
            return found[0]
        if found:
            which = _listed(found, self.school_words)
            raise Unclear(
                text, say("the code, since {count} schools bear this name: {which}", count=len(found), which=which)
            )
        likely = _likely(text, self._schools, self._schools_by_name)
        raise Unclear(text, say("the code or name of a school of the county") + _perhaps(likely, self.school_words))

    def name_of(self, teacher_id: str) -> str:
        """A teacher's name."""
        return str(self._teachers[teacher_id]["name"])

    def teachers(self, texts: Iterable[str], refusal: type[RotationError] = BadData) -> list[str]:
        """The teacher_ids meant, in their order, each once. Raises `refusal` saying all that is not clear."""
        return _all(texts, self.teacher, refusal)

    def schools(self, texts: Iterable[str], refusal: type[RotationError] = BadData) -> list[str]:
        """The school_ids meant, as `teachers`."""
        return _all(texts, self.school, refusal)

    def teacher_words(self, teacher_id: str) -> str:
        """A teacher's id with name, school and subject."""
        row = self._teachers[teacher_id]
        school = self._schools.get(row["school_id"], {}).get("name", row["school_id"])
        return say("{id} ({name}, {school}, {subject})", id=teacher_id, name=row["name"], school=school,
                   subject=row["subject"])  # fmt: skip

    def school_words(self, school_id: str) -> str:
        """A school's code with name and township."""
        row = self._schools[school_id]
        if row.get("township"):
            return say("{id} ({name}, {township})", id=school_id, name=row["name"], township=row["township"])
        return say("{id} ({name})", id=school_id, name=row["name"])

    @cached_property
    def _teachers(self) -> dict[str, Mapping[str, Any]]:
        return {row["teacher_id"]: row for row in self._tables["teachers"]}

    @cached_property
    def _schools(self) -> dict[str, Mapping[str, Any]]:
        return {row["school_id"]: row for row in self._tables["schools"]}

    @cached_property
    def _teachers_by_name(self) -> dict[str, list[str]]:
        return _by_name(self._teachers)

    @cached_property
    def _schools_by_name(self) -> dict[str, list[str]]:
        return _by_name(self._schools)


def _by_name(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, row in rows.items():
        found.setdefault(same_form(row["name"]), []).append(code)
    return found


def _meant(text: str, codes: Mapping[str, object], names: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The code itself, a code first; else the codes of all who bear the name."""
    if text in codes:
        return (text,)
    same = same_form(text)
    return (same,) if same in codes else names.get(same, ())


def _likely(text: str, codes: Mapping[str, object], names: Mapping[str, Sequence[str]]) -> list[str]:
    """Codes that differ by leading zeros only, then names that hold the text or are held by it, then the most alike."""
    same = same_form(text)
    if not same:
        return []
    found = [code for code in codes if code.lstrip("0") == same.lstrip("0")]
    found += [code for name, bearers in names.items() if min(len(same), len(name)) > 1 and (same in name or name in same)
              for code in bearers]  # fmt: skip
    if not found:
        alike = difflib.get_close_matches(same, [*names, *codes], n=SHOWN, cutoff=0.6)
        found = [code for word in alike for code in names.get(word, (word,))]
    return list(dict.fromkeys(found))


def _listed(codes: Sequence[str], words: Callable[[str], str]) -> str:
    more = say(" and {count} more", count=len(codes) - SHOWN) if len(codes) > SHOWN else ""
    return "、".join(map(words, sorted(codes)[:SHOWN])) + more


def _perhaps(codes: Sequence[str], words: Callable[[str], str]) -> str:
    return say("; perhaps {which}", which="、".join(map(words, codes[:SHOWN]))) if codes else ""


def _all(texts: Iterable[str], find: Callable[[str], str], refusal: type[RotationError]) -> list[str]:
    found: list[str] = []
    wrong: list[str] = []
    for text in dict.fromkeys(texts):
        try:
            found.append(find(text))
        except Unclear as unclear:
            wrong.append(str(unclear))
    if wrong:
        raise refusal("\n".join(wrong))
    return list(dict.fromkeys(found))
