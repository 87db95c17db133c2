"""The list of files that were merged, and withdrawing one of them with later work left in place. No Qt here."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.receiving import SubmissionId
from kyosei_desktop.store.rounds import list_rounds, round_label
from kyosei_desktop.store.submissions import MergedSubmission, list_submissions
from kyosei_desktop.store.withdrawing import Withdrawal, withdraw_submission
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.wording import moment_label

_NAMED = 5


@dataclass(frozen=True, slots=True)
class MergedLine:
    """One merged file, in words."""

    submission: MergedSubmission
    when: str
    round: str

    @property
    def standing(self) -> str:
        """Whether its answers count."""
        if self.submission.is_withdrawn:
            return _("取り下げ済")
        return _("取り込み済（遅れ）") if self.submission.is_late else _("取り込み済")

    @property
    def whom(self) -> str:
        """Who handed it in, and where they are called."""
        extension = self.submission.extension
        parts = (self.submission.person, _("内線{extension}").format(extension=extension) if extension else "")
        return " ".join(part for part in parts if part)


class MergedViewing(Protocol):
    """What the presenter asks of the view."""

    def show_merged(self, lines: Sequence[MergedLine]) -> None:
        """The files that were ever merged, newest first."""


class MergedPresenter:
    """The files merged."""

    def __init__(self, context: AppContext, view: MergedViewing, withdrawn: Callable[[Withdrawal], None]) -> None:
        """`withdrawn` is called after a file was withdrawn."""
        self._context = context
        self._view = view
        self._withdrawn = withdrawn

    def load(self) -> None:
        """Show the list as it is now."""
        ledger = self._context.open_ledger
        labels = {one.id: round_label(ledger, one) for one in list_rounds(ledger)}
        calendar, now = ledger.definition.shown_calendar, ledger.clock()
        self._view.show_merged(
            [
                MergedLine(one, moment_label(calendar, one.arrived_at, now), labels.get(one.round, ""))
                for one in list_submissions(ledger)
            ]
        )

    def withdraw(self, line: MergedLine) -> None:
        """Withdraw a file, after saying what that would do, and after a backup."""
        ledger, submission = self._context.open_ledger, line.submission

        def ask() -> None:
            trial = withdraw_submission(ledger, submission.id, author=self._context.author, is_dry_run=True)
            if self._context.messages.ask(
                _("「{file}」を取り下げますか。").format(file=submission.file_name),
                detail=withdrawal_detail(trial),
                yes=_("取り下げる"),
                no=_("やめる"),
            ):
                self._context.jobs.start(
                    _("取り込みを元に戻しています"),
                    _withdraw(ledger, submission.id, self._context.author),
                    done=self._withdrawn,
                )

        attempt(self._context, ask)


def withdrawal_detail(trial: Withdrawal) -> str:
    """What withdrawing would do, in words."""
    said = _(
        "{files}の回答（{count}欄）がなくなります。その後の作業は残り、同じファイルをもう一度取り込めます。"
    ).format(files="、".join(trial.files[:_NAMED]), count=len(trial.fields))
    if trial.to_review:
        said += _("{count}欄には、その回答を見て決めた文が残ります。").format(count=len(trial.to_review))
    return said + _("始める前に台帳の控えを作ります。")


def _withdraw(ledger: Ledger, submission: SubmissionId, author: str) -> Generator[Step, None, Withdrawal]:
    yield Step(0, 2, _("控えを作っています"))
    back_up_ledger(ledger, reason=BackupReason.WITHDRAWAL)
    yield Step(1, 2, ledger.name)
    return withdraw_submission(ledger, submission, author=author)
