"""Errors met while a ledger is read or written, told apart: the world's, damage, and bugs of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.store.chain import is_as_sealed
from kyosei_desktop.store.engine import LedgerDamaged, LedgerNotWritable, sorted_errors
from kyosei_desktop.store.file_guard import LedgerGone
from kyosei_desktop.store.places import LedgerPlace


@contextmanager
def database_errors_told(place: LedgerPlace, name: str) -> Iterator[None]:
    """The database's errors as sentences. Raises LedgerGone where it cannot open a file because there is none."""
    try:
        with sorted_errors(name):
            yield
    except LedgerNotWritable as error:
        if isinstance(place, Path) and not place.exists():
            raise LedgerGone(name=name) from error
        raise


@contextmanager
def damage_told(engine: Engine | Connection, place: LedgerPlace, name: str) -> Iterator[None]:
    """The same, and an error that damaged rows are behind told from a bug of ours.

    Only for that the whole content is looked at, which takes long where it is large: nothing that does other things
    than read and write the ledger belongs within.

    Raises:
        LedgerDamaged, LedgerGone.
    """
    try:
        with database_errors_told(place, name):
            yield
    except KyoseiError:
        raise
    except Exception as error:
        if _is_sound(engine, name):
            raise
        raise LedgerDamaged(name=name) from error


def _is_sound(engine: Engine | Connection, name: str) -> bool:
    try:
        with sorted_errors(name), Session(engine) as session:
            return is_as_sealed(session)
    except LedgerDamaged:
        return False
    except (KyoseiError, DBAPIError):
        return True  # the database is busy or away: that tells nothing of what it holds
    except Exception:  # noqa: BLE001 - whatever rows cannot be read by, they are not as they were written
        return False
