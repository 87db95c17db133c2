"""JSON documents from outside: parsed strictly, checked against their schema, refused in words.

Every JSON that the program reads comes through here: plan documents and definitions, the parts of travelling
files, and lists of answers. The formats are described in `resources/schemas`.
"""

import json
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

from kyosei_desktop.domain.definition import ColumnSource, Definition, definition_from_document
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.text import MAX_FIELD_CHARACTERS, clean_text
from kyosei_desktop.store.json_places import JsonPath, first_repeated_key, line_of
from kyosei_desktop.store.schemas import first_problem, place_of, presentable

MAX_NESTING = 20
"""Levels of brackets; the deepest format needs 8. Deeper input could exhaust the stack of a parser."""

MAX_VALUES = 1_000_000
"""Values in one document. A million empty lists take 60 MB; a plan of 48 measures has about 1,000 values."""

MAX_INTEGER = 2**53 - 1
"""The largest integer that every reader of JSON keeps exactly (RFC 8259, section 6)."""

MAX_NUMBER_CHARACTERS = 40
"""Characters of one number with a fraction or an exponent; no double needs more than 25."""

# A string, whether or not it is closed, so that no input is scanned twice.
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")

# What in JSON could stand for a character that no field may hold: any escape but those of LF, TAB, quotes and slashes,
# and what JSON itself lets stand as it is.
_ESCAPED_OR_CONTROL = re.compile(r'\\[^nt"\\/]|[\x7f-\x9f]')

_STAND_IN = re.compile(r"\{[^{}]*\}")


@dataclass(eq=False)
class NotADocument(KyoseiError):
    """A file that must hold JSON does not, or holds it in a form that readers understand differently."""

    sentence: ClassVar[str] = N_(
        "「{name}」を JSON として読み取れません（{cause}）。UTF-8 の JSON ファイルか確かめてください。"
    )
    name: str
    cause: str


@dataclass(eq=False)
class DocumentNotValid(KyoseiError):
    """A document is JSON, but not in the form that its schema and the rules beside it describe."""

    sentence: ClassVar[str] = N_(
        "「{name}」の {place} が正しくありません：{problem}。直してからもう一度お試しください。"
    )
    name: str
    place: str
    problem: str


@dataclass(eq=False)
class DocumentLineNotValid(DocumentNotValid):
    """The same of a document that people wrote, who look for the line."""

    sentence: ClassVar[str] = N_(
        "「{name}」の{line}行目 {place} が正しくありません：{problem}。直してからもう一度お試しください。"
    )
    line: int


def refusal(
    name: str, path: JsonPath, problem: str, content: bytes | None = None, *, line_path: JsonPath | None = None
) -> DocumentNotValid:
    """What is to be raised for the value at a path.

    Args:
        content: the file, where people wrote it: then the sentence names the line too.
        line_path: to what stands on that line; by default the value itself.
    """
    place = place_of(path)
    if content is None:
        return DocumentNotValid(name=name, place=place, problem=problem)
    line = line_of(content.decode("utf-8-sig"), path if line_path is None else line_path)
    return DocumentLineNotValid(name=name, place=place, problem=problem, line=line)


def parse_json(content: bytes, name: str) -> object:
    """The document that a file holds, without anything on which readers of JSON differ.

    Args:
        content: UTF-8; a byte order mark before it is passed over, since Windows' editor writes one.
        name: the file's name, for messages.

    Returns:
        Numbers without a fraction are `int`, however they were written.

    Raises:
        NotADocument: not UTF-8, not JSON, a key twice in one object, NaN or infinite numbers, integers above
            `MAX_INTEGER`, lone surrogates, more than `MAX_NESTING` levels or `MAX_VALUES` values.
    """

    def refuse(cause: str) -> NoReturn:
        raise NotADocument(name=name, cause=cause)

    def integer(digits: str) -> int:
        # The length is looked at first: converting takes quadratic time.
        if len(digits) > len(str(-MAX_INTEGER)) or abs(int(digits)) > MAX_INTEGER:
            refuse(_("大きすぎる数があります"))
        return int(digits)

    def number(digits: str) -> int | float:
        if len(digits) > MAX_NUMBER_CHARACTERS or abs(float(digits)) > MAX_INTEGER:  # overflow gives infinity
            refuse(_("大きすぎる数があります"))
        value = float(digits)
        return int(value) if value.is_integer() else value

    def constant(word: str) -> NoReturn:
        refuse(_("数ではない値 {word} があります").format(word=word))

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) != len(pairs):
            key, line = first_repeated_key(text)
            refuse(_("{line}行目の項目「{key}」が重なっています").format(line=line, key=presentable(key)))
        return members

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotADocument(name=name, cause=_("文字コードが UTF-8 ではありません")) from error
    _check_extent(text, name)
    try:
        document = json.loads(
            text, parse_int=integer, parse_float=number, parse_constant=constant, object_pairs_hook=unique
        )
    except json.JSONDecodeError as error:
        cause = _("{line}行{column}文字目の書き方が JSON ではありません")
        raise NotADocument(name=name, cause=cause.format(line=error.lineno, column=error.colno)) from error
    if "\\u" in text and not _is_encodable(document):
        refuse(_("対になっていないサロゲート文字があります"))
    return document


def _check_extent(text: str, name: str) -> None:
    """Look at depth and number of values without parsing. Raises NotADocument."""
    frame = _STRING.sub("", text)
    if sum(map(frame.count, "[{,")) > MAX_VALUES:
        cause = _("値が多すぎます（{limit}個まで）").format(limit=MAX_VALUES)
        raise NotADocument(name=name, cause=cause)
    depth = 0
    for bracket in _BRACKET.finditer(frame):
        depth += 1 if bracket[0] in "[{" else -1
        if depth < 0:
            return  # the parser refuses it
        if depth > MAX_NESTING:
            cause = _("入れ子が深すぎます（{limit}段まで）").format(limit=MAX_NESTING)
            raise NotADocument(name=name, cause=cause)


def _is_encodable(document: object) -> bool:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def json_bytes(document: object) -> bytes:
    """A document as files hold it: compact UTF-8, characters as they are, keys in the order given."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def check_document(document: object, schema: str, name: str, content: bytes | None = None) -> None:
    """Check a parsed document against `resources/schemas/<schema>.schema.json`.

    Args:
        content: as in `refusal`.

    Raises:
        DocumentNotValid: names the first thing that is wrong, and where.
    """
    problem = first_problem(document, schema)
    if problem is not None:
        raise refusal(name, problem.path, problem.words, content, line_path=problem.line_path)


def check_texts(document: object, name: str, content: bytes | None = None, *, is_exact: bool = False) -> None:
    """Check that every text in a document may stand in a field (`domain.text.clean_text`).

    Args:
        content: as in `refusal`.
        is_exact: also refuse CR, which is for files that the program itself has written.

    Raises:
        DocumentNotValid: a text holds what no field may hold, or is too long.
    """
    for path, text in _texts(document, ()):
        try:
            cleaned = clean_text(text)
        except KyoseiError as error:
            raise refusal(name, path, str(error).rstrip("。."), content) from error
        if is_exact and cleaned != text:
            raise refusal(name, path, _("改行は LF だけにしてください"), content)


def has_plain_texts(content: bytes) -> bool:
    """Whether a look at JSON that has been parsed tells that `check_texts` would find nothing in it."""
    text = content.decode()
    return len(text) <= MAX_FIELD_CHARACTERS and _ESCAPED_OR_CONTROL.search(text) is None


def _texts(part: object, path: JsonPath) -> Iterable[tuple[JsonPath, str]]:
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, (list, tuple)):
        for number, value in enumerate(part):
            yield from _texts(value, (*path, number))
    elif isinstance(part, (dict, Mapping)):  # in this order: asking whether it is a mapping of any kind takes long
        for key, value in part.items():
            yield from _texts(value, (*path, key))


def load_definition(content: bytes, name: str) -> Definition:
    """The definition that a file under `resources/definitions`, or a city's own beside it, holds.

    Raises:
        NotADocument, DocumentNotValid: with place and cure.
    """
    document = parse_json(content, name)
    check_document(document, "definition", name, content)
    assert isinstance(document, dict)  # by its schema
    return definition_of(document, name, content)


def definition_of(document: dict[str, Any], name: str, content: bytes | None = None) -> Definition:
    """The definition that a document amounts to, checked for what its schema cannot say.

    Args:
        document: has passed the definition schema.
        content: as in `refusal`.

    Raises:
        DocumentNotValid: with place and cure.
    """
    check_texts(document, name, content, is_exact=True)
    for path, problem in _contradictions(document):
        raise refusal(name, path, problem, content)
    return definition_from_document(document)


def _contradictions(document: dict[str, Any]) -> Iterator[tuple[JsonPath, str]]:
    """What in a definition contradicts something else in it."""
    repeated: tuple[tuple[str, str, str], ...] = (
        ("periods", "id", _("期間「{value}」が重なっています。id は期間ごとに違うものにしてください")),
        ("periods", "half", _("half「{value}」が重なっています。first と second は一度ずつにしてください")),
        ("columns", "source", _("列「{value}」が重なっています。source は列ごとに違うものにしてください")),
    )
    for group, key, problem in repeated:
        for number, value in _repeated([one.get(key) for one in document[group]]):
            yield (group, number, key), problem.format(value=value)
    columns, eras, fonts = document["columns"], document["eras"], document["fonts"]
    if not any(one["source"] == ColumnSource.ENTRY for one in columns):
        yield ("columns",), _("年度ごとの列がありません。source が entry の列を加えてください")
    for number, one in enumerate(columns):
        if one["source"] != ColumnSource.ENTRY and "year_width_em" in one:
            yield ("columns", number, "year_width_em"), _("year_width_em は source が entry の列だけに付けてください")
    for key in ("starts_on", "first_fiscal_year"):
        for number in _not_ascending([one[key] for one in eras]):
            yield ("eras", number, key), _("元号を始まりの早い順に並べてください")
    if fonts["min_pt"] > fonts["max_pt"]:
        yield ("fonts", "min_pt"), _("min_pt は max_pt（{max_pt}）以下にしてください").format(max_pt=fonts["max_pt"])
    yield from _unknown_stand_ins(document)


def _unknown_stand_ins(document: dict[str, Any]) -> Iterator[tuple[JsonPath, str]]:
    """Words in braces that stand for nothing, and would be printed as they are on every page."""
    places: list[tuple[JsonPath, str, Sequence[str]]] = [
        (("page", "footer"), document["page"]["footer"], ("{page}", "{pages}"))
    ]
    for number, one in enumerate(document["columns"]):
        is_of_years = one["source"] == ColumnSource.ENTRY
        places.append((("columns", number, "title"), one["title"], ("{year}",) if is_of_years else ()))
    for path, text, known in places:
        for word in set(_STAND_IN.findall(text)).difference(known):
            if known:
                problem = _("{word} に入るものがありません。使えるのは {known} です")
            else:
                problem = _("{word} に入るものがありません。{{ }} を付けないでください")
            yield path, problem.format(word=presentable(word), known=_("、").join(known))


def load_plan_document(content: bytes, name: str) -> dict[str, Any]:
    """The plan document that a file holds. That its periods are the definition's is for the caller to check.

    A cell that only `blanks` names is given its empty text.

    Raises:
        NotADocument, DocumentNotValid: with place and cure.
    """
    document = parse_json(content, name)
    check_document(document, "plan", name, content)
    assert isinstance(document, dict)  # by its schema
    check_texts(document, name, content)
    for number in _not_ascending(document["years"]):
        raise refusal(name, ("years", number), _("年度を小さい順に並べてください"), content)
    for number, no in _repeated([str(measure["no"]) for measure in document["measures"]]):
        problem = _("施策の番号「{no}」が重なっています。施策ごとに違う番号にしてください")
        raise refusal(name, ("measures", number, "no"), problem.format(no=no), content)
    for number, measure in enumerate(document["measures"]):
        for position, initiative in enumerate(measure["initiatives"]):
            place: JsonPath = ("measures", number, "initiatives", position)
            check_blanks(initiative["years"], initiative.get("blanks", {}), place, name, content)
            for year, reasons in initiative.get("blanks", {}).items():
                for period in reasons:
                    initiative["years"].setdefault(year, {}).setdefault(period, "")
    return document


def check_blanks(
    years: Mapping[str, Mapping[str, str]],
    blanks: Mapping[str, Mapping[str, str]],
    place: JsonPath,
    name: str,
    content: bytes | None = None,
) -> None:
    """Check that no cell has both a text and a reason for being blank. Raises DocumentNotValid.

    Args:
        place: of the initiative that has these years and blanks.
        content: as in `refusal`.
    """
    for year, reasons in blanks.items():
        for period in reasons:
            if years.get(year, {}).get(period):
                problem = _("文章のある欄に、空白の理由が付いています。どちらか一つにしてください")
                raise refusal(name, (*place, "blanks", year, period), problem, content)


def _repeated(values: Sequence[Hashable]) -> Iterator[tuple[int, Hashable]]:
    """Each value that stood before already, with its position; None is none."""
    seen: set[Hashable] = {None}
    for number, value in enumerate(values):
        if value in seen and value is not None:
            yield number, value
        seen.add(value)


def _not_ascending(values: Sequence[Any]) -> Iterator[int]:
    """Positions of values that are not above the one before."""
    return (number for number in range(1, len(values)) if values[number] <= values[number - 1])
