"""Raising an older ledger to the present schema when it is opened, after a backup."""

from datetime import datetime

from sqlalchemy import Engine

from kyosei_desktop.store import schema
from kyosei_desktop.store.places import LedgerPlace


def bring_to_current(engine: Engine, place: LedgerPlace, *, read_only: bool, now: datetime) -> None:
    """Raise an older ledger to the present schema, after a backup, and make sure that it has it.

    Raises:
        LedgerShapeUnknown, LedgerTooNew, LedgerTooOld, FileNotWritten.
    """
    version = schema.version_of(engine)
    if version is None:
        raise schema.LedgerShapeUnknown(name=place.name)
    if version > schema.CURRENT:
        raise schema.LedgerTooNew(name=place.name, version=version)
    if version < schema.CURRENT:
        if read_only:
            raise schema.LedgerTooOld(name=place.name, version=version)
        from kyosei_desktop.store.backup import back_up_place  # which itself imports this module
        from kyosei_desktop.store.backup_names import BackupReason

        back_up_place(place, now, reason=BackupReason.MIGRATION)
        schema.raise_to_current(engine, place.name)
    schema.check_shape(engine, place.name)
