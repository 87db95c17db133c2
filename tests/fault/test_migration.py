"""Raising an older ledger's schema: when it fails, is killed or finds no room, the ledger is what it was."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.paths import MIGRATIONS
from kyosei_desktop.store import schema
from kyosei_desktop.store.backup import list_backups, restore_backup
from kyosei_desktop.store.files import FileNotWritten
from kyosei_desktop.store.ledger import open_ledger
from tests.office import check_stored_is_derived

DATA = Path(__file__).parent.parent / "data"

_OPEN_AND_DIE = """
import os, signal, sys
from pathlib import Path
from kyosei_desktop.store import schema
from kyosei_desktop.store.engine import sqlite3
from kyosei_desktop.store.ledger import open_ledger
connect = sqlite3.connect
def with_a_small_cache(*args, **options):  # so that pages are on the disk before the commit
    made = connect(*args, **options)
    made.execute("PRAGMA cache_size=2")
    return made
sqlite3.connect = with_a_small_cache
def die(*args, **options):
    os.kill(os.getpid(), signal.SIGKILL)
schema.seal = die
open_ledger(Path(sys.argv[1]))
"""

_OPEN_WITH_LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.store.ledger import open_ledger
path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 8192, resource.RLIM_INFINITY))
try:
    open_ledger(path)
except KyoseiError as error:
    print(error)
"""


_FAILING = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9998", "{current}", None, None
def upgrade():
    op.create_table("another", sa.Column("id", sa.Text(), primary_key=True))
    op.execute("DELETE FROM draft")
    1 / 0
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger of the first version."""
    return Path(shutil.copy(DATA / "ledger-0001.kyosei", tmp_path / "台帳.kyosei"))


def check_opens(path: Path) -> None:
    with open_ledger(path) as opened:
        assert len(opened.plan().measures) == 4
        check_stored_is_derived(opened)
    assert check_file(path).is_ok


def test_an_old_ledger_is_kept_as_a_backup_before_it_is_raised(old: Path) -> None:
    before = old.read_bytes()
    check_opens(old)
    (backup,) = list_backups(old)
    assert old.read_bytes() != before
    restore_backup(backup.path, old)
    check_opens(old)


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()
    with monkeypatch.context() as patch:
        folder = tmp_path / "db"
        shutil.copytree(MIGRATIONS, folder)
        failing = _FAILING.format(current=schema.CURRENT)
        (folder / "versions" / "9998_failing.py").write_text(failing, "utf-8")
        patch.setattr(schema, "MIGRATIONS", folder)
        patch.setattr(schema, "CURRENT", "9998")
        with pytest.raises(ZeroDivisionError):
            open_ledger(old)
    assert old.read_bytes() == before
    assert len(list_backups(old)) == 1
    check_opens(old)


def test_a_program_killed_while_it_raises_a_ledger_leaves_it_as_it_was(old: Path) -> None:
    before = old.read_bytes()
    killed = subprocess.run([sys.executable, "-c", _OPEN_AND_DIE, str(old)], check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr.decode()
    assert old.read_bytes() != before
    check_opens(old)


def test_a_full_disk_leaves_the_ledger_as_it_was(old: Path) -> None:
    before = old.read_bytes()
    ran = subprocess.run(
        [sys.executable, "-c", _OPEN_WITH_LITTLE_ROOM, str(old)], check=True, capture_output=True, text=True
    )
    assert "書き込めませんでした" in ran.stdout
    assert old.read_bytes() == before
    check_opens(old)


def test_a_ledger_that_cannot_be_backed_up_is_not_raised(old: Path) -> None:
    before = old.read_bytes()
    old.with_name("台帳-控え").write_text("フォルダではない", "utf-8")
    with pytest.raises(FileNotWritten, match="台帳-控え"):
        open_ledger(old)
    assert old.read_bytes() == before
