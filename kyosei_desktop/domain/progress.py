"""What a use case that lasts says at every safe place to stop."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Step:
    """`done` of `total` parts are finished; `what` names the next one or the one just done, for the user."""

    done: int
    total: int
    what: str


def run_to_end(work: Generator[Step, None, Result], watch: Callable[[Step], None] | None = None) -> Result:
    """The result of a use case, without a place to stop; `watch`, if given, is told every step."""
    while True:
        try:
            step = next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
        if watch is not None:
            watch(step)
