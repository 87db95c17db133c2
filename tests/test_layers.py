"""Dependencies point one way, Qt stays in ui, and importing a module does nothing else.

`make lint` holds the contracts between our own packages too; here stands what import-linter cannot say.
"""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kyosei_desktop

PACKAGE = Path(kyosei_desktop.__file__).parent
LAYERS = ("domain", "store", "report", "exchange", "ui", "commands", "cli")
"""From the lowest up: a layer imports itself and those before it."""
BELOW_UI = LAYERS[: LAYERS.index("ui")]
FIRST_VIEWS = ("kyosei_desktop.ui.board.view", "kyosei_desktop.ui.measures.view")
"""Those that a coordinator's ledger is opened with, and the one with the measures."""
EXCHANGE_AT_START = {f"kyosei_desktop.exchange.{one}" for one in ("file_kinds", "file_names", "request_forms")}
"""What names files and tells them apart; the window needs it from the start."""
LOADED_WHEN_WANTED = {
    f"kyosei_desktop.{one}"
    for one in (
        "store.joining",
        "ui.clerk.pasting",
        "ui.keeping.presenter",
        "ui.passphrases.dialog",
        "ui.server.following",
    )
}
"""What work files, pasting, damage, passphrases and servers need, and an open ledger does not."""
SLOW_TO_LOAD = {"PySide6", "shiboken6", "typst", "openpyxl", "alembic", "pypdfium2", "fontTools"}

# Runs in a fresh interpreter: imports what it is told and says what that opened and loaded.
WATCH = """
import importlib, json, os, sys

events = []
watching = True
def watch(event, arguments):
    if not watching:
        return
    if event in ("sqlite3.connect", "socket.__new__", "socket.connect", "subprocess.Popen", "os.mkdir", "os.remove"):
        events.append(f"{event} {arguments[0]}")
    elif event == "open" and isinstance(arguments[0], str):
        path, mode, flags = arguments
        if (flags or 0) & (os.O_WRONLY | os.O_RDWR) or os.path.abspath(path).startswith(sys.argv[1]):
            events.append(f"open {path}")
sys.addaudithook(watch)
for name in json.loads(sys.argv[2]):
    importlib.import_module(name)
watching = False
own = sorted(one for one in sys.modules if one.startswith("kyosei_desktop."))
print(json.dumps({"events": events, "loaded": sorted({one.split(".")[0] for one in sys.modules}), "own": own}))
"""


def modules(layer: str) -> list[str]:
    """Names of the modules of one layer, which is a package or a single file."""
    files = [*PACKAGE.joinpath(layer).rglob("*.py"), *PACKAGE.glob(f"{layer}.py")]
    dotted = [".".join(one.relative_to(PACKAGE.parent).with_suffix("").parts) for one in sorted(files)]
    return [one.removesuffix(".__init__") for one in dotted]


def source(module: str) -> ast.Module:
    path = PACKAGE.parent.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(file.read_text("utf-8"), str(file))


def imported(tree: ast.AST) -> Iterator[str]:
    """Names of all modules that a piece of code imports, anywhere in it. Relative imports name our own package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module if node.level == 0 and node.module else f"{kyosei_desktop.__name__}.?"
            if node.module == kyosei_desktop.__name__:
                yield from (f"{node.module}.{one.name}" for one in node.names)


def at_import_time(tree: ast.Module) -> ast.Module:
    """The code without the bodies of its functions and without what only type checkers read."""

    class Shallow(ast.NodeTransformer):
        def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
            return None

        def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
            return None

        def visit_If(self, node: ast.If) -> ast.AST | None:
            return None if "TYPE_CHECKING" in ast.unparse(node.test) else self.generic_visit(node)

    kept = Shallow().visit(tree)
    assert isinstance(kept, ast.Module)
    return kept


def import_afresh(*names: str) -> dict[str, list[str]]:
    """What importing modules in a new interpreter opens; the top-level modules loaded then, and our own."""
    resources = str(PACKAGE.parent / "resources")
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCH, resources, json.dumps(names)],
        capture_output=True,
        text=True,
        check=False,
        cwd=PACKAGE.parent,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, list[str]] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("module", modules("domain"))
def test_domain_imports_the_standard_library_and_itself_only(module: str) -> None:
    foreign = {
        one
        for one in imported(source(module))
        if one.split(".")[0] not in sys.stdlib_module_names and not one.startswith("kyosei_desktop.domain")
    }

    assert foreign - {"kyosei_desktop"} == set()


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_itself_and_the_layers_below_it_only(layer: str) -> None:
    allowed = LAYERS[: LAYERS.index(layer) + 1]
    upward = {
        f"{module} → {one}"
        for module in modules(layer)
        for one in imported(source(module))
        if one.split(".")[0] == "kyosei_desktop"
        and one.split(".")[1:2]
        and one.split(".")[1] in LAYERS
        and one.split(".")[1] not in allowed
    }

    assert upward == set()


@pytest.mark.parametrize("layer", [one for one in LAYERS if one != "ui"])
def test_qt_is_imported_in_ui_only(layer: str) -> None:
    with_qt = {
        module
        for module in modules(layer)
        for one in imported(source(module))
        if one.split(".")[0] in ("PySide6", "shiboken6", "pytestqt")
    }

    assert with_qt == set()


def test_ui_does_import_qt() -> None:
    """If it did not, the test above would look for the wrong name."""
    assert any(one.startswith("PySide6") for module in modules("ui") for one in imported(source(module)))


def test_every_module_belongs_to_a_layer() -> None:
    beside = {one.stem for one in PACKAGE.iterdir() if one.suffix == ".py" or one.joinpath("__init__.py").exists()}

    assert beside - {"__init__", "__main__", "paths"} <= set(LAYERS)


def test_cli_imports_ui_only_when_a_window_is_asked_for() -> None:
    early = {
        f"{module} → {one}"
        for module in modules("cli") + modules("commands")
        for one in imported(at_import_time(source(module)))
        if one.startswith("kyosei_desktop.ui")
    }

    assert early == set()


@pytest.mark.parametrize("layer", BELOW_UI)
def test_importing_a_layer_opens_no_file_no_database_and_no_socket(layer: str) -> None:
    assert import_afresh(*modules(layer))["events"] == []


def test_the_watch_notices_what_it_watches_for(tmp_path: Path) -> None:
    tmp_path.joinpath("careless.py").write_text(
        "import sqlite3\nsqlite3.connect(':memory:')\nopen(__file__ + '.log', 'w').close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCH, str(tmp_path / "none"), '["careless"]'],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )

    events = json.loads(done.stdout)["events"]
    assert [one.split()[0] for one in events] == ["sqlite3.connect", "open"]


def test_domain_loads_nothing_from_outside_the_standard_library() -> None:
    without_us = set(import_afresh()["loaded"])
    added = set(import_afresh(*modules("domain"))["loaded"]) - without_us

    assert added - sys.stdlib_module_names == {"kyosei_desktop"}


def test_the_window_starts_without_what_makes_papers_and_books() -> None:
    loaded = set(import_afresh("kyosei_desktop.ui.app", "kyosei_desktop.ui.main_window.views")["loaded"])

    assert loaded & SLOW_TO_LOAD == {"PySide6", "shiboken6"}


def test_the_window_opens_a_ledger_without_the_commands_and_without_what_reads_and_writes_files_that_travel() -> None:
    own = set(import_afresh("kyosei_desktop.cli", "kyosei_desktop.ui.app", *FIRST_VIEWS)["own"])
    commands = {one for one in own if one.startswith("kyosei_desktop.commands.")}
    travelling = {one for one in own if one.startswith("kyosei_desktop.exchange.")} - EXCHANGE_AT_START

    assert commands == {"kyosei_desktop.commands.common_arguments"}
    assert travelling == set()
    assert own & LOADED_WHEN_WANTED == set()


def test_the_command_line_starts_without_what_is_slow_to_load() -> None:
    loaded = set(import_afresh(*modules("cli"))["loaded"])

    assert loaded & (SLOW_TO_LOAD | {"sqlalchemy"}) == set()
