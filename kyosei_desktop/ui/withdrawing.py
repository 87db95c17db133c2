"""Withdrawing what was merged: said and asked first, then a backup, then the deed. No Qt here."""

from collections.abc import Callable, Generator
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.withdrawing import Withdrawal
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext

_NAMED = 5


class Withdraws(Protocol):
    """A use case of the store that withdraws, with all but these already given."""

    def __call__(self, *, author: str, is_dry_run: bool = False) -> Withdrawal:
        """What was withdrawn or, on trial, would be."""
        ...


def ask_and_withdraw(
    context: AppContext, question: str, withdraw: Withdraws, done: Callable[[Withdrawal], None], *, yes: str
) -> None:
    """Withdraw after saying what that would do, and after a backup.

    Args:
        question: asked in the window.
        withdraw: what is done, tried out before the question.
        done: called after it.
        yes: on the button that does it.
    """

    def ask() -> None:
        author = context.author
        detail = _detail(withdraw(author=author, is_dry_run=True))
        if context.messages.ask(question, detail=detail, yes=yes, no=_("やめる")):
            work = _backed_up(context.open_ledger, lambda: withdraw(author=author))
            context.jobs.start(_("取り込みを元に戻しています"), work, done=done)

    attempt(context, ask)


def _detail(trial: Withdrawal) -> str:
    said = _(
        "{files}の回答（{count}欄）がなくなります。その後の作業は残り、同じファイルをもう一度取り込めます。"
    ).format(files="、".join(trial.files[:_NAMED]), count=len(trial.fields))
    if trial.to_review:
        said += _("{count}欄には、その回答を見て決めた文が残ります。").format(count=len(trial.to_review))
    return said + _("始める前に台帳の控えを作ります。")


def _backed_up(ledger: Ledger, withdraw: Callable[[], Withdrawal]) -> Generator[Step, None, Withdrawal]:
    yield Step(0, 2, _("控えを作っています"))
    back_up_ledger(ledger, reason=BackupReason.WITHDRAWAL)
    yield Step(1, 2, ledger.name)
    return withdraw()
