"""What the report's view does: previews, exports and prints. No Qt here."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.export import ExportResult, ExportTargets, export_ledger
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.report.preview import Figures, Preview, count_figures, make_preview
from kyosei_desktop.ui.wording import measure_label

_DATA_WORKBOOK = N_("{name}_データ.xlsx"), N_("Excelブック (*.xlsx)")
_CSV = N_("{name}_データ.csv"), N_("CSV (*.csv)")
_PLAN = N_("{name}_計画.json"), N_("計画データ (*.json)")


@dataclass(frozen=True, slots=True)
class Note:
    """One figure in words. `tone` is a colour of the palette; `goes_to` a view that deals with it, at `where`."""

    text: str
    tone: str = "muted"
    goes_to: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeasurePlace:
    """A measure to jump to."""

    label: str
    page: int


class ReportViewing(Protocol):
    """What the presenter asks of the view."""

    def show_waiting(self) -> None:
        """The pages are being made."""

    def show_pages(self, pages: Sequence[bytes], measures: Sequence[MeasurePlace]) -> None:
        """The pages, and where the measures are."""

    def show_notes(self, notes: Sequence[Note]) -> None:
        """The figures."""

    def make_thumbnails(self, pages: Sequence[bytes]) -> Generator[Step, None, Any]:
        """Draw small pictures of the pages, off the UI thread."""

    def show_thumbnails(self, pictures: Any) -> None:
        """The small pictures."""

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""


class ReportPresenter:
    """The pages shown."""

    def __init__(self, context: AppContext, view: ReportViewing) -> None:
        self._context = context
        self._view = view
        self._preview: Preview | None = None

    @property
    def pages(self) -> Sequence[bytes]:
        """The pages shown, as SVG documents; none while they are being made."""
        return self._preview.pages if self._preview else ()

    def load(self) -> None:
        """Make the pages of the report as it is now; the newest request wins."""
        self._preview = None
        self._view.show_waiting()
        self._start("report.pages", make_preview(self._context.open_ledger), self._show_pages)

    def _show_pages(self, preview: Preview) -> None:
        self._preview = preview
        definition = self._context.open_ledger.definition
        places = [
            MeasurePlace(f"{measure_label(definition, number)} {name}", page) for number, name, page in preview.measures
        ]
        self._view.show_pages(preview.pages, places)
        self._view.show_notes(
            [Note(_("{count}ページ。文字が切れていないか確かめています…").format(count=len(preview.pages)))]
        )
        self._start("report.figures", count_figures(self._context.open_ledger, preview), self._show_figures)
        self._start("report.thumbnails", self._view.make_thumbnails(preview.pages), self._view.show_thumbnails)

    def _show_figures(self, figures: Figures) -> None:
        self._view.show_notes(list(notes_of(figures, len(self.pages))))

    def _start(self, key: str, work: Generator[Step, None, Any], done: Callable[[Any], None]) -> None:
        self._context.jobs.start(_("報告書のページ"), work, done=done, failed=self._say, is_quiet=True, key=key)

    def _say(self, error: KyoseiError) -> None:
        self._context.messages.error(str(error))

    # Exports

    def export_pdf(self) -> None:
        """The official report as PDF."""
        self._export_one("{name}.pdf", _("PDF (*.pdf)"), lambda file: ExportTargets(pdf=file))

    def export_workbook(self) -> None:
        """The official report as a workbook."""
        self._export_one("{name}.xlsx", _("Excelブック (*.xlsx)"), lambda file: ExportTargets(xlsx=file))

    def export_data_workbook(self) -> None:
        """The data as a workbook, one datum a cell."""
        self._export_one(*_DATA_WORKBOOK, lambda file: ExportTargets(data_xlsx=file))

    def export_csv(self) -> None:
        """The data as CSV."""
        self._export_one(*_CSV, lambda file: ExportTargets(csv=file))

    def export_plan(self) -> None:
        """The plan document, from which a new ledger can be made."""
        self._export_one(*_PLAN, lambda file: ExportTargets(plan_json=file))

    def export_all_data(self) -> None:
        """All open data into a folder."""
        ledger = self._context.open_ledger
        folder = self._context.dialogs.ask_folder(_("公開用データを置くフォルダ"), ledger.path.parent)
        if folder is not None:
            workbook, csv, plan = (
                folder / _(name).format(name=ledger.path.stem) for name, _pattern in (_DATA_WORKBOOK, _CSV, _PLAN)
            )
            self._export(ExportTargets(data_xlsx=workbook, csv=csv, plan_json=plan))

    def _export_one(self, name: str, pattern: str, targets: Callable[[Path], ExportTargets]) -> None:
        ledger = self._context.open_ledger
        suggested = ledger.path.parent / _(name).format(name=ledger.path.stem)
        file = self._context.dialogs.ask_save_file(_("書き出す"), suggested, _(pattern))
        if file is not None:
            self._export(targets(file if file.suffix else file.with_suffix(suggested.suffix)))

    def _export(self, targets: ExportTargets) -> None:
        self._context.jobs.start(
            _("書き出しています"), export_ledger(self._context.open_ledger, targets), done=self._exported
        )

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

    # Printing

    def print_pages(self, work: Generator[Step, None, int]) -> None:
        """Print; `work` paints the pages and returns how many."""
        self._context.jobs.start(_("印刷しています"), work, done=self._printed)

    def _printed(self, count: int) -> None:
        self._context.messages.info(_("{count}ページを印刷に送りました。").format(count=count))


def notes_of(figures: Figures, pages: int) -> Generator[Note, None, None]:
    """The figures in words, the alarming ones coloured."""
    yield Note(_("{pages}ページ").format(pages=pages))
    yield Note(_("{cells}欄").format(cells=f"{figures.cells:,}"))
    if figures.clipped:
        yield Note(_("切れた欄 {count}").format(count=figures.clipped), "error")
    else:
        yield Note(_("✓ 切れた欄 0"), "ok")
    if figures.blanks:
        yield Note(_("未記入 {count}欄").format(count=figures.blanks), "warning", "measures", {"only_unwritten": True})
    if figures.conflicts:
        yield Note(
            _("競合中 {count}欄（最後に決めた文、なければ照会時の文で印刷されます）").format(count=figures.conflicts),
            "error",
            "conflicts",
        )
    if figures.missing_characters:
        yield Note(
            _("書体にない文字：{characters}（〓で印刷されます）").format(characters=figures.missing_characters),
            "warning",
        )
    yield Note(_("文字の大きさ {size}pt").format(size=f"{figures.size_pt:g}"))
