"""Real rounds in a folder: the built-in plan, an open round, requests, and what departments hand in."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from kyosei_desktop.domain.plan import DepartmentId, FieldKind, PeriodId, Plan, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.rounds import AskedField
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.handing_in import hand_in
from kyosei_desktop.exchange.merging import MergeResult, merge_files
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.exchange.requesting import make_requests
from kyosei_desktop.exchange.work_file import load_request, open_request
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.rounds import open_round
from kyosei_desktop.store.work_files import WorkField, read_work

YEAR, PERIOD = FiscalYear(2021), PeriodId("second_half")
COORDINATOR, CLERK = "取りまとめ担当", "担当者"
CO_OWNED = 10
"""№10 is carried by two departments: what they answer differently is in conflict."""


class TestClock:
    """A clock that a test sets; each look at it takes a second, so that no two acts fall on one moment."""

    __test__ = False

    def __init__(self, now: datetime = datetime(2022, 4, 6, 1, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def make_ledger(folder: Path, clock: TestClock | None = None) -> Ledger:
    """A ledger of the built-in plan."""
    ledger = create_built_in_ledger(folder / "台帳.kyosei", author=COORDINATOR)
    ledger.clock = clock or TestClock()
    return ledger


def start_round(ledger: Ledger, *, due_on: date = date(2022, 4, 15)) -> None:
    """Ask for the entries of the second half of 2021."""
    open_round(ledger, year=YEAR, period=PERIOD, due_on=due_on, asks=frozenset({AskedField.ENTRY}), author=COORDINATOR)


def send_requests(ledger: Ledger, folder: Path) -> dict[str, Path]:
    """Request files by the department's name."""
    made = run_to_end(make_requests(ledger, folder, author=COORDINATOR))
    return {one.department.name: one.file for one in made}


def copy_requests(made: Path, folder: Path) -> dict[str, Path]:
    """Copies of the request files of the fixture `round_files`, by the department's name."""
    folder.mkdir()
    copies = {}
    for file in (*(made / "照会").glob("*.kyoq"), made / "照会.kyoq"):
        department = load_request(file).department.name
        copies[department] = Path(shutil.copy(file, folder / f"{department}.kyoq"))
    return copies


def answer(
    ledger: Ledger,
    request: Path,
    texts: Mapping[int, str] | None = None,
    *,
    otherwise: str = "・予定どおり実施した。",
    only: Sequence[int] | None = None,
) -> Path:
    """A submission that answers the entries of a request.

    Args:
        ledger: the coordinator's, whose clock the work file shares.
        request: the request file.
        texts: entries by measure number; the others get `otherwise`.
        otherwise: what the others say.
        only: numbers of the measures to answer; None for all.
    """
    work_file = request.with_suffix(".kyosei")
    asked = (request.read_bytes(), tuple((texts or {}).items()), otherwise, only and tuple(only), ledger.clock.now)
    if not work_file.exists() and asked in _ANSWERED:
        kept, ledger.clock.now = _ANSWERED[asked]
        shutil.copy(kept / "work.kyosei", work_file)
        return Path(shutil.copy(kept / "1.kyoa", request.with_name(f"{request.stem}_1.kyoa")))
    with open_request(request, work_file, author=CLERK) as work:
        work.clock = ledger.clock
        for field in read_work(work).fields:
            number = field.address.measure
            if field.place.kind is FieldKind.ENTRY and (only is None or number in only):
                text = (texts or {}).get(int(number), otherwise)
                answer_field(work, field.place.id, Value(text), author=CLERK)
        serial = len(read_work(work).handed_in) + 1
        file = request.with_name(f"{request.stem}_{serial}.kyoa")
        hand_in(work, file, person=CLERK, extension="2345", message="確認済みです", is_partial=True, author=CLERK)
    if serial == 1:
        kept = Path(_KEPT.name, str(len(_ANSWERED)))
        kept.mkdir()
        shutil.copy(work_file, kept / "work.kyosei")
        shutil.copy(file, kept / "1.kyoa")
        _ANSWERED[asked] = kept, ledger.clock.now
    return file


_KEPT = TemporaryDirectory(prefix="answers-")
_ANSWERED: dict[tuple[object, ...], tuple[Path, datetime]] = {}
"""First answers by all that they are made of: many tests begin with the same ones, and making them takes a second."""


def merge(ledger: Ledger, *files: Path) -> MergeResult:
    """Merge submissions."""
    return run_to_end(merge_files(ledger, files, author=COORDINATOR))


def owners_of(plan: Plan, number: int) -> list[str]:
    """Names of the departments of a measure."""
    measure = next(one for one in plan.measures if one.no == number)
    return plan.names_of(measure.departments)


def department_named(plan: Plan, name: str) -> DepartmentId:
    """The id of a department."""
    return next(one.id for one in plan.departments if one.name == name)


def entry_of(ledger: Ledger, number: int) -> Value:
    """What the plan says in the round's cell of a measure's first initiative."""
    plan = ledger.plan()
    measure = next(one for one in plan.measures if one.no == number)
    return measure.initiatives[0].entry(YEAR, PERIOD)


def kept(work: Ledger, field: WorkField) -> Value:
    """What a field of a work file says by its newest revision, whatever is being typed."""
    return next(one.value for one in read_work(work).fields if one.place.id == field.place.id)


def make_conflict(ledger: Ledger, requests: Mapping[str, Path], left: str, right: str) -> list[Path]:
    """Merge differing answers of the two owners of №10; the files merged."""
    one, other = owners_of(ledger.plan(), CO_OWNED)
    files = [answer(ledger, requests[one], {CO_OWNED: left}), answer(ledger, requests[other], {CO_OWNED: right})]
    merge(ledger, *files)
    return files
