"""Which state of a plan a paper shows: the time of its last change and its check word."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """The state (版) of the fields that a paper prints.

    `changed_at` is the time (UTC) of the last change among them, `check_word` their check word (照合語). Prints, drafts
    and slips say both in the footer, official exports in the properties of the document only.
    """

    changed_at: datetime
    check_word: str
