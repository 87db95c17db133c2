"""Looking at a file without taking anything from it: is it what it should be, and whose."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.answer_files import is_spreadsheet
from kyosei_desktop.exchange.container import MAX_FILE_BYTES, ContainerKind, read_container
from kyosei_desktop.exchange.excel_form_refusals import NotAForm
from kyosei_desktop.exchange.file_kinds import FileKind, kind_of_file
from kyosei_desktop.exchange.file_names import WORK_FILE_SUFFIX
from kyosei_desktop.exchange.probing import look_at_probe, result_lines
from kyosei_desktop.exchange.request_file import read_request
from kyosei_desktop.exchange.spreadsheet import MAX_SPREADSHEET_BYTES, open_spreadsheet
from kyosei_desktop.exchange.submission_file import read_submission
from kyosei_desktop.store.damage import examine_ledger, newest_good_backup
from kyosei_desktop.store.encrypted_copies import opened_copy
from kyosei_desktop.store.engine import NotALedger, check_is_ledger_file
from kyosei_desktop.store.ledger import open_ledger, utc_now
from kyosei_desktop.store.passphrases import Passphrases, read_opened
from kyosei_desktop.store.places import LedgerPlace, ServerPlace
from kyosei_desktop.store.rounds import find_open_round
from kyosei_desktop.store.verifying import NotAHistoryNumber, Verified
from kyosei_desktop.store.work_files import read_work


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file is.

    Attributes:
        kind: `request`, `submission`, `form`, `workbook` (an official one), `ledger`, `work_file` or `probe`; None for
            what is none of these.
        department: whose, by name; in a submission by id, since only the ledger knows the name.
        round: which, such as 令和３年度下期実績; in a submission and a form by id.
        problems: sentences; empty means that the file is as it should be.
        history: of a ledger what a look at all of it found; None where it cannot be read.
    """

    kind: str | None
    department: str | None
    round: str | None
    problems: Sequence[str]
    history: Verified | None = field(default=None, compare=False)

    @property
    def is_ok(self) -> bool:
        """Whether nothing was found."""
        return self.kind is not None and not self.problems


def check_file(place: LedgerPlace, *, known: str | None = None, passphrases: Passphrases | None = None) -> Checked:
    """What a file, or a ledger on a server, is and what is wrong with it.

    Args:
        known: of a ledger the number of its history that was written down earlier.
        passphrases: what may open it where it is encrypted.

    Raises:
        FileNotRead: it cannot be read at all.
        NotAHistoryNumber.
    """
    if isinstance(place, ServerPlace):
        return _check_ledger(place, place.beside, known)
    path = place
    try:
        check_is_ledger_file(path)
        return _check_ledger(path, path, known)
    except NotALedger as error:
        if kind_of_file(path, passphrases) is FileKind.ENCRYPTED_LEDGER:
            with opened_copy(path, passphrases) as copy:
                return _check_ledger(copy, copy, known)
        probe = look_at_probe(path)
        if probe is not None:
            return Checked("probe", None, None, () if probe.is_usable else result_lines([probe]))
        kind = kind_of_file(path, passphrases)
        if kind is None and path.suffix.lower() == WORK_FILE_SUFFIX:  # its beginning may be overwritten
            return Checked(None, None, None, (str(error), *_way_back(path, [str(error)])))
        is_book = kind is FileKind.SPREADSHEET or (kind is None and is_spreadsheet(path))
        return _check_form(path, passphrases) if is_book else _check_container(path, passphrases)


def _check_form(path: Path, passphrases: Passphrases | None) -> Checked:
    from kyosei_desktop.exchange.excel_form_reading import read_form  # openpyxl is slow to load

    try:
        form = read_form(read_opened(path, MAX_SPREADSHEET_BYTES, passphrases), path.name, utc_now())
    except NotAForm as error:
        return _check_report(path, otherwise=error)
    except KyoseiError as error:
        return Checked(None, None, None, (str(error),))
    return Checked("form", form.signed.document.department.name, form.claimed.round, ())


def _check_report(path: Path, otherwise: KyoseiError) -> Checked:
    # openpyxl is slow to load
    from kyosei_desktop.exchange.workbook_layout import problems_in
    from kyosei_desktop.exchange.workbook_plan import recognise_any

    try:
        found = recognise_any(open_spreadsheet(path), path.name)
    except KyoseiError as error:
        return Checked("workbook", None, None, (str(error),))
    if found is None:
        return Checked(None, None, None, (str(otherwise),))
    return Checked("workbook", None, None, tuple(problems_in(found[0])))


def _check_ledger(place: LedgerPlace, path: Path, known: str | None) -> Checked:
    """Check a ledger whose backups lie beside a path."""
    try:
        looked = examine_ledger(place, known=known)
        with open_ledger(place, read_only=True) as ledger:
            department, label = None, None
            if ledger.is_work_file:
                work = read_work(ledger)
                department, label = work.department.name, _label(ledger.definition, work.year, work.period)
            elif (collection := find_open_round(ledger)) is not None:
                label = _label(ledger.definition, collection.year, collection.period)
            kind = "work_file" if ledger.is_work_file else "ledger"
        return Checked(kind, department, label, (*looked.findings, *_way_back(path, looked.findings)), looked)
    except NotAHistoryNumber:
        raise
    except KyoseiError as error:
        return Checked("ledger", None, None, (str(error), *_way_back(path, [str(error)])))


def _way_back(path: Path, findings: Sequence[str]) -> list[str]:
    """Which backup to restore, where something was found and there is a good one."""
    found = newest_good_backup(path) if findings else None
    if found is None:
        return []
    when = f"{found.backup.made_at:%Y-%m-%d %H:%M}"
    sentence = _("いちばん新しい無事な控えは {when} の「{file}」です。復元（restore）できます。")
    return [sentence.format(when=when, file=found.backup.path)]


def _check_container(path: Path, passphrases: Passphrases | None) -> Checked:
    kind: str | None = None
    try:
        content = read_opened(path, MAX_FILE_BYTES, passphrases)
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
