"""The commands on backups."""

from kyosei_desktop.domain.language import N_
from kyosei_desktop.ui.action_spec import ActionSpec, Menu, with_a_plan

BACKUP_ACTIONS = (
    ActionSpec(
        id="file.backups",
        text=N_("控え(&H)…"),
        help=N_("控え（バックアップ）の一覧を見て、いまの台帳と比べたり、そこに戻したりします。"),
        menu=Menu.FILE,
        run=lambda context: context.go("backups"),
        icon="history",
        why_not=with_a_plan,
        starts_group=True,
    ),
    ActionSpec(
        id="file.back_up_now",
        text=N_("控えを今作る(&W)"),
        help=N_("いまの台帳の控えを作り、読み返して確かめます。"),
        menu=Menu.FILE,
        run=lambda context: context.go("backups", do="now"),
        icon="save",
        why_not=with_a_plan,
    ),
)
