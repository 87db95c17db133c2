"""Hearing of what other desks change in a ledger on a server, and of the connection's going and coming back."""

import json
import select as readiness
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kyosei_desktop.domain.plan import Address, FieldId
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.places import ServerPlace
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.postgresql import libpq_arguments
from kyosei_desktop.store.server_guard import channel_of
from kyosei_desktop.store.tables import ActRow, LinkRow, RevisionRow

if TYPE_CHECKING:
    import psycopg

AGAIN_SECONDS = 2.0
"""After so long a lost connection is tried again."""
_CONNECT_SECONDS = 3
_MOST_NOTED = 100
"""A merge brings thousands of revisions; a few tell who it was."""


@dataclass(frozen=True, slots=True)
class OthersChange:
    """What one transaction of another desk brought.

    Attributes:
        authors: who, each once; empty for what is no one's word, such as a restore.
        fields: which fields have new revisions, in printed order.
    """

    authors: Sequence[str]
    fields: Sequence[Address]


@dataclass(frozen=True, slots=True)
class Heard:
    """What is told by the server: the link of a change, or whether the connection is there."""

    link: str | None = None
    is_connected: bool = True


class Listener:
    """A thread of its own that listens on a ledger's channel, until `stop`."""

    def __init__(self, ledger: Ledger, hear: Callable[[Heard], None]) -> None:
        """Begin to listen.

        Args:
            ledger: on a server.
            hear: is called in the listener's thread for each change of other desks, and when the connection is lost or
                has come back; between the two changes may have been missed.
        """
        assert isinstance(ledger.place, ServerPlace), "a file tells nothing"
        self._place, self._desk, self._hear = ledger.place, ledger.desk, hear
        self._stopping, self._listening = threading.Event(), threading.Event()
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def wait_until_connected(self, seconds: float) -> bool:
        """Wait until everything that is committed from now on is heard; whether that came in time."""
        return self._listening.wait(seconds)

    def stop(self) -> None:
        """Stop listening; nothing is told any more when this has returned."""
        self._stopping.set()
        self._wake.send(b"x")
        self._thread.join()
        self._wake.close()
        self._woken.close()

    def _run(self) -> None:
        import psycopg

        was_lost = False
        while not self._stopping.is_set():
            try:
                with psycopg.connect(**self._arguments(), autocommit=True) as connection:
                    connection.execute(f'LISTEN "{channel_of(self._place)}"')  # a hash: nothing to be quoted in it
                    self._listening.set()
                    if was_lost:
                        self._tell(Heard(is_connected=True))
                    was_lost = False
                    self._listen(connection)
            except psycopg.Error:
                self._listening.clear()
                if not was_lost:
                    self._tell(Heard(is_connected=False))
                was_lost = True
                self._stopping.wait(AGAIN_SECONDS)

    def _arguments(self) -> dict[str, Any]:
        # Not as patient as the engine: `stop` waits for an attempt that is going on.
        return {**libpq_arguments(self._place), "connect_timeout": _CONNECT_SECONDS}

    def _listen(self, connection: "psycopg.Connection") -> None:
        while not self._stopping.is_set():
            readiness.select([connection.fileno(), self._woken.fileno()], [], [])
            for told in connection.notifies(timeout=0):
                said = json.loads(told.payload)
                if said["desk"] != self._desk:
                    self._tell(Heard(link=said["link"]))

    def _tell(self, heard: Heard) -> None:
        if not self._stopping.is_set():
            self._hear(heard)


def change_of_link(ledger: Ledger, link: str | None) -> OthersChange:
    """Who changed what in the transaction that a link seals; nobody and nothing for one that is not there (any more).

    Raises:
        KyoseiError: the server is away.
    """
    with ledger.reading() as session:
        row = session.scalars(select(LinkRow).where(LinkRow.hash == link)).first()
        if row is None:
            return OthersChange((), ())
        revisions = [one for one, *_ in row.revisions[:_MOST_NOTED]]
        acts = [number for number, *_ in row.acts]
        authors = [
            *session.scalars(select(ActRow.done_by).where(ActRow.sequence.in_(acts)).order_by(ActRow.sequence)),
            *session.scalars(
                select(RevisionRow.author).where(RevisionRow.id.in_(revisions)).order_by(RevisionRow.sequence)
            ),
        ]
        changed = {FieldId(field) for _, field, *_ in row.revisions}
        plan = load_plan(session)
        fields = [plan.address_of(one) for one in plan.fields() if one.id in changed]
        return OthersChange(tuple(dict.fromkeys(authors)), fields)
