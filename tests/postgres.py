"""Real PostgreSQL servers for the tests: the binaries of the wheel `pgserver`, started in a folder of their own.

They refuse to run as root, so there they run as `nobody`; the folder lies in the system's temporary folder, since that
one's own is closed to others. Clients come by a socket in the folder, so no port is taken.
"""

import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psutil
import psycopg

from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.store.places import ServerPlace, ledger_place
from tests.office import PLAN

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
        self._watcher: subprocess.Popen[bytes] | None = None
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
        # Tests that are ended by force clean nothing up: then this one's input ends, and it ends the server.
        last = ["sh", "-c", 'read _; kill -QUIT "$0"; sleep 1; rm -rf "$1"', str(self.pid), str(self.folder)]
        self._watcher = subprocess.Popen(last, stdin=subprocess.PIPE, start_new_session=True)

    def initialise_as_standby(self, primary: "Server") -> None:
        """Make the files of a standby that follows a running server."""
        self.run("pg_basebackup", "-D", self.data, "-h", primary.folder, "-U", SUPERUSER, "-R", "-c", "fast", "-N")

    def kill(self) -> None:
        """End it by force, as a power cut does: nothing is flushed, nobody is told."""
        os.kill(self.pid, signal.SIGKILL)

    def promote(self) -> None:
        """Let a standby become the primary."""
        self.run("pg_ctl", "promote", "-w", "-s", "-D", self.data)

    @property
    def is_running(self) -> bool:
        """Whether there is a postmaster. One that was killed stays a zombie where nobody asks how it ended."""
        if not (self.data / "postmaster.pid").exists() or not psutil.pid_exists(self.pid):
            return False
        return psutil.Process(self.pid).status() != psutil.STATUS_ZOMBIE

    @property
    def pid(self) -> int:
        """The process of the postmaster."""
        return int((self.data / "postmaster.pid").read_text("utf-8").splitlines()[0])

    def stop(self) -> None:
        """Stop it at once, unless it is stopped or was killed."""
        if self._watcher is not None:
            self._watcher.kill()
            self._watcher.communicate()
            self._watcher = None
        if self.is_running:
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
def running_server(*settings: str, primary: Server | None = None) -> Iterator[Server]:
    """A new server, or a standby of a primary, which is gone afterwards with all that it held."""
    folder = Path(tempfile.mkdtemp(prefix="kyosei-pg-"))
    server = Server(folder)
    try:
        if primary is None:
            server.initialise()
        else:
            server.initialise_as_standby(primary)
        # Nothing is to outlive these tests or a loss of power, so nothing need reach the disk.
        server.start("fsync=off", *settings)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Pair:
    """A primary, its synchronous standby, and a ledger of the office's plan on both."""

    primary: Server
    standby: Server
    place: ServerPlace

    def fail_over(self) -> None:
        """Kill the primary and let the standby take over."""
        self.primary.kill()
        self.standby.promote()


@contextmanager
def running_pair(desk: Path) -> Iterator[Pair]:
    """Two servers, of which the second has all that the first has answered for; `desk` as in `ServerPlace`."""
    # Told at the start: what is told to a running server, its processes hear one after the other, and some too late.
    waiting = ("synchronous_commit=remote_apply", "synchronous_standby_names=walreceiver")
    with running_server(*waiting) as primary, running_server(primary=primary) as standby:
        hosts = f"host={primary.folder},{standby.folder}"
        place = ledger_place(f"postgresql+psycopg://{SUPERUSER}@/postgres?{hosts}&schema=plan", desk=desk)
        assert isinstance(place, ServerPlace)
        document = primary.folder / "計画.json"
        document.write_text(json.dumps(PLAN, ensure_ascii=False), "utf-8")
        # Answered only when the standby has it: from here on it is in step.
        create_ledger_from_document(place, document, author="取りまとめ").close()
        assert primary.sql("SELECT sync_state FROM pg_stat_replication") == "sync"
        yield Pair(primary, standby, place)
