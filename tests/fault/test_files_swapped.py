"""A ledger that is deleted, moved or replaced while it is open: noticed before the next write, said, nothing lost.

The files are really taken away and put in one another's place, in ways that keep the path, and some of them the inode.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.store.drafts import save_draft
from kyosei_desktop.store.file_guard import LedgerGone, LedgerReplaced
from kyosei_desktop.store.ledger import open_ledger
from tests.office import Office, check_stored_is_derived, entry, ledger_state


def test_a_ledger_that_was_deleted_is_not_made_anew_by_the_next_change(office: Office) -> None:
    field = office.field(entry(1))
    office.path.unlink()
    with pytest.raises(LedgerGone) as refused:
        save_draft(office.ledger, field, Value("書きかけ"))
    assert "元の場所にありません" in str(refused.value)
    assert not office.path.exists()
    with pytest.raises(LedgerGone):
        office.ledger.plan()
    assert not office.path.exists()


def test_a_ledger_that_was_moved_and_comes_back_takes_changes_again(office: Office) -> None:
    moved = office.path.rename(office.folder / "移した.kyosei")
    with pytest.raises(LedgerGone):
        office.edit(entry(1), "一")
    moved.rename(office.path)
    office.edit(entry(1), "一")
    assert office.text(entry(1)) == "一"


def an_older_copy(office: Office, aside: Path) -> Path:
    """A copy made before the ledger's last change."""
    copy = Path(shutil.copy(office.path, aside / "前の写し.kyosei"))
    office.edit(entry(1), "写しの後に書いた")
    return copy


def another_plan(_office: Office, aside: Path) -> Path:
    """A ledger of another plan."""
    source = aside / "別の計画.json"
    shutil.copy(_office.folder / "計画.json", source)
    create_ledger_from_document(aside / "別の台帳.kyosei", source, author="取りまとめ").close()
    return aside / "別の台帳.kyosei"


def another_database(_office: Office, aside: Path) -> Path:
    """A database of another program."""
    path = aside / "別のもの.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE another (id TEXT)")
    return path


def renamed_onto(file: Path, ledger: Path) -> None:
    """Put a file in the ledger's place, as one that is another file."""
    file.replace(ledger)


def written_into(file: Path, ledger: Path) -> None:
    """Write a file's content into the ledger's, which stays the same file to the system."""
    inode = ledger.stat().st_ino
    with ledger.open("rb+") as target:
        target.truncate(0)
        target.write(file.read_bytes())
    assert ledger.stat().st_ino == inode


@pytest.mark.parametrize("put", [renamed_onto, written_into])
@pytest.mark.parametrize("make", [an_older_copy, another_plan, another_database])
def test_a_ledger_that_was_replaced_is_known_and_left_alone(
    office: Office, tmp_path: Path, make: Callable[[Office, Path], Path], put: Callable[[Path, Path], None]
) -> None:
    aside = tmp_path / "よそ"
    aside.mkdir()
    other = make(office, aside)
    field = office.field(entry(2))
    own = office.path.read_bytes()
    put(other, office.path)
    before = office.path.read_bytes()
    for change in (lambda: office.edit(entry(2), "二"), lambda: save_draft(office.ledger, field, Value("書きかけ"))):
        with pytest.raises(LedgerReplaced) as refused:
            change()
        assert "置き換わりました" in str(refused.value)
    assert office.path.read_bytes() == before
    office.path.write_bytes(own)  # the right one comes back
    office.edit(entry(2), "二")
    assert office.text(entry(2)) == "二"


def test_an_older_copy_is_known_though_it_was_made_after_the_ledger_was_opened(office: Office, tmp_path: Path) -> None:
    """What this program itself has written since counts, too."""
    for number in range(3):
        office.edit(entry(1), f"{number}度目")
    copy = Path(shutil.copy(office.path, tmp_path / "写し.kyosei"))
    office.edit(entry(1), "四度目")
    copy.replace(office.path)
    with pytest.raises(LedgerReplaced):
        office.edit(entry(1), "五度目")


def test_a_ledger_that_another_program_gave_a_write_ahead_log_gets_its_rollback_journal_back(office: Office) -> None:
    office.edit(entry(1), "一")
    state = ledger_state(office.ledger)
    office.close()
    with closing(sqlite3.connect(office.path)) as connection:
        assert connection.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
        connection.execute("SELECT count(*) FROM plan").fetchone()
    with open_ledger(office.path) as ledger:
        with ledger.begin() as unit:
            raw = unit.session.connection()
            assert raw.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
            assert raw.exec_driver_sql("PRAGMA synchronous").scalar() == 3  # EXTRA
        assert ledger_state(ledger) == state
        check_stored_is_derived(ledger)
    assert not list(office.folder.glob("台帳.kyosei-*"))


def test_a_clock_that_is_set_back_decides_nothing(office: Office) -> None:
    """What is newest follows from what was seen, never from times: the last word is the last word."""
    office.edit(entry(1), "先に書いた")
    first = office.soumu.answer({entry(2): "先に答えた"})
    office.clock.now = office.clock.now.replace(year=1999)
    office.edit(entry(1), "後から書いた")
    second = office.soumu.answer({entry(2): "後から答えた"})
    office.merge(second)
    office.merge(first)
    assert office.text(entry(1)) == "後から書いた"
    assert office.text(entry(2)) == "後から答えた"
    assert office.conflict_texts() == {}
    check_stored_is_derived(office.ledger)
