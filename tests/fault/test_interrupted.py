"""A program killed while the disk was being written: what it left half done is rolled back, for readers too.

SQLite keeps the old pages in a journal beside the ledger until a transaction is on the disk. Whoever opens the ledger
next rolls it back; one that opens it for reading only cannot, and a journal must never meet another ledger.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.store.backup import back_up_ledger, list_backups, restore_backup, verify_ledger_file
from kyosei_desktop.store.ledger import open_ledger
from tests.office import Office, entry, ledger_state

# A small cache makes SQLite write pages before the commit, as a large merge does with the usual one.
_WRITE_AND_DIE = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=5")
connection.execute("BEGIN IMMEDIATE")
connection.execute("DROP TRIGGER revision_stays_as_it_is")
for _ in range(20):
    connection.execute("UPDATE revision SET text = text || '書きかけの文'")
    connection.execute("UPDATE field SET text = text || '書きかけの文'")
os.kill(os.getpid(), signal.SIGKILL)
"""


def journal_of(ledger: Path) -> Path:
    return ledger.with_name(ledger.name + "-journal")


def interrupt(ledger: Path) -> None:
    """Let a process die in the middle of writing the ledger."""
    before = ledger.read_bytes()
    killed = subprocess.run([sys.executable, "-c", _WRITE_AND_DIE, str(ledger)], check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr.decode()
    assert ledger.read_bytes() != before
    assert journal_of(ledger).stat().st_size > 512


@pytest.fixture
def interrupted(office: Office) -> tuple[Office, object]:
    """An office whose ledger was being written when the program was killed, and what the ledger said before."""
    office.edit(entry(1), "一")
    state = ledger_state(office.ledger)
    back_up_ledger(office.ledger)
    office.close()
    interrupt(office.path)
    return office, state


def test_the_next_reader_sees_the_ledger_as_it_was(interrupted: tuple[Office, object]) -> None:
    office, state = interrupted
    with open_ledger(office.path, read_only=True) as reader:
        assert ledger_state(reader) == state
    assert list(office.folder.glob("*.lock")) == []


def test_the_next_writer_sees_the_ledger_as_it_was(interrupted: tuple[Office, object]) -> None:
    office, state = interrupted
    with open_ledger(office.path) as writer:
        assert ledger_state(writer) == state
    assert not journal_of(office.path).exists()


def test_a_check_finds_nothing_wrong(interrupted: tuple[Office, object]) -> None:
    office, _state = interrupted
    assert check_file(office.path).is_ok
    verify_ledger_file(office.path)


def test_a_reader_leaves_the_journal_of_a_living_writer_alone(office: Office) -> None:
    """Another machine's lock is believed, since locks of SQLite are not dependable on shared folders."""
    with office.ledger.begin() as unit:
        unit.session.connection().exec_driver_sql("UPDATE field SET text = '書きかけの文'")
        assert journal_of(office.path).exists()
        with open_ledger(office.path, read_only=True) as reader:
            assert reader.plan().measures[0].name == "施策1の名前"
        assert journal_of(office.path).exists()
        unit.commit()
    with open_ledger(office.path, read_only=True) as reader:
        assert reader.plan().measures[0].name == "書きかけの文"


def test_a_backup_put_in_its_place_does_not_meet_the_journal(interrupted: tuple[Office, object]) -> None:
    office, state = interrupted
    kept = restore_backup(list_backups(office.path)[0].path, office.path)
    assert kept is not None
    assert not journal_of(office.path).exists()
    with open_ledger(office.path) as restored, open_ledger(kept, read_only=True) as earlier:
        assert ledger_state(restored) == state
        assert ledger_state(earlier) == state  # the journal has gone along with what it belongs to


def test_a_new_ledger_does_not_meet_the_journal_of_one_that_was_removed(interrupted: tuple[Office, object]) -> None:
    office, _state = interrupted
    office.path.unlink()
    create_ledger_from_document(office.path, office.folder / "計画.json", author="取りまとめ").close()
    with open_ledger(office.path) as made:
        assert made.plan().measures[0].name == "施策1の名前"
        assert made.plan().title == "福祉政策 進捗状況"
    verify_ledger_file(office.path)
