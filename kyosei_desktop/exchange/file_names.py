"""Names of the files that travel: what is in them, readable, and safe on every file system."""

import re
import unicodedata

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.domain.years import FiscalYear

REQUEST_SUFFIX = ".kyoq"
SUBMISSION_SUFFIX = ".kyoa"
WORK_FILE_SUFFIX = ".kyosei"
FORM_SUFFIX = ".xlsx"

REHEARSAL_MARK = "予行演習_"
"""Begins the names of all files that are made for practice."""

# Not allowed in Windows file names, https://learn.microsoft.com/windows/win32/fileio/naming-a-file; and what is not
# seen but makes another name, or turns the reading order so that a name seems to end otherwise.
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')

# Devices on Windows, also with a suffix and in any case; the same page.
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|(?:COM|LPT)[0-9¹²³])(?=\.|$)", re.IGNORECASE)

_DEPARTMENT_CHARACTERS = 40
"""File systems take 255 bytes a name; of these a character may need four, and a file being written a few more."""


def request_name(
    definition: Definition, year: FiscalYear, period: PeriodId, department: str, *, is_return: bool = False
) -> str:
    """Such as 照会_令和３年度下期実績_生活福祉課.kyoq."""
    kind = "差戻し" if is_return else "照会"
    return _name(kind, definition, year, period, department) + REQUEST_SUFFIX


def submission_name(definition: Definition, year: FiscalYear, period: PeriodId, department: str, serial: int) -> str:
    """Such as 回答_令和３年度下期実績_生活福祉課_1.kyoa."""
    return f"{_name('回答', definition, year, period, department)}_{serial}{SUBMISSION_SUFFIX}"


def work_file_name(definition: Definition, year: FiscalYear, period: PeriodId, department: str) -> str:
    """Such as 記入中_令和３年度下期実績_生活福祉課.kyosei."""
    return _name("記入中", definition, year, period, department) + WORK_FILE_SUFFIX


def slip_name(definition: Definition, year: FiscalYear, period: PeriodId, department: str) -> str:
    """Such as 提出票_令和３年度下期実績_生活福祉課.pdf."""
    return _name("提出票", definition, year, period, department) + ".pdf"


def approval_name(definition: Definition, year: FiscalYear, period: PeriodId, department: str) -> str:
    """Such as 決裁_令和３年度下期実績_生活福祉課.pdf."""
    return _name("決裁", definition, year, period, department) + ".pdf"


def answer_sheet_name(definition: Definition, year: FiscalYear, period: PeriodId, department: str) -> str:
    """Such as 回答票_令和３年度下期実績_生活福祉課.pdf."""
    return _name("回答票", definition, year, period, department) + ".pdf"


def _name(kind: str, definition: Definition, year: FiscalYear, period: PeriodId, department: str) -> str:
    when = f"{definition.calendar.fiscal_year(year)}{definition.period(period).label}"
    mark = REHEARSAL_MARK if definition.is_rehearsal else ""
    return f"{_UNSAFE.sub('_', f'{mark}{kind}_{when}')}_{safe_part(department)}"


def safe_part(text: str) -> str:
    """A text, such as a department's name, as a file's name without its suffix, or a part of it.

    Characters are put together (NFC), for systems that take them apart give a name back with other bytes; Windows takes
    no name that ends in a dot or a space, and gives some to devices.
    """
    part = _UNSAFE.sub("_", unicodedata.normalize("NFC", text)[:_DEPARTMENT_CHARACTERS]).strip(" ").rstrip(". ")
    return f"_{part}" if _DEVICE.match(part) or not part else part
