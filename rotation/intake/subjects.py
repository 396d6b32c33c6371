"""Which subject a cell means: the county's own word, another name of the same, or a question to the officer.

A subject nobody needs has no posts, and the posts of the one that was meant stay open: so every word of the
table 教师 is one the county's demand or the pack's curriculum has, or it is asked back. A county's own word for a subject
stays as it is where all of its tables use it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from rotation.county.schema import STAGES
from rotation.language import say
from rotation.policy.policy import Policy

PSYCHOLOGY = "心理健康"  # in no curriculum, yet the document asks every school for a teacher of it (九)

# Other names of one and the same subject; the packs' aliases come on top.
_SAME = {
    "道法": "道德与法治", "道德与法制": "道德与法治", "道德和法治": "道德与法治", "思品": "道德与法治",
    "思想品德": "道德与法治", "品德": "道德与法治", "品德与社会": "道德与法治", "品德与生活": "道德与法治",
    "品社": "道德与法治", "生物": "生物学", "体育与健康": "体育", "体育与保健": "体育", "信息技术": "信息科技",
    "综合实践活动": "综合实践", "外语": "英语", "心理": PSYCHOLOGY, "心理健康教育": PSYCHOLOGY,
}  # fmt: skip

# What is likely meant, yet may be another thing.
_LIKELY = {
    "政治": "道德与法治", "思政": "道德与法治", "思想政治": "道德与法治", "法治": "道德与法治", "法制": "道德与法治",
    "道德": "道德与法治", "信息": "信息科技", "微机": "信息科技", "计算机": "信息科技", "电脑": "信息科技",
    "编程": "信息科技", "自然": "科学", "劳技": "劳动",
    "劳动技术": "劳动", "劳动教育": "劳动", "劳动与技术": "劳动", "通用技术": "劳动", "综合": "综合实践", "综实": "综合实践",
    "实践活动": "综合实践", "社会实践": "综合实践", "英文": "英语", "中文": "语文", "国语": "语文", "作文": "语文", "阅读": "语文",
    "算术": "数学", "奥数": "数学", "体健": "体育", "体育健康": "体育", "田径": "体育", "足球": "体育", "篮球": "体育", "排球": "体育",
    "乒乓球": "体育", "武术": "体育", "舞蹈": "音乐", "声乐": "音乐", "合唱": "音乐", "唱歌": "音乐", "器乐": "音乐", "绘画": "美术",
    "书画": "美术", "国画": "美术", "图画": "美术", "美工": "美术", "心理辅导": PSYCHOLOGY, "心理咨询": PSYCHOLOGY,
}  # fmt: skip

_CHARACTERS = {
    "语": "语文", "数": "数学", "英": "英语", "政": "道德与法治", "品": "道德与法治", "史": "历史", "地": "地理", "物": "物理",
    "理": "物理", "化": "化学", "生": "生物学", "体": "体育", "音": "音乐", "美": "美术", "科": "科学", "信": "信息科技", "劳": "劳动",
}  # fmt: skip

_STAGE_WORDS = {
    "小学": r"小学(?:部|段)?|[一二三四五六1-6]年级|[低中高](?:段|年级)",
    "初中": r"初中(?:部|段)?|中学(?:部|段)?|初级中学|初[一二三1-3]|[七八九7-9]年级",
}
_TAUGHT = re.compile(r"(?:专任|任课|学科|专职|骨干)?(?:教师|老师|课程|课|学科|科|教学|专业)")
_SEPARATORS = re.compile(r"[、,;/\\+·・•&|()\[\]_]|以及|兼(?:教|任|任教|带|上|课)?")
_LOOSE = re.compile(r"[\s和与及加跟~—–-]+")
_EVERYTHING = re.compile(
    r".*(?:全科|包班|全学科|全部学科|所有学科|多学科|各科|全能|复式).*|文科|理科|文综|理综|小教|主科|副科|综合科"
)
_NOTHING = re.compile(
    r"[-—–/\\.、]*|无|没有|否|不任课|未任课|无课|不上课|无任课|0|.*(?:后勤|行政|教辅|财务|会计|出纳|保安|门卫|食堂|炊事|"
    r"工勤|宿管|校医|医务|图书|实验员|司机|水电|总务|管理员|报账员|档案|文印).*"
)
_OTHERWISE = ("历史与社会", "体育舞蹈")  # hold a subject's name and are another one
_ART = ("艺术", "艺体", "综合艺术", "艺术综合")


Pair = tuple[str | None, Any]


class Means(Enum):
    """What a word is: the subject itself, the same by another name, likely one, several at once, or none that is known."""

    ITSELF = "itself"
    SAME = "same"
    LIKELY = "likely"
    SEVERAL = "several"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Meaning:
    """`subjects` are the words meant, the main one first; empty where nobody knows."""

    means: Means
    subjects: tuple[str, ...] = ()


class Subjects:
    """The subjects of a county: those its demand has, and those of the pack's curriculum."""

    def __init__(self, policy: Policy, demand: Iterable[Pair], teachers: Iterable[Pair]) -> None:
        """`demand` and `teachers` are the pairs of stage and subject in the county's tables, None where unreadable."""
        self._same = {**_SAME, **policy.aliases}
        stages = policy.curriculum.stages if policy.curriculum else {}
        self.taught = {stage: set(stages[stage].periods) if stage in stages else set() for stage in STAGES}
        self._standard = {PSYCHOLOGY}.union(*self.taught.values())
        pairs = {(stage, word) for stage, word in demand if stage and word and not divided(word)}
        self._own = {word for _, word in pairs}
        if not stages:
            self._standard |= self._own
        self.asked = {stage: {self._form(word, s) for s, word in pairs if s == stage} for stage in STAGES}
        self._own |= self.asked[STAGES[0]] | self.asked[STAGES[1]]
        teachers = [(stage, word) for stage, word in teachers if stage and word]
        self._had = {(stage, self._name(word, stage)) for stage, word in teachers}
        self._forms: dict[tuple[str | None, str], set[str]] = {}
        for stage, word in pairs.union(teachers):
            form = self._form(word, stage)
            self._forms.setdefault((stage, self._same.get(form, form)), set()).add(form)
        self._words: dict[tuple[str, str | None], Meaning] = {}

    def meaning(self, word: str, stage: str | None) -> Meaning:
        """What `word` means for a teacher, or a post, of `stage`."""
        key = (word, stage)
        if key not in self._words:
            self._words[key] = self._meaning(word, stage)
        return self._words[key]

    def _meaning(self, word: str, stage: str | None) -> Meaning:
        name = self._name(word, stage)
        if self._known(name):
            spoken = self._spoken(name, stage)
            return Meaning(Means.ITSELF if spoken == word else Means.SAME, (spoken,))
        parts = self._parts(word, stage)
        if len(parts) > 1:
            return Meaning(Means.SEVERAL, tuple(self._spoken(part, stage) for part in parts))
        likely = self._likely(word, stage) if not parts else parts[0]
        if likely is None:
            return Meaning(Means.UNKNOWN)
        return Meaning(Means.LIKELY, (self._spoken(likely, stage),))

    def _form(self, word: str, stage: str | None) -> str:
        """`word` without spaces, and without the stage before it and the teacher behind it where a subject is left."""
        name = re.sub(r"\s", "", word)
        bare = self._bare(name, stage)
        for form in (name, bare):
            if not self._standard.isdisjoint({form, self._same.get(form, form)}):
                return form
        return name if name in self._own else bare if bare in self._own else word

    def _name(self, word: str, stage: str | None) -> str:
        """The subject under its usual name, where `word` is only another way of writing it."""
        form = self._form(word, stage)
        usual = self._same.get(form, form)
        return usual if self._known(usual) else form

    def _bare(self, name: str, stage: str | None) -> str:
        """Without the stage before it and the word teacher behind it."""
        stages = "|".join(_STAGE_WORDS[s] for s in ([stage] if stage else STAGES))
        name = re.sub(rf"^[\[(]?(?:{stages})[\])]?[-_—:、/·]*|[-_—、/·]*[\[(](?:{stages})[\])]$", "", name)
        return re.sub(rf"[\[(]?{_TAUGHT.pattern}[\])]?$", "", name) or name

    def _known(self, name: str) -> bool:
        return name in self._standard or name in self._own

    def _spoken(self, name: str, stage: str | None) -> str:
        """The one word the county itself has for the subject in all its tables, else the usual one."""
        forms = self._forms.get((stage, name), set())
        own = next(iter(forms)) if len(forms) == 1 else name
        return own if stage and own in self.asked[stage] else name

    def _parts(self, word: str, stage: str | None) -> list[str]:
        """The subjects that stand side by side in `word`; one where the rest of it is no subject."""
        found: list[str] = []
        pieces = [piece.strip() for piece in _SEPARATORS.split(word)]
        for piece in filter(None, pieces):
            name = self._name(piece, stage)
            found += [name] if self._known(name) else self._run(piece, stage)
        if len([piece for piece in pieces if piece]) < 2 and len(found) < 2:
            return []
        return list(dict.fromkeys(found))

    def _run(self, piece: str, stage: str | None) -> list[str]:
        """Subjects written together, with 和 or a space between them or with nothing, or by one character each."""
        loose = [self._name(part, stage) for part in _LOOSE.split(piece) if part]
        if len(loose) > 1 and all(map(self._known, loose)):
            return loose
        names = sorted({*self._standard, *self._same, *self._own}, key=len, reverse=True)
        text = re.sub(r"\s", "", piece)
        run = re.findall("|".join(map(re.escape, names)), text) if names else []
        if len(run) > 1 and "".join(run) == text:
            return [self._same.get(name, name) for name in run]
        if (
            len(text) > 1
            and set(text) <= _CHARACTERS.keys()
            and all(self._known(_CHARACTERS[character]) for character in text)
        ):
            return [_CHARACTERS[character] for character in text]
        likely = self._likely(piece, stage)
        return [] if likely is None else [likely]

    def _likely(self, word: str, stage: str | None) -> str | None:
        """The known subject that `word` most likely is."""
        if _EVERYTHING.fullmatch(word) or _NOTHING.fullmatch(word) or word in _ART or word in _OTHERWISE:
            return None
        names = [re.sub(r"\s", "", word), self._bare(word, stage), re.sub("|".join(_STAGE_WORDS.values()), "", word)]
        for name in [*names, self._bare(names[2], None)]:
            meant = _LIKELY.get(name) or _CHARACTERS.get(name) or self._same.get(name, name)
            if self._known(meant):
                return meant
        every = {*self._standard, *self._same, *_LIKELY, *self._own}
        held = sorted((name for name in every if name in word), key=lambda name: (name in _LIKELY, -len(name), name))
        if held:
            meant = _LIKELY.get(held[0]) or self._same.get(held[0], held[0])
            return meant if self._known(meant) else None
        near = difflib.get_close_matches(word, sorted(self._standard | self._own), n=1, cutoff=0.66)
        return near[0] if near else None

    def untaught(self, word: str, stage: str | None) -> bool:
        """Whether a word of the demand is in no curriculum, and nobody of its stage teaches it."""
        return stage is not None and word not in self._standard and (stage, self._name(word, stage)) not in self._had

    def meant_instead(self, word: str, stage: str | None) -> str | None:
        """The subject of the curriculum that a word of the demand likely stands for."""
        if word in _OTHERWISE or word in _ART:
            return None
        form = self._form(word, stage)
        held = sorted((name for name in self._standard if name in form and name != word), key=lambda n: (-len(n), n))
        near = difflib.get_close_matches(form, sorted(self._standard - {word}), n=1, cutoff=0.66)
        return next((name for name in (_LIKELY.get(form), *held, *near) if name in self._standard), None)

    def nothing(self, word: str) -> bool:
        """Whether a word says that somebody teaches no subject."""
        return _NOTHING.fullmatch(word) is not None

    def expected(self, word: str, stage: str | None) -> str:
        """What is said of a word of no known meaning."""
        if _EVERYTHING.fullmatch(word):
            return say(
                "the one subject the teacher is counted under; the others belong under 兼教学科 (other_subjects)"
            )
        if self.nothing(word):
            return say(
                "a subject; who teaches none is left out of the table 教师, and 编制数 (staff_quota) is then to be"
                " without the posts of those left out"
            )
        known = sorted(set().union(*(self.taught[s] | self.asked[s] for s in ([stage] if stage else STAGES))))
        if word in _ART:
            return say("one of 音乐 and 美术, or another of {subjects}", subjects="、".join(known))
        return say(
            "a subject of the table 学科需求 (demand) or of the curriculum: {subjects}", subjects="、".join(known)
        )

    def foreign(self, subject: str, stage: str | None) -> bool:
        """Whether only the other stage has the subject."""
        if stage is None or subject in self.asked[stage] | self.taught[stage] or not self.taught[stage]:
            return False
        return any(subject in self.taught[other] for other in STAGES)


def divided(word: str) -> bool:
    """Whether a list's mark stands in `word`."""
    return re.search("[、,;/]", word) is not None
