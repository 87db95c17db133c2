"""What is checked before handing in: field by field what the rules say, and what the form would still ask. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.domain.rules.findings import Level
from kyosei_desktop.report.measuring import print_measure
from kyosei_desktop.store.joining import fields_that_disagree
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.work_findings import find_in_work
from kyosei_desktop.ui.clerk.answers import Answer, AnswerState
from kyosei_desktop.ui.clerk.field_checks import Pointed
from kyosei_desktop.ui.clerk.pages import Progress, load_pages


@dataclass(frozen=True, slots=True)
class CheckedField:
    """A field that wants a look.

    Attributes:
        place: its name.
        note: what stands in the form and is not in the answer, or came back and was not changed; empty for nothing.
        note_state: whose shape stands beside the note.
        found: what the rules point out, without hints.
        hints: what they only mention.
    """

    field: FieldId
    place: str
    note: str
    note_state: AnswerState
    found: Sequence[Pointed]
    hints: Sequence[Pointed]

    @property
    def has_error(self) -> bool:
        """Whether it keeps the whole from being handed in."""
        return any(one.finding.level is Level.ERROR for one in self.found)

    @property
    def unticked(self) -> int:
        """How many warnings want a tick."""
        return sum(1 for one in self.found if one.can_be_ticked and one.tick is None)


@dataclass(frozen=True, slots=True)
class Check:
    """What the check page shows.

    Attributes:
        fields: those that want a look, the gravest first.
        disagreeing: in how many fields two colleagues' texts stand, and nobody has settled which one it is.
    """

    progress: Progress
    fields: Sequence[CheckedField]
    disagreeing: int

    @property
    def errors(self) -> int:
        """How many fields keep the whole from being handed in."""
        return sum(1 for one in self.fields if one.has_error)

    @property
    def unticked(self) -> int:
        """How many warnings want a tick."""
        return sum(one.unticked for one in self.fields)

    @property
    def hints(self) -> int:
        """How many hints there are."""
        return sum(len(one.hints) for one in self.fields)


def check_work(ledger: Ledger) -> Check:
    """Check a work file as it would be handed in now."""
    pages = load_pages(ledger)
    found: dict[FieldId, list[Pointed]] = {}
    for one in find_in_work(ledger, print_measure(ledger.definition, pages.plan)):
        found.setdefault(one.place.id, []).append(Pointed(one.finding, one.acknowledgement))
    fields = []
    for page in pages.pages:
        for answer in page.answers:
            checked = _checked(answer, found.get(answer.id, []))
            if checked.note or checked.found or checked.hints:
                fields.append(checked)
    disagreeing = len(fields_that_disagree(ledger, pages.work))
    return Check(pages.progress, sorted(fields, key=_urgency), disagreeing)


def _urgency(one: CheckedField) -> int:
    ranks = (one.has_error, bool(one.unticked), bool(one.note), bool(one.found))
    return ranks.index(True) if True in ranks else len(ranks)


def _checked(answer: Answer, found: Sequence[Pointed]) -> CheckedField:
    hints = [one for one in found if one.finding.level is Level.HINT]
    return CheckedField(
        answer.id,
        answer.name,
        _note(answer),
        answer.state,
        [one for one in found if one.finding.level is not Level.HINT],
        hints,
    )


def _note(answer: Answer) -> str:
    if answer.state is AnswerState.RETURNED:
        reason = answer.note or _("見直してください")
        return _("差し戻されたまま変わっていません：{note}").format(note=reason)
    if answer.state is AnswerState.COPIED:
        return _("写した文のままなので、提出されません。書き直すか、「書き直さずに使う」を選んでください。")
    if answer.draft is not None:
        return _("書きかけの文章は提出されません。「書きかけを使う」か「前の文に戻す」を選んでください。")
    return ""
