"""The open ledger and its unit of work."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import ClassVar, Self

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.definition import Definition, definition_from_document
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import Origin, RevisionId
from kyosei_desktop.domain.plan import DepartmentId, FieldId, Plan, PlanId
from kyosei_desktop.store import plans, schema
from kyosei_desktop.store.chain import seal
from kyosei_desktop.store.empty_ledger import empty_ledger
from kyosei_desktop.store.engine import check_is_ledger_file, sorted_errors, sqlite_engine
from kyosei_desktop.store.file_guard import FileGuard, check_intact
from kyosei_desktop.store.files import replacing
from kyosei_desktop.store.journal import discard_journal, roll_back_interrupted
from kyosei_desktop.store.lock import LedgerLock
from kyosei_desktop.store.moments import Moments
from kyosei_desktop.store.places import LedgerPlace, ServerPlace
from kyosei_desktop.store.postgresql import NoLedgerOnServer, make_schema, postgresql_engine, why_read_only
from kyosei_desktop.store.raising import bring_to_current
from kyosei_desktop.store.records import forget_foreign_changes
from kyosei_desktop.store.search_index import index_changes
from kyosei_desktop.store.server_guard import ServerGuard
from kyosei_desktop.store.soundness import damage_told
from kyosei_desktop.store.tables import PlanRow

Clock = Callable[[], datetime]

_HEAD = select(PlanRow.id, PlanRow.title, PlanRow.work_file, PlanRow.department_id)
_WORK_FILE = select(PlanRow.work_file)


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def new_id() -> str:
    """A fresh id: 32 hex digits of a random UUID."""
    return uuid.uuid4().hex


@dataclass(eq=False)
class LedgerExists(KyoseiError):
    """There is something already where a new ledger should go."""

    sentence: ClassVar[str] = N_("「{name}」はもうあります。上書きはしません。別の名前を付けてください。")
    name: str


@dataclass(eq=False)
class LedgerReadOnly(KyoseiError):
    """A change was asked of a ledger that is open for reading only."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」は読み取り専用で開いています。変えるには、閉じて、書き込める状態で開き直してください。"
    )
    name: str


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """What a ledger is: of which plan, and for a work file whose."""

    plan: PlanId
    title: str
    work_file: str | None
    department: DepartmentId | None


class Ledger:
    """An open ledger or work file. A context manager; closing gives the lock back.

    Attributes:
        place: the file, or where on a server it is.
        path: the file; of a ledger on a server the name of a file on this computer, beside which its copies lie.
        name: its name, for messages.
        is_read_only: whether changes are refused.
        refusal: with what changes are refused where they were wanted and are not possible.
        clock: tells the time for all that is recorded, in UTC.
        desk: a random text by which a ledger on a server tells this program from others; None for a file.
    """

    def __init__(
        self,
        place: LedgerPlace,
        engine: Engine | Connection,
        *,
        name: str,
        guard: FileGuard | ServerGuard | None = None,
        is_read_only: bool = False,
        refusal: KyoseiError | None = None,
        clock: Clock,
    ) -> None:
        """Use `create_ledger` or `open_ledger` instead."""
        self.place = place
        self.path = place.beside if isinstance(place, ServerPlace) else place
        self.name = name
        self.is_read_only = is_read_only
        self.refusal = refusal
        self.clock = clock
        self._engine = engine
        self._guard = guard
        self._moments = Moments(engine, place, name, self._check_file)
        self.desk = guard.desk if isinstance(guard, ServerGuard) else None

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Let whatever is read within, on the same thread, be read at one moment.

        For who asks several things, as a view does to show itself: each would pay for a connection of its own. A unit
        of work begun meanwhile ends that moment: what is read after it sees what it wrote. Nothing is made of errors
        that are raised within; what reads tells of damage by `reading`.
        """
        with self._moments.hold():
            yield

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view of the ledger; nothing written in it is kept. Only modules of `store` use the session.

        What reads within it sees the same moment, as within `moment`.
        """
        with self._moments.read() as session:
            yield session

    @contextmanager
    def begin(self) -> Iterator["Unit"]:
        """A unit of work: what it changes is kept only by its `commit()`; leaving without rolls back.

        Raises:
            LedgerReadOnly: the ledger is open for reading only; or what `refusal` says.
            LockTakenOver, LockGone, LedgerGone, LedgerReplaced: since it was opened, as `FileGuard.check` finds.
        """
        if self.is_read_only:
            raise self.refusal or LedgerReadOnly(name=self.name)
        self._moments.end()
        writer = self._engine.execution_options(writes=True)
        with damage_told(self._engine, self.place, self.name), Session(writer) as session:
            if self._guard is not None:
                self._guard.check(session)
            forget_foreign_changes(session)
            yield Unit(session, self)

    def _check_file(self, session: Session) -> None:
        if self._guard is not None:
            self._guard.check_file(session)

    def commit(self, session: Session) -> None:
        """End a unit's transaction, for `Unit`."""
        if self._guard is None:
            session.commit()
        else:
            self._guard.commit(session)

    @cached_property
    def head(self) -> LedgerHead:
        """What this ledger is."""
        with self.reading() as session:
            row = session.execute(_HEAD).one()
            department = None if row.department_id is None else DepartmentId(row.department_id)
            return LedgerHead(PlanId(row.id), row.title, row.work_file, department)

    @property
    def is_work_file(self) -> bool:
        """Whether it is a clerk's work file."""
        return self.head.work_file is not None

    @cached_property
    def definition(self) -> Definition:
        """The definition of the plan's kind."""
        with self.reading() as session:
            return definition_from_document(plans.plan_row(session).definition)

    def forget_definition(self) -> None:
        """Read the definition again when it is next asked for, for it was changed."""
        self.__dict__.pop("definition", None)

    def plan(self) -> Plan:
        """The plan as it is now, with the value shown of each field."""
        return self._moments.plan()

    def find_hindrance(self) -> KyoseiError | None:
        """Why nothing could be written now, as far as file and lock tell; None where nothing stands in the way."""
        try:
            if isinstance(self._guard, FileGuard):
                self._guard.check()
        except KyoseiError as error:
            return error
        return None

    def close(self) -> None:
        """Let go of the file and its lock, or of the server."""
        if isinstance(self._engine, Engine):
            self._engine.dispose()
        if self._guard is not None:
            self._guard.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Unit:
    """One transaction on a ledger."""

    def __init__(self, session: Session, ledger: Ledger) -> None:
        """Made by `Ledger.begin`."""
        self.session = session
        self.ledger = ledger
        self.now = ledger.clock()

    @cached_property
    def authority(self) -> Origin:
        """Whose newest word a field in conflict shows here."""
        # By this transaction: a large one locks out every other connection, its own program's too.
        is_work_file = self.session.scalars(_WORK_FILE).one() is not None
        return Origin.DEPARTMENT if is_work_file else Origin.COORDINATOR

    def commit(self) -> None:
        """Keep everything done in this unit, sealed by a link of the history's chain."""
        index_changes(self.session)
        seal(self.session, self.now)
        self.ledger.commit(self.session)


def create_ledger(
    place: LedgerPlace,
    plan: Plan,
    definition: Definition,
    *,
    author: str,
    work_file: str | None = None,
    department: DepartmentId | None = None,
    root_ids: Mapping[FieldId, RevisionId] = MappingProxyType({}),
    fill: Callable[[Unit], None] | None = None,
    clock: Clock = utc_now,
) -> Ledger:
    """Make a new ledger holding a plan, and open it. Nothing is left behind when it fails.

    Args:
        place: a file that must not exist yet, or a schema on a server that holds nothing.
        plan: each of its fields gets a root revision.
        author: who acts.
        work_file: the id of a clerk's work file, for which `department` is given too.
        root_ids: ids of the root revisions that are known elsewhere, in a work file those of the request's heads.
        fill: does more in the transaction that stores the plan.
        clock: tells the time.

    Raises:
        LedgerExists: there is something at `place`.
        FileNotWritten: the folder may not be written to, or the disk is full.
        ServerNotReached, PasswordWanted, RightsMissing, AddressNotUnderstood: the server lets nobody in, or not us.
    """

    def store(hidden: Ledger) -> None:
        row = PlanRow(
            id=plan.id,
            title=plan.title,
            subtitle=plan.subtitle,
            as_of=plan.as_of,
            years=list(plan.years),
            definition=dict(definition.document),
            created_at=clock(),
            work_file=work_file,
            department_id=department,
        )
        with hidden.begin() as unit:
            unit.session.add(row)
            plans.store_plan(unit.session, plan, root_ids, author=author, now=unit.now)
            if fill is not None:
                fill(unit)
            unit.commit()

    create = _create_on_server if isinstance(place, ServerPlace) else _create_file
    return create(place, store, clock)  # type: ignore[arg-type]  # each has its own kind of place


def _create_file(path: Path, store: Callable[[Ledger], None], clock: Clock) -> Ledger:
    if path.exists():
        raise LedgerExists(name=path.name)
    lock = LedgerLock(path)
    try:
        with replacing(path) as beside:
            beside.write_bytes(empty_ledger())
            engine = sqlite_engine(beside, read_only=False)
            store(Ledger(beside, engine, name=path.name, clock=clock))
            engine.dispose()
            discard_journal(path)
    except BaseException:
        lock.release()
        raise
    engine = sqlite_engine(path, read_only=False)
    return Ledger(path, engine, name=path.name, guard=FileGuard(path, lock, engine), clock=clock)


def _create_on_server(place: ServerPlace, store: Callable[[Ledger], None], clock: Clock) -> Ledger:
    engine = postgresql_engine(place, read_only=False)
    try:
        with sorted_errors(place.name), engine.begin() as connection:
            if not make_schema(connection, place):
                raise LedgerExists(name=place.name)
            schema.migrate(connection, place.name)
            store(Ledger(place, connection, name=place.name, clock=clock))
    except BaseException:
        engine.dispose()
        raise
    return Ledger(place, engine, name=place.name, guard=ServerGuard(place, engine), clock=clock)


def open_ledger(
    place: LedgerPlace, *, read_only: bool = False, take_over: bool = False, clock: Clock = utc_now
) -> Ledger:
    """Open a ledger or work file, or a ledger on a server.

    On a server where only reading is possible it is opened read-only, and its `refusal` says why.

    Args:
        place: the file, or where on a server it is.
        read_only: then no lock is needed.
        take_over: take the lock even of a living program or another machine's.
        clock: tells the time.

    Raises:
        FileNotRead, NotALedger, LedgerDamaged: it is not there, foreign or damaged.
        LedgerInUse: another program writes to it.
        LedgerTooNew, LedgerTooOld, LedgerShapeUnknown: of another version, or of none.
        ServerNotReached, PasswordWanted, RightsMissing, AddressNotUnderstood, NoLedgerOnServer: of a server.
    """
    if isinstance(place, ServerPlace):
        return _open_on_server(place, read_only=read_only, clock=clock)
    path = place
    check_is_ledger_file(path)
    if read_only:
        roll_back_interrupted(path)
    lock = None if read_only else LedgerLock(path, take_over=take_over)
    engine = sqlite_engine(path, read_only=read_only)
    try:
        with sorted_errors(path.name):
            check_intact(engine, path, read_only=read_only)
            bring_to_current(engine, path, read_only=read_only, now=clock())
            guard = None if lock is None else FileGuard(path, lock, engine)
    except BaseException:
        engine.dispose()
        if lock is not None:
            lock.release()
        raise
    return Ledger(path, engine, name=path.name, guard=guard, is_read_only=read_only, clock=clock)


def _open_on_server(place: ServerPlace, *, read_only: bool, clock: Clock) -> Ledger:
    engine = postgresql_engine(place, read_only=read_only)
    try:
        with sorted_errors(place.name):
            if schema.version_of(engine) is None:
                raise NoLedgerOnServer(name=place.name)
            refusal = None if read_only else why_read_only(engine, place)
            is_read_only = read_only or refusal is not None
            bring_to_current(engine, place, read_only=is_read_only, now=clock())
    except BaseException:
        engine.dispose()
        raise
    guard = ServerGuard(place, engine)
    return Ledger(place, engine, name=place.name, guard=guard, is_read_only=is_read_only, refusal=refusal, clock=clock)
