"""The moments at which threads read a ledger: what is asked within one shares a connection, a moment and a plan."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.store.places import LedgerPlace
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.soundness import damage_told, database_errors_told


class _Own(local):
    """A thread's session and plan of the moment, and whether somebody reads who is told of damage."""

    session: Session | None = None
    plan: Plan | None = None
    is_read: bool = False


class Moments:
    """At most one a thread."""

    def __init__(
        self, engine: Engine | Connection, place: LedgerPlace, name: str, check: Callable[[Session], None]
    ) -> None:
        """Of a ledger. `check` makes sure, at the beginning of each, that what is read is that ledger."""
        self._engine, self._place, self._name, self._check = engine, place, name, check
        self._own = _Own()

    @contextmanager
    def hold(self) -> Iterator[Session]:
        """The thread's moment, begun where there is none. A connection of its own takes a millisecond."""
        own = self._own
        if own.session is not None:
            yield own.session
            return
        with database_errors_told(self._place, self._name), Session(self._engine) as session:
            self._check(session)
            own.session = session
            try:
                yield session
            finally:
                own.session = own.plan = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """The same for what does nothing but read: what goes wrong within is looked at for damage, once."""
        own = self._own
        if own.is_read:
            assert own.session is not None
            yield own.session
            return
        with damage_told(self._engine, self._place, self._name), self.hold() as session:
            own.is_read = True
            try:
                yield session
            finally:
                own.is_read = False

    def plan(self) -> Plan:
        """The plan as it is at the moment, read once."""
        with self.read() as session:
            if self._own.plan is None:
                self._own.plan = load_plan(session)
            return self._own.plan

    def end(self) -> None:
        """Let go of the file, which nobody could write otherwise; the next read begins anew."""
        if self._own.session is not None:
            self._own.session.rollback()
            self._own.plan = None
