"""Finding an answer sheet by its check word and typing it in, field by field in its order. No Qt here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Address, DepartmentId, FieldId, Value
from kyosei_desktop.exchange.answer_sheets import MadeSheet, make_sheets
from kyosei_desktop.store.answer_sheets import AnswerSheet, SheetField, find_sheet
from kyosei_desktop.store.drafts import Draft, discard_draft, discard_drafts, load_drafts, save_draft
from kyosei_desktop.store.receiving import Outcome
from kyosei_desktop.store.sheet_entry import EnteredSheet, enter_sheet, value_before
from kyosei_desktop.store.status import round_status
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext, MessageAction
from kyosei_desktop.ui.wording import field_label, value_label

VIEW_ID = "paper_in"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One field of a sheet.

    Attributes:
        printed: what stands on the sheet, in words.
        value: what the form begins with.
        begun_at: when that was left half typed, in words; empty where it was not.
    """

    address: Address
    label: str
    printed: str
    value: Value
    begun_at: str
    is_required: bool
    has_changed: bool


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet as the view shows it. `note` says what to mind, empty for nothing."""

    heading: str
    note: str
    lines: Sequence[SheetLine]


class PaperInViewing(Protocol):
    """What the presenter asks of the view."""

    def show_departments(self, departments: Sequence[tuple[DepartmentId, str]]) -> None:
        """Whose sheet it may be; empty where no round is open."""

    def show_sheet(self, page: SheetPage) -> None:
        """A sheet to be typed in."""

    def show_no_sheet(self) -> None:
        """Ask for the next sheet."""

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""


class PaperInPresenter:
    """The sheet that is being typed in."""

    def __init__(self, context: AppContext, view: PaperInViewing) -> None:
        self._context = context
        self._view = view
        self._sheet: AnswerSheet | None = None
        self._kept: dict[FieldId, Value] = {}

    def load(self) -> None:
        """Show whose sheets may come. A sheet that is being typed in stays."""
        departments = [one.department for one in round_status(self._context.open_ledger).departments]
        self._view.show_departments([(one.id, one.name) for one in departments])

    def find(self, department: DepartmentId | None, word: str) -> None:
        """Show the sheet of a check word."""
        if department is None or not word.strip():
            self._context.messages.warn(_("担当課を選び、回答票の右上にある照合語を入れてください。"))
            return
        ledger = self._context.open_ledger

        def act() -> None:
            sheet = self._sheet = find_sheet(ledger, department, word)
            self._context.messages.clear()
            drafts = load_drafts(ledger)
            begun = {one.place.id: drafts[one.place.id] for one in sheet.fields if one.place.id in drafts}
            self._kept = {one.place.id: value_before(one) for one in sheet.fields}
            self._kept |= {field: draft.value for field, draft in begun.items()}
            self._view.show_sheet(self._page(sheet, begun))

        attempt(self._context, act)

    def keep(self, values: Sequence[Value]) -> None:
        """Typing has paused, or the program closes: what is not entered yet is kept as drafts."""
        ledger = self._context.ledger
        if self._sheet is None or ledger is None:  # fields lose the keyboard once more when the window has let go
            return
        typed = {one.place.id: value for one, value in zip(self._sheet.fields, values, strict=True)}
        before = {one.place.id: value_before(one) for one in self._sheet.fields}

        def act() -> None:
            for field, value in typed.items():
                if value == self._kept[field]:
                    continue
                if value == before[field]:
                    discard_draft(ledger, field)
                else:
                    save_draft(ledger, field, value)
                self._kept[field] = value

        attempt(self._context, act)

    def enter(
        self, values: Sequence[Value], *, person: str = "", extension: str = "", received_on: date | None = None
    ) -> None:
        """Take in what was typed.

        Args:
            values: of the sheet's fields, in their order.
            person: who filled the sheet in; `extension` their number.
            received_on: when the sheet came; None for today.
        """
        sheet, context = self._sheet, self._context
        if sheet is None:
            return

        def act() -> None:
            entered = enter_sheet(
                context.open_ledger,
                sheet,
                [(field.address, value) for field, value in zip(sheet.fields, values, strict=True)],
                person=person.strip() or None,
                extension=extension.strip() or None,
                received_on=received_on,
                author=context.author,
            )
            self._put_aside(sheet)
            context.changed(by=VIEW_ID)
            self._view.show_no_sheet()
            self._say(entered)

        attempt(context, act)

    def leave(self, values: Sequence[Value]) -> None:
        """Put the sheet aside; what was typed is asked about before it is lost."""
        sheet = self._sheet
        if sheet is None:
            return
        has_typed = list(values) != [value_before(one) for one in sheet.fields]
        question, detail = _("入力した文を捨てますか。"), _("回答票はもう一度探せば、初めから入力できます。")
        if has_typed and not self._context.messages.ask(question, detail=detail, yes=_("捨てる"), no=_("入力に戻る")):
            return
        attempt(self._context, lambda: self._put_aside(sheet))
        self._view.show_no_sheet()

    def _put_aside(self, sheet: AnswerSheet) -> None:
        self._sheet = None
        discard_drafts(self._context.open_ledger, [one.place.id for one in sheet.fields])

    def make(self) -> None:
        """Make the sheets of all departments, in a folder that the person chooses."""
        context, ledger = self._context, self._context.open_ledger
        folder = context.dialogs.ask_folder(_("紙の回答票を置くフォルダ"), ledger.path.parent)
        if folder is None:
            return
        chosen = folder

        def done(made: list[MadeSheet]) -> None:
            context.changed(by=VIEW_ID)
            said = _("{count}課分の紙の回答票を作りました。印刷して各課に渡してください。")
            door: MessageAction = (_("フォルダを開く"), lambda: self._view.show_folder(chosen))
            context.messages.info(said.format(count=len(made)), door)

        context.jobs.start(_("紙の回答票を作っています"), make_sheets(ledger, chosen, author=context.author), done=done)

    def _page(self, sheet: AnswerSheet, begun: Mapping[FieldId, Draft]) -> SheetPage:
        ledger = self._context.open_ledger
        name = ledger.plan().department_names[sheet.department]
        made_at = ledger.definition.shown_calendar.moment(sheet.made_at)
        changed = sum(one.has_changed for one in sheet.fields)
        notes = []
        if changed:
            said = _(
                "この票を作った後に{count}欄が変わっています。その欄に違う文を入力すると競合になり、後で決められます。"
            )
            notes.append(said.format(count=changed))
        if any(one.typed is not None for one in sheet.fields):
            notes.append(
                _(
                    "前に入力した文が入っています。直すと、入力し直したことになります。"
                    "同じ票がもう一枚届いたときは、見比べて正しい文にしてください。"
                )
            )
        if begun:
            said = _("{count}欄に、入力しかけた文が残っていました。票と見比べてから入力してください。")
            notes.append(said.format(count=len(begun)))
        return SheetPage(
            heading=_("{department}の回答票　{made_at}作成").format(department=name, made_at=made_at),
            note="\n".join(notes),
            lines=[self._line(one, begun.get(one.place.id)) for one in sheet.fields],
        )

    def _line(self, field: SheetField, draft: Draft | None) -> SheetLine:
        definition = self._context.open_ledger.definition
        return SheetLine(
            address=field.address,
            label=field_label(definition, field.address),
            printed=value_label(field.printed) if field.printed != Value() else "",
            value=value_before(field) if draft is None else draft.value,
            begun_at="" if draft is None else definition.shown_calendar.moment(draft.saved_at),
            is_required=field.is_required,
            has_changed=field.has_changed,
        )

    def _say(self, entered: EnteredSheet) -> None:
        receipt, messages = entered.receipt, self._context.messages
        if not receipt.is_new:
            messages.info(_("前に入力した回答と同じです。何も変わっていません。"))
            return
        said = _("{name}を入力しました（{count}欄）。").format(name=entered.name, count=len(receipt.outcomes))
        if receipt.in_conflict:
            said += _("{count}欄が競合しています。").format(count=len(receipt.in_conflict))
            messages.info(said, (_("競合を決める"), lambda: self._context.go("conflicts")))
            return
        if receipt.count(Outcome.HELD):
            said += _("受理の後なので、受理を取り消すまで保留します。")
        messages.info(said, (_("元に戻す…"), lambda: self._context.go("collect", do="undo")))
