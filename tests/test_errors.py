"""Every expected error, wherever it is defined, speaks to the user; and decisions are numbered once each."""

import ast
import importlib
import pkgutil
import re
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import kyosei_desktop
from kyosei_desktop.domain.errors import KyoseiError

PACKAGE = Path(kyosei_desktop.__file__).parent
DECISIONS = PACKAGE.parent / "docs" / "decisions"


def leaves(base: type[KyoseiError]) -> Iterator[type[KyoseiError]]:
    for one in base.__subclasses__():
        yield one
        yield from leaves(one)


def all_errors() -> list[type[KyoseiError]]:
    """Every subclass in the package, by name; importing all modules is what makes them known."""
    for module in pkgutil.walk_packages([str(PACKAGE)], f"{kyosei_desktop.__name__}."):
        if not module.name.endswith(".__main__"):  # importing that one is harmless, but it is no place for errors
            importlib.import_module(module.name)
    found = {one for one in leaves(KyoseiError) if one.__module__.startswith(f"{kyosei_desktop.__name__}.")}
    return sorted(found, key=lambda one: f"{one.__module__}.{one.__qualname__}")


ERRORS = all_errors()


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_the_walk_finds_errors_of_several_layers() -> None:
    layers = {one.__module__.split(".")[1] for one in ERRORS}

    assert {"domain", "store", "exchange"} <= layers


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
class TestEveryError:
    def test_has_a_sentence_of_its_own_that_ends_with_a_full_stop(self, error: type[KyoseiError]) -> None:
        assert error.sentence.endswith("。")
        assert "\n" not in error.sentence

    def test_says_what_to_do(self, error: type[KyoseiError]) -> None:
        assert re.search("ください|できます|ます。$", error.sentence), error.sentence

    def test_is_a_dataclass_that_compares_by_identity(self, error: type[KyoseiError]) -> None:
        assert is_dataclass(error)
        assert "__dataclass_fields__" in vars(error) or not error.__annotations__
        assert error.__eq__ is object.__eq__  # or else it could not be put into a traceback's chain

    def test_fills_its_sentence_from_its_own_fields(self, error: type[KyoseiError]) -> None:
        assert placeholders(error.sentence) <= {one.name for one in fields(error)}

    def test_shows_every_text_and_number_that_it_carries(self, error: type[KyoseiError]) -> None:
        """What an error carries for the program rather than for the sentence is neither: a sequence, say."""
        spoken = {one.name for one in fields(error) if one.type in (str, int, "str", "int")}

        assert spoken <= placeholders(error.sentence)

    def test_can_be_said(self, error: type[KyoseiError]) -> None:
        values = {one.name: f"〈{one.name}〉" for one in fields(error)}
        said = str(error(**values))

        assert "{" not in said
        assert all(f"〈{name}〉" in said for name in placeholders(error.sentence))

    def test_says_the_text_of_others_as_it_is(self, error: type[KyoseiError]) -> None:
        """A file may be called {name}."""
        values = {one.name: "{braces} %s" for one in fields(error)}

        assert str(error(**values)).count("{braces} %s") == sum(
            name is not None for _, name, _, _ in string.Formatter().parse(error.sentence)
        )

    def test_tells_developers_when_it_arises(self, error: type[KyoseiError]) -> None:
        assert error.__doc__
        assert not error.__doc__.startswith(f"{error.__name__}(")  # what a dataclass writes where there is none


def test_every_sentence_is_marked_for_translation() -> None:
    unmarked = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id == "sentence"
        and isinstance(node.value, ast.Constant | ast.JoinedStr | ast.BinOp)
        and ast.unparse(node.value) != "''"  # the base class has none
    ]

    assert unmarked == []


def test_no_two_errors_share_a_name_or_a_sentence() -> None:
    names = Counter(one.__name__ for one in ERRORS)
    sentences = Counter(one.sentence for one in ERRORS)

    assert [name for name, times in names.items() if times > 1] == []
    assert [sentence for sentence, times in sentences.items() if times > 1] == []


def test_decisions_are_numbered_once_each_without_a_gap() -> None:
    files = sorted(DECISIONS.glob("*.md"))
    numbers = [one.name[:4] for one in files]

    assert numbers
    assert numbers == [f"{n:04}" for n in range(1, len(files) + 1)]
    assert all(re.fullmatch(r"\d{4}(-[a-z0-9.]+)+\.md", one.name) for one in files)


def test_every_decision_says_what_was_decided_why_and_instead_of_what() -> None:
    sections = ["## Status", "## Context", "## Decision", "## Consequences", "## Not chosen"]

    for path in sorted(DECISIONS.glob("*.md")):
        lines = path.read_text("utf-8").splitlines()
        assert lines[0].startswith(f"# {path.name[:4]}: "), path.name
        assert [one for one in lines if one.startswith("## ")] == sections, path.name
