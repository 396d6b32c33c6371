"""What a word for the kind of a school says of its stages: 办学类型 and its codes."""

from __future__ import annotations

import re

from rotation.county.schema import STAGES
from rotation.intake.mapping.proposal import LEFT_OUT, Certainty
from rotation.intake.mapping.tables import BOTH_STAGES

_BOTH = re.compile(r"九年|一贯|(?:^|\D)312(?:\D|$)|(?:小学|小).*[、和+及/].*初中")
_UPPER = re.compile(r"完全中学|完中|(?:^|\D)341(?:\D|$)|十二年")
_OTHER_STAGE = re.compile(r"高中|高级中学|幼儿|学前|职业|中职|大学|特教|特殊教育|(?:^|\D)(?:342|111|411|514)(?:\D|$)")


def kind_of_school(text: str) -> tuple[str, Certainty] | None:
    """What a kind of school is in stages, where it is not one word of them."""
    if text in STAGES:
        return None
    if _OTHER_STAGE.search(text) and not _BOTH.search(text):
        return LEFT_OUT, Certainty.LIKELY
    if _UPPER.search(text):
        return (BOTH_STAGES if "十二年" in text else "初中"), Certainty.LIKELY
    if _BOTH.search(text):
        return BOTH_STAGES, Certainty.CERTAIN
    return None
