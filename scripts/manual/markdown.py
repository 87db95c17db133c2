"""Reads the manual's Markdown into plain blocks, from which both HTML and the paper are made.

`markdown-it-py` reads CommonMark with tables. What the pages may hold is a part of that; anything else is refused here,
so that no page says more in one form than in the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Run:
    """A piece of a line. `kind` is text, code, strong or link; `target` is where a link leads to."""

    kind: str
    text: str
    target: str = ""


@dataclass(frozen=True)
class Block:
    """A part of a page.

    Attributes:
        kind: heading, paragraph, picture, table, list, numbers or note.
        level: of a heading, from 1.
        runs: of a heading or paragraph; of a picture, its alternative text.
        rows: of a table the cells of its rows, the first being its head; of a list one cell a row.
        file: of a picture.
        inner: of a note.
    """

    kind: str
    level: int = 0
    runs: Sequence[Run] = ()
    rows: Sequence[Sequence[Sequence[Run]]] = ()
    file: str = ""
    inner: Sequence["Block"] = field(default=())


class NotInTheManual(ValueError):
    """A page holds a kind of Markdown that the manual does not use."""


def read_blocks(text: str) -> list[Block]:
    """The blocks of a page in their order. Raises NotInTheManual."""
    return list(_blocks(iter(_READER.parse(text))))


def text_of(runs: Sequence[Run]) -> str:
    """The words of runs."""
    return "".join(one.text for one in runs)


def _blocks(tokens: Iterator[Token]) -> Iterator[Block]:
    for token in tokens:
        if token.type == "heading_open":
            yield Block("heading", level=int(token.tag[1:]), runs=_runs(next(tokens)))
            next(tokens)
        elif token.type == "paragraph_open":
            yield _paragraph(next(tokens))
            next(tokens)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            kind = "list" if token.type == "bullet_list_open" else "numbers"
            yield Block(kind, rows=[[one.runs] for one in _inside(tokens, token) if one.kind == "paragraph"])
        elif token.type == "blockquote_open":
            yield Block("note", inner=list(_blocks(iter(_until_end(tokens, token)))))
        elif token.type == "table_open":
            yield Block("table", rows=_rows(_until_end(tokens, token)))
        else:
            raise NotInTheManual(token.type)


def _paragraph(token: Token) -> Block:
    pictures = [one for one in token.children or () if one.type == "image"]
    if pictures:
        if len(token.children or ()) > 1:
            raise NotInTheManual("a picture within a paragraph")
        return Block("picture", runs=[Run("text", pictures[0].content)], file=str(pictures[0].attrs["src"]))
    return Block("paragraph", runs=_runs(token))


def _inside(tokens: Iterator[Token], opening: Token) -> list[Block]:
    """The paragraphs of a list's items; a list in a list is refused."""
    kept = [one for one in _until_end(tokens, opening) if not one.type.startswith("list_item")]
    found = list(_blocks(iter(kept)))
    if any(one.kind != "paragraph" for one in found):
        raise NotInTheManual("something else than a line in a list")
    return found


def _until_end(tokens: Iterator[Token], opening: Token) -> list[Token]:
    closing, depth, found = opening.type.replace("_open", "_close"), 1, []
    for token in tokens:
        depth += (token.type == opening.type) - (token.type == closing)
        if depth == 0:
            break
        found.append(token)
    return found


def _rows(tokens: Sequence[Token]) -> list[list[Sequence[Run]]]:
    rows: list[list[Sequence[Run]]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_runs(token))
    return rows


def _runs(token: Token) -> list[Run]:
    runs: list[Run] = []
    strong, target = False, ""
    for one in token.children or ():
        if one.type == "softbreak":
            continue  # Japanese has no space where a line of the source ends
        if one.type in ("strong_open", "strong_close"):
            strong = one.type == "strong_open"
        elif one.type in ("link_open", "link_close"):
            target = unquote(_attribute(one, "href")) if one.type == "link_open" else ""
        elif one.type in ("text", "code_inline"):
            kind = "code" if one.type == "code_inline" else "link" if target else "strong" if strong else "text"
            runs.append(Run(kind, one.content, target))
        else:
            raise NotInTheManual(one.type)
    return runs


def _attribute(token: Token, name: str) -> str:
    value: Any = token.attrs[name]
    return str(value)
