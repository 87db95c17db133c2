"""The schemas under `resources/schemas`, and what they find wrong, in words.

To add a keyword or a pattern to a schema, give it its words here: a test walks all schemas for those
that have none.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any
from urllib.parse import unquote

from jsonschema_rs import Draft202012Validator, Registry, ValidationError

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.paths import SCHEMAS
from kyosei_desktop.store.json_places import JsonPath

_URN = "urn:kyosei:schema:"
_SHOWN_CHARACTERS = 40
_MOST_ERRORS = 20
"""How many are looked through for the one that says most; no object has so many keys that a schema requires."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

# Placeholders are the attributes of jsonschema-rs' error kinds, or made in `_details`.
KEYWORD_WORDS: Mapping[str, str] = {
    "required": N_("項目「{property}」がありません"),
    "additionalProperties": N_("知らない項目「{unexpected}」があります（使えるのは {allowed}）"),
    "type": N_("{types}にしてください"),
    "enum": N_("{options} のどれかにしてください"),
    "const": N_("{expected_value} にしてください"),
    "minimum": N_("{range}にしてください"),
    "maximum": N_("{range}にしてください"),
    "minLength": N_("{range}にしてください"),
    "maxLength": N_("{range}にしてください"),
    "minItems": N_("{range}にしてください"),
    "maxItems": N_("{range}にしてください"),
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
    "^[A-Z]{1,3}$": N_("列の文字（A〜XFD）"),
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


# By the keywords of both ends: with both, with the lower one alone, with the upper one alone.
_RANGE_WORDS: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("minimum", "maximum"): (N_("{least}以上{most}以下の{kind}"), N_("{least}以上の{kind}"), N_("{most}以下の{kind}")),
    ("minLength", "maxLength"): (N_("{least}〜{most}文字"), N_("{least}文字以上"), N_("{most}文字以内")),
    ("minItems", "maxItems"): (N_("{least}〜{most}個"), N_("{least}個以上"), N_("{most}個以内")),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a document: where, and what, as a clause that says what is allowed.

    `line_path` leads to the line to look at: in an object with a key too many, to that key.
    """

    path: JsonPath
    words: str
    line_path: JsonPath


def first_problem(document: object, schema: str) -> Problem | None:
    """The first thing in which a document differs from `<schema>.schema.json`; None if there is none."""
    validator = _validator(schema)
    if validator.is_valid(document):
        return None
    errors = list(islice(validator.iter_errors(document), _MOST_ERRORS))
    # A key that is missing may be there misspelt, which is the better thing to say.
    misspelt = [
        one
        for one in errors
        if one.kind.name == "additionalProperties" and one.instance_path == errors[0].instance_path
    ]
    error = misspelt[0] if misspelt and errors[0].kind.name == "required" else errors[0]
    path = _path_in(document, error.instance_path)
    extra = error.kind.as_dict()["unexpected"][:1] if error.kind.name == "additionalProperties" else ()
    return Problem(path, _words(error), (*path, *extra))


def _path_in(document: object, steps: Sequence[str | int]) -> JsonPath:
    """A path as the document has it: the validator gives keys made of digits as numbers."""
    path: list[str | int] = []
    part: Any = document
    for step in steps:
        path.append(str(step) if isinstance(part, Mapping) else step)
        part = part[path[-1]]
    return tuple(path)


def place_of(path: JsonPath) -> str:
    """A path into a document, for people: `measures[3].initiatives[0].years`."""
    place = ""
    for step in path:
        if isinstance(step, int):
            place += f"[{step}]"
        else:
            place += f".{presentable(step)}" if place else presentable(step)
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
    shared = Registry([(_URN + one, _schema(one)) for one in ("common", "definition", "plan")])
    return Draft202012Validator(_schema(name), registry=shared, validate_formats=True, offline=True)


def _words(error: ValidationError) -> str:
    details = error.kind.as_dict()
    schema = _schema_around(error.absolute_keyword_location or "")
    match error.kind.name:
        case "minimum" | "maximum" | "minLength" | "maxLength" | "minItems" | "maxItems" as keyword:
            details = {"range": _range(schema, keyword)}
        case "additionalProperties":
            details = {
                "unexpected": _shown(details["unexpected"][:1]),
                "allowed": _shown(_allowed_names(schema)),
            }
        case "type":
            allowed = [_type_words(schema, one) for one in _TYPE_WORDS if one in details["types"]]
            details = {"types": _(" か ").join(allowed)}
        case "enum":
            details = {"options": _shown([str(one) for one in details["options"] if one is not None])}
        case "pattern":
            details = {"pattern": _(PATTERN_WORDS[details["pattern"]])}
        case "format":
            details = {"format": _(FORMAT_WORDS[details["format"]])}
    return _(KEYWORD_WORDS[error.kind.name]).format(**details)


def _schema_around(keyword_location: str) -> dict[str, Any]:
    """The schema that has the keyword at an absolute location."""
    urn, _hash, pointer = keyword_location.partition("#")
    owner: Any = _schema(urn.removeprefix(_URN))
    for step in pointer.split("/")[1:-1]:
        owner = owner[unquote(step).replace("~1", "/").replace("~0", "~")]
    return owner  # type: ignore[no-any-return]


def _allowed_names(schema: Mapping[str, Any]) -> list[str]:
    """The names beside an `additionalProperties`."""
    patterns = [_(PATTERN_WORDS[one]) for one in schema.get("patternProperties", ())]
    return [*schema.get("properties", ()), *patterns]


def _type_words(schema: Mapping[str, Any], kind: str) -> str:
    is_limited = kind in ("integer", "number") and ("minimum" in schema or "maximum" in schema)
    return _range(schema, "minimum") if is_limited else _(_TYPE_WORDS[kind])


def _range(schema: Mapping[str, Any], keyword: str) -> str:
    """What a schema's limits of a number, of a text's length or of a list's allow: both ends, whichever is passed."""
    ends, words = next((ends, words) for ends, words in _RANGE_WORDS.items() if keyword in ends)
    least, most = (schema.get(end) for end in ends)
    both, only_least, only_most = words
    chosen = only_most if least is None else only_least if most is None else both
    kind = _(_TYPE_WORDS["integer" if "integer" in schema.get("type", ()) else "number"])
    return _(chosen).format(least=least, most=most, kind=kind)


def _shown(names: Sequence[str]) -> str:
    return _("、").join(map(presentable, names))
