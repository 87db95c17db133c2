"""The ledger's schema version: made and raised by the Alembic migrations under `db/`."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import Connection, Engine, column, exists, inspect, select, table
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.paths import MIGRATIONS
from kyosei_desktop.store.chain import seal
from kyosei_desktop.store.search_index import index_changes
from kyosei_desktop.store.tables import Base, PlanRow

CURRENT = "0006"
"""The newest revision under `db/versions`; a test compares the two."""

_LACKING = ("42P01", "42703")
"""What PostgreSQL says of a table or a column that is not there."""


@dataclass(eq=False)
class LedgerTooNew(KyoseiError):
    """The ledger was written by a newer program."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」は新しい版の kyosei_desktop で作られています（形式{version}）。新しい版で開いてください。"
    )
    name: str
    version: str


@dataclass(eq=False)
class LedgerTooOld(KyoseiError):
    """The ledger has an old schema and was opened read-only, so that it cannot be raised."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」は古い形式（{version}）です。読み取り専用のままでは、新しい形式にできません。一度、書き込める状態で開いてください。"
    )
    name: str
    version: str


@dataclass(eq=False)
class LedgerShapeUnknown(KyoseiError):
    """A file says that it is a ledger, and has other tables than a ledger of its version."""

    sentence: ClassVar[str] = N_(
        "「{name}」の中の表が台帳のものと違うため開けません。ほかのプログラムが書き換えたか、壊れています。"
        "上書きせずに残し、控え（バックアップ）から復元してください。"
    )
    name: str


def check_shape(engine: Engine, name: str) -> None:
    """Make sure that a database of the current version has every table and column. Raises LedgerShapeUnknown."""
    try:
        with engine.connect() as connection:
            # In one statement: on a server each takes its way there and back.
            connection.execute(select(*(exists(select(one).limit(0)) for one in Base.metadata.sorted_tables)))
    except (OperationalError, ProgrammingError) as error:
        if not _lacks_something(error.orig):
            raise  # damaged, busy, away: the caller sorts that
        raise LedgerShapeUnknown(name=name) from error


def _lacks_something(error: object) -> bool:
    """Whether an error of either database says that a table or a column is not there."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) == sqlite3.SQLITE_ERROR
    return getattr(error, "sqlstate", None) in _LACKING


def version_of(engine: Engine) -> str | None:
    """The schema version that a database says it has; None for an empty one."""
    with engine.connect() as connection:
        return version_in(connection)


def version_in(connection: Connection) -> str | None:
    """The same, in a transaction that is going on."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar()
    return found


def raise_to_current(engine: Engine, name: str = "") -> None:
    """Run the migrations that are missing in one transaction. Raises as `migrate`."""
    with engine.execution_options(writes=True).begin() as connection:
        migrate(connection, name)


def migrate(connection: Connection, name: str = "", *, to: str = "head") -> None:
    """Run the migrations that are missing and seal what they come to, in the transaction that is going on.

    Args:
        name: the ledger's, for messages.
        to: the version to stop at, which is not sealed unless it is the newest.

    Raises:
        LedgerShapeUnknown: there is no way from what it is to the present schema.
    """
    # Alembic takes a tenth of a second to import; opening a current ledger does not need it.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise LedgerShapeUnknown(name=name) from error
    if to not in ("head", CURRENT):
        return
    with Session(connection) as session:
        if session.scalars(select(PlanRow.id)).first() is not None:
            index_changes(session)
            seal(session, datetime.now(UTC), is_raised=True)
        session.commit()
