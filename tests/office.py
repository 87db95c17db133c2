"""A small office for the tests: a coordinator with a ledger and clerks with work files, all of it real files.

An office is made once (`make_office`) and copied for each test, which is much faster than making ledgers anew.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from kyosei_desktop.domain.merge import Origin
from kyosei_desktop.domain.plan import Address, DepartmentId, FieldId, FieldKind, PeriodId, Value
from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.rounds import AskedField
from kyosei_desktop.domain.rules.findings import Level
from kyosei_desktop.domain.rules.question import Measure
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.answers import Answer
from kyosei_desktop.exchange.handing_in import answer_all, hand_in
from kyosei_desktop.exchange.merging import MergeResult, merge_files
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.exchange.requesting import make_requests, return_department
from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.store.conflicts import find_conflict, list_conflicts, settle_conflict
from kyosei_desktop.store.copying import copy_to_server
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.places import LedgerPlace, ServerPlace
from kyosei_desktop.store.plans import value_of
from kyosei_desktop.store.revisions import load_histories
from kyosei_desktop.store.rounds import open_round
from kyosei_desktop.store.tables import Base, FieldRow
from kyosei_desktop.store.verifying import verify_history
from kyosei_desktop.store.work_findings import WorkFinding, find_in_work

SOUMU, KYOSEI = "福祉総務課", "地域共生課"
YEAR, PERIOD = FiscalYear(2021), PeriodId("second_half")
DUE = date(2022, 4, 15)
EVERYTHING = frozenset({AskedField.ENTRY, AskedField.NEXT_PLAN, AskedField.OUTCOME, AskedField.RECORD})


def _initiative(departments: Sequence[str], content: str, plan: str = "実施予定") -> dict[str, Any]:
    years = {
        "2020": {"plan": "前年の予定", "first_half": "前年の上期", "second_half": "前年の下期"},
        "2021": {"plan": plan, "first_half": "", "second_half": ""},
    }
    return {"departments": list(departments), "content": content, "years": years}


def _measure(no: int | str, *initiatives: Mapping[str, Any]) -> dict[str, Any]:
    name = f"施策{no}の名前"
    return {"no": no, "page": None, "name": name, "outcome": "成果", "record": "", "initiatives": list(initiatives)}


PLAN: Mapping[str, Any] = {
    "title": "福祉政策 進捗状況",
    "subtitle": None,
    "as_of": None,
    "years": [2020, 2021],
    "measures": [
        _measure(1, _initiative([SOUMU], "相談窓口を設ける")),
        _measure(2, _initiative([SOUMU, KYOSEI], "二つの課で講座を開く")),
        _measure(3, _initiative([SOUMU], "冊子を配る"), _initiative([KYOSEI], "催しを開く")),
        _measure("4-(1)", _initiative([KYOSEI], "まだ始めていない取組", "*****")),
    ],
}
"""№1 has one owner, №2 two, №3 an initiative for each, and №4-(1), which has not begun, is optional."""


@dataclass
class TickingClock:
    """Goes on by a second each time it is looked at, so that no two moments are the same."""

    now: datetime = datetime(2022, 4, 1, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def entry(measure: int | str, initiative: int = 1, period: str = PERIOD, year: int = YEAR) -> Address:
    """An entry, by default of the period that the round asks for."""
    return Address(measure, FieldKind.ENTRY, initiative, FiscalYear(year), PeriodId(period))


def of_measure(measure: int | str, kind: str = "outcome") -> Address:
    """A field of a measure as a whole."""
    return Address(measure, FieldKind(kind))


class Clerk:
    """A clerk's desk: a work file, open like a window, and the submissions handed in from it."""

    def __init__(self, work_file: Path, clock: TickingClock) -> None:
        self.work_file = work_file
        self.clock = clock
        self.files: list[Path] = []
        self._open: Ledger | None = None

    @property
    def work(self) -> Ledger:
        """The work file, opened when it is first needed."""
        if self._open is None:
            self._open = open_ledger(self.work_file, clock=self.clock)
        return self._open

    def close(self) -> None:
        """Let go of the work file."""
        if self._open is not None:
            self._open.close()
        self._open = None

    def open(self, request: Path) -> None:
        """Take a request in."""
        self.close()
        self._open = open_request(request, self.work_file, author="担当者", clock=self.clock)

    def write(self, answers: Mapping[Address, str | Value]) -> int:
        """Write answers; how many fields they changed."""
        chosen = [Answer(one, said if isinstance(said, Value) else Value(said)) for one, said in answers.items()]
        return answer_all(self.work, chosen, author="担当者")

    def hand_in(self, **options: Any) -> Path:
        """The next submission, whether complete or not."""
        file = self.work_file.with_name(f"{self.work_file.stem}-{len(self.files) + 1}.kyoa")
        self.files.append(hand_in(self.work, file, is_partial=True, author="担当者", **options).file)
        return self.files[-1]

    def answer(self, answers: Mapping[Address, str | Value], **options: Any) -> Path:
        """Write answers and hand them in."""
        self.write(answers)
        return self.hand_in(**options)


@dataclass
class Office:
    """The coordinator's ledger with an open round, its requests, and a clerk in each department.

    `place` is where the ledger is, on a server say; by default it is a file in the folder.
    """

    folder: Path
    clock: TickingClock = field(default_factory=TickingClock)
    place: LedgerPlace | None = None

    def __post_init__(self) -> None:
        self.ledger = open_ledger(self.place or self.folder / "台帳.kyosei", clock=self.clock)
        self.path = self.ledger.path
        self.requests = {name: self.folder / f"照会_令和３年度下期実績_{name}.kyoq" for name in (SOUMU, KYOSEI)}
        self.clerks: list[Clerk] = []
        self.soumu, self.kyosei = self.clerk(SOUMU), self.clerk(KYOSEI)

    def clerk(self, stem: str) -> Clerk:
        """A clerk at a desk of that name; without a work file unless there is one."""
        self.clerks.append(Clerk(self.folder / f"{stem}.kyosei", self.clock))
        return self.clerks[-1]

    def copy_of(self, clerk: Clerk, stem: str) -> Clerk:
        """A clerk at another desk, with a copy of a work file as it is now."""
        shutil.copy(clerk.work_file, self.folder / f"{stem}.kyosei")
        return self.clerk(stem)

    def department(self, name: str) -> DepartmentId:
        """A department's id."""
        return next(one.id for one in self.ledger.plan().departments if one.name == name)

    def field(self, address: Address) -> FieldId:
        """A field's id."""
        place = self.ledger.plan().field_at(address)
        assert place is not None
        return place.id

    def value(self, address: Address) -> Value:
        """What the ledger shows of a field."""
        plan = self.ledger.plan()
        place = plan.field_at(address)
        assert place is not None
        return plan.value(place)

    def text(self, address: Address) -> str:
        """The text that the ledger shows of a field."""
        return self.value(address).text

    def stored(self) -> dict[str, list[str]]:
        """Everything that the ledger holds, row by row."""
        with self.ledger.reading() as session:
            tables = Base.metadata.sorted_tables
            return {one.name: sorted(repr(row) for row in session.execute(select(one))) for one in tables}

    def merge(self, *files: Path, is_dry_run: bool = False) -> MergeResult:
        """Merge files in one merge."""
        return run_to_end(merge_files(self.ledger, files, author="取りまとめ", is_dry_run=is_dry_run))

    def edit(self, address: Address, said: str | Value) -> list[FieldId]:
        """The coordinator's own edit."""
        value = said if isinstance(said, Value) else Value(said)
        return edit_fields(self.ledger, [(address, value)], author="取りまとめ")

    def conflict_texts(self) -> dict[str, list[str]]:
        """The texts of every open conflict, by its id."""
        return {one.id: sorted(side.value.text for side in one.sides) for one in list_conflicts(self.ledger)}

    def settle(self, conflict: str, text: str) -> None:
        """Settle a conflict with a text."""
        found = find_conflict(self.ledger, conflict)
        settle_conflict(self.ledger, found, Value(text), author="取りまとめ")

    def request(self, name: str) -> Path:
        """A department's request, made anew."""
        work = make_requests(self.ledger, self.folder, departments=[self.department(name)], author="取りまとめ")
        return run_to_end(work)[0].file

    def returned(self, name: str, *addresses: Address, reason: str = "書き足してください") -> Path:
        """A department's answers, returned: all of them, or those at the addresses."""
        fields = [self.field(one) for one in addresses] or None
        file = self.folder / f"差戻し_{name}.kyoq"
        department = self.department(name)
        return return_department(self.ledger, department, file, reason=reason, fields=fields, author="取りまとめ")

    def close(self) -> None:
        """Let go of the ledger and the work files."""
        self.ledger.close()
        for one in self.clerks:
            one.close()


def make_office(folder: Path) -> None:
    """Make the files of an office: a ledger with a round open, the requests, and a work file for each."""
    clock = TickingClock()
    document = folder / "計画.json"
    document.write_text(json.dumps(PLAN, ensure_ascii=False), "utf-8")
    path = folder / "台帳.kyosei"
    create_ledger_from_document(path, document, author="取りまとめ").close()
    with open_ledger(path, clock=clock) as ledger:
        open_round(ledger, year=YEAR, period=PERIOD, due_on=DUE, asks=EVERYTHING, author="取りまとめ")
        made = run_to_end(make_requests(ledger, folder, author="取りまとめ"))
    for one in made:
        work_file = folder / f"{one.department.name}.kyosei"
        open_request(one.file, work_file, author="担当者", clock=clock).close()


def move_to_server(folder: Path, place: ServerPlace) -> None:
    """Put an office's ledger on a server, in the place of the file."""
    path = folder / "台帳.kyosei"
    copy_to_server(path, place)
    path.unlink()


@contextmanager
def fresh_office(office_files: Path) -> Iterator[Office]:
    """An office of a property's own run, which function-scoped fixtures cannot give."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(office_files, folder, dirs_exist_ok=True)
        office = Office(Path(folder))
        try:
            yield office
        finally:
            office.close()


def ledger_state(ledger: Ledger) -> tuple[str, list[object]]:
    """What a ledger says: its plan document, and its conflicts without what the order of arrival may change."""
    conflicts: list[object] = [
        (one.id, one.root, one.shown, sorted((side.value.text, str(side.department)) for side in one.sides))
        for one in list_conflicts(ledger)
    ]
    return plan_document_text(ledger.plan()), conflicts


def check_stored_is_derived(ledger: Ledger) -> None:
    """Hold every field's stored value, heads and conflict against those that follow from its revisions.

    And the whole history against its hashes.
    """
    authority = Origin.DEPARTMENT if ledger.is_work_file else Origin.COORDINATOR
    with ledger.reading() as session:
        rows = session.scalars(select(FieldRow)).all()
        histories = load_histories(session, [FieldId(row.id) for row in rows])
        for row in rows:
            state = histories[FieldId(row.id)].state(authority)
            stored = value_of(row), list(row.heads), row.is_conflict
            assert stored == (state.shown, [head.revision for head in state.heads], state.is_conflict), row.id
    assert run_to_end(verify_history(ledger)).findings == []


def open_warnings(ledger: Ledger, measure: Measure | None = None) -> list[WorkFinding]:
    """What still wants something before a work file is handed in: errors, and warnings without a tick that holds."""
    return [
        one
        for one in find_in_work(ledger, measure)
        if one.finding.level is Level.ERROR or (one.finding.level is Level.WARNING and one.acknowledgement is None)
    ]
