"""What tests of several layers share: a small office, made once and copied for each test."""

import gc
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kyosei_desktop.store.places import ServerPlace
from tests.office import Office, make_office, move_to_server
from tests.postgres import Server, running_server

# Tests draw off-screen, also where there is a screen; a test that wants a real window says so itself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Tests name days and hours as people of one place see them, wherever the tests run.
os.environ["TZ"] = "UTC"
time.tzset()

# Thousands of tests leave many objects behind; looking through all of them less often saves a twentieth of the time.
gc.set_threshold(50_000, 20, 50)

# The log of commands that tests run is no one's business after them.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="kyosei-state-")

# How long an example takes says how busy the machine is (200 ms is the usual limit), and nothing of the law.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What lands must not hang on luck: only a deep run looks for inputs that no run has met.
settings.register_profile("each time", settings.get_profile("patient"), derandomize=True)

FILE, SERVER = "file", "server"
ON_BOTH_ENGINES = {
    "exchange.test_merging",
    "exchange.test_returning",
    "store.test_acceptance",
    "store.test_editing",
    "store.test_history",
    "store.test_settling",
    "store.test_undoing",
    "store.test_withdrawing",
}
"""Modules whose tests tell the laws of the ledger; each costs some seconds more."""
ON_BOTH_ENGINES_EACH_TIME = {"store.test_editing"}
"""Those that run on a server in every run; the others in a deep one."""


def pytest_configure(config: pytest.Config) -> None:
    """Draw random inputs alike in every run, but in a deep one."""
    settings.load_profile("each time" if config.getoption("markexpr") == "not deep" else "patient")


@pytest.fixture(scope="session")
def office_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office in which nobody has answered yet; to be copied, not to be changed."""
    folder = tmp_path_factory.mktemp("office")
    make_office(folder)
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests whose subject is the store with the ledger in a file and with it on a server."""
    module = metafunc.module.__name__.removeprefix("tests.")
    if "office" in metafunc.fixturenames and module in ON_BOTH_ENGINES:
        marks = [] if module in ON_BOTH_ENGINES_EACH_TIME else [pytest.mark.deep]
        metafunc.parametrize("office", [FILE, pytest.param(SERVER, marks=marks)], indirect=True)


@pytest.fixture
def office(request: pytest.FixtureRequest, office_files: Path, tmp_path: Path) -> Iterator[Office]:
    """An office of the test's own."""
    folder = tmp_path / "office"
    shutil.copytree(office_files, folder)
    if getattr(request, "param", FILE) == SERVER:
        office = Office(folder, place=request.getfixturevalue("office_on_server"))
    else:
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


@pytest.fixture(scope="session")
def office_database(server: Server, office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database that holds an office's ledger; to be copied, not to be changed."""
    folder = tmp_path_factory.mktemp("office-on-server") / "office"
    shutil.copytree(office_files, folder)
    server.sql("CREATE DATABASE office")
    move_to_server(folder, server.place("plan", folder, database="office"))
    return "office"


@pytest.fixture
def office_on_server(server: Server, office_database: str, tmp_path: Path) -> Iterator[ServerPlace]:
    """An office's ledger of the test's own, in a database of its own, which is the quickest copy there is."""
    name = f"office_{uuid.uuid4().hex[:12]}"
    server.sql(f"CREATE DATABASE {name} TEMPLATE {office_database}")
    yield server.place("plan", tmp_path / "desk", database=name)
    server.sql(f"DROP DATABASE {name} WITH (FORCE)")
