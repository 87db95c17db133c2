"""Growth: 48, 480, 4,800 and 48,000 measures; of each operation the exponent of its time, fitted by least squares."""

import math
import statistics
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import select

from bench import material, merge
from bench.harness import Line, Run, timed
from bench.opening import open_and_close
from kyosei_desktop.domain.plan import FieldId, FieldKind, Value
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.revisions import write_field
from kyosei_desktop.store.tables import FieldRow
from kyosei_desktop.store.whole import read_whole

_COPIES = (1, 10, 100, 1_000)
_ROUNDS = 3


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the line through the logarithms: 0 for what does not grow, 1 for what grows with the size."""
    return statistics.linear_regression([math.log(one) for one in sizes], [math.log(one) for one in seconds]).slope


def _grown(work: Callable[[ExitStack, Path], Run]) -> Callable[[ExitStack, Path], tuple[Run, Run]]:
    def prepare(stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
        runs = [work(stack, material.large_ledger(copies)) for copies in _COPIES]
        return lambda: exponent(_COPIES, [run() for run in runs]), lambda: 1.0

    return prepare


def _open(_stack: ExitStack, path: Path) -> Run:
    return lambda: timed(lambda: open_and_close(path))


def _edit(stack: ExitStack, path: Path) -> Run:
    ledger = stack.enter_context(open_ledger(path))
    with ledger.reading() as session:
        field = FieldId(
            session.scalars(select(FieldRow.id).where(FieldRow.kind == FieldKind.ENTRY.value).limit(1)).one()
        )
    texts = iter(range(1_000_000))

    def edit() -> None:
        with ledger.begin() as unit:
            write_field(unit, field, Value(f"直した文{next(texts)}"), author=material.AUTHOR)
            unit.commit()

    return lambda: timed(edit)


def _merge(stack: ExitStack, path: Path) -> Run:
    merge.without_backup(stack)
    ledger = stack.enter_context(open_ledger(path))
    files = list(material.submissions())
    return lambda: merge.merge_one(ledger, files)


def _read(stack: ExitStack, path: Path) -> Run:
    ledger = stack.enter_context(open_ledger(path, read_only=True))
    return lambda: timed(lambda: read_whole(ledger))


_SIZES = "48、480、4,800、48,000施策での時間の伸びの指数"
LINES = tuple(
    Line(f"growth.{name}", f"{what}：{_SIZES}", "施策の数に比例（1）", target, _grown(work), _ROUNDS, "x")
    for name, what, target, work in (
        ("open", "台帳を開く", 0.05, _open),
        ("edit", "欄を一つ直す", 0.05, _edit),
        ("merge", "回答を一つ取り込む", 0.05, _merge),
        ("read", "計画の全体を読む", 1.05, _read),
    )
)
