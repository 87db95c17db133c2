"""A ready proposal out of several answers to one field: bullets aligned, duplicates folded."""

import difflib
from collections.abc import Sequence

from kyosei_desktop.domain.text import fold_notation


def join_texts(texts: Sequence[str]) -> str:
    """All that the texts say, line by line: lines that agree but for notation once, the others in their order.

    Args:
        texts: the answers; the wording of the earlier one is kept where lines agree but for notation.
    """
    joined: list[str] = []
    for text in texts:
        joined = _joined(joined, text.split("\n") if text else [])
    return "\n".join(joined)


def _joined(one: Sequence[str], other: Sequence[str]) -> list[str]:
    keys = [fold_notation(line) for line in one], [fold_notation(line) for line in other]
    present = set(keys[0])
    lines: list[str] = []
    for tag, start, end, other_start, other_end in difflib.SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        lines += one[start:end]
        if tag in ("insert", "replace"):
            lines += [
                line
                for line, key in zip(other[other_start:other_end], keys[1][other_start:other_end], strict=True)
                if key not in present
            ]
    return lines
