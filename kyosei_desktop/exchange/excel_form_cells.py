"""The texts in a form's cells, as a person sees them: no formula, no date, no number that is shown otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.exchange.excel_form_layout import ANSWER_MARK, NOT_BEGUN_STATE, STATE_MARK, STATES
from kyosei_desktop.exchange.excel_form_refusals import (
    AnswerOutsideLimits,
    FormulaInAnswer,
    NotATextAnswer,
    StateContradictsText,
    UnknownState,
)
from kyosei_desktop.report.workbook_text import text_of

_SHOWN_AS_KEPT = ("General", "@")
"""Formats of numbers that change nothing: 12 is shown as 12."""
_MOST_DIGITS = 15
"""Excel keeps no more digits of a number (specifications and limits)."""


@dataclass(frozen=True, slots=True)
class FormCells:
    """The cells of a form's sheet.

    Attributes:
        name: the file's name, for messages.
        columns: the number of each column by its mark.
    """

    sheet: Worksheet
    name: str
    columns: Mapping[str, int]

    def place(self, row: int, mark: str) -> str:
        """What spreadsheet programs call the cell, such as J7."""
        return self._cell(row, mark).coordinate

    def text(self, row: int, mark: str, label: str) -> str:
        """The text in a cell; empty for an empty one.

        Args:
            label: what the cell answers, for messages.

        Raises:
            FormulaInAnswer, NotATextAnswer, AnswerOutsideLimits.
        """
        cell = self._cell(row, mark)
        if isinstance(cell, MergedCell) or cell.value is None:
            return ""
        if cell.data_type == "f":
            raise FormulaInAnswer(name=self.name, cell=cell.coordinate, label=label)
        shown = _shown(cell)
        if shown is None:
            raise NotATextAnswer(name=self.name, cell=cell.coordinate, label=label)
        try:
            return clean_text(shown)
        except KyoseiError as error:
            raise AnswerOutsideLimits(
                name=self.name, cell=cell.coordinate, label=label, cause=str(error).rstrip("。.")
            ) from error

    def value(self, row: int, label: str) -> Value:
        """What a row answers: its text, or what its state stands for.

        Raises:
            As `text`, and UnknownState, StateContradictsText.
        """
        text, state = self.text(row, ANSWER_MARK, label), self.text(row, STATE_MARK, label).strip()
        if not state:
            return Value(text)
        if state not in STATES:
            known = "、".join(STATES)
            place = self.place(row, STATE_MARK)
            raise UnknownState(name=self.name, cell=place, label=label, state=state, known=known)
        if not text.strip():
            return STATES[state]
        if state == NOT_BEGUN_STATE and Value(text).is_not_begun:
            return Value(text)
        place = self.place(row, ANSWER_MARK)
        raise StateContradictsText(name=self.name, cell=place, label=label, state=state)

    def _cell(self, row: int, mark: str) -> Cell | MergedCell:
        return self.sheet.cell(row, self.columns[mark])


def _shown(cell: Cell) -> str | None:
    """The cell's content as it is shown; None where it is no text and may be shown otherwise."""
    if isinstance(cell.value, str):
        return text_of(cell.value) if cell.data_type != "e" else None
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    if not is_number or cell.number_format not in _SHOWN_AS_KEPT:
        return None
    digits = f"{cell.value:.{_MOST_DIGITS}g}"
    return digits if all(one in "-.0123456789" for one in digits) else None
