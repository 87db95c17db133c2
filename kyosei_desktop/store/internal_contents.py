"""What a ledger holds that is for the offices only: names of people, messages, notes and reasons.

Nothing of it is in the plan, and every file for the public (the report as PDF and workbook, the data, the table of old
and new, the pages for approval) is made of the plan and its definition alone: such a file cannot hold it. What leaves
in an internal export are the tables made here, and the list of what would leave is counted in these same tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.field_labels import field_label
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId, FieldId, FieldKind, Plan
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.store.act_labels import act_label, act_note
from kyosei_desktop.store.acts import list_acts
from kyosei_desktop.store.history import Change, list_changes, named_departments, standing_label
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.return_reasons import return_reasons
from kyosei_desktop.store.rounds import list_rounds, round_label
from kyosei_desktop.store.suggestions import load_suggestions
from kyosei_desktop.store.tables import AcknowledgementRow, RequestFieldRow, RequestRow, SubmissionRow


class InternalKind(StrEnum):
    """Kinds of what stays inside; values are marked texts."""

    PEOPLE = N_("提出した人・変更した人・操作した人の名前")
    EXTENSIONS = N_("内線")
    MESSAGES = N_("担当課からの伝言")
    RETURN_REASONS = N_("差戻しの理由とひとこと")
    STOCK_REASONS = N_("差戻しの理由の例")
    CHANGE_REASONS = N_("履歴に書いた理由")
    TICK_REASONS = N_("指摘を確かめた理由")
    SUGGESTIONS = N_("まだ確かめていない提案の文")
    OTHER_TEXTS = N_("今の記載ではない文（直す前、取消し、保留、競合）")
    ACT_NOTES = N_("操作の内容")
    FILES = N_("ファイルの名前")


@dataclass(frozen=True, slots=True)
class InternalColumn:
    """A column of a table. `kind` is None where its texts are public and say only what the others belong to."""

    title: str
    kind: InternalKind | None = None


@dataclass(frozen=True, slots=True)
class InternalTable:
    """One subject: columns, and rows with a text for each column, blank where there is nothing."""

    title: str
    columns: Sequence[InternalColumn]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class InternalContent:
    """One kind: its distinct texts, in the order of their characters. Never empty."""

    kind: InternalKind
    texts: tuple[str, ...]


def internal_tables(ledger: Ledger) -> list[InternalTable]:
    """All of it with what it belongs to, in order of arrival; tables without rows are left out."""
    with ledger.reading() as session:
        made = _Tables(ledger, ledger.plan())
        tables = [
            made.submissions(session),
            made.returns(session),
            made.changes(),
            made.acts(),
            made.ticks(session),
            made.suggestions(session),
            made.stock_reasons(),
        ]
    return [one for one in tables if one.rows]


def internal_contents(tables: Sequence[InternalTable]) -> list[InternalContent]:
    """What the tables hold, by kind in the order of `InternalKind`; kinds without any text are left out."""
    found: dict[InternalKind, set[str]] = {kind: set() for kind in InternalKind}
    for table in tables:
        for number, column in enumerate(table.columns):
            if column.kind is not None:
                found[column.kind].update(row[number] for row in table.rows if row[number])
    return [InternalContent(kind, tuple(sorted(texts))) for kind, texts in found.items() if texts]


class _Tables:
    """Rows in the words of the plan: departments and fields by name, moments in local time."""

    def __init__(self, ledger: Ledger, plan: Plan) -> None:
        self._ledger, self._definition = ledger, ledger.definition
        self._names: Mapping[DepartmentId, str] = plan.department_names
        self._rounds = {one.id: round_label(ledger, one) for one in list_rounds(ledger)}
        self._fields = {one.id: field_label(ledger.definition, plan.address_of(one)) for one in plan.fields()}
        self._said = {plan.address_of(one): plan.value(one) for one in plan.fields()}
        self._moment = ledger.definition.calendar.moment

    def _whose(self, round_id: str, department: str) -> tuple[str, str]:
        return self._rounds[RoundId(round_id)], self._name(department)

    def _name(self, department: str | None) -> str:
        return "" if department is None else self._names.get(DepartmentId(department), department)

    def _field(self, field: str) -> str:
        return self._fields.get(FieldId(field), field)

    def _text(self, change: Change) -> str:
        value = change.revision.value
        if change.address.field is FieldKind.DEPARTMENTS:
            return named_departments(value, self._names).text
        return value.text

    def _texts(self, change: Change) -> tuple[str, str]:
        """The text in the first place where the plan says it now, and so may be published; else in the second."""
        text = self._text(change)
        return (text, "") if change.revision.value == self._said.get(change.address) else ("", text)

    def submissions(self, session: Session) -> InternalTable:
        """Who handed in what, and what they told the coordinator."""
        columns = (
            InternalColumn(_("照会")),
            InternalColumn(_("担当課")),
            InternalColumn(_("届いた日時")),
            InternalColumn(_("ファイル"), InternalKind.FILES),
            InternalColumn(_("取り込みの取消し")),
            InternalColumn(_("提出した人"), InternalKind.PEOPLE),
            InternalColumn(_("内線"), InternalKind.EXTENSIONS),
            InternalColumn(_("伝言"), InternalKind.MESSAGES),
        )
        rows = [
            (
                *self._whose(one.round_id, one.department_id),
                self._moment(one.arrived_at),
                one.file_name,
                _("取消し") if one.is_withdrawn else "",
                one.person or "",
                one.extension or "",
                one.message or "",
            )
            for one in session.scalars(select(SubmissionRow).order_by(SubmissionRow.sequence))
        ]
        return InternalTable(_("提出の記録"), columns, rows)

    def returns(self, session: Session) -> InternalTable:
        """What was sent back and why, a row for each field, also where a return was taken back."""
        columns = (
            InternalColumn(_("照会")),
            InternalColumn(_("担当課")),
            InternalColumn(_("差し戻した日時")),
            InternalColumn(_("差戻しの理由"), InternalKind.RETURN_REASONS),
            InternalColumn(_("欄")),
            InternalColumn(_("欄へのひとこと"), InternalKind.RETURN_REASONS),
        )
        return InternalTable(_("差戻し"), columns, list(self._returned(session)))

    def _returned(self, session: Session) -> Iterator[Sequence[str]]:
        back = (
            select(RequestRow, RequestFieldRow)
            .join(RequestFieldRow, RequestFieldRow.request_id == RequestRow.id)
            .where(or_(RequestRow.is_return, RequestRow.reason.is_not(None), RequestFieldRow.note.is_not(None)))
            .order_by(RequestRow.sequence, RequestFieldRow.position)
        )
        for made, one in session.execute(back):
            whose = self._whose(made.round_id, made.department_id)
            yield (*whose, self._moment(made.made_at), made.reason or "", self._field(one.field_id), one.note or "")

    def changes(self) -> InternalTable:
        """The history of all fields that somebody has changed, with whose change it was and why."""
        columns = (
            InternalColumn(_("欄")),
            InternalColumn(_("日時")),
            InternalColumn(_("今の記載")),
            InternalColumn(_("ほかの文"), InternalKind.OTHER_TEXTS),
            InternalColumn(_("状態")),
            InternalColumn(_("担当課")),
            InternalColumn(_("変更した人"), InternalKind.PEOPLE),
            InternalColumn(_("理由"), InternalKind.CHANGE_REASONS),
            InternalColumn(_("ファイル"), InternalKind.FILES),
        )
        rows = [
            (
                field_label(self._definition, one.address),
                self._moment(one.revision.made_at),
                *self._texts(one),
                standing_label(one.standing),
                self._name(one.revision.department),
                one.revision.author,
                one.revision.reason or "",
                one.source or "",
            )
            for one in list_changes(self._ledger)
        ]
        return InternalTable(_("変更の履歴"), columns, rows)

    def acts(self) -> InternalTable:
        """What was done with the ledger as a whole, and by whom."""
        columns = (
            InternalColumn(_("日時")),
            InternalColumn(_("したこと")),
            InternalColumn(_("照会")),
            InternalColumn(_("担当課")),
            InternalColumn(_("操作した人"), InternalKind.PEOPLE),
            InternalColumn(_("操作の内容"), InternalKind.ACT_NOTES),
        )
        rows = [
            (
                self._moment(one.done_at),
                act_label(one.kind),
                "" if one.round is None else self._rounds[one.round],
                self._name(one.department),
                one.done_by,
                act_note(self._definition.calendar, one),
            )
            for one in list_acts(self._ledger)
        ]
        return InternalTable(_("操作の記録"), columns, rows)

    def ticks(self, session: Session) -> InternalTable:
        """Warnings that somebody stood by."""
        columns = (
            InternalColumn(_("欄")),
            InternalColumn(_("日時")),
            InternalColumn(_("確かめた人"), InternalKind.PEOPLE),
            InternalColumn(_("確かめた理由"), InternalKind.TICK_REASONS),
        )
        rows = [
            (self._field(one.field_id), self._moment(one.made_at), one.author, one.reason or "")
            for one in session.scalars(select(AcknowledgementRow).order_by(AcknowledgementRow.sequence))
        ]
        return InternalTable(_("指摘の確認"), columns, rows)

    def suggestions(self, session: Session) -> InternalTable:
        """Texts offered that nobody has confirmed."""
        columns = (InternalColumn(_("欄")), InternalColumn(_("提案の文"), InternalKind.SUGGESTIONS))
        rows = [(self._field(field), text) for field, text in load_suggestions(session).items()]
        return InternalTable(_("確かめていない提案"), columns, rows)

    def stock_reasons(self) -> InternalTable:
        """The reasons offered for returns, where the coordinator has chosen their own."""
        own = return_reasons(self._ledger) if "return_reasons" in self._definition.document else ()
        columns = (InternalColumn(_("理由の例"), InternalKind.STOCK_REASONS),)
        return InternalTable(_("差戻しの理由の例"), columns, [(one,) for one in own])
