"""Whole rounds at random, on real ledgers and real files: several desks, paper, the coordinator, reorganisations.

After every step: what is stored follows from the revisions by a rule written down here once more, naively; nothing that
ever came is lost; and no field says what nobody wrote. What is refused changes nothing, what is repeated does nothing,
what is undone is as it was, and the files between two acts might have come in any other order.
"""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.merge import Origin, Revision, RevisionId
from kyosei_desktop.domain.plan import BlankReason, Department, FieldId, FieldKind, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.reorganisation import Change, Joining, Renaming, Splitting
from kyosei_desktop.exchange.joining import join_work_files
from kyosei_desktop.exchange.merging import merge_files
from kyosei_desktop.exchange.requesting import make_requests, return_department
from kyosei_desktop.exchange.submission_file import read_submission
from kyosei_desktop.store.acceptance import accept_department, revoke_acceptance
from kyosei_desktop.store.answer_sheets import AnswerSheet, find_sheet, record_sheet
from kyosei_desktop.store.conflicts import list_conflicts, settle_conflict
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.measure_changes import EndedMeasure, RenumberedMeasures, SplitMeasure, change_measures
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.receiving import SubmissionId
from kyosei_desktop.store.reorganising import reorganise
from kyosei_desktop.store.revisions import load_histories
from kyosei_desktop.store.rounds import change_due_date, close_round, open_round_row, reopen_round, round_of
from kyosei_desktop.store.settling import Choice, settle_alike, undo_settling_alike
from kyosei_desktop.store.sheet_entry import enter_sheet
from kyosei_desktop.store.submissions import list_submissions
from kyosei_desktop.store.tables import FieldRow
from kyosei_desktop.store.turning import undo_turn
from kyosei_desktop.store.withdrawing import withdraw_submission
from kyosei_desktop.store.work_files import read_work
from tests.office import DUE, Clerk, Office, check_stored_is_derived, ledger_state

ME = "取りまとめ"
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
NUMBER = st.integers(0, 7)
TEXTS = st.sampled_from(["", "x", "y", "12人", "１２人", "・甲。\n・乙"]).map(Value) | st.just(
    Value(blank=BlankReason.ENDED)
)


@dataclass(frozen=True)
class Known:
    """A revision that has come, and whether it counts."""

    revision: Revision
    is_withdrawn: bool
    is_held: bool

    @property
    def is_live(self) -> bool:
        return not (self.is_withdrawn or self.is_held)


class RoundMachine(RuleBasedStateMachine):
    """One office."""

    def __init__(self, office_files: Path) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name) / "office"
        shutil.copytree(office_files, folder)
        self.office = Office(folder)
        self.ledger = self.office.ledger
        self.desks: list[Clerk] = [self.office.soumu, self.office.kyosei]
        self.files: list[Path] = []
        self.words: list[str] = []
        self.serial = 0
        self.known = self.revisions()
        self.batch: list[Path] = []
        self.snapshot = self.ledger.path.read_bytes()

    def teardown(self) -> None:
        self.check_order()
        self.office.close()
        self._folder.cleanup()

    # What is true

    def revisions(self) -> dict[RevisionId, Known]:
        with self.ledger.reading() as session:
            fields = [FieldId(one) for one in session.scalars(select(FieldRow.id))]
            histories = load_histories(session, fields)
        return {
            one.id: Known(one, one.id in history.withdrawn, one.id in history.held)
            for history in histories.values()
            for one in history.revisions
        }

    def state(self) -> tuple[object, object, object]:
        """What the ledger says and out of which revisions; those withdrawn do not count."""
        known = self.revisions().items()
        live, held = {key for key, one in known if one.is_live}, {key for key, one in known if one.is_held}
        return ledger_state(self.ledger), live, held

    @invariant()
    def what_is_stored_is_derived(self) -> None:
        check_stored_is_derived(self.ledger)

    @invariant()
    def nothing_is_lost_and_fields_say_what_somebody_wrote(self) -> None:
        """By the rule of the merge, told once more: what no live revision comes after is a head."""
        now = self.revisions()
        for key, one in self.known.items():
            assert now[key].revision == one.revision
        self.known = now
        by_field: dict[FieldId, list[Known]] = {}
        for one in self.known.values():
            by_field.setdefault(one.revision.field, []).append(one)
        with self.ledger.reading() as session:
            rows = session.scalars(select(FieldRow)).all()
        for row in rows:
            known = by_field[FieldId(row.id)]
            live = [one.revision for one in known if one.is_live]
            covered = {key for one in live for key in self.before(one)}
            heads = [one for one in live if one.id not in covered]
            values = {one.value for one in heads}
            shown = Value(row.text, None if row.blank is None else BlankReason(row.blank))
            assert {one.id for one in heads} == set(row.heads)
            assert row.is_conflict is (len(values) > 1)
            if len(values) == 1:
                assert {shown} == values
            else:
                own = {one.value for one in live if one.origin is Origin.COORDINATOR}
                assert shown in (own or {one.revision.value for one in known if one.revision.origin is Origin.ROOT})

    def before(self, revision: Revision) -> set[RevisionId]:
        """All that a revision comes after, by every way through what is known."""
        found: set[RevisionId] = set()
        ways = list(revision.after)
        while ways:
            one = ways.pop()
            if one not in found:
                found.add(one)
                ways += self.known[one].revision.after if one in self.known else ()
        return found

    def check_order(self) -> None:
        """The files that came since the last act, in the other order and in one merge, give the same ledger."""
        if self.batch:
            path = Path(self._folder.name) / "andere.kyosei"
            path.write_bytes(self.snapshot)
            with open_ledger(path, clock=self.office.clock) as other:
                run_to_end(merge_files(other, self.batch[::-1], author=ME))
                assert ledger_state(other) == ledger_state(self.ledger)
            shutil.rmtree(path.with_suffix(".kyosei-backup"), ignore_errors=True)
            path.unlink()

    def act(self, act: Callable[[], object]) -> None:
        """An act of the coordinator's; one that is refused changes nothing."""
        self.check_order()
        before = self.state()
        try:
            act()
        except KyoseiError as error:
            note(str(error))
            assert self.state() == before
        self.batch, self.snapshot = [], self.ledger.path.read_bytes()

    def department(self, number: int) -> Department:
        departments = self.ledger.plan().departments
        return departments[number % len(departments)]

    # What clerks do

    @rule(desk=NUMBER, place=NUMBER, value=TEXTS)
    def write(self, desk: int, place: int, value: Value) -> None:
        clerk = self.desks[desk % len(self.desks)]
        fields = read_work(clerk.work).fields
        answer_field(clerk.work, fields[place % len(fields)].place.id, value, author="担当者")

    @rule(desk=NUMBER, merges=st.booleans())
    def hand_in(self, desk: int, merges: bool) -> None:
        clerk = self.desks[desk % len(self.desks)]
        try:
            self.files.append(clerk.hand_in())
        except KyoseiError:  # colleagues disagree
            return
        if merges:
            self.merge(len(self.files) - 1)

    @rule(desk=NUMBER)
    def copy_the_work_file(self, desk: int) -> None:
        self.serial += 1
        self.desks.append(self.office.copy_of(self.desks[desk % len(self.desks)], f"机{self.serial}"))

    @rule(desk=NUMBER, file=NUMBER)
    def join_a_colleague(self, desk: int, file: int) -> None:
        if self.files:
            clerk = self.desks[desk % len(self.desks)]
            run_to_end(join_work_files(clerk.work, [self.files[file % len(self.files)]], author="担当者"))
            check_stored_is_derived(clerk.work)

    # What comes

    @rule(file=NUMBER)
    def merge(self, file: int) -> None:
        if self.files:
            chosen = self.files[file % len(self.files)]
            (merged,) = self.office.merge(chosen).files
            self.batch.append(chosen)
            if merged.refused is None:
                answers = read_submission(chosen.read_bytes(), chosen.name).claimed.answers
                assert {one.id for one in answers} <= self.revisions().keys()

    @rule(file=NUMBER)
    def merge_again(self, file: int) -> None:
        there = self.there()
        if there:
            before = self.state()
            (merged,) = self.office.merge([*there.values()][file % len(there)]).files
            assert (merged.taken, self.state()) == (0, before)

    def there(self) -> Mapping[SubmissionId, Path]:
        """The files that are in, by their ids."""
        digests = {SubmissionId(read_submission(one.read_bytes(), "").container.digest): one for one in self.files}
        merged = [one.id for one in list_submissions(self.ledger) if not one.is_withdrawn]
        return {one: digests[one] for one in merged if one in digests}

    # What the coordinator does

    @rule(file=NUMBER, comes_back=st.booleans())
    def withdraw(self, file: int, comes_back: bool) -> None:
        there = [one.id for one in list_submissions(self.ledger) if not one.is_withdrawn]
        if there:
            chosen = there[file % len(there)]
            before, path = self.state(), self.there().get(chosen)

            def act() -> None:
                withdraw_submission(self.ledger, chosen, author=ME)
                if path is not None and comes_back:
                    self.office.merge(path)
                    assert self.state() == before

            self.act(act)

    @rule(place=NUMBER, value=TEXTS)
    def edit(self, place: int, value: Value) -> None:
        plan = self.ledger.plan()
        asked = [one.place.id for one in read_work(self.desks[0].work).fields]
        places = [one for one in plan.fields() if one.id in asked and one.kind is not FieldKind.DEPARTMENTS]
        self.act(lambda: self.office.edit(plan.address_of(places[place % len(places)]), value))

    @rule(conflict=NUMBER, take=NUMBER, joins=st.booleans())
    def settle(self, conflict: int, take: int, joins: bool) -> None:
        conflicts = list_conflicts(self.ledger)
        if conflicts:
            chosen = conflicts[conflict % len(conflicts)]
            value = Value(chosen.joined) if joins else chosen.sides[take % len(chosen.sides)].value
            self.act(lambda: settle_conflict(self.ledger, chosen, value, author=ME))
            assert chosen.id not in [one.id for one in list_conflicts(self.ledger)]

    @rule()
    def settle_alike_and_undo(self) -> None:
        alike = [Choice(one, one.sides[0].value) for one in list_conflicts(self.ledger) if one.is_notation_only]
        if alike:
            before = ledger_state(self.ledger)

            def act() -> None:
                settle_alike(self.ledger, alike, author=ME)
                undo_settling_alike(self.ledger, author=ME)
                assert ledger_state(self.ledger) == before

            self.act(act)

    @rule(department=NUMBER)
    def accept(self, department: int) -> None:
        self.act(lambda: accept_department(self.ledger, self.department(department).id, author=ME))

    @rule(department=NUMBER)
    def revoke(self, department: int) -> None:
        self.act(lambda: revoke_acceptance(self.ledger, self.department(department).id, author=ME))

    @rule(department=NUMBER, is_return=st.booleans())
    def ask_again(self, department: int, is_return: bool) -> None:
        chosen = self.department(department)
        file = self.office.folder / f"{'差戻し' if is_return else '再照会'}.kyoq"

        def act() -> None:
            if is_return:
                return_department(self.ledger, chosen.id, file, reason="見直し", author=ME)
                self.take_in(file)
            else:
                work = make_requests(self.ledger, self.office.folder / "再", departments=[chosen.id], author=ME)
                self.take_in(run_to_end(work)[0].file)

        self.act(act)

    def take_in(self, request: Path) -> None:
        """The first desk that can opens it, else one of its own."""
        for desk in self.desks:
            try:
                desk.open(request)
            except KyoseiError:
                continue
            check_stored_is_derived(desk.work)
            return
        self.serial += 1
        self.desks.append(self.office.clerk(f"新しい机{self.serial}"))
        self.desks[-1].open(request)

    @rule(days=st.integers(-3, 30))
    def change_the_due_date(self, days: int) -> None:
        self.act(lambda: change_due_date(self.ledger, DUE + timedelta(days=days), author=ME))

    @rule()
    def close_and_reopen(self) -> None:
        def act() -> None:
            before = self.state()
            close_round(self.ledger, author=ME)
            reopen_round(self.ledger, author=ME)
            assert self.state() == before

        self.act(act)

    # Paper

    @rule(department=NUMBER)
    def print_a_sheet(self, department: int) -> None:
        def act() -> None:
            with self.ledger.begin() as unit:
                collection, plan = round_of(open_round_row(unit.session)), load_plan(unit.session)
                self.words.append(record_sheet(unit, plan, collection, self.department(department).id, author=ME))
                unit.commit()

        self.act(act)

    @rule(sheet=NUMBER, place=NUMBER, value=TEXTS)
    def type_a_sheet_in(self, sheet: int, place: int, value: Value) -> None:
        found = self.sheet(self.words[sheet % len(self.words)]) if self.words else None
        if found is None or not found.fields:
            return
        answers = [(found.fields[place % len(found.fields)].address, value)]

        def act() -> None:
            enter_sheet(self.ledger, found, answers, author=ME)
            before, again = self.state(), self.sheet(found.check_word)
            assert again is not None
            assert not enter_sheet(self.ledger, again, answers, author=ME).receipt.outcomes
            assert self.state() == before

        self.act(act)

    def sheet(self, word: str) -> AnswerSheet | None:
        for one in self.ledger.plan().departments:
            try:
                return find_sheet(self.ledger, one.id, word)
            except KyoseiError:
                continue
        return None

    # What changes departments and measures

    @rule(kind=NUMBER, number=NUMBER, is_undone=st.booleans())
    def turn(self, kind: int, number: int, is_undone: bool) -> None:
        self.serial += 1
        plan = self.ledger.plan()
        name, other = self.department(number).name, self.department(number + 1).name
        numbers = [one.no for one in plan.measures]
        changes: list[Change] = [
            Renaming(name, f"課{self.serial}"),
            Joining([name, other], f"課{self.serial}"),
            Splitting(name, [f"課{self.serial}甲", f"課{self.serial}乙"]),
        ]
        measures = [
            RenumberedMeasures({numbers[number % len(numbers)]: str(100 + self.serial)}),
            EndedMeasure(numbers[number % len(numbers)], plan.years[-1]),
            SplitMeasure(numbers[number % len(numbers)], [2], str(200 + self.serial)),
        ]

        def act() -> None:
            before = self.state()
            if kind % 6 < len(changes):
                run_to_end(reorganise(self.ledger, [changes[kind % 6]], date(2022, 4, 1), author=ME))
            else:
                run_to_end(change_measures(self.ledger, measures[kind % 6 - len(changes)], author=ME))
            if is_undone:
                undo_turn(self.ledger, author=ME)
                assert self.state() == before

        self.act(act)


def test_whole_rounds_keep_the_laws_of_the_merge(office_files: Path) -> None:
    run_state_machine_as_test(
        lambda: RoundMachine(office_files),
        settings=settings(
            max_examples=7,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=PHASES,
        ),
    )
