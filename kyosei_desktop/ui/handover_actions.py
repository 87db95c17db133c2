"""The commands for whoever takes the post over, and for looking at how the round went."""

from kyosei_desktop.domain.language import N_
from kyosei_desktop.ui.action_spec import ActionSpec, Menu, in_ledger, in_real_ledger
from kyosei_desktop.ui.context import AppContext


def _make_paper(context: AppContext) -> None:
    from kyosei_desktop.ui.handover.presenter import make_handover_paper  # typst and fonts are slow to load

    make_handover_paper(context)


def _rehearse(context: AppContext) -> None:
    from kyosei_desktop.ui.handover.presenter import begin_rehearsal  # typst and fonts are slow to load

    begin_rehearsal(context)


HANDOVER_ACTIONS = (
    ActionSpec(
        id="report.charts",
        text=N_("グラフを見る(&G)"),
        help=N_("提出した課の数の移り変わりと、課ごとに記入された欄の割合を、グラフと表で見ます。"),
        menu=Menu.REPORT,
        run=lambda context: context.go("charts"),
        icon="chart-column",
        why_not=in_ledger,
        starts_group=True,
    ),
    ActionSpec(
        id="report.handover",
        text=N_("引継書を作る(&J)…"),
        help=N_("照会の実際の日程、遅れた課、残っていること、次の年度の進め方を、台帳からPDFにまとめます。"),
        menu=Menu.REPORT,
        run=_make_paper,
        icon="file-text",
        why_not=in_ledger,
    ),
    ActionSpec(
        id="report.rehearse",
        text=N_("予行演習を作る(&Y)…"),
        help=N_("台帳の写しと作りものの回答で、照会一回分を練習できるようにします。本物の台帳は変わりません。"),
        menu=Menu.REPORT,
        run=_rehearse,
        icon="copy",
        why_not=in_real_ledger,
    ),
)
