"""The page with the files that were merged; any of them can be withdrawn."""

from collections.abc import Callable

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.collect.merged_presenter import MergedLine
from kyosei_desktop.ui.tables import TableColumn
from kyosei_desktop.ui.withdrawing_page import WithdrawingPage, WithdrawingWords

_COLUMNS: tuple[TableColumn[MergedLine], ...] = (
    TableColumn(N_("取り込んだ時"), lambda line: line.when),
    TableColumn(N_("担当課"), lambda line: line.submission.department.name),
    TableColumn(
        N_("状態"),
        lambda line: line.standing,
        tone=lambda line: "muted" if line.submission.is_withdrawn else "ok",
        icon=lambda line: "x" if line.submission.is_withdrawn else "check",
    ),
    TableColumn(N_("回答"), lambda line: _("{count}欄").format(count=line.submission.answers), is_number=True),
    TableColumn(N_("取り込んだ人"), lambda line: line.submission.merged_by or ""),
    TableColumn(N_("提出した人"), lambda line: line.whom, tip=lambda line: line.submission.message or ""),
    TableColumn(
        N_("ファイル"),
        lambda line: line.submission.file_name,
        tip=lambda line: f"{line.round}\n{line.submission.file_name}",
        stretches=True,
        elided_em=12,
    ),
)


def make_merged_page(withdraw: Callable[[MergedLine], None], *, is_writable: bool) -> WithdrawingPage[MergedLine]:
    """The page; `withdraw` is called with the line chosen."""
    words = WithdrawingWords(
        page=_("取り込んだファイルの一覧"),
        table=_("取り込んだファイル"),
        deed=_("このファイルを取り下げる…"),
        some=_("取り下げると、その回答だけがなくなり、後の作業は残ります。同じファイルをもう一度取り込めます。"),
        none=_("まだ取り込んだファイルはありません。"),
    )
    return WithdrawingPage(
        _COLUMNS,
        words,
        withdraw,
        key=lambda line: line.submission.id,
        can_be_withdrawn=lambda line: not line.submission.is_withdrawn,
        is_writable=is_writable,
    )
