"""The engine on a PostgreSQL server, and its errors sorted into what the user can mend and what is a bug.

Writers of one plan take turns, as SQLite's do: each transaction that writes begins by locking the plan's table against
other writers, and only then gets its view of the ledger. So no update is lost, no transaction fails half-way because of
another, and the chain of links grows one by one. Readers see the last committed state and wait for nobody
(decision 0019).
"""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.store.places import AddressNotUnderstood, ServerPlace

CONNECT_SECONDS = 10
BUSY_SECONDS = 10
"""How long a writer waits for its turn."""
_LOST_MILLISECONDS = 15_000
_WRITERS_TURN = "LOCK TABLE plan IN SHARE ROW EXCLUSIVE MODE"


@dataclass(eq=False)
class ServerNotReached(KyoseiError):
    """No server of the address lets us in, or the connection broke while nothing was being saved."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」のサーバーにつながりません（{cause}）。ネットワークとアドレスを確かめて、やり直してください。"
        "いまの操作は保存されていません。"
    )
    name: str
    cause: str


@dataclass(eq=False)
class NoLedgerOnServer(KyoseiError):
    """A schema holds no ledger, or none that this user may see."""

    sentence: ClassVar[str] = N_(
        "サーバーに台帳「{name}」がありません。アドレスの schema= と利用者の権限を確かめてください。"
        "新しく作るには、「新しい台帳を作る」の「サーバーに作る」か、命令 init を使ってください。"
    )
    name: str


@dataclass(eq=False)
class PasswordWanted(KyoseiError):
    """The server wants a password and got none, or a wrong one."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」を開くには、利用者「{user}」の正しいパスワードが要ります。"
        "窓で入れるか、~/.pgpass か PGPASSWORD で渡してください。"
    )
    name: str
    user: str


@dataclass(eq=False)
class RightsMissing(KyoseiError):
    """The server's user may not do what was asked."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」のサーバーが、権限がないとして断りました（{cause}）。情報担当に権限を確かめてください。"
    )
    name: str
    cause: str


@dataclass(eq=False)
class ServerCannotWrite(KyoseiError):
    """The server could not write: disk full, too many connections, or a standby."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」のサーバーが書き込めませんでした（{cause}）。変更は保存されていません。"
        "情報担当にサーバーの様子を確かめてもらってください。"
    )
    name: str
    cause: str


@dataclass(eq=False)
class WritersTurnMissed(KyoseiError):
    """Another desk kept on writing to the plan for too long."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」にほかの人が書き込んでいます。変更は保存されていません。少し待ってからやり直してください。"
    )
    name: str


def postgresql_engine(place: ServerPlace, *, read_only: bool) -> Engine:
    """An engine on a ledger's schema; nothing is connected yet."""
    url, defaults = _connecting(place, read_only=read_only)
    engine = create_engine(
        url,
        connect_args=defaults,
        isolation_level="REPEATABLE READ",  # a view that stays the same throughout, as SQLite's does
        use_native_hstore=False,
        pool_size=2,
        pool_pre_ping=True,  # after the server's restart or fail-over the next use connects anew
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # LOCK TABLE takes no snapshot: the view is that of the moment at which the turn has come.
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql(_WRITERS_TURN)

    return engine


def libpq_arguments(place: ServerPlace) -> dict[str, Any]:
    """What a connection of its own beside the engine's takes, to a server that can be written to."""
    url, defaults = _connecting(place, read_only=False)
    _, arguments = url.get_dialect()().create_connect_args(url)
    return {**defaults, **arguments}


def _connecting(place: ServerPlace, *, read_only: bool) -> tuple[URL, dict[str, Any]]:
    """The URL with our settings, and the parameters that it leaves open: what it says itself goes before ours."""
    settings = [
        f'-csearch_path="{place.schema}"',
        f"-clock_timeout={round(BUSY_SECONDS * 1000)}ms",
        "-cTimeZone=UTC",
        *(["-cdefault_transaction_read_only=on"] if read_only else []),
    ]
    defaults: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "kyosei-desktop",
        # A server that is switched off says nothing: without these a write would wait for minutes.
        "keepalives_idle": 10,
        "tcp_user_timeout": _LOST_MILLISECONDS,
    }
    if _names_several_hosts(place) and not read_only:
        defaults["target_session_attrs"] = "read-write"
    given = place.url.query.get("options", "")
    options = " ".join([given if isinstance(given, str) else " ".join(given), *settings]).strip()
    left_open = {key: value for key, value in defaults.items() if key not in place.url.query}
    return place.url.update_query_dict({"options": options}), left_open


def make_schema(connection: Connection, place: ServerPlace) -> bool:
    """Make the schema unless it is there; False where it holds tables already. One at a time on one server."""
    key = f"kyosei {place.schema}"
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})
    known = text("SELECT count(*) FROM pg_namespace WHERE nspname = :name")
    # By name first: CREATE SCHEMA IF NOT EXISTS asks for the right to make one even where it is there.
    if not connection.execute(known, {"name": place.schema}).scalar_one():
        connection.exec_driver_sql(f'CREATE SCHEMA "{place.schema}"')
    tables = text("SELECT count(*) FROM pg_class WHERE relnamespace = CAST(:name AS regnamespace)")
    held: int = connection.execute(tables, {"name": f'"{place.schema}"'}).scalar_one()
    return held == 0


@dataclass(eq=False)
class RoleOnlyReads(KyoseiError):
    """The server's user may read the ledger, and not write to it."""

    sentence: ClassVar[str] = N_(
        "利用者「{user}」には台帳「{name}」を読む権限だけがあるので、読み取り専用で開いています。"
        "変えるには、書き込める利用者で開き直してください。"
    )
    name: str
    user: str


@dataclass(eq=False)
class ServerOnlyReads(KyoseiError):
    """The server takes no changes: it is a standby, or set so."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」のサーバーは読み取り専用（予備）なので、読み取り専用で開いています。"
        "変えるには、主サーバーのアドレスで開き直してください。"
    )
    name: str


def why_read_only(engine: Engine, place: ServerPlace) -> KyoseiError | None:
    """Why the ledger cannot be written to on this server by this user; None where it can."""
    asked = text(
        "SELECT current_user, current_setting('transaction_read_only') = 'on',"
        " has_table_privilege('plan', 'UPDATE') AND has_table_privilege('revision', 'INSERT')"
    )
    with engine.connect() as connection:
        user, is_standby, may_write = connection.execute(asked).one()
    if is_standby:
        return ServerOnlyReads(name=place.name)
    return None if may_write else RoleOnlyReads(name=place.name, user=user)


def server_error(name: str, original: Any) -> KyoseiError | None:
    """What an error of the server or the way to it means to the user; None for what is a bug of ours.

    By the classes of https://www.postgresql.org/docs/current/errcodes-appendix.html.
    """
    import psycopg  # 0.1 s; whoever has its error has loaded it

    if not isinstance(original, psycopg.Error):
        return None
    code = original.sqlstate or ""
    cause = _one_line(str(original))
    if code in ("55P03", "40001", "40P01"):
        return WritersTurnMissed(name=name)
    if code == "42501":
        return RightsMissing(name=name, cause=cause)
    if code == "25006" or code[:2] in ("53", "58"):
        return ServerCannotWrite(name=name, cause=cause)
    attempt = original.pgconn
    if attempt is not None and not code and (attempt.needs_password or attempt.used_password):
        return PasswordWanted(name=name, user=attempt.user.decode(errors="replace"))
    if isinstance(original, psycopg.ProgrammingError) and not code:
        return AddressNotUnderstood(cause=cause)  # an option that libpq does not know
    if isinstance(original, psycopg.OperationalError) and (not code or code[:2] in ("08", "28", "3D", "57")):
        return ServerNotReached(name=name, cause=cause)
    return None


def _names_several_hosts(place: ServerPlace) -> bool:
    hosts = place.url.query.get("host", ())
    return "," in (place.url.host or "") or (
        "," in hosts if isinstance(hosts, str) else len(hosts) > 1 or any("," in one for one in hosts)
    )


def _one_line(message: str) -> str:
    """An error's first words; libpq says several lines and never the password."""
    return re.sub(r"\s+", " ", message).strip()[:300]
