"""What tests of several layers share: a small office, made once and copied for each test."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from kyosei_desktop.store.places import ServerPlace
from tests.office import Office, make_office
from tests.postgres import Server, running_server

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


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server, started when a test first asks for one."""
    with running_server() as started:
        yield started


@pytest.fixture
def place(server: Server, tmp_path: Path) -> ServerPlace:
    """A schema of the test's own on the server; nothing is in it yet."""
    return server.place(f"plan_{uuid.uuid4().hex[:12]}", tmp_path / "desk")
