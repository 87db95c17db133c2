"""What a use case that lasts says at every safe place to stop."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Step:
    """`done` of `total` parts are finished; `what` names the next one or the one just done, for the user."""

    done: int
    total: int
    what: str


def run_to_end(work: Generator[Step, None, Result]) -> Result:
    """The result of a use case whose progress nobody watches."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
