"""Files that bring answers, whichever carrier: the program's submission or an Excel form."""

from datetime import datetime
from pathlib import Path

from kyosei_desktop.exchange.container import MAX_FILE_BYTES, claimed_kind
from kyosei_desktop.exchange.excel_form_document import UnverifiedForm
from kyosei_desktop.exchange.file_names import FORM_SUFFIX, SUBMISSION_SUFFIX
from kyosei_desktop.exchange.spreadsheet import MAX_SPREADSHEET_BYTES, looks_like_spreadsheet
from kyosei_desktop.exchange.submission_file import UnverifiedSubmission, read_submission
from kyosei_desktop.store.passphrases import Passphrases, plain_name, read_opened

UnverifiedAnswers = UnverifiedSubmission | UnverifiedForm

ANSWER_SUFFIXES = (SUBMISSION_SUFFIX, FORM_SUFFIX)
"""How the names end of files that bring answers."""

_SPREADSHEET_SUFFIXES = (FORM_SUFFIX, ".xlsm", ".xltx", ".xltm", ".xls", ".ods")
"""Those that the form's reader takes or refuses in its own words."""
_BEING_EDITED = "~$"
"""Begins the names of the files that Excel keeps beside an open workbook."""


def read_answer_file(file: Path, now: datetime, passphrases: Passphrases | None = None) -> UnverifiedAnswers:
    """What a file answers; whose it is only `authenticate` says.

    Args:
        now: UTC; see `read_form`.
        passphrases: what may open it where it is encrypted.

    Raises:
        FileNotRead, FileTooLarge, FileRefused; as `read_opened`.
    """
    limit_bytes = MAX_SPREADSHEET_BYTES if is_spreadsheet(file) else MAX_FILE_BYTES
    content = read_opened(file, limit_bytes, passphrases)
    # A container may have been renamed by a mail program.
    if looks_like_spreadsheet(content) or (is_spreadsheet(file) and claimed_kind(content) is None):
        from kyosei_desktop.exchange.excel_form_reading import read_form  # openpyxl is slow to load

        return read_form(content, file.name, now)
    return read_submission(content, file.name)


def is_spreadsheet(file: Path) -> bool:
    """Whether a file is called like a workbook, encrypted or not."""
    return plain_name(file).suffix.lower() in _SPREADSHEET_SUFFIXES


def may_bring_answers(file: Path) -> bool:
    """Whether a file is called like one that brings answers, or like one that was renamed to pass a mail filter."""
    suffixes = [one.lower() for one in plain_name(file).suffixes]
    is_called_so = bool(suffixes) and (suffixes[-1] in (*ANSWER_SUFFIXES, ".zip") or SUBMISSION_SUFFIX in suffixes)
    return is_called_so and not file.name.startswith(_BEING_EDITED)
