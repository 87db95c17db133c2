"""The two pages of the manual that are made out of the program: what its messages mean, and all commands.

A test holds the pages against the program; `make manual` writes them anew.
"""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import kyosei_desktop
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.ui.action_spec import Menu
from kyosei_desktop.ui.actions import ACTIONS
from kyosei_desktop.ui.cures import button_of

PACKAGE = Path(kyosei_desktop.__file__).parent

GROUPS: Sequence[tuple[str, str, Sequence[str]]] = (
    (
        "ファイルを開くとき、受け取るとき",
        "届いたファイルについてのお知らせです。断ったファイルは、何も変えずにそのまま残ります。",
        (
            "exchange.refusals", "exchange.work_file", "exchange.joining", "exchange.merging", "store.receiving",
            "ui.main_window",
        ),
    ),
    (
        "Excel を読むとき",
        "Excel様式、報告書のExcel、ほかのExcelブックについてのお知らせです。",
        (
            "exchange.excel_form",
            "exchange.spreadsheet",
            "exchange.workbook",
            "exchange.foreign",
            "commands.books",
        ),
    ),
    (
        "台帳と控え",
        "台帳を開く、保存する、控えから戻すときのお知らせです。[困ったときと災害のとき](recovery.md)もご覧ください。",
        (
            "store.backup", "store.damage", "store.encrypted", "store.engine", "store.file", "store.ledger",
            "store.lock", "store.passphrases", "store.places", "store.postgresql", "store.schema", "store.server",
            "store.verifying", "store.copying", "store.user", "store.log", "commands.common", "commands.passphrases",
        ),
    ),
    (
        "記入と提出",
        "担当課が書くとき、提出するときのお知らせです。",
        ("domain.errors", "exchange.handing_in", "store.joining", "store.editing", "store.drafts", "commands.answers"),
    ),
    (
        "照会、取り込み、競合、受理",
        "取りまとめ課が半年の仕事をするときのお知らせです。[取りまとめ課の半年](half-year.md)もご覧ください。",
        (
            "store.acceptance", "store.answer_sheets", "store.conflicts", "store.reminding", "store.requests",
            "store.return", "store.rounds", "store.settling", "store.sheet_entry", "store.undoing", "store.withdrawing",
            "exchange.requesting", "commands.rounds",
        ),
    ),
    (
        "年度、組織、施策の形",
        "年度更新、組織改正、施策の整理のときのお知らせです。",
        (
            "domain.reorganisation", "domain.year_turn", "store.measure", "store.reorganising", "store.succession",
            "store.turning",
        ),
    ),
    (
        "報告書と紙",
        "報告書を書き出す、印刷するときのお知らせです。",
        ("report.", "ui.report", "store.report_settings", "store.past"),
    ),
)  # fmt: skip
"""Headings, a word on each, and the modules whose errors stand there."""

REST = ("そのほか", "台帳を作る、文書を読む、練習するときなどのお知らせです。")

_SPOKEN = {
    "name": "名前", "cause": "原因", "department": "担当課", "label": "欄", "cell": "セル", "number": "番号",
    "count": "数", "measure": "番号", "place": "場所", "known": "選べるもの", "address": "欄", "year": "年度",
    "years": "年度", "version": "版", "problem": "理由", "word": "照合語", "user": "利用者", "state": "状態",
    "sheet": "シート", "sheets": "シート", "places": "欄", "holder": "だれか", "since": "いつから",
    "limit": "上限", "length": "長さ", "period": "期間", "file": "ファイル", "ledger": "台帳", "family": "書体",
    "page": "ページ", "pages": "ページ数", "backup": "控え", "day": "日", "found": "見つかった文字", "line": "行",
    "row": "行", "title": "見出し", "schema": "名前", "words": "言葉", "unit": "単位",
}  # fmt: skip
_ANYTHING = "…"
_CURE = re.compile("ください|できます|選べます|もらって")
_PLAIN_HEAD = "書かれたものが、決まりに合っていません。"


def errors_by_module() -> Mapping[str, list[type[KyoseiError]]]:
    """Every error of the program, by the module it is defined in."""
    for module in pkgutil.walk_packages([str(PACKAGE)], f"{kyosei_desktop.__name__}."):
        if not module.name.endswith(".__main__"):
            importlib.import_module(module.name)
    found: dict[str, list[type[KyoseiError]]] = {}
    for one in sorted(set(_leaves(KyoseiError)), key=lambda one: f"{one.__module__}.{one.__qualname__}"):
        if one.__module__.startswith(f"{kyosei_desktop.__name__}."):
            found.setdefault(one.__module__.removeprefix(f"{kyosei_desktop.__name__}."), []).append(one)
    return found


def _leaves(base: type[KyoseiError]) -> Iterator[type[KyoseiError]]:
    for one in base.__subclasses__():
        yield one
        yield from _leaves(one)


def finding_sentences() -> list[str]:
    """What the rules point out while one writes, as it stands in their code."""
    found = [
        node.args[0].value
        for path in sorted((PACKAGE / "domain" / "rules").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "N_")
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]
    return sorted({one for one in found if one.endswith("。") and _CURE.search(one)})


def asking_sentences() -> list[str]:
    """What the window asks for before it goes on, where nothing went wrong: the sentences of its warnings."""
    found = [
        text.args[0].value
        for path in sorted((PACKAGE / "ui").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "warn"
        for text in ast.walk(node)
        if isinstance(text, ast.Call)
        and isinstance(text.func, ast.Name)
        and text.func.id == "_"
        and isinstance(text.args[0], ast.Constant)
        and isinstance(text.args[0].value, str)
    ]
    return sorted({one for one in found if one.endswith("。")})


def spoken(sentence: str) -> str:
    """A sentence with words in place of what is filled in."""
    return re.sub(r"\{(\w+)\}", lambda name: f"〈{_SPOKEN.get(name[1], _ANYTHING)}〉", sentence)


def happened_and_cure(sentence: str) -> tuple[str, str]:
    """The two halves of a message: what happened, and what to do."""
    parts = re.findall(r"[^。]+?(?:。|(?<=\{problem\})(?=[^。]))", sentence)
    at = next((number for number, part in enumerate(parts) if number and _CURE.search(part)), 0)
    return spoken("".join(parts[:at])) or _PLAIN_HEAD, spoken("".join(parts[at:]))


def messages_page() -> str:
    """What every message of the program means, as Markdown."""
    by_module = dict(errors_by_module())
    lines = [
        "# お知らせの意味",
        "",
        "画面の上に出るお知らせについて、何が起きたのか、どうすればよいのかをまとめました。",
        "〈　〉の中には、そのときの名前や数が入ります。",
        "お知らせが出たときの操作は、何も変えずに終わっています。",
        "",
    ]
    for heading, about, modules in GROUPS:
        own = [name for name in by_module if name.startswith(tuple(modules))]
        lines += [f"## {heading}", "", about, ""]
        lines += [line for name in own for error in by_module.pop(name) for line in _entry(error.sentence, error)]
    lines += [f"## {REST[0]}", "", REST[1], ""]
    lines += [line for errors in by_module.values() for error in errors for line in _entry(error.sentence, error)]
    lines += ["## 続ける前のお願い", "", "先に決めること、待つことがあるときのお知らせです。", ""]
    lines += [f"- {_plain(spoken(sentence))}" for sentence in asking_sentences()] + [""]
    lines += ["## 記入のときの指摘", "", "欄の下に出る指摘です。[記入](view-form.md)もご覧ください。", ""]
    lines += [line for sentence in finding_sentences() for line in _entry(sentence)]
    return "\n".join(lines)


def _entry(sentence: str, error: type[KyoseiError] | None = None) -> list[str]:
    happened, cure = happened_and_cure(sentence)
    pressed = None if error is None else button_of(error)
    lines = [f"### {_plain(happened)}", "", f"どうすればよいか：{_plain(cure)}", ""]
    return lines if pressed is None else [*lines, f"そのとき出るボタン：「{pressed}」", ""]


def _plain(text: str) -> str:
    """A text that Markdown takes for itself."""
    return re.sub(r"([*_`\\<>\[\]])", r"\\\1", text)


def commands_page() -> str:
    """All commands with their keys, menu by menu, as Markdown."""
    lines = [
        "# 操作とキーの一覧",
        "",
        "メニューの順に並べました。どの操作も、「操作を探す」（Ctrl+K）で、言葉から探せます。",
        "いま使えない操作は、その理由がメニューの下に出ます。",
        "",
    ]
    for menu in Menu:
        shown = [one for one in ACTIONS if one.menu is menu]
        if shown:
            lines += [f"## {_word(menu.value)}", "", "| 操作 | キー | 何をするか |", "|---|---|---|"]
            lines += [f"| {_word(one.text)} | {keys_said(one.keys) or '―'} | {_plain(one.help)} |" for one in shown]
            lines += [""]
    return "\n".join(lines)


def _word(text: str) -> str:
    """A command's text without its letter to press and its dots."""
    return re.sub(r"\(&\w\)", "", text).rstrip("…")


def keys_said(keys: str) -> str:
    """A shortcut as it is written on the keyboard; as empty as the given one."""
    return keys.replace("PgDown", "PageDown").replace("PgUp", "PageUp").replace("Return", "Enter")


def write_references(folder: Path) -> None:
    """Write both pages into the folder of the manual's pages."""
    for name, text in _references():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def stale_references(folder: Path) -> list[str]:
    """Which of the two no longer say what the program says, by name."""
    return [name for name, text in _references() if (folder / name).read_text(encoding="utf-8") != text]


def _references() -> Sequence[tuple[str, str]]:
    return ("messages.md", messages_page()), ("commands.md", commands_page())
