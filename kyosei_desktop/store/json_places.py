"""Where in a JSON text a value stands, for messages: people mend files by line."""

import json
import re
from collections.abc import Sequence

JsonPath = tuple[str | int, ...]
"""The keys and positions that lead from the whole document to one of its values."""

_SPACE = re.compile(r"[ \t\r\n]*")
_KEY_OR_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"(?P<is_key>[ \t\r\n]*:)?|[\[\]{}]', re.DOTALL)
_DECODER = json.JSONDecoder()


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line, from 1, on which the value at a path stands, or as much of the path as there is.

    Args:
        text: a whole JSON document that has been parsed already.
        path: of a member of an object, the line of its key is told.
    """
    value = begins = _after_space(text, 0)
    for step in path:
        found = _member(text, value, str(step))
        if found is None:
            break
        begins, value = found
    return _line(text, begins)


def _member(text: str, at: int, step: str) -> tuple[int, int] | None:
    """Where a member of the container at `at` begins, key included, and where its value does; None if it has none."""
    is_object = text[at] == "{"
    if not is_object and text[at] != "[":
        return None
    at, position = _after_space(text, at + 1), 0
    while text[at] not in "]}":
        begins, key = at, str(position)
        if is_object:
            key, at = _DECODER.raw_decode(text, at)
            at = _after_space(text, _after_space(text, at) + 1)
        if key == step:
            return begins, at
        _value, at = _DECODER.raw_decode(text, at)
        at = _after_space(text, at)
        if text[at] == ",":
            at = _after_space(text, at + 1)
        position += 1
    return None


def first_repeated_key(text: str) -> tuple[str, int]:
    """The first key that its object has already, and its line.

    Args:
        text: JSON, at least up to the end of an object that has a key twice.
    """
    keys: list[set[str]] = [set()]
    for token in _KEY_OR_BRACKET.finditer(text):
        if token[0] in "[{":
            keys.append(set())
        elif token[0] in "]}":
            keys.pop()
        elif token["is_key"]:
            key = json.loads(token[0].removesuffix(token["is_key"]))
            if key in keys[-1]:
                return key, _line(text, token.start())
            keys[-1].add(key)
    raise ValueError("no key is repeated")


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    assert found is not None  # it may be empty
    return found.end()


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
