"""Looking at a file without taking anything from it: is it what it should be, and whose."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.answer_files import is_spreadsheet
from kyosei_desktop.exchange.container import MAX_FILE_BYTES, ContainerKind, read_container
from kyosei_desktop.exchange.excel_form_reading import read_form
from kyosei_desktop.exchange.request_file import read_request
from kyosei_desktop.exchange.spreadsheet import MAX_SPREADSHEET_BYTES
from kyosei_desktop.exchange.submission_file import read_submission
from kyosei_desktop.store.backup import verify_ledger_file
from kyosei_desktop.store.engine import NotALedger, check_is_ledger_file
from kyosei_desktop.store.files import read_file
from kyosei_desktop.store.ledger import open_ledger, utc_now
from kyosei_desktop.store.rounds import find_open_round
from kyosei_desktop.store.work_files import read_work


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file is.

    Attributes:
        kind: `request`, `submission`, `form`, `ledger` or `work_file`; None for what is none of these.
        department: whose, by name; in a submission by id, since only the ledger knows the name.
        round: which, such as 令和３年度下期実績; in a submission and a form by id.
        problems: sentences; empty means that the file is as it should be.
    """

    kind: str | None
    department: str | None
    round: str | None
    problems: Sequence[str]

    @property
    def is_ok(self) -> bool:
        """Whether nothing was found."""
        return self.kind is not None and not self.problems


def check_file(path: Path) -> Checked:
    """What a file is and what is wrong with it. Raises FileNotRead for one that cannot be read at all."""
    try:
        return _check_ledger(path)
    except NotALedger:
        return _check_form(path) if is_spreadsheet(path) else _check_container(path)


def _check_form(path: Path) -> Checked:
    try:
        form = read_form(read_file(path, MAX_SPREADSHEET_BYTES), path.name, utc_now())
    except KyoseiError as error:
        return Checked(None, None, None, (str(error),))
    return Checked("form", form.signed.document.department.name, form.claimed.round, ())


def _check_ledger(path: Path) -> Checked:
    check_is_ledger_file(path)
    try:
        verify_ledger_file(path)
        with open_ledger(path, read_only=True) as ledger:
            if ledger.is_work_file:
                work = read_work(ledger)
                return Checked("work_file", work.department.name, _label(ledger.definition, work.year, work.period), ())
            collection = find_open_round(ledger)
            label = None
            if collection is not None:
                label = _label(ledger.definition, collection.year, collection.period)
            return Checked("ledger", None, label, ())
    except KyoseiError as error:
        return Checked("ledger", None, None, (str(error),))


def _check_container(path: Path) -> Checked:
    kind: str | None = None
    try:
        content = read_file(path, MAX_FILE_BYTES)
        kind = read_container(content, path.name).manifest.kind.value
        if kind == ContainerKind.REQUEST.value:
            request = read_request(content, path.name)
            label = _label(request.definition, request.round.year, request.round.period)
            return Checked(kind, request.department.name, label, ())
        submission = read_submission(content, path.name).claimed
        return Checked(kind, submission.department, submission.round, ())
    except KyoseiError as error:
        return Checked(kind, None, None, (str(error),))


def _label(definition: Definition, year: FiscalYear, period: PeriodId) -> str:
    return f"{definition.calendar.fiscal_year(year)}{definition.period(period).label}"
