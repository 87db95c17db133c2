"""Where things stand on an Excel form: columns, rows, marks, and the words that are read back.

Answers are found again by marks and ids in hidden cells, never by a cell's place: a form may come back with its rows
sorted, rows inserted, sheets renamed and added.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import NOT_BEGUN_MARK, BlankReason, Value

HIDDEN_SHEET_NAME = "_kyosei"
"""The sheet that holds what is signed; a book without it is no form."""

COLUMNS_MARK = "kyosei:columns"
"""In the column of ids, in the hidden row whose other marks say which column is which."""
HEADING_MARK = "kyosei:heading"
"""In the column of ids, beside the titles of the columns."""
NUMBER_MARK, ASKED_MARK, STATE_MARK, ANSWER_MARK = "kyosei:no", "kyosei:asked", "kyosei:state", "kyosei:answer"

PERSON_MARK, EXTENSION_MARK, MESSAGE_MARK = "kyosei:person", "kyosei:extension", "kyosei:message"
"""In the column of ids, where the column of answers holds whom to ask, their number, words to the coordinator."""

STATES: Mapping[str, Value] = {
    "終了": Value(blank=BlankReason.ENDED),
    "該当なし": Value(blank=BlankReason.NOT_APPLICABLE),
    "未着手": Value(NOT_BEGUN_MARK),
}
"""What the list offers for a cell without a text, and what it means. Part of the format, whatever the language."""
NOT_BEGUN_STATE = "未着手"
STATE_OF: Mapping[BlankReason, str] = {value.blank: word for word, value in STATES.items() if value.blank is not None}
REQUIRED_WORD = "必須"

MOST_CONTACT_CHARACTERS = 1_000
"""Characters of a name, a number or a message, as in submissions."""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of the form. `mark` is how it is known again; `title` may hold `{year}`; `width_mm` is on paper."""

    title: str
    width_mm: float
    mark: str = ""


IDS = FormColumn("", 0, COLUMNS_MARK)
NUMBER = FormColumn(N_("№"), 15, NUMBER_MARK)
NAME = FormColumn(N_("施策名"), 30)
CONTENT = FormColumn(N_("取組"), 46)
ASKED = FormColumn(N_("お尋ねする欄"), 27, ASKED_MARK)
REQUIRED = FormColumn(N_("必須"), 11)
YEAR_BEFORE = FormColumn(N_("{year}の記載"), 48)
YEAR_SO_FAR = FormColumn(N_("{year}のこれまで"), 48)
STATE = FormColumn(N_("状態"), 21, STATE_MARK)
ANSWER = FormColumn(N_("回答（ここに記入）"), 86, ANSWER_MARK)
OLDER_YEAR = FormColumn(N_("参考：{year}の記載"), 60)
"""Years before the last one stand at the right of the answers and are not printed."""

TITLE_ROW, GUIDE_ROW, MARKS_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 5, 6, 7
"""Title; three rows of guidance beside the contact; hidden marks; titles of the columns; the first answer."""
CONTACT_MARKS = (PERSON_MARK, EXTENSION_MARK, MESSAGE_MARK)
