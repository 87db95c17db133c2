"""What the board says and does about single departments: it accepts, returns and reminds. No Qt here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import DepartmentId, FieldId
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.exchange.file_names import request_name
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.store.acceptance import accept_department, revoke_acceptance
from kyosei_desktop.store.acknowledgements import list_acknowledgements
from kyosei_desktop.store.conflicts import count_conflicts, list_conflicts
from kyosei_desktop.store.reminding import reminder_text
from kyosei_desktop.store.return_reasons import change_return_reasons, return_reasons
from kyosei_desktop.store.returns import returned_fields, take_back_returns
from kyosei_desktop.store.rounds import asked_of, find_open_round, list_rounds, round_label
from kyosei_desktop.store.status import RoundStatus, round_status
from kyosei_desktop.store.submissions import MergedSubmission, list_submissions
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.board.bulk import Bulk, BulkPresenter
from kyosei_desktop.ui.board.choosing import BoardChoice
from kyosei_desktop.ui.board.forms import remembered_forms
from kyosei_desktop.ui.board.grids import Grid, GridKind, round_by_department, years_by_department, years_by_measure
from kyosei_desktop.ui.board.lines import (
    DepartmentLine,
    NextStep,
    RoundSummary,
    department_line,
    round_summary,
)
from kyosei_desktop.ui.board.round_presenter import AskMoreOptions, RoundOptions, RoundPresenter
from kyosei_desktop.ui.context import AppContext, MessageAction
from kyosei_desktop.ui.wording import field_label, value_label

if TYPE_CHECKING:
    from kyosei_desktop.exchange.starting import PlannedRequest

VIEW_ID = "board"
_DIGEST_DIGITS = 32


@dataclass(frozen=True, slots=True)
class ReturnableCell:
    """A cell that may be returned: its present text, and whether it is required and blank."""

    field: FieldId
    label: str
    text: str
    is_missing: bool


class BoardViewing(Protocol):
    """What the presenters ask of the view."""

    def show_no_round(self, last_round: str | None) -> None:
        """Nothing is being collected; `last_round` is the label of a round that may be reopened."""

    def show_round(self, summary: RoundSummary, lines: Sequence[DepartmentLine]) -> None:
        """The round and the departments chosen to be shown."""

    def show_times(self, summary: RoundSummary, lines: Sequence[DepartmentLine]) -> None:
        """The same with other words for moments; nothing that a person is doing may be disturbed."""

    def show_round_panel(self, options: RoundOptions) -> None:
        """Ask what the new round is to collect."""

    def show_planned(self, planned: "Sequence[PlannedRequest]", forms: Mapping[DepartmentId, RequestForm]) -> None:
        """What the round chosen would ask of whom, and in which form."""

    def show_ask_more_panel(self, options: AskMoreOptions) -> None:
        """Ask which kinds of fields the open round is to ask for too."""

    def show_return_panel(self, department: str, cells: Sequence[ReturnableCell], reasons: Sequence[str]) -> None:
        """Ask which cells to return, and why; `reasons` are the stock ones."""

    def show_bulk_panel(self, bulk: Bulk) -> None:
        """Ask whether to do something with several departments."""

    def show_grid(self, kind: GridKind, grid: Grid) -> None:
        """A grid over many cells."""

    def show_board(self) -> None:
        """Leave a panel."""

    def copy_text(self, text: str) -> None:
        """Put a text on the clipboard."""

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""


class BoardPresenter:
    """The state of the board.

    Attributes:
        rounds: opens, changes and closes rounds.
        bulk: does something with several departments at once.
    """

    def __init__(self, context: AppContext, view: BoardViewing) -> None:
        self._context = context
        self._view = view
        self._status = RoundStatus(None, ())
        self._lines: tuple[DepartmentLine, ...] = ()
        self._choice = BoardChoice()
        self._returning: DepartmentId | None = None
        self._former: dict[DepartmentId, MergedSubmission] = {}
        self.rounds = RoundPresenter(context, view, self)
        self.bulk = BulkPresenter(context, view, self)

    @property
    def status(self) -> RoundStatus:
        """Where the open round stands."""
        return self._status

    @property
    def lines(self) -> Sequence[DepartmentLine]:
        """All departments of the round, in the plan's order."""
        return self._lines

    def load(self) -> None:
        """Show the round as it is now."""
        ledger = self._context.open_ledger
        self._status = round_status(ledger)
        collection = self._status.round
        if collection is None:
            closed = list_rounds(ledger)
            self._lines = ()
            self._view.show_no_round(round_label(ledger, closed[-1]) if closed else None)
            return
        submissions = list_submissions(ledger)
        self._former = {
            one.department.id: one
            for one in reversed(submissions)
            if one.round != collection.id and not one.is_withdrawn and (one.person or one.extension)
        }
        self._view.show_round(self._said(), self._choice.of(self._lines))

    def choose(self, choice: BoardChoice) -> None:
        """Show other departments, or in another order."""
        self._choice = choice
        if self._status.round is not None:
            self._view.show_times(self._said(), self._choice.of(self._lines))

    def tell_time(self) -> None:
        """Say moments and days anew, for time has passed."""
        if self._status.round is not None:
            self._view.show_times(self._said(), self._choice.of(self._lines))

    def _said(self) -> RoundSummary:
        """Put the lines into the words of this moment; the round's summary."""
        assert self._status.round is not None
        ledger = self._context.open_ledger
        now, due_on = ledger.clock(), self._status.round.due_on
        self._lines = tuple(
            department_line(ledger.definition, one, due_on, now, self._former.get(one.department.id))
            for one in self._status.departments
        )
        return round_summary(ledger.definition, self._status, count_conflicts(ledger), now)

    def show_grid(self, kind: GridKind = GridKind.ROUND) -> None:
        """Show a grid; without an open round, the one over all years."""
        ledger = self._context.open_ledger
        plan, definition = ledger.plan(), ledger.definition
        if kind is GridKind.ROUND and self._status.round is not None:
            conflicts = [one.address for one in list_conflicts(ledger)]
            grid = round_by_department(plan, definition, self._status, conflicts, returned_fields(ledger))
        elif kind is GridKind.MEASURES:
            grid = years_by_measure(plan, definition)
        else:
            kind, grid = GridKind.DEPARTMENTS, years_by_department(plan, definition)
        self._view.show_grid(kind, grid)

    def ticks_of(self, department: DepartmentId) -> list[str]:
        """What a department's clerk stood by in spite of a warning: the cell, what it was about, and why."""
        ledger = self._context.open_ledger
        if self._status.round is None:
            return []
        given = list_acknowledgements(ledger, round_id=self._status.round.id, department=department)
        if not given:
            return []
        plan = ledger.plan()
        labels = {place.id: field_label(ledger.definition, plan.address_of(place)) for place in plan.fields()}
        said = []
        for tick in (one.acknowledgement for one in given):
            parts = [labels.get(tick.field, "")]
            if tick.evidence and len(tick.evidence) != _DIGEST_DIGITS:  # a digest says nothing to a person
                parts.append(_("「{evidence}」").format(evidence=tick.evidence))
            parts.append(_("理由：{reason}").format(reason=tick.reason) if tick.reason else _("理由なし"))
            said.append(_("・{tick}").format(tick=" ".join(parts)))
        return said

    def say_heading(self) -> None:
        """Name the round in the heading."""
        heading = _("どこまで集まったか")
        if self._status.round is not None:
            heading += f" ── {round_label(self._context.open_ledger, self._status.round)}"
        self._context.shell.say_heading(heading)

    def line_of(self, department: DepartmentId) -> DepartmentLine:
        """The line of a department. Raises KeyError."""
        for line in self._lines:
            if line.department.id == department:
                return line
        raise KeyError(department)

    # One department

    def accept(self, department: DepartmentId) -> None:
        """Say yes to a department's answers; where it has handed in nothing, after asking."""
        line = self.line_of(department)
        name = line.department.name
        if line.state is DepartmentState.ASKED and not self._context.messages.ask(
            _("{department}からはまだ回答がありません。それでも受理しますか。").format(department=name),
            detail=_("受理すると、後から届く回答は保留になります。受理は取り消せます。"),
            yes=_("回答なしで受理する"),
            no=_("やめる"),
        ):
            return

        def act() -> None:
            accept_department(self._context.open_ledger, department, author=self._context.author)
            self.after_change(_("{department}の回答を受理しました。").format(department=name))

        attempt(self._context, act)

    def revoke(self, department: DepartmentId) -> None:
        """Take the yes back."""
        name = self.line_of(department).department.name

        def act() -> None:
            revoke_acceptance(self._context.open_ledger, department, author=self._context.author)
            self.after_change(_("{department}の受理を取り消しました。").format(department=name))

        attempt(self._context, act)

    def begin_return(self, department: DepartmentId) -> None:
        """Ask which cells to return to a department, and why."""
        ledger = self._context.open_ledger
        collection = find_open_round(ledger)
        assert collection is not None, "the board offers returning in an open round only"
        plan = ledger.plan()
        (status,) = (one for one in self._status.departments if one.department.id == department)
        cells = []
        for asked in asked_of(ledger, plan, collection, department):
            address = plan.address_of(asked.field)
            cells.append(
                ReturnableCell(
                    asked.field.id,
                    field_label(ledger.definition, address),
                    value_label(plan.value(asked.field)),
                    address in status.missing,
                )
            )
        self._returning = department
        self._view.show_return_panel(self.line_of(department).department.name, cells, return_reasons(ledger))

    def keep_reasons(self, reasons: Sequence[str]) -> None:
        """Keep another list of stock reasons in the ledger."""

        def act() -> None:
            kept = change_return_reasons(self._context.open_ledger, reasons, author=self._context.author)
            self._context.messages.info(_("差戻しの理由の例を{count}件にしました。").format(count=len(kept)))

        attempt(self._context, act)

    def take_back(self, department: DepartmentId) -> None:
        """Let a department's answers stand as they were handed in."""
        name = self.line_of(department).department.name

        def act() -> None:
            take_back_returns(self._context.open_ledger, [department], author=self._context.author)
            self.after_change(_("{department}への差戻しを取り消しました。").format(department=name))

        attempt(self._context, act)

    def return_cells(self, reason: str, notes: Mapping[FieldId, str]) -> None:
        """Write the return file for the cells given, with a note to each (may be empty)."""
        department = self._returning
        assert department is not None
        if not reason.strip() or not notes:
            self._context.messages.warn(_("差し戻す理由を書き、差し戻す欄を一つ以上選んでください。"))
            return
        ledger = self._context.open_ledger
        name = self.line_of(department).department.name
        collection = self._status.round
        assert collection is not None
        form = self.form_of(department)
        named = request_name(ledger.definition, collection.year, collection.period, name, is_return=True)
        suggested = (ledger.path.parent / named).with_suffix(form.suffixes[0])
        patterns = [_("照会ファイル (*.kyoq)"), _("Excel様式 (*.xlsx)")]
        if form is RequestForm.EXCEL:
            patterns.reverse()
        file = self._context.dialogs.ask_save_file(_("差戻しファイルを保存"), suggested, ";;".join(patterns))
        if file is None:
            return

        from kyosei_desktop.exchange.requesting import return_department  # loaded only where files are made

        def act() -> None:
            written = return_department(
                ledger,
                department,
                file,
                reason=reason.strip(),
                fields=tuple(notes),
                notes={field: note.strip() for field, note in notes.items() if note.strip()},
                passphrase=self._context.keyring.for_new,
                author=self._context.author,
            )
            self._view.show_board()
            self.after_change(
                _("{department}への差戻しファイル「{file}」を作りました。送ってください。").format(
                    department=name, file=written.name
                ),
                (_("フォルダを開く"), lambda: self._view.show_folder(written.parent)),
            )

        attempt(self._context, act)

    def copy_letter(self, department: DepartmentId) -> None:
        """Put the mail that carries a department's request on the clipboard."""
        ledger, collection = self._context.open_ledger, self._status.round
        assert collection is not None
        name = Path(
            request_name(
                ledger.definition, collection.year, collection.period, self.line_of(department).department.name
            )
        )
        names = [name.with_suffix(suffix).name for suffix in self.form_of(department).suffixes]
        from kyosei_desktop.exchange.covering import covering_text

        self._view.copy_text(covering_text(ledger, ledger.plan(), collection, department, names))
        self._context.messages.info(_("照会文を写しました。メールに貼り付けてください。"))

    def form_of(self, department: DepartmentId) -> RequestForm:
        """In which form a department gets its requests."""
        return remembered_forms(self._context).get(department, RequestForm.APP)

    def copy_reminder(self, department: DepartmentId) -> None:
        """Put a mail that reminds the department on the clipboard."""

        def act() -> None:
            self._view.copy_text(reminder_text(self._context.open_ledger, department))
            self._context.messages.info(_("督促文を写しました。メールに貼り付けてください。"))

        attempt(self._context, act)

    def take_next_step(self, department: DepartmentId) -> None:
        """Do the sensible thing about a department; waiting is nothing to do."""
        steps: dict[NextStep, Callable[[], None]] = {
            NextStep.REQUEST: lambda: self.rounds.make_requests([department]),
            NextStep.REQUEST_MORE: lambda: self.rounds.make_requests([department]),
            NextStep.REMIND: lambda: self.copy_reminder(department),
            NextStep.SETTLE: self.show_conflicts,
            NextStep.RETURN: lambda: self.begin_return(department),
            NextStep.ACCEPT: lambda: self.accept(department),
            NextStep.LOOK_AT_HELD: self.show_held,
        }
        step = self.line_of(department).next_step
        if step in steps:
            steps[step]()

    def collect(self, files: Sequence[Path] = ()) -> None:
        """Go and take answers in."""
        self._context.go("collect", files=tuple(files))

    def show_conflicts(self) -> None:
        """Go and settle conflicts."""
        self._context.go("conflicts")

    def show_held(self) -> None:
        """Go and see what arrived after the acceptance."""
        self._context.go("history")

    def after_change(self, said: str, action: MessageAction | None = None) -> None:
        """Show what has changed, everywhere, and say it."""
        self._context.changed(by=VIEW_ID)
        self.load()
        self.say_heading()
        self._context.messages.info(said, action)
