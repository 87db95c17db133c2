"""A primary with a synchronous standby, both real: the primary is killed while desks write, and the standby promoted.

Nothing that a desk was told to be saved is lost, nothing that it was told not to be saved is there, and work goes on.
"""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.postgresql import ServerNotReached
from kyosei_desktop.store.revisions import load_histories
from kyosei_desktop.store.server_guard import OutcomeUnknown
from kyosei_desktop.store.verifying import verify_history
from tests.office import check_stored_is_derived, entry
from tests.postgres import Pair, running_pair

SHARED = entry(1, period="plan")
DESKS = 4


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with running_pair(tmp_path / "席") as both:
        yield both


@dataclass
class Desk:
    """Writes one text after the other, and notes what it was told of each."""

    ledger: Ledger
    name: str
    kept: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def work(self, until: threading.Event) -> None:
        number = 0
        while not until.is_set() or not self.is_back:
            number += 1
            said = f"{self.name}-{number}"
            try:
                edit_fields(self.ledger, [(SHARED, Value(said))], author=self.name)
                self.kept.append(said)
            except ServerNotReached:
                self.refused.append(said)
            except OutcomeUnknown:
                self.unknown.append(said)

    @property
    def is_back(self) -> bool:
        """Whether anything was kept since the last refusal."""
        newest = (int(one.rpartition("-")[2]) for one in self.kept[-1:])
        return next(newest, 0) > max((int(one.rpartition("-")[2]) for one in self.refused[-1:]), default=0)


def texts_of(ledger: Ledger) -> set[str]:
    place = ledger.plan().field_at(SHARED)
    assert place is not None
    with ledger.reading() as session:
        return {one.value.text for one in load_histories(session, [place.id])[place.id].revisions}


def test_nothing_acknowledged_is_lost_and_nothing_refused_is_there(pair: Pair) -> None:
    with ExitStack() as stack:
        desks = [Desk(stack.enter_context(open_ledger(pair.place)), f"席{n}") for n in range(DESKS)]
        is_over = threading.Event()
        working = [threading.Thread(target=one.work, args=(is_over,)) for one in desks]
        for one in working:
            one.start()
        while not all(len(one.kept) >= 3 for one in desks):
            is_over.wait(0.01)

        pair.fail_over()

        is_over.set()
        for one in working:
            one.join()
        held = texts_of(desks[0].ledger)
        assert {said for desk in desks for said in desk.kept} <= held
        assert not {said for desk in desks for said in desk.refused} & held
        assert any(desk.refused or desk.unknown for desk in desks), "the fail-over was too quick to be noticed"
        assert run_to_end(verify_history(desks[0].ledger)).findings == []
        check_stored_is_derived(desks[0].ledger)
