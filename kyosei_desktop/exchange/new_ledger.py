"""New ledgers: of a plan document, set in the shape that a definition describes."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan_document import plan_from_document
from kyosei_desktop.exchange.definitions import built_in_definition, example_plan_of
from kyosei_desktop.store.documents import json_bytes, load_plan_document, refusal
from kyosei_desktop.store.files import read_file
from kyosei_desktop.store.json_places import JsonPath
from kyosei_desktop.store.ledger import Clock, Ledger, create_ledger, new_id, utc_now
from kyosei_desktop.store.places import LedgerPlace

if TYPE_CHECKING:
    from kyosei_desktop.exchange.workbook_layout import Recognised

MAX_DOCUMENT_BYTES = 64 * 2**20
"""A plan document is no larger than the payload of a request may be."""


def create_built_in_ledger(place: LedgerPlace, *, author: str, clock: Clock = utc_now) -> Ledger:
    """A new ledger of the plan that the program ships. Raises LedgerExists, FileNotWritten."""
    return create_ledger_from_document(place, author=author, clock=clock)


def create_ledger_from_document(
    place: LedgerPlace,
    document: Path | None = None,
    *,
    definition: Definition | None = None,
    author: str,
    clock: Clock = utc_now,
) -> Ledger:
    """A new ledger of a plan document.

    Args:
        place: as in `create_ledger`.
        document: by default the example that goes with the definition.
        definition: by default that of the built-in plan.
        author: who acts.
        clock: tells the time.

    Raises:
        LedgerExists, FileNotWritten: there is something at `place`, or it cannot be written.
        FileNotRead, FileTooLarge, NotADocument, DocumentNotValid, NoExamplePlan: the document is no good, or there is
            none; nothing was made.
    """
    definition = definition or built_in_definition()
    document = document or example_plan_of(definition)
    content = read_file(document, MAX_DOCUMENT_BYTES)
    loaded = load_plan_document(content, document.name)
    _check_periods(loaded, definition, document.name, content)
    return create_ledger(place, plan_from_document(loaded, new_id), definition, author=author, clock=clock)


def create_ledger_from_report(
    place: LedgerPlace, recognised: "Recognised", definition: Definition, *, file: Path, author: str
) -> Ledger:
    """A new ledger of a workbook in the layout of an official report.

    Args:
        place: as in `create_ledger`.
        recognised: what was read of the workbook.
        definition: by which it was read.
        file: the workbook.
        author: who acts.

    Raises:
        LedgerExists, FileNotWritten: there is something at `place`, or it cannot be written.
        BookNotReadable, NotADocument, DocumentNotValid: the report makes no plan; nothing was made.
    """
    from kyosei_desktop.exchange.workbook_plan import plan_document_of  # openpyxl is slow to load

    document = plan_document_of(recognised, definition, file)
    loaded = load_plan_document(json_bytes(document), file.name)
    return create_ledger(place, plan_from_document(loaded, new_id), definition, author=author)


def _check_periods(document: Mapping[str, Any], definition: Definition, name: str, content: bytes) -> None:
    known = [one.id for one in definition.periods]
    for path, period in _cells(document):
        if period not in known:
            problem = _("期間「{period}」は様式の定義にありません。{known} のどれかにしてください")
            raise refusal(name, path, problem.format(period=period, known="、".join(known)), content)


def _cells(document: Mapping[str, Any]) -> Iterator[tuple[JsonPath, str]]:
    """Where each cell of a plan document stands, and its period."""
    for number, measure in enumerate(document["measures"]):
        for position, initiative in enumerate(measure["initiatives"]):
            for key in ("blanks", "years"):
                for year, cells in initiative.get(key, {}).items():
                    for period in cells:
                        yield ("measures", number, "initiatives", position, key, year, period), period
