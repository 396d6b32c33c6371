"""A preparation as a task: asked in a dialogue, kept beside the county, and asked no more."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rotation.cli.preparing import converse
from rotation.errors import BadData
from rotation.intake.mapping.proposal import Certainty, Kind
from rotation.intake.sample import Sample, make_sample
from rotation.tasks.prepare import Preparation, begin, finish
from tests.exports import export
from tests.preparing import POLICY, YEAR, write


@pytest.fixture(scope="module")
def county() -> Sample:
    return make_sample(8, 200, "k")


@pytest.fixture
def files(county: Sample, tmp_path: Path) -> Path:
    (tmp_path / "导出").mkdir()
    write(tmp_path / "导出", export(county))
    return tmp_path


def start(files: Path) -> Preparation:
    return begin([files / "导出"], files / "我县.xlsx", POLICY, YEAR)


def test_a_dialogue_to_the_end(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preparation = start(files)
    prompts: list[str] = []

    def enter(prompt: str) -> str:
        prompts.append(prompt)
        return ""

    converse(preparation, enter)
    assert not preparation.waiting
    assert len(prompts) <= 20
    shown = capsys.readouterr().out
    assert "不交流事由·备注" in shown
    assert not any(word in shown for word in ("怀孕", "孕期", "哺乳", "病假", "重大疾病"))
    assert finish(preparation).county == files / "我县.xlsx"


def test_answers_other_than_yes(files: Path) -> None:
    preparation = start(files)
    places = [question.first.where for question in preparation.questions()]
    answers = [answer for place in places for answer in (("什么", "1=教师") if place == "职务" else ("n",))]
    converse(preparation, lambda prompt: answers.pop(0))
    assert not answers
    assert finish(preparation).county is None
    assert preparation.decided[Kind.VALUE.value, "职务", "教务处主任"] == "教师"


def test_certain_things_alone_are_applied_unasked(files: Path) -> None:
    preparation = start(files)
    preparation.accept_certain()
    assert {one.certainty for one in preparation.waiting} <= {Certainty.LIKELY, Certainty.OPEN}
    assert finish(preparation).county is None


def test_what_was_confirmed_is_asked_no_more_except_of_people(files: Path) -> None:
    preparation = start(files)
    converse(preparation, lambda prompt: "")
    finish(preparation)
    (files / "对照.xlsx").unlink()
    again = start(files)
    assert {one.kind for one in again.waiting} <= {Kind.STANDING, Kind.PERSON, Kind.SOURCE, Kind.STAGE}
    kept = tomllib.loads((files / "对照.toml").read_text("utf-8"))
    assert kept["format"] == "rotation-mapping/1"
    assert not {"人员", "不交流事由", "以何为准", "任教学段"} & kept["confirmed"].keys()


def test_a_record_that_is_none(files: Path) -> None:
    (files / "对照.toml").write_text('format = "rotation-mapping/1"\nconfirmed = 3\n', "utf-8")
    with pytest.raises(BadData, match=r"对照.toml"):
        start(files)
