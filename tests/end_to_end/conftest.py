"""What several tests of the command line share."""

import shutil
from pathlib import Path

import pytest

from tests.office import Office, entry


@pytest.fixture(scope="session")
def conflicting_files(office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office with both departments' answers merged and one field in conflict; to be copied."""
    folder = tmp_path_factory.mktemp("conflicting")
    shutil.copytree(office_files, folder, dirs_exist_ok=True)
    office = Office(folder)
    office.merge(office.soumu.answer({entry(2): "x", entry(1): "一"}), office.kyosei.answer({entry(2): "y"}))
    office.close()
    return folder


@pytest.fixture
def conflicting(conflicting_files: Path, tmp_path: Path) -> Office:
    """Such an office of the test's own, and no program open."""
    folder = tmp_path / "office"
    shutil.copytree(conflicting_files, folder)
    office = Office(folder)
    office.close()
    return office
