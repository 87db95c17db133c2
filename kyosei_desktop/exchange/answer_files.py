"""Files that bring answers, whichever carrier: the program's submission or an Excel form."""

from datetime import datetime
from pathlib import Path

from kyosei_desktop.exchange.container import MAX_FILE_BYTES
from kyosei_desktop.exchange.excel_form_reading import UnverifiedForm, read_form
from kyosei_desktop.exchange.file_names import FORM_SUFFIX, SUBMISSION_SUFFIX
from kyosei_desktop.exchange.spreadsheet import MAX_SPREADSHEET_BYTES
from kyosei_desktop.exchange.submission_file import UnverifiedSubmission, read_submission
from kyosei_desktop.store.files import read_file

UnverifiedAnswers = UnverifiedSubmission | UnverifiedForm

ANSWER_SUFFIXES = (SUBMISSION_SUFFIX, FORM_SUFFIX)
"""How the names end of files that bring answers."""

_SPREADSHEET_SUFFIXES = (FORM_SUFFIX, ".xlsm", ".xltx", ".xltm", ".xls", ".ods")
"""Those that the form's reader takes or refuses in its own words."""
_SPREADSHEET_PART = b"[Content_Types].xml"
"""The name of a part of every workbook, by which one is known whose file has another name."""
_BEING_EDITED = "~$"
"""Begins the names of the files that Excel keeps beside an open workbook."""


def read_answer_file(file: Path, now: datetime) -> UnverifiedAnswers:
    """What a file answers; whose it is only `authenticate` says.

    Args:
        now: UTC; see `read_form`.

    Raises:
        FileNotRead, FileTooLarge, FileRefused.
    """
    if is_spreadsheet(file):
        return read_form(read_file(file, MAX_SPREADSHEET_BYTES), file.name, now)
    content = read_file(file, MAX_FILE_BYTES)
    if file.suffix.lower() != SUBMISSION_SUFFIX and _SPREADSHEET_PART in content:
        return read_form(content, file.name, now)
    return read_submission(content, file.name)


def is_spreadsheet(file: Path) -> bool:
    """Whether a file is called like a workbook."""
    return file.suffix.lower() in _SPREADSHEET_SUFFIXES


def may_bring_answers(file: Path) -> bool:
    """Whether a file is called like one that brings answers."""
    return file.suffix.lower() in ANSWER_SUFFIXES and not file.name.startswith(_BEING_EDITED)
