"""Who may do what on a server, and over which connection: a role that only reads, a standby-like server, and TLS."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.store.backup import back_up_ledger, restore_backup
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.places import LedgerPlace, ServerPlace, ledger_place
from kyosei_desktop.store.postgresql import RightsMissing, RoleOnlyReads, ServerNotReached, ServerOnlyReads
from tests.office import PLAN, entry
from tests.postgres import Server
from tests.shell import in_process
from tests.tls_gate import tls_gate

TLS = Path(__file__).parent.parent / "data" / "tls"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("計画") / "計画.json"
    path.write_text(json.dumps(PLAN, ensure_ascii=False), "utf-8")
    return path


class TestRoles:
    @pytest.fixture
    def roles(self, place: ServerPlace, server: Server, document: Path) -> Iterator[Server]:
        create_ledger_from_document(place, document, author="取りまとめ").close()
        server.sql("CREATE ROLE viewer LOGIN; CREATE ROLE writer LOGIN")
        schema = place.schema
        server.sql(
            f"GRANT USAGE ON SCHEMA {schema} TO viewer, writer;"
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO viewer;"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO writer;"
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO writer"
        )
        yield server
        server.sql("DROP OWNED BY viewer, writer; DROP ROLE viewer, writer")

    def test_who_may_only_read_gets_it_read_only_with_a_sentence_and_may_not_begin_a_change(
        self, roles: Server, place: ServerPlace, tmp_path: Path
    ) -> None:
        with open_ledger(roles.place(place.schema, tmp_path, user="viewer")) as ledger:
            assert ledger.is_read_only
            assert "viewer" in str(ledger.refusal)
            assert len(ledger.plan().measures) == len(PLAN["measures"])
            with pytest.raises(RoleOnlyReads):
                edit_fields(ledger, [(entry(1), Value("x"))], author="見る人")
            assert back_up_ledger(ledger, tmp_path / "写し.kyosei").exists()  # a copy is reading

    def test_the_command_line_refuses_before_it_begins(self, roles: Server, place: ServerPlace, tmp_path: Path) -> None:
        url = roles.url(place.schema, user="viewer")
        assert in_process("status", url).code == 0
        for command in (["round", url, "--close"], ["merge", url, tmp_path / "ない.kyoa"]):
            assert "viewer" in in_process(*command).sentence

    def test_the_rights_that_writing_takes_are_those_of_the_manual(
        self, roles: Server, place: ServerPlace, tmp_path: Path
    ) -> None:
        writer = roles.place(place.schema, tmp_path, user="writer")
        with open_ledger(writer) as ledger:
            edit_fields(ledger, [(entry(1), Value("書ける"))], author="書く人")
            copy = back_up_ledger(ledger)
        with pytest.raises(RightsMissing):  # only the owner of the tables puts another ledger in their place
            restore_backup(copy, writer)

    def test_a_server_that_takes_no_changes_is_opened_read_only(self, roles: Server, place: ServerPlace) -> None:
        roles.sql("ALTER ROLE writer SET default_transaction_read_only = on")
        with open_ledger(roles.place(place.schema, place.desk, user="writer")) as ledger:
            assert isinstance(ledger.refusal, ServerOnlyReads)
            with pytest.raises(ServerOnlyReads), ledger.begin():
                pass


class TestTls:
    @pytest.fixture
    def secured(self, server: Server, place: ServerPlace, document: Path) -> Iterator[str]:
        """The address of a ledger behind TLS, but for what it says of TLS."""
        create_ledger_from_document(place, document, author="取りまとめ").close()
        with tls_gate(server.folder / ".s.PGSQL.5432", TLS / "server.pem", TLS / "server-key.pem") as port:
            yield f"postgresql+psycopg://postgres@localhost:{port}/postgres?schema={place.schema}"

    def test_the_servers_certificate_is_checked(self, secured: str, tmp_path: Path) -> None:
        def place(said: str) -> LedgerPlace:
            return ledger_place(f"{secured}&{said}", desk=tmp_path)

        with open_ledger(place(f"sslmode=verify-full&sslrootcert={TLS / 'server.pem'}")) as ledger:
            edit_fields(ledger, [(entry(1), Value("暗号化"))], author="取りまとめ")
            with ledger.reading() as session:
                driver = session.connection().connection.driver_connection
                assert driver is not None
                assert driver.pgconn.ssl_in_use
        with pytest.raises(ServerNotReached, match="certificate"):
            open_ledger(place(f"sslmode=verify-full&sslrootcert={TLS / 'other.pem'}"))
        with pytest.raises(ServerNotReached):
            open_ledger(place("sslmode=disable"))
