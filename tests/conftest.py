"""What tests of several layers share: a small office, made once and copied for each test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office, make_office

# Tests draw off-screen, also where there is a screen; a test that wants a real window says so itself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def office_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office in which nobody has answered yet; to be copied, not to be changed."""
    folder = tmp_path_factory.mktemp("office")
    make_office(folder)
    return folder


@pytest.fixture
def office(office_files: Path, tmp_path: Path) -> Iterator[Office]:
    """An office of the test's own."""
    folder = tmp_path / "office"
    shutil.copytree(office_files, folder)
    office = Office(folder)
    yield office
    office.close()
