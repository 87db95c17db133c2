"""Why a workbook is refused before anything in it is believed: one sentence each, with its cure."""

from dataclasses import dataclass
from typing import ClassVar

from kyosei_desktop.domain.language import N_
from kyosei_desktop.exchange.refusals import FileRefused


@dataclass(eq=False)
class NotASpreadsheet(FileRefused):
    """No workbook, or one in another format than Office Open XML."""

    sentence: ClassVar[str] = N_(
        "「{name}」は Excel ブック（.xlsx）ではありません。"
        "表計算ソフトで開き、「Excel ブック（*.xlsx）」で保存し直してください。"
    )


@dataclass(eq=False)
class OldSpreadsheet(FileRefused):
    """The format of Excel before 2007."""

    sentence: ClassVar[str] = N_(
        "「{name}」は古い形式（.xls）のブックです。Excel で開き、「Excel ブック（*.xlsx）」で保存し直してください。"
    )


@dataclass(eq=False)
class SpreadsheetLocked(FileRefused):
    """Encrypted: it opens with a password only."""

    sentence: ClassVar[str] = N_(
        "「{name}」にはパスワードが掛かっているため読めません。Excel で開いてパスワードを外し、保存し直してください。"
    )


@dataclass(eq=False)
class StrictSpreadsheet(FileRefused):
    """Office Open XML in its strict form, which few programs read."""

    sentence: ClassVar[str] = N_(
        "「{name}」は「Strict Open XML スプレッドシート」です。"
        "Excel で開き、「Excel ブック（*.xlsx）」で保存し直してください。"
    )


@dataclass(eq=False)
class SpreadsheetDamaged(FileRefused):
    """A workbook that is cut off, or whose parts are not what they have to be."""

    sentence: ClassVar[str] = N_(
        "「{name}」はブックとして読み取れません。途中で切れていないか確かめ、Excel で開いて保存し直してください。"
    )


@dataclass(eq=False)
class SpreadsheetStrange(FileRefused):
    """A workbook that no spreadsheet program writes: with entities, links to files, names twice."""

    sentence: ClassVar[str] = N_(
        "「{name}」にはブックにあるはずのないものが入っています。Excel で開いて保存し直したものを使ってください。"
    )


@dataclass(eq=False)
class SpreadsheetTooLarge(FileRefused):
    """More in it than in any workbook of a plan: a bomb, or another file."""

    sentence: ClassVar[str] = N_(
        "「{name}」は中身が大きすぎるため扱えません。要らないシートや図を除いて保存し直してください。"
    )


@dataclass(eq=False)
class SheetTooWide(FileRefused):
    """A cell far away from the rest, so that the sheet spans more cells than can be looked at."""

    sentence: ClassVar[str] = N_(
        "「{name}」のシート「{sheet}」はセル {cell} まで使われていて、広すぎます。"
        "使っていない行と列を削除して保存し直してください。"
    )
    sheet: str
    cell: str


@dataclass(eq=False)
class SpreadsheetWithMacros(FileRefused):
    """A workbook that brings a program along."""

    sentence: ClassVar[str] = N_(
        "「{name}」にはマクロが入っています。Excel で開き、「Excel ブック（*.xlsx）」で保存し直してください。"
    )


@dataclass(eq=False)
class SpreadsheetWithLinks(FileRefused):
    """A workbook whose values come from other files."""

    sentence: ClassVar[str] = N_(
        "「{name}」はほかのブックの値を使っています。Excel の「リンクの編集」でリンクを切り、保存し直してください。"
    )
