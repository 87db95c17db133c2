"""Why a travelling file is refused before anything in it is believed: one sentence each, with its cure.

To add a reason, derive from `FileRefused`, say in the sentence what is wrong and what to do, and raise it in the
reader concerned; `merge` and `check` report every `FileRefused` by its sentence.
"""

from dataclasses import dataclass
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_


@dataclass(eq=False)
class FileRefused(KyoseiError):
    """A file that travels is not what it has to be. `name` is the file's name."""

    sentence: ClassVar[str] = N_("「{name}」は受け付けられません。正しいファイルか確かめてください。")
    name: str


@dataclass(eq=False)
class NotAContainer(FileRefused):
    """Not a zip at all."""

    sentence: ClassVar[str] = N_(
        "「{name}」は照会ファイルでも回答ファイルでもありません。受け取ったファイルをそのまま選んでください。"
    )


@dataclass(eq=False)
class ContainerDamaged(FileRefused):
    """A zip that is cut off or whose checksums do not match."""

    sentence: ClassVar[str] = N_(
        "「{name}」は途中で切れているか、壊れています。もう一度受け取るか、送り手に作り直してもらってください。"
    )


@dataclass(eq=False)
class ForeignMembers(FileRefused):
    """A zip of something else, or with more in it than belongs there."""

    sentence: ClassVar[str] = N_(
        "「{name}」には照会ファイルや回答ファイルにあるはずのないものが入っています。"
        "ほかのファイルと取り違えていないか確かめてください。"
    )


@dataclass(eq=False)
class ContainerTooLarge(FileRefused):
    """Larger than any file of its kind, packed or unpacked: a zip bomb, or not our file."""

    sentence: ClassVar[str] = N_(
        "「{name}」は中身が大きすぎるため扱えません。ほかのファイルと取り違えていないか、文章が長すぎないか確かめてください。"
    )


@dataclass(eq=False)
class ManifestNotValid(FileRefused):
    """The manifest is not in the form that its schema describes."""

    sentence: ClassVar[str] = N_(
        "「{name}」の見出し（manifest.json）が決まった形ではありません（{cause}）。送り手に作り直してもらってください。"
    )
    cause: str


@dataclass(eq=False)
class NewerFormat(FileRefused):
    """Made by a later version of the program, in a format that this one cannot know."""

    sentence: ClassVar[str] = N_(
        "「{name}」は新しい版の kyosei_desktop で作られています（形式 {version}）。"
        "プログラムを新しい版に替えてから開いてください。"
    )
    version: int


@dataclass(eq=False)
class RequestInsteadOfSubmission(FileRefused):
    """A request where a submission is wanted."""

    sentence: ClassVar[str] = N_(
        "「{name}」は照会ファイルです。取り込むのは、担当課が提出した回答ファイル（.kyoa）です。担当課に提出を頼んでください。"
    )


@dataclass(eq=False)
class SubmissionInsteadOfRequest(FileRefused):
    """A submission where a request is wanted."""

    sentence: ClassVar[str] = N_(
        "「{name}」は回答ファイルです。記入には、取りまとめ課から届いた照会ファイル（.kyoq）を開いてください。"
    )


@dataclass(eq=False)
class ProbeInsteadOfFile(FileRefused):
    """A file that only tries out whether files come through."""

    sentence: ClassVar[str] = N_(
        "「{name}」は届くかどうかを試すためのファイルです。開かずに、そのまま送り手に返信してください。"
    )


@dataclass(eq=False)
class ContentAltered(FileRefused):
    """The payload is not the one that the manifest was made for."""

    sentence: ClassVar[str] = N_(
        "「{name}」の中身は、作られた後で書き換えられています。送り手からもう一度そのまま受け取ってください。"
    )


@dataclass(eq=False)
class NotAuthentic(FileRefused):
    """The HMAC was not made with this round's key for this department."""

    sentence: ClassVar[str] = N_(
        "「{name}」は、この照会でこの担当課に渡した照会ファイルから作られたものではないか、書き換えられています。"
        "正しい照会ファイルから提出し直してもらってください。"
    )


@dataclass(eq=False)
class PayloadNotValid(FileRefused):
    """The payload is not in the form that its schema describes."""

    sentence: ClassVar[str] = N_(
        "「{name}」の中身が決まった形ではありません（{cause}）。送り手に作り直してもらってください。"
    )
    cause: str


@dataclass(eq=False)
class RequestNotUsable(FileRefused):
    """A request whose parts contradict each other."""

    sentence: ClassVar[str] = N_(
        "照会ファイル「{name}」の内容に食い違いがあります（{cause}）。取りまとめ課に作り直してもらってください。"
    )
    cause: str


@dataclass(eq=False)
class SubmissionNotUsable(FileRefused):
    """A submission whose parts contradict each other."""

    sentence: ClassVar[str] = N_(
        "回答ファイル「{name}」の内容に食い違いがあります（{cause}）。担当課に提出し直してもらってください。"
    )
    cause: str
