"""Joined proposals: bullets aligned, duplicates folded, what one side changed or removed against the text of before."""

import pytest

from kyosei_desktop.domain.bullets import items_of
from kyosei_desktop.domain.joining import Fate, align_texts, join_texts


def fates(texts: list[str], root: str = "") -> list[Fate]:
    return [row.fate for row in align_texts(texts, root)]


class TestItems:
    @pytest.mark.parametrize(
        ("text", "items"),
        [
            ("・講座を開催\n・冊子を配布", ["・講座を開催", "・冊子を配布"]),
            ("・講座を開催した。・冊子を配った。", ["・講座を開催した。", "・冊子を配った。"]),
            ("・保健・医療・福祉の連携", ["・保健・医療・福祉の連携"]),
            ("・講座を\n　開催した。\n・冊子", ["・講座を\n　開催した。", "・冊子"]),
            ("講座を開催した。冊子を配った。", ["講座を開催した。", "冊子を配った。"]),
            ("「共生。」の冊子（50部。）を配った。", ["「共生。」の冊子（50部。）を配った。"]),
            ("研修を実施した。（参加386人）\n次の行", ["研修を実施した。（参加386人）", "次の行"]),
            ("・項目\n\n※注", ["・項目", "※注"]),
            ("・項目\n\n段落。", ["・項目", "段落。"]),
            (
                "・講座を開催した。 　\n・冊子を配った。　・催し。",
                ["・講座を開催した。", "・冊子を配った。", "　・催し。"],
            ),
            ("講座を開催した。　\n冊子を配った。 ", ["講座を開催した。　", "冊子を配った。 "]),
            ("。。", ["。。"]),
            (" \n\n", []),
        ],
    )
    def test_a_text_is_its_bullets_or_sentences(self, text: str, items: list[str]) -> None:
        assert [one.text for one in items_of(text)] == items

    @pytest.mark.parametrize(
        ("one", "other"),
        [("・講座を開催", "講座を開催。"), ("・１２人（延べ）", "・12人(延べ)"), ("※注", "・注")],
    )
    def test_bullet_marks_and_full_stops_are_a_matter_of_notation(self, one: str, other: str) -> None:
        assert items_of(one)[0].key == items_of(other)[0].key

    def test_a_bullet_of_marks_alone_says_its_marks(self) -> None:
        assert items_of("・")[0].key == "・"


class TestWithoutTextBefore:
    def test_bullets_of_both_stand_once(self) -> None:
        assert (
            join_texts(["・講座を開催\n・冊子", "・１講座\n・講座を開催。\n・催し"])
            == "・１講座\n・講座を開催\n・冊子\n・催し"
        )

    def test_two_wordings_of_one_bullet_stand_beside_one_another(self) -> None:
        texts = ["・講座を12回開催した。\n・冊子を配った。", "・講座を13回開催した。\n・催しを開いた。"]
        assert join_texts(texts).split("\n")[:2] == ["・講座を12回開催した。", "・講座を13回開催した。"]
        assert fates(texts)[0] is Fate.DISPUTED

    def test_a_blank_side_says_nothing(self) -> None:
        assert join_texts(["", "・講座"], "・前の文") == "・講座"

    def test_a_bullet_that_one_side_says_twice_stands_twice(self) -> None:
        assert join_texts(["・同上\n・同上", "・同上\n・催し"]) == "・同上\n・同上\n・催し"

    def test_sides_in_another_order_say_each_bullet_once(self) -> None:
        assert join_texts(["・甲\n・乙", "・乙\n・甲"]) in ("・甲\n・乙", "・乙\n・甲")
        assert Fate.FOLDED in fates(["・甲\n・乙", "・乙\n・甲"])

    def test_three_sides_are_joined_like_two(self) -> None:
        assert join_texts(["・甲", "・乙\n・甲", "・甲\n・丙"]) == "・乙\n・甲\n・丙"

    def test_sentences_go_on_in_their_line_and_begin_one_behind_a_bullet(self) -> None:
        assert join_texts(["検討した。実施した。", "検討した。"]) == "検討した。実施した。"
        assert join_texts(["・検討。", "実施した。"]) == "・検討。\n\n実施した。"


class TestWithTheTextBefore:
    ROOT = "・講座を開催する。\n・冊子を配る。\n・催しを開く。"

    def test_what_one_side_changed_is_taken_changed(self) -> None:
        one = self.ROOT.replace("講座を開催する", "講座を12回開催した")
        other = self.ROOT.replace("催しを開く", "催しを二度開いた")
        assert join_texts([one, other], self.ROOT) == "・講座を12回開催した。\n・冊子を配る。\n・催しを二度開いた。"
        assert fates([one, other], self.ROOT) == [Fate.CHANGED, Fate.SAME, Fate.CHANGED]

    def test_what_one_side_removed_stays_removed(self) -> None:
        without = "・講座を開催する。\n・催しを開く。"
        assert join_texts([without, self.ROOT + "\n・新しい"], self.ROOT) == without + "\n・新しい"

    def test_what_one_side_removed_and_the_other_changed_is_shown_and_marked(self) -> None:
        without = "・講座を開催する。\n・催しを開く。"
        changed = self.ROOT.replace("冊子を配る", "冊子を500部配る")
        assert "・冊子を500部配る。" in join_texts([without, changed], self.ROOT)
        assert fates([without, changed], self.ROOT)[1] is Fate.DISPUTED

    def test_what_both_changed_differently_stands_in_both_wordings(self) -> None:
        one, other = (self.ROOT.replace("冊子を配る", f"冊子を{count}部配る") for count in (300, 500))
        joined = join_texts([one, other], self.ROOT)
        assert joined.split("\n")[1:3] == ["・冊子を300部配る。", "・冊子を500部配る。"]

    def test_changes_in_different_sentences_of_one_bullet_are_united(self) -> None:
        root = "・講座を開催した。広報で知らせた。"
        one, other = root.replace("講座を", "講座を3回"), root.replace("広報で", "広報と市のサイトで")
        assert join_texts([one, other], root) == "・講座を3回開催した。広報と市のサイトで知らせた。"

    def test_another_notation_of_one_side_is_taken(self) -> None:
        assert join_texts(["・参加１２人\n・甲", "・参加12人\n・乙"], "・参加１２人").split("\n")[0] == "・参加12人"

    def test_what_both_added_alike_stands_once(self) -> None:
        one, other = self.ROOT + "\n・新しい取組（50人）", "・新しい取組(50人)。\n" + self.ROOT
        assert join_texts([one, other], self.ROOT).count("新しい取組") == 1


def test_texts_of_very_many_bullets_are_joined_without_pairing_all_with_all() -> None:
    one, other = ("\n".join(f"・{n}" for n in range(first, first + 3_000)) for first in (0, 1_000))
    assert len(join_texts([one, other]).split("\n")) == 4_000
