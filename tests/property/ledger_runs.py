"""Random runs of an office on real ledgers and real files, as `merge_model.py` plays them of one field in memory.

A run is a list of phases. In each, clerks write, copy their work files and hand in; then the files come to the
coordinator, who acts once. A law compares runs of one script in which one thing is different: the order in which
files come, say. The runs make files of their own, so they are compared by what the ledgers say, not by ids.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.exchange.merging import withdraw_file
from kyosei_desktop.exchange.submission_file import read_submission
from kyosei_desktop.store.acceptance import accept_department, revoke_acceptance
from kyosei_desktop.store.conflicts import list_conflicts, settle_conflict
from kyosei_desktop.store.history import list_changes
from tests.office import KYOSEI, SOUMU, Clerk, Office, check_stored_is_derived, entry, ledger_state, of_measure

PLACES = (entry(2), of_measure(2), of_measure(3))
"""All co-owned, so that answers meet."""

TEXTS = st.sampled_from(["", "x", "y", "12人", "１２人", "成果"]).map(Value) | st.just(Value(blank=BlankReason.ENDED))
PLACE = st.integers(0, len(PLACES) - 1)
SMALL = st.integers(0, 5)


@dataclass(frozen=True)
class Write:
    """A clerk leaves a field with a text, and hands in if told so."""

    desk: int
    place: int
    value: Value
    hands_in: bool


@dataclass(frozen=True)
class Copy:
    """A work file is copied to another desk."""

    desk: int


@dataclass(frozen=True)
class Edit:
    """The coordinator's own text."""

    place: int
    value: Value


@dataclass(frozen=True)
class Settle:
    """The coordinator takes one of the texts of a conflict."""

    conflict: int
    take: int


@dataclass(frozen=True)
class Withdraw:
    """A file is withdrawn."""

    file: int


@dataclass(frozen=True)
class Accept:
    """A department is accepted, or its acceptance revoked."""

    department: int
    revokes: bool


@dataclass(frozen=True)
class Return:
    """A department gets its answers back, and takes them into the work file of a desk."""

    department: int


Step = Write | Copy
Act = Edit | Settle | Withdraw | Accept | Return


@dataclass(frozen=True)
class Phase:
    """What clerks do, how many of the files that came before come again, and what the coordinator does then."""

    steps: Sequence[Step]
    again: int
    act: Act


WRITES = st.builds(Write, SMALL, PLACE, TEXTS, st.booleans())
STEPS = st.lists(WRITES | WRITES | WRITES | st.builds(Copy, SMALL), min_size=1, max_size=4)
EDITS = st.builds(Edit, PLACE, TEXTS)
ACTS = (
    EDITS
    | st.builds(Settle, SMALL, SMALL)
    | st.builds(Withdraw, SMALL)
    | st.builds(Accept, st.integers(0, 1), st.booleans())
    | st.builds(Return, st.integers(0, 1))
)
SCRIPTS = st.lists(st.builds(Phase, STEPS, st.integers(0, 2), ACTS), min_size=1, max_size=3)

Arrival = Callable[[Sequence[Path]], Sequence[Sequence[Path]]]
"""The merges in which some files come."""


class Run:
    """One run of a script."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.desks: list[Clerk] = [office.soumu, office.kyosei]
        self.files: list[Path] = []

    def clerks_do(self, steps: Sequence[Step]) -> list[Path]:
        """What the clerks of a phase do. Returns the files handed in."""
        made = []
        for step in steps:
            desk = self.desks[step.desk % len(self.desks)]
            if isinstance(step, Copy):
                self.desks.append(self.office.copy_of(desk, f"机{len(self.desks)}"))
                continue
            desk.write({PLACES[step.place]: step.value})
            if step.hands_in:
                made.append(desk.hand_in())
        self.files += made
        return made

    def act(self, act: Act) -> None:
        """What the coordinator does; what the ledger refuses is refused in every run."""
        with contextlib.suppress(KyoseiError):
            self._act(act)

    def _act(self, act: Act) -> None:
        office = self.office
        match act:
            case Edit(place, value):
                office.edit(PLACES[place], value)
            case Settle(number, take):
                conflicts = list_conflicts(office.ledger)
                if conflicts:
                    conflict = conflicts[number % len(conflicts)]
                    values = sorted({side.value for side in conflict.sides}, key=str)
                    settle_conflict(office.ledger, conflict, values[take % len(values)], author="取りまとめ")
            case Withdraw(number):
                if self.files:
                    withdraw_file(office.ledger, self.files[number % len(self.files)], author="取りまとめ")
            case Accept(number, revokes):
                change = revoke_acceptance if revokes else accept_department
                change(office.ledger, office.department((SOUMU, KYOSEI)[number]), author="取りまとめ")
            case Return(number):
                self.desks[number].open(office.returned((SOUMU, KYOSEI)[number]))

    def play(self, script: Sequence[Phase], arrival: Arrival) -> Iterator[object]:
        """What the ledger says before and after each act."""
        for phase in script:
            earlier = self.files[: phase.again]
            made = self.clerks_do(phase.steps)
            for files in arrival([*earlier, *made]):
                self.office.merge(*files)
            check_stored_is_derived(self.office.ledger)
            yield ledger_state(self.office.ledger)
            self.act(phase.act)
            check_stored_is_derived(self.office.ledger)
            yield ledger_state(self.office.ledger)
        self.check_nothing_is_lost(script)

    def check_nothing_is_lost(self, script: Sequence[Phase]) -> None:
        """Every answer that came is in the history, and no field says what nobody wrote."""
        brought = {
            answer.id for file in self.files for answer in read_submission(file.read_bytes(), "").claimed.answers
        }
        assert brought <= {one.revision.id for one in list_changes(self.office.ledger)}
        written = [one.value for phase in script for one in (*phase.steps, phase.act) if isinstance(one, Write | Edit)]
        for place in PLACES:
            assert self.office.value(place) in [Value(), Value("成果"), *written]
