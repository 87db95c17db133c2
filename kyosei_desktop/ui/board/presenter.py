"""What the board does: it opens and closes rounds, makes requests, accepts and returns. No Qt here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import DepartmentId, FieldId
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.exchange.file_names import request_name
from kyosei_desktop.exchange.requesting import MadeFile, make_requests, return_department
from kyosei_desktop.store.acceptance import accept_department, revoke_acceptance
from kyosei_desktop.store.conflicts import count_conflicts
from kyosei_desktop.store.reminding import reminder_text
from kyosei_desktop.store.rounds import (
    asked_of,
    change_due_date,
    close_round,
    find_open_round,
    list_rounds,
    open_round,
    reopen_round,
    round_label,
)
from kyosei_desktop.store.status import RoundStatus, round_status
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.board.choice import RoundChoice, suggest_round
from kyosei_desktop.ui.board.lines import (
    DepartmentLine,
    NextStep,
    RoundSummary,
    department_line,
    round_summary,
)
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.wording import field_label, value_label

VIEW_ID = "board"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose from in a panel: what it stands for, in words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class RoundOptions:
    """What the round panel offers, with a ready choice."""

    years: Sequence[Option]
    periods: Sequence[Option]
    suggested: RoundChoice


@dataclass(frozen=True, slots=True)
class ReturnableCell:
    """A cell that may be returned: its present text, and whether it is required and blank."""

    field: FieldId
    label: str
    text: str
    is_missing: bool


class BoardViewing(Protocol):
    """What the presenter asks of the view."""

    def show_no_round(self, last_round: str | None) -> None:
        """Nothing is being collected; `last_round` is the label of a round that may be reopened."""

    def show_round(self, summary: RoundSummary, lines: Sequence[DepartmentLine]) -> None:
        """The round and its departments."""

    def show_round_panel(self, options: RoundOptions) -> None:
        """Ask what the new round is to collect."""

    def show_return_panel(self, department: str, cells: Sequence[ReturnableCell]) -> None:
        """Ask which cells to return, and why."""

    def show_board(self) -> None:
        """Leave a panel."""

    def copy_text(self, text: str) -> None:
        """Put a text on the clipboard."""

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""


class BoardPresenter:
    """The state of the board."""

    def __init__(self, context: AppContext, view: BoardViewing) -> None:
        self._context = context
        self._view = view
        self._status = RoundStatus(None, ())
        self._lines: tuple[DepartmentLine, ...] = ()
        self._returning: DepartmentId | None = None

    @property
    def lines(self) -> Sequence[DepartmentLine]:
        """The departments shown."""
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
        now = ledger.clock()
        definition = ledger.definition
        self._lines = tuple(department_line(definition, one, now) for one in self._status.departments)
        self._view.show_round(round_summary(definition, self._status, count_conflicts(ledger), now), self._lines)

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

    # Rounds

    def begin_round(self) -> None:
        """Ask what a new round is to collect."""
        ledger = self._context.open_ledger
        definition, plan = ledger.definition, ledger.plan()
        today = ledger.clock().astimezone().date()
        self._view.show_round_panel(
            RoundOptions(
                years=[Option(str(year), definition.calendar.fiscal_year(year)) for year in plan.years],
                periods=[Option(one.id, one.label) for one in definition.periods],
                suggested=suggest_round(plan, definition, list_rounds(ledger), today),
            )
        )

    def open_round(self, choice: RoundChoice) -> None:
        """Start the round that was chosen."""
        ledger = self._context.open_ledger

        def act() -> None:
            opened = open_round(
                ledger,
                year=choice.year,
                period=choice.period,
                due_on=choice.due_on,
                asks=choice.asks,
                requires=choice.requires,
                author=self._context.author,
            )
            self._after_change(
                _("{label}の照会を始めました。次に照会ファイルを作ってください。").format(
                    label=round_label(ledger, opened)
                )
            )
            self._view.show_board()  # after the change: the keyboard goes into the round's own table

        attempt(self._context, act)

    def close_round(self) -> None:
        """Close the round, after asking."""
        ledger = self._context.open_ledger
        waiting = [one for one in self._lines if one.state is not DepartmentState.ACCEPTED]
        detail = (
            _("まだ受理していない課が{count}課あります：{names}。").format(
                count=len(waiting), names="、".join(one.department.name for one in waiting[:6])
            )
            if waiting
            else ""
        )
        question = _("この照会を締め切りますか。締め切ると回答を取り込めなくなります（再開できます）。")
        if not self._context.messages.ask(question, detail=detail, yes=_("締め切る"), no=_("やめる")):
            return

        def act() -> None:
            closed = close_round(ledger, author=self._context.author)
            self._after_change(_("{label}の照会を締め切りました。").format(label=round_label(ledger, closed)))

        attempt(self._context, act)

    def reopen_round(self) -> None:
        """Open the round closed last again."""
        ledger = self._context.open_ledger

        def act() -> None:
            opened = reopen_round(ledger, author=self._context.author)
            self._after_change(_("{label}の照会を再開しました。").format(label=round_label(ledger, opened)))

        attempt(self._context, act)

    def change_due_date(self, due_on: date) -> None:
        """Give everybody another day."""
        ledger = self._context.open_ledger

        def act() -> None:
            change_due_date(ledger, due_on, author=self._context.author)
            day = ledger.definition.calendar.day(due_on)
            self._after_change(_("締切を{day}に変えました。").format(day=day))

        attempt(self._context, act)

    @property
    def due_on(self) -> date | None:
        """When the open round is due."""
        return None if self._status.round is None else self._status.round.due_on

    # Requests

    def make_requests(self, departments: Sequence[DepartmentId] | None = None) -> None:
        """Write request files into a folder that the person chooses; None for all departments."""
        ledger = self._context.open_ledger
        folder = self._context.dialogs.ask_folder(_("照会ファイルを置くフォルダ"), ledger.path.parent)
        if folder is None:
            return

        def done(made: list[MadeFile]) -> None:
            self._after_change(
                _("{count}課分の照会ファイルを作りました。各課に送ってください。").format(count=len(made)), folder
            )

        self._context.jobs.start(
            _("照会ファイルを作っています"),
            make_requests(ledger, folder, departments=departments, author=self._context.author),
            done=done,
        )

    # One department

    def accept(self, department: DepartmentId) -> None:
        """Say yes to a department's answers."""
        name = self.line_of(department).department.name

        def act() -> None:
            accept_department(self._context.open_ledger, department, author=self._context.author)
            self._after_change(_("{department}の回答を受理しました。").format(department=name))

        attempt(self._context, act)

    def revoke(self, department: DepartmentId) -> None:
        """Take the yes back."""
        name = self.line_of(department).department.name

        def act() -> None:
            revoke_acceptance(self._context.open_ledger, department, author=self._context.author)
            self._after_change(_("{department}の受理を取り消しました。").format(department=name))

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
        self._view.show_return_panel(self.line_of(department).department.name, cells)

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
        suggested = ledger.path.parent / request_name(
            ledger.definition, collection.year, collection.period, name, is_return=True
        )
        file = self._context.dialogs.ask_save_file(_("差戻しファイルを保存"), suggested, _("照会ファイル (*.kyoq)"))
        if file is None:
            return

        def act() -> None:
            written = return_department(
                ledger,
                department,
                file,
                reason=reason.strip(),
                fields=tuple(notes),
                notes={field: note.strip() for field, note in notes.items() if note.strip()},
                author=self._context.author,
            )
            self._view.show_board()
            self._after_change(
                _("{department}への差戻しファイル「{file}」を作りました。送ってください。").format(
                    department=name, file=written.name
                ),
                written.parent,
            )

        attempt(self._context, act)

    def copy_reminder(self, department: DepartmentId) -> None:
        """Put a mail that reminds the department on the clipboard."""

        def act() -> None:
            self._view.copy_text(reminder_text(self._context.open_ledger, department))
            self._context.messages.info(_("督促文を写しました。メールに貼り付けてください。"))

        attempt(self._context, act)

    def take_next_step(self, department: DepartmentId) -> None:
        """Do the sensible thing about a department; waiting is nothing to do."""
        steps: dict[NextStep, Callable[[], None]] = {
            NextStep.REQUEST: lambda: self.make_requests([department]),
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

    def _after_change(self, said: str, folder: Path | None = None) -> None:
        self._context.changed(by=VIEW_ID)
        self.load()
        self.say_heading()
        action = None if folder is None else (_("フォルダを開く"), lambda: self._view.show_folder(folder))
        self._context.messages.info(said, action)
