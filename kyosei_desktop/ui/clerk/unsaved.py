"""Texts that could not be written into the work file: kept by this computer, and drafts when it can be written again.

The disk may be full, the work file taken over by a colleague or its folder away. Nothing typed may be lost by that, not
even when the window is closed. No Qt here.
"""

import json
from collections.abc import Mapping
from contextlib import suppress

from kyosei_desktop.domain.plan import BlankReason, FieldId, Value
from kyosei_desktop.store.drafts import save_draft
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.context import AppContext


def keep_unsaved(context: AppContext, field: FieldId, value: Value) -> None:
    """Keep what stands in a field though the work file does not take it."""
    _remember(context, {**_kept(context), field: value})


def forget_unsaved(context: AppContext, field: FieldId) -> None:
    """The field has been written after all."""
    kept = dict(_kept(context))
    if kept.pop(field, None) is not None:
        _remember(context, kept)


def save_unsaved_as_drafts(context: AppContext) -> int:
    """Make drafts of what was kept, of which the form then says that it came from an earlier run; how many.

    Raises:
        KyoseiError: it cannot be written yet; then all is kept as it was.
    """
    ledger, kept = context.open_ledger, _kept(context)
    known = {one.place.id for one in read_work(ledger).fields} if kept else set()
    drafts = {field: value for field, value in kept.items() if field in known}
    for field, value in drafts.items():
        save_draft(ledger, field, value)
    if kept:
        _remember(context, {})
    return len(drafts)


def _key(context: AppContext) -> str:
    return f"unsaved.{context.open_ledger.head.work_file}"


def _kept(context: AppContext) -> Mapping[FieldId, Value]:
    with suppress(ValueError, TypeError, AttributeError):
        said = json.loads(context.shell.remembered(_key(context)) or "{}")
        return {
            FieldId(field): Value(str(text), None if blank is None else BlankReason(blank))
            for field, (text, blank) in said.items()
        }
    return {}


def _remember(context: AppContext, kept: Mapping[FieldId, Value]) -> None:
    said = {field: [value.text, value.blank and value.blank.value] for field, value in kept.items()}
    context.shell.remember(_key(context), json.dumps(said, ensure_ascii=False) if said else "")
