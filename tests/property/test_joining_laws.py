"""The law of joining: whoever of two desks hands in, the coordinator's ledger says what the merge rule says of it.

Beside the real files runs a model that knows, for each desk, all revisions that ever were before its clerk's eyes. A
submission carries the newest of them only, and has to be worth as much as the whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kyosei_desktop.domain.merge import Origin, Revision, RevisionId, field_state
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.joining import join_work_files
from kyosei_desktop.store.conflicts import list_conflicts, settle_conflict
from kyosei_desktop.store.joining import fields_that_disagree
from kyosei_desktop.store.revisions import load_histories
from kyosei_desktop.store.withdrawing import NothingToWithdraw, withdraw_last_merge
from kyosei_desktop.store.work_files import read_work
from tests.office import SOUMU, Clerk, Office, check_stored_is_derived, entry, fresh_office, of_measure

PLACES = (entry(1), entry(2), of_measure(2))
TEXTS = st.sampled_from(["", "x", "y", "成果"]).map(Value)
DESK, PLACE = st.integers(0, 1), st.integers(0, len(PLACES) - 1)
Revisions = dict[RevisionId, Revision]


@dataclass(frozen=True)
class Write:
    """A clerk leaves a field with a text."""

    desk: int
    place: int
    value: Value


@dataclass(frozen=True)
class Join:
    """A clerk takes in what the other desk hands over now."""

    desk: int


@dataclass(frozen=True)
class TakeBack:
    """A clerk takes the last join back."""

    desk: int


@dataclass(frozen=True)
class HandIn:
    """A clerk hands in."""

    desk: int


Deed = Write | Join | TakeBack | HandIn
WRITES = st.builds(Write, DESK, PLACE, TEXTS)
SCRIPTS = st.lists(
    WRITES | WRITES | st.builds(Join, DESK) | st.builds(HandIn, DESK) | st.builds(TakeBack, DESK),
    min_size=3,
    max_size=9,
)


class TwoDesks:
    """Two work files of one department, and what each clerk has had before their eyes."""

    def __init__(self, office: Office, *, is_copied: bool) -> None:
        self.office = office
        if is_copied:
            office.soumu.write({PLACES[0]: "写す前の文"})
            other = office.copy_of(office.soumu, "隣の机")
        else:
            other = office.clerk("隣の机")
            other.open(office.requests[SOUMU])
        self.desks = (office.soumu, other)
        self.fields = [office.field(one) for one in PLACES]
        self.files: list[Path] = []
        self.sent: Revisions = {}
        self.carried: dict[Path, Revisions] = {}
        """What a file stands for: all that its desk knew."""
        self.behind: dict[int, Revisions] = defaultdict(dict)
        """What came to a desk behind the newest revisions of a joined file."""

    def do(self, deed: Deed) -> None:
        """One step of a script."""
        desk = self.desks[deed.desk]
        match deed:
            case Write():
                desk.write({PLACES[deed.place]: deed.value})
            case Join():
                file = self._hand_over(1 - deed.desk)
                run_to_end(join_work_files(desk.work, [file], author="担当者"))
                self.behind[deed.desk] |= self.carried[file]
            case HandIn():
                file = self._hand_over(deed.desk)
                self.files.append(file)
                self.sent |= self.carried[file]
            case TakeBack():
                self._take_back(desk)
        check_stored_is_derived(desk.work)

    def _hand_over(self, number: int) -> Path:
        desk = self.desks[number]
        while fields_that_disagree(desk.work, read_work(desk.work)):
            conflict = list_conflicts(desk.work)[0]
            settle_conflict(desk.work, conflict, conflict.sides[-1].value, author="担当者")
        file = desk.hand_in()
        self.carried[file] = self._known(number)
        return file

    def _take_back(self, desk: Clerk) -> None:
        try:
            withdraw_last_merge(desk.work, author="担当者")
        except NothingToWithdraw:
            return

    def _known(self, number: int) -> Revisions:
        """The live revisions of a desk, with those behind them that it was only told of by id."""
        with self.desks[number].work.reading() as session:
            histories = load_histories(session, self.fields)
        live = {
            one.id: one
            for history in histories.values()
            for one in history.revisions
            if one.id not in history.withdrawn
        }
        mentioned = {each for one in live.values() for each in one.after}
        return live | {key: one for key, one in self.behind[number].items() if key in mentioned}

    def roots(self) -> Iterator[Revision]:
        """The coordinator's revisions from before anybody answered."""
        with self.office.ledger.reading() as session:
            for history in load_histories(session, self.fields).values():
                yield from (one for one in history.revisions if one.origin is Origin.ROOT)


def check_against_the_rule(desks: TwoDesks) -> None:
    """Hold every field of the ledger against what the rule says of all that was handed in and lay behind it."""
    everything = {one.id: one for one in desks.roots()}
    everything |= {key: one for key, one in desks.sent.items() if key not in everything}
    conflicts = desks.office.conflict_texts()
    for address, field in zip(PLACES, desks.fields, strict=True):
        state = field_state([one for one in everything.values() if one.field == field])
        assert desks.office.value(address) == state.shown, address
        assert (str(address) in conflicts) is state.is_conflict, address
    check_stored_is_derived(desks.office.ledger)


@settings(max_examples=6, deadline=None)
@given(st.data(), SCRIPTS, st.booleans())
def test_the_ledger_says_what_the_rule_says_whoever_hands_in(
    office_files: Path, data: st.DataObject, script: Sequence[Deed], is_copied: bool
) -> None:
    with fresh_office(office_files) as office:
        desks = TwoDesks(office, is_copied=is_copied)
        for deed in script:
            desks.do(deed)
        for file in data.draw(st.permutations(desks.files)):
            office.merge(file)
        check_against_the_rule(desks)


@settings(max_examples=5, deadline=None)
@given(st.lists(WRITES, max_size=6))
def test_two_desks_that_join_each_other_say_the_same(office_files: Path, script: Sequence[Write]) -> None:
    with fresh_office(office_files) as office:
        desks = TwoDesks(office, is_copied=False)
        for deed in script:
            desks.do(deed)
        handed_over = [desk.hand_in() for desk in desks.desks]
        said = []
        for desk, file in zip(desks.desks, reversed(handed_over), strict=True):
            run_to_end(join_work_files(desk.work, [file], author="担当者"))
            conflicts = {one.id: {side.value for side in one.sides} for one in list_conflicts(desk.work)}
            values = {
                one.address: one.value for one in read_work(desk.work).fields if str(one.address) not in conflicts
            }
            said.append((values, conflicts))
        assert said[0] == said[1]
