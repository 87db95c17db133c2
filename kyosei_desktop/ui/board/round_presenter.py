"""What the board does with rounds as a whole: it opens, changes and closes them, and makes requests. No Qt here."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.rounds import AskedField, DepartmentState, Round
from kyosei_desktop.exchange.file_names import safe_part
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.round_delays import round_delays
from kyosei_desktop.store.rounds import (
    ask_more,
    change_due_date,
    close_round,
    list_rounds,
    open_round,
    planned_round,
    reopen_round,
    round_label,
)
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.board.choice import RoundChoice, askable, due_date_reason, suggest_round
from kyosei_desktop.ui.board.forms import remember_form, remembered_forms
from kyosei_desktop.ui.context import AppContext, MessageAction

if TYPE_CHECKING:
    from kyosei_desktop.exchange.requesting import MadeFile
    from kyosei_desktop.exchange.starting import StartedRound
    from kyosei_desktop.ui.board.presenter import BoardPresenter, BoardViewing

_NAMED = 6


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose from in a panel: what it stands for, in words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class RoundOptions:
    """What the round panel offers, with a ready choice; why it is due then; where the files would go."""

    years: Sequence[Option]
    periods: Sequence[Option]
    suggested: RoundChoice
    due_reason: str
    folder: Path


@dataclass(frozen=True, slots=True)
class AskMoreOptions:
    """The kinds of fields that the open round does not ask for yet."""

    kinds: Sequence[AskedField]


class RoundPresenter:
    """Rounds as a whole."""

    def __init__(self, context: AppContext, view: "BoardViewing", board: "BoardPresenter") -> None:
        self._context = context
        self._view = view
        self._board = board

    def begin_round(self) -> None:
        """Ask what a new round is to collect."""
        ledger = self._context.open_ledger
        definition, plan = ledger.definition, ledger.plan()
        today, delays = ledger.clock().astimezone().date(), round_delays(ledger)
        suggested = suggest_round(plan, definition, list_rounds(ledger), today, delays)
        when = f"{definition.shown_calendar.fiscal_year(suggested.year)}{definition.period(suggested.period).label}"
        self._view.show_round_panel(
            RoundOptions(
                years=[Option(str(year), definition.shown_calendar.fiscal_year(year)) for year in plan.years],
                periods=[Option(one.id, one.label) for one in definition.periods],
                suggested=suggested,
                due_reason=due_date_reason(today, delays),
                folder=ledger.path.parent / safe_part(_("照会_{when}").format(when=when)),
            )
        )

    def plan_round(self, choice: RoundChoice) -> None:
        """Show what the round chosen would ask of whom; nothing changes yet."""
        from kyosei_desktop.exchange.starting import plan_requests  # loaded only where a round is started

        ledger = self._context.open_ledger

        def act() -> None:
            planned = planned_round(
                ledger,
                year=choice.year,
                period=choice.period,
                due_on=choice.due_on,
                asks=choice.asks,
                requires=choice.requires,
            )
            self._view.show_planned(plan_requests(ledger, planned), remembered_forms(self._context))

        attempt(self._context, act)

    def choose_form(self, departments: Sequence[DepartmentId], form: RequestForm) -> None:
        """Make it the form in which these departments get what is made from now on."""
        remember_form(self._context, departments, form)

    def ask_folder(self, start: Path) -> Path | None:
        """Ask where the files are to go."""
        return self._context.dialogs.ask_folder(_("照会ファイルを置くフォルダ"), start)

    def open_round(self, choice: RoundChoice, folder: Path | None) -> None:
        """Start the round that was chosen; with a folder, all requests and their letters are made too."""
        if folder is None:
            self._open_only(choice)
            return
        from kyosei_desktop.exchange.starting import start_round

        ledger = self._context.open_ledger

        def done(started: "StartedRound") -> None:
            self._board.after_change(
                _("{label}の照会を始め、{count}課分の照会ファイルと照会文を作りました。各課に送ってください。").format(
                    label=round_label(ledger, started.round), count=departments_in(started.files)
                ),
                self._door_to(folder),
            )
            self._view.show_board()

        self._context.jobs.start(
            _("照会を始めています"),
            start_round(
                ledger,
                folder,
                year=choice.year,
                period=choice.period,
                due_on=choice.due_on,
                asks=choice.asks,
                requires=choice.requires,
                forms=remembered_forms(self._context),
                passphrase=self._context.keyring.for_new,
                author=self._context.author,
            ),
            done=done,
        )

    def _open_only(self, choice: RoundChoice) -> None:
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
            said = _("{label}の照会を始めました。次に照会ファイルを作ってください。")
            self._board.after_change(said.format(label=round_label(ledger, opened)))
            self._view.show_board()  # after the change: the keyboard goes into the round's own table

        attempt(self._context, act)

    def close_round(self) -> None:
        """Close the round, after asking and after a backup."""
        waiting = [one for one in self._board.lines if one.state is not DepartmentState.ACCEPTED]
        names = "、".join(one.department.name for one in waiting[:_NAMED])
        detail = _("まだ受理していない課が{count}課あります：{names}。") if waiting else ""
        question = _("この照会を締め切りますか。締め切ると回答を取り込めなくなります（再開できます）。")
        detail = detail.format(count=len(waiting), names=names)
        if not self._context.messages.ask(question, detail=detail, yes=_("締め切る"), no=_("やめる")):
            return
        ledger = self._context.open_ledger

        def done(closed: Round) -> None:
            self._board.after_change(
                _("{label}の照会を締め切りました。").format(label=round_label(ledger, closed)),
                (_("再開する"), self.reopen_round),
            )

        self._context.jobs.start(_("照会を締め切っています"), _close(ledger, self._context.author), done=done)

    def reopen_round(self) -> None:
        """Open the round closed last again."""
        ledger = self._context.open_ledger

        def act() -> None:
            opened = reopen_round(ledger, author=self._context.author)
            self._board.after_change(_("{label}の照会を再開しました。").format(label=round_label(ledger, opened)))

        attempt(self._context, act)

    def change_due_date(self, due_on: date) -> None:
        """Give everybody another day; what was sent stays valid."""
        ledger = self._context.open_ledger

        def act() -> None:
            change_due_date(ledger, due_on, author=self._context.author)
            said = _("締切を{day}に変えました。送った照会ファイルはそのまま使えます。")
            self._board.after_change(said.format(day=ledger.definition.shown_calendar.day(due_on)))

        attempt(self._context, act)

    @property
    def due_on(self) -> date | None:
        """When the open round is due."""
        collection = self._board.status.round
        return None if collection is None else collection.due_on

    def begin_ask_more(self) -> None:
        """Ask which kinds of fields to add to the open round."""
        collection = self._board.status.round
        assert collection is not None, "offered in an open round only"
        kinds = [one for one in askable(self._context.open_ledger.definition) if one not in collection.asks]
        if kinds:
            self._view.show_ask_more_panel(AskMoreOptions(kinds))
        else:
            self._context.messages.info(_("この照会では、もうすべての項目を聞いています。"))

    def ask_more(self, asks: frozenset[AskedField], requires: frozenset[AskedField]) -> None:
        """Let the open round ask for more; what was sent stays valid."""
        if not asks:
            self._context.messages.warn(_("足す項目を一つ以上選んでください。"))
            return

        def act() -> None:
            ask_more(self._context.open_ledger, asks, requires=requires, author=self._context.author)
            self._board.after_change(
                _(
                    "照会する項目を足しました。送った照会ファイルはそのまま使えます。足した欄の照会ファイルを作ってください。"
                )
            )
            self._view.show_board()

        attempt(self._context, act)

    def make_requests(self, departments: Sequence[DepartmentId] | None = None) -> None:
        """Write request files and letters into a folder that the person chooses; None for all departments."""
        ledger = self._context.open_ledger
        folder = self.ask_folder(ledger.path.parent)
        if folder is None:
            return
        from kyosei_desktop.exchange.requesting import make_requests  # loaded only where files are made

        chosen = folder

        def done(made: "list[MadeFile]") -> None:
            said = _("{count}課分の照会ファイルを作りました。各課に送ってください。")
            self._board.after_change(said.format(count=departments_in(made)), self._door_to(chosen))

        self._context.jobs.start(
            _("照会ファイルを作っています"),
            make_requests(
                ledger,
                folder,
                departments=departments,
                forms=remembered_forms(self._context),
                with_letters=True,
                passphrase=self._context.keyring.for_new,
                author=self._context.author,
            ),
            done=done,
        )

    def _door_to(self, folder: Path) -> MessageAction:
        show: Callable[[], None] = lambda: self._view.show_folder(folder)  # noqa: E731
        return _("フォルダを開く"), show


def departments_in(made: "Sequence[MadeFile]") -> int:
    """How many departments get files; some get two."""
    return len({one.department.id for one in made})


def _close(ledger: Ledger, author: str) -> Generator[Step, None, Round]:
    yield Step(0, 2, _("控えを作っています"))
    back_up_ledger(ledger, reason=BackupReason.CLOSING)
    yield Step(1, 2, ledger.name)
    return close_round(ledger, author=author)
