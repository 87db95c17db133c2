"""How files that travel write a field's value: the keys `text` and `blank` side by side."""

from collections.abc import Mapping
from typing import Any

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.store.documents import DocumentNotValid


def value_of(document: Mapping[str, Any], place: str, name: str) -> Value:
    """The value of a document that has passed its schema.

    Raises:
        DocumentNotValid: it has both a text and a reason for being blank.
    """
    text, blank = document["text"], document["blank"]
    if text and blank is not None:
        problem = _("文章のある欄に、空白の理由が付いています。どちらか一つにしてください")
        raise DocumentNotValid(name=name, place=place, problem=problem)
    return Value(text, None if blank is None else BlankReason(blank))


def value_document(value: Value) -> dict[str, str | None]:
    """The keys that say a value."""
    return {"text": value.text, "blank": None if value.blank is None else value.blank.value}
