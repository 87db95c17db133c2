"""Drafts that an earlier run of the program left behind. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.difference import Piece, mark_differences
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.clerk.answers import Answer
from kyosei_desktop.ui.wording import moment_label, value_label


@dataclass(frozen=True, slots=True)
class Recovery:
    """A draft that nobody has decided on, and what the field said before.

    Attributes:
        when: when it was kept, in words.
        before, draft: both texts in pieces, those that differ marked.
        before_words, draft_words: what to say where a text is empty.
    """

    when: str
    before: Sequence[Piece]
    draft: Sequence[Piece]
    before_words: str
    draft_words: str


def recovery_of(answer: Answer, ledger: Ledger) -> Recovery:
    """A field's draft beside what its newest revision says."""
    assert answer.draft is not None, "there is a draft to recover"
    draft, kept = answer.draft.value, answer.kept
    before_pieces, draft_pieces = mark_differences([kept.text, draft.text])
    return Recovery(
        moment_label(ledger.definition.shown_calendar, answer.draft.saved_at, ledger.clock()),
        before_pieces,
        draft_pieces,
        _blank_words(kept),
        _blank_words(draft),
    )


def _blank_words(value: Value) -> str:
    return "" if value.text else value_label(value)
