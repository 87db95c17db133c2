"""The stock reasons for a return (差戻しの理由の例): a short list that a ledger keeps, to be edited by its users."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import plan_row

MAX_REASONS, MAX_REASON = 30, 200
"""As the definition's schema has it (resources/schemas/definition.schema.json, `return_reasons`)."""

_OURS = (
    N_("未記入の欄があります。記入してください。"),
    N_("数に単位（人、回、件など）を付けてください。"),
    N_("実施した時期と回数を書いてください。"),
    N_("予定に対して何をしたかが分かるように書いてください。"),
    N_("ほかの課の記載と合いません。確かめてください。"),
    N_("過去の年度と同じ文です。この期間の実績に直してください。"),
)


@dataclass(eq=False)
class ReasonsNotUsable(KyoseiError):
    """A list of reasons that is too long, or one of its reasons."""

    sentence: ClassVar[str] = N_("理由の例は{most}件まで、1件{length}字までです。減らすか短くしてください。")
    most: int
    length: int


def return_reasons(ledger: Ledger) -> tuple[str, ...]:
    """The ledger's stock reasons in their order; the program's own where nobody has changed them."""
    kept = ledger.definition.document.get("return_reasons")
    return tuple(_(one) for one in _OURS) if kept is None else tuple(kept)


def change_return_reasons(ledger: Ledger, reasons: Sequence[str], *, author: str) -> tuple[str, ...]:
    """Keep another list; blank ones and repetitions are left out. An empty list is one too.

    Returns:
        The list as it is kept.

    Raises:
        LedgerReadOnly, ReasonsNotUsable, NotAcceptableText.
    """
    cleaned = (" ".join(clean_text(one).split()) for one in reasons)
    wanted = tuple(dict.fromkeys(one for one in cleaned if one))
    if len(wanted) > MAX_REASONS or any(len(one) > MAX_REASON for one in wanted):
        raise ReasonsNotUsable(most=MAX_REASONS, length=MAX_REASON)
    if wanted == return_reasons(ledger):
        return wanted
    with ledger.begin() as unit:
        row = plan_row(unit.session)
        row.definition = {**row.definition, "return_reasons": list(wanted)}
        record_act(unit, ActKind.RETURN_REASONS_CHANGED, author=author)
        unit.commit()
    ledger.forget_definition()
    return wanted
