"""The one paper engine: templates of the program's own, filled with data, become PDF, SVG or measurements.

Data enters a template as JSON through `sys.inputs` and is never read as markup. Nothing is started at import.
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

_MANY_CHARACTERS = 400_000
"""Inputs of a report of about fifty pages: keeping their layout takes half a gigabyte."""


class Mark(NamedTuple):
    """Metadata of a template where it came to stand: page from 1, x and y from the page's top left."""

    value: Any
    page: int
    x_pt: float
    y_pt: float


@dataclass
class PaperEngine:
    """A kept compiler with the report's fonts and, for characters outside of them, the system's.

    One lock guards it, so that the window's worker and its live cell may call it at the same time.
    """

    templates: Path
    fonts: typst.Fonts
    _lock: Lock = field(default_factory=Lock, repr=False)
    _laid_out: tuple[str, dict[str, str]] | None = field(default=None, repr=False)
    """Template and inputs of the last compilation, whose layout the compiler still has."""

    @cached_property
    def _compiler(self) -> typst.Compiler:
        return typst.Compiler(font_paths=self.fonts, root=self.templates)

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
            self._lay_out(template, inputs)
            return self._values(label)

    def svg_and_query(self, template: str, inputs: Mapping[str, Any], label: str) -> tuple[list[bytes], list[Any]]:
        """The pages as SVG and the values of all metadata under a label."""
        with self._lock:
            return _pages(self._compile(template, inputs, format="svg")), self._values(label)

    def png_and_query(
        self, template: str, inputs: Mapping[str, Any], label: str, *, ppi: float
    ) -> tuple[list[bytes], list[Any]]:
        """The pages as PNG pictures of so many pixels an inch, and the values of all metadata under a label."""
        with self._lock:
            return _pages(self._compile(template, inputs, format="png", ppi=ppi)), self._values(label)

    def marks(self, template: str, inputs: Mapping[str, Any], label: str) -> list[Mark]:
        """All metadata under a label and where it stands, in the order of the pages.

        Takes next to no time when the pages made last are of the same inputs.
        """
        with self._lock:
            self._lay_out(template, inputs)
            found = json.loads(self._compiler.eval(_MARKS.format(label=label)))
        return [Mark(*one) for one in found]

    def forget(self) -> None:
        """Let go of the pages made last, where there are so many of them that it matters.

        A layout helps little where the next thing wanted is another format, and so much memory is taken twice. What is
        asked of the same inputs later makes the pages anew.
        """
        with self._lock:
            if self._laid_out is not None and sum(map(len, self._laid_out[1].values())) >= _MANY_CHARACTERS:
                self._laid_out = None
                for _again in range(KEPT_FOR + 1):
                    self._compiler.compile(b"", format="svg")

    def _lay_out(self, template: str, inputs: Mapping[str, Any]) -> None:
        # `query` and `eval` take no inputs of their own but keep those of the last compilation.
        if self._laid_out != (template, _strings(inputs)):
            self._compile(template, inputs, format="svg")

    def _compile(self, template: str, inputs: Mapping[str, Any], **options: Any) -> bytes | list[bytes] | None:
        strings = _strings(inputs)
        self._laid_out = None
        source = self.templates / f"{template}.typ"
        made, warnings = self._compiler.compile_with_warnings(source, sys_inputs=strings, **options)
        for warning in warnings:  # such as that the layout did not come to rest
            _log.warning("%s: %s", template, warning.message)
        self._laid_out = template, strings
        return made

    def _values(self, label: str) -> list[Any]:
        values = json.loads(self._compiler.query(f"<{label}>", field="value"))
        assert isinstance(values, list)
        return values


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


def _strings(inputs: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in inputs.items()
    }


def _pages(made: bytes | list[bytes] | None) -> list[bytes]:
    assert made is not None
    return [made] if isinstance(made, bytes) else made
