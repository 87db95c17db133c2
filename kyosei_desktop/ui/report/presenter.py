"""What the report's view does with its pages: makes, finds, opens and prints them. No Qt here."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Field, MeasureNumber
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.text import fold_notation
from kyosei_desktop.report.export import MissingGlyph
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.exported import say_printed
from kyosei_desktop.ui.report.finding import FoundCell, find_missing, find_words, label_of
from kyosei_desktop.ui.report.notes import Note, notes_of
from kyosei_desktop.ui.report.preview import Figures, MissingCharacter, Preview, count_figures, make_preview
from kyosei_desktop.ui.wording import measure_label


@dataclass(frozen=True, slots=True)
class MeasurePlace:
    """A measure to jump to."""

    number: MeasureNumber
    label: str
    page: int


class ReportViewing(Protocol):
    """What the presenter asks of the view."""

    def show_waiting(self) -> None:
        """The pages are being made."""

    def show_pages(self, preview: Preview, measures: Sequence[MeasurePlace]) -> None:
        """The pages, and where the measures are."""

    def show_notes(self, notes: Sequence[Note]) -> None:
        """The figures."""

    def show_cells(self, title: str, cells: Sequence[FoundCell]) -> None:
        """A list of cells to go to."""


class ReportPresenter:
    """The pages shown."""

    def __init__(self, context: AppContext, view: ReportViewing) -> None:
        self._context = context
        self._view = view
        self._preview: Preview | None = None
        self._earlier: Preview | None = None
        self._figures: Figures | None = None

    @property
    def preview(self) -> Preview | None:
        """What is shown; None while it is being made."""
        return self._preview

    @property
    def pages(self) -> Sequence[bytes]:
        """The pages shown, as SVG documents; none while they are being made."""
        return self._preview.pages if self._preview else ()

    def load(self) -> None:
        """Make the pages of the report as it is now; the newest request wins."""
        self._preview = self._figures = None
        self._view.show_waiting()
        self._start("report.pages", make_preview(self._context.open_ledger, self._earlier), self._show_pages)

    def _show_pages(self, preview: Preview) -> None:
        self._preview = self._earlier = preview
        definition = self._context.open_ledger.definition
        self._view.show_pages(
            preview,
            [
                MeasurePlace(number, f"{measure_label(definition, number)} {name}", page)
                for number, name, page in preview.measures
            ],
        )
        self._view.show_notes(
            [Note(_("{count}ページ。文字が切れていないか確かめています…").format(count=len(preview.pages)))]
        )
        self._start("report.figures", count_figures(self._context.open_ledger, preview), self._show_figures)

    def _show_figures(self, figures: Figures) -> None:
        self._figures = figures
        self._view.show_notes(list(notes_of(figures, len(self.pages))))

    def _start(self, key: str, work: Generator[Step, None, Any], done: Callable[[Any], None]) -> None:
        self._context.jobs.start(_("報告書のページ"), work, done=done, failed=self._say, is_quiet=True, key=key)

    def _say(self, error: KyoseiError) -> None:
        self._context.messages.error(str(error))

    # Cells

    def label_of(self, field: Field) -> str:
        """What a cell is called; empty while there are no pages."""
        return label_of(self._preview, field) if self._preview else ""

    def open_cell(self, field: Field) -> None:
        """Go and edit a cell."""
        if self._preview is not None:
            self._context.go("measures", address=self._preview.plan.address_of(field), do="edit")

    def find(self, words: str) -> None:
        """List the cells in which words stand."""
        if self._preview is None:
            self._context.messages.warn(_("ページを作っています。出来上がってから探してください。"))
            return
        found = find_words(self._preview, words)
        if not found:
            self._context.messages.info(_("「{words}」は報告書にありません。").format(words=words))
            return
        self._view.show_cells(_("「{words}」{count}欄").format(words=words, count=len(found)), found)

    def list_glyphs(self, glyphs: Sequence[MissingGlyph]) -> None:
        """List the cells that an export has found to have a character printed as 〓."""
        if self._preview is not None:
            plan = self._preview.plan
            fields = [None if one.address is None else plan.field_at(one.address) for one in glyphs]
            pairs = zip(glyphs, fields, strict=True)
            self._list([MissingCharacter(one.character, field) for one, field in pairs])

    def list_missing(self) -> None:
        """List the cells of the pages in which a character is printed as 〓."""
        if self._figures is not None:
            self._list(self._figures.missing)

    def _list(self, missing: Sequence[MissingCharacter]) -> None:
        assert self._preview is not None, "figures are those of a preview"
        found = find_missing(self._preview, missing)
        self._view.show_cells(_("書体にない文字 {count}か所").format(count=len(found)), found)

    # Measures

    def page_of(self, words: str) -> int | None:
        """The page on which the measure begins that a number, or a part of its name, names; None where none does."""
        if self._preview is None:
            return None
        definition = self._context.open_ledger.definition
        sign = _folded(_("№{number}").format(number=""))
        wanted = _folded(words).removeprefix(sign)
        measures = self._preview.measures
        for number, _name, page in measures:
            if wanted in (_folded(str(number)), _folded(definition.number_label(number))):
                return page
        for number, name, page in measures:
            if wanted and wanted in _folded(f"{definition.number_label(number)} {name}"):
                return page
        return None

    def number_of(self, field: Field) -> MeasureNumber | None:
        """The number of the measure that a cell belongs to."""
        return None if self._preview is None else self._preview.plan.measure(field.measure).no

    # Printing

    def print_pages(self, work: Generator[Step, None, int]) -> None:
        """Run a print that has been prepared."""
        self._context.jobs.start(_("印刷しています"), work, done=self._printed)

    def _printed(self, count: int) -> None:
        say_printed(self._context.messages, count)


def _folded(text: str) -> str:
    return fold_notation(text).casefold()
