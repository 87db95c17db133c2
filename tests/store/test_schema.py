"""Migrations make the tables that the program expects, and ledgers of every old version open and keep what they say.

To add a version: make the small office with the program as it was (`tests.office.make_office`, an answer merged, a
conflict and a draft), and store its ledger under `tests/data` by the version's number.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from kyosei_desktop.paths import MIGRATIONS
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.drafts import load_drafts
from kyosei_desktop.store.engine import sqlite_engine
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.lock import LedgerLock
from kyosei_desktop.store.rounds import find_open_round
from kyosei_desktop.store.schema import CURRENT, LedgerTooNew, LedgerTooOld, raise_to_current, version_of
from kyosei_desktop.store.tables import Base
from tests.office import Office, check_stored_is_derived, entry

DATA = Path(__file__).parent.parent / "data"


def migrations() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    return ScriptDirectory.from_config(config)


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Engine]:
    """An empty database that all migrations have been run on."""
    path = tmp_path / "空.kyosei"
    path.touch()
    engine = sqlite_engine(path, read_only=False)
    raise_to_current(engine)
    yield engine
    engine.dispose()


def is_of_the_program(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table is declared; the index of texts is one of FTS5, with tables that belong to it."""
    return kind != "table" or name is None or not name.startswith("search_gram")


def test_the_migrations_make_the_tables_that_the_program_has(migrated: Engine) -> None:
    with migrated.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_name": is_of_the_program}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_the_current_version_is_the_newest_migration(migrated: Engine) -> None:
    assert migrations().get_heads() == [CURRENT]
    assert version_of(migrated) == CURRENT


def test_migrations_run_again_do_nothing(migrated: Engine) -> None:
    raise_to_current(migrated)
    assert version_of(migrated) == CURRENT


def test_there_is_a_stored_ledger_of_every_version() -> None:
    versions = {one.revision for one in migrations().walk_revisions()}
    assert {one.stem.removeprefix("ledger-") for one in DATA.glob("ledger-*.kyosei")} == versions


@pytest.mark.parametrize("stored", sorted(DATA.glob("ledger-*.kyosei")), ids=lambda path: path.stem)
def test_a_stored_ledger_opens_and_says_what_it_said(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / "古い台帳.kyosei"
    shutil.copy(stored, path)
    with open_ledger(path) as ledger:
        plan = ledger.plan()
        assert [one.no for one in plan.measures] == [1, 2, 3, "4-(1)"]
        place = plan.field_at(entry(1))
        assert place is not None
        assert plan.value(place).text == "相談会を３回開いた。"
        assert [[side.value.text for side in one.sides] for one in list_conflicts(ledger)] == [["12回", "13回"]]
        assert [one.value.text for one in load_drafts(ledger).values()] == ["書きかけ"]
        assert {one.revision.value.text for one in list_changes(ledger, 2)} == {"", "12回", "13回"}
        assert find_open_round(ledger) is not None
        check_stored_is_derived(ledger)
    with open_ledger(path, read_only=True) as ledger:
        assert ledger.plan() == plan


def test_a_ledger_of_a_newer_version_is_refused_in_words_and_left_alone(office: Office) -> None:
    set_version(office, "9999")
    before = office.path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(LedgerTooNew) as refused:
            open_ledger(office.path, read_only=read_only)
        assert "9999" in str(refused.value)
    assert office.path.read_bytes() == before
    LedgerLock(office.path).release()


def test_a_ledger_of_an_older_version_cannot_be_opened_for_reading_only(office: Office) -> None:
    set_version(office, "0000")
    with pytest.raises(LedgerTooOld):
        open_ledger(office.path, read_only=True)


def set_version(office: Office, version: str) -> None:
    office.close()
    engine = sqlite_engine(office.path, read_only=False)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    engine.dispose()
