"""Every text that a user sees goes through `_()` or `N_()`: nothing Japanese or English is shown past the catalogue."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import kyosei_desktop
from tests.test_translations import JAPANESE

PACKAGE = Path(kyosei_desktop.__file__).parent
WORDS = re.compile("[A-Za-z]{2,}")

RECOGNISES = "recognises what people write in Japanese, or is part of the Japanese writing itself"
IN_A_FILE = "stands in a file or on paper, whose words are those of the plan, whatever the window speaks"
NOT_SHOWN = {
    "domain/check_word.py": RECOGNISES,
    "domain/foreign_words.py": RECOGNISES,
    "domain/holidays.py": "names of holidays as the law has them; they are not shown",
    "domain/rules/characters.py": RECOGNISES,
    "domain/rules/departments.py": RECOGNISES,
    "domain/rules/numbers.py": RECOGNISES,
    "domain/rules/printed_form.py": RECOGNISES,
    "domain/rules/tenses.py": RECOGNISES,
    "domain/rules/year_words.py": RECOGNISES,
    "domain/text.py": RECOGNISES,
    "domain/years.py": "the definition's eras, for papers; what windows show goes through the catalogue there",
    "exchange/excel_form_layout.py": IN_A_FILE,
    "exchange/excel_form_reading.py": IN_A_FILE,
    "exchange/excel_form_writing.py": IN_A_FILE,
    "exchange/file_names.py": IN_A_FILE,
    "exchange/foreign_book.py": IN_A_FILE,
    "exchange/foreign_guess.py": RECOGNISES,
    "exchange/foreign_rows.py": RECOGNISES,
    "exchange/probing.py": IN_A_FILE,
    "exchange/rehearsal.py": IN_A_FILE,
    "exchange/workbook_plan.py": RECOGNISES,
    "report/answer_sheet.py": IN_A_FILE,
    "report/archive.py": IN_A_FILE,
    "report/composition.py": IN_A_FILE,
    "report/data_table.py": IN_A_FILE,
    "report/open_data.py": IN_A_FILE,
    "report/table_sheet.py": IN_A_FILE,
    "report/pages.py": IN_A_FILE,
    "report/print_text.py": RECOGNISES,
    "report/reading_notes.py": IN_A_FILE,
    "report/rescue.py": IN_A_FILE,
    "report/sheet_styles.py": IN_A_FILE,
    "report/typeface.py": "characters that a Japanese typeface must have",
    "report/workbook.py": IN_A_FILE,
    "report/workbook_file.py": IN_A_FILE,
    "report/workbook_notes.py": IN_A_FILE,
    "store/answer_sheets.py": RECOGNISES,
    "store/backup.py": IN_A_FILE,
    "store/copying.py": IN_A_FILE,
    "store/former_numbers.py": IN_A_FILE,
    "store/pending_restore.py": IN_A_FILE,
    "ui/clerk/pasting.py": RECOGNISES,
    "ui/screenshots.py": RECOGNISES,
    "ui/tour.py": "names of the built-in plan's departments and of the tour's own files",
    "ui/widgets.py": "wide characters to measure by",
}
"""Files whose Japanese is no text of a window or a command, and why."""

TO_MEASURE_BY = "国"
"""As wide as any Japanese character."""

SHOWING_FUNCTIONS = {
    *("label", "button", "print", "Paragraph", "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox"),
    *("QAction", "QTableWidgetItem", "QTreeWidgetItem", "QListWidgetItem"),
}
SHOWING_METHODS = {
    *("setText", "setWindowTitle", "setToolTip", "setStatusTip", "setAccessibleName", "setAccessibleDescription"),
    *("setPlaceholderText", "setTitle", "setPrefix", "setSuffix", "setInformativeText", "addMenu", "addTab"),
    *("info", "warn", "error"),
}
"""What shows its first argument to a user."""
SHOWING_KEYWORDS = {"help", "description", "question", "detail", "yes", "no", "tip", "title"}
NO_WORDS = re.compile(r"<[^>]*>?|^[^<]*>$|(?:Ctrl|Alt|Shift)\+\w*|^ pt$")
"""Marks of rich text, keys and units are what they are in every language."""


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), tree_of(path)


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def unmarked(tree: ast.Module) -> Iterator[ast.Constant]:
    """The texts of a module that are neither marked nor docstrings, those inside f-strings too."""
    passed_over: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed_over.add(id(node.value))
        elif isinstance(node, ast.Call) and name_of(node) in ("_", "N_"):
            passed_over |= {id(one) for one in node.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
            yield node


def has_japanese(tree: ast.Module) -> Iterator[ast.Constant]:
    return (one for one in unmarked(tree) if JAPANESE.search(str(one.value)) and one.value != TO_MEASURE_BY)


def shown_english(tree: ast.Module) -> Iterator[ast.Constant]:
    """Words in Latin letters that are handed to something that shows them, unmarked."""
    texts = {id(one) for one in unmarked(tree)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        shows = SHOWING_FUNCTIONS if isinstance(node.func, ast.Name) else SHOWING_METHODS
        shown = [*node.args[:1]] if name_of(node) in shows else []
        shown += [one.value for one in node.keywords if one.arg in SHOWING_KEYWORDS]
        for one in shown:
            parts = one.values if isinstance(one, ast.JoinedStr) else [one]
            for part in parts:
                if isinstance(part, ast.Constant) and id(part) in texts and _is_english(str(part.value)):
                    yield part


def _is_english(text: str) -> bool:
    return WORDS.search(NO_WORDS.sub("", text)) is not None


def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """What runs while a module is loaded."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from outside_functions(child)


def test_no_japanese_is_shown_past_the_catalogue() -> None:
    found = [
        f"{name}:{one.lineno} {one.value}"
        for name, tree in modules()
        if name not in NOT_SHOWN
        for one in has_japanese(tree)
    ]

    assert found == [], "put it into _() or N_(), or say in NOT_SHOWN why it is no text of a window"


def test_every_exception_is_one() -> None:
    """A file that has lost its Japanese leaves the list."""
    assert [name for name in NOT_SHOWN if not any(has_japanese(tree_of(PACKAGE / name)))] == []


def test_no_english_is_shown_past_the_catalogue() -> None:
    found = [f"{name}:{one.lineno} {one.value}" for name, tree in modules() for one in shown_english(tree)]

    assert found == []


def test_nothing_is_translated_before_the_language_is_chosen() -> None:
    """What `_()` says while a module is loaded stays in the language of that moment; tables are marked with `N_()`."""
    early = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        for node in outside_functions(tree)
        if isinstance(node, ast.Call) and name_of(node) == "_"
    ]

    assert early == []


@pytest.mark.parametrize(
    ("source", "japanese", "english"),
    [
        ('_("保存しました。")', 0, 0),
        ('label("保存しました。")', 1, 0),
        ('label("Saved")', 0, 1),
        ('label(f"{n} files")', 0, 1),
        ('label(f"{n}件")', 1, 0),
        ('one.add_argument("--x", help="Saves", metavar="FILE")', 0, 1),
        ('"""説明"""', 0, 0),
        ('log_event("saved")', 0, 0),
    ],
)
def test_the_search_finds_what_it_is_to_find(source: str, japanese: int, english: int) -> None:
    tree = ast.parse(source)

    assert (len(list(has_japanese(tree))), len(list(shown_english(tree)))) == (japanese, english)
