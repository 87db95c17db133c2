"""New ledgers: of a plan document, set in the shape that a definition describes."""

from pathlib import Path

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.domain.plan_document import plan_from_document
from kyosei_desktop.exchange.definitions import built_in_definition, example_plan_of
from kyosei_desktop.store.documents import DocumentNotValid, load_plan_document
from kyosei_desktop.store.files import read_file
from kyosei_desktop.store.ledger import Ledger, create_ledger, new_id

MAX_DOCUMENT_BYTES = 64 * 2**20
"""A plan document is no larger than the payload of a request may be."""


def create_built_in_ledger(path: Path, *, author: str) -> Ledger:
    """A new ledger of the plan that the program ships. Raises LedgerExists, FileNotWritten."""
    return create_ledger_from_document(path, author=author)


def create_ledger_from_document(
    path: Path, document: Path | None = None, *, definition: Definition | None = None, author: str
) -> Ledger:
    """A new ledger of a plan document.

    Args:
        path: must not exist yet.
        document: by default the example that goes with the definition.
        definition: by default that of the built-in plan.
        author: who acts.

    Raises:
        LedgerExists, FileNotWritten: there is something at `path`, or it cannot be written.
        FileNotRead, FileTooLarge, NotADocument, DocumentNotValid, NoExamplePlan: the document is no good, or there is
            none; nothing was made.
    """
    definition = definition or built_in_definition()
    document = document or example_plan_of(definition)
    content = load_plan_document(read_file(document, MAX_DOCUMENT_BYTES), document.name)
    plan = plan_from_document(content, new_id)
    _check_periods(plan, definition, document.name)
    return create_ledger(path, plan, definition, author=author)


def _check_periods(plan: Plan, definition: Definition, name: str) -> None:
    known = {one.id for one in definition.periods}
    for place in plan.fields():
        if place.period is not None and place.period not in known:
            problem = _("期間「{period}」は定義にありません（{known}のどれか）").format(
                period=place.period, known="、".join(one.id for one in definition.periods)
            )
            raise DocumentNotValid(name=name, place=f"№{plan.address_of(place)}", problem=problem)
