"""Ledgers: made whole or not at all, opened only where they are ledgers, changed only by what commits."""

import contextlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import cast

import pytest
from sqlalchemy.exc import OperationalError

from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger, create_ledger_from_document
from kyosei_desktop.paths import BUILT_IN_PLAN
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.documents import DocumentNotValid, NotADocument
from kyosei_desktop.store.engine import APPLICATION_ID, LedgerBusy, NotALedger, sqlite_uri
from kyosei_desktop.store.files import FileNotRead, FileNotWritten
from kyosei_desktop.store.ledger import LedgerExists, LedgerReadOnly, open_ledger
from kyosei_desktop.store.tables import ActRow
from tests.office import PLAN, Office, check_stored_is_derived, entry


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE plan (id TEXT)")
        connection.commit()


def text_file(path: Path) -> None:
    path.write_text("これは台帳ではありません。\n" * 50, "utf-8")


def empty_file(path: Path) -> None:
    path.touch()


def the_header_alone(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + bytes(52) + APPLICATION_ID.to_bytes(4, "big"))


@pytest.mark.parametrize("make", [foreign_database, text_file, empty_file, the_header_alone])
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "何か.kyosei"
    make(path)
    content = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(NotALedger) as refused:
            open_ledger(path, read_only=read_only)
        assert "何か.kyosei" in str(refused.value)
    assert path.read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_what_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "ない.kyosei", tmp_path):
        with pytest.raises(FileNotRead):
            open_ledger(path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["令和３年度 計画.kyosei", "a#b?c%20d&mode=ro.kyosei", "引用'\".kyosei", "拡張子なし"])
def test_a_ledger_may_have_any_name(tmp_path: Path, name: str) -> None:
    document = tmp_path / "計画.json"
    document.write_text(json.dumps(PLAN, ensure_ascii=False), "utf-8")
    create_ledger_from_document(tmp_path / name, document, author="取りまとめ").close()
    with open_ledger(tmp_path / name) as ledger:
        assert json.loads(plan_document_text(ledger.plan())) == PLAN
    assert {one.name for one in tmp_path.iterdir()} == {name, document.name}


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/home/台帳#1.kyosei", "file:///home/%E5%8F%B0%E5%B8%B3%231.kyosei?mode=ro"),
        ("C:/台帳.kyosei", "file:///C:/%E5%8F%B0%E5%B8%B3.kyosei?mode=ro"),
        ("//server/share/a?b.kyosei", "file:////server/share/a%3Fb.kyosei?mode=ro"),
    ],
)
def test_sqlite_gets_paths_of_all_kinds_in_the_form_it_takes(path: str, uri: str) -> None:
    """Of Windows' drives and servers too, where no test of this kind can open a file."""

    class Absolute(PurePosixPath):
        def absolute(self) -> PurePosixPath:
            return self

    assert sqlite_uri(cast(Path, Absolute(path)), "ro") == uri


def test_the_built_in_plan_comes_out_as_it_went_in_to_the_byte(tmp_path: Path) -> None:
    with create_built_in_ledger(tmp_path / "計画.kyosei", author="取りまとめ") as ledger:
        assert plan_document_text(ledger.plan()).encode() == BUILT_IN_PLAN.read_bytes()
        check_stored_is_derived(ledger)


def test_nothing_is_written_over(office: Office) -> None:
    before = office.path.read_bytes()
    with pytest.raises(LedgerExists):
        create_built_in_ledger(office.path, author="取りまとめ")
    assert office.path.read_bytes() == before


def test_a_ledger_in_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten):
        create_built_in_ledger(tmp_path / "ない" / "計画.kyosei", author="取りまとめ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", NotADocument),
        (b"\xff\xfe", NotADocument),
        (b'{"title": "a"}', DocumentNotValid),
        (json.dumps({**PLAN, "extra": 1}).encode(), DocumentNotValid),
        (json.dumps(PLAN).replace("first_half", "quarter").encode(), DocumentNotValid),
        (json.dumps(PLAN).replace("4-(1)", "1").encode(), DocumentNotValid),
    ],
)
def test_a_document_that_is_no_plan_makes_no_ledger(tmp_path: Path, content: bytes, reason: type[Exception]) -> None:
    document = tmp_path / "計画.json"
    document.write_bytes(content)
    with pytest.raises(reason) as refused:
        create_ledger_from_document(tmp_path / "計画.kyosei", document, author="取りまとめ")
    assert "計画.json" in str(refused.value)
    assert list(tmp_path.iterdir()) == [document]


def test_what_is_not_committed_is_not_kept(office: Office) -> None:
    before = office.path.read_bytes()
    with office.ledger.begin() as unit:
        record_act(unit, ActKind.ROUND_CLOSED, author="取りまとめ")
        unit.session.flush()
    with contextlib.suppress(ZeroDivisionError), office.ledger.begin() as unit:
        record_act(unit, ActKind.ROUND_CLOSED, author="取りまとめ")
        unit.session.flush()
        _ = 1 / 0
    assert office.path.read_bytes() == before


def test_a_ledger_open_for_reading_refuses_every_change(office: Office) -> None:
    office.close()
    before = office.path.read_bytes()
    with open_ledger(office.path, read_only=True) as ledger:
        with pytest.raises(LedgerReadOnly), ledger.begin():
            pass
        with ledger.reading() as session:
            session.add(ActRow(kind="created", done_at=ledger.clock(), done_by="取りまとめ"))
            with pytest.raises(OperationalError, match="readonly"):
                session.flush()
    assert office.path.read_bytes() == before


def test_a_database_that_another_program_keeps_locked_is_named_as_busy(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup program, say, which knows nothing of our lock file."""
    monkeypatch.setattr("kyosei_desktop.store.engine._BUSY_SECONDS", 0.01)
    office.ledger.close()
    office.ledger = open_ledger(office.path, clock=office.clock)
    with closing(sqlite3.connect(office.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerBusy):
            office.edit(entry(1), "一")
        other.execute("ROLLBACK")
    office.edit(entry(1), "一")
    assert office.text(entry(1)) == "一"


def test_ledgers_never_use_a_write_ahead_log(office: Office) -> None:
    office.edit(entry(1), "一")
    with closing(sqlite3.connect(office.path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    with office.ledger.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA synchronous").scalar() == 3  # EXTRA
