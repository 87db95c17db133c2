"""Opening, closing and changing rounds. One round is open at a time."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import DepartmentId, PeriodId, Plan
from kyosei_desktop.domain.rounds import Asked, AskedField, Round, RoundId, asked_fields
from kyosei_desktop.domain.years import Calendar, FiscalYear
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.conflicts import count_conflicts_in
from kyosei_desktop.store.ledger import Ledger, Unit, new_id
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.revisions import ensure_fields
from kyosei_desktop.store.tables import RoundRow


@dataclass(eq=False)
class RoundIsOpen(KyoseiError):
    """A round is to be opened while another one is."""

    sentence: ClassVar[str] = N_("{label}の照会がまだ開いています。先に締め切ってから新しい照会を始めてください。")
    label: str


@dataclass(eq=False)
class NoOpenRound(KyoseiError):
    """Something needs an open round, and there is none."""

    sentence: ClassVar[str] = N_("開いている照会がありません。先に照会を始めてください。")


@dataclass(eq=False)
class NoClosedRound(KyoseiError):
    """There is no round to reopen."""

    sentence: ClassVar[str] = N_("再開できる照会がありません。新しい照会を始めてください。")


@dataclass(eq=False)
class YearNotInPlan(KyoseiError):
    """A round is to ask for a year that the plan does not show."""

    sentence: ClassVar[str] = N_("計画に{year}の欄がありません。計画にある年度（{years}）を選んでください。")
    year: str
    years: str


@dataclass(eq=False)
class UnknownPeriod(KyoseiError):
    """A period that the definition does not know."""

    sentence: ClassVar[str] = N_("期間「{period}」はこの計画にありません。{known} から選んでください。")
    period: str
    known: str


@dataclass(eq=False)
class NothingAsked(KyoseiError):
    """A round that asks for nothing, or requires what it does not ask for."""

    sentence: ClassVar[str] = N_(
        "照会する項目が正しくありません。必須にする項目は、照会する項目の中から選んでください。"
    )


@dataclass(eq=False)
class ConflictsRemain(KyoseiError):
    """A round is to be closed while fields are in conflict."""

    sentence: ClassVar[str] = N_("競合が{count}件残っています。すべて決めてから締め切ってください。")
    count: int


def open_round(
    ledger: Ledger,
    *,
    year: FiscalYear,
    period: PeriodId,
    due_on: date,
    asks: Set[AskedField] = frozenset({AskedField.ENTRY}),
    requires: Set[AskedField] | None = None,
    author: str,
) -> Round:
    """Open a round, making the fields it asks for where they do not exist yet.

    Args:
        requires: the kinds of fields that must be answered; by default the entries, where asked.

    Raises:
        RoundIsOpen, YearNotInPlan, UnknownPeriod, NothingAsked.
    """
    with ledger.begin() as unit:
        opened = open_round_in(
            unit, year=year, period=period, due_on=due_on, asks=asks, requires=requires, author=author
        )
        unit.commit()
    return opened


def open_round_in(
    unit: Unit,
    *,
    year: FiscalYear,
    period: PeriodId,
    due_on: date,
    asks: Set[AskedField],
    requires: Set[AskedField] | None,
    author: str,
) -> Round:
    """Open a round within a unit that does more; the rest as `open_round`."""
    ledger = unit.ledger
    wanted = planned_round(ledger, year=year, period=period, due_on=due_on, asks=asks, requires=requires)
    running = current_round(unit.session)
    if running is not None:
        raise RoundIsOpen(label=round_label(ledger, running))
    unit.session.add(
        RoundRow(
            id=wanted.id,
            year=year,
            period=period,
            due_on=due_on,
            asks=sorted(wanted.asks),
            requires=sorted(wanted.requires),
            is_open=True,
            opened_at=unit.now,
        )
    )
    ensure_asked_fields(unit, load_plan(unit.session), wanted, author=author)
    record_act(unit, ActKind.ROUND_OPENED, author=author, round_id=wanted.id, note=due_on.isoformat())
    return wanted


def planned_round(
    ledger: Ledger,
    *,
    year: FiscalYear,
    period: PeriodId,
    due_on: date,
    asks: Set[AskedField],
    requires: Set[AskedField] | None = None,
) -> Round:
    """The round as it would be opened; nothing is stored.

    Raises:
        YearNotInPlan, UnknownPeriod, NothingAsked.
    """
    definition = ledger.definition
    if period not in {one.id for one in definition.periods}:
        known = "、".join(one.id for one in definition.periods)
        raise UnknownPeriod(period=period, known=known)
    if requires is None:
        requires = asks & {AskedField.ENTRY}
    if not asks or not requires <= asks:
        raise NothingAsked
    years = ledger.plan().years
    if year not in years:
        say = definition.shown_calendar.fiscal_year
        raise YearNotInPlan(year=say(year), years="、".join(say(one) for one in years))
    return Round(RoundId(new_id()), year, period, due_on, frozenset(asks), frozenset(requires))


def ensure_asked_fields(unit: Unit, plan: Plan, collection: Round, *, author: str) -> None:
    """Make the fields that a round asks for where they do not exist yet."""
    places = (
        asked.field
        for department in plan.departments
        for asked in asked_of(unit.ledger, plan, collection, department.id)
    )
    ensure_fields(unit, places, author=author)


def ask_more(ledger: Ledger, asks: Set[AskedField], *, requires: Set[AskedField] = frozenset(), author: str) -> Round:
    """Let the open round ask for more kinds of fields; files already out stay valid and lack the new fields only.

    Args:
        asks: the kinds to add; those asked for already change nothing.
        requires: which of them must be answered.

    Raises:
        NoOpenRound.
        NothingAsked: something is required that is not added.
    """
    if not requires <= asks:
        raise NothingAsked
    with ledger.begin() as unit:
        row = open_round_row(unit.session)
        added = sorted(one for one in asks if one.value not in row.asks)
        row.asks = sorted({*row.asks, *added})
        row.requires = sorted({*row.requires, *(one for one in requires if one in added)})
        changed = round_of(row)
        if added:
            ensure_asked_fields(unit, load_plan(unit.session), changed, author=author)
            note = ", ".join(added)
            record_act(unit, ActKind.FIELDS_ADDED, author=author, round_id=changed.id, note=note)
            unit.commit()
    return changed


def close_round(ledger: Ledger, *, author: str) -> Round:
    """Close the open round. Raises NoOpenRound, ConflictsRemain."""
    with ledger.begin() as unit:
        row = open_round_row(unit.session)
        conflicts = count_conflicts_in(unit.session)
        if conflicts:
            raise ConflictsRemain(count=conflicts)
        row.is_open = False
        record_act(unit, ActKind.ROUND_CLOSED, author=author, round_id=RoundId(row.id))
        closed = round_of(row)
        unit.commit()
    return closed


def reopen_round(ledger: Ledger, *, author: str) -> Round:
    """Open the newest round again. Raises RoundIsOpen, NoClosedRound."""
    with ledger.begin() as unit:
        running = current_round(unit.session)
        if running is not None:
            raise RoundIsOpen(label=round_label(ledger, running))
        row = unit.session.scalars(select(RoundRow).order_by(RoundRow.opened_at.desc()).limit(1)).first()
        if row is None:
            raise NoClosedRound
        row.is_open = True
        record_act(unit, ActKind.ROUND_REOPENED, author=author, round_id=RoundId(row.id))
        reopened = round_of(row)
        unit.commit()
    return reopened


def change_due_date(ledger: Ledger, due_on: date, *, author: str) -> Round:
    """Give the open round another due date; files already out stay valid. Raises NoOpenRound."""
    with ledger.begin() as unit:
        row = open_round_row(unit.session)
        row.due_on = due_on
        record_act(unit, ActKind.DUE_DATE_CHANGED, author=author, round_id=RoundId(row.id), note=due_on.isoformat())
        changed = round_of(row)
        unit.commit()
    return changed


def round_of(row: RoundRow) -> Round:
    """The round that a row holds."""
    return Round(
        RoundId(row.id),
        FiscalYear(row.year),
        PeriodId(row.period),
        row.due_on,
        frozenset(AskedField(one) for one in row.asks),
        frozenset(AskedField(one) for one in row.requires),
        row.is_open,
    )


def open_round_row(session: Session) -> RoundRow:
    """The open round's row. Raises NoOpenRound."""
    row = session.scalars(select(RoundRow).where(RoundRow.is_open)).first()
    if row is None:
        raise NoOpenRound
    return row


def current_round(session: Session) -> Round | None:
    """The open round, if there is one."""
    row = session.scalars(select(RoundRow).where(RoundRow.is_open)).first()
    return None if row is None else round_of(row)


def find_open_round(ledger: Ledger) -> Round | None:
    """The open round, if there is one."""
    with ledger.reading() as session:
        return current_round(session)


def list_rounds(ledger: Ledger) -> list[Round]:
    """All rounds, oldest first."""
    with ledger.reading() as session:
        return [round_of(row) for row in session.scalars(select(RoundRow).order_by(RoundRow.opened_at))]


def round_label(ledger: Ledger, collection: Round, *, calendar: Calendar | None = None) -> str:
    """Such as 令和３年度 下期実績; by default in the years of windows, not those of papers."""
    definition = ledger.definition
    year = (calendar or definition.shown_calendar).fiscal_year(collection.year)
    return f"{year} {definition.period(collection.period).label}"


def asked_of(ledger: Ledger, plan: Plan, collection: Round, department: DepartmentId) -> list[Asked]:
    """What the round asks of a department, in printed order."""
    return list(asked_fields(plan, collection, department, ledger.definition.planned_periods))
