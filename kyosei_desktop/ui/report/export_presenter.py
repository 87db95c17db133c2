"""Writing the report into files: by one click each, or several at once as chosen in the panel. No Qt here."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.report.export import ExportResult, ExportTargets, export_ledger
from kyosei_desktop.ui.context import AppContext


class ExportViewing(Protocol):
    """What the presenter asks of the view."""

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""


class ExportPresenter:
    """Asks where to, exports, and says how it was found."""

    def __init__(self, context: AppContext, view: ExportViewing) -> None:
        self._context = context
        self._view = view

    def export_pdf(self) -> None:
        """The official report as PDF."""
        self._export_one("{name}.pdf", _("PDF (*.pdf)"), lambda file: ExportTargets(pdf=file))

    def export_workbook(self) -> None:
        """The official report as a workbook."""
        self._export_one("{name}.xlsx", _("Excelブック (*.xlsx)"), lambda file: ExportTargets(xlsx=file))

    def _export_one(self, name: str, pattern: str, targets: Callable[[Path], ExportTargets]) -> None:
        ledger = self._context.open_ledger
        suggested = ledger.path.parent / _(name).format(name=ledger.path.stem)
        file = self._context.dialogs.ask_save_file(_("書き出す"), suggested, pattern)
        if file is not None:
            chosen = targets(file if file.suffix else file.with_suffix(suggested.suffix))
            self._context.jobs.start(_("書き出しています"), export_ledger(ledger, chosen), done=self._exported)

    def _exported(self, result: ExportResult) -> None:
        names = "、".join(file.name for file in result.files)
        folder = result.files[0].parent
        action = (_("フォルダを開く"), lambda: self._view.show_folder(folder))
        if result.clipped:
            self._context.messages.warn(
                _("「{names}」を書き出しましたが、{clipped}欄で文字が切れています。ページを確かめてください。").format(
                    names=names, clipped=result.clipped
                ),
                action,
            )
            return
        said = _("「{names}」を書き出しました。").format(names=names)
        if result.pages:
            said += _("{cells}欄、切れた欄 0、{pages}ページ。").format(cells=f"{result.cells:,}", pages=result.pages)
        self._context.messages.info(said, action)
