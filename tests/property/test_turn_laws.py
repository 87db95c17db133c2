"""Turns of the plan in any order, with answers and edits between: no text is lost, the document is the plan."""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.plan import FieldKind, Plan
from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.reorganisation import Change, Joining, Renaming, Splitting
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.store.acts import list_acts
from kyosei_desktop.store.measure_changes import (
    AddedMeasure,
    NewInitiative,
    RenumberedMeasures,
    SplitMeasure,
    change_measures,
)
from kyosei_desktop.store.reorganising import reorganise
from kyosei_desktop.store.suggestions import confirm_suggestions, list_suggestions
from kyosei_desktop.store.turning import undo_turn
from kyosei_desktop.store.year_turn import rollover
from tests.office import Office, check_stored_is_derived, entry, fresh_office

ME = "取りまとめ"
FEW = settings(max_examples=4, deadline=None)


@dataclass(frozen=True)
class Rollover:
    """The year's turn."""

    marks_ended: bool


@dataclass(frozen=True)
class Reorganise:
    """One of three changes of the departments that there are then."""

    kind: int
    number: int


@dataclass(frozen=True)
class Measures:
    """One of three changes of measures."""

    kind: int


@dataclass(frozen=True)
class Answer:
    """A clerk of one of the first requests answers №2 by the name it had, and hands in."""

    desk: int
    text: str


@dataclass(frozen=True)
class Edit:
    """The coordinator writes into a cell of the plan."""

    number: int
    text: str


@dataclass(frozen=True)
class Confirm:
    """All that is offered is confirmed."""


TEXTS = st.sampled_from(["x", "12人", "一行目\n二行目"])
STEPS = st.one_of(
    st.builds(Rollover, st.booleans()),
    st.builds(Reorganise, st.integers(0, 2), st.integers(0, 5)),
    st.builds(Measures, st.integers(0, 2)),
    st.builds(Answer, st.integers(0, 1), TEXTS),
    st.builds(Edit, st.integers(0, 40), TEXTS),
    st.builds(Confirm),
)
Step = Rollover | Reorganise | Measures | Answer | Edit | Confirm
SCRIPTS = st.lists(STEPS, min_size=1, max_size=6)


def change_of(step: Reorganise, plan: Plan, serial: int) -> Change:
    names = list(dict.fromkeys(plan.department_names[one] for measure in plan.measures for one in measure.departments))
    name, other = names[step.number % len(names)], names[(step.number + 1) % len(names)]
    if step.kind == 0:
        return Renaming(name, f"課{serial}")
    if step.kind == 1:
        return Joining([name, other], f"課{serial}")
    return Splitting(name, [f"課{serial}甲", f"課{serial}乙"])


def take(office: Office, step: Step, serial: int) -> None:
    """Do one step; what the ledger refuses (joining the only department there is, say) changes nothing."""
    ledger = office.ledger
    plan = ledger.plan()
    match step:
        case Rollover(marks_ended):
            run_to_end(rollover(ledger, FiscalYear(plan.years[-1] + 1), marks_ended=marks_ended, author=ME))
        case Reorganise():
            run_to_end(reorganise(ledger, [change_of(step, plan, serial)], date(2022, 4, 1), author=ME))
        case Measures(0):
            owner = plan.department_names[plan.measures[0].departments[0]]
            new = NewInitiative(f"内容{serial}", [owner])
            added = AddedMeasure(f"{100 + serial}", "新", new, plan.years[-1], after=1)
            run_to_end(change_measures(ledger, added, author=ME))
        case Measures(1):
            numbers = {plan.measures[-1].no: f"{200 + serial}"}
            run_to_end(change_measures(ledger, RenumberedMeasures(numbers), author=ME))
        case Measures():
            run_to_end(change_measures(ledger, SplitMeasure(3, [2], f"{300 + serial}"), author=ME))
        case Answer(desk, text):
            file = (office.soumu, office.kyosei)[desk].answer({entry(2): text})
            assert [one.refused for one in office.merge(file).files] == [None]
        case Edit(number, text):
            places = [one for one in plan.fields() if one.kind is not FieldKind.DEPARTMENTS]
            office.edit(plan.address_of(places[number % len(places)]), text)
        case Confirm():
            run_to_end(confirm_suggestions(ledger, author=ME))


def texts(office: Office) -> set[str]:
    """All that the ledger's plan says, without the owners."""
    plan = office.ledger.plan()
    return {plan.value(one).text for one in plan.fields() if one.kind is not FieldKind.DEPARTMENTS}


@FEW
@given(script=SCRIPTS)
def test_no_turn_loses_a_text_and_the_plan_document_makes_the_plan_again(
    office_files: Path, script: Sequence[Step]
) -> None:
    with fresh_office(office_files) as office:
        for serial, step in enumerate(script):
            before = texts(office)
            with contextlib.suppress(KyoseiError):
                take(office, step, serial)
            if not isinstance(step, Answer | Edit):
                assert before <= texts(office)
            check_stored_is_derived(office.ledger)
            document = office.folder / "往復.json"
            document.write_text(plan_document_text(office.ledger.plan()), "utf-8")
            again = office.folder / f"往復{serial}.kyosei"
            with create_ledger_from_document(again, document, author=ME) as other:
                assert plan_document_text(other.plan()) == document.read_text("utf-8")


@FEW
@given(
    script=SCRIPTS,
    turns=st.lists(
        st.one_of(
            st.builds(Rollover, st.booleans()),
            st.builds(Reorganise, st.integers(0, 2), st.integers(0, 5)),
            st.builds(Measures, st.integers(0, 2)),
            st.builds(Confirm),
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_undoing_turns_one_by_one_is_as_if_they_had_never_come(
    office_files: Path, script: Sequence[Step], turns: Sequence[Step]
) -> None:
    with fresh_office(office_files) as office:
        for serial, step in enumerate(script):
            with contextlib.suppress(KyoseiError):
                take(office, step, serial)
        before = []
        for serial, step in enumerate(turns, start=10):
            was, acts = state(office), len(list_acts(office.ledger))
            with contextlib.suppress(KyoseiError):
                take(office, step, serial)
            if len(list_acts(office.ledger)) > acts:
                before.append(was)
            else:  # refused, or nothing to confirm
                assert state(office) == was
        for was in reversed(before):
            undo_turn(office.ledger, author=ME)
            assert state(office) == was
        check_stored_is_derived(office.ledger)


def state(office: Office) -> tuple[object, ...]:
    """What a turn may change."""
    ledger = office.ledger
    return ledger.plan(), list_suggestions(ledger), json.dumps(ledger.definition.document)
