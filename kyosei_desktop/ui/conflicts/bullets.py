"""The bullets of a joined proposal side by side: what each side made of a bullet, and what the proposal has of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.bullets import Item
from kyosei_desktop.domain.joining import AlignedBullet, Fate
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn

_FATES = {
    Fate.SAME: N_("同じ"),
    Fate.CHANGED: N_("変えた文を採用"),
    Fate.ADDED: N_("加えた項目"),
    Fate.REMOVED: N_("消した項目"),
    Fate.DISPUTED: N_("どちらも残した"),
    Fate.FOLDED: N_("ほかの行にある"),
}
_TONES = {Fate.DISPUTED: "warning", Fate.SAME: "muted", Fate.FOLDED: "muted"}


@dataclass(frozen=True, slots=True)
class BulletLine:
    """One bullet, each text in one line; empty where a text does not have it."""

    fate: Fate
    root: str
    sides: Sequence[str]
    proposed: str

    @property
    def label(self) -> str:
        """What became of it, in words."""
        return _(_FATES[self.fate])


def bullet_lines(rows: Sequence[AlignedBullet]) -> list[BulletLine]:
    """The rows of a proposal for people."""
    return [
        BulletLine(row.fate, _text(row.root), [_text(one) for one in row.sides], " ／ ".join(map(_text, row.proposed)))
        for row in rows
    ]


def bullet_table(names: Sequence[str], lines: Sequence[BulletLine]) -> LinesTable[BulletLine]:
    """A table of the bullets; `names` are those of the sides."""
    columns: list[TableColumn[BulletLine]] = [
        TableColumn(N_("扱い"), lambda line: line.label, tone=lambda line: _TONES.get(line.fate, "")),
        *(_side_column(name, number) for number, name in enumerate(names)),
        TableColumn(
            N_("合わせた文"),
            lambda line: line.proposed,
            tip=lambda line: line.proposed,
            stretches=True,
            elided_em=12,
        ),
    ]
    model: LinesModel[BulletLine] = LinesModel(columns)
    model.show_lines(lines)
    return LinesTable(model, _("項目ごとの比べ"))


def _side_column(name: str, number: int) -> TableColumn[BulletLine]:
    def text(line: BulletLine) -> str:
        return line.sides[number]

    return TableColumn(name, text, tip=text, elided_em=12)


def _text(item: Item | None) -> str:
    return "" if item is None else " ".join(item.text.split())
