"""Acts on several departments at once: a preview first, a backup before, one step back after. No Qt here."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.store.acceptance import accept_departments, revoke_acceptances
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.returns import take_back_returns
from kyosei_desktop.store.undoing import Undoable, UndoableKind, find_undoable, undo_newest
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.board.forms import remembered_forms
from kyosei_desktop.ui.board.lines import DepartmentLine
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.wording import moment_label

if TYPE_CHECKING:
    from kyosei_desktop.exchange.requesting import MadeFile
    from kyosei_desktop.ui.board.presenter import BoardPresenter, BoardViewing

Result = TypeVar("Result")


class BulkKind(StrEnum):
    """What can be done with several departments at once."""

    ACCEPT = "accept"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class BulkLine:
    """A department in the preview: what would happen to it, or why nothing would."""

    department: DepartmentId
    name: str
    effect: str
    is_possible: bool


@dataclass(frozen=True, slots=True)
class Bulk:
    """The preview: department by department what would happen. `reason` is what a return says to begin with."""

    kind: BulkKind
    lines: Sequence[BulkLine]
    reason: str = ""


_NAMED = 5
_DEFAULT_REASON = N_("未記入の欄があります。記入してください。")


class BulkPresenter:
    """Accepting all that is complete, returning all that has gaps."""

    def __init__(self, context: AppContext, view: "BoardViewing", board: "BoardPresenter") -> None:
        self._context = context
        self._view = view
        self._board = board

    def begin_accept(self) -> None:
        """Show who would be accepted, and who not and why."""
        self._begin(BulkKind.ACCEPT, [_acceptance_of(line) for line in self._board.lines])

    def begin_return(self) -> None:
        """Show whose gaps would be returned."""
        self._begin(BulkKind.RETURN, [_return_of(line) for line in self._board.lines])

    def _begin(self, kind: BulkKind, lines: Sequence[BulkLine]) -> None:
        if any(one.is_possible for one in lines):
            self._view.show_bulk_panel(Bulk(kind, lines, _(_DEFAULT_REASON) if kind is BulkKind.RETURN else ""))
        elif kind is BulkKind.ACCEPT:
            self._context.messages.info(_("記入が揃い、競合のない課はまだありません。"))
        else:
            self._context.messages.info(_("未記入の欄を残して提出した課はありません。"))

    def run(self, kind: BulkKind, departments: Sequence[DepartmentId], reason: str) -> None:
        """Do it with the departments chosen."""
        if not departments:
            self._context.messages.warn(_("課を一つ以上選んでください。"))
        elif kind is BulkKind.ACCEPT:
            self._accept(departments)
        elif not reason.strip():
            self._context.messages.warn(_("差し戻す理由を書いてください。"))
        else:
            self._return(departments, reason.strip())

    def _accept(self, departments: Sequence[DepartmentId]) -> None:
        ledger, author = self._context.open_ledger, self._context.author

        def undo() -> None:
            revoke_acceptances(ledger, departments, author=author)
            self._board.after_change(_("{count}課の受理を取り消しました。").format(count=len(departments)))

        def done(_nothing: None) -> None:
            self._view.show_board()
            self._board.after_change(
                _("{count}課の回答を受理しました。").format(count=len(departments)),
                (_("元に戻す"), lambda: self._attempt(undo)),
            )

        work = _backed_up(ledger, lambda: accept_departments(ledger, departments, author=author))
        self._context.jobs.start(_("受理しています"), work, done=done)

    def _return(self, departments: Sequence[DepartmentId], reason: str) -> None:
        ledger, author = self._context.open_ledger, self._context.author
        folder = self._context.dialogs.ask_folder(_("差戻しファイルを置くフォルダ"), ledger.path.parent)
        if folder is None:
            return

        def undo(made: "Sequence[MadeFile]") -> None:
            returned = list(dict.fromkeys(one.department.id for one in made))  # some get two files
            take_back_returns(ledger, returned, author=author)
            said = _("{count}課への差戻しを取り消しました。作ったファイルは送らずに消してください。")
            self._board.after_change(said.format(count=len(returned)))

        def done(made: "list[MadeFile]") -> None:
            self._view.show_board()
            self._board.after_change(
                _("{count}課への差戻しファイルを「{folder}」に作りました。送ってください。").format(
                    count=len({one.department.id for one in made}), folder=folder.name
                ),
                (_("元に戻す"), lambda: self._attempt(lambda: undo(made))),
            )

        from kyosei_desktop.exchange.requesting import return_missing  # loaded only where files are made

        returning = return_missing(
            ledger,
            departments,
            folder,
            reason=reason,
            forms=remembered_forms(self._context),
            passphrase=self._context.keyring.for_new,
            author=author,
        )
        work = _backed_up_work(ledger, returning)
        self._context.jobs.start(_("差戻しファイルを作っています"), work, done=done)

    def undo_newest(self) -> None:
        """Take back the newest acceptance, return or bulk settling, after saying what it is."""
        ledger, author = self._context.open_ledger, self._context.author
        found = find_undoable(ledger)
        if found is None:
            return
        moment = moment_label(ledger.definition.shown_calendar, found.done_at, ledger.clock())
        if not self._context.messages.ask(
            _("{what}を元に戻しますか。").format(what=undoable_label(found)),
            detail=_("したのは{moment}です。その後の作業は残ります。始める前に台帳の控えを作ります。").format(
                moment=moment
            ),
            yes=_("元に戻す"),
            no=_("やめる"),
        ):
            return

        def act() -> None:
            undone = undo_newest(ledger, author=author)
            said = _("{what}を元に戻しました。").format(what=undoable_label(undone))
            if undone.kind is UndoableKind.RETURNED:
                said += _("作ったファイルは送らずに消してください。")
            self._board.after_change(said)

        self._attempt(act)

    def _attempt(self, act: Callable[[], None]) -> None:
        attempt(self._context, act)


def undoable_label(undoable: Undoable) -> str:
    """What would be taken back, in words."""
    if undoable.kind is UndoableKind.SETTLED_ALIKE:
        return _("まとめて決めた競合{count}件").format(count=undoable.fields)
    names = "、".join(list(undoable.departments)[:_NAMED])
    if len(undoable.departments) > _NAMED:
        names = _("{names}ほか、合わせて{count}課").format(names=names, count=len(undoable.departments))
    if undoable.kind is UndoableKind.ACCEPTED:
        return _("{departments}の受理").format(departments=names)
    return _("{departments}への差戻し").format(departments=names)


def _acceptance_of(line: DepartmentLine) -> BulkLine:
    name, department = line.department.name, line.department.id
    if line.is_complete:
        said = _("受理します（記入 {answered}）").format(answered=line.answered)
        return BulkLine(department, name, said, is_possible=True)
    if line.state is DepartmentState.ACCEPTED:
        return BulkLine(department, name, _("もう受理しています"), is_possible=False)
    if line.state is not DepartmentState.SUBMITTED:
        return BulkLine(department, name, _("まだ提出されていません"), is_possible=False)
    if line.conflicts:
        return BulkLine(department, name, _("競合が{count}件あります").format(count=line.conflicts), is_possible=False)
    if line.missing:
        said = _("未記入が{count}欄あります").format(count=len(line.missing))
        return BulkLine(department, name, said, is_possible=False)
    said = _("足した{count}欄をまだ照会していません").format(count=line.not_sent)
    return BulkLine(department, name, said, is_possible=False)


def _return_of(line: DepartmentLine) -> BulkLine:
    name, department = line.department.name, line.department.id
    if line.has_gaps:
        said = _("{count}欄を差し戻します：{cells}").format(count=len(line.missing), cells="、".join(line.missing))
        return BulkLine(department, name, said, is_possible=True)
    said = _("差し戻す未記入の欄はありません") if line.has_word else _("まだ提出されていません")
    if line.state is DepartmentState.RETURNED:
        said = _("もう差し戻しています")
    return BulkLine(department, name, said, is_possible=False)


def _backed_up(ledger: Ledger, act: Callable[[], None]) -> Generator[Step, None, None]:
    yield Step(0, 2, _("控えを作っています"))
    back_up_ledger(ledger, reason=BackupReason.BULK)
    yield Step(1, 2, ledger.name)
    act()


def _backed_up_work(ledger: Ledger, work: Generator[Step, None, Result]) -> Generator[Step, None, Result]:
    yield Step(0, 1, _("控えを作っています"))
    back_up_ledger(ledger, reason=BackupReason.BULK)
    return (yield from work)
