"""Documents that would go stale are compared with what they describe."""

from __future__ import annotations

import subprocess
import sys

import pytest

from docs.reference import PAGES


@pytest.mark.parametrize("language", PAGES)
def test_the_reference_of_the_commands_is_what_the_program_says(language: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.reference", language], capture_output=True, text=True, check=True
    )
    assert PAGES[language].read_text("utf-8") == done.stdout, "run `make reference`"
