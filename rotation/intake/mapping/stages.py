"""Which stage somebody teaches at a school of two, and which subject a word means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rotation.county.schema import PRINCIPAL, STAGES
from rotation.intake.mapping.people import People
from rotation.intake.mapping.proposal import LEFT_OUT, Certainty, Kind, Ledger, Proposal
from rotation.intake.subjects import Means, Subjects
from rotation.policy.policy import Policy

NO_SUBJECT = "不任课"
_CLASS = r"\s*(?:年级|[（(]\s*\d+\s*[)）]\s*班?|\d+班)"
_GRADES = (
    (re.compile(rf"(?<![初高])[一二三四五六]{_CLASS}|(?<!\d)[1-6]年级|小学"), "小学"),
    (re.compile(rf"[七八九]{_CLASS}|(?<!\d)[7-9]年级|初[一二三]|初中"), "初中"),
)
_TITLES = ((re.compile(r"^小"), "小学"), (re.compile(r"^中(?!小学|级)"), "初中"))


def settle_stages(people: People, titles: Sequence[Any], policy: Policy, ledger: Ledger) -> None:
    """Give everybody the stage taught: that of the school, else by class, subject or former title; else asked.

    `titles` are the titles as the roster words them.
    """
    stages = people.columns.setdefault("stage", [None] * len(people))
    grades, classes, subjects = (
        people.columns.get(name) or [None] * len(people) for name in ("grade", "taught_class", "subject")
    )
    taught = Subjects(policy, (), ()).taught
    for k, school in enumerate(people.schools):
        if school is None or k in people.out or not school.stages or stages[k] in school.stages:
            continue
        own = school.ordered_stages
        if len(own) == 1 and stages[k] is None:
            stages[k] = own[0]
            continue
        meaning, certainty = ("", Certainty.OPEN)
        if len(own) == 1:
            meaning, certainty = own[0], Certainty.LIKELY
        elif (found := _by_grade(grades[k]) or _by_grade(classes[k])) or (found := _by_subject(subjects[k], taught)):
            meaning, certainty = found, Certainty.CERTAIN
        elif found := _by_title(titles[k]):
            meaning, certainty = found, Certainty.LIKELY
        shown = "，".join(str(cell) for cell in (subjects[k], titles[k]) if cell)
        asked = Proposal(Kind.STAGE, school.name, people.labels[k], meaning, certainty, 1, STAGES, shown=shown)
        stages[k] = ledger.ask(asked) or None


def _by_grade(grade: Any) -> str | None:
    found = {stage for words, stage in _GRADES if grade and words.search(str(grade))}
    return found.pop() if len(found) == 1 else None


def _by_subject(subject: Any, taught: Mapping[str, set[str]]) -> str | None:
    """The one stage that has the subject, where it is said in full or with a word for the teacher behind it."""
    word = re.sub(r"(?:教师|老师)$", "", str(subject or ""))
    word = {"生物": "生物学"}.get(word, word)
    found = [stage for stage in STAGES if word in taught[stage]]
    return found[0] if len(found) == 1 else None


def _by_title(title: Any) -> str | None:
    return next((stage for words, stage in _TITLES if title and words.search(str(title))), None)


def settle_subjects(people: People, demand: Sequence[Mapping[str, Any]], policy: Policy, ledger: Ledger) -> None:
    """Put every subject under the name it is known by, as confirmed or proposed; leave out who teaches none."""
    words = people.columns.setdefault("subject", [None] * len(people))
    others = people.columns.setdefault("other_subjects", [None] * len(people))
    stages, posts = people.columns["stage"], people.columns.get("post") or [None] * len(people)
    kept = [k for k in range(len(people)) if k not in people.out]
    counts = Counter((stages[k], words[k]) for k in kept if words[k])
    further = Counter((stages[k], word) for k in kept for word in others[k] or ())
    subjects = Subjects(policy, ((row["stage"], row["subject"]) for row in demand), [*counts, *further])
    spoken = {pair: _spoken(*pair, rows, subjects, ledger) for pair, rows in counts.items()}
    beside = {pair: _beside(*pair, rows, subjects, ledger) for pair, rows in further.items()}
    for k in kept:
        named: list[str] = []
        if words[k] is None:
            words[k] = _ask_blank(people, k, posts[k] == PRINCIPAL, subjects, ledger)
        else:
            main, *named = spoken[stages[k], words[k]]
            words[k] = main or None
        if words[k] == LEFT_OUT:
            people.out.add(k)
            continue
        named += [subject for word in others[k] or () for subject in beside[stages[k], word]]
        others[k] = tuple(dict.fromkeys(subject for subject in named if subject != words[k])) or None


def _spoken(stage: str | None, word: str, rows: int, subjects: Subjects, ledger: Ledger) -> list[str]:
    """The subjects a word means, the main one first."""
    meaning = subjects.meaning(word, stage)
    if meaning.means is Means.ITSELF:
        return [word]
    sure = meaning.means is Means.SAME
    proposed = "、".join(meaning.subjects)
    if meaning.means is Means.UNKNOWN and subjects.nothing(word):
        proposed = LEFT_OUT
    certainty = Certainty.CERTAIN if sure else Certainty.LIKELY if proposed else Certainty.OPEN
    return _ask(stage, word, proposed, certainty, rows, subjects, ledger)


def _beside(stage: str | None, word: str, rows: int, subjects: Subjects, ledger: Ledger) -> list[str]:
    """The subjects that a word of 兼教学科 means; one of no known meaning counts for nothing and stays."""
    meaning = subjects.meaning(word, stage)
    if meaning.means in (Means.ITSELF, Means.UNKNOWN):
        return [word]
    certainty = Certainty.LIKELY if meaning.means is Means.LIKELY else Certainty.CERTAIN
    return _ask(stage, word, "、".join(meaning.subjects), certainty, rows, subjects, ledger)


def _ask(stage: str | None, word: str, proposed: str, certainty: Certainty, rows: int, subjects: Subjects,
         ledger: Ledger) -> list[str]:  # fmt: skip
    known = dict.fromkeys((*((proposed,) if proposed else ()), *_known(stage, subjects), LEFT_OUT))
    asked = Proposal(Kind.SUBJECT, stage or "", word, proposed, certainty, rows, tuple(known))
    return ledger.ask(asked).split("、")


def _known(stage: str | None, subjects: Subjects) -> list[str]:
    return sorted(
        set().union(*(subjects.taught[s] | subjects.asked[s] for s in ([stage] if stage in STAGES else STAGES)))
    )


def _ask_blank(people: People, k: int, principal: bool, subjects: Subjects, ledger: Ledger) -> str | None:
    proposed = NO_SUBJECT if principal else ""
    stage = people.columns["stage"][k]
    choices = (*((NO_SUBJECT,) if principal else ()), *_known(stage, subjects), LEFT_OUT)
    asked = Proposal(Kind.SOURCE, "任教学科空白", people.labels[k], proposed, Certainty.LIKELY if proposed else Certainty.OPEN, 1,
                     choices)  # fmt: skip
    return ledger.ask(asked) or None
