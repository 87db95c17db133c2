"""The plan as it was at an earlier moment of its history."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.check_word import check_word
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import Origin, Revision, RevisionId, field_state
from kyosei_desktop.domain.plan import DepartmentId, Field, FieldId, FieldKind, Initiative, Measure, Plan, Value
from kyosei_desktop.domain.reorganisation import leads_to
from kyosei_desktop.store.acts import Act, ActKind, list_acts
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import departments_in
from kyosei_desktop.store.revisions import FieldHistory, load_histories
from kyosei_desktop.store.succession import load_successors
from kyosei_desktop.store.tables import ActRow, RevisionRow, SubmissionRevisionRow, SubmissionRow

TURNING_POINTS = (ActKind.ROUND_OPENED, ActKind.MERGED, ActKind.ACCEPTED)
"""Acts that people compare the plan before and after with."""

_TICK = timedelta(microseconds=1)
"""As finely as the ledger keeps time."""


@dataclass(eq=False)
class NeverDone(KyoseiError):
    """A moment is named by an act that the ledger has never seen."""

    sentence: ClassVar[str] = N_(
        "「{name}」には、その時点を決める操作の記録がありません。比べる時点を日付と時刻で指定してください。"
    )
    name: str


def list_turning_points(ledger: Ledger) -> list[Act]:
    """The acts by which a moment may be chosen, oldest first; several files merged at once are one."""
    acts = [one for one in list_acts(ledger) if one.kind in TURNING_POINTS]
    return list({(one.kind, one.done_at): one for one in acts}.values())


def just_before(act: Act) -> datetime:
    """The last moment (UTC) of the plan as it was before an act; `act.done_at` is the first one after it."""
    return act.done_at - _TICK


def last_moment_before(ledger: Ledger, kind: ActKind) -> datetime:
    """The last moment before the newest act of a kind. Raises NeverDone."""
    acts = [one for one in list_turning_points(ledger) if one.kind is kind]
    if not acts:
        raise NeverDone(name=ledger.name)
    return just_before(acts[-1])


def plan_at(ledger: Ledger, at: datetime) -> Plan:
    """The plan with the value that each field showed at a moment.

    A revision counts from the moment at which it reached this ledger: the coordinator's own, and a clerk's in a work
    file, when they were made; a department's when the submission that brought it arrived, and if its department
    was accepted then, when that acceptance was revoked. Measures, initiatives and cells that came later are left out.

    As they stand now are: a file that has been withdrawn, as if it had never come, or since it came again; names of
    departments; the plan's title, years and page breaks; and the texts of the plan as it was first stored, which stand
    for all the time before.

    Args:
        at: with a time zone.
    """
    authority = Origin.DEPARTMENT if ledger.is_work_file else Origin.COORDINATOR
    with ledger.reading() as session:
        plan = ledger.plan()
        histories = load_histories(session, [place.id for place in plan.fields()])
        calendar = _load_calendar(session)
    values: dict[FieldId, Value] = {}
    for field, history in histories.items():
        known, dormant = calendar.revisions_at(at, history)
        if known:
            values[field] = field_state(known, dormant, authority=authority).shown
    return replace(plan, measures=tuple(_measures_at(plan.measures, values)))


def edition_at(ledger: Ledger, plan: Plan, at: datetime) -> Edition:
    """The edition of the plan that `plan_at` gave for that moment."""
    fields = {place.id: plan.value(place) for place in plan.fields()}
    with ledger.reading() as session:
        histories = load_histories(session, fields)
        calendar = _load_calendar(session)
    changed = [calendar.made_at]
    for history in histories.values():
        known, dormant = calendar.revisions_at(at, history)
        changed += [one.made_at for one in known if one.id not in dormant]
    return Edition(changed_at=max(changed), check_word=check_word(fields.items()))


@dataclass(frozen=True, slots=True)
class _Calendar:
    """When things came: `made_at` is when the ledger was made; then by revision the submissions' moments.

    `arrived` tells of all that ever came, `counted` only of those that count, and from when.
    """

    made_at: datetime
    arrived: Mapping[RevisionId, datetime]
    counted: Mapping[RevisionId, datetime]

    def revisions_at(self, at: datetime, history: FieldHistory) -> tuple[list[Revision], set[RevisionId]]:
        """The revisions of a field that were there at a moment, and the ids of those that did not count."""
        known = []
        dormant = set(history.withdrawn | history.held)
        for one in history.revisions:
            is_first = one.origin is Origin.ROOT and one.made_at == self.made_at
            if is_first or self.arrived.get(one.id, one.made_at) <= at:
                known.append(one)
                if self.counted.get(one.id, at) > at:
                    dormant.add(one.id)
        return known, dormant


def _load_calendar(session: Session) -> _Calendar:
    successors = load_successors(session)
    made_at = session.scalars(select(RevisionRow.made_at).order_by(RevisionRow.sequence).limit(1)).one()
    acceptances = _load_acceptances(session)
    submissions = session.scalars(select(SubmissionRow).where(SubmissionRow.merge_id.is_not(None))).all()
    by_id = {one.id: one for one in submissions}
    arrived: dict[RevisionId, datetime] = {}
    counted: dict[RevisionId, datetime] = {}
    for link in session.scalars(select(SubmissionRevisionRow)):
        submission, revision = by_id[link.submission_id], RevisionId(link.revision_id)
        arrived[revision] = min(arrived.get(revision, submission.arrived_at), submission.arrived_at)
        if not submission.is_withdrawn:
            sender = DepartmentId(submission.department_id)
            acts = [
                act
                for one in dict.fromkeys((sender, *leads_to(sender, successors)))
                for act in acceptances[submission.round_id, one]
            ]
            since = _counts_from(submission.arrived_at, sorted(acts))
            counted[revision] = min(counted.get(revision, since), since)
    return _Calendar(made_at, arrived, counted)


_Acceptances = Sequence[tuple[datetime, bool]]
"""When a department was accepted (True) and when that was revoked (False), oldest first."""


def _load_acceptances(session: Session) -> Mapping[tuple[str | None, str | None], _Acceptances]:
    kinds = {ActKind.ACCEPTED.value: True, ActKind.ACCEPTANCE_REVOKED.value: False}
    found: dict[tuple[str | None, str | None], list[tuple[datetime, bool]]] = defaultdict(list)
    for row in session.scalars(select(ActRow).where(ActRow.kind.in_(kinds)).order_by(ActRow.sequence)):
        found[row.round_id, row.department_id].append((row.done_at, kinds[row.kind]))
    return found


def _counts_from(arrived_at: datetime, acceptances: _Acceptances) -> datetime:
    """When a submission began to count. One that is still held is dormant now, and at no moment counts."""
    before = [is_accepted for at, is_accepted in acceptances if at <= arrived_at]
    if not before or not before[-1]:
        return arrived_at
    return next((at for at, is_accepted in acceptances if at > arrived_at and not is_accepted), arrived_at)


def _measures_at(measures: Sequence[Measure], values: Mapping[FieldId, Value]) -> Iterator[Measure]:
    for measure in measures:
        name, outcome, record = (
            values.get(Field(kind, measure.id).id) for kind in (FieldKind.NAME, FieldKind.OUTCOME, FieldKind.RECORD)
        )
        if name is not None and outcome is not None and record is not None:
            yield replace(
                measure,
                name=name.text,
                outcome=outcome.text,
                record=record.text,
                initiatives=tuple(_initiatives_at(measure, values)),
            )


def _initiatives_at(measure: Measure, values: Mapping[FieldId, Value]) -> Iterator[Initiative]:
    for one in measure.initiatives:
        content, departments = (
            values.get(Field(kind, measure.id, one.id).id) for kind in (FieldKind.CONTENT, FieldKind.DEPARTMENTS)
        )
        if content is not None and departments is not None:
            places = {key: Field(FieldKind.ENTRY, measure.id, one.id, *key).id for key in one.entries}
            entries = {key: values[place] for key, place in places.items() if place in values}
            yield replace(one, content=content.text, departments=departments_in(departments.text), entries=entries)
