"""Lists of cells that a person wants to go to: where words are found, where characters are missing. No Qt here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Field
from kyosei_desktop.domain.text import fold_notation
from kyosei_desktop.ui.report.preview import MissingCharacter, Preview
from kyosei_desktop.ui.wording import field_label

_MOST_BEFORE = 10
"""Characters of the text shown before what was found."""


@dataclass(frozen=True, slots=True)
class FoundCell:
    """One line of a list of cells: page (from 1), what the cell is called, and why it is listed."""

    page: int
    field: Field
    label: str
    note: str


def find_words(preview: Preview, words: str) -> list[FoundCell]:
    """The cells that hold all of the words, whatever their notation, in reading order; none for no words."""
    wanted = [_folded(word) for word in words.split() if _folded(word)]
    if not wanted:
        return []
    found: list[FoundCell] = []
    for cell in preview.layout.composition.cells:
        if cell.field is not None and cell.text:
            text = _folded(cell.text)
            if all(word in text for word in wanted):
                found += _listed(preview, cell.field, _around(cell.text, wanted[0]))
    return _in_reading_order(found)


def find_missing(preview: Preview, missing: Sequence[MissingCharacter]) -> list[FoundCell]:
    """The cells in which a character is printed as 〓, with its code point."""
    found = [
        one
        for lack in missing
        if lack.field is not None
        for one in _listed(preview, lack.field, _("「{character}」（{codepoint}）").format(**_named(lack.character)))
    ]
    return _in_reading_order(found)


def label_of(preview: Preview, field: Field) -> str:
    """Such as 「№10 令和３年度 下期実績」."""
    return field_label(preview.layout.composition.definition, preview.plan.address_of(field))


def _named(character: str) -> dict[str, str]:
    return {"character": character, "codepoint": " ".join(f"U+{ord(one):04X}" for one in character)}


def _listed(preview: Preview, field: Field, note: str) -> Iterator[FoundCell]:
    place = preview.cells.of(field)
    if place is not None:
        yield FoundCell(place.page, field, label_of(preview, field), note)


def _in_reading_order(found: Sequence[FoundCell]) -> list[FoundCell]:
    return sorted(found, key=lambda one: one.page)  # within a page they come in the order of the measures' rows


def _folded(text: str) -> str:
    return fold_notation(text).casefold()


def _around(text: str, word: str) -> str:
    """The text from a little before the word on, in one line."""
    line = " ".join(text.split())
    window = 3 * len(word) + 8  # folding makes text shorter, by white space and compatibility forms
    for start in range(len(line)):
        if _folded(line[start : start + window]).startswith(word):
            return line if start <= _MOST_BEFORE else "…" + line[start - _MOST_BEFORE // 2 :]
    return line
