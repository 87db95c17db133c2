"""Starting a round in one go: it is opened and all its requests are made with their covering texts, or nothing is."""

from collections.abc import Generator, Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kyosei_desktop.domain.plan import Department, PeriodId
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.rounds import AskedField, Round
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.covering import covering_text
from kyosei_desktop.exchange.file_names import request_name
from kyosei_desktop.exchange.request_forms import RequestForm, RequestForms
from kyosei_desktop.exchange.requesting import MadeFile, write_requests
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.rounds import asked_of, open_round_in


@dataclass(frozen=True, slots=True)
class StartedRound:
    """The round, and the request file of each department; its covering text lies beside each."""

    round: Round
    files: Sequence[MadeFile]


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """What a round that is not opened yet would ask of a department: fields in all, and the required ones.

    `letters` are the covering texts, by the form in which the request would go out.
    """

    department: Department
    asked: int
    required: int
    letters: Mapping[RequestForm, str]


def start_round(
    ledger: Ledger,
    folder: Path,
    *,
    year: FiscalYear,
    period: PeriodId,
    due_on: date,
    asks: Set[AskedField],
    requires: Set[AskedField],
    forms: RequestForms | None = None,
    passphrase: str | None = None,
    author: str,
) -> Generator[Step, None, StartedRound]:
    """Open a round and write the requests of all departments with their covering texts into one folder.

    Closing the generator leaves the ledger and the files as they were.

    Args:
        forms, passphrase: as in `make_requests`.

    Raises:
        RoundIsOpen, YearNotInPlan, UnknownPeriod, NothingAsked, FileNotWritten.
    """
    with ledger.begin() as unit, ExitStack() as files:
        opened = open_round_in(
            unit, year=year, period=period, due_on=due_on, asks=asks, requires=requires, author=author
        )
        unit.session.flush()
        made = yield from write_requests(
            unit,
            files,
            folder,
            departments=None,
            forms=forms,
            with_letters=True,
            passphrase=passphrase,
            author=author,
        )
        unit.commit()
    return StartedRound(opened, made)


def plan_requests(ledger: Ledger, planned: Round) -> list[PlannedRequest]:
    """What a round would ask of whom, in the plan's order; departments that it asks nothing of are left out.

    Args:
        planned: of `store.rounds.planned_round`; nothing is stored.
    """
    plan = ledger.plan()
    found = []
    for department in plan.departments:
        asked = asked_of(ledger, plan, planned, department.id)
        if asked:
            name = Path(request_name(ledger.definition, planned.year, planned.period, department.name))
            letters = {
                form: covering_text(
                    ledger, plan, planned, department.id, [name.with_suffix(one).name for one in form.suffixes]
                )
                for form in RequestForm
            }
            found.append(PlannedRequest(department, len(asked), sum(one.is_required for one in asked), letters))
    return found
