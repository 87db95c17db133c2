"""The base of everything that is expected to go wrong.

Its text is for the user: what happened, and what to do. To add an error, derive a frozen-field
dataclass from `KyoseiError` in the layer where it arises, give it a `sentence` marked with `N_`
whose placeholders are its fields, ending in 「。」, and a case in `tests/test_errors.py` is found by itself.
"""

from dataclasses import dataclass
from typing import ClassVar

from kyosei_desktop.domain.language import N_, _


@dataclass(eq=False)
class KyoseiError(Exception):
    """Something outside of the program is not as it must be; `str()` is the sentence for the user."""

    sentence: ClassVar[str] = ""

    def __str__(self) -> str:
        return _(self.sentence).format(**vars(self))


@dataclass(eq=False)
class NotAcceptableText(KyoseiError):
    """A text holds what no field may hold: control characters, lone surrogates, or too much."""

    sentence: ClassVar[str] = N_("文章に使えない文字（制御文字）が入っています：{found}。取り除いてください。")
    found: str


@dataclass(eq=False)
class TextTooLong(KyoseiError):
    """A text is longer than a field may be."""

    sentence: ClassVar[str] = N_("文章が長すぎます（{length}字）。{limit}字までにしてください。")
    length: int
    limit: int
