"""A ledger's file without a plan in it, from which each new ledger begins."""

from functools import lru_cache

from kyosei_desktop.store import schema
from kyosei_desktop.store.engine import APPLICATION_ID, memory_engine


@lru_cache(maxsize=1)
def empty_ledger() -> bytes:
    """The bytes of such a file.

    The migrations that make its tables run once in a process: an office that sends out requests, or a clerk who opens
    them, makes many ledgers.
    """
    engine = memory_engine()
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.commit()
        schema.raise_to_current(engine)
        with engine.connect() as connection:
            content: bytes = connection.connection.driver_connection.serialize()  # type: ignore[union-attr]
        return content
    finally:
        engine.dispose()
