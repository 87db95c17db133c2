"""Making an Excel form: one request as a protected workbook, for departments where no program may run."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.container import MAX_FILE_BYTES
from kyosei_desktop.exchange.excel_form_document import hidden_cells
from kyosei_desktop.exchange.excel_form_layout import (
    ANSWER,
    ASKED,
    CONTACT_MARKS,
    CONTENT,
    FIRST_ROW,
    GUIDE_ROW,
    HEADING_MARK,
    HEADING_ROW,
    HIDDEN_SHEET_NAME,
    IDS,
    MARKS_ROW,
    MOST_CONTACT_CHARACTERS,
    NAME,
    NUMBER,
    OLDER_YEAR,
    REQUIRED,
    REQUIRED_WORD,
    STATE,
    STATE_OF,
    STATES,
    TITLE_ROW,
    YEAR_BEFORE,
    YEAR_SO_FAR,
    FormColumn,
)
from kyosei_desktop.exchange.excel_form_rows import FormRow, form_document, form_rows, guide_of, title_of, years_shown
from kyosei_desktop.exchange.refusals import ContainerTooLarge
from kyosei_desktop.exchange.request_file import RequestFile
from kyosei_desktop.report.columns import POINTS_PER_MM
from kyosei_desktop.report.heights import CellText, cell_heights
from kyosei_desktop.report.sheet_rows import MOST_ROW_PT
from kyosei_desktop.report.sheet_styles import STANDARD_FONT, column_width
from kyosei_desktop.report.workbook_file import set_standard_font
from kyosei_desktop.report.workbook_text import MOST_CELL_UNITS, fits_cell, plain_xml_text, set_text, split_text

SHEET_NAME = "回答"

_SIZE_PT, _SMALL_PT = 10, 9
"""Of answers and headings; of what stands beside them."""
_TITLE_SIZE_PT = 13
_CONTACTS = (N_("担当者"), N_("内線"), N_("伝言"))
_MISSING_WORDS, _MISSING_COUNT = N_("必須の残り"), N_("欄")
_LEAST_TOP_PT, _HEADING_PT = 20.0, 22.0
_LEAST_ROW_PT = 48.0
"""Room to write into an empty cell."""
_MARGIN_INCHES, _FOOTER_INCHES = 0.4, 0.2
_A4 = 9
"""The code of A4 in Office Open XML, part 1, 18.3.1.63 (`paperSize`)."""

_LINE = Side(style="thin", color="FF9AA3AD")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", start_color="FF1F3A5F")
_LOCKED_FILL = PatternFill("solid", start_color="FFF2F4F6")
_ANSWER_FILL = PatternFill("solid", start_color="FFFFFBE6")
_MISSING_FILL = PatternFill("solid", bgColor="FFFFD9CC")
_JAPANESE_CHARSET = 128


def write_form(request: RequestFile) -> bytes:
    """The bytes of a request's Excel form.

    Texts stand as texts whatever they begin with. Rows have no height of their own, so that they grow with what is
    written into them; a field whose text no cell can hold is locked and says so.

    Raises:
        DocumentNotValid: it breaks the limits of the format.
        ContainerTooLarge: the file would be larger than is ever read.
    """
    document = form_document(request)
    cells = hidden_cells(document, request.key)
    book = Workbook()
    set_standard_font(book, STANDARD_FONT)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET_NAME
    _FormSheet(sheet, request, form_rows(request, document)).write()
    hidden = book.create_sheet(HIDDEN_SHEET_NAME)
    hidden.sheet_state = "veryHidden"  # no program offers to show it again
    hidden.protection.sheet = True
    for row, text in enumerate(cells, start=1):
        hidden.cell(row, 1).value = text
    content = _file(book, request)
    if len(content) > MAX_FILE_BYTES:
        raise ContainerTooLarge(name=request.department.name)
    return content


def _file(book: Workbook, request: RequestFile) -> bytes:
    made_at = request.made_at.astimezone(UTC)
    book.properties = DocumentProperties(
        title=plain_xml_text(title_of(request)),
        creator=plain_xml_text(request.definition.author) or None,
        language="ja-JP",
        created=made_at,
        modified=made_at,
    )
    written = io.BytesIO()
    # Workbook.save would put the present time in the place of `modified`, by which a form tells when it was filled in.
    ExcelWriter(book, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED)).save()
    return written.getvalue()


class _GrowingRow(RowDimension):
    """A row with a height to begin with, which spreadsheet programs fit anew when something is written into it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - openpyxl's name
        """Never: that would keep the height as it is."""
        return False


@dataclass(frozen=True)
class _FormSheet:
    """The sheet of answers being written."""

    sheet: Worksheet
    request: RequestFile
    rows: Sequence[FormRow]

    def write(self) -> None:
        self._set_columns()
        self._write_top()
        self._write_marks_and_heading()
        for row, one in enumerate(self.rows, start=FIRST_ROW):
            self._write_row(row, one)
        self._set_heights()
        self._add_validations()
        self._mark_missing()
        self._protect()
        self._set_up_page()

    @property
    def columns(self) -> Sequence[tuple[FormColumn, FiscalYear | None]]:
        """The columns from the first one, those of years with the year."""
        before, older = years_shown(self.request)
        year = self.request.round.year
        ahead = (IDS, NUMBER, NAME, CONTENT, ASKED, REQUIRED)
        return [
            *((one, None) for one in ahead),
            *([] if before is None else [(YEAR_BEFORE, before)]),
            (YEAR_SO_FAR, year),
            (STATE, None),
            (ANSWER, None),
            *((OLDER_YEAR, one) for one in older),
        ]

    def number_of(self, wanted: FormColumn) -> int:
        """Which column it is, from 1."""
        return 1 + next(number for number, (column, _year) in enumerate(self.columns) if column is wanted)

    def letter_of(self, wanted: FormColumn) -> str:
        """Which column it is, as formulas name it."""
        return get_column_letter(self.number_of(wanted))

    @property
    def last_row(self) -> int:
        """The row of the last field."""
        return FIRST_ROW + len(self.rows) - 1

    def _set_columns(self) -> None:
        for number, (column, _year) in enumerate(self.columns, start=1):
            dimension = self.sheet.column_dimensions[get_column_letter(number)]
            dimension.width = column_width(column.width_mm * POINTS_PER_MM) or 1
            dimension.hidden = column is IDS

    def _write_top(self) -> None:
        answer, state = self.number_of(ANSWER), self.number_of(STATE)
        last = get_column_letter(state - 1)
        self._put(TITLE_ROW, 2, title_of(self.request), size_pt=_TITLE_SIZE_PT, is_bold=True)
        self.sheet.merge_cells(f"B{TITLE_ROW}:{last}{TITLE_ROW}")
        self._put(TITLE_ROW, state, _(_MISSING_WORDS), is_boxed=True)
        self._put(TITLE_ROW, answer, "", is_bold=True, is_boxed=True)
        self.sheet.cell(TITLE_ROW, answer).number_format = "General"  # a formula in a cell of text would be one
        self.sheet.cell(TITLE_ROW, answer).value = f'={self._count_of_missing()}&"{_(_MISSING_COUNT)}"'
        self._put(GUIDE_ROW, 2, guide_of(self.request))
        self.sheet.merge_cells(f"B{GUIDE_ROW}:{last}{GUIDE_ROW + len(CONTACT_MARKS) - 1}")
        for row, (mark, words) in enumerate(zip(CONTACT_MARKS, _CONTACTS, strict=True), start=GUIDE_ROW):
            self.sheet.cell(row, 1).value = mark
            self._put(row, state, _(words), is_boxed=True)
            self._put(row, answer, "", is_boxed=True, is_answer=True)

    def _count_of_missing(self) -> str:
        """The formula that counts required answers still missing."""
        ranges = (
            f"{self.letter_of(one)}{FIRST_ROW}:{self.letter_of(one)}{self.last_row}"
            for one in (REQUIRED, STATE, ANSWER)
        )
        required, state, answer = ranges
        return f'COUNTIFS({required},"{REQUIRED_WORD}",{state},"",{answer},"")'

    def _set_heights(self) -> None:
        """The top as high as its merged cells need, which do not grow by themselves; each row as its highest cell."""
        widths_pt = [column.width_mm * POINTS_PER_MM for column, _year in self.columns]
        top_pt = sum(widths_pt[1 : self.number_of(STATE) - 1])
        self._set_height(TITLE_ROW, self._heights([CellText(title_of(self.request), top_pt, True)], _TITLE_SIZE_PT)[0])
        (guide_pt,) = self._heights([CellText(guide_of(self.request), top_pt)])
        for row in range(GUIDE_ROW, GUIDE_ROW + len(CONTACT_MARKS)):
            self._set_height(row, guide_pt / len(CONTACT_MARKS))
        self.sheet.row_dimensions[HEADING_ROW].height = _HEADING_PT
        rows, printed = range(FIRST_ROW, self.last_row + 1), range(2, self.number_of(ANSWER) + 1)
        highest = dict.fromkeys(rows, _LEAST_ROW_PT)
        for size_pt in (_SIZE_PT, _SMALL_PT):
            cells = [self.sheet.cell(row, number) for row in rows for number in printed]
            sized = [one for one in cells if one.font.size == size_pt and one.value]
            texts = [CellText(str(one.value), widths_pt[one.column - 1]) for one in sized]
            for one, height_pt in zip(sized, self._heights(texts, size_pt), strict=True):
                highest[one.row] = max(highest[one.row], height_pt)
        for row, height_pt in highest.items():
            self.sheet.row_dimensions[row] = _GrowingRow(self.sheet, index=row, ht=min(MOST_ROW_PT, height_pt))

    def _heights(self, texts: Sequence[CellText], size_pt: float = _SIZE_PT) -> list[float]:
        return cell_heights(texts, self.request.definition.fonts, size_pt)

    def _set_height(self, row: int, height_pt: float) -> None:
        self.sheet.row_dimensions[row].height = min(MOST_ROW_PT, max(_LEAST_TOP_PT, height_pt))

    def _write_marks_and_heading(self) -> None:
        calendar = self.request.definition.calendar
        self.sheet.row_dimensions[MARKS_ROW].hidden = True
        self.sheet.cell(HEADING_ROW, 1).value = HEADING_MARK
        for number, (column, year) in enumerate(self.columns, start=1):
            if column.mark:
                self.sheet.cell(MARKS_ROW, number).value = column.mark
            if column is IDS:
                continue
            title = _(column.title).format(year="" if year is None else calendar.fiscal_year(year))
            self._put(HEADING_ROW, number, title, is_bold=True, is_boxed=True)
            cell = self.sheet.cell(HEADING_ROW, number)
            cell.fill, cell.font = _HEAD_FILL, self._font(is_bold=True, color="FFFFFFFF")
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)

    def _write_row(self, row: int, one: FormRow) -> None:
        self.sheet.cell(row, 1).value = one.field.field
        said = {
            NUMBER: one.number,
            NAME: one.name,
            CONTENT: one.content,
            ASKED: one.asked,
            REQUIRED: REQUIRED_WORD if one.field.is_required else "",
            STATE: state_word(one.field.value),
            ANSWER: one.hint or one.field.value.text,
        }
        for number, (column, year) in enumerate(self.columns[1:], start=2):
            text = said.get(column, "") if year is None else one.past.get(year, "")
            is_answer = column in (STATE, ANSWER) and not one.hint
            is_strong = column in (NUMBER, REQUIRED)
            size_pt = _SIZE_PT if column in (NUMBER, REQUIRED, STATE, ANSWER) else _SMALL_PT
            self._put(row, number, text, size_pt=size_pt, is_boxed=True, is_answer=is_answer, is_bold=is_strong)

    def _put(
        self,
        row: int,
        column: int,
        text: str,
        *,
        size_pt: float = _SIZE_PT,
        is_bold: bool = False,
        is_boxed: bool = False,
        is_answer: bool = False,
    ) -> None:
        cell = self.sheet.cell(row, column)
        cell.font = self._font(size_pt=size_pt, is_bold=is_bold)
        cell.alignment = Alignment(vertical="top" if row >= FIRST_ROW else "center", wrap_text=True)
        cell.number_format = "@"  # what is typed stays as it is typed: neither a date nor a formula
        cell.protection = Protection(locked=not is_answer)
        if is_boxed:
            cell.border = _BOX
            cell.fill = _ANSWER_FILL if is_answer else _LOCKED_FILL
        set_text(cell, _shown(text))

    def _font(self, *, size_pt: float = _SIZE_PT, is_bold: bool = False, color: str = "FF1B1F24") -> Font:
        family = self.request.definition.fonts.family
        return Font(name=family, size=size_pt, bold=is_bold, color=color, charset=_JAPANESE_CHARSET)

    def _add_validations(self) -> None:
        state, answer = self.letter_of(STATE), self.letter_of(ANSWER)
        words = "、".join(STATES)
        states = DataValidation(
            type="list",
            formula1=f'"{",".join(STATES)}"',
            errorTitle=_("状態"),
            error=_("{states}のどれかを選ぶか、空にしてください。").format(states=words),
            promptTitle=_("状態"),
            prompt=_("文を書くときは空のままにします。書くことがないときだけ選んでください。"),
        )
        states.add(f"{state}{FIRST_ROW}:{state}{self.last_row}")
        lengths = DataValidation(
            type="textLength",
            operator="lessThanOrEqual",
            formula1=str(MOST_CELL_UNITS),
            errorTitle=_("回答"),
            error=_("文が長すぎます。{limit}字までで書いてください。").format(limit=MOST_CELL_UNITS),
        )
        lengths.add(f"{answer}{FIRST_ROW}:{answer}{self.last_row}")
        contacts = DataValidation(
            type="textLength",
            operator="lessThanOrEqual",
            formula1=str(MOST_CONTACT_CHARACTERS),
            errorTitle=_("問い合わせ先"),
            error=_("文が長すぎます。{limit}字までで書いてください。").format(limit=MOST_CONTACT_CHARACTERS),
        )
        contacts.add(f"{answer}{GUIDE_ROW}:{answer}{GUIDE_ROW + len(CONTACT_MARKS) - 1}")
        for one in (states, lengths, contacts):
            one.showErrorMessage, one.showInputMessage, one.allow_blank = True, True, True
            self.sheet.add_data_validation(one)

    def _mark_missing(self) -> None:
        """Show where a required answer is still missing; it goes away when something is written."""
        state, answer, required = (self.letter_of(one) for one in (STATE, ANSWER, REQUIRED))
        formula = f'AND(${required}{FIRST_ROW}="{REQUIRED_WORD}",${state}{FIRST_ROW}="",${answer}{FIRST_ROW}="")'
        place = f"{state}{FIRST_ROW}:{answer}{self.last_row}"
        look = DifferentialStyle(fill=_MISSING_FILL)
        self.sheet.conditional_formatting.add(place, Rule(type="expression", dxf=look, formula=[formula]))

    def _protect(self) -> None:
        """Against accidents, hence without a password; widths and heights may be changed."""
        protection = self.sheet.protection
        protection.sheet = True
        protection.formatColumns = protection.formatRows = False
        protection.objects = protection.scenarios = True

    def _set_up_page(self) -> None:
        sheet = self.sheet
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        margins = sheet.page_margins
        margins.left = margins.right = margins.top = margins.bottom = _MARGIN_INCHES
        margins.header = margins.footer = _FOOTER_INCHES
        sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
        sheet.print_area = f"B{TITLE_ROW}:{self.letter_of(ANSWER)}{self.last_row}"
        sheet.freeze_panes = f"B{FIRST_ROW}"
        sheet.sheet_view.showGridLines = False
        footer = sheet.HeaderFooter.oddFooter
        assert footer is not None
        footer.center.text = "&P / &N"
        first = f"{self.letter_of(ANSWER)}{FIRST_ROW}"
        for selection in sheet.sheet_view.selection:
            selection.activeCell = selection.sqref = first


def state_word(value: Value) -> str:
    """What the state says of a value: a word for a reason, nothing for a text, which speaks for itself."""
    return "" if value.blank is None else STATE_OF[value.blank]


def _shown(text: str) -> str:
    """The text as far as a cell can hold it; answers that it cannot hold are not written to be filled in."""
    if fits_cell(text):
        return text
    more = _("…（長いため、ここまで）")
    return next(split_text(text))[: -2 * len(more)] + more
