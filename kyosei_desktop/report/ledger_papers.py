"""The papers on A4 that a ledger gives: what each of them needs is looked up here.

Each function prepares a `Paper`; `papers.export_paper` makes its file, `papers.draw_paper` its pages for the printer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import DepartmentId, Plan
from kyosei_desktop.report.approval import AskedNow, approval_paper
from kyosei_desktop.report.comparison import comparison_paper
from kyosei_desktop.report.composition import part_of_department
from kyosei_desktop.report.papers import Paper
from kyosei_desktop.report.slip import Words, slip_paper
from kyosei_desktop.store.editions import edition_of, work_edition
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.past import edition_at, plan_at
from kyosei_desktop.store.rounds import asked_of, list_rounds, round_label
from kyosei_desktop.store.work_files import read_work


@dataclass(eq=False)
class DepartmentNeeded(KyoseiError):
    """Pages of one department are wanted, and it is not said of which."""

    sentence: ClassVar[str] = N_(
        "どの課の決裁用の紙面を作るのか分かりません。担当課の名前（--department）を指定してください。"
    )


@dataclass(eq=False)
class NoSlipOfALedger(KyoseiError):
    """A hand-in slip is wanted of something that is not a work file."""

    sentence: ClassVar[str] = N_(
        "「{name}」は作業ファイルではないので、提出票を作れません。照会ファイルから作った作業ファイルを選んでください。"
    )
    name: str


@dataclass(eq=False)
class MomentsNotInOrder(KyoseiError):
    """The older of two moments to compare is not the earlier one."""

    sentence: ClassVar[str] = N_(
        "新旧対照表の旧の時点（{old}）が、新の時点（{new}）より前になっていません。時点を指定し直してください。"
    )
    old: str
    new: str


def approval_of(ledger: Ledger, department: DepartmentId | None = None, *, seals: Sequence[str] | None = None) -> Paper:
    """The pages for internal approval of one department, as of now; drafts are not in them.

    Args:
        ledger: a coordinator's or a work file; the latter has one department only.
        department: whose measures; may be left out for a work file.
        seals: titles of the seal boxes, none of them for an empty list; None for the usual ones.

    Raises:
        DepartmentNeeded: a coordinator's ledger has many.
    """
    plan = ledger.plan()
    chosen = ledger.head.department or department
    if chosen is None:
        raise DepartmentNeeded
    if ledger.is_work_file:
        edition = work_edition(ledger)
        asked: AskedNow | None = _asked_of_work(ledger)
    else:
        edition = edition_of(ledger, part_of_department(plan, chosen))
        asked = _asked_of_ledger(ledger, plan, chosen)
    return approval_paper(plan, ledger.definition, chosen, edition=edition, asked=asked, seals=seals)


def slip_of(ledger: Ledger, *, words: Words | None = None, seals: Sequence[str] | None = None) -> Paper:
    """The hand-in slip of a work file, as `slip_paper` makes it. Raises NoSlipOfALedger."""
    if not ledger.is_work_file:
        raise NoSlipOfALedger(name=ledger.name)
    return slip_paper(ledger, words=words or Words(), seals=seals)


def comparison_of(ledger: Ledger, *, since: datetime, until: datetime | None = None) -> Paper:
    """What changed from one moment to another, or to now. Raises MomentsNotInOrder."""
    new = ledger.plan()
    edition = edition_of(ledger, new)
    new_at = max(ledger.clock(), edition.changed_at)  # nothing is yet to come, even if the clock was put back
    if until is not None and until < new_at:
        new_at, new = until, plan_at(ledger, until)
        edition = edition_at(ledger, new, until)
    if since >= new_at:
        moment = ledger.definition.calendar.moment
        raise MomentsNotInOrder(old=moment(since), new=moment(new_at))
    old = plan_at(ledger, since)
    return comparison_paper(old, new, ledger.definition, old_at=since, new_at=new_at, edition=edition)


def _asked_of_work(ledger: Ledger) -> AskedNow:
    work, definition = read_work(ledger), ledger.definition
    return AskedNow(
        label=f"{definition.calendar.fiscal_year(work.year)} {definition.period(work.period).label}",
        due_on=work.due_on,
        fields=frozenset(one.place.id for one in work.fields),
        required=frozenset(one.place.id for one in work.fields if one.is_required),
    )


def _asked_of_ledger(ledger: Ledger, plan: Plan, department: DepartmentId) -> AskedNow | None:
    """What the open round asks, or the last one."""
    rounds = list_rounds(ledger)
    if not rounds:
        return None
    collection = next((one for one in rounds if one.is_open), rounds[-1])
    asked = asked_of(ledger, plan, collection, department)
    return AskedNow(
        label=round_label(ledger, collection, calendar=ledger.definition.calendar),
        due_on=collection.due_on,
        fields=frozenset(one.field.id for one in asked),
        required=frozenset(one.field.id for one in asked if one.is_required),
    )
