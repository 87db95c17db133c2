"""What a typeface and the fonts that help it out can show: which characters, and how wide they are."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from fontTools.ttLib import TTFont, TTLibError


class FontFile(Protocol):
    """Where one font lies, as the paper engine found it. `index` counts within a collection."""

    family: str
    weight: int
    path: str | None
    index: int


@dataclass(frozen=True)
class Typeface:
    """One family in its regular weight, and the other fonts at hand in the order they are asked.

    Fonts are opened when a character first needs them.
    """

    main: FontFile
    others: Sequence[FontFile]
    _known: dict[str, bool] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, family: str, fonts: Iterable[FontFile]) -> "Typeface":
        """The family's typeface. The font nearest to regular weight stands for it."""
        at_hand = list(fonts)
        main = min(at_hand, key=lambda font: (font.family != family, abs(font.weight - 400)))
        return cls(main, [font for font in at_hand if font.family != main.family])

    @cached_property
    def plain_characters(self) -> frozenset[str]:
        """What the typeface shows by itself and nothing need be asked about: no format, no private use; and LF."""
        shown = map(chr, self._main_glyphs)
        return frozenset("\n").union(one for one in shown if unicodedata.category(one) not in ("Cf", "Co"))

    def has(self, character: str) -> bool:
        """Whether any font at hand has a glyph for it."""
        if ord(character) in self._main_glyphs:
            return True
        if character not in self._known:
            self._known[character] = any(ord(character) in glyphs for glyphs in map(self._glyphs_of, self.others))
        return self._known[character]

    def width_em(self, text: str) -> float:
        """How wide the characters are side by side; those of other fonts count as one em."""
        units, advances = self._units_per_em, self._advances
        names = (self._main_glyphs.get(ord(character)) for character in text)
        return sum(1.0 if name is None else advances[name][0] / units for name in names)

    @cached_property
    def _main_font(self) -> TTFont:
        return TTFont(self.main.path, fontNumber=self.main.index, lazy=True)

    @cached_property
    def _main_glyphs(self) -> dict[int, str]:
        return self._main_font.getBestCmap()

    @cached_property
    def _units_per_em(self) -> int:
        return int(self._main_font["head"].unitsPerEm)

    @cached_property
    def _advances(self) -> dict[str, tuple[int, int]]:
        return dict(self._main_font["hmtx"].metrics)

    @cached_property
    def _other_glyphs(self) -> dict[tuple[str, int], frozenset[int]]:
        return {}

    def _glyphs_of(self, font: FontFile) -> frozenset[int]:
        place = (font.path or "", font.index)
        if place not in self._other_glyphs:
            try:
                with TTFont(place[0], fontNumber=place[1], lazy=True) as opened:
                    self._other_glyphs[place] = frozenset(opened.getBestCmap() or ())
            except (OSError, TTLibError):
                # A system's font that cannot be read lends nothing; the report's own is checked by the tests.
                self._other_glyphs[place] = frozenset()
        return self._other_glyphs[place]
