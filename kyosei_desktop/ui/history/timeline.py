"""The life of one cell: every text it had, by whom, when and why, and what differed. No Qt here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.difference import Piece, mark_differences
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.merge import Origin, RevisionId
from kyosei_desktop.domain.plan import FieldId, FieldKind, Value
from kyosei_desktop.store.acknowledgements import ReceivedAcknowledgement, list_acknowledgements
from kyosei_desktop.store.history import Change, list_field_changes, named_departments, standing_label
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.succession import NamesOfThen, department_names_at
from kyosei_desktop.ui.wording import value_label


@dataclass(frozen=True, slots=True)
class TimelineText:
    """A text of the timeline: its heading, and its pieces, empty for a blank that `blank` puts in words."""

    title: str
    pieces: Sequence[Piece]
    blank: str


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One thing that happened to the cell.

    Attributes:
        facts: why, and out of which file, each a line.
        after: the text that came; None for a tick on a warning.
        before: the texts that were there: one for a change, all of them for a settling.
    """

    what: str
    when: str
    who: str
    standing: str
    facts: Sequence[str]
    after: TimelineText | None
    before: Sequence[TimelineText]


def timeline_of(ledger: Ledger, field: FieldId) -> list[TimelineItem]:
    """Everything that happened to a field since it was first stored, what arrived last first."""
    changes = list_field_changes(ledger, field)
    names, definition = department_names_at(ledger), ledger.definition
    by_id = {one.revision.id: one for one in changes}
    waiting = list_acknowledgements(ledger, field=field)
    # By arrival, for clocks of other desks may be wrong; a tick stands above the answer that came with it.
    items = []
    for one in changes:
        if _is_told(one, changes):
            items.append(_item_of(definition, names, one, by_id))
        came = [tick for tick in waiting if tick.file_name == one.source]
        items += [_tick(definition, names, tick) for tick in came]
        waiting = [tick for tick in waiting if tick not in came]
    items += [_tick(definition, names, tick) for tick in waiting]
    return items[::-1]


def _is_told(change: Change, changes: Sequence[Change]) -> bool:
    """An empty root that something came after tells nothing."""
    return change.revision.origin is not Origin.ROOT or bool(change.revision.value.text) or len(changes) == 1


def _item_of(
    definition: Definition,
    names: NamesOfThen,
    change: Change,
    by_id: Mapping[RevisionId, Change],
) -> TimelineItem:
    revision = change.revision
    is_departments = change.address.field is FieldKind.DEPARTMENTS
    seen = [by_id[one] for one in revision.after if one in by_id]
    values = {one.revision.value for one in seen}
    is_settling = len(values) > 1 and revision.origin is Origin.COORDINATOR
    told = seen if is_settling else seen[-1:]

    def shown(value: Value) -> Value:
        return named_departments(value, names.at(revision.made_at)) if is_departments else value

    texts = [shown(one.revision.value) for one in told]
    marked = mark_differences([*(one.text for one in texts), shown(revision.value).text])
    titles = [_who(names, one) for one in told] if is_settling else [_("前")] * len(told)
    return TimelineItem(
        what=_what(change, is_settling=is_settling),
        when=definition.shown_calendar.moment(revision.made_at),
        who=_who(names, change),
        standing=standing_label(change.standing),
        facts=_facts(change),
        after=_text(_("決めた文") if is_settling else _("後"), shown(revision.value), marked[-1]),
        before=[_text(title, one, pieces) for title, one, pieces in zip(titles, texts, marked[:-1], strict=True)],
    )


def _what(change: Change, *, is_settling: bool) -> str:
    if change.revision.origin is Origin.ROOT:
        return _("はじめの文")
    if is_settling:
        return _("競合を決めた")
    return _("回答") if change.revision.origin is Origin.DEPARTMENT else _("取りまとめで書き直した")


def _who(names: NamesOfThen, change: Change) -> str:
    revision = change.revision
    then = names.at(revision.made_at)
    department = then.get(revision.department, "") if revision.department is not None else ""
    return f"{department} {revision.author}".strip()


def _facts(change: Change) -> list[str]:
    facts = []
    if change.revision.reason:
        facts.append(_("理由：{reason}").format(reason=change.revision.reason))
    if change.source:
        facts.append(_("ファイル：{name}").format(name=change.source))
    return facts


def _text(title: str, value: Value, pieces: Sequence[Piece]) -> TimelineText:
    return TimelineText(title, pieces if value.text else (), "" if value.text else value_label(value))


def _tick(definition: Definition, names: NamesOfThen, received: ReceivedAcknowledgement) -> TimelineItem:
    tick = received.acknowledgement
    reason = _("理由：{reason}").format(reason=tick.reason) if tick.reason else _("理由は書かれていません。")
    return TimelineItem(
        what=_("指摘を確かめて、そのままにした"),
        when=definition.shown_calendar.moment(tick.made_at),
        who=f"{names.at(tick.made_at).get(received.department, '')} {tick.author}".strip(),
        standing="",
        facts=[reason, _("ファイル：{name}").format(name=received.file_name)],
        after=None,
        before=(),
    )
