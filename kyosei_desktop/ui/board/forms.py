"""In which form each department gets its requests: chosen by a person, remembered for each ledger. No Qt here."""

import json
from collections.abc import Iterable, Mapping

from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.ui.context import AppContext

FORM_WORDS: Mapping[RequestForm, str] = {
    RequestForm.APP: N_("プログラム"),
    RequestForm.EXCEL: N_("Excel様式"),
    RequestForm.BOTH: N_("両方"),
}


def remembered_forms(context: AppContext) -> dict[DepartmentId, RequestForm]:
    """What was chosen for the ledger that is open; a department without a choice gets the program's file."""
    try:
        kept = json.loads(context.shell.remembered(_key(context)) or "{}")
        return {DepartmentId(department): RequestForm(form) for department, form in kept.items()}
    except (ValueError, AttributeError):
        return {}  # somebody edited the settings


def remember_form(context: AppContext, departments: Iterable[DepartmentId], form: RequestForm) -> None:
    """Make it the form of these departments from now on."""
    kept = {**remembered_forms(context), **dict.fromkeys(departments, form)}
    context.shell.remember(_key(context), json.dumps(kept))


def _key(context: AppContext) -> str:
    return f"request/forms/{context.open_ledger.head.plan}"
