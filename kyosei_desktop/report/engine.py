"""The one paper engine: templates of the program's own, filled with data, become PDF, SVG or measurements.

Data enters a template as JSON, in files that are in memory only, and is never read as markup. Nothing is started at
import.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import typst

from kyosei_desktop import paths
from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.report.typeface import Typeface, japanese_families

_log = logging.getLogger(__name__)

PDF_STANDARDS: "list[typst.PDFStandard]" = ["ua-1", "a-2a"]
"""PDF/UA-1 for screen readers, PDF/A-2a for the archive; Typst holds a document to both at once."""

_MARKS = """
query(<{label}>).map(it => {{
  let position = it.location().position()
  (it.value, position.page, position.x.pt(), position.y.pt())
}})
"""


KEPT_FOR = 10
"""How many further compilations the engine keeps what it worked out for one, in case it helps the next (typst-py)."""

_MANY_BYTES = 640_000
"""Inputs of a report of about fifty pages: keeping their layout takes half a gigabyte."""


class Mark(NamedTuple):
    """Metadata of a template where it came to stand: page from 1, x and y from the page's top left."""

    value: Any
    page: int
    x_pt: float
    y_pt: float


@dataclass
class PaperEngine:
    """Compiles templates with the report's fonts and, for characters outside of them, the system's.

    What Typst works out is kept for the whole process, and found again where the same is asked for: a cell that says
    what it said is not laid out anew, whatever else has changed, and the pages of one format serve for the other. So
    inputs come as files beside the template. As `sys.inputs` they would be part of the library that all work is known
    by, and in another order each time.

    One lock guards it, so that the window's worker and its live cell may call it at the same time.
    """

    templates: Path
    fonts: typst.Fonts
    _lock: Lock = field(default_factory=Lock, repr=False)
    _keeps_many: bool = field(default=False, repr=False)
    """Whether the last compilation was of so many pages that keeping them matters."""

    def pdf(self, template: str, inputs: Mapping[str, Any], *, made_at: datetime | None = None) -> bytes:
        """The filled template as a tagged PDF. `made_at` is the date it states, to the second, by default now."""
        stated = None if made_at is None else made_at.replace(microsecond=0)  # the compiler refuses smaller parts
        with self._lock:
            made = self._compile(template, inputs, format="pdf", pdf_standards=PDF_STANDARDS, timestamp=stated)
        assert isinstance(made, bytes)
        return made

    def svg(self, template: str, inputs: Mapping[str, Any]) -> list[bytes]:
        """The filled template's pages, each an SVG document.

        All of them: Typst makes no single page, for where one begins depends on those before it.
        """
        with self._lock:
            return _pages(self._compile(template, inputs, format="svg"))

    def png(self, template: str, inputs: Mapping[str, Any], *, ppi: float) -> list[bytes]:
        """The filled template's pages, each a PNG picture of so many pixels an inch."""
        with self._lock:
            return _pages(self._compile(template, inputs, format="png", ppi=ppi))

    def query(self, template: str, inputs: Mapping[str, Any], label: str) -> list[Any]:
        """The values of all metadata under a label, in the order of the pages."""
        with self._lock:
            return self._values(template, inputs, label)

    def svg_and_query(self, template: str, inputs: Mapping[str, Any], label: str) -> tuple[list[bytes], list[Any]]:
        """The pages as SVG and the values of all metadata under a label."""
        with self._lock:
            pages = _pages(self._compile(template, inputs, format="svg"))
            return pages, self._values(template, inputs, label)

    def png_and_query(
        self, template: str, inputs: Mapping[str, Any], label: str, *, ppi: float
    ) -> tuple[list[bytes], list[Any]]:
        """The pages as PNG pictures of so many pixels an inch, and the values of all metadata under a label."""
        with self._lock:
            pages = _pages(self._compile(template, inputs, format="png", ppi=ppi))
            return pages, self._values(template, inputs, label)

    def marks(self, template: str, inputs: Mapping[str, Any], label: str) -> list[Mark]:
        """All metadata under a label and where it stands, in the order of the pages.

        Takes next to no time when the pages made last are of the same inputs.
        """
        with self._lock:
            found = json.loads(self._compiler(template, inputs).eval(_MARKS.format(label=label)))
        return [Mark(*one) for one in found]

    def forget(self) -> None:
        """Let go of the pages made last, where there are so many of them that it matters.

        What is asked of the same inputs later makes the pages anew.
        """
        with self._lock:
            if self._keeps_many:
                self._keeps_many = False
                empty = typst.Compiler(font_paths=self.fonts)
                for _again in range(KEPT_FOR + 1):
                    empty.compile(b"", format="svg")

    def _compile(self, template: str, inputs: Mapping[str, Any], **options: Any) -> bytes | list[bytes] | None:
        made, warnings = self._kept.compile_with_warnings(self._files(template, inputs), **options)
        for warning in warnings:  # such as that the layout did not come to rest
            _log.warning("%s: %s", template, warning.message)
        return made

    def _values(self, template: str, inputs: Mapping[str, Any], label: str) -> list[Any]:
        values = json.loads(self._compiler(template, inputs).query(f"<{label}>", field="value"))
        assert isinstance(values, list)
        return values

    def _compiler(self, template: str, inputs: Mapping[str, Any]) -> typst.Compiler:
        """A compiler for one query: the kept one takes files for what it compiles only."""
        files = self._files(template, inputs)
        return typst.Compiler(files, root=self.templates, font_paths=self.fonts)  # type: ignore[type-var]

    @cached_property
    def _kept(self) -> typst.Compiler:
        """Knows the templates that others import, so that it need not read them each time."""
        return typst.Compiler(root=self.templates, font_paths=self.fonts)

    def _files(self, template: str, inputs: Mapping[str, Any]) -> dict[str, bytes]:
        files = {f"{name}.json": json.dumps(value, ensure_ascii=False).encode() for name, value in inputs.items()}
        self._keeps_many = self._keeps_many or sum(map(len, files.values())) >= _MANY_BYTES
        files["main.typ"] = (self.templates / f"{template}.typ").read_bytes()
        return files


@cache
def report_fonts() -> typst.Fonts:
    """The shipped fonts and the system's; none of those that the engine brings along."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[paths.FONTS])


@cache
def paper_engine() -> PaperEngine:
    """The engine that the whole program shares; started when first asked for."""
    return PaperEngine(paths.TEMPLATES, report_fonts())


@cache
def report_typeface(fonts: Fonts) -> Typeface:
    """Knows the glyphs and widths of a report's family, and which other fonts at hand lend it what it lacks."""
    return Typeface.of(fonts.family, fonts.fallbacks, report_fonts().fonts())


def missing_family(fonts: Fonts) -> str | None:
    """The family that a report should be set in but cannot, for it is not at hand; None where it is."""
    return report_typeface(fonts).missing


@cache
def families_at_hand() -> tuple[str, ...]:
    """The families in which a report can be set, the shipped one first. Looking takes a second where there are many."""
    return tuple(japanese_families(report_fonts().fonts()))


def _pages(made: bytes | list[bytes] | None) -> list[bytes]:
    assert made is not None
    return [made] if isinstance(made, bytes) else made
