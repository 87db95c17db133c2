"""The commands that show the manual."""

from kyosei_desktop.domain.language import N_
from kyosei_desktop.ui.action_spec import ActionSpec, Menu
from kyosei_desktop.ui.help.topics import COMMANDS, CONTENTS, MESSAGES, page_of_view

HELP_ACTIONS = (
    ActionSpec(
        id="help.view",
        text=N_("この画面の説明(&H)"),
        help=N_("いまの画面で何ができるかを、手引で読みます。"),
        menu=Menu.HELP,
        run=lambda context: context.shell.show_help(page_of_view(context.shell.current_view_id)),
        keys="F1",
        icon="circle-help",
    ),
    ActionSpec(
        id="help.contents",
        text=N_("手引の目次(&C)"),
        help=N_("手引のはじめから、読みたいページを選びます。"),
        menu=Menu.HELP,
        run=lambda context: context.shell.show_help(CONTENTS),
        keys="Shift+F1",
    ),
    ActionSpec(
        id="help.commands",
        text=N_("操作とキーの一覧(&K)"),
        help=N_("すべての操作と、そのキーを一覧で見ます。"),
        menu=Menu.HELP,
        run=lambda context: context.shell.show_help(COMMANDS),
    ),
    ActionSpec(
        id="help.messages",
        text=N_("お知らせの意味(&M)"),
        help=N_("画面に出るお知らせについて、何が起きたのか、どうすればよいのかを調べます。"),
        menu=Menu.HELP,
        run=lambda context: context.shell.show_help(MESSAGES),
    ),
)
