"""The manual as HTML and on paper: the words of the program's own pages, whole, accessible, and without a network."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pypdfium2
import pytest
from PySide6.QtGui import QColor, QImage

from kyosei_desktop import paths
from kyosei_desktop.report.readback import read_pages
from kyosei_desktop.ui.help.pages import read_manual
from scripts.manual.html import write_html
from scripts.manual.markdown import NotInTheManual, read_blocks
from scripts.manual.paper import write_pdf
from scripts.manual.pictures import README, pictures_in, stale_pictures
from scripts.manual.references import stale_references, write_references

MANUAL = read_manual(paths.HELP / "ja")
EMPTY_TAGS = {"meta", "link", "img", "br"}


class Reader(HTMLParser):
    """Reads a page strictly: every tag is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found.append((tag, given))
        self.ids += [str(given["id"])] if "id" in given else []
        self.addresses += [str(given[name]) for name in ("href", "src") if name in given]
        if tag not in EMPTY_TAGS:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small pictures of the right names in the place of the real ones, which take minutes."""
    folder = tmp_path_factory.mktemp("pictures")
    for name in pictures_in(MANUAL):
        picture = QImage(160, 90, QImage.Format.Format_RGB32)
        picture.fill(QColor("gray"))
        picture.save(str(folder / f"{name}.png"))
    return folder


@pytest.fixture(scope="module")
def html(pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reader]:
    made = write_html(MANUAL, pictures, tmp_path_factory.mktemp("html"))
    return {str(one): Reader(one.read_text("utf-8")) for one in made}


@pytest.fixture(scope="module")
def pdf(pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("pdf") / "manual.pdf"
    write_pdf(MANUAL, pictures, file)
    return file.read_bytes()


def words_of(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_page_is_a_whole_document_in_japanese_with_landmarks(html: dict[str, Reader]) -> None:
    assert len(html) == len(MANUAL.pages)
    for name, page in html.items():
        tags = [tag for tag, _given in page.found]
        assert page.open == [], name
        assert page.found[0] == ("html", {"lang": "ja"}), name
        assert [tags.count(one) for one in ("title", "nav", "main", "h1")] == [1, 1, 1, 1], name
        assert len(page.ids) == len(set(page.ids)), name
        assert "script" not in tags, name


def test_every_address_is_a_file_of_the_folder_and_a_heading_in_it(html: dict[str, Reader]) -> None:
    for name, page in html.items():
        for address in page.addresses:
            file, _sign, heading = unquote(address).partition("#")
            target = Path(name).parent / (file or Path(name).name)
            assert target.is_file(), (name, address)
            assert not heading or heading in html[str(target)].ids, (name, address)


def test_every_picture_has_a_text_and_every_head_of_a_table_its_scope(html: dict[str, Reader]) -> None:
    for name, page in html.items():
        assert all(given.get("alt") for tag, given in page.found if tag == "img"), name
        assert all(given.get("scope") for tag, given in page.found if tag == "th"), name


def test_the_paper_is_tagged_in_japanese_and_says_every_word_of_every_page(pdf: bytes, html: dict[str, Reader]) -> None:
    assert b"/MarkInfo" in pdf
    with pypdfium2.PdfDocument(pdf) as document:
        bookmarks = [one.get_title() for one in document.get_toc()]
    assert {one.title for one in MANUAL.pages[1:]} <= set(bookmarks)
    said = words_of("".join(read_pages(pdf)))
    for page in MANUAL.pages[1:]:
        for block in read_blocks(page.text):
            for run in block.runs if block.kind in ("heading", "paragraph") else ():
                for part in re.findall(r"[^。、]{4,12}[。、]", run.text):  # lines and pages end elsewhere
                    assert words_of(part) in said, (page.name, part)


@pytest.mark.parametrize("text", ["# x\n\n<b>x</b>\n", "# x\n\n---\n", "- x\n  - y\n", "a ![x](y.png) b\n"])
def test_what_the_manual_does_not_use_is_refused(text: str) -> None:
    with pytest.raises(NotInTheManual):
        read_blocks(text)


def test_reference_pages_and_pictures_that_are_out_of_date_are_named(tmp_path: Path) -> None:
    write_references(tmp_path)
    assert stale_references(tmp_path) == []
    (tmp_path / "messages.md").write_text("# 前のお知らせ\n", encoding="utf-8")
    taken = tmp_path / "tour"
    shutil.copytree(README, taken)
    shutil.copyfile(taken / "form.png", taken / "board.png")

    assert stale_references(tmp_path) == ["messages.md"]
    assert stale_pictures(tmp_path) == ["board.png"]
