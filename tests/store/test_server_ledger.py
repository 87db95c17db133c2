"""Ledgers on a PostgreSQL server: made whole or not at all, opened only where they are, refused in words."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.store.engine import LedgerDamaged
from kyosei_desktop.store.ledger import Ledger, LedgerExists, LedgerReadOnly, open_ledger
from kyosei_desktop.store.places import AddressNotUnderstood, ServerPlace
from kyosei_desktop.store.postgresql import NoLedgerOnServer, PasswordWanted, RightsMissing, ServerNotReached
from kyosei_desktop.store.schema import CURRENT, LedgerShapeUnknown, LedgerTooNew
from kyosei_desktop.store.verifying import verify_history
from tests.office import PLAN
from tests.postgres import Server


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("計画") / "計画.json"
    path.write_text(json.dumps(PLAN, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture
def ledger(place: ServerPlace, document: Path) -> Iterator[Ledger]:
    with create_ledger_from_document(place, document, author="取りまとめ") as made:
        yield made


def change(ledger: Ledger, statement: str) -> None:
    """Change the database past the program."""
    with ledger.reading() as session:
        session.execute(text(statement))
        session.commit()


def test_a_ledger_holds_the_plan_to_the_character_and_is_sealed(ledger: Ledger, document: Path) -> None:
    with open_ledger(ledger.place, read_only=True) as again:
        assert plan_document_text(ledger.plan()) == plan_document_text(again.plan())
    assert json.loads(plan_document_text(ledger.plan())) == json.loads(document.read_text("utf-8"))
    assert run_to_end(verify_history(ledger)).findings == []
    with ledger.reading() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == CURRENT


def test_a_schema_that_holds_something_is_left_alone(ledger: Ledger, server: Server, tmp_path: Path) -> None:
    before = plan_document_text(ledger.plan())
    with pytest.raises(LedgerExists, match="plan_"):
        create_ledger_from_document(ledger.place, author="別人")
    assert plan_document_text(ledger.plan()) == before

    server.sql("CREATE SCHEMA others; CREATE TABLE others.thing (a int)")
    with pytest.raises(LedgerExists):
        create_ledger_from_document(server.place("others", tmp_path), author="別人")
    assert server.sql("SELECT count(*) FROM pg_class WHERE relnamespace = 'others'::regnamespace") == "1"


def test_a_schema_that_is_there_and_empty_is_taken(server: Server, tmp_path: Path, document: Path) -> None:
    server.sql("CREATE SCHEMA prepared")
    with create_ledger_from_document(server.place("prepared", tmp_path), document, author="取りまとめ") as made:
        assert len(made.plan().measures) == len(PLAN["measures"])


def test_nothing_is_left_of_a_ledger_that_could_not_be_made(
    place: ServerPlace, document: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LedgerReadOnly(name="x")

    monkeypatch.setattr("kyosei_desktop.store.ledger.plans.store_plan", fail)
    with pytest.raises(LedgerReadOnly):
        create_ledger_from_document(place, document, author="取りまとめ")
    assert server.sql(f"SELECT count(*) FROM pg_namespace WHERE nspname = '{place.schema}'") == "0"
    with pytest.raises(NoLedgerOnServer):
        open_ledger(place)


def test_what_is_asked_for_and_not_there_is_said(server: Server, tmp_path: Path) -> None:
    def refusal(place: ServerPlace) -> KyoseiError:
        with pytest.raises(KyoseiError) as refused:
            open_ledger(place)
        return refused.value

    assert isinstance(refusal(server.place("nothing_here", tmp_path)), NoLedgerOnServer)
    assert isinstance(refusal(server.place("a", tmp_path, database="ない")), ServerNotReached)
    assert isinstance(refusal(server.place("a", tmp_path, host=str(tmp_path / "ない"))), ServerNotReached)
    assert isinstance(refusal(server.place("a", tmp_path, colour="red")), AddressNotUnderstood)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_ledger_of_a_newer_program_or_of_another_shape_is_refused(ledger: Ledger, read_only: bool) -> None:
    change(ledger, "ALTER TABLE draft RENAME TO sketch")
    with pytest.raises(LedgerShapeUnknown):
        open_ledger(ledger.place, read_only=read_only)
    change(ledger, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerTooNew, match="9999"):
        open_ledger(ledger.place, read_only=read_only)


def test_what_is_opened_for_reading_takes_no_change(ledger: Ledger) -> None:
    with open_ledger(ledger.place, read_only=True) as reader, pytest.raises(LedgerReadOnly), reader.begin():
        pass


def test_the_history_cannot_be_written_over(ledger: Ledger) -> None:
    with pytest.raises(Exception, match="append-only"), ledger.begin() as unit:
        unit.session.execute(text("UPDATE revision SET text = 'x'"))


def test_rows_without_sense_are_told_as_damage(ledger: Ledger) -> None:
    change(ledger, "UPDATE plan SET definition = '[]'")
    with pytest.raises(LedgerDamaged), open_ledger(ledger.place, read_only=True) as reader:
        _ = reader.definition


class TestPasswords:
    """With `scram-sha-256`, as a server that is reached by a network has it."""

    @pytest.fixture
    def guarded(self, ledger: Ledger, server: Server) -> Iterator[ServerPlace]:
        place = ledger.place
        assert isinstance(place, ServerPlace)
        rules = server.data / "pg_hba.conf"
        before = rules.read_text("utf-8")
        server.sql("CREATE ROLE hana LOGIN PASSWORD 'himitsu'; CREATE ROLE taro LOGIN PASSWORD 'naisho'")
        for what in ("SCHEMA", "ALL TABLES IN SCHEMA"):
            server.sql(f"GRANT ALL ON {what} {place.schema} TO hana")
        rules.write_text(f"local all hana,taro scram-sha-256\n{before}", "utf-8")
        server.sql("SELECT pg_reload_conf()")
        yield server.place(place.schema, place.desk, user="hana")
        rules.write_text(before, "utf-8")
        server.sql("SELECT pg_reload_conf()")
        server.sql("DROP OWNED BY hana; DROP ROLE hana, taro")

    def test_a_missing_or_wrong_one_is_asked_for_and_the_right_one_opens(
        self, guarded: ServerPlace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PGPASSFILE", "/nowhere")
        with pytest.raises(PasswordWanted, match="hana"):
            open_ledger(guarded)
        with pytest.raises(PasswordWanted) as refused:
            open_ledger(guarded.with_password("chigau"))
        assert "chigau" not in str(refused.value)
        with open_ledger(guarded.with_password("himitsu")) as opened:
            assert not opened.is_read_only
        monkeypatch.setenv("PGPASSWORD", "himitsu")
        open_ledger(guarded).close()

    def test_it_is_taken_from_the_password_file(
        self, guarded: ServerPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "pgpass"
        file.write_text("*:*:*:hana:himitsu\n", "utf-8")
        file.chmod(0o600)
        monkeypatch.setenv("PGPASSFILE", str(file))
        open_ledger(guarded).close()

    def test_a_user_without_rights_is_told_so(self, guarded: ServerPlace, server: Server, tmp_path: Path) -> None:
        stranger = server.place(guarded.schema, tmp_path, user="taro").with_password("naisho")
        with pytest.raises(NoLedgerOnServer):  # the server does not even say that the schema is there
            open_ledger(stranger)
        server.sql(f"GRANT USAGE ON SCHEMA {guarded.schema} TO taro")
        try:
            with pytest.raises(RightsMissing):
                open_ledger(stranger)
            own = server.place("of_taro", tmp_path, user="taro").with_password("naisho")
            with pytest.raises(RightsMissing):
                create_ledger_from_document(own, author="")
        finally:
            server.sql(f"REVOKE USAGE ON SCHEMA {guarded.schema} FROM taro")
