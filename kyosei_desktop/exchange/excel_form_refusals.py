"""Why an Excel form is refused, beside what is said of all travelling files: each names the cell where there is one."""

from dataclasses import dataclass
from typing import ClassVar

from kyosei_desktop.domain.language import N_
from kyosei_desktop.exchange.refusals import FileRefused


@dataclass(eq=False)
class NotAForm(FileRefused):
    """A workbook without the hidden sheet of a form."""

    sentence: ClassVar[str] = N_(
        "「{name}」はこのプログラムの Excel様式ではないか、見分けるための隠れたシートが消えています。"
        "届いた Excel様式をもう一度開き、回答の欄に写して送り直してもらってください。"
    )


@dataclass(eq=False)
class ReportInsteadOfForm(NotAForm):
    """A workbook of the report where answers are wanted."""

    sentence: ClassVar[str] = N_(
        "「{name}」は報告書の Excel です。"
        "直したところを取り込むには「報告書のExcelを取り込む」（import）を使ってください。"
    )


@dataclass(eq=False)
class FormNotUsable(FileRefused):
    """The hidden sheet does not hold what the program wrote."""

    sentence: ClassVar[str] = N_(
        "「{name}」の見分けるための隠れたシートが書き換えられています。"
        "届いた Excel様式をもう一度開き、回答の欄に写して送り直してもらってください。"
    )


@dataclass(eq=False)
class FormAltered(FileRefused):
    """What was sent has been changed, or the form is not of this round and department."""

    sentence: ClassVar[str] = N_(
        "「{name}」は、この照会でこの担当課に渡した Excel様式ではないか、渡した内容が書き換えられています。"
        "届いた Excel様式をもう一度開き、回答の欄に写して送り直してもらってください。"
    )


@dataclass(eq=False)
class FormColumnsMissing(FileRefused):
    """No sheet has the columns by which answers are found."""

    sentence: ClassVar[str] = N_(
        "「{name}」に、回答を見分けるための列がありません。列を消すと読み取れません。"
        "届いた Excel様式をもう一度開き、回答の欄に写して送り直してもらってください。"
    )


@dataclass(eq=False)
class FormSheetTwice(FileRefused):
    """Two sheets look like the form's: nobody can say which one counts."""

    sentence: ClassVar[str] = N_(
        "「{name}」に回答のシートが二つあります（{one}、{other}）。要らない方のシートを消してから取り込んでください。"
    )
    one: str
    other: str


@dataclass(eq=False)
class FormulaInAnswer(FileRefused):
    """An answer is computed: what it says could change on another computer."""

    sentence: ClassVar[str] = N_(
        "「{name}」のセル{cell}に数式が入っています（{label}）。数式ではなく文で書き直してもらってください。"
    )
    cell: str
    label: str


@dataclass(eq=False)
class NotATextAnswer(FileRefused):
    """A cell holds a date, a truth value, an error, or a number that is shown otherwise than it is kept."""

    sentence: ClassVar[str] = N_(
        "「{name}」のセル{cell}は文ではなく、日付などの値になっています（{label}）。"
        "セルの表示形式を「文字列」にして書き直してもらってください。"
    )
    cell: str
    label: str


@dataclass(eq=False)
class AnswerOutsideLimits(FileRefused):
    """A cell's text may not stand in a field."""

    sentence: ClassVar[str] = N_(
        "「{name}」のセル{cell}の文は受け付けられません（{label}：{cause}）。書き直してもらってください。"
    )
    cell: str
    label: str
    cause: str


@dataclass(eq=False)
class StateContradictsText(FileRefused):
    """A reason for a blank stands beside a text."""

    sentence: ClassVar[str] = N_(
        "「{name}」のセル{cell}に文があるのに、状態が「{state}」になっています（{label}）。"
        "文か状態のどちらかを消してもらってください。"
    )
    cell: str
    label: str
    state: str


@dataclass(eq=False)
class UnknownState(FileRefused):
    """A state that is not in the list."""

    sentence: ClassVar[str] = N_(
        "「{name}」のセル{cell}の状態「{state}」は選べません（{label}）。{known}のどれかを選ぶか、空にしてもらってください。"
    )
    cell: str
    label: str
    state: str
    known: str


@dataclass(eq=False)
class ForeignRow(FileRefused):
    """A row's id is none of those sent, or stands beside another row's words."""

    sentence: ClassVar[str] = N_(
        "「{name}」の{row}行目は、渡した行と食い違っています。行の一部だけを並べ替えたり書き換えたりすると読み取れません。"
        "届いた Excel様式をもう一度開き、回答の欄に写して送り直してもらってください。"
    )
    row: int


@dataclass(eq=False)
class TextWithoutField(FileRefused):
    """An answer stands in a row of which nobody knows what it answers."""

    sentence: ClassVar[str] = N_(
        "「{name}」のセル{cell}の文は、どの欄への回答か分かりません。"
        "足した行ではなく、元からある行の回答の欄に書き直してもらってください。"
    )
    cell: str


@dataclass(eq=False)
class FieldTwice(FileRefused):
    """Two rows answer one field differently."""

    sentence: ClassVar[str] = N_(
        "「{name}」のセル{one}とセル{other}は、どちらも{label}への回答です。写した行を消してもらってください。"
    )
    one: str
    other: str
    label: str
