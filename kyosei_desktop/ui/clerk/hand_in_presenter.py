"""Checking and handing in: every problem by name, then one file. No Qt here."""

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.rules.findings import Finding
from kyosei_desktop.exchange.handing_in import HandedIn, hand_in, submission_name
from kyosei_desktop.report.measuring import print_measure
from kyosei_desktop.store.acknowledgements import acknowledge, withdraw_acknowledgement
from kyosei_desktop.store.passphrases import plain_name
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.clerk.hand_in_check import Check, check_work
from kyosei_desktop.ui.context import AppContext


class HandInScreen(Protocol):
    """What the presenter asks of the view."""

    def show_check(self, check: Check, *, is_partial: bool, why_not: str) -> None:
        """Show what was found. `why_not`: why it cannot be handed in; empty when it can."""

    def show_handed_in(self, handed_in: HandedIn) -> None:
        """Say what was written where, and its check word."""

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""


class HandInPresenter:
    """Reads the work file, and writes the submission."""

    def __init__(self, context: AppContext, screen: HandInScreen, folder: Path) -> None:
        """Nothing is read before `refresh`. `folder` is where the file dialog starts."""
        self._context, self._screen, self._folder = context, screen, folder
        self._check: Check | None = None
        self._is_partial = False

    def refresh(self) -> None:
        """Check anew."""
        self._check = check_work(self._context.open_ledger)
        if not self._check.errors:
            self._is_partial = False
        self._show()

    def allow_partial(self, is_partial: bool) -> None:
        """Hand in although required fields are not answered, or not."""
        self._is_partial = is_partial
        self._show()

    def open_field(self, field: FieldId) -> None:
        """To the field of a finding."""
        self._context.go("form", field=field)

    def tick(self, field: FieldId, finding: Finding, *, is_ticked: bool, reason: str) -> None:
        """Stand by a text that a warning is about, or take that back."""
        ledger, author = self._context.open_ledger, self._context.author

        def keep() -> None:
            if is_ticked:
                acknowledge(ledger, field, finding, reason=reason.strip() or None, author=author)
            else:
                withdraw_acknowledgement(ledger, field, finding)

        if attempt(self._context, keep):
            self._context.changed(by=self._screen)
        self.refresh()

    def hand_in(self, person: str, extension: str, message: str) -> None:
        """Ask where the file goes, and write it.

        Raises:
            KyoseiError: nothing was handed in.
        """
        ledger = self._context.open_ledger
        suggested = self._folder / submission_name(ledger)
        file = self._context.dialogs.ask_save_file(_("提出ファイルの保存先"), suggested, _("回答ファイル (*.kyoa)"))
        if file is None:
            return
        self._folder = file.parent
        passphrase = self._context.keyring.for_new
        write = partial(
            hand_in,
            ledger,
            _named(file, suggested.suffix),
            person=person.strip() or None,
            extension=extension.strip() or None,
            message=message.strip() or None,
            is_partial=self._is_partial,
            measure=print_measure(ledger.definition, ledger.plan()),
            passphrase=passphrase,
            author=self._context.author,
        )
        if passphrase is None:
            self._handed_in(write())
        else:  # takes some seconds, by design
            self._context.jobs.start(_("提出ファイルを作っています"), _as_work(write), done=self._handed_in)

    def _handed_in(self, written: HandedIn) -> None:
        self._screen.show_handed_in(written)
        self._context.changed(by=self._screen)
        self.refresh()

    def show_folder(self) -> None:
        """Where the file lies."""
        self._screen.show_folder(self._folder)

    def _show(self) -> None:
        assert self._check is not None, "the work file has been checked"
        self._screen.show_check(self._check, is_partial=self._is_partial, why_not=self._why_not(self._check))

    def _why_not(self, check: Check) -> str:
        if check.disagreeing:
            return _("同じ課の二つの文のどちらを採るか、先に決めてください。")
        if check.errors and not self._is_partial:
            return _("必須の欄を記入するか、できた分だけの提出を選んでください。")
        if check.unticked:
            return _("注意のある欄を直すか、「このままでよい」に印を付けてください。")
        return ""


def _named(file: Path, suffix: str) -> Path:
    """With the ending of submissions, where a person left it out."""
    return file if plain_name(file).suffix == suffix else file.with_name(file.name + suffix)


def _as_work(write: Callable[[], HandedIn]) -> Generator[Step, None, HandedIn]:
    yield Step(0, 1, "")
    return write()
