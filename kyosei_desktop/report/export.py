"""The use case of exporting: the report as paper, workbook and open data, each read back before it is handed over."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Address, DepartmentId, Plan
from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.composition import Composition, part_of_department, without_manual_pages
from kyosei_desktop.report.engine import missing_family, paper_engine
from kyosei_desktop.report.pages import compose_report, pdf_of, set_pages
from kyosei_desktop.report.places import continued_texts
from kyosei_desktop.report.readback import read_back
from kyosei_desktop.store.editions import edition_of
from kyosei_desktop.store.files import replacing
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.seen_revisions import Seen, list_seen


@dataclass(eq=False)
class SameFileTwice(KyoseiError):
    """Two papers are to be written to one file, so that one of them would be lost."""

    sentence: ClassVar[str] = N_("「{name}」に二つのものを書き出そうとしています。別々の名前にしてください。")
    name: str


@dataclass(frozen=True, slots=True)
class ExportTargets:
    """Which files are wanted and of what part of the plan. `years` None means all that the plan shows."""

    xlsx: Path | None = None
    pdf: Path | None = None
    data_xlsx: Path | None = None
    csv: Path | None = None
    plan_json: Path | None = None
    years: tuple[FiscalYear, ...] | None = None
    department: DepartmentId | None = None


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no font at hand can show, printed as 〓. `address` is None for titles and labels."""

    character: str
    address: Address | None


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What was written and how it was found when read back.

    Attributes:
        cells: cells of the report's body: a measure's №, name, outcome and record; an initiative's content and
            departments; a row's label and its entry of each year, blank ones included. Title, column header and
            footer are none.
        clipped: cells that lack a character in the PDF, or text or height in the workbook; of both papers the larger
            figure, so that a cell clipped in both is counted once.
        pages: of the PDF, else of the workbook; 0 when neither was wanted.
        files: in the order workbook, PDF, data workbook, CSV, plan document.
        missing_glyphs: each character once a cell.
        missing_family: the definition's family where it is not at hand, so that the papers are set in the shipped one.
    """

    cells: int
    clipped: int
    pages: int
    files: tuple[Path, ...]
    missing_glyphs: tuple[MissingGlyph, ...]
    missing_family: str | None = None


def export_report(
    plan: Plan,
    definition: Definition,
    targets: ExportTargets,
    *,
    edition: Edition | None = None,
    seen: Seen | None = None,
) -> Generator[Step, None, ExportResult]:
    """Make the wanted files, read the papers back, then put all in their places.

    Everything is made in memory first and written beside its place before any is put there; closing the generator
    leaves nothing behind. The plan document always holds every year. The papers' properties tell the edition; with the
    revisions that the plan's texts come from (`seen`) the workbook can be merged when it comes back edited.

    Raises:
        SameFileTwice, WouldReplaceLedger.
        FileNotWritten: a file could not be written; those not yet in place stay as they were.
    """
    check_files(path for path in _paths(targets) if path is not None)
    part = plan if targets.department is None else part_of_department(plan, targets.department)
    printed = plan if targets.department is None else without_manual_pages(part)
    years = tuple(plan.years if targets.years is None else targets.years)
    total = sum(path is not None for path in _paths(targets)) + 2

    yield Step(0, total, _("報告書の内容"))
    paper = _Paper(compose_report(printed, definition, years=years), edition, seen)
    made: dict[Path, bytes] = {}
    for path, what, make in (
        (targets.xlsx, _("報告書のブック"), paper.workbook),
        (targets.pdf, _("報告書のPDF"), paper.pdf),
        (targets.data_xlsx, _("データのブック"), lambda: _data_workbook(part, definition, years, edition)),
        (targets.csv, _("CSV"), lambda: _data_csv(part, definition, years)),
        (targets.plan_json, _("計画データ"), lambda: plan_document_text(part).encode()),
    ):
        if path is not None:
            yield Step(len(made) + 1, total, what)
            made[path] = make()
    yield Step(total - 1, total, _("ファイルを保存しています"))
    _put_in_place(made)
    return ExportResult(
        cells=len(paper.composition.cells),
        clipped=paper.clipped,
        pages=paper.pages,
        files=tuple(made),
        missing_glyphs=tuple(_missing_glyphs(paper.composition)),
        missing_family=missing_family(definition.fonts),
    )


def check_files(files: Iterable[Path]) -> None:
    """Check that each file is another one. Raises SameFileTwice."""
    seen: set[Path] = set()
    for file in files:
        place = file.resolve()
        if place in seen:
            raise SameFileTwice(name=file.name)
        seen.add(place)


def export_ledger(ledger: Ledger, targets: ExportTargets) -> Generator[Step, None, ExportResult]:
    """Export the report as the ledger has it now; its properties tell the edition of the part exported.

    Raises:
        SameFileTwice, WouldReplaceLedger, FileNotWritten: as `export_report`.
    """
    seen = list_seen(ledger)  # before the texts: rather an older revision is noted than one whose text is not shown
    plan = ledger.plan()
    part = plan if targets.department is None else part_of_department(plan, targets.department)
    edition = edition_of(ledger, part)
    return (yield from export_report(plan, ledger.definition, targets, edition=edition, seen=seen))


@dataclass
class _Paper:
    """Makes the report's papers and keeps what was found when they were read back."""

    composition: Composition
    edition: Edition | None
    seen: Seen | None
    clipped: int = 0
    pages: int = 0

    def pdf(self) -> bytes:
        layout = set_pages(self.composition)
        made = pdf_of(layout, self.edition)
        continued = continued_texts(layout, self.edition)
        paper_engine().forget()
        found = read_back(made, self.composition, continued=continued)
        self.clipped = max(self.clipped, found.clipped)
        self.pages = found.pages
        return made

    def workbook(self) -> bytes:
        from kyosei_desktop.report.sheet_layout import lay_out_sheet  # openpyxl is slow to load
        from kyosei_desktop.report.workbook import check_workbook, official_workbook
        from kyosei_desktop.report.workbook_notes import merge_notes

        sheet = lay_out_sheet(self.composition)
        notes = None if self.seen is None else merge_notes(self.composition, self.seen)
        made = official_workbook(sheet, self.edition, notes)
        self.clipped = max(self.clipped, check_workbook(made, sheet).clipped)
        self.pages = sheet.pages
        return made


def _data_workbook(plan: Plan, definition: Definition, years: tuple[FiscalYear, ...], edition: Edition | None) -> bytes:
    from kyosei_desktop.report.open_data import data_workbook  # openpyxl is slow to load

    return data_workbook(plan, definition, years, edition)


def _data_csv(plan: Plan, definition: Definition, years: tuple[FiscalYear, ...]) -> bytes:
    from kyosei_desktop.report.open_data import data_csv  # openpyxl is slow to load

    return data_csv(plan, definition, years)


def _paths(targets: ExportTargets) -> tuple[Path | None, ...]:
    return (targets.xlsx, targets.pdf, targets.data_xlsx, targets.csv, targets.plan_json)


def _put_in_place(made: Mapping[Path, bytes]) -> None:
    with ExitStack() as all_written:
        for path, content in made.items():
            all_written.enter_context(replacing(path)).write_bytes(content)


def _missing_glyphs(composition: Composition) -> Iterator[MissingGlyph]:
    for cell in composition.cells:
        address = None if cell.field is None else composition.plan.address_of(cell.field)
        for character in dict.fromkeys(cell.printed.missing):
            yield MissingGlyph(character, address)
    head = composition.head
    titles = [column.printed_title for column in composition.columns]
    for printed in (head.title, head.subtitle, head.as_of, *titles):
        for character in dict.fromkeys(printed.missing):
            yield MissingGlyph(character, None)
