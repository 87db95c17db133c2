"""What a typeface and the fonts that help it out can show: which characters, and how wide they are."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from kyosei_desktop.report.character_map import characters_of, is_moving, widths_of

SHIPPED_FAMILY = "BIZ UDPGothic"
"""The family that comes with the program (resources/fonts), and takes the place of one that is not at hand."""

_REGULAR, _BOLD = 400, 700
_JAPANESE = frozenset("あアんン々、。「」・一丁国報福祉策課籠鬱")
"""Kana, punctuation and kanji, common and rare ones: a font that has them is made for Japanese texts."""


class FontFile(Protocol):
    """One font as the paper engine found it. `index` counts within a collection; `path` is None for embedded ones."""

    family: str
    style: str
    weight: int
    stretch: float
    path: str | None
    index: int


@dataclass(frozen=True)
class Family:
    """The fonts of one name that the report may use: upright, regular and bold (the same one where it has no other)."""

    name: str
    regular: FontFile
    bold: FontFile

    @classmethod
    def of(cls, name: str, fonts: Sequence[FontFile]) -> "Family":
        """The family of that name among the fonts, chosen as the paper engine chooses."""
        return cls(name, _nearest(name, fonts, _REGULAR), _nearest(name, fonts, _BOLD))

    @cached_property
    def characters(self) -> frozenset[str]:
        """What both of its fonts have a glyph for; opens them."""
        return _characters(self.regular) & _characters(self.bold)


@dataclass(frozen=True)
class Typeface:
    """A family and the others that are asked, in their order, for characters that it lacks.

    Fonts are opened when a character first needs them. `missing` is the family that was wanted in the place of `main`
    but is not at hand; None where `main` is the one wanted.
    """

    main: Family
    others: Sequence[Family]
    missing: str | None = None
    _helpers: dict[str, str | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, name: str, fallbacks: Sequence[str], fonts: Iterable[FontFile]) -> "Typeface":
        """The typeface of that name; `fallbacks` are asked before all other families at hand.

        Where it is not at hand, the shipped family takes its place, and the typeface says so.
        """
        at_hand = [font for font in fonts if font.path is not None]
        known = {font.family for font in at_hand}
        chosen = name if name in known else SHIPPED_FAMILY
        names = dict.fromkeys([chosen, *fallbacks, *sorted(known)])
        main, *others = (Family.of(one, at_hand) for one in names if one in known)
        return cls(main, others, missing=None if name in known else name)

    @cached_property
    def plain_characters(self) -> frozenset[str]:
        """What the typeface shows by itself and nothing need be asked about: no format, no private use; and LF."""
        shown = self.main.characters
        return frozenset("\n").union(one for one in shown if unicodedata.category(one) not in ("Cf", "Co"))

    def helper_for(self, cluster: str) -> str | None:
        """The family from which the engine takes the characters; None where there is none that has them all.

        A letter and its marks must come from one family, and it must be the first to have any of them: where another
        has a part only, the engine draws that part and loses the rest, without a word.
        """
        if cluster not in self._helpers:
            families = (self.main, *self.others)
            first = next((one for one in families if not one.characters.isdisjoint(cluster)), None)
            has_all = first is not None and first.characters.issuperset(cluster)
            self._helpers[cluster] = first.name if first is not None and has_all else None
        return self._helpers[cluster]

    def families_for(self, helpers: Iterable[str]) -> list[str]:
        """The typeface's own name and those of the helpers, in the order in which they are to be asked."""
        wanted = set(helpers)
        return [self.main.name, *(one.name for one in self.others if one.name in wanted)]

    def width_em(self, text: str) -> float:
        """How wide the characters are side by side; those of other fonts count as one em."""
        widths = self._widths_em
        return sum(widths.get(character, 1.0) for character in text)

    @cached_property
    def advances_em(self) -> Mapping[str, float]:
        """How wide the characters are of which a text is surely as wide as they are together; none of other fonts.

        Without those that join others, and empty for fonts that move characters together or apart.
        """
        return _advances_em(self.main.regular, self._widths_em)

    @cached_property
    def bold_advances_em(self) -> Mapping[str, float]:
        """The same in bold."""
        path = self.main.bold.path
        return {} if path is None else _advances_em(self.main.bold, widths_of(path, self.main.bold.index))

    @cached_property
    def _widths_em(self) -> dict[str, float]:
        font = self.main.regular
        return {} if font.path is None else widths_of(font.path, font.index)


def japanese_families(fonts: Iterable[FontFile]) -> list[str]:
    """The families that can set Japanese texts by themselves, the shipped one first, the others by name.

    Opens one font of each family.
    """
    at_hand = [font for font in fonts if font.path is not None]
    names = sorted({font.family for font in at_hand}, key=lambda name: (name != SHIPPED_FAMILY, name))
    return [name for name in names if _characters(_nearest(name, at_hand, _REGULAR)) >= _JAPANESE]


def _advances_em(font: FontFile, widths_em: Mapping[str, float]) -> Mapping[str, float]:
    if font.path is None or is_moving(font.path, font.index):
        return {}
    return {one: width for one, width in widths_em.items() if _stands_alone(one)}


def _stands_alone(character: str) -> bool:
    return unicodedata.category(character)[0] not in "MC" and character not in "\uff9e\uff9f"


def _characters(font: FontFile) -> frozenset[str]:
    return frozenset() if font.path is None else characters_of(font.path, font.index)


def _nearest(name: str, fonts: Sequence[FontFile], weight: int) -> FontFile:
    return min(
        (font for font in fonts if font.family == name),
        key=lambda font: (font.style != "normal", abs(font.stretch - 1), abs(font.weight - weight)),
    )
