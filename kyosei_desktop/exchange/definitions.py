"""The definitions at hand: those in the program's folder, by id, and any other by its file; and their example plans."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.paths import BUILT_IN_DEFINITION, BUILT_IN_PLAN, DEFINITIONS, PLANS
from kyosei_desktop.store.documents import load_definition
from kyosei_desktop.store.files import read_file

MAX_DEFINITION_BYTES = 2**20
"""A definition is a page or two of text; the longest shipped one has 3 kB."""


@dataclass(eq=False)
class UnknownDefinition(KyoseiError):
    """A definition that is neither in the program's folder nor a file."""

    sentence: ClassVar[str] = N_(
        "様式の定義「{name}」がありません。{known} から選ぶか、定義のファイルを指定してください。"
    )
    name: str
    known: str


@dataclass(eq=False)
class NoExamplePlan(KyoseiError):
    """A ledger is wanted on a definition to which no plan belongs, and no plan is given."""

    sentence: ClassVar[str] = N_(
        "様式の定義「{definition}」には計画の記入例がありません。計画の文書（JSON）も指定してください。"
    )
    definition: str


def built_in_definition() -> Definition:
    """The definition of the built-in plan."""
    return load_definition(BUILT_IN_DEFINITION.read_bytes(), BUILT_IN_DEFINITION.name)


def definitions_at_hand() -> tuple[str, ...]:
    """Ids of the definitions in the program's folder, that of the built-in plan first, the others by name.

    A definition's file is named by its id, so that a city's own one is found as soon as it lies beside the others.
    """
    ids = sorted(path.stem for path in DEFINITIONS.glob("*.json"))
    return tuple(sorted(ids, key=lambda one: one != BUILT_IN_DEFINITION.stem))


def find_definition(named: str) -> Definition:
    """The definition of that id, or in that file.

    Raises:
        UnknownDefinition: there is no such id and no such file.
        FileNotRead, FileTooLarge, NotADocument, DocumentNotValid: its file is no good.
    """
    known = definitions_at_hand()
    path = DEFINITIONS / f"{named}.json" if named in known else Path(named)
    if named not in known and not path.exists():
        raise UnknownDefinition(name=named, known="、".join(known))
    return load_definition(read_file(path, MAX_DEFINITION_BYTES), path.name)


def example_plan_of(definition: Definition) -> Path:
    """The plan document that goes with a definition of the program's. Raises NoExamplePlan."""
    path = BUILT_IN_PLAN if definition.id == BUILT_IN_DEFINITION.stem else PLANS / f"{definition.id}.json"
    if not path.exists():
        raise NoExamplePlan(definition=definition.id)
    return path
