"""What all commands share: opening the ledger, naming fields and departments, progress, and the result."""

import argparse
import sys
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import Address, DepartmentId
from kyosei_desktop.domain.progress import Step, run_to_end
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.past import last_moment_before
from kyosei_desktop.store.places import LedgerPlace, ServerPlace, ledger_place
from kyosei_desktop.store.succession import find_department

Outcome = TypeVar("Outcome")

Moment = datetime | date | ActKind
"""A moment as it may be given: to the minute, as a day, or as that before the newest act of a kind."""


@dataclass(eq=False)
class OnlyForFiles(KyoseiError):
    """What works on the file of a ledger is asked of one on a server."""

    sentence: ClassVar[str] = N_(
        "この操作は、ファイルの台帳だけにできます。"
        "サーバーの台帳「{name}」は、先に控え（backup --out）を作り、その控えに同じ操作をしてください。"
    )
    name: str


@dataclass(eq=False)
class NotACoordinatorsLedger(KyoseiError):
    """A command of the coordinator is given a work file."""

    sentence: ClassVar[str] = N_(
        "「{name}」は担当課の作業ファイルなので、この操作はできません。取りまとめ課の台帳を指定してください。"
    )
    name: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did: the document for `--json`, the lines for people, and what was refused meanwhile.

    `warnings` are lines for people beside the result; the document has them in its own words.
    """

    document: Mapping[str, Any]
    lines: Sequence[str] = ()
    failures: Sequence[str] = field(default=())
    warnings: Sequence[str] = field(default=())


def path_of(ledger: str) -> Path:
    """The ledger's file. Raises OnlyForFiles for one on a server, and as `ledger_place`."""
    place = ledger_place(ledger)
    if isinstance(place, ServerPlace):
        raise OnlyForFiles(name=place.name)
    return place


def shown_place(place: LedgerPlace) -> str:
    """A path or a URL for people and documents, without a password."""
    return place.text if isinstance(place, ServerPlace) else str(place)


def open_for_writing(options: argparse.Namespace) -> Ledger:
    """The ledger that the options name, for changing it; refused at once where its server lets us only read."""
    ledger = open_ledger(ledger_place(options.ledger), take_over=options.take_over)
    if ledger.refusal is not None:
        ledger.close()
        raise ledger.refusal
    return ledger


def open_for_reading(options: argparse.Namespace) -> Ledger:
    """The ledger that the options name, for reading only."""
    return open_ledger(ledger_place(options.ledger), read_only=True)


def coordinators(ledger: Ledger) -> Ledger:
    """The ledger itself, where it is a coordinator's. Raises NotACoordinatorsLedger, and closes it, for a work file."""
    if ledger.is_work_file:
        name = ledger.name
        ledger.close()
        raise NotACoordinatorsLedger(name=name)
    return ledger


def run_watched(work: Generator[Step, None, Outcome]) -> Outcome:
    """The result of a use case that lasts; its progress is shown on a terminal only."""
    if not sys.stderr.isatty():
        return run_to_end(work)
    try:
        return run_to_end(work, lambda step: _show_on_terminal(f"{step.done}/{step.total} {step.what}"))
    finally:
        _show_on_terminal("")


def _show_on_terminal(text: str) -> None:
    """Put a text in the place of the line before, by the ECMA-48 code that erases to the end of the line."""
    sys.stderr.write(f"\r\x1b[K{text}")
    sys.stderr.flush()


def address_document(address: Address) -> dict[str, Any]:
    """How a field is addressed in every JSON document (docs/formats.md, ANSWERS.json)."""
    return {
        "measure": address.measure,
        "initiative": address.initiative,
        "year": address.year,
        "period": address.period,
        "field": address.field.value,
    }


def department_named(ledger: Ledger, name: str) -> DepartmentId:
    """The department of today of that name. Raises UnknownDepartment, DepartmentIsNoMore."""
    return find_department(ledger, name).id


def moment_in(ledger: Ledger, given: Moment, *, is_end: bool) -> datetime:
    """The moment (UTC) that was given in local time; a day is its beginning, or its end. Raises NeverDone."""
    if isinstance(given, ActKind):
        return last_moment_before(ledger, given)
    if isinstance(given, datetime):
        return given.astimezone(UTC)
    day = given + timedelta(days=1) if is_end else given
    moment = datetime.combine(day, time()).astimezone(UTC)
    return moment - timedelta(microseconds=1) if is_end else moment
