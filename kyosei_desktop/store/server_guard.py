"""What a program that has a server's ledger open does at the two ends of each transaction.

At the beginning it waits for the writers' turn, at the end it tells the other desks, and where the connection breaks
just then it finds out from the server whether the transaction was kept.
"""

import hashlib
import json
import time
import uuid
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.store.places import ServerPlace
from kyosei_desktop.store.tables import LinkRow

ASK_SECONDS = 10
"""So long a server that went away is asked again what became of a transaction."""
_PAUSE_SECONDS = 0.25


def tell_change(connection: Connection, place: ServerPlace, link: str | None, *, desk: str = "") -> None:
    """Tell whoever listens that a ledger has changed; they hear it once the transaction is committed.

    Args:
        link: the hash of the link that seals the change.
        desk: who need not hear it.
    """
    telling = text("SELECT pg_notify(:channel, :payload)")
    payload = json.dumps({"desk": desk, "link": link})
    connection.execute(telling, {"channel": channel_of(place), "payload": payload})


def _newest(session: Session) -> str | None:
    return session.scalars(select(LinkRow.hash).order_by(LinkRow.sequence.desc()).limit(1)).first()


@dataclass(eq=False)
class OutcomeUnknown(KyoseiError):
    """The connection broke while a transaction was being committed, and the server does not come back."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」に保存している途中でサーバーとの接続が切れ、保存されたかどうか分かりません。"
        "またつながったら、画面と履歴を見てください。なければ、もう一度してください。"
    )
    name: str


def channel_of(place: ServerPlace) -> str:
    """The channel on which changes of a ledger are told (https://www.postgresql.org/docs/current/sql-notify.html).

    Channels belong to the database and not to the schema, and their names are as short as those of tables.
    """
    return f"kyosei_{hashlib.sha256(place.schema.encode()).hexdigest()[:32]}"


class ServerGuard:
    """Guards the transactions of one open ledger.

    Attributes:
        desk: a random text by which this program knows its own changes among those that are told.
    """

    def __init__(self, place: ServerPlace, engine: Engine) -> None:
        """For a ledger whose engine is `engine`."""
        self.desk = uuid.uuid4().hex
        self._place, self._engine = place, engine
        self._before: str | None = None

    def check_file(self, session: Session) -> None:
        """Nothing: the server sees to it that what is read is there."""

    def check(self, session: Session) -> None:
        """Wait for the writers' turn before anything else is done or the clock is looked at."""
        self._before = _newest(session)

    def commit(self, session: Session) -> None:
        """Commit the transaction and tell the other desks of it, unless it brought nothing to the history.

        Raises:
            OutcomeUnknown; DBAPIError: nothing was kept.
        """
        link = _newest(session)
        if link != self._before:
            tell_change(session.connection(), self._place, link, desk=self.desk)
        try:
            session.commit()
        except DBAPIError as error:
            # A draft alone is no part of the history: it is saved again with the next key, whatever became of it.
            if not error.connection_invalidated or link == self._before or not self._was_kept(link):
                raise

    def _was_kept(self, link: str | None) -> bool:
        """Whether a link is there, asked of the server that has come back or been succeeded. Raises OutcomeUnknown.

        As a writer, whose turn comes only when the transaction in question has ended. Not by the number of that
        transaction: a standby that was promoted gives numbers anew.
        """
        until = time.monotonic() + ASK_SECONDS
        while time.monotonic() < until:
            try:
                with self._engine.execution_options(writes=True).connect() as connection:
                    return connection.scalar(select(LinkRow.sequence).where(LinkRow.hash == link)) is not None
            except DBAPIError:
                time.sleep(_PAUSE_SECONDS)  # not there yet
        raise OutcomeUnknown(name=self._place.name)

    def close(self) -> None:
        """Nothing is held between transactions."""
