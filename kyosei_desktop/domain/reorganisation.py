"""Reorganisation (組織改正): departments that are renamed, joined or split, and who carries their work on.

A rename keeps the department's id. A join or a split ends departments and names their successors; the ids of those that
are no more stay known for ever, so that answers to requests made before find their way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import Department, DepartmentId

Successors = Mapping[DepartmentId, Sequence[DepartmentId]]
"""The departments that took over the work of one, in order; one that goes on beside them is among its own."""


@dataclass(eq=False)
class UnknownDepartment(KyoseiError):
    """A department that the plan does not have."""

    sentence: ClassVar[str] = N_("担当課「{name}」はこの計画にありません。{known} から選んでください。")
    name: str
    known: str


@dataclass(eq=False)
class DepartmentNameTaken(KyoseiError):
    """A department is to get a name that is in use."""

    sentence: ClassVar[str] = N_("担当課「{name}」はもうあります。別の名前にするか、統合として指定してください。")
    name: str


@dataclass(eq=False)
class NoReorganisation(KyoseiError):
    """A join of fewer than two departments, or a split into fewer than two."""

    sentence: ClassVar[str] = N_(
        "「{name}」の組織改正になりません。統合には元の課を、分割には新しい課を、違う名前で二つ以上書いてください。"
    )
    name: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """A department goes on under another name."""

    name: str
    new_name: str


@dataclass(frozen=True, slots=True)
class Joining:
    """Departments become one; that may be one of them, or another one that is there already."""

    names: Sequence[str]
    new_name: str


@dataclass(frozen=True, slots=True)
class Splitting:
    """A department becomes several; it may itself be among them."""

    name: str
    new_names: Sequence[str]


Change = Renaming | Joining | Splitting


def leads_to(department: DepartmentId, successors: Successors) -> tuple[DepartmentId, ...]:
    """The departments of today that carry a department's work on, each once; itself where nobody took over."""
    found: dict[DepartmentId, None] = {}
    for one in successors.get(department, ()):
        found.update(dict.fromkeys((one,) if one == department else leads_to(one, successors)))
    return tuple(found) or (department,)


def leading_to(department: DepartmentId, successors: Successors) -> tuple[DepartmentId, ...]:
    """The department itself, and those before it whose work it carries on."""
    before = (one for one in successors if one != department and department in leads_to(one, successors))
    return (department, *before)


def owners_after(
    owners: Sequence[DepartmentId], successors: Successors, chosen: Sequence[DepartmentId] = ()
) -> tuple[DepartmentId, ...]:
    """The owners of an initiative after a reorganisation, in their order, each once.

    Args:
        chosen: which successors take it over where a department was split; the first one where none is chosen.
    """
    found: list[DepartmentId] = []
    for owner in owners:
        heirs = leads_to(owner, successors)
        found += [one for one in chosen if one in heirs] or heirs[:1]
    return tuple(dict.fromkeys(found))


@dataclass
class Reorganised:
    """What changes make of the departments of today.

    Attributes:
        present: the departments after it, in their order.
        renamed: departments with the names that they had, in the order of renaming.
        added: the new ones.
        abolished: those that are no more, with their last names.
        successors: who took over, of those that this reorganisation touches.
    """

    present: list[Department]
    new_id: Callable[[], str]
    renamed: list[Department] = field(default_factory=list)
    added: list[Department] = field(default_factory=list)
    abolished: list[Department] = field(default_factory=list)
    successors: dict[DepartmentId, Sequence[DepartmentId]] = field(default_factory=dict)

    def named(self, name: str) -> Department:
        """The department of today of that name. Raises UnknownDepartment."""
        for one in self.present:
            if one.name == name:
                return one
        raise UnknownDepartment(name=name, known="、".join(one.name for one in self.present))

    def names(self, departments: Iterable[DepartmentId]) -> tuple[str, ...]:
        """The names after it, of departments of today."""
        names = {one.id: one.name for one in self.present}
        return tuple(names[one] for one in departments)

    def rename(self, change: Renaming) -> None:
        """Raises UnknownDepartment, DepartmentNameTaken."""
        department = self.named(change.name)
        if any(one.name == change.new_name for one in self.present):
            raise DepartmentNameTaken(name=change.new_name)
        self.renamed.append(department)
        self.present[self.present.index(department)] = Department(department.id, change.new_name)

    def join(self, change: Joining) -> None:
        """Raises UnknownDepartment, NoReorganisation."""
        joined = [self.named(name) for name in dict.fromkeys(change.names)]
        ended = [one for one in joined if one.name != change.new_name]
        if len(joined) < 2:
            raise NoReorganisation(name="、".join(change.names))
        successor = self._found_or_added(change.new_name, before=joined[0])
        for one in ended:
            self._end(one, [successor.id])

    def split(self, change: Splitting) -> None:
        """Raises UnknownDepartment, NoReorganisation."""
        department = self.named(change.name)
        names = tuple(dict.fromkeys(change.new_names))
        if len(names) < 2:
            raise NoReorganisation(name=change.name)
        heirs = [self._found_or_added(name, before=department).id for name in names]
        if department.id in heirs:
            self.successors[department.id] = heirs
        else:
            self._end(department, heirs)

    def _found_or_added(self, name: str, *, before: Department) -> Department:
        found = next((one for one in self.present if one.name == name), None)
        if found is None:
            found = Department(DepartmentId(self.new_id()), name)
            self.present.insert(self.present.index(before), found)
            self.added.append(found)
        return found

    def _end(self, department: Department, heirs: Sequence[DepartmentId]) -> None:
        self.present.remove(department)
        self.abolished.append(department)
        self.successors[department.id] = heirs


def reorganised(present: Sequence[Department], changes: Iterable[Change], new_id: Callable[[], str]) -> Reorganised:
    """What changes make of the departments, one after the other, so that a later one may speak of an earlier one's.

    Raises:
        UnknownDepartment, DepartmentNameTaken, NoReorganisation.
    """
    found = Reorganised(list(present), new_id)
    for change in changes:
        match change:
            case Renaming():
                found.rename(change)
            case Joining():
                found.join(change)
            case Splitting():
                found.split(change)
    return found
