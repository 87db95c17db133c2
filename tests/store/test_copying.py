"""A ledger goes from a file to a server and back without losing a row, and a restore is seen by the other desks."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.store.backup import (
    BackupOfAnotherPlan,
    back_up_ledger,
    confirm_restore,
    list_backups,
    pending_restore,
    restore_backup,
)
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.copying import copy_rows
from kyosei_desktop.store.damage import examine_ledger, newest_good_backup
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.engine import sqlite_engine
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.places import LedgerPlace, ServerPlace
from kyosei_desktop.store.postgresql import postgresql_engine
from kyosei_desktop.store.schema import CURRENT, migrate
from kyosei_desktop.store.tables import Base, RecordChangeRow, SearchChangeRow, SearchTextRow
from kyosei_desktop.store.verifying import history_head, verify_history
from tests.office import PLAN, SOUMU, Office, check_stored_is_derived, entry
from tests.postgres import Server

FOLLOWING = tuple(one.__table__ for one in (RecordChangeRow, SearchChangeRow, SearchTextRow))
"""What follows from the other rows, in an order of its own."""
DATA = Path(__file__).parent.parent / "data"


def held(place: LedgerPlace) -> dict[str, list[str]]:
    with open_ledger(place, read_only=True) as ledger, ledger.reading() as session:
        tables = [one for one in Base.metadata.sorted_tables if one not in FOLLOWING]
        return {one.name: sorted(repr(row) for row in session.execute(select(one))) for one in tables}


def text_of(ledger: Ledger) -> str:
    plan = ledger.plan()
    place = plan.field_at(entry(1))
    assert place is not None
    return plan.value(place).text


@pytest.fixture
def busy(office: Office) -> Office:
    """An office with something in every part: answers, a conflict, a withdrawn file, drafts, a turn, odd characters."""
    first = office.soumu.answer({entry(1): "𠮷野家と😀\tと\n改行、'引用\"と\\", entry(2): "片方"})
    office.merge(first, office.kyosei.answer({entry(2): "もう片方"}))
    office.returned(SOUMU)
    office.edit(entry(3), "書き直し")
    return office


def test_a_ledger_is_the_same_row_by_row_there_and_back(busy: Office, place: ServerPlace, tmp_path: Path) -> None:
    busy.ledger.close()
    before = held(busy.path)

    assert restore_backup(busy.path, place) is None
    assert held(place) == before
    with open_ledger(place) as there, open_ledger(busy.path, read_only=True) as here:
        assert history_head(there) == history_head(here)
        check_stored_is_derived(there)
        back = back_up_ledger(there, tmp_path / "戻り.kyosei")
    assert held(back) == before
    assert examine_ledger(back).findings == examine_ledger(place).findings == []


def test_work_goes_on_after_the_move_in_both_directions(busy: Office, place: ServerPlace, tmp_path: Path) -> None:
    """Numbers go on after the highest, or the next act would take one that is taken."""
    busy.ledger.close()
    restore_backup(busy.path, place)
    with open_ledger(place) as there:
        edit_fields(there, [(entry(1), Value("サーバーで"))], author="取りまとめ")
        back = back_up_ledger(there, tmp_path / "戻り.kyosei")
    with open_ledger(back) as here:
        edit_fields(here, [(entry(1), Value("手元で"))], author="取りまとめ")
        assert run_to_end(verify_history(here)).findings == []
        assert text_of(here) == "手元で"


def test_a_restore_keeps_what_was_there_and_other_desks_see_it(busy: Office, place: ServerPlace) -> None:
    busy.ledger.close()
    restore_backup(busy.path, place)
    with open_ledger(place) as ours, open_ledger(place) as theirs:
        backup = back_up_ledger(ours)
        edit_fields(theirs, [(entry(1), Value("後から"))], author="隣")
        later = held(place)

        kept = restore_backup(backup, place)

        assert text_of(theirs).startswith("𠮷")
        edit_fields(theirs, [(entry(1), Value("また後から"))], author="隣")
        check_stored_is_derived(ours)
    assert kept is not None
    assert held(kept) == later
    assert pending_restore(place.beside) is not None
    confirm_restore(place.beside)
    assert [one.reason for one in list_backups(place.beside)] == [BackupReason.RESTORE, BackupReason.CHANGE]
    good = newest_good_backup(place.beside)
    assert good is not None
    assert good.backup.path == kept


def test_another_plans_ledger_does_not_take_the_place_unless_told(
    busy: Office, place: ServerPlace, tmp_path: Path
) -> None:
    busy.ledger.close()
    restore_backup(busy.path, place)
    document = tmp_path / "別.json"
    document.write_text(json.dumps({**PLAN, "title": "別の計画"}, ensure_ascii=False), "utf-8")
    create_ledger_from_document(tmp_path / "別.kyosei", document, author="別人").close()
    before = held(place)

    with pytest.raises(BackupOfAnotherPlan, match=place.schema):
        restore_backup(tmp_path / "別.kyosei", place)
    assert held(place) == before
    restore_backup(tmp_path / "別.kyosei", place, is_other_plan_taken=True)
    with open_ledger(place, read_only=True) as there:
        assert there.head.title == "別の計画"


@pytest.mark.parametrize("version", ["0001", "0004"])
def test_a_file_of_an_older_version_is_raised_on_its_way(version: str, place: ServerPlace, tmp_path: Path) -> None:
    old = tmp_path / "古い.kyosei"
    shutil.copy(DATA / f"ledger-{version}.kyosei", old)
    content = old.read_bytes()
    restore_backup(old, place)
    assert old.read_bytes() == content
    assert examine_ledger(place).findings == []


def test_a_servers_ledger_of_an_older_version_is_backed_up_and_raised_when_it_is_opened(
    place: ServerPlace, server: Server
) -> None:
    """As the next release will find those of this one."""
    server.sql(f"CREATE SCHEMA {place.schema}")
    make_of_version(place, "0003")

    with open_ledger(place) as raised:
        assert run_to_end(verify_history(raised)).findings == []
        with raised.reading() as session:
            version = session.connection().exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        assert version == CURRENT
    (backup,) = list_backups(place.beside)
    assert backup.reason == BackupReason.MIGRATION
    with closing(sqlite3.connect(backup.path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0003",)
        assert connection.execute("SELECT count(*) FROM revision").fetchone() > (0,)


def make_of_version(place: ServerPlace, version: str) -> None:
    """Put the stored ledger of a version on a server as it is, without raising it."""
    source = sqlite_engine(DATA / f"ledger-{version}.kyosei", read_only=True)
    target = postgresql_engine(place, read_only=False)
    with target.begin() as into, source.connect() as out:
        migrate(into, to=version)
        copy_rows(out, into)
    target.dispose()
