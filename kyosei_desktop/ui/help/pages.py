"""The manual's pages: Markdown files, in the order and the groups of their contents page. No Qt here.

A page's first line is its title. Pages point at each other by `name.md`, and at a heading by `name.md#heading`. The
contents page (`index.md`) lists every page once, under the headings of its groups.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from kyosei_desktop.domain.text import fold_notation
from kyosei_desktop.ui.help.topics import CONTENTS

_LISTED = re.compile(r"^- \[(?P<title>[^]]+)\]\((?P<name>[\w-]+)\.md\)")
_HEADING = re.compile(r"^#{2,3} (?P<text>.+)$", re.MULTILINE)
_PICTURE = re.compile(r"^!\[[^]]*\]\([^)]*\)\n*", re.MULTILINE)
_MARKS = re.compile(r"\[(?P<words>[^]]*)\]\([^)]*\)|[*`|#>]|^[-: |]+$", re.MULTILINE)
_EXCERPT_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its name, and of it a heading; empty for its top."""

    page: str
    heading: str = ""

    @classmethod
    def of_link(cls, link: str, page: str) -> "Place":
        """Where a link of a page leads to."""
        name, _sign, heading = unquote(link).partition("#")
        return cls(name.removesuffix(".md") or page, heading)


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `group` is the heading of the contents that it stands under; `text` is its Markdown."""

    name: str
    title: str
    group: str
    text: str

    @property
    def text_without_pictures(self) -> str:
        """For the window: what the pictures show is on the screen already."""
        return _PICTURE.sub("", self.text)

    def sections(self) -> Iterator[tuple[str, str]]:
        """Headings and the words below them; the first has no heading."""
        parts = _HEADING.split(self.text_without_pictures)
        yield "", parts[0]
        yield from zip(map(_without_escapes, parts[1::2]), parts[2::2], strict=True)


@dataclass(frozen=True, slots=True)
class Found:
    """A section in which all words of a search stand, with its beginning around the first."""

    place: Place
    title: str
    excerpt: str


@dataclass(frozen=True)
class Manual:
    """All pages in their order, the contents first."""

    pages: Sequence[Page]

    @cached_property
    def _by_name(self) -> dict[str, Page]:
        return {one.name: one for one in self.pages}

    def page(self, name: str) -> Page:
        """A page by its name; the contents for a name that there is not."""
        return self._by_name.get(name, self.pages[0])

    def find(self, wanted: str) -> list[Found]:
        """The sections in which all words of `wanted` stand, those with a word in the heading first."""
        words = [fold_notation(one).casefold() for one in wanted.split()]
        if not words:
            return []
        hits = [(page, heading, text) for page in self.pages[1:] for heading, text in page.sections()]
        hits = [one for one in hits if _has_all(f"{one[1] or one[0].title}{one[2]}", words)]
        hits.sort(key=lambda one: not _has_all(one[1] or one[0].title, words))
        return [
            Found(Place(page.name, heading), f"{page.title}：{heading}" if heading else page.title, _excerpt(text))
            for page, heading, text in hits
        ]


def read_manual(folder: Path) -> Manual:
    """The manual out of a folder of the program's own resources."""
    contents = (folder / f"{CONTENTS}.md").read_text("utf-8")
    pages = [Page(CONTENTS, _title(contents), "", contents)]
    group = ""
    for line in contents.splitlines():
        if line.startswith("## "):
            group = line.removeprefix("## ")
        elif listed := _LISTED.match(line):
            text = (folder / f"{listed['name']}.md").read_text("utf-8")
            pages.append(Page(listed["name"], _title(text), group, text))
    return Manual(tuple(pages))


def _without_escapes(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")


def _has_all(text: str, words: Sequence[str]) -> bool:
    folded = fold_notation(text).casefold()
    return all(word in folded for word in words)


def _excerpt(text: str) -> str:
    plain = _without_escapes(" ".join(_MARKS.sub(lambda mark: mark["words"] or "", text).split()))
    return plain if len(plain) <= _EXCERPT_LENGTH else f"{plain[:_EXCERPT_LENGTH]}…"


class Reading:
    """Which place is being read, and the way back and forth through those read before."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._read: list[Place] = []
        self._at = -1

    def go(self, place: Place) -> None:
        """Read on at another place; what was ahead is forgotten."""
        if self._at < 0 or self._read[self._at] != place:
            self._read[self._at + 1 :] = [place]
            self._at += 1

    @property
    def place(self) -> Place:
        """What is being read."""
        return self._read[self._at] if self._read else Place(CONTENTS)

    @property
    def can_go_back(self) -> bool:
        """Whether something was read before."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether one has come back from something."""
        return self._at + 1 < len(self._read)

    def go_back(self) -> Place:
        """To what was read before; stays at the first."""
        self._at = max(self._at - 1, 0)
        return self.place

    def go_forward(self) -> Place:
        """To what one has come back from; stays at the last."""
        self._at = min(self._at + 1, len(self._read) - 1)
        return self.place
