"""The laws of joined proposals: nothing that a side says is lost but what another removed, and nothing is made up."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from kyosei_desktop.domain.bullets import Item, items_of, sentences_of
from kyosei_desktop.domain.joining import align_texts, join_texts

LAW = settings(max_examples=60, deadline=None)
SENTENCES = st.sampled_from(
    [
        "講座を開催した",
        "講座を12回開催した",
        "講座を１２回開催した",
        "冊子を配った",
        "冊子を500部配った",
        "催し",
        "保健・医療",
    ]
)
BULLETS = st.lists(SENTENCES, min_size=1, max_size=3).map("。".join)
LINES = st.builds(
    lambda mark, said, stop: mark + said + stop, st.sampled_from(["・", "", "　"]), BULLETS, st.sampled_from("。 ")
)
TEXTS = st.lists(LINES, max_size=5).map("\n".join) | st.text("・。\n甲乙　（）", max_size=12)


def said(text: str) -> Counter[str]:
    """The sentences of a text, whatever their notation."""
    return Counter(sentence.key for item in items_of(text) for sentence in sentences_of(item))


@LAW
@given(TEXTS | st.text(max_size=20))
def test_the_items_of_a_text_are_the_text(text: str) -> None:
    assert "".join(one.lead + one.text for one in items_of(text)).strip() == text.strip()


@LAW
@given(st.lists(TEXTS, min_size=2, max_size=3), TEXTS)
def test_what_a_side_says_is_proposed_unless_another_removed_it(texts: list[str], root: str) -> None:
    """Of what was said twice, one side may have removed the one and another changed the other."""
    proposed, before = said(join_texts(texts, root)), said(root)
    written = [said(one) for one in texts if one.strip()]
    for side in written:
        for sentence in side:
            assert sentence in proposed or any(one[sentence] < before[sentence] for one in written)


@LAW
@given(st.lists(TEXTS, min_size=2, max_size=3), TEXTS)
def test_a_proposal_says_what_a_side_says_and_nothing_else(texts: list[str], root: str) -> None:
    assert set(said(join_texts(texts, root))) <= set().union(*map(said, texts))


@LAW
@given(TEXTS, TEXTS)
def test_a_text_joined_with_itself_is_the_text(text: str, root: str) -> None:
    assert join_texts([text, text], root) == (text if text.strip() else "")


@LAW
@given(TEXTS, TEXTS, TEXTS)
def test_the_order_of_the_sides_changes_the_order_at_most(one: str, other: str, root: str) -> None:
    assert said(join_texts([one, other], root)) == said(join_texts([other, one], root))


@LAW
@given(TEXTS, TEXTS)
def test_what_only_one_side_changed_is_taken_whole(text: str, root: str) -> None:
    """But for the order: a bullet that was moved is one that was removed and one that was added."""
    if text.strip() and root.strip():
        assert said(join_texts([text, root], root)) == said(text)


@LAW
@given(st.lists(TEXTS, min_size=2, max_size=3), TEXTS)
def test_every_bullet_of_every_text_stands_once_in_the_rows(texts: list[str], root: str) -> None:
    rows = align_texts(texts, root)
    for number, text in enumerate(texts):
        cells = [row.sides[number] for row in rows]
        assert [one for one in cells if isinstance(one, Item)] == items_of(text)
    assert [row.root for row in rows if row.root is not None] == items_of(root)
