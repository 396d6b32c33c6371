"""CSV files of sizes no table has are refused at once, and the limit is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from rotation.intake.delimited import COLUMNS, LINE, NotRead, read


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("," * (LINE + 1), str(LINE)),
        ("," * 200_000, str(COLUMNS)),
        ("," * 2_000 + "\n" + "a,b\n" * 40_000, "10000000"),
        ('a,b\n1,"2\n3,4\n', "2"),
    ],
)
def test_limits_are_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "teachers.csv").write_text(text)
    with pytest.raises(NotRead, match=named):
        read(tmp_path / "teachers.csv", len)
