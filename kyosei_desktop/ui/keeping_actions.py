"""The commands for what is to last."""

from kyosei_desktop.domain.language import N_
from kyosei_desktop.ui.action_spec import ActionSpec, Menu, with_a_plan
from kyosei_desktop.ui.context import AppContext


def _look_through(context: AppContext) -> None:
    from kyosei_desktop.ui.keeping.presenter import look_through  # the archive, what is rescued: loaded when wanted

    look_through(context)


def _compare_number(context: AppContext) -> None:
    from kyosei_desktop.ui.keeping.presenter import compare_number

    compare_number(context)


def _write_archive(context: AppContext) -> None:
    from kyosei_desktop.ui.keeping.presenter import write_archive

    write_archive(context)


KEEPING_ACTIONS = (
    ActionSpec(
        id="file.look_through",
        text=N_("台帳を調べる(&L)"),
        help=N_("履歴が書かれたときのままかを最後まで調べ、書き留めておくための確認番号を示します。"),
        menu=Menu.FILE,
        run=_look_through,
        icon="list-checks",
        why_not=with_a_plan,
        starts_group=True,
    ),
    ActionSpec(
        id="file.compare_number",
        text=N_("確認番号を照らし合わせる(&C)…"),
        help=N_("前に書き留めた履歴の確認番号を入れると、そのときまでの履歴が今も同じかどうかを調べます。"),
        menu=Menu.FILE,
        run=_compare_number,
        why_not=with_a_plan,
    ),
    ActionSpec(
        id="file.archive",
        text=N_("台帳のすべてを書き出す(&A)…"),
        help=N_("計画と履歴のすべてを、このプログラムがなくても読める形（JSON、CSV、読み方）で書き出します。"),
        menu=Menu.FILE,
        run=_write_archive,
        icon="file-output",
        why_not=with_a_plan,
    ),
)
