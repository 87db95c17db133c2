"""Writing the report into files: by one click each, or several at once as chosen in the panel. No Qt here."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.export import ExportResult, ExportTargets, MissingGlyph, export_ledger
from kyosei_desktop.report.export_set import ExportSet, export_set
from kyosei_desktop.store.internal_contents import InternalContent, internal_contents, internal_tables
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.exported import say_exported
from kyosei_desktop.ui.report.export_choice import ExportChoice, ExportOptions, Remembered, export_set_of, options_of

_REMEMBERED = "export"


class ExportViewing(Protocol):
    """What the presenter asks of the view."""

    def show_export(self, options: ExportOptions, remembered: Remembered, folder: Path) -> None:
        """The panel that asks what to export."""

    def show_internal(self, contents: Sequence[InternalContent]) -> None:
        """What the ledger holds that leaves in an internal export only; comes after `show_export`."""

    def show_export_files(self, files: Sequence[Path]) -> None:
        """The files that the choice amounts to."""

    def show_export_folder(self, folder: Path) -> None:
        """The folder chosen."""

    def show_report(self) -> None:
        """The pages again."""

    def show_missing_glyphs(self, glyphs: Sequence[MissingGlyph]) -> None:
        """The list of cells in which characters are printed as 〓."""

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""


class ExportPresenter:
    """Asks what and where to, exports, and says how it was found."""

    def __init__(self, context: AppContext, view: ExportViewing) -> None:
        self._context = context
        self._view = view

    # One file by one click

    def export_pdf(self) -> None:
        """The official report as PDF."""
        self._export_one("{name}.pdf", _("PDF (*.pdf)"), lambda file: ExportTargets(pdf=file))

    def export_workbook(self) -> None:
        """The official report as a workbook."""
        self._export_one("{name}.xlsx", _("Excelブック (*.xlsx)"), lambda file: ExportTargets(xlsx=file))

    def _export_one(self, name: str, pattern: str, targets: Callable[[Path], ExportTargets]) -> None:
        ledger = self._context.open_ledger
        suggested = ledger.path.parent / name.format(name=ledger.path.stem)
        file = self._context.dialogs.ask_save_file(_("書き出す"), suggested, pattern)
        if file is not None:
            chosen = targets(file if file.suffix else file.with_suffix(suggested.suffix))
            self._context.jobs.start(_("書き出しています"), export_ledger(ledger, chosen), done=self._exported)

    # Several at once

    def begin(self) -> None:
        """Ask what is to be exported; what is internal is found meanwhile, for a long history takes seconds."""
        ledger = self._context.open_ledger
        remembered = Remembered.read(self._context.shell.remembered(_REMEMBERED))
        self._view.show_export(options_of(ledger), remembered, remembered.folder or ledger.path.parent)
        self._context.jobs.start(
            _("内部用の記録を調べています"),
            _internal(ledger),
            done=self._view.show_internal,
            is_quiet=True,
            key="internal",
        )

    def choose_folder(self, now: Path) -> None:
        """Ask for another folder."""
        folder = self._context.dialogs.ask_folder(_("書き出すフォルダ"), now)
        if folder is not None:
            self._view.show_export_folder(folder)

    def name_files(self, choice: ExportChoice) -> None:
        """Say which files a choice amounts to."""
        self._view.show_export_files(self._set_of(choice).files)

    def export(self, choice: ExportChoice) -> None:
        """Export what was chosen; files that are there are replaced only after asking."""
        wanted = self._set_of(choice)
        there = [file.name for file in wanted.files if file.exists()]
        if there and not self._context.messages.ask(
            _("{count}ファイルはもうあります。置き換えますか。").format(count=len(there)),
            detail="\n".join(there),
            yes=_("置き換える"),
            no=_("やめる"),
        ):
            return
        self._context.shell.remember(_REMEMBERED, Remembered.text_of(choice))
        self._view.show_report()

        def done(result: ExportResult) -> None:
            self._exported(result)
            if choice.opens_folder:
                self._view.show_folder(choice.folder)

        self._context.jobs.start(_("書き出しています"), export_set(self._context.open_ledger, wanted), done=done)

    def _set_of(self, choice: ExportChoice) -> ExportSet:
        ledger = self._context.open_ledger
        return export_set_of(choice, ledger.plan(), ledger.path.stem)

    # How it was found

    def _exported(self, result: ExportResult) -> None:
        glyphs = (_("〓の一覧"), lambda: self._view.show_missing_glyphs(result.missing_glyphs))
        say_exported(self._context.messages, result, show_folder=self._view.show_folder, list_glyphs=glyphs)


def _internal(ledger: Ledger) -> Generator[Step, None, Sequence[InternalContent]]:
    yield Step(0, 1, _("内部用の記録"))
    return internal_contents(internal_tables(ledger))
