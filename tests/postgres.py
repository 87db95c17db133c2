"""Real PostgreSQL servers for the tests: the binaries of the wheel `pgserver`, started in a folder of their own.

They refuse to run as root, so there they run as `nobody`; the folder lies in the system's temporary folder, since that
one's own is closed to others. Clients come by a socket in the folder, so no port is taken.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from kyosei_desktop.store.places import ServerPlace, ledger_place

SUPERUSER = "postgres"
_START_SECONDS = 30


@cache
def _binaries() -> Path:
    """The folder of the programs; a copy where `nobody` may not go to the installed one."""
    spec = importlib.util.find_spec("pgserver")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    installed = Path(spec.submodule_search_locations[0]) / "pginstall"
    try:
        asked = [installed / "bin" / "postgres", "--version"]
        subprocess.run(asked, check=True, capture_output=True, **_unprivileged())
    except PermissionError:
        copied = Path(tempfile.mkdtemp(prefix="kyosei-pg-"))
        copied.chmod(0o755)
        return shutil.copytree(installed, copied / "pginstall") / "bin"
    return installed / "bin"


def _unprivileged() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


class Server:
    """A server: its folder, and the process while it runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")

    def run(self, program: str, *arguments: object) -> str:
        """Run one of the programs to its end; what it said."""
        command = [_binaries() / program, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, **_unprivileged())
        assert done.returncode == 0, done.stderr
        return done.stdout

    def initialise(self) -> None:
        """Make the files of a new cluster."""
        how = ["--auth=trust", "--encoding=utf8", "--no-sync", "--locale=C"]
        self.run("initdb", "-D", self.data, "-U", SUPERUSER, *how)

    def start(self, *settings: str) -> None:
        """Start it and wait until it lets clients in. `settings` such as `fsync=off`."""
        options = [f"-c{one}" for one in (f"unix_socket_directories={self.folder}", "listen_addresses=", *settings)]
        command = [_binaries() / "pg_ctl", "start", "-w", "-s", "-t", str(_START_SECONDS), "-D", self.data]
        log = ["-l", self.folder / "log", "-o", " ".join(options)]
        subprocess.run([*command, *log], check=True, cwd=self.folder, stdout=subprocess.DEVNULL, **_unprivileged())

    @property
    def pid(self) -> int:
        """The process of the postmaster."""
        return int((self.data / "postmaster.pid").read_text("utf-8").splitlines()[0])

    def stop(self) -> None:
        """Stop it at once, unless it is stopped."""
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", self.data)

    def sql(self, statement: str) -> str:
        """Run SQL as the superuser, each statement by itself; the first value that came out, as text."""
        address = {"host": str(self.folder), "user": SUPERUSER, "dbname": "postgres"}
        with psycopg.connect(**address, autocommit=True) as connection:
            done = connection.execute(statement)  # type: ignore[call-overload]  # no literal: the tests make it up
            row = done.fetchone() if done.description else None
        return "" if row is None else str(row[0])

    def url(self, schema: str, *, database: str = "postgres", user: str = SUPERUSER, **query: str) -> str:
        """The address of a ledger."""
        query = {"host": str(self.folder), "schema": schema, **query}
        return f"postgresql+psycopg://{user}@/{database}?" + "&".join(f"{key}={value}" for key, value in query.items())

    def place(self, schema: str, desk: Path, **query: Any) -> ServerPlace:
        """Where a ledger is, for a desk with a folder of its own."""
        found = ledger_place(self.url(schema, **query), desk=desk)
        assert isinstance(found, ServerPlace)
        return found


@contextmanager
def running_server(*settings: str) -> Iterator[Server]:
    """A new server, which is gone afterwards with all that it held."""
    folder = Path(tempfile.mkdtemp(prefix="kyosei-pg-"))
    server = Server(folder)
    try:
        server.initialise()
        # Nothing is to outlive these tests, so nothing need reach the disk, unless a test says otherwise.
        server.start("fsync=off", *settings)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
