"""Mapping files: saved from a guess, edited by hand, used again for the next year's book."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.mapping import Holds, Mapping, mapping_from_document, mapping_to_document
from kyosei_desktop.exchange.foreign_header import key_of
from kyosei_desktop.store.documents import check_document, check_texts, definition_of, parse_json, refusal
from kyosei_desktop.store.files import read_file, write_file
from kyosei_desktop.store.json_places import JsonPath

MAX_MAPPING_BYTES = 4 * 2**20
"""The mapping of a book with ten sheets of forty columns has 60 kB."""


def load_mapping(content: bytes, name: str) -> Mapping:
    """The mapping that a file holds.

    Raises:
        NotADocument, DocumentNotValid: with line, place and cure.
    """
    document = parse_json(content, name)
    check_document(document, "mapping", name, content)
    assert isinstance(document, dict)  # by its schema
    check_texts(document, name, content)
    definition = definition_of(document["definition"], name)
    for path, problem in _contradictions(document, [one.id for one in definition.periods]):
        raise refusal(name, path, problem, content)
    return mapping_from_document(document)


def read_mapping(path: Path) -> Mapping:
    """Load a mapping file. Raises FileNotRead, FileTooLarge, and as `load_mapping`."""
    return load_mapping(read_file(path, MAX_MAPPING_BYTES), path.name)


def mapping_text(mapping: Mapping) -> str:
    """The mapping as its file holds it: one space a level, characters as they are, LF at the end."""
    return json.dumps(mapping_to_document(mapping), ensure_ascii=False, indent=1) + "\n"


def save_mapping(path: Path, mapping: Mapping) -> None:
    """Write a mapping file. Raises FileNotWritten, WouldReplaceLedger."""
    write_file(path, mapping_text(mapping).encode())


def _contradictions(document: dict[str, Any], periods: list[str]) -> Iterator[tuple[JsonPath, str]]:
    unknown = _("期間「{period}」は様式の定義にありません。{known} のどれかにしてください")
    names: set[str] = set()
    for number, sheet in enumerate(document["sheets"]):
        first, last = sheet["header_rows"]
        if first > last:
            yield ("sheets", number, "header_rows"), _("見出しの行は、上の行、下の行の順に書いてください")
        if sheet["name"] in names:
            yield ("sheets", number, "name"), _("シート「{name}」が重なっています").format(name=sheet["name"])
        names.add(sheet["name"])
        for position, column in enumerate(sheet["columns"]):
            period = column.get("period")
            if period is not None and period not in periods:
                path: JsonPath = ("sheets", number, "columns", position, "period")
                yield path, unknown.format(period=period, known="、".join(periods))
    labels: set[str] = set()
    for number, label in enumerate(document.get("labels", ())):
        period = label.get("period")
        if label["holds"] == Holds.ENTRY and period not in periods:
            yield ("labels", number, "period"), unknown.format(period=period, known="、".join(periods))
        if key_of(label["text"]) in labels:
            yield ("labels", number, "text"), _("行の見出し「{label}」が重なっています").format(label=label["text"])
        labels.add(key_of(label["text"]))
