"""A model of the merge: random runs of clerks and a coordinator, on one field.

A run is a list of phases. In each, clerks write, copy their work files and hand in; some of the files handed in
so far, old ones and ones that came before included, reach the coordinator; then the coordinator acts once. What
a law compares are runs of the same script in which one thing is different: the order of arrival, say.

The model makes revisions as the program does: a clerk's comes after the heads of every request that the work
file has opened and after all its own earlier revisions; a file carries the work file's newest one only; the
coordinator's comes after all heads of that moment.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import strategies as st

from kyosei_desktop.domain.merge import FieldState, Origin, Revision, RevisionId, field_state
from kyosei_desktop.domain.plan import BlankReason, DepartmentId, FieldId, Value

FIELD = FieldId("initiative.2021.first_half")
DEPARTMENTS = (DepartmentId("福祉総務課"), DepartmentId("地域共生課"))
NOON = datetime(2021, 10, 1, 12, 0, tzinfo=UTC)
ROOT = Revision(RevisionId("root"), FIELD, Value("計画のまま"), (), Origin.ROOT, "担当者", NOON)

VALUES = st.sampled_from(
    [Value(), Value("x"), Value("y"), Value("12人"), Value("１２人"), Value(blank=BlankReason.ENDED), ROOT.value]
)
SMALL = st.integers(0, 7)
MINUTES = st.integers(-3, 3)


@dataclass(frozen=True)
class Write:
    """A clerk leaves the field with a text, and hands in if told so."""

    desk: int
    value: Value
    minute: int
    hands_in: bool


@dataclass(frozen=True)
class Copy:
    """A work file is copied to another desk."""

    desk: int


@dataclass(frozen=True)
class Edit:
    """The coordinator's own text."""

    value: Value
    minute: int


@dataclass(frozen=True)
class Settle:
    """The coordinator takes a head of the conflict, by number from 1, or the root."""

    head: int
    minute: int


@dataclass(frozen=True)
class Withdraw:
    """A merged file is withdrawn."""

    file: int


@dataclass(frozen=True)
class Reissue:
    """A desk gets a request with the present heads."""

    desk: int


@dataclass(frozen=True)
class Accept:
    """受理 of a department, or its revocation where it is accepted already."""

    department: int


@dataclass(frozen=True)
class Phase:
    """What happens at the desks, which files arrive, and then the coordinator's act."""

    at_desks: Sequence[Write | Copy]
    arrivals: Sequence[int]
    act: Edit | Settle | Withdraw | Reissue | Accept | None


Script = Sequence[Phase]

HANDS_IN = st.sampled_from([True, True, False])
WRITES = st.builds(Write, SMALL, VALUES, MINUTES, HANDS_IN)
ACTS_AT_DESKS = st.one_of(WRITES, WRITES, st.builds(Copy, SMALL))
ACTS_OF_COORDINATOR = st.one_of(
    st.none(),
    st.builds(Edit, VALUES, MINUTES),
    st.builds(Settle, SMALL, MINUTES),
    st.builds(Withdraw, SMALL),
    st.builds(Reissue, SMALL),
    st.builds(Accept, SMALL),
)
SCRIPTS = st.lists(
    st.builds(
        Phase,
        st.lists(ACTS_AT_DESKS, min_size=1, max_size=5),
        st.lists(SMALL, min_size=1, max_size=5),
        ACTS_OF_COORDINATOR,
    ),
    min_size=2,
    max_size=6,
)


@dataclass(frozen=True)
class File:
    """A submission: its number, and the one revision that it carries."""

    number: int
    revision: Revision


@dataclass
class Desk:
    """A work file: what its requests carried and what was written in it."""

    department: DepartmentId
    seen: list[RevisionId]
    shown: Value
    written: list[Revision] = field(default_factory=list)

    def write(self, value: Value, name: str, made_at: datetime) -> None:
        if value != self.shown:
            after = (*self.seen, *(one.id for one in self.written))
            self.written.append(
                Revision(RevisionId(name), FIELD, value, after, Origin.DEPARTMENT, "担当者", made_at, self.department)
            )
            self.shown = value


@dataclass
class Coordinator:
    """The coordinator's side: every revision that ever came, and by which files."""

    revisions: dict[RevisionId, Revision] = field(default_factory=lambda: {ROOT.id: ROOT})
    merged: dict[int, File] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    held: set[RevisionId] = field(default_factory=set)
    accepted: set[DepartmentId] = field(default_factory=set)
    own_words: list[Revision] = field(default_factory=list)

    @property
    def dormant(self) -> set[RevisionId]:
        brought = {one.revision.id for one in self.merged.values()}
        present = {one.revision.id for one in self.merged.values() if one.number not in self.withdrawn}
        return (brought - present) | self.held

    @property
    def state(self) -> FieldState:
        return field_state(self.revisions.values(), self.dormant)

    def merge(self, file: File) -> None:
        revision = file.revision
        is_there = revision.id in self.revisions and revision.id not in self.dormant - self.held
        if revision.department in self.accepted and not is_there:
            self.held.add(revision.id)
        self.revisions[revision.id] = revision
        self.merged[file.number] = file
        self.withdrawn.discard(file.number)

    def may_withdraw(self, file: File) -> bool:
        return file.revision.department not in self.accepted

    def speak(self, value: Value, name: str, made_at: datetime) -> None:
        """Editing and settling are one thing: a revision after all heads."""
        state = self.state
        if value != state.shown or state.is_conflict:
            heads = tuple(head.revision for head in state.heads)
            word = Revision(RevisionId(name), FIELD, value, heads, Origin.COORDINATOR, "担当者", made_at)
            self.revisions[word.id] = word
            self.own_words.append(word)

    def accept_or_revoke(self, department: DepartmentId) -> None:
        if department in self.accepted:
            self.accepted.remove(department)
            self.held = {one for one in self.held if self.revisions[one].department != department}
        elif not self.state.is_conflict:
            self.accepted.add(department)


Arrange = Callable[[list[File]], list[File]]


@dataclass
class World:
    """One run of a script. Names of revisions tell the place in the script, so that runs can be compared."""

    arrange: Arrange = list
    clock: Callable[[int], int] = int
    coordinator: Coordinator = field(default_factory=Coordinator)
    desks: list[Desk] = field(default_factory=lambda: [Desk(one, [ROOT.id], ROOT.value) for one in DEPARTMENTS])
    files: list[File] = field(default_factory=list)

    def run(self, script: Script, visit: tuple[int, int] | None = None) -> Iterator[Coordinator]:
        """Play the script; the coordinator's side as it is after each arrival of files and after each act.

        Args:
            visit: a phase in which a file comes first and is withdrawn again after the others, by number among
                those that the coordinator does not have at that moment.
        """
        names = (f"r{n:03d}" for n in count())
        for n, phase in enumerate(script):
            for at_desk in phase.at_desks:
                self._at_desk(at_desk, next(names))
            arrivals = [self.files[one % len(self.files)] for one in phase.arrivals if self.files]
            if visit is not None and visit[0] % len(script) == n:
                self._visit(visit[1], arrivals)
            for file in self.arrange(arrivals):
                self.coordinator.merge(file)
            yield self.coordinator
            self._act(phase.act, next(names))
            yield self.coordinator

    def _time(self, minute: int) -> datetime:
        return NOON + timedelta(minutes=self.clock(minute))

    def _at_desk(self, act: Write | Copy, name: str) -> None:
        desk = self.desks[act.desk % len(self.desks)]
        if isinstance(act, Copy):
            self.desks.append(deepcopy(desk))
            return
        desk.write(act.value, name, self._time(act.minute))
        if act.hands_in and desk.written:
            self.files.append(File(len(self.files), desk.written[-1]))

    def _visit(self, number: int, others: Sequence[File]) -> None:
        side = self.coordinator
        absent = [
            one
            for one in self.files
            if (one.number not in side.merged or one.number in side.withdrawn) and side.may_withdraw(one)
        ]
        if absent:
            guest = absent[number % len(absent)]
            side.merge(guest)
            for file in others:
                if file != guest:
                    side.merge(file)
            side.withdrawn.add(guest.number)

    def _act(self, act: Edit | Settle | Withdraw | Reissue | Accept | None, name: str) -> None:
        side = self.coordinator
        match act:
            case Edit():
                side.speak(act.value, name, self._time(act.minute))
            case Settle() if side.state.is_conflict:
                choices = [ROOT.value, *(one.value for one in sorted(side.state.heads, key=lambda one: one.revision))]
                side.speak(choices[act.head % len(choices)], name, self._time(act.minute))
            case Withdraw():
                there = [
                    number
                    for number, file in sorted(side.merged.items())
                    if number not in side.withdrawn and side.may_withdraw(file)
                ]
                if there:
                    side.withdrawn.add(there[act.file % len(there)])
            case Reissue():
                desk = self.desks[act.desk % len(self.desks)]
                desk.seen += [head.revision for head in side.state.heads]
                desk.shown = side.state.shown
            case Accept():
                side.accept_or_revoke(DEPARTMENTS[act.department % len(DEPARTMENTS)])


def states(world: World, script: Script, visit: tuple[int, int] | None = None) -> list[FieldState]:
    return [side.state for side in world.run(script, visit)]


def last(script: Script) -> World:
    """The world at the end of a script."""
    world = World()
    for _ in world.run(script):
        pass
    return world


def reached(side: Coordinator, start: Revision) -> set[RevisionId]:
    """All that a revision comes after, found by walking; the laws do not rely on the code that they judge."""
    found: set[RevisionId] = set()
    edge = set(start.after)
    while edge:
        found |= edge
        edge = {parent for one in edge if one in side.revisions for parent in side.revisions[one].after} - found
    return found
