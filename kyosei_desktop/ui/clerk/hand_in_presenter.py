"""Checking and handing in: every problem by name, then one file. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.exchange.handing_in import HandedIn, hand_in, submission_name
from kyosei_desktop.ui.clerk.answers import AnswerState, problem_with
from kyosei_desktop.ui.clerk.pages import Progress, WorkPages, load_pages
from kyosei_desktop.ui.context import AppContext


@dataclass(frozen=True, slots=True)
class Finding:
    """A field that is not as it should be. Those that are `blocking` keep the whole from being handed in."""

    field: FieldId
    place: str
    text: str
    is_blocking: bool


@dataclass(frozen=True, slots=True)
class Check:
    """What the check page shows: how far the work is, and findings, the blocking ones first."""

    progress: Progress
    findings: Sequence[Finding]

    @property
    def blocking(self) -> int:
        """How many findings keep it from being handed in."""
        return sum(1 for one in self.findings if one.is_blocking)


class HandInScreen(Protocol):
    """What the presenter asks of the view."""

    def show_check(self, check: Check, *, is_partial: bool) -> None:
        """Show what was found."""

    def show_handed_in(self, handed_in: HandedIn) -> None:
        """Say what was written where, and its check word."""

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""


class HandInPresenter:
    """Checks the work file and writes the submission."""

    def __init__(self, context: AppContext, screen: HandInScreen, folder: Path) -> None:
        """`folder` is where the file is offered to go."""
        self._context, self._screen, self._folder = context, screen, folder
        self._check = Check(Progress("", 0, 0, is_review=False), ())
        self._is_partial = False
        self._written: HandedIn | None = None

    def refresh(self) -> None:
        """Check anew."""
        pages = load_pages(self._context.open_ledger)
        self._check = Check(pages.progress, _findings(pages))
        if not self._check.blocking:
            self._is_partial = False
        self._show()

    def allow_partial(self, is_partial: bool) -> None:
        """Hand in although required fields are not answered, or not."""
        self._is_partial = is_partial
        self._show()

    def open_field(self, field: FieldId) -> None:
        """To the field of a finding."""
        self._context.go("form", field=field)

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
        self._written = hand_in(
            ledger,
            file if file.suffix == suggested.suffix else file.with_name(file.name + suggested.suffix),
            person=person.strip() or None,
            extension=extension.strip() or None,
            message=message.strip() or None,
            is_partial=self._is_partial,
            author=self._context.author,
        )
        self._screen.show_handed_in(self._written)
        self._context.changed(by=self._screen)
        self.refresh()

    def show_folder(self) -> None:
        """Where the file lies."""
        self._screen.show_folder(self._folder)

    def _show(self) -> None:
        self._screen.show_check(self._check, is_partial=self._is_partial)


def _findings(pages: WorkPages) -> list[Finding]:
    found = []
    for page in pages.pages:
        for answer in page.answers:
            place = f"№{page.number} {answer.label}"
            problem = problem_with(answer, answer.kept)
            if problem is not None:
                found.append(Finding(answer.id, place, _("未記入（必須）"), is_blocking=True))
            elif answer.state is AnswerState.RETURNED:
                text = _("差し戻されたまま変わっていません：{note}").format(note=answer.note or _("見直してください"))
                found.append(Finding(answer.id, place, text, is_blocking=False))
            elif answer.draft is not None:
                found.append(Finding(answer.id, place, _("書きかけの文章があります"), is_blocking=False))
    return sorted(found, key=lambda one: not one.is_blocking)
