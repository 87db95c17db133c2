"""The page with the official workbooks that were taken; any of them can be withdrawn."""

from collections.abc import Callable

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.tables import TableColumn
from kyosei_desktop.ui.withdrawing_page import WithdrawingPage, WithdrawingWords
from kyosei_desktop.ui.workbook_in.taken_presenter import TakenLine

_COLUMNS: tuple[TableColumn[TakenLine], ...] = (
    TableColumn(N_("取り込んだ時"), lambda line: line.when),
    TableColumn(
        N_("状態"),
        lambda line: line.standing,
        tone=lambda line: "muted" if line.book.is_withdrawn else "ok",
        icon=lambda line: "x" if line.book.is_withdrawn else "check",
    ),
    TableColumn(N_("変わった"), lambda line: _("{count}欄").format(count=len(line.book.fields)), is_number=True),
    TableColumn(N_("取り込んだ人"), lambda line: line.book.taken_by),
    TableColumn(N_("ファイル"), lambda line: line.book.file_name, stretches=True, elided_em=12),
)


def make_taken_page(withdraw: Callable[[TakenLine], None], *, is_writable: bool) -> WithdrawingPage[TakenLine]:
    """The page; `withdraw` is called with the line chosen."""
    words = WithdrawingWords(
        page=_("取り込んだブックの一覧"),
        table=_("取り込んだブック"),
        deed=_("このブックを取り下げる…"),
        some=_("取り下げると、そのブックから取り込んだ文だけがなくなり、後の作業は残ります。"),
        none=_("まだ取り込んだブックはありません。"),
    )
    return WithdrawingPage(
        _COLUMNS,
        words,
        withdraw,
        key=lambda line: line.book.taken_at,
        can_be_withdrawn=lambda line: not line.book.is_withdrawn,
        is_writable=is_writable,
    )
