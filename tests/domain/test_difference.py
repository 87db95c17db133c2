import time

from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.domain.difference import Change, Piece, list_differences, mark_differences

TEXTS = st.text(st.sampled_from("・相談会を２2回開催した。\nか\u3099葛\U000e0100"), max_size=30)


def different(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.is_different]


def test_only_the_characters_that_differ_are_marked() -> None:
    left, right = mark_differences(["・相談会を２回開催した。", "・相談会を3回開催した。"])
    assert left == (Piece("・相談会を", False), Piece("２", True), Piece("回開催した。", False))
    assert different(right) == ["3"]


def test_equal_texts_have_no_difference() -> None:
    assert mark_differences(["同じ", "同じ"]) == [(Piece("同じ", False),)] * 2
    assert list_differences("同じ", "同じ") == []


def test_an_empty_text_has_no_pieces_and_the_other_differs_as_a_whole() -> None:
    assert mark_differences(["", "書いた"]) == [(), (Piece("書いた", True),)]


def test_of_three_texts_each_is_marked_where_any_other_differs() -> None:
    marked = mark_differences(["延べ12人が参加", "延べ13人が参加", "延べ12人が見学"])
    assert [different(one) for one in marked] == [["2", "参加"], ["3", "参加"], ["2", "見学"]]


def test_a_line_put_in_between_leaves_its_neighbours_unmarked() -> None:
    left, right = mark_differences(["・甲\n・乙", "・甲\n・丙を行った\n・乙"])
    assert different(left) == []
    assert different(right) == ["・丙を行った\n"]


def test_a_character_is_never_torn_from_its_variation_selector_or_voicing_mark() -> None:
    left, right = mark_differences(["葛\U000e0100飾か\u3099", "葛飾か"])
    assert different(left) == ["葛\U000e0100", "か\u3099"]
    assert different(right) == ["葛", "か"]


def test_single_agreeing_characters_between_long_changes_are_not_left_standing() -> None:
    left, _ = mark_differences(["相談窓口の新設", "広報用紙の配布"])
    assert different(left) == ["相談窓口の新設"]


def test_changes_name_what_stands_on_either_side() -> None:
    assert list_differences("２回、10人", "3回、10名") == [Change("２", "3"), Change("人", "名")]


def test_a_change_of_digits_is_a_number_and_one_of_width_alone_is_notation() -> None:
    assert Change("２", "3").is_number
    assert not Change("二", "3人").is_number
    assert not Change("", "3").is_number
    assert Change("２", "2").is_notation_only
    assert not Change("２", "3").is_notation_only


def test_two_unlike_texts_of_the_largest_size_are_compared_without_making_anybody_wait() -> None:
    one = "".join(chr(0x4E00 + n * 7 % 20000) for n in range(100_000))
    other = "".join(chr(0x4E00 + n * 11 % 20000) for n in range(100_000))
    began = time.process_time()
    marked = mark_differences([one, other])
    assert different(marked[0]) == [one]
    assert time.process_time() - began < 5


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_the_pieces_of_a_text_put_together_are_the_text(texts: list[str]) -> None:
    assert ["".join(piece.text for piece in one) for one in mark_differences(texts)] == texts


@given(TEXTS, TEXTS)
def test_what_is_not_marked_is_the_same_in_both_texts(one: str, other: str) -> None:
    left, right = mark_differences([one, other])
    assert "".join(p.text for p in left if not p.is_different) == "".join(p.text for p in right if not p.is_different)


@given(TEXTS, TEXTS)
def test_the_changes_say_all_that_is_marked_on_either_side(one: str, other: str) -> None:
    left, right = mark_differences([one, other])
    changes = list_differences(one, other)
    assert "".join(different(left)) == "".join(change.one for change in changes)
    assert "".join(different(right)) == "".join(change.other for change in changes)
