"""What the rules point out in a work file, and which of it is ticked: one answer for form, check page and hand-in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Address, Field, FieldId, Plan, Value
from kyosei_desktop.domain.rules.checking import check_value
from kyosei_desktop.domain.rules.findings import Acknowledgement, Finding
from kyosei_desktop.domain.rules.question import Measure, Question
from kyosei_desktop.domain.rules.questions import digit_habit_of, question_on
from kyosei_desktop.store.acknowledgements import load_acknowledgements
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.work_files import Work, WorkField, read_work


@dataclass(frozen=True, slots=True)
class WorkFinding:
    """A finding in a field of a work file, and the tick on it, where there is one that holds."""

    place: Field
    address: Address
    finding: Finding
    acknowledgement: Acknowledgement | None


def questions_of_work(work: Work, plan: Plan, definition: Definition) -> Mapping[FieldId, Question]:
    """What the rules may look at, for each field that a work file asks for."""
    habit = digit_habit_of(plan)
    return {
        one.place.id: question_on(one.place, plan, definition, is_required=one.is_required, habit=habit)
        for one in work.fields
    }


def find_in_work(
    ledger: Ledger, measure: Measure | None = None, *, among: Collection[FieldId] | None = None
) -> list[WorkFinding]:
    """Everything that the rules point out in a work file as it stands, field by field in printed order.

    Args:
        measure: measures on paper what rules about it need; without one these rules say nothing.
        among: looks at these fields only; None means all that are asked for.
    """
    plan = ledger.plan()
    work = read_work(ledger, plan)
    questions = questions_of_work(work, plan, ledger.definition)
    ticks = load_acknowledgements(ledger)
    found = []
    for one in work.fields:
        if among is not None and one.place.id not in among:
            continue
        for finding in _findings(ledger, one, questions[one.place.id], measure):
            tick = next((tick for tick in ticks.get(one.place.id, ()) if tick.covers(one.place.id, finding)), None)
            found.append(WorkFinding(one.place, one.address, finding, tick))
    return found


def standing_acknowledgements(ledger: Ledger, measure: Measure | None = None) -> list[Acknowledgement]:
    """The ticks whose warning still stands; the others do not travel.

    Without `measure` nobody can say whether a warning about the print stands, so that a tick on one does not count.
    """
    if not load_acknowledgements(ledger):
        return []
    ticked = (one.acknowledgement for one in find_in_work(ledger, measure))
    return list(dict.fromkeys(one for one in ticked if one is not None))


def _findings(ledger: Ledger, field: WorkField, question: Question, measure: Measure | None) -> list[Finding]:
    value: Value = field.value
    if measure is not None and value.text.strip():
        question = replace(question, printed=measure(field.place, value))
    return check_value(question, value, ledger.definition.rules)
