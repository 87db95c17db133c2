"""Which workbooks are for whom: Excel forms go with the answers, all others are held against the report."""

from pathlib import Path

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.exchange.excel_form_layout import HIDDEN_SHEET_NAME
from kyosei_desktop.exchange.spreadsheet import MAX_SPREADSHEET_BYTES, PACKAGE_LIMITS, looks_like_spreadsheet
from kyosei_desktop.exchange.zip_checks import ZipRefused, checked_zip
from kyosei_desktop.store.files import read_file

_LIST_OF_SHEETS, _MOST_LIST_BYTES = "xl/workbook.xml", 2**20


def is_report_book(file: Path) -> bool:
    """Whether a file is a workbook, and no Excel form, by its content.

    A short look at the names of its sheets: whether it can be taken is for its reader to say.
    """
    try:
        content = read_file(file, MAX_SPREADSHEET_BYTES)
        if not looks_like_spreadsheet(content):
            return False
        with checked_zip(content, PACKAGE_LIMITS) as archive:
            if _LIST_OF_SHEETS not in archive.names:
                return True
            return f'"{HIDDEN_SHEET_NAME}"'.encode() not in archive.read(_LIST_OF_SHEETS, _MOST_LIST_BYTES)
    except (KyoseiError, ZipRefused):
        return False
