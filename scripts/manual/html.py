"""The manual as HTML: one folder of plain pages that need no network, no script and no server."""

import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from kyosei_desktop import paths
from kyosei_desktop.ui.help.pages import Manual, Page, Place
from scripts.manual.markdown import Block, Run, read_blocks, text_of

TITLE = "進捗状況のとりまとめ　手引"
STYLE = Path(__file__).with_name("manual.css")


def write_html(manual: Manual, pictures: Path, out: Path) -> list[Path]:
    """Write every page into a folder, beside copies of its pictures, the fonts and the style sheet."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copy(STYLE, out)
    for font in (*paths.FONTS.glob("*.ttf"), paths.FONTS / "OFL.txt"):
        shutil.copy(font, out)
    made = []
    for page in manual.pages:
        blocks = read_blocks(page.text)
        for file in (one.file for one in blocks if one.file):
            shutil.copy(pictures / file, out)
        made.append(out / f"{page.name}.html")
        made[-1].write_text(_page(manual, page, blocks), encoding="utf-8", newline="\n")
    return made


def _page(manual: Manual, page: Page, blocks: Sequence[Block]) -> str:
    at = manual.pages.index(page)
    steps = [
        f'<a rel="{rel}" href="{one.name}.html">{word}：{escape(one.title)}</a>'
        for rel, word, one in (
            ("prev", "前", manual.pages[at - 1] if at else None),
            ("next", "次", manual.pages[at + 1] if at + 1 < len(manual.pages) else None),
        )
        if one is not None
    ]
    return f"""<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(page.title)} ｜ {TITLE}</title>
<link rel="stylesheet" href="{STYLE.name}">
</head>
<body>
<a class="skip" href="#main">本文へ</a>
<nav aria-label="手引の目次">
{_contents(manual, page)}
</nav>
<main id="main">
{_body(blocks, page)}
<p class="steps">{"　".join(steps)}</p>
</main>
</body>
</html>
"""


def _contents(manual: Manual, current: Page) -> str:
    lines: list[str] = []
    group = None
    for page in manual.pages:
        if page.group != group:
            lines += ([] if group is None else ["</ul>"]) + ([f"<p>{escape(page.group)}</p>"] if page.group else [])
            lines.append("<ul>")
            group = page.group
        here = ' aria-current="page"' if page == current else ""
        lines.append(f'<li><a href="{page.name}.html"{here}>{escape(page.title)}</a></li>')
    return "\n".join([*lines, "</ul>"])


def _body(blocks: Sequence[Block], page: Page) -> str:
    taken: set[str] = set()
    return "\n".join(_block(one, page, taken) for one in blocks)


def _block(block: Block, page: Page, taken: set[str]) -> str:
    words = _words(block.runs, page)
    if block.kind == "heading":
        return f'<h{block.level} id="{_id(text_of(block.runs), taken)}">{words}</h{block.level}>'
    if block.kind == "picture":
        return f'<figure><img src="{block.file}" alt="{escape(text_of(block.runs))}" loading="lazy"></figure>'
    if block.kind in ("list", "numbers"):
        tag = "ul" if block.kind == "list" else "ol"
        return f"<{tag}>" + "".join(f"<li>{_words(cells[0], page)}</li>" for cells in block.rows) + f"</{tag}>"
    if block.kind == "table":
        head, *rows = block.rows
        top = "".join(f'<th scope="col">{_words(cell, page)}</th>' for cell in head)
        body = "".join("<tr>" + "".join(f"<td>{_words(cell, page)}</td>" for cell in row) + "</tr>" for row in rows)
        return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    if block.kind == "note":
        return f'<div class="note" role="note">{"".join(_block(one, page, taken) for one in block.inner)}</div>'
    return f"<p>{words}</p>"


def _id(text: str, taken: set[str]) -> str:
    """A heading's own words; the second of the same words gets a number."""
    number, base = 1, text.replace(" ", "_")
    while (name := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    taken.add(name)
    return escape(name, quote=True)


def _words(runs: Sequence[Run], page: Page) -> str:
    return "".join(_run(one, page) for one in runs)


def _run(run: Run, page: Page) -> str:
    text = escape(run.text)
    if run.kind == "code":
        return f"<code>{text}</code>"
    if run.kind == "strong":
        return f"<strong>{text}</strong>"
    if run.kind == "link":
        place = Place.of_link(run.target, page.name)
        heading = f"#{quote(place.heading.replace(' ', '_'))}" if place.heading else ""
        return f'<a href="{place.page}.html{heading}">{text}</a>'
    return text
