"""What is proposed for each form, beside what was read over and put down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rotation.intake.mapping.forms import FORMS, proposed

_EXPECTED = dict(
    part.split("\n", 1)
    for part in (Path(__file__).parent / "forms.txt").read_text("utf-8").removeprefix("# ").split("\n# ")
)


@pytest.mark.parametrize("name", FORMS)
def test_form(name: str) -> None:
    assert proposed(name) == _EXPECTED[name].strip().split("\n")


def test_every_form_is_there() -> None:
    assert list(FORMS) == list(_EXPECTED)
    assert len(FORMS) > 30
