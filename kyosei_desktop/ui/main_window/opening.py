"""Which path opens what: a ledger, a request's work file, or the ledger that answers are for; and new ledgers."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QMimeData

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.exchange.file_kinds import FileKind, kind_of_file
from kyosei_desktop.store.files import FileNotRead, FileNotWritten
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.passphrases import Passphrases, is_encrypted_file, plain_name
from kyosei_desktop.store.places import LedgerPlace
from kyosei_desktop.ui.context import NewLedgerChoice

LEDGER, REQUEST, SUBMISSION = ".kyosei", ".kyoq", ".kyoa"
ENCRYPTED_LEDGER = ".kyosei.age"
PATTERNS = N_("台帳・照会・回答 (*.kyosei *.kyoq *.kyoa *.age);;すべてのファイル (*)")
NEW_LEDGER_NAME = N_("福祉政策進捗状況.kyosei")


@dataclass(eq=False)
class UnknownKindOfFile(KyoseiError):
    """A file whose name ends in none of the three ways."""

    sentence: ClassVar[str] = N_(
        "「{name}」は開けません。台帳（.kyosei）、照会ファイル（.kyoq）、回答ファイル（.kyoa）を選んでください。"
    )
    name: str


@dataclass(eq=False)
class AnswersNeedALedger(KyoseiError):
    """A submission is opened while nothing is open that could take it."""

    sentence: ClassVar[str] = N_(
        "「{name}」は回答ファイルです。取りまとめ課は照会を出した台帳を、担当課は自分の作業ファイルを先に開いてください。"
    )
    name: str


_KINDS = {
    FileKind.LEDGER: LEDGER,
    FileKind.REQUEST: REQUEST,
    FileKind.SUBMISSION: SUBMISSION,
    FileKind.SPREADSHEET: SUBMISSION,
    FileKind.ENCRYPTED_LEDGER: ENCRYPTED_LEDGER,
}


def find_kind(path: Path, known: Passphrases | None = None) -> str | None:
    """`LEDGER`, `REQUEST`, `SUBMISSION` or `ENCRYPTED_LEDGER`; None for others.

    By the content or, where that says nothing or stays closed for the passphrases known, by the name. A workbook counts
    as `SUBMISSION`: it may be an Excel form.
    """
    found = kind_of_file(path, known)
    if found is not None:
        return _KINDS.get(found)
    kind = plain_name(path).suffix.lower()
    if kind == LEDGER and is_encrypted_file(path):
        return ENCRYPTED_LEDGER
    return kind if kind in _KINDS.values() else None


def kind_of(path: Path, known: Passphrases | None = None) -> str:
    """The same of a path that has to be one of them. Raises UnknownKindOfFile."""
    kind = find_kind(path, known)
    if kind is None:
        raise UnknownKindOfFile(name=path.name)
    return kind


def target_of(path: Path, work_folder: Path, known: Sequence[Path], passphrases: Passphrases | None = None) -> Path:
    """The ledger or work file that a path leads to.

    Args:
        path: its kind is `LEDGER` or `REQUEST`.
        work_folder: where work files are kept: the user's documents folder, so that a request opened from a mail's
            temporary folder loses nothing.
        known: files opened lately, wherever they lie.
        passphrases: what may open it where it is encrypted.
    """
    if kind_of(path, passphrases) != REQUEST:
        return path
    from kyosei_desktop.exchange.work_file import find_work_file  # loaded only where a request is opened

    return find_work_file(work_folder, path, known=known, passphrases=passphrases)


def open_path(
    path: Path,
    target: Path,
    *,
    author: str,
    read_only: bool,
    take_over: bool,
    passphrases: Passphrases | None = None,
) -> Ledger:
    """Open a ledger, or the work file of a request.

    Args:
        path: its kind is `LEDGER` or `REQUEST`.
        target: what `target_of` it says.
        author: who acts.
        read_only: open a ledger for reading only.
        take_over: take the lock of another machine's program.
        passphrases: what may open a request that is encrypted.

    Raises:
        KyoseiError: it cannot be opened.
    """
    if kind_of(path, passphrases) == REQUEST:
        from kyosei_desktop.exchange.work_file import open_request

        _make_folder(target.parent)
        return open_request(path, target, author=author, passphrases=passphrases)
    return open_ledger(path, read_only=read_only, take_over=take_over)


def field_that_came_back(ledger: Ledger) -> FieldId | None:
    """The first field of a work file that came back and waits for a look; None where none does."""
    from kyosei_desktop.ui.clerk.answers import AnswerState
    from kyosei_desktop.ui.clerk.pages import load_pages

    pages = load_pages(ledger)
    answers = (answer for page in pages.pages for answer in page.answers)
    return next((one.id for one in answers if one.state is AnswerState.RETURNED), None)


def make_own_ledger(path: Path, *, author: str) -> Ledger:
    """A new ledger with the built-in plan, in a folder that is made where it is not there yet."""
    _make_folder(path.parent)
    from kyosei_desktop.exchange.new_ledger import create_built_in_ledger

    return create_built_in_ledger(path, author=author)


def definitions_to_choose() -> list[tuple[str, str]]:
    """Ids and names of the definitions at hand; one that cannot be read goes by its id and says so when it is used."""
    from kyosei_desktop.exchange.definitions import definitions_at_hand  # brings the schemas along

    return [(one, _name_of(one)) for one in definitions_at_hand()]


def _name_of(definition: str) -> str:
    from kyosei_desktop.exchange.definitions import find_definition

    try:
        return find_definition(definition).name
    except KyoseiError:
        return definition


def suggested_name(choice: NewLedgerChoice) -> str:
    """How a new ledger's file could be called."""
    from kyosei_desktop.exchange.definitions import definitions_at_hand

    is_built_in = choice.plan is None and choice.definition == definitions_at_hand()[0]
    return _(NEW_LEDGER_NAME) if is_built_in else _("新しい台帳.kyosei")


def make_ledger(place: LedgerPlace, choice: NewLedgerChoice, *, author: str) -> Ledger:
    """A new ledger of what was chosen. Raises as `create_ledger_from_document`, and UnknownDefinition."""
    from kyosei_desktop.exchange.definitions import find_definition
    from kyosei_desktop.exchange.new_ledger import create_ledger_from_document

    return create_ledger_from_document(place, choice.plan, definition=find_definition(choice.definition), author=author)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritten(name=folder.name, cause=error.strerror or str(error)) from error


def files_dropped(data: QMimeData) -> list[Path]:
    """The files that are dropped, and of folders the submissions in them."""
    from kyosei_desktop.exchange.watching import submissions_in

    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    found = [path for path in paths if find_kind(path) is not None]
    for folder in (path for path in paths if path.is_dir()):
        with suppress(FileNotRead):  # a folder that may not be read brings nothing
            found += submissions_in(folder)
    return found
