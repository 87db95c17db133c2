"""The command `history`: every change, the plan as it was at a moment, and what differs between two moments."""

import argparse
from collections.abc import Iterator
from typing import Any

from kyosei_desktop.commands.common import Moment, Result, address_document, moment_in, open_for_reading
from kyosei_desktop.commands.ledgers import show_history
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.field_labels import field_label
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Address, Plan, Value
from kyosei_desktop.domain.plan_document import plan_document_text, plan_to_document
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.past import plan_at


def history(options: argparse.Namespace) -> Result:
    """`history`."""
    if options.at is not None:
        return _plan_then(options)
    return show_history(options) if options.since is None else _differences(options)


def check_history_arguments(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """What argparse cannot say by itself about `history`."""
    if options.until is not None and options.since is None:
        parser.error(_("--until には --since を付けてください。"))
    if options.at is not None and (options.since is not None or options.measure is not None):
        parser.error(_("--at は --since や --measure と一緒には使えません。"))


def _plan_then(options: argparse.Namespace) -> Result:
    """The plan document of a moment: `init --from` takes it."""
    with open_for_reading(options) as ledger:
        plan = plan_at(ledger, moment_in(ledger, options.at, is_end=True))
    return Result(plan_to_document(plan), [plan_document_text(plan).rstrip("\n")])


def _differences(options: argparse.Namespace) -> Result:
    from kyosei_desktop.report.comparison import changed_fields  # fonts are slow to load

    with open_for_reading(options) as ledger:
        old, new = _plan(ledger, options.since, is_end=False), _plan(ledger, options.until, is_end=True)
        definition = ledger.definition
    found = []
    for measure, fields in changed_fields(old, new):
        whole = new if measure in new.measures else old
        if options.measure in (None, str(measure.no)):
            found += [(whole.address_of(one.place), one.old, one.new) for one in fields]
    document = {
        "differences": [
            {**address_document(address), "before": _said(before), "after": _said(after)}
            for address, before, after in found
        ]
    }
    lines = [line for one in found for line in _lines(definition, *one)]
    return Result(document, lines or [_("違いはありません。")])


def _plan(ledger: Ledger, moment: Moment | None, *, is_end: bool) -> Plan:
    return ledger.plan() if moment is None else plan_at(ledger, moment_in(ledger, moment, is_end=is_end))


def _said(value: Value | None) -> dict[str, Any] | None:
    return None if value is None else {"text": value.text, "blank": value.blank and value.blank.value}


def _lines(definition: Definition, address: Address, before: Value | None, after: Value | None) -> Iterator[str]:
    yield field_label(definition, address)
    for mark, value in (("-", before), ("+", after)):
        if value is not None and value.text:
            yield from (f"{mark} {line}" for line in value.text.split("\n"))
