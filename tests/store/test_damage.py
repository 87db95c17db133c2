"""Damage of every kind is recognised, said in a sentence, mended never, and the newest good backup is found."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.store import file_guard
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.damage import examine_ledger, good_backups, newest_good_backup
from kyosei_desktop.store.engine import APPLICATION_ID
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.schema import CURRENT
from kyosei_desktop.store.status import round_status
from kyosei_desktop.store.verifying import history_head
from tests.office import Office, entry

DATA = Path(__file__).parent.parent / "data"


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def foreign_tables(path: Path) -> None:
    path.unlink()
    execute(path, f"PRAGMA application_id={APPLICATION_ID}", "CREATE TABLE plan (id TEXT)")


def no_tables(path: Path) -> None:
    path.unlink()
    execute(path, f"PRAGMA application_id={APPLICATION_ID}", "CREATE TABLE x (y)", "DROP TABLE x")


def a_column_less(path: Path) -> None:
    execute(path, "ALTER TABLE submission DROP COLUMN message")


def a_table_less(path: Path) -> None:
    execute(path, "DROP TABLE succession")


def a_version_that_never_was(path: Path) -> None:
    execute(path, "UPDATE alembic_version SET version_num = '0000x'")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def zeros_in_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[40_000:48_000] = bytes(8000)
    path.write_bytes(content)


@pytest.mark.parametrize(
    "spoil",
    [foreign_tables, no_tables, a_column_less, a_table_less, a_version_that_never_was, cut, zeros_in_the_middle],
)
def test_a_spoilt_ledger_is_refused_in_words_and_left_alone(office: Office, spoil: Callable[[Path], None]) -> None:
    office.close()
    spoil(office.path)
    before = office.path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(KyoseiError) as refused:
            open_ledger(office.path, read_only=read_only)
        assert office.path.name in str(refused.value)
        assert str(refused.value).endswith("。")
    assert not check_file(office.path).is_ok
    assert office.path.read_bytes() == before


def test_a_flipped_bit_is_never_taken_for_what_was_written(tmp_path: Path) -> None:
    """Whatever bit of the file: the ledger says the same, or it is said that it is damaged or altered; nothing else."""
    path = tmp_path / "台帳.kyosei"
    stored = (DATA / f"ledger-{CURRENT}.kyosei").read_bytes()
    with open_ledger(DATA / f"ledger-{CURRENT}.kyosei", read_only=True) as ledger:
        plan, head = ledger.plan(), history_head(ledger)
    draw, said, altered = random.Random(8), [], 0
    for _ in range(60):
        content = bytearray(stored)
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        path.write_bytes(content)
        try:
            with open_ledger(path, read_only=True) as ledger:
                round_status(ledger)
                same = (ledger.plan(), history_head(ledger)) == (plan, head)
            assert same or examine_ledger(path).findings
            altered += not same
        except KyoseiError as error:
            said.append(str(error))
    assert all("台帳.kyosei" in one for one in said)
    assert len(said) + altered > 5
    assert path.read_bytes() == bytes(content)


def test_the_newest_good_backup_is_found_behind_damaged_and_altered_ones(office: Office) -> None:
    good = back_up_ledger(office.ledger)
    office.edit(entry(1), "一")
    altered = back_up_ledger(office.ledger)
    office.edit(entry(1), "二")
    damaged = back_up_ledger(office.ledger)
    execute(altered, "DROP TRIGGER revision_stays_as_it_is", "UPDATE revision SET text = '零' WHERE text = '一'")
    zeros_in_the_middle(damaged)
    found = newest_good_backup(office.path)
    assert found is not None
    assert found.backup.path == good
    assert [one.backup.path for one in good_backups(office.path)] == [good]
    place = office.ledger.plan().field_at(entry(1))
    assert found.plan is not None
    assert place is not None
    assert found.plan.value(place).text == ""
    office.close()
    zeros_in_the_middle(office.path)
    problems = check_file(office.path).problems
    assert "壊れ" in problems[0]
    assert good.name in problems[1]


def test_an_old_backup_counts_as_good_and_tells_nothing_of_what_it_holds(office: Office) -> None:
    backup = back_up_ledger(office.ledger)
    shutil.copy(DATA / "ledger-0001.kyosei", backup)
    found = newest_good_backup(office.path)
    assert found is not None
    assert (found.backup.path, found.plan, found.answered) == (backup, None, 0)


def zeros_in_the_departments(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'department'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = bytes(size)
    path.write_bytes(content)


@pytest.mark.parametrize("spoil", [cut, zeros_in_the_departments, a_table_less])
def test_of_a_very_large_ledger_the_length_and_what_all_else_hangs_on_are_looked_at(
    office: Office, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    """The whole of a gigabyte would take seconds each time; each backup and `check` look at all of it."""
    monkeypatch.setattr(file_guard, "_WHOLE_BYTES", 0)
    office.ledger.close()
    open_ledger(office.path).close()
    spoil(office.path)
    with pytest.raises(KyoseiError, match=r"壊れています|台帳のものと違う"):
        open_ledger(office.path)
