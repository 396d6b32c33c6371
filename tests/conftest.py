"""Named counties shared by the tests: made once a session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from rotation.cli.base import speak
from rotation.intake.read import read_county
from rotation.intake.sample import as_csv, as_workbook, make_sample
from rotation.planning.plan import Plan
from rotation.planning.planner import make_plan
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.published import Published, published_of

YEAR = 2026

# A machine may be busy: no example of a drawn test fails for being slow.
settings.register_profile("rotation", deadline=None)
settings.load_profile("rotation")


@pytest.fixture(scope="session", autouse=True)
def _chinese_from_the_start() -> None:
    """Before anything of a module is made: click keeps the words of its option --help from its first use on."""
    speak("zh")


@pytest.fixture(autouse=True)
def _chinese() -> None:
    speak("zh")


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of 12 schools and 420 teachers as a folder of CSV files called 小县."""
    folder = tmp_path_factory.mktemp("county") / "小县"
    folder.mkdir()
    for name, content in as_csv(make_sample(12, 420, "t")).items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def small_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same county as a workbook."""
    path = tmp_path_factory.mktemp("book") / "小县.xlsx"
    path.write_bytes(as_workbook(make_sample(12, 420, "t")))
    return path


@pytest.fixture(scope="session")
def small_case(small_folder: Path) -> Case:
    policy = load_policy("nantong-2017")
    return Case(read_county(small_folder, policy, YEAR).county, policy, YEAR)


@pytest.fixture(scope="session")
def small_plan(small_case: Case) -> Plan:
    return make_plan(small_case, "2026").plan


@pytest.fixture(scope="session")
def published(small_folder: Path, small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published_of(small_folder, small_plan, tmp_path_factory.mktemp("names") / "小县")


# What to install where a program is missing.
PACKAGES = {
    "pdftotext": "poppler-utils", "pdffonts": "poppler-utils", "pdfinfo": "poppler-utils",
    "soffice": "libreoffice-writer-nogui libreoffice-calc-nogui", "chromium": "chromium",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m program` chooses the tests that want a program beside Python, which a bare machine skips."""
    for item in items:
        if "program" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.program)


@pytest.fixture(scope="session")
def program() -> Callable[..., str]:
    """The path of the first of the programs that is installed; the test is skipped, aloud, where none is.

    The one place where a test is skipped. Where CI is set it fails instead.
    """

    def find(*names: str) -> str:
        for name in names:
            if path := shutil.which(name):
                return path
        missing = f"{' or '.join(names)} is not installed (package {PACKAGES[names[0]]})"
        if os.environ.get("CI"):
            pytest.fail(f"{missing}, and CI skips nothing")
        pytest.skip(missing)

    return find
