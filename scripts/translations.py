"""Brings the English catalogue up to the code: `make translations`.

Collects every text marked with `_()` or `N_()`, keeps the English that is there, adds what is new without English,
drops what is gone, and compiles what the program reads. What still lacks English is listed, and makes it fail.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kyosei_desktop"
CATALOGUE = ROOT / "resources" / "translations" / "en.po"
COMPILED = ROOT / "resources" / "translations" / "en" / "LC_MESSAGES" / "kyosei.mo"

COMMENT = """\
# English for the texts of kyosei_desktop, whose source language is Japanese.
# A text is a sentence with a full stop wherever the Japanese is; placeholders stay as they are."""


class EnglishCatalogue(Catalog):
    """A catalogue without the headers for translation agencies, among them a date that changes at each run."""

    mime_headers = [("Language", "en"), ("Content-Type", "text/plain; charset=utf-8")]  # noqa: RUF012 - Babel's name


def marked_texts() -> Iterator[tuple[str, str]]:
    """Every marked text and the file it stands in, file by file in the order of reading.

    Not by Babel's own extractor: before Python 3.12 it does not look into f-strings.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_")
        ]
        for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
            if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
                yield call.args[0].value, path.relative_to(ROOT).as_posix()


def brought_up(known: Catalog) -> Catalog:
    """The catalogue of the texts that the code has now, with the English known so far."""
    fresh = EnglishCatalogue(locale="en", charset="utf-8", header_comment=COMMENT, fuzzy=False)
    for text, file in marked_texts():
        files = {name for name, _line in fresh[text].locations} if text in fresh else set()
        if file not in files:
            fresh.add(text, locations=[(file, 1)])
    for message in fresh:
        if message.id and message.id in known:
            message.string = known[message.id].string
    return fresh


def main() -> int:
    """Returns 1 where a text has no English yet."""
    with CATALOGUE.open("rb") as file:
        catalogue = brought_up(read_po(file, locale="en"))
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=120, include_lineno=False)
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    with COMPILED.open("wb") as file:
        write_mo(file, catalogue)
    missing = [message.id for message in catalogue if message.id and not message.string]
    for text in missing:
        print(f"without English: {text!r}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
