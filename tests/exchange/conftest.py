"""What several tests of files that travel share."""

import shutil
from pathlib import Path

import pytest

from tests.exchange.books import export_book
from tests.office import Office


@pytest.fixture(scope="session")
def untouched_book(office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of the office before anybody has answered; to be copied, not to be changed."""
    folder = tmp_path_factory.mktemp("book") / "office"
    shutil.copytree(office_files, folder)
    office = Office(folder)
    try:
        return export_book(office.ledger, folder / "報告書.xlsx")
    finally:
        office.close()


@pytest.fixture
def book(untouched_book: Path, office: Office) -> Path:
    """A copy beside the office's ledger."""
    return Path(shutil.copy(untouched_book, office.folder))
