"""A rehearsal (予行演習): a ledger of its own with an open round and made-up answers, to practise a whole round on.

It holds the plan as it was before the last round, so that this round can be played once more. It is a plan of its
own, so no file of it is taken by the real ledger nor the other way round, and its definition says what it is wherever
it goes.
"""

import shutil
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from kyosei_desktop.domain.definition import Definition, definition_from_document
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId, Field, MeasureId, PeriodId, Plan, PlanId, Value
from kyosei_desktop.domain.progress import Step, run_to_end
from kyosei_desktop.domain.rounds import AskedField, Round
from kyosei_desktop.exchange.answers import Answer
from kyosei_desktop.exchange.file_names import REHEARSAL_MARK
from kyosei_desktop.exchange.handing_in import answer_all, hand_in, submission_name
from kyosei_desktop.exchange.requesting import MadeFile, make_requests
from kyosei_desktop.exchange.samples import initiative_of, sample_count, sample_text
from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.files import FileNotWritten
from kyosei_desktop.store.ledger import Ledger, create_ledger, new_id
from kyosei_desktop.store.past import just_before, plan_at
from kyosei_desktop.store.rounds import list_rounds, open_round
from kyosei_desktop.store.work_files import Work, WorkField, read_work

REQUESTS, SUBMISSIONS = "照会", "回答"
"""Folders of a rehearsal."""
TITLE_MARK = N_("【予行演習】")
_DUE_IN = timedelta(days=14)


@dataclass(eq=False)
class NotForRehearsal(KyoseiError):
    """A rehearsal is wanted of something that is no coordinator's own ledger."""

    sentence: ClassVar[str] = N_(
        "「{name}」からは予行演習を作れません。取りまとめ課の台帳（予行演習ではないもの）を選んでください。"
    )
    name: str


@dataclass(eq=False)
class RehearsalFolderInUse(KyoseiError):
    """There is something already where a rehearsal is to be made."""

    sentence: ClassVar[str] = N_(
        "「{name}」はもうあります。予行演習のために、まだないフォルダの名前を指定してください。"
    )
    name: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What was made: the ledger with its open round, the requests, and the answers that wait to be collected.

    `silent` is the department that has not answered, `incomplete` the one that has left something out; None where the
    round asks too few departments.
    """

    ledger: Path
    requests: Sequence[Path]
    submissions: Sequence[Path]
    silent: str | None
    incomplete: str | None


def rehearsal_folder(ledger: Ledger, beside: Path) -> Path:
    """A free folder's name for a rehearsal."""
    name, number = f"{REHEARSAL_MARK}{ledger.path.stem}", 2
    folder = beside / name
    while folder.exists():
        folder = beside / f"{name}-{number}"
        number += 1
    return folder


def make_rehearsal(ledger: Ledger, folder: Path, *, author: str) -> Generator[Step, None, Rehearsal]:
    """Make a rehearsal in a folder of its own; nothing of it is left when this fails or is stopped.

    Args:
        ledger: the real one; it is only read.
        folder: must not exist yet.
        author: who practises; the made-up answers carry this name too.

    Raises:
        NotForRehearsal, RehearsalFolderInUse, FileNotWritten.
    """
    if ledger.is_work_file or ledger.definition.is_rehearsal:
        raise NotForRehearsal(name=ledger.name)
    if folder.exists():
        raise RehearsalFolderInUse(name=folder.name)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise FileNotWritten(name=folder.name, cause=error.strerror or str(error)) from error
    try:
        return (yield from _fill(ledger, folder, author=author))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _fill(ledger: Ledger, folder: Path, *, author: str) -> Generator[Step, None, Rehearsal]:
    last = _last_round(ledger)
    path = folder / f"{REHEARSAL_MARK}{ledger.path.stem}{ledger.path.suffix}"
    yield Step(0, 1, _("台帳の写し"))
    with create_ledger(
        path, _plan_to_play(ledger), rehearsal_definition(ledger.definition), author=author, clock=ledger.clock
    ) as played:
        _open(played, last, author=author)
        made = run_to_end(make_requests(played, folder / REQUESTS, author=author))
        plan = played.plan()
    cast = _Cast.of(plan, made)
    submissions = []
    (folder / SUBMISSIONS).mkdir()
    for done, one in enumerate(made):
        yield Step(done, len(made), one.department.name)
        if one.department.id != cast.silent:
            submissions.append(_answer(one, cast, folder / SUBMISSIONS, ledger, author=author))
    names = plan.department_names
    return Rehearsal(
        ledger=path,
        requests=[one.file for one in made],
        submissions=submissions,
        silent=None if cast.silent is None else names[cast.silent],
        incomplete=None if cast.incomplete is None else names[cast.incomplete],
    )


def rehearsal_definition(definition: Definition) -> Definition:
    """The same shape, marked as practice, in the footer of the report too."""
    document = {**definition.document, "rehearsal": True}
    document["page"] = {**document["page"], "footer": f"{_(TITLE_MARK)} {definition.page.footer}"}
    return definition_from_document(document)


def _last_round(ledger: Ledger) -> Round | None:
    rounds = list_rounds(ledger)
    return rounds[-1] if rounds else None


def _plan_to_play(ledger: Ledger) -> Plan:
    """The plan before the last round was opened, under an id of its own."""
    opened = [one for one in list_acts(ledger) if one.kind is ActKind.ROUND_OPENED]
    plan = plan_at(ledger, just_before(opened[-1])) if opened else ledger.plan()
    return replace(plan, id=PlanId(new_id()), title=f"{_(TITLE_MARK)}{plan.title}")


def _open(played: Ledger, last: Round | None, *, author: str) -> None:
    """Open the round to be played: the last one again, else that of the last actual period of the last year."""
    definition, plan = played.definition, played.plan()
    actual = [one.id for one in definition.periods if one.id not in definition.planned_periods]
    due_on = played.clock().astimezone().date() + _DUE_IN
    if last is None or last.year not in plan.years:
        period = (actual or [one.id for one in definition.periods])[-1]
        asks = frozenset({AskedField.ENTRY})
        open_round(played, year=plan.years[-1], period=period, due_on=due_on, asks=asks, author=author)
        return
    open_round(
        played,
        year=last.year,
        period=last.period,
        due_on=due_on,
        asks=last.asks,
        requires=last.requires,
        author=author,
    )


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who plays what, so that every kind of work comes up.

    A silent department, one that leaves something out, and measures on which owners differ: in figures, or in notation
    only.
    """

    silent: DepartmentId | None
    incomplete: DepartmentId | None
    in_figures: frozenset[MeasureId]
    in_notation: frozenset[MeasureId]

    @classmethod
    def of(cls, plan: Plan, made: Sequence[MadeFile]) -> "_Cast":
        shared = [one.id for one in plan.measures for part in one.initiatives[:1] if len(part.departments) > 1]
        co_owners = {owner for one in plan.measures if one.id in shared for owner in one.departments}
        alone = [one.department.id for one in made if one.department.id not in co_owners]
        return cls(
            silent=alone[-1] if len(alone) > 1 else None,
            incomplete=alone[0] if len(alone) > 1 else None,
            in_figures=frozenset(shared[::2]),
            in_notation=frozenset(shared[1::2]),
        )


def _answer(made: MadeFile, cast: _Cast, folder: Path, ledger: Ledger, *, author: str) -> Path:
    """A department's answers, handed in from a work file that is thrown away."""
    work_file = folder / f"{made.department.id}.kyosei"
    with open_request(made.file, work_file, author=author, clock=ledger.clock) as opened:
        work = read_work(opened)
        answers = _answers(work, opened.plan(), opened.definition, cast)
        answer_all(opened, answers, author=author)
        submission = folder / submission_name(opened)
        hand_in(opened, submission, message=_("予行演習のための、作りものの回答です。"), is_partial=True, author=author)
    work_file.unlink()
    return submission


def _answers(work: Work, plan: Plan, definition: Definition, cast: _Cast) -> list[Answer]:
    # What two departments share is answered though it be optional, so that there is something to settle.
    shared = cast.in_figures | cast.in_notation
    wanted = [
        one for one in work.fields if one.is_required or (one.place.measure in shared and one.place.year == work.year)
    ]
    if work.department.id == cast.incomplete:
        wanted = wanted[:-1]
    planned = definition.planned_periods[0] if definition.planned_periods else None
    return [Answer(one.address, Value(_text(work, plan, one, planned, cast))) for one in wanted]


def _text(work: Work, plan: Plan, one: WorkField, planned: PeriodId | None, cast: _Cast) -> str:
    place: Field = one.place
    owners = list(initiative_of(plan, place).departments)
    position = owners.index(work.department.id) if work.department.id in owners else 0
    if place.year == work.year and place.measure in cast.in_figures:
        return sample_count(2 + position)
    if place.year == work.year and place.measure in cast.in_notation:
        return sample_count(3).translate(_FULL_WIDTH if position else {})
    return sample_text(plan, place, work.year, planned)


_FULL_WIDTH: Mapping[int, str] = {ord("0") + digit: chr(ord("０") + digit) for digit in range(10)}
