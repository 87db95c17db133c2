"""In which form a request goes to a department: for the program, for a spreadsheet program, or both."""

from collections.abc import Mapping
from enum import StrEnum

from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.exchange.file_names import FORM_SUFFIX, REQUEST_SUFFIX


class RequestForm(StrEnum):
    """The carriers of one request."""

    APP = "app"
    EXCEL = "excel"
    BOTH = "both"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How the names of the files end that are made."""
        return _SUFFIXES[self]


_SUFFIXES: Mapping[RequestForm, tuple[str, ...]] = {
    RequestForm.APP: (REQUEST_SUFFIX,),
    RequestForm.EXCEL: (FORM_SUFFIX,),
    RequestForm.BOTH: (REQUEST_SUFFIX, FORM_SUFFIX),
}

RequestForms = Mapping[DepartmentId, RequestForm]
"""Who gets which; a department that is not named gets the program's file."""


def carrier_of(suffix: str) -> RequestForm:
    """Which single carrier a file is, by the end of its name."""
    return RequestForm.EXCEL if suffix.lower() == FORM_SUFFIX else RequestForm.APP
