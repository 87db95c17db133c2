"""The schemas under `resources/schemas`, and what they find wrong, in words.

To add a keyword or a pattern to a schema, give it its words here: a test walks all schemas for those
that have none.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from jsonschema_rs import Draft202012Validator, Registry, ValidationError

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.paths import SCHEMAS

_URN = "urn:kyosei:schema:"
_SHOWN_CHARACTERS = 40
_SHOWN_NAMES = 12
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

# Placeholders are the attributes of jsonschema-rs' error kinds, or made in `_details`.
KEYWORD_WORDS: Mapping[str, str] = {
    "required": N_("項目「{property}」がありません"),
    "additionalProperties": N_("知らない項目「{unexpected}」があります（使えるのは {allowed}）"),
    "type": N_("{types}にしてください"),
    "enum": N_("{options} のどれかにしてください"),
    "const": N_("{expected_value} にしてください"),
    "minimum": N_("{limit} 以上にしてください"),
    "maximum": N_("{limit} 以下にしてください"),
    "minLength": N_("{limit}文字以上にしてください"),
    "maxLength": N_("{limit}文字以内にしてください"),
    "minItems": N_("{limit}個以上にしてください"),
    "maxItems": N_("{limit}個以内にしてください"),
    "uniqueItems": N_("同じものを二度書かないでください"),
    "pattern": N_("{pattern}にしてください"),
    "format": N_("{format}にしてください"),
}

PATTERN_WORDS: Mapping[str, str] = {
    "^[0-9a-f-]{8,64}$": N_("識別子（0〜9、a〜f、- の8〜64文字）"),
    "^[0-9a-f-]{8,64}[.][0-9a-z_.]{1,40}$": N_("欄の識別子"),
    "^[0-9a-f]{64}$": N_("16進数64桁（0〜9、a〜f）"),
    "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9]([.][0-9]{1,6})?([+]00:00|Z)$": N_(
        "協定世界時の日時（例 2021-10-01T01:23:45+00:00）"
    ),
    "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$": N_("日付（例 2021-10-15）"),
    "^[a-z][a-z0-9_]{0,31}$": N_("期間の識別子（例 first_half）"),
    "^[a-z][a-z0-9_]{0,63}$": N_("規則の識別子（例 half_width_kana）"),
    "^[a-z0-9][a-z0-9-]{0,63}$": N_("識別子（a〜z、0〜9、-）"),
    "^(19|2[0-9])[0-9]{2}$": N_("西暦の年度（1900〜2999）"),
    "^[^\\u0000-\\u001f\\u007f-\\u009f]*$": N_("改行や制御文字のない1行"),
}

FORMAT_WORDS: Mapping[str, str] = {
    "date": N_("暦にある日付（例 2021-10-15）"),
    "date-time": N_("暦にある日時（例 2021-10-01T01:23:45+00:00）"),
}

_TYPE_WORDS: Mapping[str, str] = {
    "object": N_("項目の組 { }"),
    "array": N_("並び [ ]"),
    "boolean": N_("true か false"),
    "integer": N_("整数"),
    "number": N_("数"),
    "string": N_("文字列"),
    "null": "null",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a document: where (`measures[3].initiatives[0].years`) and what, as a clause."""

    place: str
    words: str


def first_problem(document: object, schema: str) -> Problem | None:
    """The first thing in which a document differs from `<schema>.schema.json`; None if there is none."""
    try:
        _validator(schema).validate(document)
    except ValidationError as error:
        return Problem(place_in(document, error.instance_path), _words(error))
    return None


def place_in(document: object, path: Sequence[str | int]) -> str:
    """A path into a document, for people. Keys made of digits may be given as numbers."""
    place = ""
    part: Any = document
    for step in path:
        if isinstance(part, Mapping):
            key = str(step)
            place += f".{presentable(key)}" if place else presentable(key)
            part = part.get(key)
        else:
            place += f"[{step}]"
            part = part[int(step)]
    return place or _("全体")


def presentable(name: str) -> str:
    """A foreign name as it may stand in a message: short, and nothing in it that steers a terminal."""
    name = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", name)
    return name if len(name) <= _SHOWN_CHARACTERS else name[:_SHOWN_CHARACTERS] + "…"


@cache
def _schema(name: str) -> dict[str, Any]:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_bytes())  # type: ignore[no-any-return]


@cache
def _validator(name: str) -> Draft202012Validator:
    # What others refer to; `offline` because no reference may ever lead to the network.
    shared = Registry([(_URN + one, _schema(one)) for one in ("common", "definition")])
    return Draft202012Validator(_schema(name), registry=shared, validate_formats=True, offline=True)


def _words(error: ValidationError) -> str:
    details = error.kind.as_dict()
    match error.kind.name:
        case "additionalProperties":
            details = {
                "unexpected": _shown(details["unexpected"][:1]),
                "allowed": _shown(_allowed_names(error.absolute_keyword_location or "")),
            }
        case "type":
            details = {
                "types": _(" か ").join(_(words) for one, words in _TYPE_WORDS.items() if one in details["types"])
            }
        case "enum":
            details = {"options": _shown([str(one) for one in details["options"] if one is not None])}
        case "pattern":
            details = {"pattern": _(PATTERN_WORDS[details["pattern"]])}
        case "format":
            details = {"format": _(FORMAT_WORDS[details["format"]])}
    return _(KEYWORD_WORDS[error.kind.name]).format(**details)


def _allowed_names(keyword_location: str) -> list[str]:
    """The names beside an `additionalProperties`, given its absolute location."""
    urn, _hash, pointer = keyword_location.partition("#")
    owner: Any = _schema(urn.removeprefix(_URN))
    for step in pointer.split("/")[1:-1]:
        owner = owner[unquote(step).replace("~1", "/").replace("~0", "~")]
    patterns = [_(PATTERN_WORDS[one]) for one in owner.get("patternProperties", ())]
    return [*owner.get("properties", ()), *patterns]


def _shown(names: Sequence[str]) -> str:
    return _("、").join(presentable(one) for one in names[:_SHOWN_NAMES]) + ("…" if len(names) > _SHOWN_NAMES else "")
