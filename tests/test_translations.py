"""The English catalogue says everything that the code says, and the program speaks the language of its user."""

import ast
import gettext
import os
import re
import string
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import kyosei_desktop
from kyosei_desktop import paths
from kyosei_desktop.cli import main
from kyosei_desktop.domain import language
from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.actions import ACTIONS

PACKAGE = Path(kyosei_desktop.__file__).parent
CATALOGUE = paths.TRANSLATIONS / "en.po"
COMPILED = paths.TRANSLATIONS / "en" / "LC_MESSAGES" / "kyosei.mo"
CURE = "run `make translations`"

JAPANESE = re.compile("[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]")
SAID_IN_JAPANESE_ON_PURPOSE = {
    "福祉政策進捗状況.kyosei",  # the user's own ledger is found again whatever language the window speaks
    # The folder that a rehearsal is made with, and a word of the command line, are what they are.
    "予行演習「{name}」を作りました。作りものの回答{count}個が、同じフォルダの「回答」で取り込みを待っています。",
    "予行演習を「{folder}」に作りました。回答{count}個が、その中の「回答」で取り込みを待っています。",
    "施策の番号を変えました。前の番号の履歴は history --measure 旧N で見られます。",
    # A form's list of states and the headings of a city's workbook are Japanese for everybody.
    "「終了」「該当なし」「未着手」のどれか",
    "施策の表が見つかりません。見出しの行に「施策名」「担当課」などの列が必要です。",
    "「{name}」に施策の表が見つかりません。見出しの行に「施策名」「担当課」などの列があるシートを入れてください。",
    "予定や上期のような行の見出しが並んでいます。",
}


def marked_texts() -> Iterator[tuple[str, str]]:
    """Every text in `_()` or `N_()`, and where."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield text.value, f"{path.relative_to(PACKAGE)}:{node.lineno}"


def read_catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    """What the catalogue has, by its Japanese."""
    return {str(one.id): str(one.string) for one in read_catalogue() if one.id}


@pytest.fixture
def in_english() -> Iterator[None]:
    language.use(paths.TRANSLATIONS, "en_GB.UTF-8")
    yield
    language.use(paths.TRANSLATIONS, "ja_JP.UTF-8")


def placeholders(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_every_marked_text_stands_in_the_catalogue(english: dict[str, str]) -> None:
    missing = [f"{place} {text}" for text, place in marked_texts() if text not in english]

    assert missing == [], CURE


def test_the_catalogue_holds_nothing_that_the_code_no_longer_says(english: dict[str, str]) -> None:
    assert set(english) - {text for text, _place in marked_texts()} == set(), CURE
    assert read_catalogue().obsolete == {}


def test_only_texts_themselves_are_marked() -> None:
    """A text put together before it is marked, as in _(f"…{name}"), is never found in a catalogue."""
    composed = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "N_")
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]

    assert composed == []


def test_every_text_has_its_english(english: dict[str, str]) -> None:
    assert [text for text, said in english.items() if not said] == []
    assert [one.id for one in read_catalogue() if one.id and one.fuzzy] == []


def test_english_fills_in_what_the_japanese_fills_in(english: dict[str, str]) -> None:
    unlike = [text for text, said in english.items() if placeholders(text) != placeholders(said)]

    assert unlike == []


def test_english_has_no_japanese_left_in_it(english: dict[str, str]) -> None:
    left = {text for text, said in english.items() if JAPANESE.search(said)}

    assert left == SAID_IN_JAPANESE_ON_PURPOSE


def test_sentences_are_sentences_and_questions_questions_in_english_too(english: dict[str, str]) -> None:
    asks = re.compile("(ます|です|ません)か。$")
    endings = {text: "?" if asks.search(text) else "." for text in english if text.endswith("。")}

    assert [text for text, ending in endings.items() if not english[text].rstrip().endswith(ending)] == []
    assert [text for text in english if text not in endings and english[text].endswith(".")] == []


def test_english_keeps_the_lines_and_the_dots_of_the_japanese(english: dict[str, str]) -> None:
    assert [text for text, said in english.items() if text.count("\n") != said.count("\n")] == []
    assert [text for text, said in english.items() if text.endswith("…") != said.endswith("…")] == []


def test_english_has_a_letter_to_press_wherever_the_japanese_has_one(english: dict[str, str]) -> None:
    with_letter = [text for text in english if re.search(r"\(&\w\)", text)]

    assert with_letter
    assert [text for text in with_letter if not re.search(r"&\w", english[text])] == []
    assert [text for text, said in english.items() if "&" in said and "&" not in text] == []


@pytest.mark.usefixtures("in_english")
def test_no_two_commands_of_a_menu_share_a_letter_in_english() -> None:
    letters = Counter(
        (one.menu, found[1].upper())
        for one in ACTIONS
        if one.menu is not None and (found := re.search(r"&(\w)", _(one.text)))
    )

    assert letters
    assert [letter for letter, times in letters.items() if times > 1] == []


def test_the_program_reads_what_the_catalogue_says(english: dict[str, str]) -> None:
    with COMPILED.open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    assert {text: compiled.gettext(text) for text in english} == english, CURE


@pytest.mark.usefixtures("in_english")
def test_an_empty_text_stays_empty() -> None:
    """In a catalogue, the empty text stands for its header."""
    assert _("") == ""
    assert _("中止しました。") == "Stopped."


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en_GB.UTF-8", "“nosuchfile” could not be read"),
        ("en_US.UTF-8", "“nosuchfile” could not be read"),
        ("ja_JP.UTF-8", "「nosuchfile」を読めませんでした"),
        ("C.UTF-8", "「nosuchfile」を読めませんでした"),
        ("C", "「nosuchfile」を読めませんでした"),
        ("fr_FR.UTF-8", "「nosuchfile」を読めませんでした"),
    ],
)
def test_the_program_speaks_the_language_of_the_locale(locale: str, said: str, tmp_path: Path) -> None:
    """gettext takes C.UTF-8 for American English; to this program it means that nobody has chosen a language."""
    chosen = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANGUAGE")}
    done = subprocess.run(
        [sys.executable, "-m", "kyosei_desktop", "check", "nosuchfile"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
        env=chosen | {"LANG": locale, "PYTHONPATH": str(PACKAGE.parent)},
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(said)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--language", "en"), "“nosuchfile” could not be read"),
        (("--language=ja",), "「nosuchfile」を読めませんでした"),
    ],
)
def test_the_language_of_a_command_can_be_given(
    options: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before or after the command, and against the locale."""
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8" if "en" in options else "en_GB.UTF-8")
    for arguments in ((*options, "check", "nosuchfile"), ("check", "nosuchfile", *options)):
        assert main(arguments) == 1
        assert capsys.readouterr().err.startswith(said)
    language.use(paths.TRANSLATIONS, "ja_JP.UTF-8")


def test_a_language_that_there_is_not_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "nosuchfile", "--language", "fr"])

    assert ended.value.code == 2
    assert "fr" in capsys.readouterr().err
