"""The mail that asks a department for what it still owes (督促文): what, since when, and what to do now."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.field_labels import field_label
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Address, DepartmentId, FieldId, Plan
from kyosei_desktop.domain.rounds import DepartmentState, Round
from kyosei_desktop.store.acceptance import NotAskedYet
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.rounds import NoOpenRound, round_label
from kyosei_desktop.store.status import DepartmentStatus, round_status
from kyosei_desktop.store.succession import answering_for
from kyosei_desktop.store.tables import RequestFieldRow, RequestRow

_NOT_YET = (DepartmentState.ASKED, DepartmentState.RETURNED)


@dataclass(eq=False)
class NothingOwed(KyoseiError):
    """A department is to be reminded that owes nothing."""

    sentence: ClassVar[str] = N_(
        "{department}からは、お願いした回答がすべて届いています。督促はいりません。状況を確かめてください。"
    )
    department: str


def departments_to_remind(ledger: Ledger) -> list[DepartmentId]:
    """Those that owe answers in the open round, late or not, in the plan's order. Raises NoOpenRound."""
    status = round_status(ledger)
    if status.round is None:
        raise NoOpenRound
    return [one.department.id for one in status.departments if _owes(one)]


def reminder_text(ledger: Ledger, department: DepartmentId) -> str:
    """A polite mail to a department, ready to be pasted: when it was due, and each cell that is missing, by name.

    Lines end in LF.

    Raises:
        NoOpenRound, NotAskedYet.
        NothingOwed: everything required has come.
    """
    status = round_status(ledger)
    if status.round is None:
        raise NoOpenRound
    names = ledger.plan().department_names
    found = next((one for one in status.departments if one.department.id == department), None)
    if found is None or found.state is DepartmentState.NOT_SENT:
        raise NotAskedYet(department=names[department])
    if not _owes(found):
        raise NothingOwed(department=names[department])
    is_past = ledger.clock().astimezone().date() > status.round.due_on
    words = {
        "department": names[department],
        "label": round_label(ledger, status.round),
        "due": ledger.definition.calendar.day(status.round.due_on),
    }
    opening = _opening(found, is_past=is_past).format(**words)
    return "\n\n".join([opening, *_owed(ledger, status.round, found), _closing(found)]) + "\n"


def _owes(status: DepartmentStatus) -> bool:
    if status.state in _NOT_YET:
        return True
    return status.state is DepartmentState.SUBMITTED and bool(status.missing)


def _opening(status: DepartmentStatus, *, is_past: bool) -> str:
    greeting = _("{department} 御中\n\nお世話になっております。\n")
    if status.state is DepartmentState.RETURNED:
        return greeting + _("{label}の照会について、差し戻した回答の提出をお待ちしています（締切 {due}）。")
    if status.state is DepartmentState.SUBMITTED:
        return greeting + _(
            "{label}の照会に回答をいただき、ありがとうございます。まだ記入のない欄がありました（締切 {due}）。"
        )
    if is_past:
        return greeting + _("{label}の照会は締切（{due}）を過ぎましたが、回答がまだ届いていません。")
    return greeting + _("{label}の照会について、回答の提出をお待ちしています（締切 {due}）。")


def _closing(status: DepartmentStatus) -> str:
    if status.state is DepartmentState.RETURNED:
        what = _("お忙しいところ恐れ入りますが、差戻しファイルを開いて直し、回答ファイルをお送りください。")
    else:
        what = _("お忙しいところ恐れ入りますが、照会ファイルを開いて記入し、回答ファイルをお送りください。")
    return what + _("\n行き違いですでにお送りいただいている場合は、ご容赦ください。")


def _owed(ledger: Ledger, collection: Round, status: DepartmentStatus) -> list[str]:
    """The list of what is owed: the cells that came back with their notes, else those that are missing."""
    definition = ledger.definition
    if status.state is DepartmentState.RETURNED:
        with ledger.reading() as session:
            reason, cells = _returned_cells(session, load_plan(session), definition, collection, status.department.id)
        head = _("差し戻した欄（{count}欄）：{reason}").format(count=len(cells), reason=reason)
    else:
        plan = ledger.plan()
        cells = [_cell_label(definition, plan, address) for address in status.missing]
        head = _("まだいただいていない欄（{count}欄）").format(count=len(cells))
    return ["\n".join([head, *(_("・{cell}").format(cell=cell) for cell in cells)])] if cells else []


def _cell_label(definition: Definition, plan: Plan, address: Address) -> str:
    """Such as 「№10 令和３年度 下期実績（講座の開催）」: a mail is read where no plan lies open."""
    name = " ".join(next(one.name for one in plan.measures if one.no == address.measure).split())
    label = field_label(definition, address, definition.calendar)
    return _("{cell}（{measure}）").format(cell=label, measure=name) if name else label


def _returned_cells(
    session: Session, plan: Plan, definition: Definition, collection: Round, department: DepartmentId
) -> tuple[str, list[str]]:
    """Why the newest return came back, to the department or to one before it, and its cells with their notes."""
    request = session.scalars(
        select(RequestRow)
        .where(
            RequestRow.round_id == collection.id,
            RequestRow.department_id.in_(answering_for(session, department)),
            RequestRow.is_return,
        )
        .order_by(RequestRow.sequence.desc())
    ).first()
    assert request is not None, "a department that has answers returned has a request"
    rows = session.scalars(
        select(RequestFieldRow).where(RequestFieldRow.request_id == request.id).order_by(RequestFieldRow.position)
    )
    places = {place.id: place for place in plan.fields()}
    cells = []
    for row in rows:
        label = _cell_label(definition, plan, plan.address_of(places[FieldId(row.field_id)]))
        cells.append(_("{cell}：{note}").format(cell=label, note=row.note) if row.note else label)
    return request.reason or "", cells
