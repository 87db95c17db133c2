"""Measures of two plans find one another by number and name; where that is unsure, a person is asked."""

from kyosei_desktop.domain.measure_matching import MatchKind, likeness, match_measures
from kyosei_desktop.domain.plan import Measure, MeasureId


def measure(no: int | str, name: str) -> Measure:
    return Measure(MeasureId(f"m{no}"), no, None, name, "", "", ())


def document(*measures: tuple[int | str, str]) -> dict[str, object]:
    return {"measures": [{"no": no, "name": name} for no, name in measures]}


KNOWN = [
    measure(1, "地域の見守り活動の推進"),
    measure(2, "相談窓口の充実"),
    measure(3, "移動支援の充実"),
    measure(4, "手話の普及"),
]


def test_the_same_number_with_a_like_name_is_the_same_measure():
    found = match_measures(KNOWN, document((1, "地域見守り活動の推進"), ("2", "相談窓口の充実")))
    assert [(one.kind, one.measure) for one in found] == [(MatchKind.NUMBER, "m1"), (MatchKind.NUMBER, "m2")]


def test_a_measure_with_a_new_number_is_found_by_its_name():
    (found,) = match_measures(KNOWN, document((9, "手話の　普及")))
    assert (found.kind, found.measure) == (MatchKind.NAME, "m4")


def test_a_number_whose_name_is_quite_another_is_asked_about_with_the_one_of_that_number_among_the_candidates():
    (found,) = match_measures(KNOWN, document((4, "点字図書の貸出")))
    assert (found.kind, found.measure) == (MatchKind.UNSURE, None)
    assert [one for one, _like in found.candidates] == ["m4"]


def test_of_two_names_that_are_alike_none_is_taken_by_itself():
    known = [measure(1, "相談窓口の充実（東）"), measure(2, "相談窓口の充実（西）")]
    (found,) = match_measures(known, document((7, "相談窓口の充実（北）")))
    assert found.kind is MatchKind.UNSURE
    assert {one for one, _like in found.candidates} == {"m1", "m2"}


def test_a_measure_that_is_like_none_is_new():
    (found,) = match_measures(KNOWN, document((9, "ごみ出し")))
    assert (found.kind, found.candidates) == (MatchKind.NEW, ())


def test_no_measure_is_matched_twice():
    found = match_measures(KNOWN, document((2, "相談窓口の充実"), (8, "相談窓口の充実")))
    assert [one.measure for one in found] == ["m2", None]


def test_widths_and_spaces_do_not_make_names_different():
    assert likeness("ＩＴ 講習", "IT講習") == 1.0
    assert likeness("", "何か") == 0.0
