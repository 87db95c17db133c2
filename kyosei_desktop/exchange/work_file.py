"""Opening a request: making the clerk's work file, or finding the one that is there and taking the request in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.rounds import Round
from kyosei_desktop.exchange.container import MAX_FILE_BYTES
from kyosei_desktop.exchange.file_names import WORK_FILE_SUFFIX, work_file_name
from kyosei_desktop.exchange.request_file import RequestFile, read_request
from kyosei_desktop.store.ledger import Clock, Ledger, open_ledger, utc_now
from kyosei_desktop.store.passphrases import Passphrases, read_opened
from kyosei_desktop.store.requests import MadeRequest, RequestedField, RequestId
from kyosei_desktop.store.work_files import create_work_file, round_and_department, take_request_in


@dataclass(eq=False)
class WorkFileOfAnother(KyoseiError):
    """The work file belongs to another request."""

    sentence: ClassVar[str] = N_(
        "作業ファイル「{name}」は別の照会のものです。この照会用の作業ファイルを選ぶか、別の名前を付けてください。"
    )
    name: str


def load_request(path: Path, passphrases: Passphrases | None = None) -> RequestFile:
    """Read and check a request file. Raises FileNotRead, FileTooLarge, FileRefused; as `read_opened`."""
    return read_request(read_opened(path, MAX_FILE_BYTES, passphrases), path.name)


def open_request(
    request: Path, work_file: Path, *, author: str, clock: Clock = utc_now, passphrases: Passphrases | None = None
) -> Ledger:
    """Open a request in its work file, made where absent; a return is taken into the one that is there.

    Args:
        passphrases: what may open the request where it is encrypted.

    Raises:
        FileNotRead, FileTooLarge, FileRefused, and as `read_opened`: the request is no good; nothing was made.
        WorkFileOfAnother: the work file there belongs to another round or department.
        NotALedger, LedgerInUse, FileNotWritten: the work file cannot be used.
    """
    content = load_request(request, passphrases)
    made = _made_request(content)
    if not work_file.exists():
        return create_work_file(work_file, content.plan, content.definition, made, author=author, clock=clock)
    ledger = open_ledger(work_file, clock=clock)
    try:
        belongs = ledger.is_work_file and ledger.head.plan == content.plan.id
        if not belongs or round_and_department(ledger) != (made.round.id, made.department):
            raise WorkFileOfAnother(name=work_file.name)
        take_request_in(ledger, content.plan, made, author=author)
    except BaseException:
        ledger.close()
        raise
    return ledger


def find_work_file(
    folder: Path, request: Path, *, known: Sequence[Path] = (), passphrases: Passphrases | None = None
) -> Path:
    """Where the work file of a request is in a folder: the one that is there, else a free name for a new one.

    So a request opened twice, even out of a mail's temporary folder, leads to the same work.

    Args:
        folder: where work files are kept.
        request: the request file.
        known: files opened lately, looked at first: a work file that a colleague handed over may lie anywhere.
        passphrases: what may open the request where it is encrypted.

    Raises:
        FileNotRead, FileTooLarge, FileRefused.
    """
    content = load_request(request, passphrases)
    wanted = (content.round.id, content.department.id)
    name = work_file_name(content.definition, content.round.year, content.round.period, content.department.name)
    for path in (*known, folder / name, *sorted(folder.glob(f"*{WORK_FILE_SUFFIX}"))):
        if path.exists() and _belongs_to(path) == wanted:
            return path
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{name.removesuffix(WORK_FILE_SUFFIX)}-{number}{WORK_FILE_SUFFIX}"
        number += 1
    return path


def _belongs_to(path: Path) -> tuple[str, str] | None:
    try:
        with open_ledger(path, read_only=True) as ledger:
            return round_and_department(ledger) if ledger.is_work_file else None
    except KyoseiError:
        return None  # not ours, damaged or too new: not the work file that is looked for


def _made_request(content: RequestFile) -> MadeRequest:
    asked = content.round
    return MadeRequest(
        id=RequestId(content.id),
        round=Round(asked.id, asked.year, asked.period, asked.due_on, frozenset(), frozenset()),
        department=content.department.id,
        made_at=content.made_at,
        is_return=content.is_return,
        reason=content.reason,
        key=content.key,
        fields=tuple(
            RequestedField(
                place=content.places[one.field],
                heads=one.heads,
                known=one.known,
                value=one.value,
                is_required=one.is_required,
                note=one.note,
                suggestion=one.suggestion,
            )
            for one in content.fields
        ),
    )
