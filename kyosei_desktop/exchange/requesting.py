"""Making request files: one for each department, all of them valid or none made."""

from collections import Counter
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kyosei_desktop.domain.definition import Definition, definition_from_document
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import SourceId
from kyosei_desktop.domain.plan import Department, DepartmentId, FieldId, Plan
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.rounds import DepartmentState, Round
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.exchange.covering import LETTER_SUFFIX, covering_text, letter_content
from kyosei_desktop.exchange.file_names import request_name
from kyosei_desktop.exchange.request_file import RequestedField, RequestFile, RequestRound, write_request
from kyosei_desktop.exchange.request_forms import RequestForm, RequestForms, carrier_of
from kyosei_desktop.store.acceptance import NotAskedYet
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.files import FileNotWritten, replacing, write_file
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.passphrases import check_new_passphrase, encrypt, encrypted_name, plain_name
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.requests import MadeRequest, departments_asked, record_request
from kyosei_desktop.store.rounds import ensure_asked_fields, open_round_row, round_of
from kyosei_desktop.store.status import round_status
from kyosei_desktop.store.withdrawing import refuse_if_accepted


@dataclass(eq=False)
class NotSubmitted(KyoseiError):
    """A department is to get its answers back and has not handed any in."""

    sentence: ClassVar[str] = N_("{department}からはまだ回答がありません。回答を取り込んでから差し戻してください。")
    department: str


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A request file, whose it is, and which carrier: the program's file or an Excel form."""

    file: Path
    department: Department
    form: RequestForm = RequestForm.APP


def make_requests(
    ledger: Ledger,
    folder: Path,
    *,
    departments: Sequence[DepartmentId] | None = None,
    forms: RequestForms | None = None,
    with_letters: bool = False,
    passphrase: str | None = None,
    author: str,
) -> Generator[Step, None, list[MadeFile]]:
    """Make the open round's request files.

    Args:
        folder: is made where absent; a file made earlier for the same department is replaced, and stays valid
            wherever it has gone.
        departments: None means all that the round asks anything of.
        forms: who gets an Excel form, in the place of the program's file or beside it; nobody by default.
        with_letters: write the covering text of each request (照会文) beside it, to be pasted into a mail.
        passphrase: encrypts the files; None leaves them plain.

    Raises:
        NoOpenRound, NothingToAsk, FileNotWritten, PassphraseTooShort.
    """
    with ledger.begin() as unit, ExitStack() as files:
        made = yield from write_requests(
            unit,
            files,
            folder,
            departments=departments,
            forms=forms,
            with_letters=with_letters,
            passphrase=passphrase,
            author=author,
        )
        # Remembered first: a file that the ledger does not know could never be answered.
        unit.commit()
    return made


def write_requests(
    unit: Unit,
    files: ExitStack,
    folder: Path,
    *,
    departments: Sequence[DepartmentId] | None,
    forms: RequestForms | None = None,
    with_letters: bool,
    passphrase: str | None = None,
    author: str,
) -> Generator[Step, None, list[MadeFile]]:
    """Make request files within a unit that does more; they are put in their places when `files` is left.

    The rest as `make_requests`.
    """
    _make_folder(folder)
    ledger, made = unit.ledger, list[MadeFile]()
    collection = round_of(open_round_row(unit.session))
    plan = load_plan(unit.session)
    ensure_asked_fields(unit, plan, collection, author=author)  # measures may have come since the round was opened
    chosen = departments_asked(ledger, plan, collection) if departments is None else departments
    names, file_names = plan.department_names, _file_names(ledger, plan, collection)
    for done, department in enumerate(chosen):
        yield Step(done, len(chosen), names[department])
        request = record_request(unit, plan, collection, department)
        record_act(unit, ActKind.REQUESTED, author=author, round_id=collection.id, department=department)
        form = (forms or {}).get(department, RequestForm.APP)
        content = _request_file(unit, plan, request)
        written = [
            _named((folder / file_names[department]).with_suffix(suffix), passphrase) for suffix in form.suffixes
        ]
        for file in written:
            files.enter_context(replacing(file)).write_bytes(_content(content, file, passphrase))
            made.append(MadeFile(file, content.department, _carrier(file)))
        if with_letters:
            text = covering_text(ledger, plan, collection, department, [file.name for file in written])
            letter = plain_name(written[0]).with_suffix(LETTER_SUFFIX)
            files.enter_context(replacing(letter)).write_bytes(letter_content(text))
    yield Step(len(chosen), len(chosen), folder.name)
    return made


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritten(name=folder.name, cause=error.strerror or str(error)) from error


def _file_names(
    ledger: Ledger, plan: Plan, collection: Round, *, is_return: bool = False
) -> Mapping[DepartmentId, str]:
    """The name of each department's request; numbered where names of departments differ only in what no file allows."""
    found: dict[DepartmentId, str] = {}
    taken: Counter[str] = Counter()
    for one in plan.departments:
        name = Path(request_name(ledger.definition, collection.year, collection.period, one.name, is_return=is_return))
        taken[name.name.casefold()] += 1  # Windows takes no notice of capitals
        times = taken[name.name.casefold()]
        found[one.id] = name.name if times == 1 else f"{name.stem}-{times}{name.suffix}"
    return found


def return_department(
    ledger: Ledger,
    department: DepartmentId,
    file: Path,
    *,
    reason: str,
    fields: Collection[FieldId] | None = None,
    notes: Mapping[FieldId, str] | None = None,
    passphrase: str | None = None,
    author: str,
) -> Path:
    """Return a department's answers (差戻し): a request for the cells in question with their present heads.

    Args:
        file: the request file to write; an Excel form where it is called like one.
        fields: ids of the cells; None means all that the department was asked for.
        notes: words about single cells.
        passphrase: encrypts the file, which gets the ending of encrypted files; None leaves it plain.

    Returns:
        The file written.

    Raises:
        NoOpenRound, NotAskedYet, NotSubmitted, DepartmentIsAccepted, NothingToAsk, NotAcceptableText, FileNotWritten,
        PassphraseTooShort.
    """
    file = _named(file, passphrase)
    reason = clean_text(reason)
    notes = {field: clean_text(note) for field, note in (notes or {}).items()}
    states = {one.department.id: one.state for one in round_status(ledger).departments}
    with ledger.begin() as unit:
        _refuse_to_return(unit, department, states)
        request = _return_request(unit, department, reason=reason, fields=fields, notes=notes, author=author)
        write_file(file, _content(request, file, passphrase))
        unit.commit()
    return file


def return_missing(
    ledger: Ledger,
    departments: Sequence[DepartmentId],
    folder: Path,
    *,
    reason: str,
    forms: RequestForms | None = None,
    passphrase: str | None = None,
    author: str,
) -> Generator[Step, None, list[MadeFile]]:
    """Return to several departments the required cells that they left blank, all of them or none.

    Args:
        departments: those without a missing cell are left out.
        folder: where the files go, named as single returns are; made where absent.
        forms, passphrase: as in `make_requests`.

    Raises:
        As `return_department`.
    """
    reason = clean_text(reason)
    status = {one.department.id: one for one in round_status(ledger).departments}
    states = {department: one.state for department, one in status.items()}
    made: list[MadeFile] = []
    with ledger.begin() as unit, ExitStack() as files:
        collection, plan = round_of(open_round_row(unit.session)), load_plan(unit.session)
        file_names = _file_names(ledger, plan, collection, is_return=True)
        _make_folder(folder)
        for done, department in enumerate(departments):
            name = plan.department_names[department]
            yield Step(done, len(departments), name)
            _refuse_to_return(unit, department, states)
            places = (plan.field_at(address) for address in status[department].missing)
            fields = [place.id for place in places if place is not None]
            if not fields:
                continue
            request = _return_request(unit, department, reason=reason, fields=fields, notes={}, author=author)
            for suffix in (forms or {}).get(department, RequestForm.APP).suffixes:
                file = _named((folder / file_names[department]).with_suffix(suffix), passphrase)
                files.enter_context(replacing(file)).write_bytes(_content(request, file, passphrase))
                made.append(MadeFile(file, request.department, carrier_of(suffix)))
        yield Step(len(departments), len(departments), folder.name)
        unit.commit()
    return made


def _refuse_to_return(unit: Unit, department: DepartmentId, states: Mapping[DepartmentId, DepartmentState]) -> None:
    collection = round_of(open_round_row(unit.session))
    refuse_if_accepted(unit, collection.id, department)
    name = load_plan(unit.session).department_names[department]
    if states.get(department) in (None, DepartmentState.NOT_SENT):
        raise NotAskedYet(department=name)
    if states[department] is DepartmentState.ASKED:
        raise NotSubmitted(department=name)


def _return_request(
    unit: Unit,
    department: DepartmentId,
    *,
    reason: str,
    fields: Collection[FieldId] | None,
    notes: Mapping[FieldId, str],
    author: str,
) -> RequestFile:
    """Record a return, and what its file holds."""
    collection, plan = round_of(open_round_row(unit.session)), load_plan(unit.session)
    request = record_request(
        unit, plan, collection, department, only=fields, notes=notes, is_return=True, reason=reason
    )
    record_act(unit, ActKind.RETURNED, author=author, round_id=collection.id, department=department, note=reason)
    return _request_file(unit, plan, request)


def _definition_for_others(ledger: Ledger) -> Definition:
    """The definition without what the coordinator keeps for their own use."""
    document = dict(ledger.definition.document)
    document.pop("return_reasons", None)
    return definition_from_document(document)


def _request_file(unit: Unit, plan: Plan, request: MadeRequest) -> RequestFile:
    measures = [one for one in plan.measures if request.department in one.departments]
    mentioned = {owner for one in measures for owner in one.departments}
    collection = request.round
    return RequestFile(
        plan=Plan(
            id=plan.id,
            title=plan.title,
            subtitle=plan.subtitle,
            as_of=plan.as_of,
            years=plan.years,
            departments=[one for one in plan.departments if one.id in mentioned],
            measures=measures,
        ),
        definition=_definition_for_others(unit.ledger),
        round=RequestRound(collection.id, collection.year, collection.period, collection.due_on),
        department=Department(request.department, plan.department_names[request.department]),
        id=SourceId(request.id),
        made_at=request.made_at,
        is_return=request.is_return,
        reason=request.reason,
        key=request.key,
        initiative_numbers={
            initiative.id: number for one in measures for number, initiative in enumerate(one.initiatives, start=1)
        },
        fields=tuple(
            RequestedField(
                field=one.place.id,
                heads=tuple(one.heads),
                known=tuple(one.known),
                value=one.value,
                is_required=one.is_required,
                note=one.note,
                suggestion=one.suggestion,
            )
            for one in request.fields
        ),
    )


def _named(file: Path, passphrase: str | None) -> Path:
    """What a file is called that may be encrypted. Raises PassphraseTooShort."""
    if passphrase is None:
        return file
    check_new_passphrase(passphrase)
    return encrypted_name(file)


def _carrier(file: Path) -> RequestForm:
    return carrier_of(plain_name(file).suffix)


def _content(request: RequestFile, file: Path, passphrase: str | None) -> bytes:
    """The bytes of a request in the carrier that a file is called like, encrypted where there is a passphrase."""
    content = _plain_content(request, _carrier(file))
    return content if passphrase is None else encrypt(content, passphrase)


def _plain_content(request: RequestFile, carrier: RequestForm) -> bytes:
    if carrier is RequestForm.APP:
        return write_request(request)
    from kyosei_desktop.exchange.excel_form_writing import write_form  # openpyxl and fonts are slow to load

    return write_form(request)
