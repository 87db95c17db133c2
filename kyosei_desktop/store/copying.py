"""A ledger copied from a server into a file, or from a file into a server: row by row, and compared row by row.

Both have the same tables of the same version, so a copy loses nothing: the history's hashes and links are the same.
"""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Integer, Table, delete, func, insert, inspect, select, text
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from kyosei_desktop.store import schema
from kyosei_desktop.store.engine import APPLICATION_ID, sorted_errors, sqlite_engine
from kyosei_desktop.store.places import ServerPlace
from kyosei_desktop.store.postgresql import NoLedgerOnServer, make_schema, postgresql_engine
from kyosei_desktop.store.search_index import index_changes
from kyosei_desktop.store.server_guard import tell_change
from kyosei_desktop.store.tables import Base, RecordChangeRow, SearchChangeRow, SearchTextRow

_AT_ONCE = 1_000
_FOLLOWING = tuple(one.__table__ for one in (RecordChangeRow, SearchChangeRow, SearchTextRow))
"""What follows from the other rows by itself: notes of triggers, and the index of texts."""


def copy_to_file(place: ServerPlace, file: Path) -> bool:
    """Write a server's ledger into a new file as it is at one moment; whether both hold the same when it is read back.

    Args:
        file: is there and empty.

    Raises:
        NoLedgerOnServer, ServerNotReached, PasswordWanted, RightsMissing, LedgerNotWritable.
    """
    source = postgresql_engine(place, read_only=True)
    try:
        with sorted_errors(place.name), source.connect() as from_server:
            version = schema.version_in(from_server)
            if version is None:
                raise NoLedgerOnServer(name=place.name)
            file.write_bytes(_empty_ledger(version))
            target = sqlite_engine(file, read_only=False)
            with sorted_errors(file.name), target.execution_options(writes=True).begin() as into_file:
                copy_rows(from_server, into_file)
            with target.connect() as into_file:
                return _are_the_same(from_server, into_file)
    finally:
        source.dispose()


def copy_to_server(file: Path, place: ServerPlace) -> None:
    """Put a file's ledger in the place of what a server's schema holds, which is made where it is not there.

    All in one transaction: other desks see the one state or the other. The rights that were given on the schema and its
    tables stay.

    Args:
        file: a ledger of the present version.

    Raises:
        ServerNotReached, PasswordWanted, RightsMissing, ServerCannotWrite, LedgerShapeUnknown.
    """
    source, target = sqlite_engine(file, read_only=True), postgresql_engine(place, read_only=False)
    try:
        with sorted_errors(place.name), target.begin() as into_server, source.connect() as from_file:
            if make_schema(into_server, place):
                schema.migrate(into_server, place.name)
            else:
                _clear(into_server, place.name)
            copy_rows(from_file, into_server)
            if not _are_the_same(from_file, into_server):
                raise AssertionError(f"the copy of {file.name} differs from it")
            tell_change(into_server, place, None)
    finally:
        source.dispose()
        target.dispose()


@cache
def _empty_ledger(version: str) -> bytes:
    """The file of a ledger of a version with nothing in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "空.kyosei"
        path.touch()
        engine = sqlite_engine(path, read_only=False)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.commit()
        with engine.execution_options(writes=True).begin() as connection:
            schema.migrate(connection, to=version)
        return path.read_bytes()


def _tables_of(connection: Connection) -> list[tuple[Table, list[Column[Any]]]]:
    """The tables and columns of a ledger of whatever version, each table after those that it refers to."""
    looking = inspect(connection)
    there = set(looking.get_table_names())
    found = []
    for table in Base.metadata.sorted_tables:
        if table.name in there and table not in _FOLLOWING:
            names = {one["name"] for one in looking.get_columns(table.name)}
            found.append((table, [column for column in table.columns if column.name in names]))
    return found


def _rows(connection: Connection, columns: list[Column[Any]]) -> Iterator[RowMapping]:
    keys = [column for column in columns if column.primary_key]
    chosen = select(*columns).order_by(*keys)
    # For this statement only: on a connection it would stay for all that follow.
    yield from connection.execute(chosen, execution_options={"yield_per": _AT_ONCE}).mappings()


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy all rows into the empty tables of a ledger of the same version."""
    for table, columns in _tables_of(source):
        waiting: list[dict[str, Any]] = []
        for row in _rows(source, columns):
            waiting.append(dict(row))
            if len(waiting) == _AT_ONCE:
                target.execute(insert(table), waiting)
                waiting = []
        if waiting:
            target.execute(insert(table), waiting)
    if inspect(target).has_table(RecordChangeRow.__tablename__):
        target.execute(delete(RecordChangeRow))  # triggers have noted every row: no change, but the same as it was
    if inspect(target).has_table(SearchChangeRow.__tablename__):
        with Session(target) as session:
            index_changes(session)
    if target.dialect.name == "postgresql":
        _go_on_counting(target)


def _are_the_same(one: Connection, other: Connection) -> bool:
    """Whether two ledgers hold the same rows. Databases sort texts each in its own way, so order does not count."""

    def held(connection: Connection, columns: list[Column[Any]]) -> list[str]:
        return sorted(repr(tuple(row.values())) for row in _rows(connection, columns))

    return all(held(one, columns) == held(other, columns) for _, columns in _tables_of(one))


def _clear(connection: Connection, name: str) -> None:
    """Remove what a ledger of the present version holds. Rows and not tables, so that those who read see no gap.

    Raises:
        LedgerShapeUnknown: what is there is no ledger of the present version.
    """
    there = set(inspect(connection).get_table_names())
    if schema.version_in(connection) != schema.CURRENT or not set(Base.metadata.tables) <= there:
        raise schema.LedgerShapeUnknown(name=name)
    connection.exec_driver_sql("LOCK TABLE plan IN SHARE ROW EXCLUSIVE MODE")
    for table in reversed(Base.metadata.sorted_tables):
        # Triggers keep acts and links from being removed; only the tables' owner can set them aside.
        connection.exec_driver_sql(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER')
        connection.execute(delete(table))
        connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER')


def _go_on_counting(connection: Connection) -> None:
    """Let each counter of the server go on after the highest number that was copied."""
    for table, _ in _tables_of(connection):
        for column in table.primary_key.columns:
            if isinstance(column.type, Integer) and column.autoincrement is True:
                highest = connection.scalar(select(func.max(column)))
                setting = text("SELECT setval(pg_get_serial_sequence(:table, :column), :number, :is_used)")
                values = {"table": table.name, "column": column.name}
                connection.execute(setting, {**values, "number": highest or 1, "is_used": highest is not None})
